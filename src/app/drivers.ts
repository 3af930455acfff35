import { type Diagnostic, diagnostic } from '../core/diag/diagnostic.ts'
import { canonicalize } from '../core/json/canonical.ts'
import { sha256 } from '../core/json/digest.ts'
import { layout } from '../core/model/layout.ts'
import type { Durable } from '../ports/durable.ts'
import { readCache } from './document.ts'

/** What was generated: every file below `.rtt/drivers` with the digest of its bytes. */
export type DriversManifest = {
  readonly v: 1
  readonly inputs: string
  readonly files: Readonly<Record<string, string>>
}

export const loadDrivers = (durable: Durable): DriversManifest | undefined =>
  readCache<DriversManifest>(durable, layout.driversManifest, 1)

export const driversText = (m: DriversManifest): string => canonicalize(m)

const compare = (durable: Durable, path: string, digest: string): Diagnostic[] => {
  const bytes = durable.read(path)
  const at = { path, line: 1 }
  if (bytes === undefined) return [diagnostic('RTT1101', `${path} is missing`, { at })]
  return sha256(bytes) === digest
    ? []
    : [diagnostic('RTT1102', `${path} was edited by hand`, { at })]
}

/** Generated files that are missing or not as they were generated. */
export const compareDrivers = (durable: Durable, manifest: DriversManifest): Diagnostic[] =>
  Object.entries(manifest.files).flatMap(([path, digest]) => compare(durable, path, digest))
