import type { ProtoAt, ProtoEnum, ProtoField, ProtoMessage } from '../../core/model/protofile.ts'
import {
  at,
  block,
  type Cursor,
  expect,
  expectFullName,
  expectName,
  peek,
  take,
  tryTake,
} from './cursor.ts'
import { parseEnum } from './enum.ts'
import { parseField } from './field.ts'
import { parseOptionStatement } from './option.ts'
import {
  fieldRange,
  parseExtensions,
  parseReserved,
  type Reserved,
  reservedSet,
} from './reserved.ts'
import { claim, type Names } from './scope.ts'
import { fault } from './syntax.ts'
import type { Token } from './token.ts'

/** protoc reads messages nested this deep and refuses the next level. */
export const messageDepthMax = 31

type Body = {
  readonly depth: number
  readonly fields: ProtoField[]
  readonly messages: ProtoMessage[]
  readonly enums: ProtoEnum[]
  readonly reserved: Reserved[]
  readonly names: Names
}

const bodyAt = (depth: number): Body => ({
  depth,
  fields: [],
  messages: [],
  enums: [],
  reserved: [],
  names: new Map(),
})

const addField = (c: Cursor, body: Body, oneof?: string): void => {
  const groupBody = (name: Token): ProtoMessage => messageBody(c, name, body.depth + 1)
  const scope = oneof === undefined ? { groupBody } : { oneof, groupBody }
  const { field, message } = parseField(c, scope)
  claim(body.names, field.name, field.at)
  body.fields.push(field)
  if (message) addMessage(body, message)
}

const addMessage = (body: Body, message: ProtoMessage): void => {
  claim(body.names, message.name, message.at)
  body.messages.push(message)
}

const addOneof = (c: Cursor, body: Body): void => {
  expect(c, 'oneof')
  const name = expectName(c, 'the name of a oneof')
  claim(body.names, name.text, name)
  expect(c, '{')
  const before = body.fields.length
  block(c, `oneof "${name.text}"`, () => {
    if (at(c, 'option')) parseOptionStatement(c)
    else addField(c, body, name.text)
  })
  if (body.fields.length === before) fault(name, 'a oneof must have a field')
}

/**
 * `export` and `local` of edition 2024, which say who may name a type and nothing about its values.
 */
export const skipVisibility = (c: Cursor): void => {
  const marked = at(c, 'export') || at(c, 'local')
  if (marked && c.syntax === '2024' && (at(c, 'message', 1) || at(c, 'enum', 1))) take(c)
}

const statement = (c: Cursor, body: Body): void => {
  skipVisibility(c)
  if (tryTake(c, ';')) return
  if (at(c, 'message')) addMessage(body, parseMessage(c, body.depth + 1))
  else if (at(c, 'enum')) body.enums.push(parseEnum(c, body.names))
  else if (at(c, 'extensions')) body.reserved.push(...parseExtensions(c))
  else if (at(c, 'reserved')) body.reserved.push(...parseReserved(c, fieldRange))
  else if (at(c, 'extend')) for (const m of parseExtend(c, body.depth)) addMessage(body, m)
  else if (at(c, 'option')) parseOptionStatement(c)
  else if (at(c, 'oneof')) addOneof(c, body)
  else addField(c, body)
}

const checkNumbers = (body: Body): void => {
  const { hasNumber, hasName } = reservedSet(body.reserved)
  const seen = new Map<number, string>()
  for (const f of body.fields) {
    const first = seen.get(f.number)
    if (first !== undefined) fault(f.at, `${f.number} is already the number of "${first}"`)
    if (hasNumber(f.number)) fault(f.at, `the number ${f.number} is reserved`)
    if (hasName(f.name)) fault(f.at, `the name "${f.name}" is reserved`)
    seen.set(f.number, f.name)
  }
}

const position = (t: ProtoAt): ProtoAt => ({ line: t.line, column: t.column })

/** The rest of a message whose opening brace is taken already. */
const messageBody = (c: Cursor, name: Token, depth: number): ProtoMessage => {
  if (depth > messageDepthMax)
    fault(name, `messages are nested deeper than ${messageDepthMax} levels`, 'RTT1013')
  const body = bodyAt(depth)
  block(c, `message "${name.text}"`, () => statement(c, body))
  checkNumbers(body)
  const { fields, messages, enums } = body
  return { name: name.text, fields, messages, enums, at: position(name) }
}

/** `message Name { … }`; the keyword is taken here. Top-level messages have depth 1. */
export const parseMessage = (c: Cursor, depth: number): ProtoMessage => {
  expect(c, 'message')
  const name = expectName(c, 'the name of a message')
  expect(c, '{')
  return messageBody(c, name, depth)
}

/** Options of descriptors are extensions too, but no payload ever holds those. */
const isCustomOption = (extendee: string): boolean =>
  /^\.?(?:google\.protobuf\.)?[A-Z][A-Za-z]*Options$/.test(extendee)

/**
 * `extend Type { … }`. Its fields are dropped and named in a diagnostic; the messages that its
 * groups declare are returned, since they are types of the enclosing scope.
 */
export const parseExtend = (c: Cursor, depth: number): readonly ProtoMessage[] => {
  expect(c, 'extend')
  const token = peek(c)
  const extendee = expectFullName(c, 'the message to extend', true)
  expect(c, '{')
  const body = bodyAt(depth)
  block(c, `the extension of "${extendee}"`, () => addField(c, body))
  if (body.fields.length === 0) fault(token, 'an extension must have a field')
  if (!isCustomOption(extendee)) c.leftOut.push({ token, what: `the extension of "${extendee}"` })
  return body.messages
}
