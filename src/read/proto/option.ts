import type { ProtoFeatures } from '../../core/model/protofile.ts'
import { at, type Cursor, expect, expectName, expectString, peek, take, tryTake } from './cursor.ts'
import { fault } from './syntax.ts'
import type { Token } from './token.ts'

/** One option: `name` as written, without spaces; `token` is where its value starts. */
export type Option = {
  readonly name: string
  readonly value: OptionValue
  readonly token: Token
}

export type OptionValue =
  | {
      readonly kind: 'name' | 'integer' | 'float'
      readonly text: string
      readonly negative: boolean
    }
  | { readonly kind: 'string'; readonly text: string }
  /** `members`: the plain names given to plain keys at the outermost level. */
  | { readonly kind: 'aggregate'; readonly members: ReadonlyMap<string, string> }

const part = (c: Cursor): string => {
  if (!tryTake(c, '(')) return expectName(c, 'the name of an option').text
  let name = tryTake(c, '.') ? '.' : ''
  name += expectName(c, 'the name of an extension').text
  while (tryTake(c, '.')) name += `.${expectName(c, 'the name of an extension').text}`
  expect(c, ')')
  return `(${name})`
}

/** An aggregate is only balanced here: its grammar belongs to whoever declared the option. */
const aggregate = (c: Cursor): OptionValue => {
  const members = new Map<string, string>()
  const open = expect(c, '{')
  let depth = 1
  while (depth > 0) {
    const token = take(c)
    if (token.kind === 'end') fault(token, `"}" is missing for the "{" in line ${open.line}`)
    if (token.kind === 'name' && depth === 1 && at(c, ':') && peek(c, 1).kind === 'name')
      members.set(token.text, peek(c, 1).text)
    if (token.kind !== 'symbol') continue
    if (token.text === '{') depth++
    if (token.text === '}') depth--
  }
  return { kind: 'aggregate', members }
}

const optionValue = (c: Cursor): OptionValue => {
  if (at(c, '{')) return aggregate(c)
  if (peek(c).kind === 'string') return { kind: 'string', text: expectString(c, 'a value') }
  const negative = tryTake(c, '-')
  const { kind, text } = peek(c)
  const fits = negative && kind === 'name' ? text === 'inf' || text === 'nan' : true
  if ((kind === 'name' || kind === 'integer' || kind === 'float') && fits) {
    take(c)
    return { kind, text, negative }
  }
  return fault(peek(c), 'the value of an option is expected here')
}

/** `name = value`, as it stands both in statements and in brackets. */
export const parseOption = (c: Cursor): Option => {
  let name = part(c)
  while (tryTake(c, '.')) name += `.${part(c)}`
  expect(c, '=')
  const token = peek(c)
  return { name, value: optionValue(c), token }
}

/** `option name = value;` */
export const parseOptionStatement = (c: Cursor): Option => {
  expect(c, 'option')
  const option = parseOption(c)
  expect(c, ';')
  return option
}

/** `[a = 1, b = 2]`, if there is one. */
export const parseBracketOptions = (c: Cursor): readonly Option[] => {
  if (!tryTake(c, '[')) return []
  const options = [parseOption(c)]
  while (tryTake(c, ',')) options.push(parseOption(c))
  expect(c, ']')
  return options
}

const featureValues: { readonly [K in keyof Required<ProtoFeatures>]: readonly string[] } = {
  field_presence: ['EXPLICIT', 'IMPLICIT', 'LEGACY_REQUIRED'],
  enum_type: ['OPEN', 'CLOSED'],
  repeated_field_encoding: ['PACKED', 'EXPANDED'],
  message_encoding: ['LENGTH_PREFIXED', 'DELIMITED'],
}

const feature = (name: string, value: string, token: Token): ProtoFeatures => {
  if (!Object.hasOwn(featureValues, name)) return {}
  if (!featureValues[name as keyof ProtoFeatures].includes(value))
    fault(token, `the feature "${name}" has no value "${value}"`)
  return { [name]: value }
}

/** The features that a list of options sets, in either spelling. */
export const featuresOf = (options: readonly Option[]): ProtoFeatures => {
  let features: ProtoFeatures = {}
  for (const { name, value, token } of options) {
    if (name === 'features' && value.kind === 'aggregate')
      for (const [k, v] of value.members) features = { ...features, ...feature(k, v, token) }
    if (name.startsWith('features.') && value.kind === 'name')
      features = { ...features, ...feature(name.slice('features.'.length), value.text, token) }
  }
  return features
}

/** `{ features }` when any is set, to be spread. */
export const featuresPart = (options: readonly Option[]): { readonly features?: ProtoFeatures } => {
  const features = featuresOf(options)
  return Object.keys(features).length === 0 ? {} : { features }
}

/** The value of a boolean option; undefined where it is not set. */
export const booleanOption = (options: readonly Option[], name: string): boolean | undefined => {
  const option = options.findLast((o) => o.name === name)
  if (!option) return undefined
  const { value } = option
  if (value.kind !== 'name' || value.negative || !/^(?:true|false)$/.test(value.text))
    return fault(option.token, `"${name}" must be true or false`)
  return value.text === 'true'
}
