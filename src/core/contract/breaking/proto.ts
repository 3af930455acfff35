import type { ContractBody, Field, Method, Scalar, TypeDef, TypeRef } from '../../model/contract.ts'
import { typeWords } from '../words.ts'
import type { Change, Effect } from './change.ts'

type Message = Extract<TypeDef, { kind: 'message' }>
type Enum = Extract<TypeDef, { kind: 'enum' }>
type Types = ReadonlyMap<string, TypeDef>

/** Scalars that are read from each other's bytes: protobuf's own table of compatible types. */
const wireGroups: readonly (readonly Scalar[])[] = [
  ['int32', 'uint32', 'int64', 'uint64', 'bool'],
  ['sint32', 'sint64'],
  ['fixed32', 'sfixed32'],
  ['fixed64', 'sfixed64'],
  ['string', 'bytes'],
]

const lastOf = (name: string): string => name.slice(name.lastIndexOf('.') + 1)
const plain = (name: string): string => name
const words = (t: TypeRef): string => typeWords(t, plain)

const isEnum = (t: TypeRef, types: Types): boolean =>
  t.kind === 'ref' && types.get(t.name)?.kind === 'enum'

/** `string` is read from `bytes` only where they happen to be text: the way back alone is sure. */
const wireOfTypes = (a: TypeRef, b: TypeRef, before: Types, after: Types): Effect => {
  if (words(a) === words(b)) return 'safe'
  if (a.kind === 'scalar' && b.kind === 'scalar') {
    const group = wireGroups.find((g) => g.includes(a.scalar))
    if (!group?.includes(b.scalar)) return 'breaking'
    return a.scalar === 'bytes' && b.scalar === 'string' ? 'breaking' : 'safe'
  }
  const varint = (t: TypeRef, types: Types): boolean =>
    isEnum(t, types) || (t.kind === 'scalar' && wireGroups[0]!.includes(t.scalar))
  return varint(a, before) && varint(b, after) ? 'safe' : 'breaking'
}

const change = (
  rule: Change['rule'],
  path: string,
  more: Partial<Change> & Pick<Change, 'wire' | 'source'>,
): Change => ({ rule, path, member: lastOf(path), before: '', after: '', ...more })

const both = { wire: 'breaking', source: 'breaking' } as const
const inSource = { wire: 'safe', source: 'breaking' } as const
const none = { wire: 'safe', source: 'safe' } as const

const cardinality = ({ presence }: Field): string =>
  presence === 'repeated' || presence === 'map' ? presence : 'single'

/** A field of the same number before and after. */
const changedField = (a: Field, b: Field, at: { path: string; before: Types; after: Types }) => {
  const { path, before, after } = at
  const out: Change[] = []
  if (a.name !== b.name)
    out.push(change('field-renamed', path, { before: a.name, after: b.name, ...inSource }))
  if (words(a.type) !== words(b.type))
    out.push(
      change('field-type-changed', path, {
        before: words(a.type),
        after: words(b.type),
        wire: wireOfTypes(a.type, b.type, before, after),
        source: 'breaking',
      }),
    )
  const told = { before: a.presence, after: b.presence }
  if (cardinality(a) !== cardinality(b))
    out.push(change('field-cardinality-changed', path, { ...told, ...both }))
  else if (a.presence === 'required' || b.presence === 'required') {
    if (a.presence !== b.presence)
      out.push(
        change(b.presence === 'required' ? 'field-required' : 'field-optional', path, {
          ...told,
          ...both,
        }),
      )
  } else if (a.presence !== b.presence)
    out.push(change('field-cardinality-changed', path, { ...told, ...inSource }))
  if (a.oneof !== b.oneof)
    out.push(
      change('field-oneof-changed', path, { before: a.oneof ?? '', after: b.oneof ?? '', ...both }),
    )
  if (a.default !== b.default)
    out.push(
      change('field-default-changed', path, {
        before: a.default ?? '',
        after: b.default ?? '',
        ...both,
      }),
    )
  return out
}

