import { between, type Intervals, nothing, outside } from './interval.ts'
import { bottom, compareKeys, type Key, successor, top } from './key.ts'
import { localKey, type PythonVersion, parsePython, publicKey, spelledKey } from './pep440-key.ts'

const noPre = 4

const isPre = (v: PythonVersion): boolean =>
  v.pre[0] !== noPre || v.dev !== Number.POSITIVE_INFINITY

const smallest = publicKey(parsePython('0.dev0')!)
const floor = (key: Key): Key => (compareKeys(key, smallest) <= 0 ? bottom : key)
const at = (v: PythonVersion): Key => floor(publicKey(v))

/** The `.dev0` of a version: the lowest that leads to it. */
const devZero = (v: PythonVersion): PythonVersion => ({
  ...v,
  dev: 0,
  pre: v.pre[0] === noPre && v.post === -1 ? [0, 0] : v.pre,
})

/** The public version that follows, so that the place after all local versions has one name. */
const afterLocals = (v: PythonVersion): Key =>
  v.dev === Number.POSITIVE_INFINITY
    ? at({ ...v, post: successor(v.post), dev: 0 })
    : at({ ...v, dev: successor(v.dev) })

/** The place after a version and its post-releases, which `>` passes over. */
const afterPosts = (v: PythonVersion): Key => {
  if (v.dev !== Number.POSITIVE_INFINITY || v.post !== -1) return afterLocals(v)
  if (v.pre[0] === noPre) return at({ ...v, post: Number.POSITIVE_INFINITY })
  return at({ ...v, pre: [v.pre[0], successor(v.pre[1])], post: -1, dev: 0 })
}

const exactly = (v: PythonVersion): readonly [Key, Key] =>
  v.local.length === 0 ? [at(v), afterLocals(v)] : [localKey(v), [...localKey(v), top[0]!]]

const release = (v: PythonVersion, parts: PythonVersion['release']): Key =>
  at({ ...v, release: parts, pre: [0, 0], post: -1, dev: 0, local: [] })

/** All versions whose release begins with these parts. */
const prefix = (v: PythonVersion, parts: PythonVersion['release']): readonly [Key, Key] => [
  release(v, parts),
  release(v, [...parts.slice(0, -1), successor(parts.at(-1)!)]),
]

const ordered = (operator: string, v: PythonVersion): Intervals => {
  if (v.local.length > 0) return nothing
  if (operator === '>=') return between(at(v), top)
  if (operator === '>') return between(afterPosts(v), top)
  return between(bottom, operator === '<=' ? afterLocals(v) : at(isPre(v) ? v : devZero(v)))
}

const shape = /^(===|==|!=|~=|<=|>=|<|>)\s*(\S+)$/

/** A specifier of PEP 440 after normalisation; `~=` is taken apart into `>=` and `==….*`. */
export type Specifier = {
  readonly operator: string
  readonly version: string
  readonly holds: Intervals
}

const one = (operator: string, version: string, holds: Intervals): readonly Specifier[] => [
  { operator, version, holds },
]

const arbitrary = (version: string): readonly Specifier[] | undefined => {
  const v = parsePython(version)
  if (!v) return undefined
  const key = spelledKey(v, version)
  return one('===', version.toLowerCase(), between(key, [...key, Number.NEGATIVE_INFINITY]))
}

const wildcard = (operator: string, version: string): readonly Specifier[] | undefined => {
  const v = parsePython(version.slice(0, -2))
  const isBare = /^(?:\d+!)?\d+(?:\.\d+)*$/.test(version.slice(0, -2))
  if (!v || !isBare || (operator !== '==' && operator !== '!=')) return undefined
  const [low, high] = prefix(v, v.release)
  return one(operator, version, operator === '==' ? between(low, high) : outside(low, high))
}

const compatible = (version: string, v: PythonVersion): readonly Specifier[] | undefined => {
  if (v.release.length < 2 || v.local.length > 0) return undefined
  const parts = v.release.slice(0, -1)
  const epoch = Number(v.epoch) === 0 ? '' : `${v.epoch}!`
  return [
    ...one('>=', version, ordered('>=', v)),
    ...one('==', `${epoch}${parts.join('.')}.*`, between(...prefix(v, parts))),
  ]
}

/** Parses one specifier; undefined for what PEP 440 does not allow. */
export const parseSpecifier = (text: string): readonly Specifier[] | undefined => {
  const m = shape.exec(text)
  if (!m) return undefined
  const operator = m[1]!
  const version = m[2]!.replace(/^v/i, '').toLowerCase()
  if (operator === '===') return arbitrary(m[2]!)
  if (version.endsWith('.*')) return wildcard(operator, version)
  const v = parsePython(version)
  if (!v) return undefined
  if (operator === '~=') return compatible(version, v)
  if (operator === '==') return one(operator, version, between(...exactly(v)))
  if (operator === '!=') return one(operator, version, outside(...exactly(v)))
  return v.local.length > 0 ? undefined : one(operator, version, ordered(operator, v))
}
