import type { Branch, Command, Node, Operand, Pipe, Template } from './ast.ts'
import { Stop } from './budget.ts'
import { cutAction, cutTemplate, type Piece, type Token } from './lexer.ts'

const depthMax = 60

/** The tokens of one action, read from left to right. */
type Reading = {
  readonly tokens: readonly Token[]
  readonly line: number
  at: number
  depth: number
}

const peek = (r: Reading): Token => r.tokens[r.at]!
const isMark = (r: Reading, text: string): boolean =>
  peek(r).kind === 'mark' && peek(r).text === text
const bad = (r: Reading): Stop => new Stop('an action is not understood', r.line)

const constants: Readonly<Record<string, boolean | null>> = { true: true, false: false, nil: null }

const group = (r: Reading): Operand => {
  if (++r.depth > depthMax) throw new Stop('it is nested too deeply', r.line)
  r.at++
  const pipe = readPipe(r)
  if (!isMark(r, ')')) throw bad(r)
  r.at++
  r.depth--
  return { kind: 'pipe', pipe }
}

const primary = (r: Reading): Operand => {
  if (isMark(r, '(')) return group(r)
  const t = peek(r)
  if (t.kind === 'field') return { kind: 'dot' }
  r.at++
  switch (t.kind) {
    case 'dot':
      return { kind: 'dot' }
    case 'string':
      return { kind: 'literal', value: t.text }
    case 'number':
      return { kind: 'literal', value: Number(t.text.replaceAll('_', '')) }
    case 'variable':
      return { kind: 'variable', name: t.text }
    case 'word':
      return Object.hasOwn(constants, t.text)
        ? { kind: 'literal', value: constants[t.text]! }
        : { kind: 'function', name: t.text }
    default:
      throw bad(r)
  }
}

const operand = (r: Reading): Operand => {
  const isOwnField = peek(r).kind === 'field'
  const base = primary(r)
  const names: string[] = []
  while (peek(r).kind === 'field' && (!peek(r).space || (isOwnField && names.length === 0))) {
    names.push(peek(r).text.slice(1))
    r.at++
  }
  return names.length === 0 ? base : { kind: 'fields', base, names }
}

const command = (r: Reading): Command => {
  const out: Operand[] = []
  while (peek(r).kind !== 'end' && !isMark(r, '|') && !isMark(r, ')')) out.push(operand(r))
  if (out.length === 0) throw bad(r)
  return out
}

/** `$x :=`, `$i, $x :=` or `$x =` at the beginning of a pipeline. */
const declared = (r: Reading): Pick<Pipe, 'variables' | 'assigns'> => {
  const start = r.at
  const variables: string[] = []
  while (peek(r).kind === 'variable') {
    variables.push(peek(r).text)
    r.at++
    if (!isMark(r, ',')) break
    r.at++
  }
  const isDeclared = isMark(r, ':=')
  if (variables.length > 0 && (isDeclared || isMark(r, '='))) {
    r.at++
    return { variables, assigns: !isDeclared }
  }
  r.at = start
  return { variables: [], assigns: false }
}

const readPipe = (r: Reading): Pipe => {
  const { variables, assigns } = declared(r)
  const commands = [command(r)]
  while (isMark(r, '|')) {
    r.at++
    commands.push(command(r))
  }
  return { variables, assigns, commands, line: r.line }
}

const wholePipe = (r: Reading): Pipe => {
  const pipe = readPipe(r)
  if (peek(r).kind !== 'end') throw bad(r)
  return pipe
}

type Parsing = {
  readonly pieces: readonly Piece[]
  readonly defines: Map<string, readonly Node[]>
  at: number
  depth: number
}

type Block = {
  readonly nodes: readonly Node[]
  readonly closed: 'end' | 'else' | 'file'
  reading?: Reading
}

const keyword = (r: Reading): string => (peek(r).kind === 'word' ? peek(r).text : '')

const controlled = (kind: 'if' | 'with' | 'range', r: Reading, p: Parsing): Node => {
  const branches: Branch[] = []
  let reading = r
  for (;;) {
    const pipe = wholePipe(reading)
    const { nodes, closed, reading: next } = block(p)
    branches.push({ pipe, body: nodes })
    if (closed === 'file') throw new Stop(`${kind} has no end`, r.line)
    if (closed === 'end') return { kind, branches, otherwise: [] }
    if (next!.tokens[next!.at]!.kind === 'end') break
    // `else if` and `else with` go on as the next branch.
    next!.at++
    reading = next!
  }
  const last = block(p)
  if (last.closed !== 'end') throw new Stop(`${kind} has no end`, r.line)
  return { kind, branches, otherwise: last.nodes }
}

const nameOf = (r: Reading): string => {
  const t = peek(r)
  if (t.kind !== 'string') throw bad(r)
  r.at++
  return t.text
}

/** The body of `define` or `block`, up to its end. */
const bodyOf = (r: Reading, p: Parsing): readonly Node[] => {
  const body = block(p)
  if (body.closed !== 'end') throw new Stop('a definition has no end', r.line)
  return body.nodes
}

const statement = (r: Reading, p: Parsing): Node | undefined => {
  const word = keyword(r)
  if (word !== '') r.at++
  switch (word) {
    case 'if':
    case 'with':
    case 'range':
      return controlled(word, r, p)
    case 'define': {
      const name = nameOf(r)
      p.defines.set(name, bodyOf(r, p))
      return undefined
    }
    case 'block': {
      const name = nameOf(r)
      const pipe = wholePipe(r)
      const body = bodyOf(r, p)
      if (!p.defines.has(name)) p.defines.set(name, body)
      return { kind: 'template', name, pipe, line: r.line }
    }
    case 'template': {
      const name = nameOf(r)
      return peek(r).kind === 'end'
        ? { kind: 'template', name, line: r.line }
        : { kind: 'template', name, pipe: wholePipe(r), line: r.line }
    }
    case 'break':
    case 'continue':
      return { kind: word }
    default:
      if (word !== '') r.at--
      return { kind: 'action', pipe: wholePipe(r) }
  }
}

/** Nodes up to the `end` or `else` that closes them. */
const block = (p: Parsing): Block => {
  if (++p.depth > depthMax) throw new Stop('it is nested too deeply', p.pieces[p.at]?.line)
  const nodes: Node[] = []
  const close = (closed: Block['closed'], reading?: Reading): Block => {
    p.depth--
    return { nodes, closed, ...(reading ? { reading } : {}) }
  }
  while (p.at < p.pieces.length) {
    const piece = p.pieces[p.at++]!
    if (piece.kind === 'text') {
      nodes.push({ kind: 'text', text: piece.text, line: piece.line })
      continue
    }
    const r: Reading = { tokens: cutAction(piece), line: piece.line, at: 0, depth: 0 }
    if (keyword(r) === 'end' || keyword(r) === 'else') {
      r.at++
      return close(r.tokens[0]!.text as 'end' | 'else', r)
    }
    const node = statement(r, p)
    if (node !== undefined) nodes.push(node)
  }
  return close('file')
}

/** Parses a Go template; throws `Stop` with the line for what is none. */
export const parseTemplate = (source: string): Template => {
  const p: Parsing = { pieces: cutTemplate(source), defines: new Map(), at: 0, depth: 0 }
  const { nodes, closed } = block(p)
  if (closed !== 'file') throw new Stop('an end closes nothing', p.pieces[p.at - 1]?.line)
  return { body: nodes, defines: p.defines }
}
