import { parse, TomlError } from 'smol-toml'
import { diagnostic } from '../../core/diag/diagnostic.ts'
import type { SourceFile } from '../../core/model/facts.ts'
import type { Place } from '../../core/model/place.ts'
import { type Locate, locator } from './lines.ts'
import { type Spot, scanToml } from './toml-scan.ts'
import type { Parsed, Tree } from './tree.ts'

const depthMax = 64

const reads = (raw: string, value: string): boolean => {
  const isPlain = !raw.includes('\\') && !raw.startsWith('"""') && !raw.startsWith("'''")
  if (isPlain) return raw.slice(1, -1) === value
  try {
    return parse(`x=${raw}`)['x'] === value
  } catch {
    return false
  }
}

/** More parts in a dotted key than levels are allowed: the parser bounds brackets alone. */
const hasLongKey = (text: string): boolean => {
  for (const [head] of text.matchAll(/^[^"'=#,\n]+/gm))
    if (head.split('.', depthMax + 2).length > depthMax + 1) return true
  return false
}

/** Values come from the parser; places from the scan, as far as it found the same texts. */
class Locating {
  private readonly locate: Locate

  constructor(locate: Locate) {
    this.locate = locate
  }

  tree(value: unknown, found: Spot | undefined, { outer, depth }: Context): Tree {
    const at = found ? this.locate(found.from, found.to) : outer
    if (typeof value === 'string') {
      const isSure = found?.raw !== undefined && reads(found.raw, value)
      return { kind: 'text', value, at: isSure ? at : outer }
    }
    if (typeof value === 'boolean') return { kind: 'boolean', value, at }
    if (typeof value === 'number' || typeof value === 'bigint') return { kind: 'number', at }
    if (value === null || typeof value !== 'object' || value instanceof Date)
      return { kind: 'date', at }
    const context = { outer: at, depth: depth + 1 }
    if (depth >= depthMax) return { kind: 'null', at }
    if (Array.isArray(value)) {
      const items = value.map((v, i) => this.tree(v, found?.items[i], context))
      return { kind: 'list', items, at }
    }
    const entries = Object.entries(value).map(
      ([k, v]) => [k, this.tree(v, found?.members.get(k), context)] as const,
    )
    return { kind: 'table', entries: new Map(entries), at }
  }
}

type Context = { readonly outer: Place; readonly depth: number }

/** TOML 1.0 with a place for every value. */
export const parseToml = (file: SourceFile): Parsed => {
  if (hasLongKey(file.text)) {
    const at = { path: file.path, line: 1 }
    return { problems: [diagnostic('RTT1013', `nested deeper than ${depthMax} levels`, { at })] }
  }
  try {
    const text = file.text.replace(/^\uFEFF/, ' ')
    const value = parse(text, { maxDepth: depthMax })
    const outer = { path: file.path, line: 1 }
    const locating = new Locating(locator(file))
    return {
      root: locating.tree(value, scanToml(text), { outer, depth: 0 }),
      problems: [],
    }
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.split('\n')[0]! : 'unknown'
    const at: Place =
      cause instanceof TomlError
        ? { path: file.path, line: cause.line, column: cause.column }
        : { path: file.path, line: 1 }
    const words = why.replace('Invalid TOML document: ', '')
    return { problems: [diagnostic('RTT1002', `this TOML cannot be parsed: ${words}`, { at })] }
  }
}
