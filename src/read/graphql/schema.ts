import { anyType, nullType, refTo, unionOf } from '../../core/contract/typeref.ts'
import type { Field, Method, Scalar, TypeDef, TypeRef } from '../../core/model/contract.ts'
import type { GraphDefinition, GraphField, GraphType } from './parse.ts'

const scalars: Readonly<Record<string, Scalar>> = {
  Int: 'int32',
  Float: 'double',
  String: 'string',
  Boolean: 'bool',
  ID: 'string',
}
const roots = ['query', 'mutation', 'subscription'] as const
type Root = (typeof roots)[number]

const rootNames: Readonly<Record<Root, string>> = {
  query: 'Query',
  mutation: 'Mutation',
  subscription: 'Subscription',
}

/** The type without the question whether it may be null. */
const plainOf = (t: GraphType): TypeRef => {
  if (t.kind === 'required') return plainOf(t.of)
  if (t.kind === 'list') return { kind: 'list', of: typeOf(t.of) }
  const scalar = Object.hasOwn(scalars, t.name) ? scalars[t.name] : undefined
  return scalar ? { kind: 'scalar', scalar } : refTo(t.name)
}

/** Whatever is not said to be required may be null. */
const typeOf = (t: GraphType): TypeRef =>
  t.kind === 'required' ? plainOf(t.of) : unionOf([plainOf(t), nullType])

const fieldOf = (f: GraphField): Field => ({
  name: f.name,
  type: plainOf(f.type),
  presence: f.type.kind === 'required' && f.default === undefined ? 'required' : 'optional',
  ...(f.default === undefined ? {} : { default: f.default }),
})

const fieldsOf = (parts: readonly GraphDefinition[]): readonly Field[] => [
  ...new Map(parts.flatMap((p) => p.fields).map((f) => [f.name, fieldOf(f)])).values(),
]

const message = (name: string, fields: readonly Field[]): TypeDef => ({
  kind: 'message',
  name,
  fields,
})
const alias = (name: string, type: TypeRef): TypeDef => ({ kind: 'alias', name, type })
const choiceOf = (names: readonly string[]): TypeRef =>
  names.length === 0 ? anyType : unionOf(names.map(refTo))

/** What the definition of a name, with all its extensions, is in a contract. */
const definitionOf = (
  name: string,
  parts: readonly GraphDefinition[],
  all: readonly GraphDefinition[],
): TypeDef => {
  const kind = parts.find((p) => !p.isExtension)?.kind ?? parts[0]!.kind
  const names = parts.flatMap((p) => p.names)
  if (kind === 'scalar') return alias(name, anyType)
  if (kind === 'union') return alias(name, choiceOf(names))
  if (kind === 'enum') return alias(name, unionOf(names.map((value) => ({ kind: 'const', value }))))
  if (kind !== 'interface') return message(name, fieldsOf(parts))
  // A value of an interface is one of the types that implement it.
  const own = all.filter((d) => d.kind === 'type' && d.names.includes(name)).map((d) => d.name)
  return own.length === 0
    ? message(name, fieldsOf(parts))
    : alias(name, choiceOf([...new Set(own)]))
}

/** The names of the root types: those that `schema` gives, else the usual ones. */
const rootsOf = (all: readonly GraphDefinition[]): Readonly<Record<Root, string>> => {
  const given = all.filter((d) => d.kind === 'schema').flatMap((d) => d.fields)
  const named = given.flatMap((f) => {
    const root = roots.find((r) => r === f.name)
    return root && f.type.kind === 'named' ? [[root, f.type.name] as const] : []
  })
  return { ...rootNames, ...Object.fromEntries(named) }
}

const argumentsName = (root: Root, field: string): string => `${rootNames[root]}.${field}.Arguments`

const methodOf = (root: Root, f: GraphField): Method => ({
  name: `${rootNames[root]}.${f.name}`,
  input: refTo(argumentsName(root, f.name)),
  output: typeOf(f.type),
  clientStreaming: false,
  serverStreaming: root === 'subscription',
})

/** Types that are mentioned and defined elsewhere: anything may be behind them. */
const openTypes = (
  types: readonly TypeDef[],
  all: readonly GraphDefinition[],
): readonly TypeDef[] => {
  const known = new Set(types.map((t) => t.name))
  const coreOf = (t: GraphType): string => (t.kind === 'named' ? t.name : coreOf(t.of))
  const used = all.flatMap((d) => [
    ...d.fields.flatMap((f) => [coreOf(f.type), ...f.args.map((a) => coreOf(a.type))]),
    ...(d.kind === 'union' ? d.names : []),
  ])
  return [...new Set(used)]
    .filter((n) => !known.has(n) && !Object.hasOwn(scalars, n))
    .map((n) => alias(n, anyType))
}

/** The root fields of a schema as methods, with all types; undefined where there is no root field. */
export const schemaOf = (
  all: readonly GraphDefinition[],
): { readonly methods: readonly Method[]; readonly types: readonly TypeDef[] } | undefined => {
  const named = rootsOf(all)
  const methods = new Map<string, Method>()
  const types: TypeDef[] = []
  for (const root of roots)
    for (const field of all
      .filter((d) => d.kind === 'type' && d.name === named[root])
      .flatMap((d) => d.fields)) {
      const method = methodOf(root, field)
      if (methods.has(method.name)) continue
      methods.set(method.name, method)
      types.push(message(argumentsName(root, field.name), field.args.map(fieldOf)))
    }
  if (methods.size === 0) return undefined
  const byName = Map.groupBy(
    all.filter((d) => d.kind !== 'schema'),
    (d) => d.name,
  )
  types.push(...[...byName].map(([name, parts]) => definitionOf(name, parts, all)))
  return { methods: [...methods.values()], types: [...types, ...openTypes(types, all)] }
}
