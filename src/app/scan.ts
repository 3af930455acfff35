import type { Diagnostic } from '../core/diag/diagnostic.ts'
import { openFindings } from '../core/findings/open.ts'
import { digestOf, sha256 } from '../core/json/digest.ts'
import { layout } from '../core/model/layout.ts'
import type { ScanResult } from '../core/model/scan.ts'
import type { Task } from '../ports/task.ts'
import type { Workspace } from '../ports/workspace.ts'
import { readersSignature } from '../read/signature.ts'
import { type Config, loadConfig } from './config.ts'
import { readCache, writeCache } from './document.ts'
import { ownFolder } from './plans.ts'
import { makePhases, type Phases, type Times } from './scan/phases.ts'
import { changedFiles, digestTree, type Tree, type TreeFile, treeDigest } from './scan/tree.ts'
import type { Stages } from './stages.ts'
import { listUniverse, type UniverseFile } from './universe.ts'

/** Numbers of a scan for its line of the table. */
export type ScanSummary = {
  readonly files: number
  readonly read: number
  readonly cached: number
  readonly services: number
  readonly symbols: number
  readonly links: number
  readonly confirmed: number
  /** Links whose client is built and never used. */
  readonly dead: number
  readonly contracts: number
  readonly errors: number
  readonly warnings: number
  readonly notes: number
  /** Wiring faults that are not accepted. */
  readonly findings: number
  /** Digests of what the stages after it depend on. */
  readonly packagesDigest: string
  readonly contractsDigest: string
  readonly wiringDigest: string
}

export type Scanned = {
  /** Nothing that scanning depends on has changed since the last one. */
  readonly hit: boolean
  /** A cache was written although nothing changed, since times of files did. */
  readonly touched: boolean
  readonly in: string
  readonly out: string
  readonly summary: ScanSummary
  readonly times: Times
  /** All files of the universe. */
  readonly files: readonly UniverseFile[]
  /** The result itself, read back from the index when the scan was skipped. */
  readonly load: () => Promise<ScanResult>
}

type StoredTree = Tree & { readonly listing: string }
type WiringIndex = { readonly v: 1; readonly inputs: string; readonly result: ScanResult }

const listingDigest = (files: readonly UniverseFile[]): string =>
  sha256(files.map((f) => f.path).join('\n'))

type Seen = {
  readonly tree: readonly TreeFile[]
  readonly stored: StoredTree
  /** What was stored by the last scan. */
  readonly old: StoredTree | undefined
  readonly diagnostics: readonly Diagnostic[]
  readonly files: readonly UniverseFile[]
  readonly inputs: string
  /** The inputs that a tree of this digest would make, all else being what it is now. */
  readonly inputsWith: (tree: string) => string
  readonly touched: boolean
}

/** Files that a reader takes: those of the last scan while the list of files is the same. */
const wantedFiles = async (
  all: readonly UniverseFile[],
  old: StoredTree | undefined,
): Promise<readonly UniverseFile[]> => {
  if (old !== undefined && old.listing === listingDigest(all))
    return all.filter((f) => Object.hasOwn(old.rows, f.path))
  const { readers } = await import('../read/readers.ts')
  return all.filter((f) => readers.some((r) => r.accepts(f.path)))
}

const look = async (
  space: Workspace,
  { config, phases }: { config: Config; phases: Phases },
  task: Task,
): Promise<Seen> => {
  phases.start('list')
  const startedMs = space.clock.fileTimeMs()
  const { files, diagnostics } = await listUniverse(
    { files: space.files, exclude: config.exclude, own: [ownFolder(space.durable)] },
    task,
  )
  const old = readCache<StoredTree>(space.durable, layout.tree, {
    startedMs: 'number',
    listing: 'string',
    rows: 'object',
  })
  const wanted = await wantedFiles(files, old)
  phases.start('digest')
  const digested = await digestTree(space.files, wanted, { old, task })
  const all = [...diagnostics, ...digested.diagnostics]
  const inputs = (tree: string): string =>
    digestOf({
      tree,
      config,
      readers: readersSignature,
      problems: all,
      fileCount: files.length,
    })
  return {
    tree: digested.files,
    old,
    stored: { v: 1, startedMs, listing: listingDigest(files), rows: digested.rows },
    diagnostics: all,
    files,
    inputs: inputs(treeDigest(digested.files)),
    inputsWith: inputs,
    touched: digested.touched,
  }
}

const loadIndex = (space: Workspace, inputs: string): ScanResult | undefined => {
  const index = readCache<WiringIndex>(space.durable, layout.wiring, {
    inputs: 'string',
    result: 'object',
  })
  return index?.inputs === inputs ? index.result : undefined
}

const count = (result: ScanResult, severity: Diagnostic['severity']): number =>
  result.diagnostics.filter((d) => d.severity === severity).length

