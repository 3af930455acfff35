import { clientWord, type Idle } from '../../core/model/endpoint.ts'
import type { Token } from './lexer.ts'
import { type Found, type FoundFunction, lastOf, type Node } from './node.ts'
import { namesInHoles, type Occurrences, occurrencesOf, touchedNames } from './touched.ts'

type Call = Extract<Node, { kind: 'call' }>

export type HeldInput = {
  readonly lang: string
  readonly text: string
  readonly tokens: readonly Token[]
  readonly found: Found
  readonly functions: readonly FoundFunction[]
}

/** A name that was given a client: `at` is the token of the name itself. */
type Holder = { readonly name: string; readonly at: number; readonly start: number }

/** Languages whose ways to hold a value are known here. */
const known = new Set([
  'go',
  'python',
  'java',
  'kotlin',
  'csharp',
  'typescript',
  'javascript',
  'rust',
])

/** What a client is asked before it is used: the call gives back the client, and calls nobody. */
const setting =
  /^\.?(?:with[A-Z]\w*|(?:max|accept|send)_\w+|await|unwrap|expect|unwrap_or_else|clone)$/

const depthMax = 8
const chainMax = 12
const literalMax = 40

/** The client that a value is, where it is one: with its settings, and not what was asked of it. */
const clientIn = (value: Node, isClient: (c: Call) => boolean): Call | undefined => {
  let node: Node | undefined = value
  for (let depth = 0; depth < depthMax && node?.kind === 'call'; depth++) {
    if (isClient(node)) return node
    if (!setting.test(node.callee)) return undefined
    node = node.base
  }
  return undefined
}

const plainName = /^[A-Za-z_]\w*$/

const isName = (name: string): boolean => plainName.test(name) && /[A-Za-z]/.test(name)

const starters = new Set(['var', 'const', 'let', 'val', 'mut', 'final'])

/** Types before the name are no names: what stands before `=` must be the name that is given the value. */
const isDeclaredName = (start: number, { tokens, lang }: HeldInput): boolean => {
  const [before, own] = [tokens[start - 1], tokens[start]]
  if (before === undefined || own?.first) return true
  if (before.text === ':') return false
  const isTyped = lang === 'java' || lang === 'csharp'
  return before.kind !== 'name' || isTyped || starters.has(before.text)
}

/** The token of a name from `start` on: the end of a chain stands near its beginning. */
const tokenOf = (name: string, start: number, tokens: readonly Token[]): number => {
  for (let i = start; i < Math.min(start + chainMax, tokens.length); i++)
    if (tokens[i]!.text === name) return i
  return -1
}

type IsClient = (c: Call) => boolean
type Holders = Map<readonly unknown[], Holder>

const beforeName = new Set(['mut', '&', '*'])

/**
 * The first token of a target: an assignment begins with it, behind what may stand before a name; the key of
 * a literal of Go, whose end is all that the parser tells, stands before the call.
 */
const startOf = (target: string, at: number, { tokens, lang }: HeldInput): number => {
  const head = target.split('.', 1)[0]
  let start = at
  while (start < at + 2 && beforeName.has(tokens[start]?.text ?? '')) start++
  if (tokens[start]?.text === head) return start
  if (lang !== 'go') return -1
  for (let i = at - 1; i > 0 && at - i < literalMax; i--)
    if (tokens[i]!.text === target && tokens[i + 1]?.text === ':') return i
  return -1
}

const byAssignment = (input: HeldInput, isClient: IsClient, out: Holders): void => {
  for (const { target, value, at } of input.found.assignments) {
    const call = clientIn(value, isClient)
    const name = lastOf(target)
    if (call === undefined || !isName(name)) continue
    const start = startOf(target, at, input)
    const own = start < 0 ? -1 : tokenOf(name, start, input.tokens)
    if (own >= 0 && isDeclaredName(start, input)) out.set(call.args, { name, at: own, start })
  }
}

/** Go's `func NewCart() pb.CartClient { return pb.NewCartClient(conn) }`: the function stands for it. */
const byReturn = (input: HeldInput, isClient: IsClient, out: Holders): void => {
  for (const { node, at } of input.found.calls) {
    if (!isClient(node)) continue
    const length = 2 * node.callee.split('.').length - 1
    const [before, after] = [input.tokens[at - length - 1], input.tokens[at + 1]]
    if (before?.text !== 'return' || after === undefined) continue
    const f = innermost(input.functions, at)
    const isChained = input.found.calls.some((c) => c.node.base === node)
    if (f && !isChained) out.set(node.args, { name: f.name, at: f.from, start: f.from })
  }
}

