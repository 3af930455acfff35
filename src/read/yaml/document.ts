import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseAllDocuments,
  visit,
  type YAMLMap,
} from 'yaml'
import { type Diagnostic, diagnostic } from '../../core/diag/diagnostic.ts'
import type { SourceFile } from '../../core/model/facts.ts'
import type { Place } from '../../core/model/place.ts'

const depthMax = 100
const oldBooleans: Readonly<Record<string, boolean>> = {
  yes: true,
  no: false,
  on: true,
  off: false,
}

/** Where the nodes of a text stand; `placeOf` answers for a text that was made from others. */
type Origin = {
  readonly lines: LineCounter
  readonly path: string
  readonly placeOf?: ((line: number) => Place) | undefined
}

const anchors = new WeakMap<Document, ReadonlyMap<Alias, Node>>()

/** What each alias of a document stands for, found once: looking each up would walk the document each time. */
const anchored = (doc: Document): ReadonlyMap<Alias, Node> => {
  const before = anchors.get(doc)
  if (before) return before
  const named = new Map<string, Node>()
  const out = new Map<Alias, Node>()
  visit(doc, {
    Node: (_, node) => {
      if (isAlias(node)) {
        const target = named.get(node.source)
        if (target) out.set(node, target)
      } else if (node.anchor) named.set(node.anchor, node)
    },
  })
  anchors.set(doc, out)
  return out
}

const places = new WeakMap<Node, ReadonlyMap<string, number>>()

/** Offsets of the keys of a map, found once. */
const keysOf = (map: YAMLMap): ReadonlyMap<string, number> => {
  const before = places.get(map)
  if (before) return before
  const out = new Map<string, number>()
  for (const { key } of map.items)
    if (isScalar(key) && key.range && !out.has(String(key.value)))
      out.set(String(key.value), key.range[0])
  places.set(map, out)
  return out
}

/** A node of a YAML file that knows its place. Missing members answer with an empty node. */
export class Yaml {
  private readonly node: unknown
  private readonly doc: Document
  private readonly origin: Origin

  constructor(node: unknown, doc: Document, origin: Origin) {
    this.doc = doc
    this.origin = origin
    this.node = isAlias(node) ? anchored(doc).get(node) : node
  }

  private wrap(node: unknown): Yaml {
    return new Yaml(node, this.doc, this.origin)
  }

  get exists(): boolean {
    return (
      this.node !== undefined &&
      this.node !== null &&
      !(isScalar(this.node) && this.node.value === null)
    )
  }

  get isMap(): boolean {
    return isMap(this.node)
  }

  get isList(): boolean {
    return isSeq(this.node)
  }

  get at(): Place {
    const offset = (this.node as Node | undefined)?.range?.[0] ?? 0
    const { line, col } = this.origin.lines.linePos(offset)
    if (this.origin.placeOf) return this.origin.placeOf(Math.max(line, 1))
    return { path: this.origin.path, line: Math.max(line, 1), column: Math.max(col, 1) }
  }

  get line(): Place {
    const { path, line } = this.at
    return { path, line }
  }

  /** The member `keys[0]`, of that `keys[1]` …; merge keys (`<<`) are looked through. */
  get(...keys: readonly string[]): Yaml {
    let current: Yaml = this
    for (const key of keys) current = current.member(key)
    return current
  }

  private member(key: string): Yaml {
    return this.entries().find(([k]) => k === key)?.[1] ?? this.wrap(undefined)
  }

  /** Where the key of a member stands. */
  keyPlace(name: string): Place | undefined {
    if (!isMap(this.node)) return undefined
    const offset = keysOf(this.node).get(name)
    if (offset === undefined) return undefined
    const { line } = this.origin.lines.linePos(offset)
    return this.origin.placeOf?.(line) ?? { path: this.origin.path, line }
  }

  /** Members of a map in the order of the file; merged ones last, and only where not overridden. */
  entries(): readonly (readonly [string, Yaml])[] {
    return this.merged(new Set(), 0)
  }

  /** @param seen maps that were merged before: once more they would add nothing, and take ever longer */
  private merged(seen: Set<unknown>, depth: number): readonly (readonly [string, Yaml])[] {
    if (!isMap(this.node) || depth > 8 || seen.has(this.node)) return []
    seen.add(this.node)
    const own: (readonly [string, Yaml])[] = []
    const merged: (readonly [string, Yaml])[] = []
    for (const { key, value } of this.node.items) {
      const name = String(isScalar(key) ? key.value : (key ?? ''))
      const child = this.wrap(value)
      if (name !== '<<') own.push([name, child])
      else
        for (const m of child.isMap ? [child] : child.items())
          for (const e of m.merged(seen, depth + 1)) merged.push(e)
    }
    const names = new Set(own.map(([k]) => k))
    return [...own, ...merged.filter(([k]) => !names.has(k))]
  }