const fieldsOf = (a: Message, b: Message, before: Types, after: Types): Change[] => {
  const path = (f: Field): string => `${a.name}.${f.name}`
  const old = new Map(a.fields.map((f) => [f.number, f]))
  const now = new Map(b.fields.map((f) => [f.number, f]))
  const byName = new Map(b.fields.map((f) => [f.name, f]))
  const kept = a.fields.flatMap((f): Change[] => {
    const same = now.get(f.number)
    if (same !== undefined) return changedField(f, same, { path: path(f), before, after })
    const moved = byName.get(f.name)
    const told = { before: `${words(f.type)} = ${f.number}` }
    // A number that nobody uses any more is passed over on the wire, unless the field had to be there.
    const wire: Effect = moved !== undefined || f.presence === 'required' ? 'breaking' : 'safe'
    return moved === undefined
      ? [change('field-removed', path(f), { ...told, wire, source: 'breaking' })]
      : [change('field-renumbered', path(f), { ...told, after: `= ${moved.number}`, ...both })]
  })
  const added = b.fields
    .filter((f) => !old.has(f.number) && !a.fields.some((x) => x.name === f.name))
    .map((f) =>
      change(f.presence === 'required' ? 'field-required' : 'field-added', `${b.name}.${f.name}`, {
        after: `${words(f.type)} = ${f.number}`,
        ...(f.presence === 'required' ? both : none),
      }),
    )
  return [...kept, ...added]
}

const valuesOf = (a: Enum, b: Enum): Change[] => {
  const names = (e: Enum, number: number): string[] =>
    e.values.filter((v) => v.number === number).map((v) => v.name)
  const numbers = [...new Set(a.values.map((v) => v.number))]
  const kept = numbers.flatMap((number): Change[] => {
    const [was, is] = [names(a, number), names(b, number)]
    const path = `${a.name}.${was[0]}`
    const told = { before: `${was[0]} = ${number}` }
    // A number without a name stays what it is on the wire; a closed enum takes it for an unknown field.
    if (is.length === 0)
      return [
        change('enum-value-removed', path, {
          ...told,
          wire: b.closed ? 'breaking' : 'safe',
          source: 'breaking',
        }),
      ]
    const isGone = was.some((n) => !is.includes(n))
    return isGone
      ? [change('enum-value-renamed', path, { ...told, after: is.join(', '), ...inSource })]
      : []
  })
  const added = b.values
    .filter((v) => !numbers.includes(v.number))
    .map((v) =>
      change('enum-value-added', `${b.name}.${v.name}`, {
        after: `${v.name} = ${v.number}`,
        // Who knows a closed enum alone does not keep a value that he does not know.
        wire: a.closed ? 'unknown' : 'safe',
        source: 'safe',
      }),
    )
  const closed =
    a.closed === b.closed
      ? []
      : [
          change('enum-closed', a.name, {
            before: a.closed ? 'closed' : 'open',
            after: b.closed ? 'closed' : 'open',
            ...both,
          }),
        ]
  return [...closed, ...kept, ...added]
}

const typesOf = (before: Types, after: Types): Change[] =>
  [...before.values()].flatMap((a): Change[] => {
    const b = after.get(a.name)
    if (b === undefined) return [change('type-removed', a.name, { before: a.kind, ...inSource })]
    // A type whose file is missing says nothing of itself.
    if (a.kind === 'alias' || b.kind === 'alias') return []
    if (a.kind === 'message' && b.kind === 'message') return fieldsOf(a, b, before, after)
    if (a.kind === 'enum' && b.kind === 'enum') return valuesOf(a, b)
    return [change('field-type-changed', a.name, { before: a.kind, after: b.kind, ...both })]
  })

const methodOf = (id: string, a: Method, b: Method): Change[] => {
  const path = `${id}.${a.name}`
  const stream = (m: Method): string =>
    `${m.clientStreaming ? 'stream ' : ''}to ${m.serverStreaming ? 'stream' : 'one'}`
  return [
    ...(stream(a) === stream(b)
      ? []
      : [change('streaming-changed', path, { before: stream(a), after: stream(b), ...both })]),
    ...(words(a.input) === words(b.input)
      ? []
      : [
          change('request-type-changed', path, {
            before: words(a.input),
            after: words(b.input),
            ...both,
          }),
        ]),
    ...(words(a.output) === words(b.output)
      ? []
      : [
          change('response-type-changed', path, {
            before: words(a.output),
            after: words(b.output),
            ...both,
          }),
        ]),
  ]
}

/** What was done to a contract of protobuf: of the types those that its methods reach. */
export const protoChanges = (before: ContractBody, after: ContractBody): readonly Change[] => {
  const now = new Map(after.methods.map((m) => [m.name, m]))
  const old = new Set(before.methods.map((m) => m.name))
  const methods = before.methods.flatMap((m): Change[] => {
    const same = now.get(m.name)
    return same === undefined
      ? [change('method-removed', `${before.id}.${m.name}`, both)]
      : methodOf(before.id, m, same)
  })
  const added = after.methods
    .filter((m) => !old.has(m.name))
    .map((m) => change('method-added', `${after.id}.${m.name}`, none))
  const byName = (body: ContractBody): Types => new Map(body.types.map((t) => [t.name, t]))
  return [...methods, ...added, ...typesOf(byName(before), byName(after))]
}
