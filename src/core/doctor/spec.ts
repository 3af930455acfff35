import type { Dependency, Ecosystem } from '../model/package.ts'
import { fromPoetry } from '../version/poetry.ts'
import { parseRange } from '../version/range.ts'
import { type IntervalSet, isEmpty } from '../version/set.ts'

/**
 * What a dependency asks for. `kept` are specs that are right and yet no ranges: places in the
 * workspace, repositories, URLs, tags, what another file decides. They are neither compared nor wrong.
 */
export type Spec =
  | { readonly kind: 'range'; readonly set: IntervalSet }
  | { readonly kind: 'kept' }
  | { readonly kind: 'broken'; readonly why: 'syntax' | 'empty' }

type Asked = Pick<Dependency, 'range' | 'group' | 'alias'>

const isPoetry = (group: string): boolean => group.startsWith('tool.poetry')

const keptByNpm = (range: string): boolean =>
  /^[a-z][a-z0-9+.-]*:/i.test(range) ||
  /^(?:\.|~?\/|[\w.-]+@[\w.-]+:)/.test(range) ||
  /^[\w.-]+\/[\w.-]+(?:#.*)?$/.test(range) ||
  // A tag; what begins like a version is more likely a version gone wrong.
  /^(?!v?\d)[\w.-]+$/.test(range)

const keptByPython = (range: string, group: string): boolean =>
  range.startsWith('@') ||
  range.startsWith('===') ||
  range.includes('${') ||
  (isPoetry(group) && (/^(?:git|path|url|file) = /.test(range) || range.includes('||')))

const isKept = (ecosystem: Ecosystem, { range, group }: Asked): boolean => {
  if (ecosystem === 'npm') return keptByNpm(range)
  if (ecosystem === 'pep440') return keptByPython(range, group)
  if (ecosystem === 'cargo') return /^(?:workspace|path|git) = /.test(range)
  return ecosystem === 'maven' && range.includes('${')
}

/**
 * Decided elsewhere: by Maven's parent or imports, or by go itself, which writes down what follows.
 * Renamed: taken beside another version on purpose, as with `npm:`.
 */
const isNotCompared = (ecosystem: Ecosystem, { range, group, alias }: Asked): boolean =>
  (ecosystem === 'maven' && range === '') ||
  (ecosystem === 'gomod' && group === 'indirect') ||
  alias !== undefined

/** Reads what one entry of a manifest asks for. */
export const specOf = (ecosystem: Ecosystem, asked: Asked): Spec => {
  const { range, group } = asked
  const text = ecosystem === 'pep440' && isPoetry(group) ? fromPoetry(range) : range
  const set = text === undefined ? undefined : parseRange(ecosystem, text)
  if (set && isEmpty(set)) return { kind: 'broken', why: 'empty' }
  if (isNotCompared(ecosystem, asked) && (set || range === '')) return { kind: 'kept' }
  if (set) return { kind: 'range', set }
  return isKept(ecosystem, asked) ? { kind: 'kept' } : { kind: 'broken', why: 'syntax' }
}
