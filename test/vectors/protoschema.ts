import type { Random } from './random.ts'

export type FieldModel = {
  name: string
  number: number
  type: string
  label: string
  oneof: boolean
}
export type MessageModel = { name: string; fields: FieldModel[]; inner: MessageModel[] }

/** A small proto3 file as data, so that it can be written in many ways. */
export type FileModel = {
  messages: MessageModel[]
  enums: { name: string; values: string[] }[]
  methods: { name: string; input: string; output: string }[]
}

const scalars = ['int32', 'string', 'bytes', 'bool', 'double', 'uint64', 'sint32', 'fixed64']

const fieldModel = (random: Random, index: number, types: readonly string[]): FieldModel => ({
  name: `field_${index}`,
  number: index + 1 + 100 * random.below(3),
  type: random.pick([...scalars, ...types]),
  label: random.pick(['', '', 'optional ', 'repeated ']),
  oneof: random.chance(0.2),
})

const messageModel = (random: Random, name: string, types: readonly string[]): MessageModel => {
  const fields = Array.from({ length: 1 + random.below(6) }, (_, i) => fieldModel(random, i, types))
  const inner = random.chance(0.3) ? [messageModel(random, `${name}Inner`, types)] : []
  return { name, fields, inner }
}

/** A random model; its service reaches every message. */
export const fileModel = (random: Random): FileModel => {
  const names = Array.from({ length: 2 + random.below(4) }, (_, i) => `Message${i}`)
  const enums = Array.from({ length: 1 + random.below(2) }, (_, i) => ({
    name: `Enum${i}`,
    values: Array.from({ length: 1 + random.below(4) }, (_, v) => `E${i}_VALUE_${v}`),
  }))
  const types = [...names, ...enums.map((e) => e.name)]
  const messages = names.map((name) => messageModel(random, name, types))
  const methods = names.map((name, i) => ({
    name: `Method${i}`,
    input: name,
    output: random.pick(names),
  }))
  return { messages, enums, methods }
}

/** How a model is written: in which order, with which blanks and comments, with which line ends. */
type Style = { readonly random: Random; readonly plain: boolean }

const blank = ({ random, plain }: Style): string =>
  plain ? ' ' : random.pick([' ', '\n', '\t', ' /* a { comment; */ ', ' // to the end }\n', '\r\n'])

const words = (style: Style, ...parts: readonly string[]): string => parts.join(blank(style))

const ordered = <T>({ random, plain }: Style, list: readonly T[]): readonly T[] =>
  plain ? list : random.shuffle(list)

const fieldText = (style: Style, f: FieldModel, inOneof: boolean): string => {
  const label = inOneof ? [] : f.label.trim() === '' ? [] : [f.label.trim()]
  return words(style, ...label, f.type, f.name, '=', `${f.number}`, ';')
}

const messageText = (style: Style, m: MessageModel): string => {
  const oneofs = m.fields.filter((f) => f.oneof)
  const members = ordered(style, oneofs).map((f) => fieldText(style, f, true))
  const parts = [
    ...m.fields.filter((f) => !f.oneof).map((f) => fieldText(style, f, false)),
    ...m.inner.map((i) => messageText(style, i)),
    ...(members.length === 0 ? [] : [words(style, 'oneof', 'choice', '{', ...members, '}')]),
  ]
  return words(style, 'message', m.name, '{', ...ordered(style, parts), '}')
}

/** The text of a model. A style that is not plain shuffles it and strews comments into it. */
export const protoText = (model: FileModel, style: Style): string => {
  const enums = model.enums.map((e) => {
    const [first, ...rest] = e.values.map((v, i) => words(style, v, '=', `${i}`, ';'))
    return words(style, 'enum', e.name, '{', first!, ...ordered(style, rest), '}')
  })
  const methods = model.methods.map(({ name, input, output }) =>
    words(style, 'rpc', name, '(', input, ')', 'returns', '(', output, ')', ';'),
  )
  const service = words(style, 'service', 'Service', '{', ...ordered(style, methods), '}')
  const messages = model.messages.map((m) => messageText(style, m))
  const body = ordered(style, [...messages, ...enums, service, 'package fixture.random;'])
  return words(style, 'syntax', '=', '"proto3"', ';', ...body)
}