/** Names that are given a client, by the arguments of its call: variables, fields, functions of Go. */
const holdersOf = (input: HeldInput, isClient: IsClient): Holders => {
  const out: Holders = new Map()
  byAssignment(input, isClient, out)
  if (input.lang === 'go') byReturn(input, isClient, out)
  return out
}

/** The function that a token stands in; what looks like one by its brackets may be a class. */
const innermost = (functions: readonly FoundFunction[], at: number): FoundFunction | undefined =>
  functions
    .filter((f) => at > f.from && at <= f.to)
    .reduce<FoundFunction | undefined>(
      (best, f) => (best === undefined || f.to - f.from < best.to - best.from ? f : best),
      undefined,
    )

const classMark = /^(?:@|class|record|object|struct|interface)$/

const modifiers = /^(?:private|protected|public|internal|static|readonly|lateinit|override)$/

/** `name :=` of Go, `Type name =`, `const name =`: the name is declared here, and for this block alone. */
const isLocal = (h: Holder, { tokens, lang }: HeldInput): boolean => {
  const before = tokens[h.at - 1]!
  if (lang === 'python')
    return (
      tokens[h.at]!.first === true &&
      !tokens.some(
        (t, i) => t.text === h.name && /^(?:global|nonlocal|,)$/.test(tokens[i - 1]?.text ?? ''),
      )
    )
  if (lang === 'go') {
    const next = tokens.slice(h.at + 1, h.at + 4).map((t) => t.text)
    return next[0] === ':=' || (next[0] === ',' && next[2] === ':=') || before.text === 'var'
  }
  if (lang !== 'java' && lang !== 'csharp')
    return starters.has(before.text) && before.text !== 'final'
  const { line } = tokens[h.at]!
  for (let i = h.at - 1; i >= 0 && tokens[i]!.line === line; i--)
    if (modifiers.test(tokens[i]!.text)) return false
  return before.kind === 'name' && before.line === line
}

/** The function that a variable belongs to: nothing outside of it can use it. */
const localRange = (h: Holder, input: HeldInput): FoundFunction | undefined => {
  if (h.start !== h.at || h.at === 0 || !isLocal(h, input)) return undefined
  const inside = innermost(input.functions, h.at)
  const isClass = inside && classMark.test(input.tokens[inside.from - 1]?.text ?? '')
  return isClass ? undefined : inside
}

const generators = /@(?:Getter|Data|Value|Accessors)\b|\bpartial\s+class\b/

/** Who can use what is no variable of a function. */
const reachOf = (h: Holder, uses: Occurrences, input: HeldInput): Idle['within'] => {
  const { lang, text, tokens } = input
  if (lang === 'go') return /^\p{Lu}/u.test(h.name) ? 'service' : 'folder'
  if (lang === 'java' || lang === 'csharp' || lang === 'kotlin' || lang === 'typescript') {
    const isPrivate = uses
      .declared(h.name)
      .some((line) => tokens.some((t) => t.line === line && t.text === 'private'))
    if (isPrivate && !generators.test(text)) return 'file'
  }
  if (lang !== 'typescript' && lang !== 'javascript') return 'service'
  const isConstant = h.start === h.at && starters.has(tokens[h.at - 1]?.text ?? '')
  const isModule = /\b(?:import|export|require)\b/.test(text)
  return isConstant && isModule && tokens[h.at - 2]?.text !== 'export' ? 'file' : 'service'
}

/** What a file does with the clients that it builds, and which of others it may take up. */
export type Held = {
  /** Clients that it gives to a name and never takes up again, by the arguments of their call. */
  readonly idle: ReadonlyMap<readonly unknown[], Idle>
  readonly touches: readonly string[]
}

export const heldIn = (input: HeldInput, isClient: IsClient): Held => {
  const { tokens } = input
  const holders: Holders = known.has(input.lang) ? holdersOf(input, isClient) : new Map()
  const given = new Set([...holders.values()].map((h) => h.at))
  const idle = new Map<readonly unknown[], Idle>()
  if (holders.size > 0) {
    const names = new Set([...holders.values()].map((h) => h.name))
    const uses = occurrencesOf(tokens, given, (n) => names.has(n))
    const holes = namesInHoles(tokens)
    for (const [call, h] of holders) {
      const local = localRange(h, input)
      const isUsed = uses
        .used(h.name)
        .some((at) => local === undefined || (at >= local.from && at <= local.to))
      if (!isUsed && !holes.has(h.name))
        idle.set(call, { name: h.name, within: local ? 'file' : reachOf(h, uses, input) })
    }
  }
  const touches = clientWord.test(input.text) ? touchedNames(tokens, given) : []
  return { idle, touches }
}
