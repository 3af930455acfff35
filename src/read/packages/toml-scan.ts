/** Where a value of a TOML text stands. `raw` is set for texts, as they are written. */
export type Spot = {
  readonly from: number
  readonly to: number
  readonly raw?: string
  readonly members: Map<string, Spot>
  readonly items: Spot[]
}

const spot = (from: number, to: number, raw?: string): Spot => ({
  from,
  to,
  ...(raw === undefined ? {} : { raw }),
  members: new Map(),
  items: [],
})

const trivia = /(?:[ \t\r\n]|#[^\n]*)*/y
const keyPart = /[ \t]*([A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')[ \t]*/y
const bareValue = /[^,\]}#\n]*/y

const endOfText = (source: string, from: number): number => {
  const quote = source[from]!
  const long = quote.repeat(3)
  const isLong = source.startsWith(long, from)
  const close = isLong ? long : quote
  let i = from + close.length
  while (i < source.length && !source.startsWith(close, i))
    i += quote === '"' && source[i] === '\\' ? 2 : 1
  i += close.length
  // Up to two quotes before the closing three belong to the text.
  for (let n = 0; isLong && n < 2 && source[i] === quote; n++) i++
  return i
}

const unquote = (part: string): string => {
  if (part.startsWith("'")) return part.slice(1, -1)
  if (!part.startsWith('"')) return part
  try {
    return JSON.parse(part) as string
  } catch {
    return part.slice(1, -1)
  }
}

/** The table at a path, made where it is missing; an array of tables stands for its last item. */
const descend = (table: Spot, path: readonly string[], from: number): Spot => {
  let at = table
  for (const part of path) {
    const next = at.members.get(part) ?? spot(from, from)
    at.members.set(part, next)
    at = next.items.at(-1) ?? next
  }
  return at
}

/** Walks a TOML text that is known to be valid, and only notes where its values stand. */
class Scan {
  private readonly source: string
  private pos = 0
  private readonly root = spot(0, 0)

  constructor(source: string) {
    this.source = source
  }

  run(): Spot {
    let table = this.root
    this.skip(trivia)
    while (this.pos < this.source.length) {
      if (this.source[this.pos] === '[') table = this.header()
      else this.pair(table)
      this.skip(trivia)
    }
    return this.root
  }

  private skip(pattern: RegExp): string {
    pattern.lastIndex = this.pos
    const m = pattern.exec(this.source)
    this.pos += m?.[0].length ?? 0
    return m?.[1] ?? m?.[0] ?? ''
  }

  /** Steps over `text`; anything else means that the scan has lost its way, and ends it. */
  private step(text: string): void {
    if (this.source.startsWith(text, this.pos)) this.pos += text.length
    else this.pos = this.source.length
  }

  private path(): readonly string[] {
    const parts = [unquote(this.skip(keyPart))]
    while (this.source[this.pos] === '.') {
      this.pos++
      parts.push(unquote(this.skip(keyPart)))
    }
    return parts
  }

  private header(): Spot {
    const from = this.pos
    const isList = this.source.startsWith('[[', from)
    this.pos += isList ? 2 : 1
    const path = this.path()
    this.step(isList ? ']]' : ']')
    const parent = descend(this.root, path.slice(0, -1), from)
    const name = path.at(-1)!
    const known = parent.members.get(name)
    const table = spot(from, this.pos)
    if (isList) {
      const list = known ?? spot(from, this.pos)
      list.items.push(table)
      parent.members.set(name, list)
      return table
    }
    if (known) for (const [key, member] of known.members) table.members.set(key, member)
    parent.members.set(name, table)
    return table
  }

  private pair(table: Spot): void {
    const from = this.pos
    const path = this.path()
    this.step('=')
    const value = this.value()
    descend(table, path.slice(0, -1), from).members.set(path.at(-1)!, value)
  }

  private value(): Spot {
    this.skip(/[ \t]*/y)
    const from = this.pos
    const first = this.source[from]
    if (first === '[') return this.list(from)
    if (first === '{') return this.inline(from)
    if (first !== '"' && first !== "'") {
      this.skip(bareValue)
      return spot(from, from + this.source.slice(from, this.pos).trimEnd().length)
    }
    this.pos = endOfText(this.source, from)
    return spot(from, this.pos, this.source.slice(from, this.pos))
  }

  private list(from: number): Spot {
    const items: Spot[] = []
    this.within('[', ']', () => items.push(this.value()))
    return { ...spot(from, this.pos), items }
  }

  private inline(from: number): Spot {
    const table = spot(from, from)
    this.within('{', '}', () => this.pair(table))
    return { ...table, to: this.pos }
  }

  private within(open: string, close: string, item: () => void): void {
    this.step(open)
    this.skip(trivia)
    while (this.pos < this.source.length && this.source[this.pos] !== close) {
      item()
      this.skip(trivia)
      if (this.source[this.pos] !== close) this.step(',')
      this.skip(trivia)
    }
    this.step(close)
  }
}

/** Notes where each value of a valid TOML text stands. Never throws; what it cannot follow it leaves out. */
export const scanToml = (source: string): Spot => new Scan(source).run()
