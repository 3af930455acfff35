/** What an expression of a template can be: YAML's values, the methods of Helm's objects, or not known. */
export type Value =
  | null
  | boolean
  | number
  | string
  | readonly Value[]
  | ValueMap
  | Method
  | typeof unknown

/** Charts change maps with `set` and `unset`, so these are the ones that a template holds. */
export type ValueMap = Map<string, Value>

/** A method such as `.Capabilities.APIVersions.Has`. */
export class Method {
  readonly call: (args: readonly Value[]) => Value

  constructor(call: (args: readonly Value[]) => Value) {
    this.call = call
  }
}

/** The files that a glob finds; `AsConfig` and its like are asked of them together. */
export class FileMap extends Map<string, Value> {
  readonly methods: ReadonlyMap<string, Method>

  constructor(files: Iterable<readonly [string, Value]>, methods: ReadonlyMap<string, Method>) {
    super(files)
    this.methods = methods
  }
}

/** Cannot be known without a cluster, a random number or what a user would set. */
export const unknown: unique symbol = Symbol('unknown')

/** Stands for what is not known inside of a text: a code point that means nothing in any file. */
export const hole = '\ufdd0'

/** True for texts and values that hold something that is not known. */
export const isOpen = (v: Value): boolean =>
  v === unknown || (typeof v === 'string' && v.includes(hole))

export const isList = (v: Value): v is readonly Value[] => Array.isArray(v)
export const isMap = (v: Value): v is ValueMap => v instanceof Map

/** How templates take a value in a condition; undefined where that is not known. */
export const truth = (v: Value): boolean | undefined => {
  if (v === unknown || v === hole) return undefined
  if (v === null || v instanceof Method) return v !== null
  if (typeof v === 'boolean') return v
  if (typeof v === 'number') return v !== 0
  return isMap(v) ? v.size > 0 : v.length > 0
}

const exponentMin = 1e21

const numberText = (n: number): string =>
  Math.abs(n) < exponentMin ? String(n) : n.toExponential().replace(/e\+(\d)$/, 'e+0$1')

const depthMax = 32
/** Values can hold one another many times over: no walk looks at more of them than these. */
const nodesMax = 20_000

type Walk = { left: number }

const printed = (v: Value, depth: number, walk: Walk): string => {
  if (walk.left-- <= 0 || depth > depthMax) return hole
  if (v === unknown || v instanceof Method) return hole
  if (v === null) return depth === 0 ? '' : '<nil>'
  if (typeof v === 'number') return numberText(v)
  if (typeof v === 'string') return v
  if (typeof v === 'boolean') return String(v)
  if (isMap(v))
    return `map[${sortedKeys(v)
      .map((k) => `${k}:${printed(v.get(k)!, depth + 1, walk)}`)
      .join(' ')}]`
  return `[${v.map((x) => printed(x, depth + 1, walk)).join(' ')}]`
}

/** A value as a template prints it. */
export const textOf = (v: Value): string =>
  typeof v === 'string' ? v : printed(v, 0, { left: nodesMax })

/** Keys in the order in which templates walk a map: by code unit. */
export const sortedKeys = (m: ValueMap): string[] => [...m.keys()].sort()

const same = (a: Value, b: Value, walk: Walk): boolean | undefined => {
  if (walk.left-- <= 0 || isOpen(a) || isOpen(b)) return undefined
  if (isList(a) && isList(b))
    return a.length === b.length && allOf(a, (x, i) => same(x, b[i]!, walk))
  if (isMap(a) && isMap(b))
    return (
      a.size === b.size && allOf([...a], ([k, x]) => (b.has(k) ? same(x, b.get(k)!, walk) : false))
    )
  return a === b
}

const allOf = <T>(
  items: readonly T[],
  ask: (item: T, i: number) => boolean | undefined,
): boolean | undefined => {
  let isKnown = true
  for (const [i, item] of items.entries()) {
    const is = ask(item, i)
    if (is === false) return false
    if (is === undefined) isKnown = false
  }
  return isKnown ? true : undefined
}

/** Equality of values; undefined where one of them is not known. */
export const isSame = (a: Value, b: Value): boolean | undefined => same(a, b, { left: nodesMax })