  items(): readonly Yaml[] {
    return isSeq(this.node) ? this.node.items.map((n) => this.wrap(n)) : []
  }

  /** The text of a scalar, numbers and booleans as they are written; undefined for anything else. */
  get text(): string | undefined {
    if (!isScalar(this.node) || this.node.value === null || this.node.value === undefined)
      return undefined
    return typeof this.node.value === 'string'
      ? this.node.value
      : (this.node.source ?? String(this.node.value))
  }

  /** The value of a scalar as YAML types it; a bare yes, no, on or off is taken as YAML 1.1 takes it. */
  get scalar(): string | number | boolean | undefined {
    const value = isScalar(this.node) ? this.node.value : undefined
    if (typeof value === 'number' || typeof value === 'boolean') return value
    const isBare = isScalar(this.node) && this.node.type === 'PLAIN'
    const word = isBare ? this.text?.toLowerCase() : undefined
    return word !== undefined && Object.hasOwn(oldBooleans, word) ? oldBooleans[word] : this.text
  }

  /** Text of each item of a list, or of the scalar itself. */
  get texts(): readonly string[] {
    const own = this.text
    if (own !== undefined) return [own]
    return this.items().flatMap((i) => (i.text === undefined ? [] : [i.text]))
  }
}

type Parsed = { readonly roots: readonly Yaml[]; readonly diagnostics: readonly Diagnostic[] }

const explicitKeysMax = 32

/** The parser takes a time beyond measure for nested `? key`; nobody writes more than a few of them. */
const hasManyExplicitKeys = (text: string): boolean => {
  let count = 0
  for (const _ of text.matchAll(/(?:^|[\s[{,-])\?(?=\s|$)/gm))
    if (++count > explicitKeysMax) return true
  return false
}

/** Indentation and brackets bound the nesting from above, without parsing. */
const tooDeep = (text: string): boolean => {
  let flow = 0
  for (const line of text.split('\n')) {
    if (/^\s*(?:- ){101}/.test(line)) return true
    const indent = line.length - line.trimStart().length
    if (
      indent > depthMax * 8 &&
      line.trim() !== '' &&
      !/^\s*[#|>]/.test(line) &&
      indent % 2 === 0 &&
      flow === 0 &&
      indent > 2000
    )
      return true
    for (const c of line) {
      if (c === '[' || c === '{') flow++
      else if ((c === ']' || c === '}') && flow > 0) flow--
      if (flow > depthMax) return true
    }
  }
  return false
}

/**
 * Parses every document of a YAML file. A document with errors is reported (RTT1002, its line) and
 * left out; aliases are bounded, so that a small file cannot grow large. `placeOf` tells for a text
 * that was made from other files where its lines come from.
 */
export const parseYaml = (
  { path, text }: SourceFile,
  placeOf?: (line: number) => Place,
): Parsed => {
  if (tooDeep(text) || hasManyExplicitKeys(text))
    return {
      roots: [],
      diagnostics: [
        diagnostic('RTT1013', `nested deeper than ${depthMax} levels`, { at: { path, line: 1 } }),
      ],
    }
  const lines = new LineCounter()
  const at: Origin = { lines, path, placeOf }
  try {
    const documents = parseAllDocuments(text, {
      lineCounter: lines,
      // The parser takes longer to word its errors than to find them, and a bad text has thousands.
      prettyErrors: false,
      logLevel: 'silent',
      uniqueKeys: false,
      strict: false,
    })
    const list = Array.isArray(documents) ? documents : []
    const diagnostics = list
      .flatMap((d) => d.errors.slice(0, 1))
      .map((e) => {
        const { line, col } = lines.linePos(e.pos[0])
        return diagnostic(
          'RTT1002',
          `this YAML cannot be parsed: ${e.message.split('\n')[0]!.replace(/ at line \d+, column \d+:?$/, '')}`,
          { at: { path, line: Math.max(line, 1), column: Math.max(col, 1) } },
        )
      })
    const roots = list.filter((d) => d.errors.length === 0).map((d) => new Yaml(d.contents, d, at))
    return { roots, diagnostics }
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.split('\n')[0]! : 'unknown'
    return {
      roots: [],
      diagnostics: [
        diagnostic('RTT1002', `this YAML cannot be parsed: ${why}`, { at: { path, line: 1 } }),
      ],
    }
  }
}
