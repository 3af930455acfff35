import { isList, isMap, isOpen, sortedKeys, textOf, unknown, type Value } from '../value.ts'
import { type FunctionTable, numberAt, type TemplateFunction, textAt } from './function.ts'

const countMax = 4096
const repeatedMax = 100

const quoted = (v: Value): string =>
  `"${textOf(v).replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\t', '\\t')}"`

const verbs = /%([-+# 0]*)(\d+|\*)?(?:\.(\d+))?([a-zA-Z%])/g

const pad = (text: string, flags: string, width: number): string => {
  if (flags.includes('-')) return text.padEnd(width)
  return text.padStart(width, flags.includes('0') ? '0' : ' ')
}

const formatted = (v: Value, verb: string, precision: number | undefined): string => {
  if (isOpen(v)) return textOf(v)
  const number = Number(textOf(v))
  switch (verb) {
    case 'd':
      return String(Math.trunc(number))
    case 'f':
      return number.toFixed(Math.min(precision ?? 6, 20))
    case 'x':
      return typeof v === 'number' ? v.toString(16) : textOf(v)
    case 'q':
      return quoted(v)
    default:
      return precision === undefined
        ? v === null
          ? '%!s(<nil>)'
          : textOf(v)
        : textOf(v).slice(0, precision)
  }
}

const printf: TemplateFunction = (args) => {
  let i = 1
  return textAt(args, 0).replace(
    verbs,
    (_, flags: string, width: string | undefined, precision: string | undefined, verb: string) => {
      if (verb === '%') return '%'
      const w = width === '*' ? numberAt(args, i++) : Number(width ?? 0)
      const text = formatted(
        args[i++] ?? null,
        verb,
        precision === undefined ? undefined : Number(precision),
      )
      return pad(text, flags, Math.min(w, countMax))
    },
  )
}

const indent = (count: number, text: string): string => {
  const space = ' '.repeat(Math.max(0, Math.min(count, 200)))
  return space + text.replaceAll('\n', `\n${space}`)
}

const truncated = (n: number, text: string): string =>
  n >= 0 ? text.slice(0, n) : text.slice(Math.max(0, text.length + n))

const words = (text: string): string[] =>
  text
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .split(/[\s_-]+/)
    .filter((w) => w !== '')

const capital = (w: string): string => w.slice(0, 1).toUpperCase() + w.slice(1)

const listTexts = (v: Value): string[] =>
  isList(v) ? v.filter((x) => x !== null).map((x) => textOf(x)) : v === null ? [] : [textOf(v)]

/** A question about a text that is partly not known: yes is certain, no is not. */
const asked = (args: readonly Value[], ask: (part: string, text: string) => boolean): Value => {
  const is = ask(textAt(args, 0), textAt(args, 1))
  if (is && !isOpen(args[0] ?? null)) return true
  return args.some(isOpen) ? unknown : is
}

const trimmed = (cut: string, text: string, side: 'both' | 'start' | 'end'): string => {
  const set = new Set(cut)
  let from = 0
  let to = text.length
  if (side !== 'end') while (from < to && set.has(text[from]!)) from++
  if (side !== 'start') while (to > from && set.has(text[to - 1]!)) to--
  return text.slice(from, to)
}

const print: TemplateFunction = (args) => {
  let out = ''
  args.forEach((v, i) => {
    const isSpaced = i > 0 && typeof v !== 'string' && typeof args[i - 1] !== 'string'
    out += (isSpaced ? ' ' : '') + (v === null ? '<nil>' : textOf(v))
  })
  return out
}

const split: TemplateFunction = (args) =>
  new Map(
    textAt(args, 1)
      .split(textAt(args, 0))
      .slice(0, countMax)
      .map((p, i) => [`_${i}`, p]),
  )

/** Functions of texts, as Go's templates and sprig have them. */
export const textFunctions: FunctionTable = {
  toString: ([v = null]: readonly Value[]) => (v === null ? '<nil>' : textOf(v)),
  quote: (a) =>
    a
      .filter((v) => v !== null)
      .map(quoted)
      .join(' '),
  squote: (a) =>
    a
      .filter((v) => v !== null)
      .map((v) => `'${textOf(v)}'`)
      .join(' '),
  print,
  println: (a, e) => `${textOf(print(a, e))}\n`,
  printf,
  cat: (a) =>
    a
      .filter((v) => v !== null)
      .map((v) => textOf(v))
      .join(' '),
  trim: (a) => textAt(a, 0).trim(),
  trimAll: (a) => trimmed(textAt(a, 0), textAt(a, 1), 'both'),
  trimPrefix: (a) =>
    textAt(a, 0) !== '' && textAt(a, 1).startsWith(textAt(a, 0))
      ? textAt(a, 1).slice(textAt(a, 0).length)
      : textAt(a, 1),
  trimSuffix: (a) =>
    textAt(a, 0) !== '' && textAt(a, 1).endsWith(textAt(a, 0))
      ? textAt(a, 1).slice(0, -textAt(a, 0).length)
      : textAt(a, 1),
  lower: (a) => textAt(a, 0).toLowerCase(),
  upper: (a) => textAt(a, 0).toUpperCase(),
  title: (a) =>
    textAt(a, 0).replace(/(^|\s)(\S)/g, (_, s: string, c: string) => s + c.toUpperCase()),
  untitle: (a) =>
    textAt(a, 0).replace(/(^|\s)(\S)/g, (_, s: string, c: string) => s + c.toLowerCase()),
  replace: (a) =>
    textAt(a, 0) === '' ? textAt(a, 2) : textAt(a, 2).replaceAll(textAt(a, 0), () => textAt(a, 1)),
  contains: (a) => asked(a, (part, text) => text.includes(part)),
  hasPrefix: (a) => asked(a, (part, text) => text.startsWith(part)),
  hasSuffix: (a) => asked(a, (part, text) => text.endsWith(part)),
  trunc: (a) => truncated(numberAt(a, 0), textAt(a, 1)),
  abbrev: (a) =>
    textAt(a, 1).length > numberAt(a, 0)
      ? `${textAt(a, 1).slice(0, Math.max(0, numberAt(a, 0) - 3))}...`
      : textAt(a, 1),
  indent: (a) => indent(numberAt(a, 0), textAt(a, 1)),
  nindent: (a) => `\n${indent(numberAt(a, 0), textAt(a, 1))}`,
  repeat: (a) =>
    textAt(a, 1)
      .slice(0, repeatedMax)
      .repeat(Math.max(0, Math.min(numberAt(a, 0), countMax))),
  nospace: (a) => textAt(a, 0).replace(/\s/g, ''),
  substr: (a) => {
    const [from, to] = [numberAt(a, 0), numberAt(a, 1)]
    const text = textAt(a, 2)
    return to < 0 ? text.slice(Math.max(0, from)) : text.slice(Math.max(0, from), to)
  },
  join: (a) => listTexts(a[1] ?? null).join(textAt(a, 0)),
  splitList: (a) => textAt(a, 1).split(textAt(a, 0)).slice(0, countMax),
  split,
  splitn: (a) => {
    const parts = textAt(a, 2).split(textAt(a, 0))
    const n = Math.max(1, numberAt(a, 1))
    const kept =
      parts.length > n ? [...parts.slice(0, n - 1), parts.slice(n - 1).join(textAt(a, 0))] : parts
    return new Map(kept.slice(0, countMax).map((p, i) => [`_${i}`, p]))
  },
  base: (a) => textAt(a, 0).replace(/^.*\//s, ''),
  dir: (a) => (textAt(a, 0).includes('/') ? textAt(a, 0).replace(/\/[^/]*$/, '') : '.'),
  ext: (a) => /\.[^./]*$/.exec(textAt(a, 0))?.[0] ?? '',
  clean: (a) =>
    textAt(a, 0)
      .replace(/\/+/g, '/')
      .replace(/(?<=.)\/$/, ''),
  kebabcase: (a) => words(textAt(a, 0)).join('-').toLowerCase(),
  snakecase: (a) => words(textAt(a, 0)).join('_').toLowerCase(),
  camelcase: (a) => words(textAt(a, 0)).map(capital).join(''),
  initials: (a) =>
    words(textAt(a, 0))
      .map((w) => w[0])
      .join(''),
  sortAlpha: (a) => listTexts(a[0] ?? null).sort(),
  toStrings: (a) => listTexts(a[0] ?? null),
  len: (a) => {
    const v = a[0] ?? null
    if (isMap(v)) return sortedKeys(v).length
    return isList(v) || typeof v === 'string' ? v.length : unknown
  },
}
