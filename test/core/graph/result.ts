import type { Link } from '../../../src/core/model/link.ts'
import type { ScanResult } from '../../../src/core/model/scan.ts'
import type { Service } from '../../../src/core/model/service.ts'

/** A service as a test needs it. */
export const service = (name: string, more: Partial<Service> = {}): Service => ({
  name,
  aliases: [],
  lang: 'go',
  kind: 'service',
  ports: [],
  at: { path: 'compose.yaml', line: 1 },
  ...more,
})

/** A link as a test needs it. */
export const link = (from: string, to: string, more: Partial<Link> = {}): Link => ({
  from,
  to,
  port: 'ADDR',
  via: 'http',
  status: 'confirmed',
  evidence: [],
  ...more,
})

/** A scan that found these. */
export const result = (more: Partial<ScanResult>): ScanResult => ({
  namespace: ['shop'],
  services: [],
  symbols: [],
  links: [],
  channels: [],
  ports: [],
  standings: [],
  calls: [],
  toolSets: [],
  contracts: [],
  packages: [],
  findings: [],
  diagnostics: [],
  fileCount: 0,
  readCount: 0,
  ...more,
})
