import { Stop } from './budget.ts'

/** A piece of an action: `space` says whether white space stands before it. */
export type Token = {
  readonly kind: 'field' | 'variable' | 'word' | 'string' | 'number' | 'dot' | 'mark' | 'end'
  readonly text: string
  readonly space: boolean
}

/** Text of a template between actions, or what stands between the braces of one. */
export type Piece = {
  readonly kind: 'text' | 'action'
  readonly text: string
  readonly line: number
}

const countLines = (text: string): number => text.split('\n').length - 1

/** The end of an action that begins at `from`; braces inside of strings and comments do not count. */
const actionEnd = (source: string, from: number): number => {
  const comment = /\s*(?:-\s)?\s*\/\*/y
  comment.lastIndex = from
  if (comment.test(source)) {
    const close = source.indexOf('*/', comment.lastIndex)
    return close < 0 ? -1 : source.indexOf('}}', close)
  }
  for (let i = from; i < source.length; i++) {
    const c = source[i]!
    if (c === '}' && source[i + 1] === '}') return i
    if (c === '`') i = source.indexOf('`', i + 1)
    else if (c === '"' || c === "'")
      for (i++; i < source.length && source[i] !== c && source[i] !== '\n'; i++)
        if (source[i] === '\\') i++
    if (i < 0) return -1
  }
  return -1
}

/** Cuts a template into text and actions; `{{-` and `-}}` take the white space beside them away. */
export const cutTemplate = (source: string): Piece[] => {
  const out: Piece[] = []
  let line = 1
  let at = 0
  let isTrimmed = false
  const text = (to: number, trimEnd: boolean) => {
    const raw = source.slice(at, to)
    const left = isTrimmed ? raw.replace(/^[ \t\r\n]+/, '') : raw
    const start = line + countLines(raw.slice(0, raw.length - left.length))
    const kept = trimEnd ? left.trimEnd() : left
    if (kept !== '') out.push({ kind: 'text', text: kept, line: start })
    line += countLines(raw)
  }
  for (;;) {
    const open = source.indexOf('{{', at)
    if (open < 0) break
    const trimsLeft = /^-[ \t\r\n]/.test(source.slice(open + 2, open + 4))
    text(open, trimsLeft)
    const from = open + (trimsLeft ? 3 : 2)
    const end = actionEnd(source, from)
    if (end < 0) throw new Stop('an action has no end', line)
    const trimsRight = source[end - 1] === '-' && /\s/.test(source[end - 2] ?? '')
    const inner = source.slice(from, trimsRight ? end - 1 : end)
    if (!/^\s*\/\*/.test(inner)) out.push({ kind: 'action', text: inner, line })
    line += countLines(source.slice(open, end))
    at = end + 2
    isTrimmed = trimsRight
  }
  text(source.length, false)
  return out
}

const pattern =
  /(\s*)(?:("(?:[^"\\\n]|\\.)*"|`[^`]*`)|('(?:[^'\\\n]|\\.)+')|([+-]?(?:0x[\da-fA-F_]+|\d[\d_]*(?:\.\d*)?(?:e[+-]?\d+)?))|(\.[A-Za-z_]\w*)|(\$\w*)|([A-Za-z_]\w*)|(\.)|(:=|=|\||\(|\)|,)|($))/y

const kinds = [
  'string',
  'string',
  'number',
  'field',
  'variable',
  'word',
  'dot',
  'mark',
  'end',
] as const

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '0': '\0' }

const unquote = (raw: string): string =>
  raw[0] === '`'
    ? raw.slice(1, -1)
    : raw
        .slice(1, -1)
        .replace(/\\(u[\da-fA-F]{4}|x[\da-fA-F]{2}|.)/g, (_, e: string) =>
          e.length > 1 ? String.fromCharCode(Number.parseInt(e.slice(1), 16)) : (escapes[e] ?? e),
        )

const tokensMax = 2000

/** Cuts an action into tokens; the last one is `end`. */
export const cutAction = ({ text, line }: Piece): Token[] => {
  const out: Token[] = []
  pattern.lastIndex = 0
  for (;;) {
    const m = pattern.exec(text)
    if (!m || out.length > tokensMax) throw new Stop('an action is not understood', line)
    const i = kinds.findIndex((_, k) => m[k + 2] !== undefined)
    const kind = kinds[i]!
    const raw = m[i + 2]!
    const isText = kind === 'string' && raw[0] !== "'"
    const value = isText ? unquote(raw) : raw
    // A character in single quotes is a number.
    if (kind === 'string' && !isText)
      out.push({ kind: 'number', text: String(unquote(raw).codePointAt(0)), space: m[1] !== '' })
    else out.push({ kind, text: value, space: m[1] !== '' })
    if (kind === 'end') return out
  }
}
