import semver from 'semver'
import {
  hole,
  isList,
  isMap,
  isOpen,
  isSame,
  Method,
  textOf,
  truth,
  unknown,
  type Value,
} from '../value.ts'
import { type FunctionTable, numberAt, type TemplateFunction, textAt, wholeOf } from './function.ts'

const not = (is: boolean | undefined): Value => (is === undefined ? unknown : !is)
const yes = (is: boolean | undefined): Value => is ?? unknown

const compared = (a: readonly Value[], ask: (order: number) => boolean): Value => {
  const [x = null, y = null] = a
  if (isOpen(x) || isOpen(y)) return unknown
  if (typeof x === 'number' && typeof y === 'number') return ask(x - y)
  return typeof x === 'string' && typeof y === 'string' ? ask(x < y ? -1 : x > y ? 1 : 0) : unknown
}

const equals: TemplateFunction = ([first = null, ...others]) => {
  const all = others.map((o) => isSame(first, o))
  if (all.includes(true)) return true
  return all.includes(undefined) ? unknown : false
}

const kindOf = (v: Value): string => {
  if (v === null) return 'invalid'
  if (typeof v === 'number') return 'float64'
  if (typeof v === 'string') return 'string'
  if (typeof v === 'boolean') return 'bool'
  return isList(v) ? 'slice' : isMap(v) ? 'map' : v instanceof Method ? 'func' : 'invalid'
}

const typeNames: Readonly<Record<string, string>> = {
  slice: '[]interface {}',
  map: 'map[string]interface {}',
  invalid: '<nil>',
}
const typeOf = (v: Value): string => typeNames[kindOf(v)] ?? kindOf(v)

const isKind = (kind: string, v: Value): Value =>
  v === unknown
    ? unknown
    : kindOf(v) === kind || (kindOf(v) === 'float64' && /^(?:int|float)/.test(kind))

const first = (values: readonly Value[]): Value => {
  for (const v of values) {
    const is = truth(v)
    if (is === undefined) return unknown
    if (is) return v
  }
  return null
}

/** Whether one of the values settles the question; if none does, the answer is the other one. */
const decided = (values: readonly Value[], settling: boolean): Value => {
  const all = values.map(truth)
  if (all.includes(settling)) return settling
  return all.includes(undefined) ? unknown : !settling
}

const sum = (args: readonly Value[], step: (a: number, b: number) => number): Value =>
  args.map(wholeOf).reduce(step)

const divided = (a: readonly Value[], step: (x: number, y: number) => number): Value =>
  numberAt(a, 1) === 0 ? unknown : step(numberAt(a, 0), numberAt(a, 1))

const rangeMax = 200

const isVersion: TemplateFunction = (a) => {
  // `1.19-0` leaves out the patch, which only Helm's library allows.
  const range = textAt(a, 0)
    .replaceAll(',', ' ')
    .replace(/(?<![\d.])(\d+)\.(\d+)-/g, '$1.$2.0-')
    .replace(/(?<![\d.-])(\d+)-(?=[\da-z])/g, '$1.0.0-')
  const version = semver.coerce(textAt(a, 1), { includePrerelease: true })
  if (a.some(isOpen) || version === null || range.length > rangeMax) return unknown
  return semver.satisfies(version, range, { includePrerelease: range.includes('-') })
}

const versionParts: TemplateFunction = (a) => {
  const v = semver.coerce(textAt(a, 0))
  return v === null
    ? unknown
    : new Map<string, Value>([
        ['Major', v.major],
        ['Minor', v.minor],
        ['Patch', v.patch],
        ['Original', textAt(a, 0)],
      ])
}

const required: TemplateFunction = ([message = '', value = null], engine) => {
  if (value !== null && value !== '') return value
  engine.gap(`it requires a value that the chart does not set: ${textOf(message).slice(0, 80)}`)
  return hole
}

const rounded =
  (step: (n: number) => number): TemplateFunction =>
  (a) =>
    step(Number(textAt(a, 0)))

const numbers: FunctionTable = {
  int: (a) => numberAt(a, 0),
  int64: (a) => numberAt(a, 0),
  toDecimal: (a) => Number.parseInt(textAt(a, 0), 8) || 0,
  atoi: (a) => numberAt(a, 0),
  float64: (a) => Number.parseFloat(textAt(a, 0)) || 0,
  add: (a) => sum(a, (x, y) => x + y),
  add1: (a) => numberAt(a, 0) + 1,
  sub: (a) => sum(a, (x, y) => x - y),
  mul: (a) => sum(a, (x, y) => x * y),
  div: (a) => divided(a, (x, y) => Math.trunc(x / y)),
  mod: (a) => divided(a, (x, y) => x % y),
  addf: (a) => a.map((v) => Number(textOf(v))).reduce((x, y) => x + y),
  mulf: (a) => a.map((v) => Number(textOf(v))).reduce((x, y) => x * y),
  divf: (a) => a.map((v) => Number(textOf(v))).reduce((x, y) => x / y),
  max: (a) => sum(a, (x, y) => Math.max(x, y)),
  biggest: (a) => sum(a, (x, y) => Math.max(x, y)),
  min: (a) => sum(a, (x, y) => Math.min(x, y)),
  floor: rounded(Math.floor),
  ceil: rounded(Math.ceil),
  round: (a) => Number(Number(textAt(a, 0)).toFixed(Math.max(0, Math.min(numberAt(a, 1), 20)))),
}

/** Functions that compare, choose and calculate. */
export const logicFunctions: FunctionTable = {
  ...numbers,
  eq: equals,
  ne: (a) => not(isSame(a[0] ?? null, a[1] ?? null)),
  lt: (a) => compared(a, (n) => n < 0),
  le: (a) => compared(a, (n) => n <= 0),
  gt: (a) => compared(a, (n) => n > 0),
  ge: (a) => compared(a, (n) => n >= 0),
  not: (a) => not(truth(a[0] ?? null)),
  empty: (a) => not(truth(a[0] ?? null)),
  default: (a) => first([a[1] ?? null]) ?? a[0] ?? null,
  coalesce: (a) => first(a),
  all: (a) => decided(a, false),
  any: (a) => decided(a, true),
  ternary: (a) => {
    const is = truth(a[2] ?? null)
    return is === undefined ? unknown : ((is ? a[0] : a[1]) ?? null)
  },
  required,
  fail: (a, engine) => {
    engine.gap(`it refuses the values of the chart: ${textAt(a, 0).slice(0, 80)}`)
    return hole
  },
  kindOf: (a) => kindOf(a[0] ?? null),
  kindIs: (a) => isKind(textAt(a, 0), a[1] ?? null),
  typeOf: (a) => typeOf(a[0] ?? null),
  typeIs: (a) => typeOf(a[1] ?? null) === textAt(a, 0),
  typeIsLike: (a) => typeOf(a[1] ?? null) === textAt(a, 0).replace(/^\*/, ''),
  deepEqual: (a) => yes(isSame(a[0] ?? null, a[1] ?? null)),
  semverCompare: isVersion,
  semver: versionParts,
}
