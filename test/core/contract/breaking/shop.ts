/** A small generator of numbers that gives the same for the same seed. */
export const randomOf = (seed: number): ((below: number) => number) => {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) % below
  }
}

type Field = {
  name: string
  number: number
  type: string
  label: string
  oneof?: string
  value?: string
}
type Message = { name: string; fields: Field[] }
type Value = { name: string; number: number }
type Method = {
  name: string
  input: string
  output: string
  streamsIn: boolean
  streamsOut: boolean
}

/** A file of protobuf that can be edited; all its types are reached from its service. */
export type Shop = {
  syntax: 'proto2' | 'proto3'
  messages: Message[]
  values: Value[]
  methods: Method[]
}

const scalars = [
  'int32',
  'int64',
  'uint32',
  'sint32',
  'fixed32',
  'bool',
  'string',
  'bytes',
  'double',
]

export const shopOf = (seed: number): Shop => {
  const random = randomOf(seed)
  const syntax = random(3) === 0 ? 'proto2' : 'proto3'
  const label = (): string => {
    const n = random(5)
    if (n === 0) return 'repeated'
    if (syntax === 'proto2') return n === 1 ? 'required' : 'optional'
    return n === 1 ? 'optional' : ''
  }
  const message = (name: string, inner: readonly string[]): Message => ({
    name,
    fields: [
      ...Array.from(
        { length: 2 + random(4) },
        (_, i): Field => ({
          name: `f${i}_${name.toLowerCase()}`,
          number: i + 1,
          type: scalars[random(scalars.length)]!,
          label: label(),
        }),
      ),
      ...inner.map(
        (type, i): Field => ({
          name: `inner${i}`,
          number: 20 + i,
          type,
          label: syntax === 'proto2' ? 'optional' : '',
        }),
      ),
    ],
  })
  return {
    syntax,
    messages: [
      message('Item', ['Kind']),
      message('Request', ['Item']),
      message('Reply', ['Item', 'Kind']),
    ],
    values: [0, 1, 2].map((number) => ({ name: `KIND_${number}`, number })),
    methods: ['Get', 'Put'].map((name) => ({
      name,
      input: 'Request',
      output: 'Reply',
      streamsIn: false,
      streamsOut: random(3) === 0,
    })),
  }
}

const fieldText = (f: Field): string =>
  `${f.oneof === undefined ? `${f.label} ` : ''}${f.type} ${f.name} = ${f.number}${f.value === undefined ? '' : ` [default = ${f.value}]`};`

const messageText = (m: Message): string => {
  const plain = m.fields.filter((f) => f.oneof === undefined).map(fieldText)
  const choices = [
    ...Map.groupBy(
      m.fields.filter((f) => f.oneof !== undefined),
      (f) => f.oneof!,
    ),
  ]
  const oneofs = choices.map(
    ([name, fields]) => `oneof ${name} { ${fields.map(fieldText).join(' ')} }`,
  )
  return `message ${m.name} {\n  ${[...plain, ...oneofs].join('\n  ')}\n}`
}

export const textOf = (s: Shop, name: string): string =>
  [
    `syntax = "${s.syntax}";`,
    `package ${name};`,
    `enum Kind { ${s.values.map((v) => `${v.name} = ${v.number};`).join(' ')} }`,
    ...s.messages.map(messageText),
    `service Shop {\n${s.methods.map((m) => `  rpc ${m.name}(${m.streamsIn ? 'stream ' : ''}${m.input}) returns (${m.streamsOut ? 'stream ' : ''}${m.output});`).join('\n')}\n}`,
    '',
  ].join('\n')

type Edit = (s: Shop, random: (below: number) => number) => void
const pick = <T>(all: readonly T[], random: (below: number) => number): T =>
  all[random(all.length)]!
const plainFields = (s: Shop): Field[] =>
  s.messages.flatMap((m) => m.fields.filter((f) => f.number < 20))

/** What people do to a contract, by name; some of it harms nobody. */
export const edits: Readonly<Record<string, Edit>> = {
  nothing: () => undefined,
  'add a field': (s, r) => {
    const m = pick(s.messages, r)
    m.fields.push({
      name: 'fresh',
      number: 30,
      type: 'string',
      label: s.syntax === 'proto2' ? 'optional' : '',
    })
  },
  'add a required field': (s, r) => {
    const m = pick(s.messages, r)
    m.fields.push({
      name: 'fresh',
      number: 30,
      type: 'string',
      label: s.syntax === 'proto2' ? 'required' : '',
    })
  },
  'remove a field': (s, r) => {
    const m = pick(s.messages, r)
    m.fields.splice(r(2), 1)
  },
  'rename a field': (s, r) => {
    pick(plainFields(s), r).name += '_renamed'
  },
  'renumber a field': (s, r) => {
    pick(plainFields(s), r).number = 40
  },
  'change the type of a field': (s, r) => {
    pick(plainFields(s), r).type = pick(scalars, r)
  },
  'change how often a field stands': (s, r) => {
    const f = pick(plainFields(s), r)
    f.label = pick(
      s.syntax === 'proto2' ? ['optional', 'required', 'repeated'] : ['', 'optional', 'repeated'],
      r,
    )
  },
  'put a field into a oneof': (s, r) => {
    const f = pick(
      plainFields(s).filter((x) => x.label !== 'repeated' && x.label !== 'required'),
      r,
    )
    if (f) f.oneof = 'choice'
  },
  'reorder fields': (s, r) => {
    pick(s.messages, r).fields.reverse()
  },
  'add a value': (s) => {
    s.values.push({ name: 'KIND_NEW', number: 9 })
  },
  'remove a value': (s) => {
    s.values.pop()
  },
  'rename a value': (s) => {
    s.values[1]!.name = 'KIND_OTHER'
  },
  'renumber a value': (s) => {
    s.values[2]!.number = 7
  },
  'add a method': (s) => {
    s.methods.push({
      name: 'List',
      input: 'Request',
      output: 'Reply',
      streamsIn: false,
      streamsOut: false,
    })
  },
  'remove a method': (s) => {
    s.methods.pop()
  },
  'rename a method': (s) => {
    s.methods[0]!.name = 'Fetch'
  },
  'stream a request': (s) => {
    s.methods[0]!.streamsIn = true
  },
  'stream an answer': (s) => {
    s.methods[1]!.streamsOut = !s.methods[1]!.streamsOut
  },
  'take another request': (s) => {
    s.methods[0]!.input = 'Item'
  },
  'give another answer': (s) => {
    s.methods[0]!.output = 'Item'
  },
}
