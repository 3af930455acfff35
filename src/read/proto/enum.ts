import type { ProtoEnum } from '../../core/model/protofile.ts'
import {
  at,
  block,
  type Cursor,
  expect,
  expectInteger,
  expectName,
  int32Range,
  tryTake,
} from './cursor.ts'
import {
  booleanOption,
  featuresPart,
  type Option,
  parseBracketOptions,
  parseOptionStatement,
} from './option.ts'
import { parseReserved, type Reserved, reservedSet } from './reserved.ts'
import { claim, type Names } from './scope.ts'
import { fault } from './syntax.ts'
import type { Token } from './token.ts'

type Value = { readonly name: string; readonly number: number; readonly token: Token }

const value = (c: Cursor): Value => {
  const token = expectName(c, 'the name of an enum value')
  expect(c, '=')
  const number = Number(expectInteger(c, 'the number of an enum value', int32Range))
  parseBracketOptions(c)
  expect(c, ';')
  return { name: token.text, number, token }
}

const checkNumbers = (values: readonly Value[], options: readonly Option[]): void => {
  if (booleanOption(options, 'allow_alias')) return
  const seen = new Map<number, Value>()
  for (const v of values) {
    const first = seen.get(v.number)
    if (first) fault(v.token, `${v.number} is already the number of "${first.name}"`)
    seen.set(v.number, v)
  }
}

const checkReserved = (values: readonly Value[], reserved: readonly Reserved[]): void => {
  const { hasNumber, hasName } = reservedSet(reserved)
  for (const v of values) {
    if (hasNumber(v.number)) fault(v.token, `the number ${v.number} is reserved`)
    if (hasName(v.name)) fault(v.token, `the name "${v.name}" is reserved`)
  }
}

/** `enum Name { … }`. Its values are names of the scope around it, as in C++. */
export const parseEnum = (c: Cursor, names: Names): ProtoEnum => {
  expect(c, 'enum')
  const name = expectName(c, 'the name of an enum')
  expect(c, '{')
  const values: Value[] = []
  const options: Option[] = []
  const reserved: Reserved[] = []
  block(c, `enum "${name.text}"`, () => {
    if (tryTake(c, ';')) return
    if (at(c, 'option')) options.push(parseOptionStatement(c))
    else if (at(c, 'reserved')) reserved.push(...parseReserved(c, int32Range))
    else values.push(value(c))
  })
  if (values.length === 0) fault(name, 'an enum must have a value')
  for (const declared of [name, ...values.map((v) => v.token)])
    claim(names, declared.text, declared)
  checkNumbers(values, options)
  checkReserved(values, reserved)
  if (c.syntax === 'proto3' && values[0]!.number !== 0)
    fault(values[0]!.token, 'the first value of a proto3 enum must be 0')
  return {
    name: name.text,
    values: values.map((v) => ({ name: v.name, number: v.number })),
    ...featuresPart(options),
    at: { line: name.line, column: name.column },
  }
}
