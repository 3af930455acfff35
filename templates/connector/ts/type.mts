/** A type as the generated table lists it; `ref` names another entry of the table. */
export type Type =
  | { readonly kind: 'scalar'; readonly scalar: 'string' | 'bool' | 'double' | 'int64' | 'bytes' }
  | { readonly kind: 'ref'; readonly name: string }
  | { readonly kind: 'list'; readonly of: Type }
  | { readonly kind: 'map'; readonly value: Type }
  | { readonly kind: 'union'; readonly of: readonly Type[] }
  | { readonly kind: 'const'; readonly value: string | number | boolean | null }
  | { readonly kind: 'any' }

export interface FieldRow {
  readonly name: string
  readonly type: Type
  readonly required: boolean
}

export interface MessageRow {
  readonly kind: 'message'
  readonly fields: readonly FieldRow[]
  /** The type of members that are not fields; false where there may be none, absent for any. */
  readonly additional?: Type | false
}

export interface AliasRow {
  readonly kind: 'alias'
  readonly type: Type
}

/** An object whose fields can be looked up by name. */
export interface MessageSpec extends MessageRow {
  readonly byName: ReadonlyMap<string, FieldRow>
}

/** The types of a contract, by name. */
export type TypeTable = ReadonlyMap<string, MessageSpec | AliasRow>

/** Makes the table of the rows that were generated. */
export const typeTable = (
  rows: readonly (readonly [name: string, row: MessageRow | AliasRow])[],
): TypeTable =>
  new Map(
    rows.map(([name, row]): [string, MessageSpec | AliasRow] => {
      if (row.kind === 'alias') return [name, row]
      return [name, { ...row, byName: new Map(row.fields.map((f) => [f.name, f])) }]
    }),
  )

/** What a type is once aliases are followed. */
export type Resolved = Exclude<Type, { kind: 'ref' }> | MessageSpec

/** Follows references and aliases of aliases; contracts have no circle of those. */
export const resolve = (table: TypeTable, type: Type): Resolved => {
  let t = type
  while (t.kind === 'ref') {
    const row = table.get(t.name)!
    if (row.kind === 'message') return row
    t = row.type
  }
  return t
}
