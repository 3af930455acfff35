import { digits, type Key } from './key.ts'

/**
 * Ranks of tokens. Qualifiers that lead to a release sort before the end of a version, `sp` and
 * unknown ones after it, and numbers last: after a hyphen before those after a dot.
 */
const early = ['alpha', 'beta', 'milestone', 'rc', 'snapshot']
const end = 5
const servicePack = 6
const unknownQualifier = 7
const hyphenNumber = 8
const dotNumber = 9

/** What one letter means where a number follows it at once, as in `1.0-m3`. */
const letters = new Map([
  ['a', 'alpha'],
  ['b', 'beta'],
  ['m', 'milestone'],
])
const nothings = new Set(['', 'ga', 'final', 'release'])

type Token = {
  readonly text: string
  readonly isNumber: boolean
  readonly isHyphen: boolean
  /** No separator stands before it: counts as a hyphen. */
  readonly isGlued: boolean
}

const tokensOf = (text: string): readonly Token[] => {
  const parts = text.toLowerCase().match(/[.-]?(?:\d+|[^\d.-]+|(?=[.-]|$))/g) ?? []
  return parts
    .filter((p, i) => p !== '' || i === 0)
    .map((part, i) => {
      const body = part.replace(/^[.-]/, '')
      const isNumber = body === '' || /^\d/.test(body)
      const isGlued = i > 0 && body === part
      return {
        text: body === '' ? '0' : body,
        isNumber,
        isHyphen: isGlued || part.startsWith('-'),
        isGlued,
      }
    })
}

const rankOf = (token: Token, next: Token | undefined): Key => {
  if (token.isNumber) return [token.isHyphen ? hyphenNumber : dotNumber, digits(token.text)]
  const isShort = next?.isNumber === true && next.isGlued
  const name = (isShort ? letters.get(token.text) : undefined) ?? token.text
  const known = name === 'cr' ? 'rc' : name
  const rank = early.indexOf(known)
  if (rank >= 0) return [rank, known]
  if (nothings.has(known)) return [end, '']
  return known === 'sp' ? [servicePack, known] : [unknownQualifier, known]
}

const isNull = ([rank, value]: Key): boolean =>
  rank === end || (Number(rank) >= hyphenNumber && Number(value) === 0)

/** Whether zeros before this token say nothing: at the end, before a qualifier and a hyphen. */
const forgetsZeros = (next: Key | undefined): boolean =>
  next === undefined || Number(next[0]) < dotNumber

/**
 * The key of a Maven version by the rules of the POM reference: tokens with their separators,
 * trailing nulls cut, compared one by one. `1.0`, `1` and `1-ga` have one key.
 *
 */
export const mavenKey = (text: string): Key | undefined => {
  if (!/^[0-9A-Za-z][0-9A-Za-z._+-]*$/.test(text)) return undefined
  const tokens = tokensOf(text)
  const kept: Key[] = []
  for (let i = tokens.length - 1; i >= 0; i--) {
    const token = rankOf(tokens[i]!, tokens[i + 1])
    if (i === 0 || !isNull(token) || !forgetsZeros(kept[0])) kept.unshift(token)
  }
  return [...kept.flat(), end]
}

/** A version that has this key. */
export const mavenText = (key: Key): string => {
  const tokens = key.slice(0, key.lastIndexOf(end))
  let text = ''
  for (let i = 0; i < tokens.length; i += 2) {
    const separator = tokens[i] === dotNumber ? '.' : '-'
    text += (text === '' ? '' : separator) + String(tokens[i] === end ? 'ga' : tokens[i + 1])
  }
  return text
}
