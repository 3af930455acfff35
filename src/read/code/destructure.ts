import type { Token } from './lexer.ts'
import type { FoundAssignment, Node } from './node.ts'

const namesMax = 200

const envTable = (tokens: readonly Token[], at: number): string | undefined => {
  const words = tokens
    .slice(at, at + 5)
    .map((t) => t.text)
    .join('')
  return ['process.env', 'import.meta.env', 'Bun.env'].find((t) => words.startsWith(t))
}

/** One name of the pattern: `A`, `A: b`, `A = 'x'`, `A: b = 'x'`. */
const bindingOf = (
  part: readonly Token[],
  table: string,
): Omit<FoundAssignment, 'at'> | undefined => {
  const key = part[0]
  if (key?.kind !== 'name') return undefined
  const local = part[1]?.text === ':' ? part[2]?.text : key.text
  const equals = part.findIndex((t) => t.text === '=')
  const given = equals < 0 ? undefined : part[equals + 1]
  const read: Node = { kind: 'name', path: `${table}.${key.text}`, line: key.line }
  const literal =
    given?.kind === 'text' && given.parts?.length === 1 && typeof given.parts[0] === 'string'
      ? given.parts[0]
      : undefined
  const value: Node =
    literal === undefined
      ? read
      : {
          kind: 'either',
          first: read,
          second: { kind: 'text', value: literal, line: key.line },
          line: key.line,
        }
  return local === undefined ? undefined : { target: local, value, line: key.line }
}

const split = (tokens: readonly Token[]): Token[][] => {
  const parts: Token[][] = [[]]
  for (const t of tokens) {
    if (t.kind === 'mark' && t.text === ',') parts.push([])
    else parts.at(-1)!.push(t)
  }
  return parts
}

/** `const { CART_ADDR = 'cart', PORT: port } = process.env`, as the assignments that it stands for. */
export const destructured = (tokens: readonly Token[]): FoundAssignment[] => {
  const out: FoundAssignment[] = []
  let open = -1
  for (const [i, t] of tokens.entries()) {
    if (t.kind !== 'mark') continue
    if (t.text === '{') open = i
    else if (t.text === '}' && open >= 0) {
      const table =
        tokens[i + 1]?.text === '=' && i - open < namesMax * 5 ? envTable(tokens, i + 2) : undefined
      if (table !== undefined)
        for (const part of split(tokens.slice(open + 1, i))) {
          const b = bindingOf(part, table)
          if (b) out.push({ ...b, at: open })
        }
      open = -1
    }
  }
  return out
}
