import type { Diagnostic } from '../core/diag/diagnostic.ts'
import { digestOf, sha256 } from '../core/json/digest.ts'
import type { Dialect } from '../core/model/contract.ts'
import { layout } from '../core/model/layout.ts'
import type { ScanResult } from '../core/model/scan.ts'
import type { Workspace } from '../ports/workspace.ts'
import type { DriverFile } from './apply.ts'
import {
  compareDrivers,
  type DriversManifest,
  driversText,
  loadDrivers,
  missingDrivers,
  staleDrivers,
} from './drivers.ts'
import { type Language, languages } from './inputs.ts'

/** What generating did. `connectors` counts by language. */
export type Generated = {
  readonly connectors: Readonly<Record<Language, number>>
  readonly files: number
  readonly changed: number
  readonly removed: number
  readonly digest: string
  readonly diagnostics: readonly Diagnostic[]
}

type Emitted = {
  readonly files: ReadonlyMap<string, string>
  readonly connectors: Record<Language, number>
  readonly diagnostics: readonly Diagnostic[]
}

/** Dialects whose values connectors can carry; agents, brokers and query engines have clients of their own. */
const generated: ReadonlySet<Dialect> = new Set(['proto', 'openapi', 'jsonschema'])

const emitAll = async (
  space: Workspace,
  scan: ScanResult,
  langs: readonly Language[],
): Promise<Emitted> => {
  const { emitters } = await import('../emit/emitters.ts')
  const templates = new Map(
    space.assetNames('connector').map((n) => [n.slice('connector/'.length), space.asset(n)]),
  )
  const files = new Map<string, string>()
  const connectors: Record<Language, number> = { ts: 0, py: 0 }
  const diagnostics: Diagnostic[] = []
  for (const symbol of scan.symbols.filter(
    (s) => s.contract && (s.type === 'api' || s.type === 'contract'),
  )) {
    const contract = scan.contracts.find(
      (c) => c.id === symbol.contract!.id && c.digest === symbol.contract!.digest,
    )
    if (contract === undefined || !generated.has(contract.dialect)) continue
    for (const lang of langs) {
      const emitted = emitters[lang](contract, symbol.address, templates)
      for (const f of emitted.files)
        files.set(`${layout.drivers}/${lang}/${emitted.folder}/${f.path}`, f.text)
      diagnostics.push(...emitted.diagnostics)
      connectors[lang]++
    }
  }
  return { files, connectors, diagnostics }
}

const manifestOf = (inputs: string, files: ReadonlyMap<string, string>): DriversManifest => ({
  v: 1,
  inputs,
  files: Object.fromEntries(
    [...files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, text]) => [path, sha256(text)]),
  ),
})

const isCurrent = (space: Workspace, path: string, text: string): boolean => {
  const bytes = space.durable.read(path)
  return bytes !== undefined && sha256(bytes) === sha256(text)
}

/**
 * Generates a connector for every symbol that bears a contract. Files that are as they should be are
 * not written; files of earlier runs that no contract asks for any more are removed.
 */
export const generate = async (
  space: Workspace,
  scan: ScanResult,
  options: { langs: readonly Language[]; inputs: string },
): Promise<Generated> => {
  const emitted = await emitAll(space, scan, options.langs)
  const old = loadDrivers(space.durable)
  const manifest = manifestOf(options.inputs, emitted.files)
  const stale = Object.keys(old?.files ?? {}).filter(
    (p) => !emitted.files.has(p) && p.startsWith(`${layout.drivers}/`),
  )
  for (const path of stale) space.durable.remove(path)
  let changed = 0
  for (const [path, text] of emitted.files) {
    if (isCurrent(space, path, text)) continue
    space.durable.replaceCache(path, text)
    changed++
  }
  if (emitted.files.size > 0 || old !== undefined) {
    const text = driversText(manifest)
    if (!isCurrent(space, layout.driversManifest, text))
      space.durable.replaceCache(layout.driversManifest, text)
  }
  return {
    connectors: emitted.connectors,
    files: emitted.files.size,
    changed,
    removed: stale.length,
    digest: digestOf(manifest.files),
    diagnostics: emitted.diagnostics,
  }
}

/**
 * Compares `.rtt/drivers` with what it should be. With a scan every connector is made again in memory,
 * so that a stale contract shows; without one the files are held to their manifest only.
 */
export const checkDrivers = async (
  space: Workspace,
  scan: (() => Promise<ScanResult>) | undefined,
): Promise<{ files: number; diagnostics: readonly Diagnostic[] }> => {
  const manifest = loadDrivers(space.durable)
  if (manifest === undefined) return { files: 0, diagnostics: [] }
  const edited = compareDrivers(space.durable, manifest)
  const files = Object.keys(manifest.files).length
  if (scan === undefined || edited.length > 0) return { files, diagnostics: edited }
  const langs = languages.filter((l) =>
    Object.keys(manifest.files).some((p) => p.startsWith(`${layout.drivers}/${l}/`)),
  )
  const { files: wanted } = await emitAll(space, await scan(), langs.length > 0 ? langs : languages)
  const missing = [...wanted.keys()].filter((p) => !(p in manifest.files))
  const stale = Object.entries(manifest.files).filter(
    ([path, digest]) => sha256(wanted.get(path) ?? '') !== digest,
  )
  return {
    files,
    diagnostics: [...missingDrivers(missing), ...staleDrivers(stale.map(([path]) => path))],
  }
}

/** The generated files as they lie there: what `apply` keeps with the plan. */
export const driverFiles = (space: Workspace): DriverFile[] =>
  Object.keys(loadDrivers(space.durable)?.files ?? {}).flatMap((path) => {
    const bytes = space.durable.read(path)
    return bytes === undefined ? [] : [{ path, bytes }]
  })
