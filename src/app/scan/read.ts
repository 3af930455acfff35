import { compareDiagnostics, type Diagnostic } from '../../core/diag/diagnostic.ts'
import { link } from '../../core/link/link.ts'
import type { Facts } from '../../core/model/facts.ts'
import { compareText } from '../../core/model/place.ts'
import type { ScanResult } from '../../core/model/scan.ts'
import type { Task } from '../../ports/task.ts'
import type { Workspace } from '../../ports/workspace.ts'
import { linkProto } from '../../read/proto/link/link.ts'
import { readers } from '../../read/readers.ts'
import type { Config } from '../config.ts'
import { readFacts } from './facts.ts'
import { contractOf, danglingContracts, mergeLinks, requiredLinks } from './manifests.ts'
import { namespaceOf } from './namespace.ts'
import { symbolsOf } from './symbols.ts'
import type { TreeFile } from './tree.ts'

type Input = {
  readonly space: Workspace
  readonly config: Config
  readonly tree: readonly TreeFile[]
  readonly problems: readonly Diagnostic[]
  readonly fileCount: number
}

const gather = <K extends keyof Facts>(
  facts: readonly Facts[],
  key: K,
): NonNullable<Facts[K]>[number & keyof NonNullable<Facts[K]>][] =>
  facts.flatMap((f) => (f[key] ?? []) as never[])

const unique = (all: readonly Diagnostic[]): Diagnostic[] => {
  const seen = new Map(all.map((d) => [`${d.code}\0${d.at?.path}\0${d.at?.line}\0${d.summary}`, d]))
  return [...seen.values()].sort(compareDiagnostics)
}

/** Joins what the readers found in all files. Pure. */
export const assemble = (
  facts: readonly Facts[],
  input: Omit<Input, 'space' | 'tree'> & { readCount: number },
): ScanResult => {
  const packages = gather(facts, 'packages').sort((a, b) => compareText(a.at.path, b.at.path))
  const namespace = namespaceOf(input.config.name, packages)
  const proto = linkProto(gather(facts, 'protoFiles'))
  const contracts = [...proto.contracts, ...gather(facts, 'contracts')].sort(
    (a, b) => compareText(a.id, b.id) || compareText(a.at.path, b.at.path) || a.at.line - b.at.line,
  )
  const manifests = gather(facts, 'manifests')
  const found = link({
    units: gather(facts, 'units'),
    hosts: gather(facts, 'hosts'),
    bindings: gather(facts, 'bindings'),
    code: gather(facts, 'code'),
    contracts,
  })
  const declared = requiredLinks(manifests, found.services, namespace)
  const resolve = contractOf(contracts)
  return {
    namespace,
    services: found.services,
    contracts,
    packages,
    links: mergeLinks(found.links, declared.links).sort(
      (a, b) =>
        compareText(a.from, b.from) || compareText(a.port, b.port) || compareText(a.to, b.to),
    ),
    symbols: symbolsOf({
      namespace,
      services: found.services,
      packages,
      contracts,
      manifests,
      contractOf: resolve,
    }),
    findings: [],
    diagnostics: unique([
      ...input.problems,
      ...gather(facts, 'diagnostics'),
      ...proto.diagnostics,
      ...danglingContracts(manifests, contracts),
      ...declared.diagnostics,
    ]),
    fileCount: input.fileCount,
    readCount: input.readCount,
  }
}

/** Reads every file that changed, takes the rest from the catalog, and assembles the result. */
export const readAll = async (
  input: Input,
  task: Task,
): Promise<{ result: ScanResult; cached: number }> => {
  const catalog = await input.space.openCatalog()
  try {
    const { facts, cached } = await readFacts(
      input.tree,
      { files: input.space.files, readers, catalog },
      task,
    )
    const result = assemble(facts, {
      config: input.config,
      problems: input.problems,
      fileCount: input.fileCount,
      readCount: input.tree.length,
    })
    catalog.setSymbols(
      result.symbols.map((s) => ({
        address: s.address,
        kind: s.type,
        lang: s.lang,
        path: s.at.path,
        line: s.at.line,
        contract: s.contract?.digest ?? null,
        evidence: s.evidence,
      })),
    )
    return { result, cached }
  } finally {
    catalog.close()
  }
}
