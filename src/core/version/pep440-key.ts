import { VERSION_PATTERN } from '@renovatebot/pep440/lib/version.js'
import { digits, type Key } from './key.ts'

/** A version of PEP 440, spelt as written but for case; `key` orders it among the others. */
export type PythonVersion = {
  readonly epoch: number | bigint
  readonly release: readonly (number | bigint)[]
  /** `[1, 2]` is a2, `[2, …]` b, `[3, …]` rc; `[4, 0]` no pre-release; `[0, 0]` a bare .devN. */
  readonly pre: readonly [number, number | bigint]
  /** -1 without one. */
  readonly post: number | bigint
  /** Infinity without one: a .devN comes before what it leads to. */
  readonly dev: number | bigint
  /** Texts as `[0, text]`, numbers as `[1, n]`: numbers sort after texts. */
  readonly local: Key
}

const pattern = new RegExp(`^${VERSION_PATTERN}$`, 'i')
const letters: Record<string, number> = { a: 1, alpha: 1, b: 2, beta: 2 }
const releaseCandidate = 3

const trimZeros = (release: readonly (number | bigint)[]): readonly (number | bigint)[] => {
  let end = release.length
  while (end > 0 && Number(release[end - 1]) === 0) end--
  return release.slice(0, end)
}

const localOf = (text: string | undefined): Key =>
  (text?.toLowerCase().split(/[-_.]/) ?? []).flatMap(
    (part): Key => (/^\d+$/.test(part) ? [1, digits(part)] : [0, part]),
  )

type Groups = Record<string, string | undefined>

const preOf = (g: Groups): PythonVersion['pre'] => {
  const letter = g['pre_l']?.toLowerCase()
  if (letter !== undefined) return [letters[letter] ?? releaseCandidate, digits(g['pre_n'] ?? '0')]
  return g['post'] === undefined && g['dev'] !== undefined ? [0, 0] : [4, 0]
}

const postOf = (g: Groups): PythonVersion['post'] =>
  g['post'] === undefined ? -1 : digits(g['post_n1'] ?? g['post_n2'] ?? '0')

/** Parses a version; undefined for what PEP 440 does not allow. */
export const parsePython = (text: string): PythonVersion | undefined => {
  const g: Groups | undefined = pattern.exec(text)?.groups
  if (!g) return undefined
  return {
    epoch: digits(g['epoch'] ?? '0'),
    release: g['release']!.split('.').map(digits),
    pre: preOf(g),
    post: postOf(g),
    dev: g['dev'] === undefined ? Number.POSITIVE_INFINITY : digits(g['dev_n'] ?? '0'),
    local: localOf(g['local']),
  }
}

/** Above `-1`, which ends a release, so that 1.0.dev1 sorts before 1.0.1. */
const endOfRelease = -1

/** The key of the public part: before the version itself and all its local versions. */
export const publicKey = (v: PythonVersion): Key => [
  v.epoch,
  ...trimZeros(v.release),
  endOfRelease,
  ...v.pre,
  v.post,
  v.dev,
]

/** The key with the local part: before all spellings of one version. */
export const localKey = (v: PythonVersion): Key => [...publicKey(v), ...v.local, -1]

/** The key of one spelling, which only `===` tells from another. */
export const spelledKey = (v: PythonVersion, text: string): Key => [
  ...localKey(v),
  0,
  text.toLowerCase(),
]
