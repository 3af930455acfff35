import {
  isList,
  isMap,
  isSame,
  sortedKeys,
  textOf,
  truth,
  unknown,
  type Value,
  type ValueMap,
} from '../value.ts'
import { type FunctionTable, numberAt, type TemplateFunction, textAt } from './function.ts'

const lengthMax = 4096
const depthMax = 40

const listOf = (v: Value | undefined): readonly Value[] => (v !== undefined && isList(v) ? v : [])
const mapOf = (v: Value | undefined): ValueMap => (v !== undefined && isMap(v) ? v : new Map())

const dict: TemplateFunction = (args) => {
  const out: ValueMap = new Map()
  for (let i = 0; i < args.length; i += 2) out.set(textOf(args[i]!), args[i + 1] ?? '')
  return out
}

/** A copy that shares nothing; `spend` keeps maps that hold each other many times from growing. */
export const copyValue = (v: Value, spend: (steps: number) => void, depth = 0): Value => {
  spend(1)
  if (depth > depthMax) return unknown
  if (isList(v)) return v.map((x) => copyValue(x, spend, depth + 1))
  if (!isMap(v)) return v
  return new Map([...v].map(([k, x]) => [k, copyValue(x, spend, depth + 1)]))
}

type Merge = { readonly overwrites: boolean; readonly spend: (steps: number) => void }

/** Merges one map into another, as sprig does: what is empty counts as not set. */
export const mergeInto = (target: ValueMap, source: ValueMap, how: Merge, depth = 0): void => {
  for (const [k, v] of source) {
    how.spend(1)
    const own = target.get(k)
    if (own !== undefined && isMap(own) && isMap(v)) {
      if (depth < depthMax && own !== v) mergeInto(own, v, how, depth + 1)
    } else if (own === undefined || truth(own) === false || (how.overwrites && truth(v) !== false))
      target.set(k, v)
  }
}

const merged =
  (overwrites: boolean): TemplateFunction =>
  ([target, ...sources], engine) => {
    if (target === undefined || !isMap(target)) return unknown
    for (const s of sources)
      if (isMap(s))
        mergeInto(target, copyValue(s, engine.budget.spend) as ValueMap, {
          overwrites,
          spend: engine.budget.spend,
        })
    return target
  }

const index: TemplateFunction = ([value = null, ...keys], engine) => {
  let v: Value = value
  for (const k of keys) {
    if (v === unknown || k === unknown) return unknown
    if (isMap(v)) v = v.get(textOf(k)) ?? null
    else if (isList(v) && typeof k === 'number' && k < v.length) v = v[k] ?? null
    else {
      engine.gap('an index asks for what is not there')
      return unknown
    }
  }
  return v
}

const dig: TemplateFunction = (args) => {
  const keys = args.slice(0, -2)
  let v: Value = args.at(-1) ?? null
  for (const k of keys) {
    if (v === unknown) return unknown
    const next: Value | undefined = isMap(v) ? v.get(textOf(k)) : undefined
    if (next === undefined) return args.at(-2) ?? null
    v = next
  }
  return v
}

const has: TemplateFunction = (a) => {
  const all = listOf(a[1]).map((v) => isSame(v, a[0] ?? null))
  if (all.includes(true)) return true
  return a[1] === unknown || all.includes(undefined) ? unknown : false
}

const isIn = (list: readonly Value[], v: Value): boolean => list.some((x) => isSame(x, v) === true)

const uniq: TemplateFunction = ([list], engine) => {
  const out: Value[] = []
  for (const v of listOf(list)) {
    engine.budget.spend(out.length)
    if (!isIn(out, v)) out.push(v)
  }
  return out
}

const steps = (from: number, to: number, step: number): number[] => {
  const count = step === 0 ? 0 : Math.ceil((to - from) / step)
  return Array.from({ length: Math.max(0, Math.min(count, lengthMax)) }, (_, i) => from + i * step)
}

