import type { Contract, TypeRef } from '../../core/model/contract.ts'
import { type NumberedMethod, pathOf } from '../shared/supported.ts'
import { oneLine } from '../shared/text.ts'
import { jsonCodec, jsonType } from './json.ts'
import { tsKey, tsLiteral, tsMember } from './language.ts'
import { type Names, protoType } from './proto.ts'

/** A service on its way to TypeScript; `name` is the identifier that its interfaces start with. */
export type Service = {
  readonly contract: Contract
  readonly methods: readonly NumberedMethod[]
  readonly name: string
  readonly names: Names
}

/** A client with a method `then` would be taken for a promise. */
const methodKey = (m: NumberedMethod): string => (m.name === 'then' ? 'then_' : m.name)

const typeText = ({ contract, names }: Service, type: TypeRef): string =>
  contract.dialect === 'proto' ? protoType(type, names) : jsonType(type, names)

const codecOf = ({ contract, names }: Service, type: TypeRef): readonly [string, string] => {
  if (contract.dialect !== 'proto') return jsonCodec(type, names)
  const name = type.kind === 'ref' ? names.get(type.name)! : ''
  return [`encode${name}`, `decode${name}`]
}

const methodRow = ({ contract }: Service, m: NumberedMethod): string => {
  const { id, name, clientStreaming, serverStreaming } = m
  const verb = m.http?.verb
  const info = { id, name, path: pathOf(contract, m), verb, clientStreaming, serverStreaming }
  return `const method${m.id}: MethodInfo = ${tsLiteral(info)}`
}

const codecLines = (s: Service, m: NumberedMethod): readonly string[] => {
  const [encodeInput, decodeInput] = codecOf(s, m.input)
  const [encodeOutput, decodeOutput] = codecOf(s, m.output)
  return [
    `const codec${m.id}: Codec<${typeText(s, m.input)}, ${typeText(s, m.output)}> = {`,
    `  encodeInput: ${encodeInput},`,
    `  decodeInput: ${decodeInput},`,
    `  encodeOutput: ${encodeOutput},`,
    `  decodeOutput: ${decodeOutput},`,
    '}',
  ]
}

const inputText = (s: Service, m: NumberedMethod): string =>
  m.clientStreaming ? `AsyncIterable<${typeText(s, m.input)}>` : typeText(s, m.input)

const clientLine = (s: Service, m: NumberedMethod): string => {
  const output = typeText(s, m.output)
  const answer = m.serverStreaming ? `AsyncIterable<${output}>` : `Promise<${output}>`
  return `  ${tsKey(methodKey(m))}(input: ${inputText(s, m)}, signal?: AbortSignal): ${answer}`
}

const handlerLine = (s: Service, m: NumberedMethod): string => {
  const output = typeText(s, m.output)
  const answer = m.serverStreaming ? `AsyncIterable<${output}>` : `Promise<${output}> | ${output}`
  return `  ${tsKey(methodKey(m))}(input: ${inputText(s, m)}): ${answer}`
}

type Shape = { readonly call: string; readonly argument: string; readonly route: string }

/** The runtime's functions for the four kinds of streaming. */
export const shapeOf = (m: NumberedMethod): Shape => {
  const argument = m.clientStreaming ? 'inputs: input' : 'input'
  if (m.clientStreaming && m.serverStreaming)
    return { call: 'callStream', argument, route: 'streamRoute' }
  if (m.clientStreaming) return { call: 'callClientStream', argument, route: 'clientStreamRoute' }
  if (m.serverStreaming) return { call: 'callServerStream', argument, route: 'serverStreamRoute' }
  return { call: 'callUnary', argument, route: 'unaryRoute' }
}

const client = (s: Service): readonly string[] => [
  `/** What a consumer of \`${oneLine(s.contract.id)}\` can call. */`,
  `export interface ${s.name}Client {`,
  ...s.methods.map((m) => clientLine(s, m)),
  '}',
  '',
  `export const createClient = (transport: Transport): ${s.name}Client => ({`,
  ...s.methods.flatMap((m) => {
    const { call, argument } = shapeOf(m)
    const detail = `{ codec: codec${m.id}, ${argument}, signal }`
    return [
      `  ${tsKey(methodKey(m))}: (input, signal) =>`,
      `    ${call}(transport, method${m.id}, ${detail}),`,
    ]
  }),
  '})',
]

const server = (s: Service): readonly string[] => [
  `/** What a provider of \`${oneLine(s.contract.id)}\` must do. */`,
  `export interface ${s.name}Handlers {`,
  ...s.methods.map((m) => handlerLine(s, m)),
  '}',
  '',
  `export const createServer = (handlers: ${s.name}Handlers): Transport =>`,
  '  serve(',
  '    new Map<number, Route>([',
  ...s.methods.map((m) => {
    const handler = `(input) => ${tsMember('handlers', methodKey(m))}(input)`
    return `      [${m.id}, ${shapeOf(m).route}(codec${m.id}, ${handler})],`
  }),
  '    ]),',
  '  )',
]

/** Table of methods, codecs, client and server of a service. */
export const serviceCode = (s: Service): readonly string[] => [
  ...s.methods.map((m) => methodRow(s, m)),
  '/** All methods; ids are their places by name, counted from 1. */',
  'export const methods: readonly MethodInfo[] = [',
  ...s.methods.map((m) => `  method${m.id},`),
  ']',
  '',
  ...s.methods.flatMap((m) => codecLines(s, m)),
  '',
  ...client(s),
  '',
  ...server(s),
]
