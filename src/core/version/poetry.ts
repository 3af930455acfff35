import { parsePython } from './pep440-key.ts'

const next = (epoch: number | bigint, parts: readonly (number | bigint)[]): string => {
  const raised = [...parts.slice(0, -1), BigInt(parts.at(-1)!) + 1n].join('.')
  return Number(epoch) === 0 ? raised : `${epoch}!${raised}`
}

const caret = (version: string): string | undefined => {
  const v = parsePython(version)
  if (!v) return undefined
  const leading = v.release.findIndex((n) => Number(n) > 0)
  const kept = leading < 0 ? v.release : v.release.slice(0, leading + 1)
  return `>=${version},<${next(v.epoch, kept)}`
}

const tilde = (version: string): string | undefined => {
  const v = parsePython(version)
  return v && `>=${version},<${next(v.epoch, v.release.slice(0, 2))}`
}

const constraint = (text: string): string | undefined => {
  const m = /^(\^|~(?!=)|=(?!=)|)\s*([^\s=<>!~^].*)$/.exec(text)
  if (!m) return text
  const [, operator, version] = m
  if (operator === '^') return caret(version!)
  if (operator === '~') return tilde(version!)
  return version === '*' ? '' : `==${version}`
}

/**
 * A constraint of `tool.poetry` as specifiers of PEP 440: `^1.2` and `~1.2` are taken apart, a bare
 * version is exact. Undefined for alternatives (`||`), which PEP 440 cannot say, and for nonsense.
 *
 * @example fromPoetry('^1.2') // '>=1.2,<2'
 */
export const fromPoetry = (text: string): string | undefined => {
  if (text.includes('|')) return undefined
  const spaced = text.trim().replace(/([\^~=<>!])\s+/g, '$1')
  const parts = spaced.split(/\s*,\s*|\s+/).map(constraint)
  return parts.includes(undefined) ? undefined : parts.filter((p) => p !== '').join(',')
}
