/**
 * What was done to a contract. The names of protobuf's rules are those of `buf breaking`, in RTT's spelling; the others
 * follow the same pattern.
 */
export type Rule =
  | 'contract-removed'
  | 'method-removed'
  | 'method-added'
  | 'method-moved'
  | 'streaming-changed'
  | 'request-type-changed'
  | 'response-type-changed'
  | 'type-removed'
  | 'field-removed'
  | 'field-added'
  | 'field-required'
  | 'field-optional'
  | 'field-renamed'
  | 'field-renumbered'
  | 'field-type-changed'
  | 'field-cardinality-changed'
  | 'field-oneof-changed'
  | 'field-default-changed'
  | 'field-moved'
  | 'additional-refused'
  | 'enum-value-removed'
  | 'enum-value-added'
  | 'enum-value-renamed'
  | 'enum-closed'
  | 'schema-narrowed'
  | 'schema-widened'
  | 'description-changed'
  | 'input-schema-changed'
  | 'definition-changed'

/**
 * What a change does to those who use the contract. `unknown`: nobody can say without running them, as with a text that a
 * model decides by.
 */
export type Effect = 'breaking' | 'safe' | 'unknown'

/** One change of a contract, in words that a person reads. */
export type Change = {
  readonly rule: Rule
  /** The member of the contract: `shop.v1.Cart.AddItem`, `CartItem.quantity`, `GET /items/{}`. */
  readonly path: string
  /** The last name of the member as it was: what code that uses it is searched for. */
  readonly member: string
  readonly before: string
  readonly after: string
  /** HTTP: the operation that it is part of, by verb and path: `GET /items/{id}`. */
  readonly operation?: string
  /** For programs that were built against the old contract and talk to one that was built against the new. */
  readonly wire: Effect
  /** For code that was written against the old contract and is built against the new. */
  readonly source: Effect
}

const order: readonly Effect[] = ['breaking', 'unknown', 'safe']

/** The gravest of effects; `safe` of none. */
export const gravestEffect = (effects: readonly Effect[]): Effect =>
  order.find((e) => effects.includes(e)) ?? 'safe'

/** What a change does, on the wire or in the source. */
export const effectOf = (c: Change): Effect => gravestEffect([c.wire, c.source])
