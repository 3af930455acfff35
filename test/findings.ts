import { assemble } from '../src/app/scan/read.ts'
import type { Finding } from '../src/core/diag/finding.ts'
import type { Ignore } from '../src/core/findings/ignored.ts'
import type { Facts } from '../src/core/model/facts.ts'
import type { ScanResult } from '../src/core/model/scan.ts'
import { readers } from '../src/read/readers.ts'

export type Files = Readonly<Record<string, string>>

/** Reads and links files given as text, as a scan does, without a disk; `facts` are added to what is read. */
export const scanFiles = (
  files: Files,
  { ignore = [], facts = [] }: { ignore?: readonly Ignore[]; facts?: readonly Facts[] } = {},
): ScanResult => {
  const read = Object.entries(files).flatMap(([path, text]) =>
    readers.filter((r) => r.accepts(path)).map((r) => r.read({ path, text })),
  )
  return assemble([...read, ...facts], {
    config: { name: undefined, exclude: [], ignore },
    problems: [],
    fileCount: read.length,
    readCount: read.length,
  })
}

/** `error RTT1113 web CART_URL cart:1 @ compose.yml:3`: a finding at a glance. */
export const line = (f: Finding): string =>
  `${f.severity} ${[f.code, ...f.ends].join(' ')} @ ${f.at?.path}:${f.at?.line}`

export const findingLines = (files: Files, facts: readonly Facts[] = []): string[] =>
  scanFiles(files, { facts }).findings.map(line)
