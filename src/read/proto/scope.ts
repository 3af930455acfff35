import type { ProtoAt } from '../../core/model/protofile.ts'
import { fault } from './syntax.ts'

/** Names declared in one scope, and where. */
export type Names = Map<string, ProtoAt>

/** Declares a name in a scope; the same name twice is a fault, whatever the two are. */
export const claim = (names: Names, name: string, at: ProtoAt): void => {
  const first = names.get(name)
  if (first) fault(at, `"${name}" is already declared in line ${first.line}`)
  names.set(name, { line: at.line, column: at.column })
}
