import type { Contract, TypeRef } from '../../core/model/contract.ts'
import { memberNames } from '../shared/names.ts'
import { type NumberedMethod, pathOf } from '../shared/supported.ts'
import { oneLine } from '../shared/text.ts'
import { jsonCodec, jsonType } from './json.ts'
import { pyMethods, pyScalar, pyText } from './language.ts'
import { type PyTypes, protoType } from './proto.ts'

/** A service on its way to Python; `name` is the identifier that its classes start with. */
export type Service = {
  readonly contract: Contract
  readonly methods: readonly NumberedMethod[]
  readonly name: string
  readonly types: PyTypes
}

const typeText = ({ contract, types }: Service, type: TypeRef): string =>
  contract.dialect === 'proto' ? protoType(type, types) : jsonType(type, types.names)

const codecOf = ({ contract, types }: Service, type: TypeRef): readonly [string, string] => {
  if (contract.dialect !== 'proto') return jsonCodec(type, types.names)
  const name = type.kind === 'ref' ? types.names.get(type.name)! : ''
  return [`encode_${name}`, `decode_${name}`]
}

const table = (s: Service): readonly string[] => [
  'METHODS: Tuple[MethodInfo, ...] = (',
  ...s.methods.map((m) => {
    const verb = m.http === undefined ? 'None' : pyText(m.http.verb)
    const names = [m.name, pathOf(s.contract, m)].map(pyText).join(', ')
    const streams = [m.clientStreaming, m.serverStreaming].map(pyScalar).join(', ')
    return `    MethodInfo(${m.id}, ${names}, ${verb}, ${streams}),`
  }),
  ')',
  '"""All methods; ids are their places by name, counted from 1."""',
  '',
  '_CODECS: Tuple[_Codec, ...] = (',
  ...s.methods.flatMap((m) => {
    const all = [...codecOf(s, m.input), ...codecOf(s, m.output)]
    return ['    _Codec(', ...all.map((f) => `        ${f},`), '    ),']
  }),
  ')',
]

const methodNames = (s: Service): ReadonlyMap<string, string> =>
  memberNames(
    s.methods.map((m) => m.name),
    pyMethods,
  )

const signature = (s: Service, m: NumberedMethod): string => {
  const input = typeText(s, m.input)
  const output = typeText(s, m.output)
  const given = m.clientStreaming ? `values: Iterable[${input}]` : `value: ${input}`
  return `(self, ${given}) -> ${m.serverStreaming ? `Iterator[${output}]` : output}:`
}

const doc = (s: Service, m: NumberedMethod): string => {
  const verb = m.http === undefined ? '' : `${m.http.verb} `
  return `        """\`\`${oneLine(`${verb}${pathOf(s.contract, m)}`)}\`\`"""`
}

const clientBody = (s: Service, m: NumberedMethod, index: number): readonly string[] => {
  const output = typeText(s, m.output)
  const call = `self._transport, METHODS[${index}], _CODECS[${index}]`
  const streams = m.clientStreaming || m.serverStreaming
  const given = !streams ? 'value' : m.clientStreaming ? 'values' : '(value,)'
  if (m.serverStreaming) return [`        return _call_stream(${call}, ${given})`]
  const made = streams ? `_only(_call_stream(${call}, ${given}))` : `_call_unary(${call}, ${given})`
  return [`        answer: ${output} = ${made}`, '        return answer']
}

const client = (s: Service): readonly string[] => {
  const names = methodNames(s)
  return [
    `class ${s.name}Client:`,
    `    """What a consumer of \`\`${oneLine(s.contract.id)}\`\` can call."""`,
    '',
    '    def __init__(self, transport: Transport) -> None:',
    '        self._transport = transport',
    ...s.methods.flatMap((m, i) => [
      '',
      `    def ${names.get(m.name)!}${signature(s, m)}`,
      doc(s, m),
      ...clientBody(s, m, i),
    ]),
  ]
}

const server = (s: Service): readonly string[] => {
  const names = methodNames(s)
  return [
    `class ${s.name}Handlers(Protocol):`,
    `    """What a provider of \`\`${oneLine(s.contract.id)}\`\` must do."""`,
    ...s.methods.flatMap((m) => [
      '',
      `    def ${names.get(m.name)!}${signature(s, m)}`,
      doc(s, m),
      '        ...',
    ]),
    '',
    '',
    `def create_server(handlers: ${s.name}Handlers) -> Server:`,
    '    """A server for the handlers; it is a transport, so a client can call it directly."""',
    '    return Server(',
    '        {',
    ...s.methods.map((m, i) => {
      const made = `_route(METHODS[${i}], _CODECS[${i}], handlers.${names.get(m.name)!})`
      return `            ${m.id}: ${made},`
    }),
    '        }',
    '    )',
  ]
}

/** Table of methods, codecs, client and server of a service. */
export const serviceCode = (s: Service): readonly string[] => [
  ...table(s),
  '',
  '',
  ...client(s),
  '',
  '',
  ...server(s),
]
