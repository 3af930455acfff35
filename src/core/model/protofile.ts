import type { Scalar } from './contract.ts'

/**
 * A position within the file that the declaration stands in; both 1-based, columns in UTF-16 units.
 */
export type ProtoAt = { readonly line: number; readonly column: number }

export type ProtoSyntax = 'proto2' | 'proto3' | '2023' | '2024'

/** The features of editions that change what is on the wire; absent ones are inherited. */
export type ProtoFeatures = {
  readonly field_presence?: 'EXPLICIT' | 'IMPLICIT' | 'LEGACY_REQUIRED'
  readonly enum_type?: 'OPEN' | 'CLOSED'
  readonly repeated_field_encoding?: 'PACKED' | 'EXPANDED'
  readonly message_encoding?: 'LENGTH_PREFIXED' | 'DELIMITED'
}

export type ProtoField = {
  readonly name: string
  readonly number: number
  /** A scalar's keyword, or the name of a message or enum as written. */
  readonly type: string
  readonly label?: 'optional' | 'required' | 'repeated'
  /** Set on maps; `type` is then the type of the values. */
  readonly key?: Scalar
  readonly oneof?: string
  /** The option as written; absent means whatever the syntax says. */
  readonly packed?: boolean
  readonly jsonName?: string
  /** Numbers in one decimal spelling, text as it is, bytes escaped. */
  readonly default?: string
  readonly features?: ProtoFeatures
  readonly group?: true
  readonly at: ProtoAt
  readonly typeAt: ProtoAt
}

export type ProtoEnum = {
  readonly name: string
  readonly values: readonly { readonly name: string; readonly number: number }[]
  readonly features?: ProtoFeatures
  readonly at: ProtoAt
}

export type ProtoMessage = {
  readonly name: string
  readonly fields: readonly ProtoField[]
  readonly messages: readonly ProtoMessage[]
  readonly enums: readonly ProtoEnum[]
  readonly at: ProtoAt
}

export type ProtoMethod = {
  readonly name: string
  /** Type names as written. */
  readonly input: string
  readonly output: string
  readonly clientStreaming: boolean
  readonly serverStreaming: boolean
  readonly inputAt: ProtoAt
  readonly outputAt: ProtoAt
}

export type ProtoService = {
  readonly name: string
  readonly methods: readonly ProtoMethod[]
  readonly at: ProtoAt
}

export type ProtoImport = {
  readonly path: string
  readonly public: boolean
  readonly at: ProtoAt
}

/** The declarations of one .proto file, names still as written: plain data, so it can be cached. */
export type ProtoFile = {
  readonly path: string
  readonly syntax: ProtoSyntax
  /** Empty where none is declared. */
  readonly package: string
  readonly imports: readonly ProtoImport[]
  readonly features: ProtoFeatures
  readonly messages: readonly ProtoMessage[]
  readonly enums: readonly ProtoEnum[]
  readonly services: readonly ProtoService[]
  /** The file stands in the repository but could not be parsed; it has no declarations. */
  readonly broken?: true
}
