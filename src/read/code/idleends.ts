import { clientWord, type Endpoint, type Idle } from '../../core/model/endpoint.ts'
import { stubOf } from './grpc.ts'
import { type Held, type HeldInput, heldIn } from './held.ts'
import type { Token } from './lexer.ts'
import type { Node } from './node.ts'

type Call = Extract<Node, { kind: 'call' }>

/** Calls that make a client of HTTP and send nothing. */
const httpMaker = /^(?:axios|ky|got|superagent)\.(?:create|extend|agent)$/

const isClient = (c: Call): boolean => stubOf(c) !== undefined || httpMaker.test(c.callee)

/** A type that stands in one place of its file only: who asks for a client of it must name it elsewhere. */
const idleType = (name: string, tokens: readonly Token[]): Idle | undefined =>
  clientWord.test(name) && tokens.filter((t) => t.text === name).length === 1
    ? { name, within: 'service' }
    : undefined

/** C#'s `AddGrpcClient<Basket.BasketClient>()`: whoever uses it asks for its type. */
const idleTypeAt = (line: number, tokens: readonly Token[]): Idle | undefined => {
  const from = tokens.findIndex((t) => t.line === line && t.text === 'AddGrpcClient')
  const to = from < 0 ? -1 : tokens.findIndex((t, i) => i > from && t.text === '>')
  return to > from + 1 ? idleType(tokens[to - 1]!.text, tokens) : undefined
}

/** `interface A extends B`: who asks for a `B` is given the client, too. */
const extending = /^(?:extends|:)$/

/** An interface that a framework makes a client of, where the file does not name it again. */
export const idleInterface = (name: string, tokens: readonly Token[]): Idle | undefined => {
  const after = tokens[tokens.findIndex((t) => t.text === name) + 1]
  return extending.test(after?.text ?? '') ? undefined : idleType(name, tokens)
}

export type Ends = { readonly endpoints: readonly Endpoint[]; readonly touches: readonly string[] }

/** A call that makes a client, by its lines. */
type Maker = {
  readonly from: number
  readonly to: number
  readonly protocol: Endpoint['protocol']
  readonly idle: Idle | undefined
}

const callMax = 2000

/** The line of the bracket that closes the one at a token. */
const closingLine = (at: number, tokens: readonly Token[]): number => {
  let depth = 0
  for (let i = at; i < Math.min(at + callMax, tokens.length); i++) {
    if (/^[([{]$/.test(tokens[i]!.text)) depth++
    else if (/^[)\]}]$/.test(tokens[i]!.text) && --depth === 0) return tokens[i]!.line
  }
  return tokens[at]!.line
}

const makersOf = ({ found, tokens }: HeldInput, idle: Held['idle']): Maker[] =>
  idle.size === 0
    ? []
    : found.calls
        .filter(({ node }) => isClient(node))
        .map(({ node, at }) => ({
          from: node.line,
          to: closingLine(at, tokens),
          protocol: httpMaker.test(node.callee) ? 'http' : 'grpc',
          idle: idle.get(node.args),
        }))

/**
 * Marks the ends whose client the file builds and never uses, with the addresses inside of the call. Ends know
 * their line only: where a line builds several clients, nothing is said of any.
 */
export const withIdle = (endpoints: readonly Endpoint[], input: HeldInput): Ends => {
  const { idle, touches } = heldIn(input, isClient)
  const makers = makersOf(input, idle)
  const idleAt = (e: Endpoint): Idle | undefined => {
    if (e.role !== 'consumer') return undefined
    if (e.api === 'AddGrpcClient') return idleTypeAt(e.at.line, input.tokens)
    const isText = e.api === 'literal' || e.api === 'url'
    const [only, ...others] = makers.filter(
      (m) => e.at.line >= m.from && e.at.line <= (isText ? m.to : m.from),
    )
    if (only === undefined || others.length > 0) return undefined
    return isText || only.protocol === e.protocol ? only.idle : undefined
  }
  return {
    endpoints: endpoints.map((e) => {
      const found = idleAt(e)
      return found === undefined ? e : { ...e, idle: found }
    }),
    touches,
  }
}
