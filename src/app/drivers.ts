import type { Code } from '../core/diag/codes.ts'
import { type Diagnostic, diagnostic } from '../core/diag/diagnostic.ts'
import { canonicalize } from '../core/json/canonical.ts'
import { sha256 } from '../core/json/digest.ts'
import { layout } from '../core/model/layout.ts'
import { compareText } from '../core/model/place.ts'
import type { Durable } from '../ports/durable.ts'
import type { Workspace } from '../ports/workspace.ts'
import { readCache, writeCache } from './document.ts'
import { rowOf, type TreeRow, unchanged } from './scan/tree.ts'

/** What was generated: every file below `.rtt/drivers` with the digest of its bytes. */
export type DriversManifest = {
  readonly v: 1
  readonly inputs: string
  readonly files: Readonly<Record<string, string>>
}

export const loadDrivers = (durable: Durable): DriversManifest | undefined =>
  readCache<DriversManifest>(durable, layout.driversManifest, { inputs: 'string', files: 'object' })

export const driversText = (m: DriversManifest): string => canonicalize(m)

/** The driver that a generated file belongs to: `.rtt/drivers/ts/<slug>`. */
const driverOf = (path: string): string => path.split('/').slice(0, 4).join('/')

/** Many files of one connector are one diagnostic, at the first of them. */
const byDriver = (
  paths: readonly string[],
  what: { readonly code: Code; readonly one: string; readonly many: string },
): Diagnostic[] =>
  [...Map.groupBy([...paths].sort(compareText), driverOf)].map(([driver, files]) =>
    diagnostic(
      what.code,
      files.length === 1
        ? `${files[0]} ${what.one}`
        : `${driver}: ${files.length} files ${what.many}`,
      {
        at: { path: files[0]!, line: 1 },
      },
    ),
  )

export const missingDrivers = (paths: readonly string[]): Diagnostic[] =>
  byDriver(paths, { code: 'RTT1101', one: 'is missing', many: 'are missing' })

export const staleDrivers = (paths: readonly string[]): Diagnostic[] =>
  byDriver(paths, {
    code: 'RTT1102',
    one: 'does not follow its contract any more',
    many: 'do not follow their contract any more',
  })

/** Generated files that are missing or not as they were generated. */
export const compareDrivers = (durable: Durable, manifest: DriversManifest): Diagnostic[] => {
  const missing: string[] = []
  const edited: string[] = []
  for (const [path, digest] of Object.entries(manifest.files)) {
    const bytes = durable.read(path)
    if (bytes === undefined) missing.push(path)
    else if (sha256(bytes) !== digest) edited.push(path)
  }
  const byHand = {
    code: 'RTT1102' as const,
    one: 'was edited by hand',
    many: 'were edited by hand',
  }
  return [...missingDrivers(missing), ...byDriver(edited, byHand)]
}

/** What lstat said of the generated files when they were last compared, so that they need not be read. */
type Seen = {
  readonly v: 1
  readonly startedMs: number
  readonly manifest: string
  readonly rows: Readonly<Record<string, TreeRow>>
}

/** Whether every generated file is by all that lstat tells the one that was compared before. */
export const driversUnchanged = (space: Workspace, manifest: DriversManifest): boolean => {
  const seen = readCache<Seen>(space.durable, layout.driversSeen, {
    startedMs: 'number',
    manifest: 'string',
    rows: 'object',
  })
  if (seen?.manifest !== sha256(driversText(manifest))) return false
  return Object.keys(manifest.files).every((path) => {
    const s = space.files.stat(path)
    return s !== undefined && unchanged(s, seen.rows[path], seen.startedMs)
  })
}

/** Remembers the generated files as they are now; the caller has just compared or written them. */
export const rememberDrivers = async (space: Workspace): Promise<void> => {
  const manifest = loadDrivers(space.durable)
  if (manifest === undefined) return
  await space.clock.settle()
  const startedMs = space.clock.fileTimeMs()
  const rows = Object.entries(manifest.files).flatMap(([path, digest]) => {
    const s = space.files.stat(path)
    return s === undefined ? [] : [[path, rowOf(s, digest)] as const]
  })
  writeCache(
    space.durable,
    layout.driversSeen,
    canonicalize({
      v: 1,
      startedMs,
      manifest: sha256(driversText(manifest)),
      rows: Object.fromEntries(rows),
    } satisfies Seen),
  )
}
