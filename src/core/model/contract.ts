import type { Json } from '../json/canonical.ts'
import type { Place } from './place.ts'

export type Dialect = 'proto' | 'openapi' | 'jsonschema' | 'asyncapi' | 'graphql' | 'mcp'

/** The scalar types of protobuf; the other dialects map onto `string bool double int64 bytes`. */
export type Scalar =
  | 'double'
  | 'float'
  | 'int32'
  | 'int64'
  | 'uint32'
  | 'uint64'
  | 'sint32'
  | 'sint64'
  | 'fixed32'
  | 'fixed64'
  | 'sfixed32'
  | 'sfixed64'
  | 'bool'
  | 'string'
  | 'bytes'

/**
 * A type as it is used. `ref` names an entry of `ContractBody.types`; `any` is what JSON dialects say
 * when they say nothing. `const` is a literal (JSON dialects), `nullable` adds null.
 */
export type TypeRef =
  | { readonly kind: 'scalar'; readonly scalar: Scalar }
  | { readonly kind: 'ref'; readonly name: string }
  | { readonly kind: 'list'; readonly of: TypeRef }
  | { readonly kind: 'map'; readonly key: TypeRef; readonly value: TypeRef }
  | { readonly kind: 'union'; readonly of: readonly TypeRef[] }
  | { readonly kind: 'const'; readonly value: string | number | boolean | null }
  | { readonly kind: 'any' }

/** How often a field stands: `implicit` is proto3 without presence; `required` and `optional` have it. */
export type Presence = 'implicit' | 'optional' | 'required' | 'repeated' | 'map'

export type Field = {
  readonly name: string
  /** The name on the JSON side, where it differs from `name`. */
  readonly jsonName?: string
  /** proto field number. */
  readonly number?: number
  readonly type: TypeRef
  readonly presence: Presence
  /** Name of the oneof that the field belongs to. */
  readonly oneof?: string
  /** proto: repeated scalars are packed on the wire. */
  readonly packed?: boolean
  /** proto2 default or JSON Schema default, as written. */
  readonly default?: string
  /** proto: a group, or `features.message_encoding = DELIMITED`. Connectors leave such a field out. */
  readonly delimited?: true
  /** OpenAPI: where a parameter stands, or that it is the body of the request. */
  readonly in?: 'path' | 'query' | 'header' | 'cookie' | 'body'
}

export type TypeDef =
  | {
      readonly kind: 'message'
      readonly name: string
      readonly fields: readonly Field[]
      /** JSON dialects: the type of members that are not fields; false refuses them; absent allows any. */
      readonly additional?: TypeRef | false
    }
  | {
      readonly kind: 'enum'
      readonly name: string
      readonly closed: boolean
      /** proto2: the first declared value, which absent fields have, where it is not 0. */
      readonly default?: number
      readonly values: readonly { readonly name: string; readonly number: number }[]
    }
  | { readonly kind: 'alias'; readonly name: string; readonly type: TypeRef }

export type Method = {
  readonly name: string
  readonly input: TypeRef
  readonly output: TypeRef
  readonly clientStreaming: boolean
  readonly serverStreaming: boolean
  /** OpenAPI: the verb in upper case and the path template. */
  readonly http?: { readonly verb: string; readonly path: string }
  /** MCP: what a model is told of the tool. It decides by that, so that another text is another contract. */
  readonly tool?: {
    readonly description?: string
    readonly input?: Json
    /** Its title, annotations and the schema of what it gives, where they are known. */
    readonly more?: Json
  }
}

/**
 * The canonical form of one contract: everything a consumer can depend on, nothing else (no comments,
 * no order of declaration, no file). `types` are the ones reachable from the methods (or the root
 * type), ordered by name; methods by name; fields by number, else by name.
 */
export type ContractBody = {
  readonly v: 1
  readonly dialect: Dialect
  /** proto: full name of the service or message; OpenAPI: title; JSON Schema: title or file stem. */
  readonly id: string
  readonly methods: readonly Method[]
  readonly types: readonly TypeDef[]
  /** Schemas without methods: the type that a value of this contract has. */
  readonly root?: TypeRef
}

/** A contract found in a file. `digest` is the sha256 of the canonical JSON of `body`. */
export type Contract = {
  readonly id: string
  readonly dialect: Dialect
  /** `service` has methods and can be an end of a route; `schema` is a payload. */
  readonly kind: 'service' | 'schema'
  readonly at: Place
  readonly digest: string
  readonly body: ContractBody
}