const summarize = (result: ScanResult, cached: number): ScanSummary => ({
  files: result.fileCount,
  read: result.readCount,
  cached,
  services: result.services.length,
  symbols: result.symbols.length,
  links: result.links.length,
  confirmed: result.links.filter((l) => l.status === 'confirmed').length,
  dead: result.links.filter((l) => l.status === 'dead').length,
  contracts: new Set(result.contracts.map((c) => c.digest)).size,
  errors: count(result, 'error'),
  warnings: count(result, 'warning'),
  notes: count(result, 'note'),
  findings: openFindings(result.findings).length,
  packagesDigest: digestOf(result.packages),
  contractsDigest: digestOf({ namespace: result.namespace, contracts: result.contracts }),
  wiringDigest: digestOf({
    namespace: result.namespace,
    services: result.services,
    links: result.links,
    contracts: result.contracts.map((c) => [c.id, c.digest, c.at.path]),
    channels: result.channels,
    ports: result.ports,
    standings: result.standings,
    calls: result.calls,
    toolSets: result.toolSets,
    requirements: result.requirements,
    findings: result.findings.map((f) => [f.code, f.severity, f.ends, f.ignored !== undefined]),
  }),
})

const indexRow = (s: ScanResult['symbols'][number]) => ({
  saddr: s.address,
  kind: s.type,
  name: s.name,
  lang: s.lang,
  file: s.at.path,
  line: s.at.line,
  contract: s.contract?.digest ?? null,
  evidence: s.evidence,
  direction: s.direction,
})

/** One row a line: the index is diffed and grepped by people. */
const symbolsText = (result: ScanResult): string =>
  `{"v":1,"symbols":[\n${result.symbols.map((s) => JSON.stringify(indexRow(s))).join(',\n')}\n]}\n`

const store = (space: Workspace, seen: Seen, result: ScanResult): void => {
  writeCache(space.durable, layout.symbols, symbolsText(result))
  writeCache(
    space.durable,
    layout.wiring,
    JSON.stringify({ v: 1, inputs: seen.inputs, result } satisfies WiringIndex),
  )
  writeCache(space.durable, layout.tree, JSON.stringify(seen.stored))
}

/** With more files than this changed, it is likely that something moved. */
const changedMax = 50

/**
 * The result of the last scan when nothing but the texts of a few files has changed since, and readers find in
 * them what they found before: most edits of code move nothing that is wired.
 */
const resultThatStands = async (
  space: Workspace,
  seen: Seen,
): Promise<{ result: ScanResult; changed: number } | undefined> => {
  const changed = seen.old && changedFiles(seen.tree, seen.old)
  if (changed === undefined || changed.length > changedMax) return undefined
  const before = new Map(changed.map((c) => [c.file.path, c.before]))
  const tree = seen.tree.map((f) => ({ path: f.path, digest: before.get(f.path) ?? f.digest }))
  const result = loadIndex(space, seen.inputsWith(treeDigest(tree)))
  if (result === undefined) return undefined
  const { factsStand } = await import('./scan/stand.ts')
  return (await factsStand(space, changed)) ? { result, changed: changed.length } : undefined
}

const run = async (
  space: Workspace,
  { config, phases }: { config: Config; phases: Phases },
  seen: Seen,
  task: Task,
): Promise<{ result: ScanResult; cached: number }> => {
  phases.start('read')
  const standing = await resultThatStands(space, seen)
  if (standing !== undefined) {
    phases.start('store')
    store(space, seen, standing.result)
    return { result: standing.result, cached: seen.tree.length - standing.changed }
  }
  const { readAll } = await import('./scan/read.ts')
  const { result, cached } = await readAll(
    {
      space,
      config,
      phases,
      tree: seen.tree,
      problems: seen.diagnostics,
      fileCount: seen.files.length,
    },
    task,
  )
  store(space, seen, result)
  return { result, cached }
}

/**
 * Scans the repository into `.rtt/index`, or does nothing when no file, configuration or reader has
 * changed since the last scan. Executes nothing of what it reads and follows no symbolic link.
 */
export const scan = async (space: Workspace, stages: Stages, task: Task): Promise<Scanned> => {
  const config = await loadConfig(space)
  const phases = makePhases(space.clock)
  const seen = await look(space, { config, phases }, task)
  const known = stages.get('scan')
  if (
    known?.in === seen.inputs &&
    space.durable.exists(layout.wiring) &&
    space.durable.exists(layout.symbols)
  ) {
    // Times moved, content did not: remember them, or every run would read these files again.
    if (seen.touched) writeCache(space.durable, layout.tree, JSON.stringify(seen.stored))
    const load = async () =>
      loadIndex(space, seen.inputs) ?? (await run(space, { config, phases }, seen, task)).result
    return {
      hit: true,
      touched: seen.touched,
      in: known.in,
      out: known.out,
      summary: known.summary as ScanSummary,
      times: phases.times(),
      files: seen.files,
      load,
    }
  }
  const { result, cached } = await run(space, { config, phases }, seen, task)
  const out = digestOf(result)
  const summary = summarize(result, cached)
  stages.set('scan', { in: seen.inputs, out, summary })
  return {
    hit: false,
    touched: false,
    in: seen.inputs,
    out,
    summary,
    times: phases.times(),
    files: seen.files,
    load: async () => result,
  }
}
