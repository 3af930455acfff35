import type { Token } from '../lexer.ts'
import type { Node } from '../node.ts'
import type { Constants } from './constants.ts'
import { pathOf, type RawPath } from './path.ts'
import type { Source } from './source.ts'

/** `@Get('x')`, `@GetMapping(value = {"/a", "/b"})`, `[HttpGet("{id}")]`: its name and what it is given. */
export type Annotation = {
  readonly name: string
  readonly line: number
  /** What is given to it, by position (`''`) or by name; a list of texts for every one. */
  readonly given: readonly (readonly [string, readonly Node[]])[]
}

/** Annotations that stand before one class or one member. */
export type Annotated = {
  readonly annotations: readonly Annotation[]
  /** Index of the token after the last of them. */
  readonly end: number
}

/** A class or an interface with its annotations, and the annotated things in its body. */
export type Class = {
  readonly keyword: string
  readonly name: string
  readonly annotations: readonly Annotation[]
  readonly members: readonly Annotated[]
}

const keywords = new Set(['class', 'interface', 'object', 'record', 'struct', 'trait'])
const modifiers = new Set([
  'public',
  'export',
  'default',
  'abstract',
  'final',
  'open',
  'sealed',
  'partial',
  'static',
  'internal',
  'data',
  'private',
  'protected',
  'declare',
  'non',
  '-',
  'inner',
  'companion',
])
const headMax = 300
const runMax = 60
const givenMax = 40

type Range = { readonly from: number; readonly to: number }

/** The pieces between the commas of a pair of brackets. */
const split = (tokens: readonly Token[], { from, to }: Range, closes: Int32Array): Range[] => {
  const out: Range[] = []
  let start = from
  for (let i = from; i < to; i++) {
    if (closes[i]! > i) i = closes[i]!
    else if (tokens[i]!.text === ',' && tokens[i]!.kind === 'mark') {
      out.push({ from: start, to: i })
      start = i + 1
    }
  }
  if (start < to) out.push({ from: start, to })
  return out.slice(0, givenMax)
}

const textOf = (t: Token): Node => {
  const parts = (t.parts ?? []).map(
    (p): Node =>
      typeof p === 'string'
        ? { kind: 'text', value: p, line: t.line }
        : { kind: 'other', line: t.line },
  )
  return parts.length === 1 ? parts[0]! : { kind: 'concat', parts, line: t.line }
}

/** Texts and names, where `+` joins them: `API + "/users"`; chains of members are one name. */
const nodesIn = (tokens: readonly Token[], { from, to }: Range): Node[] => {
  const out: Node[] = []
  let joins = false
  for (let i = from; i < to; i++) {
    const t = tokens[i]!
    if (t.text === '+' && t.kind === 'mark') joins = true
    if (t.kind !== 'text' && t.kind !== 'name') continue
    let node: Node = t.kind === 'text' ? textOf(t) : { kind: 'name', path: t.text, line: t.line }
    while (node.kind === 'name' && tokens[i + 1]?.text === '.' && tokens[i + 2]?.kind === 'name') {
      node = { ...node, path: `${node.path}.${tokens[i + 2]!.text}` }
      i += 2
    }
    const before = out.at(-1)
    if (joins && before !== undefined)
      out[out.length - 1] = { kind: 'concat', parts: [before, node], line: before.line }
    else out.push(node)
    joins = false
  }
  return out
}

/** `key: value` inside of braces, as Nest's `@Controller({ path: 'x' })`, or a plain list of values. */
const givenIn = (tokens: readonly Token[], range: Range, closes: Int32Array): Annotation['given'] =>
  split(tokens, range, closes).flatMap((r): Annotation['given'] => {
    const mark = tokens[r.from + 1]?.text
    const isNamed = tokens[r.from]!.kind === 'name' && (mark === '=' || mark === ':')
    const value = isNamed ? { from: r.from + 2, to: r.to } : r
    const first = tokens[value.from]
    const isObject = !isNamed && first?.text === '{' && tokens[value.from + 2]?.text === ':'
    if (isObject) return givenIn(tokens, { from: value.from + 1, to: value.to - 1 }, closes)
    return [[isNamed ? tokens[r.from]!.text : '', nodesIn(tokens, value)]]
  })

type Read = { readonly annotation: Annotation; readonly next: number }

/** One annotation whose name starts at `i`. */
const annotationAt = (
  tokens: readonly Token[],
  i: number,
  closes: Int32Array,
): Read | undefined => {
  if (tokens[i]?.kind !== 'name') return undefined
  let end = i
  while (tokens[end + 1]?.text === '.' && tokens[end + 2]?.kind === 'name') end += 2
  const { text: name, line } = tokens[end]!
  const open = end + 1
  const isCall = tokens[open]?.text === '(' && closes[open]! > open
  const given = isCall ? givenIn(tokens, { from: open + 1, to: closes[open]! }, closes) : []
  return {
    annotation: { name, line: tokens[i]!.line === line ? line : tokens[i]!.line, given },
    next: isCall ? closes[open]! + 1 : open,
  }
}

