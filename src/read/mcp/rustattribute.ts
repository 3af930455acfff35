import { literalText } from './term.ts'
import type { Source } from './termparser.ts'

/** `#[name(flag, key = "value")]`, by the tokens that stand in it. */
export type Attribute = {
  readonly name: string
  readonly flags: ReadonlySet<string>
  readonly settings: ReadonlyMap<string, string>
  /** The token of the name. */
  readonly index: number
}

const attributesMax = 20

/** The attribute whose `#` stands at `hash`. */
export const attributeAt = ({ tokens, brackets }: Source, hash: number): Attribute | undefined => {
  const open = hash + 1
  const name = tokens[open + 1]
  if (tokens[open]?.text !== '[' || name?.kind !== 'name') return undefined
  const flags = new Set<string>()
  const settings = new Map<string, string>()
  for (let i = open + 2; i < brackets.close[open]!; i++) {
    const t = tokens[i]!
    if (t.kind !== 'name') continue
    flags.add(t.text)
    const value = tokens[i + 1]?.text === '=' ? tokens[i + 2] : undefined
    const text = value && literalText(value)
    if (text !== undefined) settings.set(t.text, text)
  }
  return { name: name.text, flags, settings, index: open + 1 }
}

/** The attributes right before an item whose keyword or name stands at `i`; `pub`, `async` and such may be between. */
export const attributesBefore = (source: Source, i: number): readonly Attribute[] => {
  const { tokens, brackets } = source
  const out: Attribute[] = []
  let at = i - 1
  while (at > 0 && out.length < attributesMax) {
    if (tokens[at]!.text === ']') {
      const open = opening(source, at)
      const made =
        open > 0 && tokens[open - 1]!.text === '#' ? attributeAt(source, open - 1) : undefined
      if (made === undefined) return out
      out.push(made)
      at = open - 2
    } else if (/^(?:pub|async|const|unsafe)$/.test(tokens[at]!.text)) at--
    else if (tokens[at]!.text === ')' && tokens[brackets.parent[at - 1]! - 1]?.text === 'pub')
      at = brackets.parent[at - 1]! - 2
    else return out
  }
  return out
}

/** The bracket that the one at `close` closes: what stands before it has that as its parent. */
const opening = ({ brackets }: Source, close: number): number => {
  for (let i = close - 1; i >= 0 && i > close - 400; i--) if (brackets.close[i] === close) return i
  return -1
}

export const settingOf = (attributes: readonly Attribute[], key: string): string | undefined =>
  attributes.map((a) => a.settings.get(key)).find((v) => v !== undefined)

/** The `///` lines above an item, above its attributes too. */
export const docBefore = (
  source: Source,
  lines: readonly string[],
  i: number,
): string | undefined => {
  const attributes = attributesBefore(source, i)
  const top = Math.min(
    source.tokens[i]!.line,
    ...attributes.map((a) => source.tokens[a.index]!.line),
  )
  const found: string[] = []
  const from = Math.max(0, top - 1 - 100)
  let bottom = top - 2
  while (bottom >= from && /^\s*#\[/.test(lines[bottom] ?? '')) bottom--
  for (let n = bottom; n >= from; n--) {
    const text = /^\s*\/\/\/ ?(.*)$/.exec(lines[n] ?? '')?.[1]
    if (text === undefined) break
    found.unshift(text.trimEnd())
  }
  return found.length === 0 ? undefined : found.join('\n').trim()
}
