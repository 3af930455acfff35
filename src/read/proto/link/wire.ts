import type { Field, Presence } from '../../../core/model/contract.ts'
import type {
  ProtoEnum,
  ProtoFeatures,
  ProtoField,
  ProtoFile,
} from '../../../core/model/protofile.ts'
import { isPackable, isScalar } from '../scalar.ts'

/** A field with what is known once its type is resolved. */
export type Resolved = {
  readonly field: ProtoField
  readonly file: ProtoFile
  readonly kind: 'scalar' | 'message' | 'enum' | 'unknown'
}

const isEdition = (file: ProtoFile): boolean => file.syntax.startsWith('2')

/** A feature of a field or enum: its own, else the file's, else the edition's default. */
const feature = <K extends keyof ProtoFeatures>(
  own: ProtoFeatures | undefined,
  { file, name, fallback }: { file: ProtoFile; name: K; fallback: Required<ProtoFeatures>[K] },
): ProtoFeatures[K] => own?.[name] ?? file.features[name] ?? fallback

const editionPresence = ({ field, file, kind }: Resolved): Presence => {
  const name = 'field_presence'
  const value = feature(field.features, { file, name, fallback: 'EXPLICIT' })
  if (value === 'LEGACY_REQUIRED') return 'required'
  return value === 'IMPLICIT' && kind !== 'message' ? 'implicit' : 'optional'
}

export const presenceOf = (of: Resolved): Presence => {
  const { field, file, kind } = of
  if (field.key !== undefined) return 'map'
  if (field.label === 'repeated') return 'repeated'
  if (field.oneof !== undefined) return 'optional'
  if (isEdition(file)) return editionPresence(of)
  if (field.label !== undefined) return field.label
  return file.syntax === 'proto3' && kind !== 'message' ? 'implicit' : 'optional'
}

export const isPacked = ({ field, file, kind }: Resolved): boolean => {
  const scalar = isScalar(field.type) && isPackable(field.type)
  if (field.label !== 'repeated' || !(scalar || kind === 'enum')) return false
  if (!isEdition(file)) return field.packed ?? file.syntax === 'proto3'
  const name = 'repeated_field_encoding'
  return feature(field.features, { file, name, fallback: 'PACKED' }) === 'PACKED'
}

export const isDelimited = ({ field, file, kind }: Resolved): boolean => {
  if (field.group) return true
  if (!isEdition(file) || kind !== 'message' || field.key !== undefined) return false
  const name = 'message_encoding'
  return feature(field.features, { file, name, fallback: 'LENGTH_PREFIXED' }) === 'DELIMITED'
}

export const isClosed = (e: ProtoEnum, file: ProtoFile): boolean => {
  if (!isEdition(file)) return file.syntax === 'proto2'
  return feature(e.features, { file, name: 'enum_type', fallback: 'OPEN' }) === 'CLOSED'
}

/** The JSON name that protoc gives a field: `foo_bar` becomes `fooBar`. */
const lowerCamel = (name: string): string =>
  name.replace(/_+([^_]?)/g, (_, c: string) => c.replace(/[a-z]/, (x) => x.toUpperCase()))

/** `jsonName` where it differs from the name, to be spread. */
export const jsonNamePart = (field: ProtoField): Pick<Field, 'jsonName'> => {
  const jsonName = field.jsonName ?? lowerCamel(field.name)
  return jsonName === field.name ? {} : { jsonName }
}