/** C#'s `[A, B("x")]`: attributes, where a list cannot stand. */
const attributesAt = (tokens: readonly Token[], i: number, closes: Int32Array): Annotation[] =>
  split(tokens, { from: i + 1, to: closes[i]! }, closes).flatMap(
    (r) => annotationAt(tokens, r.from, closes)?.annotation ?? [],
  )

const isAttribute = (tokens: readonly Token[], i: number): boolean =>
  tokens[i]!.text === '[' &&
  tokens[i]!.kind === 'mark' &&
  tokens[i + 1]?.kind === 'name' &&
  (tokens[i]!.first || tokens[i - 1]?.text === ']')

/** The annotations that follow one another from `i` on. */
const runAt = (tokens: readonly Token[], i: number, source: Source): Annotated | undefined => {
  const closes = source.closes()
  const annotations: Annotation[] = []
  let at = i
  for (let k = 0; k < runMax; k++) {
    if (source.lang === 'csharp') {
      if (tokens[at] === undefined || !isAttribute(tokens, at) || closes[at]! < 0) break
      annotations.push(...attributesAt(tokens, at, closes))
      at = closes[at]! + 1
      continue
    }
    const read = tokens[at]?.text === '@' ? annotationAt(tokens, at + 1, closes) : undefined
    if (read === undefined) break
    annotations.push(read.annotation)
    at = read.next
  }
  return annotations.length === 0 ? undefined : { annotations, end: at }
}

type Head = { readonly keyword: string; readonly name: string; readonly body: Range }

/** The class that starts at `i`, past its modifiers. */
const headAt = (tokens: readonly Token[], i: number, closes: Int32Array): Head | undefined => {
  let at = i
  while (modifiers.has(tokens[at]?.text ?? '')) at++
  const keyword = tokens[at]
  const name = tokens[at + 1]
  if (!keywords.has(keyword?.text ?? '') || name?.kind !== 'name') return undefined
  for (let k = at + 2; k < Math.min(at + headMax, tokens.length); k++) {
    const t = tokens[k]!.text
    if (t === ';') return undefined
    if (t === '{' && closes[k]! > k)
      return { keyword: keyword!.text, name: name.text, body: { from: k, to: closes[k]! } }
    if (t === '(' && closes[k]! > k) k = closes[k]!
  }
  return undefined
}

/**
 * The classes of a file with their annotations and the annotated members of each. An annotation belongs
 * to the class that follows it, else to the class that it stands in.
 */
export const classesOf = (source: Source): Class[] => {
  const { tokens } = source
  const closes = source.closes()
  const open: {
    readonly head: Head
    readonly annotations: readonly Annotation[]
    readonly members: Annotated[]
  }[] = []
  const all: Class[] = []
  for (let i = 0; i < tokens.length; i++) {
    while (open.length > 0 && open.at(-1)!.head.body.to <= i) open.pop()
    const t = tokens[i]!
    const run = t.text === '@' || t.text === '[' ? runAt(tokens, i, source) : undefined
    const mayStart =
      run !== undefined || (t.kind === 'name' && (keywords.has(t.text) || modifiers.has(t.text)))
    const head =
      mayStart && tokens[i - 1]?.text !== '.' && tokens[i - 1]?.text !== '::'
        ? headAt(tokens, run?.end ?? i, closes)
        : undefined
    if (head) {
      const entry = { head, annotations: run?.annotations ?? [], members: [] as Annotated[] }
      open.push(entry)
      all.push({
        keyword: head.keyword,
        name: head.name,
        annotations: entry.annotations,
        members: entry.members,
      })
      i = head.body.from
    } else if (run) {
      open.at(-1)?.members.push(run)
      i = run.end - 1
    }
  }
  return all
}

/** What an annotation is given under one of some names, `''` for the first without a name. */
export const givenTo = (
  a: Annotation | undefined,
  names: readonly string[],
): readonly Node[] | undefined => a?.given.find(([n]) => names.includes(n))?.[1]

/** The paths among the things given under some names; one empty path where there are none. */
export const givenPaths = (
  a: Annotation | undefined,
  names: readonly string[],
  constants: Constants,
): RawPath[] => {
  const nodes = givenTo(a, names)
  if (nodes === undefined || nodes.length === 0) return [{ text: '', isOpen: false }]
  return nodes.map((n) => pathOf(n, constants) ?? { text: '', isOpen: true })
}

export const find = (all: readonly Annotation[], name: RegExp): Annotation | undefined =>
  all.find((a) => name.test(a.name))
