import { contractOf } from '../../../core/contract/canonical.ts'
import { diagnostic } from '../../../core/diag/diagnostic.ts'
import type { Contract, ContractBody, Method } from '../../../core/model/contract.ts'
import type { ProtoAt, ProtoMethod, ProtoService } from '../../../core/model/protofile.ts'
import type { Closure } from './closure.ts'
import { type Meaning, meaningOf } from './define.ts'
import { inScope, type View } from './view.ts'

/**
 * A contract before the types that it leads to are known; `starts` are those it mentions itself.
 */
export type Draft = Pick<ContractBody, 'id' | 'methods' | 'root'> & {
  readonly at: ProtoAt
  readonly starts: readonly Meaning[]
}

/** An input or output of a method, which must be a message. */
const endOf = (view: View, scope: string, { name, at }: { name: string; at: ProtoAt }): Meaning => {
  const meaning = meaningOf(view, { name, scope, at })
  if (meaning.kind !== 'enum' && meaning.kind !== 'scalar') return meaning
  const place = { path: view.file.path, ...at }
  return { ...meaning, problem: diagnostic('RTT1002', `"${name}" is not a message`, { at: place }) }
}

const draftMethod = (view: View, scope: string, m: ProtoMethod) => {
  const input = endOf(view, scope, { name: m.input, at: m.inputAt })
  const output = endOf(view, scope, { name: m.output, at: m.outputAt })
  const { name, clientStreaming, serverStreaming } = m
  const method: Method = {
    ...{ name, input: input.type, output: output.type },
    ...{ clientStreaming, serverStreaming },
  }
  return { method, ends: [input, output] }
}

const draftService = (view: View, service: ProtoService): Draft => {
  const id = inScope(view.file.package, service.name)
  const drafted = service.methods.map((m) => draftMethod(view, id, m))
  const methods = drafted.map((d) => d.method)
  return { id, methods, at: service.at, starts: drafted.flatMap((d) => d.ends) }
}

/** One draft a service; a file without services offers each of its top-level messages instead. */
export const draftsOf = (view: View): readonly Draft[] => {
  const { services, messages, package: scope } = view.file
  if (services.length > 0) return services.map((s) => draftService(view, s))
  return messages.map(({ name, at }) => {
    const id = inScope(scope, name)
    const meaning = meaningOf(view, { name: `.${id}`, scope: '', at })
    return { id, methods: [], root: meaning.type, at, starts: [meaning] }
  })
}

/** The finished contract. */
export const finish = (view: View, draft: Draft, { types }: Closure): Contract => {
  const { id, methods, root, at } = draft
  const rooted = root ? { root } : {}
  return contractOf(
    { v: 1, dialect: 'proto', id, methods, types, ...rooted },
    { path: view.file.path, ...at },
  )
}
