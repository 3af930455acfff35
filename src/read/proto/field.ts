import type { ProtoField, ProtoMessage } from '../../core/model/protofile.ts'
import {
  at,
  type Cursor,
  expect,
  expectFullName,
  expectInteger,
  expectName,
  peek,
  take,
} from './cursor.ts'
import { defaultText } from './default.ts'
import { textOf } from './literal.ts'
import { booleanOption, featuresPart, type Option, parseBracketOptions } from './option.ts'
import { isKey } from './scalar.ts'
import { fault } from './syntax.ts'
import type { Token } from './token.ts'

/** A field as parsed; a group also declares the message that is its type. */
export type FieldParts = { readonly field: ProtoField; readonly message?: ProtoMessage }

type Scope = {
  readonly oneof?: string
  /** Parses the fields of a group, whose opening brace is taken already. */
  readonly groupBody: (name: Token) => ProtoMessage
}

type Type = { readonly name: string; readonly key?: ProtoField['key']; readonly token: Token }

/** `map<K, V>`, or the name of a type. */
const type = (c: Cursor): Type => {
  const token = peek(c)
  if (!(at(c, 'map') && at(c, '<', 1)))
    return { name: expectFullName(c, 'the type of a field', true), token }
  c.index += 2
  const keyToken = expectName(c, 'the key type of a map')
  const key = isKey(keyToken.text)
    ? keyToken.text
    : fault(keyToken, 'the key of a map must be an integer, bool or string type')
  expect(c, ',')
  const name = expectFullName(c, 'the value type of a map', true)
  expect(c, '>')
  return { name, key, token }
}

const number = (c: Cursor): number => {
  const token = peek(c)
  const n = Number(expectInteger(c, 'the number of a field', { min: 0n, max: 2n ** 31n - 1n }))
  if (n < 1 || n > 536870911) fault(token, 'the number of a field must be from 1 to 536870911')
  if (n >= 19000 && n <= 19999) fault(token, 'the numbers 19000 to 19999 belong to protobuf itself')
  return n
}

const jsonName = (options: readonly Option[]): { readonly jsonName?: string } => {
  const option = options.findLast((o) => o.name === 'json_name')
  if (!option) return {}
  const text = option.value.kind === 'string' ? textOf(option.value.text) : undefined
  return { jsonName: text ?? fault(option.token, '"json_name" must be a string') }
}

const optionParts = (c: Cursor, options: readonly Option[], of: Type) => {
  const packed = booleanOption(options, 'packed')
  const fallback = options.findLast((o) => o.name === 'default')
  if (fallback && c.syntax === 'proto3') fault(fallback.token, 'proto3 has no defaults')
  return {
    ...(packed === undefined ? {} : { packed }),
    ...jsonName(options),
    ...(fallback ? { default: defaultText(fallback, of.name) } : {}),
    ...featuresPart(options),
  }
}

/** `optional`, `required`, `repeated`, or none, as far as the syntax has it. */
const label = (c: Cursor, scope: Scope): ProtoField['label'] => {
  const token = peek(c)
  const word = token.text
  if (token.kind !== 'name' || !(word === 'optional' || word === 'required' || word === 'repeated'))
    return undefined
  if (scope.oneof !== undefined) fault(token, 'a field of a oneof has no label')
  if (word === 'required' && c.syntax === 'proto3') fault(token, 'proto3 has no required fields')
  if (word !== 'repeated' && /^2/.test(c.syntax))
    fault(token, `editions have no label "${word}"; use features.field_presence`)
  take(c)
  return word
}

const group = (c: Cursor, start: Token, scope: Scope): FieldParts => {
  if (c.syntax !== 'proto2') fault(start, 'groups exist in proto2 only')
  take(c)
  const name = expectName(c, 'the name of a group')
  if (!/^[A-Z]/.test(name.text)) fault(name, 'the name of a group must start with a capital')
  expect(c, '=')
  const n = number(c)
  const options = parseBracketOptions(c)
  expect(c, '{')
  c.leftOut.push({ token: name, what: `the group "${name.text}"` })
  const field: ProtoField = {
    name: name.text.toLowerCase(),
    number: n,
    type: name.text,
    group: true,
    ...optionParts(c, options, { name: name.text, token: name }),
    at: { line: name.line, column: name.column },
    typeAt: { line: name.line, column: name.column },
  }
  return { field, message: scope.groupBody(name) }
}

const checkLabel = (c: Cursor, of: Type, given: ProtoField['label'], scope: Scope): void => {
  if (of.key !== undefined && given !== undefined) fault(of.token, 'a map has no label')
  if (of.key !== undefined && scope.oneof !== undefined)
    fault(of.token, 'a map cannot be in a oneof')
  if (c.syntax !== 'proto2' || scope.oneof !== undefined) return
  if (of.key === undefined && given === undefined)
    fault(of.token, '"optional", "required" or "repeated" is expected here')
}

/** One field of a message, a oneof or an extension. */
export const parseField = (c: Cursor, scope: Scope): FieldParts => {
  const given = label(c, scope)
  const oneof = scope.oneof === undefined ? {} : { oneof: scope.oneof }
  const labelled = { ...(given ? { label: given } : {}), ...oneof }
  if (at(c, 'group') && peek(c, 1).kind === 'name') {
    checkLabel(c, { name: 'group', token: peek(c) }, given, scope)
    const parts = group(c, peek(c), scope)
    return { ...parts, field: { ...parts.field, ...labelled } }
  }
  const of = type(c)
  checkLabel(c, of, given, scope)
  const name = expectName(c, 'the name of a field')
  expect(c, '=')
  const n = number(c)
  const options = parseBracketOptions(c)
  expect(c, ';')
  const field: ProtoField = {
    name: name.text,
    number: n,
    type: of.name,
    ...(of.key === undefined ? {} : { key: of.key }),
    ...labelled,
    ...optionParts(c, options, of),
    at: { line: name.line, column: name.column },
    typeAt: { line: of.token.line, column: of.token.column },
  }
  return { field }
}
