import { type Diagnostic, diagnostic } from '../../../core/diag/diagnostic.ts'
import { canonicalize } from '../../../core/json/canonical.ts'
import type { TypeDef } from '../../../core/model/contract.ts'
import type { Defined, Meaning } from './define.ts'
import type { Declaration } from './view.ts'

/** Defines a declaration, wherever it stands; the same object for the same declaration. */
export type Definer = (d: Declaration) => Defined

/** Everything that some types lead to. */
export type Closure = {
  readonly types: readonly TypeDef[]
  /** False when a type in it could not be made out. */
  readonly whole: boolean
  /** The same name with two meanings, reached by different imports. */
  readonly conflicts: readonly Diagnostic[]
}

const conflict = (d: Declaration, first: Declaration | undefined): Diagnostic => {
  const at = { path: d.file.path, ...d.at }
  const summary = `"${d.name}" is declared differently in two files that belong to one contract`
  if (!first) return diagnostic('RTT1002', summary, { at })
  const related = [{ at: { path: first.file.path, ...first.at }, label: 'the other one' }]
  return diagnostic('RTT1002', summary, { at, related })
}

/** Follows types to everything that they can hold, across files. */
export const closureOf = (starts: readonly Meaning[], define: Definer): Closure => {
  const types = new Map<string, { readonly def: TypeDef; readonly by?: Declaration }>()
  const met = new Set<Declaration>()
  const conflicts: Diagnostic[] = []
  let whole = true
  const waiting = [...starts]
  for (let m = waiting.pop(); m !== undefined; m = waiting.pop()) {
    if (m.problem?.severity === 'error') whole = false
    if (m.external) types.set(m.external.name, { def: m.external })
    const d = m.declaration
    if (!d || met.has(d)) continue
    met.add(d)
    const { def, meanings } = define(d)
    const other = types.get(d.name)
    if (other && canonicalize(other.def) !== canonicalize(def))
      conflicts.push(conflict(d, other.by))
    types.set(d.name, { def, by: d })
    waiting.push(...meanings)
  }
  const defs = [...types.values()].map((t) => t.def)
  return { types: defs, whole: whole && conflicts.length === 0, conflicts }
}
