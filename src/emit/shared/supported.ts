import { namesIn } from '../../core/contract/typeref.ts'
import type { Contract, Field, Method, TypeDef, TypeRef } from '../../core/model/contract.ts'
import { compareText } from '../../core/model/place.ts'

/** A method with the id that it has on the wire: its place among all methods by name, from 1. */
export type NumberedMethod = Method & { readonly id: number }

/** `/package.Service/Method` for proto, the path template otherwise. */
export const pathOf = (contract: Contract, m: Method): string =>
  m.http?.path ?? `/${contract.id}/${m.name}`

/** What connectors can be made of, and in words what was left out. */
export type Supported = {
  readonly types: readonly TypeDef[]
  readonly methods: readonly NumberedMethod[]
  readonly leftOut: readonly string[]
}

/** Types that a proto contract only knows by name, because their file is missing. */
const externalNames = (contract: Contract): ReadonlySet<string> => {
  const isProto = contract.dialect === 'proto'
  return new Set(
    contract.body.types.flatMap((t) => (isProto && t.kind === 'alias' ? [t.name] : [])),
  )
}

const mentions = (type: TypeRef, names: ReadonlySet<string>): boolean =>
  namesIn(type).some((n) => names.has(n))

const reasonAgainst = (field: Field, external: ReadonlySet<string>): string | undefined => {
  if (field.delimited) return 'is a group'
  return mentions(field.type, external) ? 'has a type whose file is missing' : undefined
}

const number = (methods: readonly Method[]): readonly NumberedMethod[] =>
  [...methods].sort((a, b) => compareText(a.name, b.name)).map((m, i) => ({ ...m, id: i + 1 }))

/**
 * Takes out of a contract what no connector can carry yet: groups, and types that are only names.
 */
export const supportedPart = (contract: Contract): Supported => {
  const external = externalNames(contract)
  const leftOut: string[] = []
  const types = contract.body.types.flatMap((t): TypeDef[] => {
    if (external.has(t.name)) return []
    if (t.kind !== 'message') return [t]
    const fields = t.fields.filter((f) => {
      const reason = reasonAgainst(f, external)
      if (reason !== undefined) leftOut.push(`the field "${f.name}" of ${t.name} ${reason}`)
      return reason === undefined
    })
    return [{ ...t, fields }]
  })
  const methods = number(contract.body.methods).filter((m) => {
    const known = !mentions(m.input, external) && !mentions(m.output, external)
    if (!known) leftOut.push(`the method "${m.name}" has a type whose file is missing`)
    return known
  })
  return { types, methods, leftOut }
}
