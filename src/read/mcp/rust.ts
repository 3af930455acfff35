import type { Json } from '../../core/json/canonical.ts'
import type { ToolServer } from '../../core/model/agent.ts'
import type { Offer } from '../../core/model/offer.ts'
import { collected, emptyInput, type Found, offered } from './found.ts'
import { type Attribute, attributeAt, docBefore } from './rustattribute.ts'
import { RustStructs } from './ruststruct.ts'
import { literalText } from './term.ts'
import type { Source } from './termparser.ts'

const mention = /\brmcp\b/
const headMax = 60

type Context = {
  readonly source: Source
  readonly lines: readonly string[]
  readonly structs: RustStructs
}

/** The name of the function below an attribute, past other attributes and qualifiers. */
const functionBelow = ({ tokens, brackets }: Source, from: number): number => {
  let i = from
  for (let n = 0; n < headMax && i < tokens.length; n++) {
    const t = tokens[i]!.text
    if (t === 'fn') return tokens[i + 2]?.text === '(' || tokens[i + 2]?.text === '<' ? i + 1 : -1
    if (t === '#') i = Math.max(brackets.close[i + 1] ?? -1, i + 1)
    else if (tokens[i]!.kind !== 'name' && t !== '(' && t !== ')') return -1
    i++
  }
  return -1
}

/** The type within `Parameters<…>`, or that of the one parameter marked `#[tool(aggr)]`. */
const inputOf = ({ source, structs }: Context, name: number): Json | undefined => {
  const { tokens, brackets } = source
  const open = name + 1
  if (tokens[open]?.text !== '(') return undefined
  const close = brackets.close[open]!
  for (let i = open + 1; i < close; i++) {
    const isWrapped = tokens[i]!.text === 'Parameters' && tokens[i + 1]?.text === '<'
    if (isWrapped) return structs.schemaOf(angleText(source, i + 1))
    if (tokens[i]!.text === 'tool' && tokens[i - 1]?.text === '[') return undefined
  }
  return emptyInput
}

/** The text between `<` at `from` and its `>`. */
const angleText = ({ tokens }: Source, from: number): string => {
  let depth = 0
  let text = ''
  for (let i = from; i < Math.min(from + headMax, tokens.length); i++) {
    const t = tokens[i]!.text
    if (t === '>' && --depth === 0) return text
    if (depth > 0) text += t
    if (t === '<') depth++
  }
  return ''
}

const offerOf = (context: Context, attribute: Attribute, role: 'tool' | 'prompt'): Offer[] => {
  const { source, lines } = context
  const end = source.brackets.close[attribute.index - 1]!
  const name = end < 0 ? -1 : functionBelow(source, end + 1)
  if (name < 0) return []
  return offered({
    name: attribute.settings.get('name') ?? source.tokens[name]!.text,
    description: attribute.settings.get('description') ?? docBefore(source, lines, attribute.index),
    input: role === 'tool' ? inputOf(context, name) : undefined,
    ...(role === 'tool' ? {} : { role }),
    at: { path: source.path, line: source.tokens[attribute.index]!.line },
  })
}

/** `Implementation { name: "x".into(), … }` of a server's information, or a type that serves a router. */
const serversOf = (source: Source): readonly ToolServer[] =>
  source.tokens.flatMap((t, i): ToolServer[] => {
    const isRouter = t.text === 'tool_router' || t.text === 'tool_box'
    const isMark =
      isRouter && source.tokens[i - 1]?.text === '[' && source.tokens[i - 2]?.text === '#'
    const at = { path: source.path, line: t.line }
    if (isMark) return [{ at }]
    const open = source.tokens[i + 1]?.text === '{' ? i + 1 : -1
    if (t.text !== 'Implementation' || open < 0 || source.tokens[i - 2]?.text !== 'server_info')
      return []
    for (let k = open + 1; k < source.brackets.close[open]!; k++) {
      const value =
        source.tokens[k]!.text === 'name' && source.tokens[k + 1]?.text === ':'
          ? source.tokens[k + 2]
          : undefined
      const name = value && literalText(value)
      if (name !== undefined) return [{ name, at }]
    }
    return []
  })

/** The modules that only tests see, by their first and last token. */
const testRanges = ({ tokens, brackets }: Source): readonly (readonly [number, number])[] =>
  tokens.flatMap((t, i) => {
    const isMark =
      t.text === 'cfg' && tokens[i + 2]?.text === 'test' && tokens[i + 5]?.text === 'mod'
    return isMark && tokens[i + 7]?.text === '{' ? [[i, brackets.close[i + 7]!] as const] : []
  })

/** Servers, tools and prompts in Rust: rmcp. */
export const rustTools = (source: Source, text: string): Found => {
  if (!mention.test(text)) return { offers: [], servers: [] }
  const lines = text.split('\n')
  const context: Context = { source, lines, structs: new RustStructs(source, lines) }
  const tests = testRanges(source)
  const offers = collected(source.tokens.length, (i): Offer[] => {
    const t = source.tokens[i]!
    if (tests.some(([from, to]) => i > from && i < to)) return []
    const role = t.text === 'tool' || t.text === 'prompt' ? t.text : undefined
    if (
      role === undefined ||
      source.tokens[i - 1]?.text !== '[' ||
      source.tokens[i - 2]?.text !== '#'
    )
      return []
    const attribute = attributeAt(source, i - 2)
    return attribute ? offerOf(context, attribute, role) : []
  })
  return { offers: offers, servers: serversOf(source) }
}
