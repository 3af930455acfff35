import { compareDiagnostics, type Diagnostic, diagnostic } from '../../../core/diag/diagnostic.ts'
import type { Contract } from '../../../core/model/contract.ts'
import { comparePlaces } from '../../../core/model/place.ts'
import type { ProtoFile } from '../../../core/model/protofile.ts'
import { closureOf, type Definer } from './closure.ts'
import { type Defined, define } from './define.ts'
import { draftsOf, finish } from './draft.ts'
import { importFinder } from './imports.ts'
import { type Declaration, type View, viewer } from './view.ts'

/** What `linkProto` made of all files together, ordered by place. */
export type ProtoLinks = {
  readonly contracts: readonly Contract[]
  readonly diagnostics: readonly Diagnostic[]
}

const definer = (viewOf: (file: ProtoFile) => View): Definer => {
  const known = new Map<Declaration, Defined>()
  return (d) => {
    const defined = known.get(d) ?? define(d, viewOf(d.file))
    known.set(d, defined)
    return defined
  }
}

const missingImports = ({ file, missing }: View): readonly Diagnostic[] =>
  missing
    .filter((m) => m.from === file && !m.broken)
    .map(({ path, at }) =>
      diagnostic('RTT1012', `"${path}" is imported, but no such file is in the repository`, {
        at: { path: file.path, ...at },
      }),
    )

const linkFile = (view: View, define: Definer): ProtoLinks => {
  const contracts: Contract[] = []
  const problems = view.declarations.flatMap((d) => define(d).meanings.map((m) => m.problem))
  const conflicts: Diagnostic[] = []
  for (const draft of draftsOf(view)) {
    problems.push(...draft.starts.map((m) => m.problem))
    const closure = closureOf(draft.starts, define)
    conflicts.push(...closure.conflicts)
    if (closure.whole) contracts.push(finish(view, draft, closure))
  }
  const found = problems.filter((p) => p !== undefined)
  return { contracts, diagnostics: [...missingImports(view), ...found, ...conflicts] }
}

const distinct = (all: readonly Diagnostic[]): readonly Diagnostic[] =>
  [...all].sort(compareDiagnostics).filter((d, i, sorted) => {
    const before = sorted[i - 1]
    return !before || compareDiagnostics(before, d) !== 0
  })

/**
 * Joins the .proto files of a repository: finds their imports (the importing file's folder, the
 * folders above it, then the nearest folder below which the path exists), resolves names by
 * protobuf's scoping rules, and gives every contract with all types that it reaches.
 *
 * An import that is nowhere is RTT1012. A type that nothing declares is RTT1002 at its field and
 * costs the contracts that reach it; where it may stand in a missing or broken import, it is only a
 * warning and the contract keeps it as an alias of `any`.
 *
 * The result stands for all proto contracts: it includes those that `protoReader` already gave.
 */
export const linkProto = (files: readonly ProtoFile[]): ProtoLinks => {
  const viewOf = viewer(importFinder(files))
  const define = definer(viewOf)
  const linked = files.map((f) => linkFile(viewOf(f), define))
  return {
    contracts: linked.flatMap((l) => l.contracts).sort((a, b) => comparePlaces(a.at, b.at)),
    diagnostics: distinct(linked.flatMap((l) => l.diagnostics)),
  }
}
