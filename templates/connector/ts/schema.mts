import type { ScalarName } from './scalar.mts'

/** How often a field stands; `implicit` has no presence: its zero is not written. */
export type Presence = 'implicit' | 'optional' | 'required' | 'repeated' | 'map'

/**
 * One field as the generated table lists it. `type` is a scalar, or a dot and a type's full name.
 */
export interface FieldRow {
  readonly name: string
  /** The property that holds it, where that is not `name`. */
  readonly prop?: string
  readonly number: number
  readonly type: string
  readonly presence: Presence
  /** The type of a map's keys; `type` is that of its values. */
  readonly key?: ScalarName
  readonly oneof?: string
  readonly packed?: true
}

export interface EnumRow {
  /** Closed enums have no values but these. */
  readonly closed: boolean
  readonly numbers: readonly number[]
  /** What an absent value counts as. */
  readonly first: number
}

/** The types of a contract, each with its full name. */
export interface SchemaRows {
  readonly messages: readonly (readonly [name: string, fields: readonly FieldRow[]])[]
  readonly enums: readonly (readonly [name: string, row: EnumRow])[]
}

export type FieldType =
  | { readonly kind: 'scalar'; readonly scalar: ScalarName }
  | { readonly kind: 'enum'; readonly enum: EnumSpec }
  | { readonly kind: 'message'; readonly message: MessageSpec }

export interface EnumSpec {
  readonly name: string
  readonly closed: boolean
  readonly numbers: ReadonlySet<number>
  readonly first: number
}

export interface FieldSpec {
  readonly name: string
  readonly prop: string
  readonly number: number
  readonly type: FieldType
  readonly presence: Presence
  readonly key: ScalarName | undefined
  readonly oneof: string | undefined
  readonly packed: boolean
}

export interface MessageSpec {
  readonly name: string
  /** By number. */
  readonly fields: readonly FieldSpec[]
  readonly byNumber: ReadonlyMap<number, FieldSpec>
  /** Fields of each oneof. */
  readonly oneofs: ReadonlyMap<string, readonly FieldSpec[]>
  /** It, or a message that it can hold, has a required field. */
  readonly hasRequired: boolean
}

interface OpenMessage extends MessageSpec {
  fields: FieldSpec[]
  byNumber: Map<number, FieldSpec>
  oneofs: Map<string, FieldSpec[]>
  hasRequired: boolean
}

const addField = (message: OpenMessage, row: FieldRow, type: FieldType): void => {
  const field: FieldSpec = {
    name: row.name,
    prop: row.prop ?? row.name,
    number: row.number,
    type,
    presence: row.presence,
    key: row.key,
    oneof: row.oneof,
    packed: row.packed ?? false,
  }
  message.fields.push(field)
  message.byNumber.set(row.number, field)
  if (row.oneof === undefined) return
  const members = message.oneofs.get(row.oneof) ?? []
  members.push(field)
  message.oneofs.set(row.oneof, members)
}

const needsCheck = (f: FieldSpec): boolean =>
  f.presence === 'required' || (f.type.kind === 'message' && f.type.message.hasRequired)

/** Carries `hasRequired` from messages to those that hold them, until nothing changes. */
const spreadRequired = (messages: Iterable<OpenMessage>): void => {
  const all = [...messages]
  for (let changed = true; changed; ) {
    changed = false
    for (const m of all) {
      if (m.hasRequired || !m.fields.some(needsCheck)) continue
      m.hasRequired = true
      changed = true
    }
  }
}

/** Joins the rows of a generated table into specifications that point at each other. */
export const schemaOf = (rows: SchemaRows): ((name: string) => MessageSpec) => {
  const enums = new Map(
    rows.enums.map(([name, e]): [string, EnumSpec] => [
      name,
      { name, closed: e.closed, numbers: new Set(e.numbers), first: e.first },
    ]),
  )
  const messages = new Map(
    rows.messages.map(([name]): [string, OpenMessage] => [
      name,
      { name, fields: [], byNumber: new Map(), oneofs: new Map(), hasRequired: false },
    ]),
  )
  const typeOf = (type: string): FieldType => {
    if (!type.startsWith('.')) return { kind: 'scalar', scalar: type as ScalarName }
    const found = enums.get(type.slice(1))
    if (found) return { kind: 'enum', enum: found }
    return { kind: 'message', message: messages.get(type.slice(1))! }
  }
  for (const [name, fields] of rows.messages)
    for (const row of fields) addField(messages.get(name)!, row, typeOf(row.type))
  spreadRequired(messages.values())
  return (name) => messages.get(name)!
}
