import { type Diagnostic, diagnostic } from '../../core/diag/diagnostic.ts'
import type { SourceFile } from '../../core/model/facts.ts'
import type { Place } from '../../core/model/place.ts'
import { type Locate, locator } from './lines.ts'
import { shown } from './tree.ts'

/** An element without its attributes. Prefixes are cut from names. */
export type Element = {
  readonly name: string
  readonly at: Place
  readonly children: Element[]
  /** The text directly inside, trimmed. */
  text: string
  textAt: Place
}

const depthMax = 64
const predefined: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
}

/** Character references and the five entities of XML itself; no other entity is ever expanded. */
const decode = (text: string): string =>
  text.replace(/&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|([a-z]+));/gi, (whole, hex, dec, name) => {
    if (name !== undefined) return predefined[name] ?? whole
    const point = hex === undefined ? Number(dec) : Number.parseInt(hex, 16)
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole
  })

class Refusal extends Error {
  readonly offset: number
  readonly code: 'RTT1002' | 'RTT1013'

  constructor(words: string, offset: number, code: 'RTT1002' | 'RTT1013' = 'RTT1002') {
    super(words)
    this.offset = offset
    this.code = code
  }
}

/** Walks the text once from left to right, with a stack and without recursion. */
class Tokens {
  private readonly source: string
  private readonly locate: Locate
  private readonly stack: Element[] = []
  private root: Element | undefined
  private pos = 0

  constructor(source: string, locate: Locate) {
    this.source = source
    this.locate = locate
  }

  run(): Element {
    while (this.pos < this.source.length) {
      const open = this.source.indexOf('<', this.pos)
      this.characters(open < 0 ? this.source.length : open)
      if (open >= 0) this.markup()
    }
    const unclosed = this.stack.at(-1)
    if (unclosed)
      throw new Refusal(`<${shown(unclosed.name)}> is not closed`, this.source.length - 1)
    if (!this.root) throw new Refusal('there is no element', 0)
    return this.root
  }

  private characters(end: number): void {
    const raw = this.source.slice(this.pos, end)
    const text = decode(raw.trim())
    const from = this.pos + Math.max(0, raw.search(/\S/))
    const element = this.stack.at(-1)
    if (text !== '' && element) this.append(element, text, from)
    else if (text !== '') throw new Refusal('text outside the root', from)
    this.pos = end
  }

  private append(element: Element, text: string, offset: number): void {
    if (element.text === '') element.textAt = this.locate(offset, offset + text.length)
    element.text += text
  }

  private startsWith(text: string): boolean {
    return this.source.startsWith(text, this.pos)
  }

  private skipPast(end: string): string {
    const at = this.source.indexOf(end, this.pos)
    if (at < 0) throw new Refusal(`"${end}" is missing`, this.pos)
    const skipped = this.source.slice(this.pos, at)
    this.pos = at + end.length
    return skipped
  }

  private markup(): void {
    const from = this.pos
    if (this.startsWith('<!--')) this.skipPast('-->')
    else if (this.startsWith('<?')) this.skipPast('?>')
    else if (this.startsWith('<![CDATA[')) {
      const text = this.skipPast(']]>').slice('<![CDATA['.length)
      const element = this.stack.at(-1)
      if (element) this.append(element, text.trim(), from)
    } else if (this.startsWith('<!')) this.declaration()
    else if (this.startsWith('</')) this.close()
    else this.open()
  }

  /** A document type, with what it declares, is stepped over unread. */
  private declaration(): void {
    const from = this.pos
    let brackets = 0
    for (; this.pos < this.source.length; this.pos++) {
      const c = this.source[this.pos]!
      if (c === '"' || c === "'") {
        this.pos = this.source.indexOf(c, this.pos + 1)
        if (this.pos < 0) break
      } else if (c === '[') brackets++
      else if (c === ']') brackets--
      else if (c === '>' && brackets <= 0) {
        this.pos++
        return
      }
    }
    throw new Refusal('a declaration is not closed', from)
  }

  private close(): void {
    const from = this.pos
    const name = localName(this.skipPast('>').slice(2).trim())
    const element = this.stack.pop()
    if (element?.name !== name) throw new Refusal(`</${shown(name)}> closes nothing`, from)
  }

  private open(): void {
    const from = this.pos
    const tag = /<([^\s<>/"'=]+)((?:[^<>"']|"[^"]*"|'[^']*')*?)(\/?)>/y
    tag.lastIndex = from
    const m = tag.exec(this.source)
    if (!m) throw new Refusal('this tag is not written right', from)
    this.pos = tag.lastIndex
    const at = this.locate(from, this.pos)
    const element = { name: localName(m[1]!), at, children: [], text: '', textAt: at }
    const parent = this.stack.at(-1)
    if (!parent && this.root) throw new Refusal('there is a second root element', from)
    if (parent) parent.children.push(element)
    else this.root = element
    if (m[3] === '/') return
    this.stack.push(element)
    if (this.stack.length > depthMax)
      throw new Refusal(`nested deeper than ${depthMax} levels`, from, 'RTT1013')
  }
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1)

type ParsedXml = { readonly root?: Element; readonly problems: readonly Diagnostic[] }

/** The elements of an XML file and their texts. Document types and their entities are never read. */
export const parseXml = (file: SourceFile): ParsedXml => {
  const locate = locator(file)
  try {
    return { root: new Tokens(file.text, locate).run(), problems: [] }
  } catch (cause) {
    if (!(cause instanceof Refusal)) throw cause
    const words =
      cause.code === 'RTT1013' ? cause.message : `this XML cannot be parsed: ${cause.message}`
    return { problems: [diagnostic(cause.code, words, { at: locate(Math.max(0, cause.offset)) })] }
  }
}
