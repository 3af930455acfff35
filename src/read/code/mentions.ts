import type { Mention } from '../../core/model/code.ts'
import type { Token } from './lexer.ts'

const perFileMax = 2000
const textLengthMax = 300
const sentenceMin = 7
const shouting = /(?<![A-Za-z0-9_$])[A-Z][A-Z0-9]*(?:_+[A-Z0-9]+)+(?![A-Za-z0-9_])/g
/** Libraries that name a variable after a field or a key, so that the variable stands nowhere as such. */
const relaxing =
  /BaseSettings|ConfigurationProperties|AutomaticEnv|viper\.|koanf|envconfig|cleanenv|caarlos0\/env|figment|config::Config|IConfiguration|GetConnectionString|ConfigProperty|environ\.Env|dynaconf|convict|nconf/
/** What every such word holds: a file without it has none of them. */
const joined = /[A-Z0-9]_+[A-Z0-9]/
const afterField = new Set([':', '=', ';', ',', ')', 'string', '?'])
const keyText = /^[A-Za-z][\w-]*(?:[.:][A-Za-z][\w-]*){0,6}$/

/**
 * A key as an environment variable is written: words of capitals joined by `_`.
 *
 * @example relaxed('redis.hostName') === 'REDIS_HOST_NAME'
 */
export const relaxed = (key: string): string =>
  key
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toUpperCase()

/** A name as it is; of a string its literal pieces, and what stands in its holes. */
const wordsOf = (t: Token): string => {
  if (t.kind === 'name') return t.text
  if (t.kind !== 'text') return ''
  return t.parts?.map((p) => (typeof p === 'string' ? p : ` ${p.hole} `)).join('') ?? t.text
}

/** A message to people that names a variable says nothing of who reads it. */
const isSentence = (words: string): boolean =>
  words.split(/\s+/, sentenceMin).length === sentenceMin

const exactIn = (words: string): string[] =>
  words.length > textLengthMax || isSentence(words) || !words.includes('_')
    ? []
    : (words.match(shouting) ?? [])

const looseIn = (tokens: readonly Token[], i: number, words: string): string[] => {
  const t = tokens[i]!
  if (t.kind === 'text') return words.length <= 80 && keyText.test(words) ? [relaxed(words)] : []
  const isField = t.kind === 'name' && afterField.has(tokens[i + 1]?.text ?? '')
  return isField && t.text.length > 1 && /[a-z]/.test(t.text) ? [relaxed(t.text)] : []
}

/**
 * Words of a file that are written like environment variables, wherever they stand: as the key of a schema,
 * in a tag of a field, as a constant. A mention alone says nothing; of a variable that a deployment sets to
 * an address it says that the code knows it.
 */
export const mentionsOf = (path: string, text: string, tokens: readonly Token[]): Mention[] => {
  const seen = new Map<string, Mention>()
  const note = (key: string, line: number, isLoose: boolean) => {
    if (seen.has(key) || seen.size >= perFileMax || key.length > 120) return
    seen.set(key, { key, at: { path, line }, ...(isLoose ? { isLoose: true } : {}) })
  }
  const isRelaxing = relaxing.test(text)
  if (text.includes('GetConnectionString')) note('CONNECTIONSTRINGS', 1, true)
  if (!isRelaxing && !joined.test(text)) return []
  for (let i = 0; i < tokens.length; i++) {
    const t = tokens[i]!
    const words = wordsOf(t)
    if (words === '') continue
    for (const key of exactIn(words)) note(key, t.line, false)
    if (isRelaxing) for (const key of looseIn(tokens, i, words)) note(key, t.line, true)
  }
  return [...seen.values()]
}
