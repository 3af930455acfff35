import {
  type Cursor,
  expect,
  expectInteger,
  expectString,
  peek,
  type Range,
  take,
  tryTake,
} from './cursor.ts'
import { textOf } from './literal.ts'
import { parseBracketOptions } from './option.ts'
import { fault } from './syntax.ts'

/** What a `reserved` statement sets aside: numbers from `min` to `max`, or a name. */
export type Reserved =
  | { readonly kind: 'numbers'; readonly min: number; readonly max: number }
  | { readonly kind: 'name'; readonly name: string }

export const fieldRange: Range = { min: 0n, max: 536870911n }

/** `2, 9 to 11, 1000 to max` */
const ranges = (c: Cursor, range: Range): readonly Reserved[] => {
  const found: Reserved[] = []
  do {
    const start = peek(c)
    const min = Number(expectInteger(c, 'a number', range))
    let max = min
    if (tryTake(c, 'to'))
      max = Number(tryTake(c, 'max') ? range.max : expectInteger(c, 'a number or "max"', range))
    if (max < min) fault(start, 'the end of a range must not be below its start')
    found.push({ kind: 'numbers', min, max })
  } while (tryTake(c, ','))
  return found
}

const names = (c: Cursor): readonly Reserved[] => {
  const found: Reserved[] = []
  do {
    const token = peek(c)
    const asString = token.kind === 'string'
    if (asString && /^2/.test(c.syntax)) fault(token, 'editions reserve names without quotes')
    if (!asString && token.kind !== 'name') fault(token, 'a name to reserve is expected here')
    const name = asString ? textOf(expectString(c, 'a name')) : take(c).text
    found.push({ kind: 'name', name: name ?? fault(token, 'a name must be UTF-8') })
  } while (tryTake(c, ','))
  return found
}

/** `reserved 2, 9 to 11;`, `reserved "a", "b";`, and in editions `reserved a, b;` */
export const parseReserved = (c: Cursor, range: Range): readonly Reserved[] => {
  expect(c, 'reserved')
  const { kind } = peek(c)
  const byName = kind === 'string' || (kind === 'name' && /^2/.test(c.syntax))
  const found = byName ? names(c) : ranges(c, range)
  expect(c, ';')
  return found
}

/** `extensions 100 to 199 [declaration = …];`: the numbers are not the message's own. */
export const parseExtensions = (c: Cursor): readonly Reserved[] => {
  const keyword = expect(c, 'extensions')
  if (c.syntax === 'proto3') fault(keyword, 'proto3 has no extension ranges')
  const found = ranges(c, fieldRange)
  parseBracketOptions(c)
  expect(c, ';')
  return found
}

/** Questions about everything that is set aside. */
export const reservedSet = (all: readonly Reserved[]) => ({
  hasNumber: (n: number): boolean =>
    all.some((r) => r.kind === 'numbers' && n >= r.min && n <= r.max),
  hasName: (name: string): boolean => all.some((r) => r.kind === 'name' && r.name === name),
})