const chosen = (map: ValueMap, keep: (key: string) => boolean): ValueMap =>
  new Map([...map].filter(([k]) => keep(k)))

const maps: FunctionTable = {
  dict,
  get: (a) => mapOf(a[0]).get(textAt(a, 1)) ?? '',
  set: ([map = null, key = '', value = null]) => {
    if (isMap(map)) map.set(textOf(key), value)
    return map
  },
  unset: ([map = null, key = '']) => {
    if (isMap(map)) map.delete(textOf(key))
    return map
  },
  hasKey: (a) => (a[0] === unknown ? unknown : mapOf(a[0]).has(textAt(a, 1))),
  keys: (a) => a.flatMap((m) => sortedKeys(mapOf(m))),
  values: (a) => sortedKeys(mapOf(a[0])).map((k) => mapOf(a[0]).get(k)!),
  pick: ([map, ...keys]) => chosen(mapOf(map), (k) => keys.includes(k)),
  omit: ([map, ...keys]) => chosen(mapOf(map), (k) => !keys.includes(k)),
  pluck: ([key = '', ...all]) => all.flatMap((m) => mapOf(m).get(textOf(key)) ?? []),
  merge: merged(false),
  mustMerge: merged(false),
  mergeOverwrite: merged(true),
  mustMergeOverwrite: merged(true),
  deepCopy: (a, e) => copyValue(a[0] ?? null, e.budget.spend),
  mustDeepCopy: (a, e) => copyValue(a[0] ?? null, e.budget.spend),
  dig,
}

const appended: TemplateFunction = (a, e) => {
  e.budget.spend(listOf(a[0]).length)
  return [...listOf(a[0]), a[1] ?? null]
}
const prepended: TemplateFunction = (a, e) => {
  e.budget.spend(listOf(a[0]).length)
  return [a[1] ?? null, ...listOf(a[0])]
}
const without: TemplateFunction = ([list, ...out]) => listOf(list).filter((v) => !isIn(out, v))

/** Functions of lists and maps. */
export const collectionFunctions: FunctionTable = {
  ...maps,
  list: (a) => [...a],
  tuple: (a) => [...a],
  index,
  first: (a) => (typeof a[0] === 'string' ? a[0].slice(0, 1) : (listOf(a[0])[0] ?? null)),
  last: (a) => listOf(a[0]).at(-1) ?? null,
  rest: (a) => listOf(a[0]).slice(1),
  initial: (a) => listOf(a[0]).slice(0, -1),
  append: appended,
  mustAppend: appended,
  prepend: prepended,
  mustPrepend: prepended,
  concat: (a, e) => {
    const all = a.map(listOf)
    e.budget.spend(all.reduce((n, l) => n + l.length, 0))
    return all.flat()
  },
  has,
  mustHas: has,
  without,
  mustWithout: without,
  uniq,
  mustUniq: uniq,
  compact: (a) => listOf(a[0]).filter((v) => truth(v) !== false),
  mustCompact: (a) => listOf(a[0]).filter((v) => truth(v) !== false),
  reverse: (a) => [...listOf(a[0])].reverse(),
  mustReverse: (a) => [...listOf(a[0])].reverse(),
  slice: (a) => {
    const [from, to] = [numberAt(a, 1), a.length > 2 ? numberAt(a, 2) : undefined]
    const v = a[0] ?? null
    return typeof v === 'string' || isList(v) ? v.slice(from, to) : unknown
  },
  until: (a) => steps(0, numberAt(a, 0), 1),
  untilStep: (a) => steps(numberAt(a, 0), numberAt(a, 1), numberAt(a, 2)),
  seq: (a) =>
    steps(
      a.length > 1 ? numberAt(a, 0) : 1,
      numberAt(a, -1) + 1,
      a.length > 2 ? numberAt(a, 1) : 1,
    ).join(' '),
}
