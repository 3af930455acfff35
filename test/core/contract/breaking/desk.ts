type Schema = {
  type?: string
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  enum?: string[]
  description?: string
  additionalProperties?: boolean
  $ref?: string
}
type Parameter = { name: string; in: string; required?: boolean; schema: Schema }
type Media = { content: Record<string, { schema: Schema }>; required?: boolean }
type Operation = {
  operationId: string
  summary?: string
  parameters: Parameter[]
  requestBody?: Media
  responses: Record<string, { description: string } & Partial<Media>>
}

/** A document of OpenAPI 3 that can be edited. */
export type Desk = {
  openapi: string
  info: { title: string; version: string }
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Schema> }
}

export type Random = (below: number) => number

export const pick = <T>(all: readonly T[], random: Random): T => all[random(all.length)]!

const kinds = ['string', 'integer', 'number', 'boolean']
const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` })
const media = (schema: Schema): Media => ({ content: { 'application/json': { schema } } })

/** Some properties, of which some are required; `kind` is an enumeration. */
const objectOf = (prefix: string, random: Random): Schema => {
  const properties: Record<string, Schema> = { kind: { type: 'string', enum: ['a', 'b', 'c'] } }
  for (let i = 0; i < 3 + random(3); i++)
    properties[`${prefix}${i}`] =
      random(4) === 0
        ? { type: 'array', items: { type: pick(kinds, random) } }
        : { type: pick(kinds, random) }
  // At least one of each, so that every edit finds something to be done to.
  const names = Object.keys(properties)
  const required = names.filter((_, i) => i === 1 || (i !== 2 && random(2) === 0))
  return { type: 'object', properties, required }
}

const parametersOf = (random: Random): Parameter[] => [
  { name: 'limit', in: 'query', schema: { type: 'integer' } },
  { name: 'q', in: 'query', required: true, schema: { type: 'string' } },
  { name: 'X-Desk', in: 'header', required: random(2) === 0, schema: { type: 'string' } },
]

/** Requests and answers have types of their own, so that an edit hurts one side. */
export const deskOf = (random: Random): Desk => ({
  openapi: '3.0.3',
  info: { title: 'desk', version: '1.0.0' },
  paths: {
    '/tickets/{id}': {
      get: {
        operationId: 'getTicket',
        parameters: [
          { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
          ...parametersOf(random),
        ],
        responses: { 200: { description: 'one', ...media(ref('Ticket')) } },
      },
    },
    '/tickets': {
      get: {
        operationId: 'listTickets',
        parameters: parametersOf(random),
        responses: {
          200: { description: 'all', ...media({ type: 'array', items: ref('Ticket') }) },
        },
      },
      post: {
        operationId: 'openTicket',
        parameters: [],
        requestBody: { ...media(ref('Draft')), required: random(2) === 0 },
        responses: { 200: { description: 'opened', ...media(ref('Ticket')) } },
      },
    },
  },
  components: { schemas: { Ticket: objectOf('t', random), Draft: objectOf('d', random) } },
})

type Edit = (d: Desk, random: Random) => void
type Side = 'Ticket' | 'Draft'

const operations = (d: Desk): Operation[] =>
  Object.values(d.paths).flatMap((path) => Object.values(path))
const readers = (d: Desk): Operation[] => operations(d).filter((o) => o.parameters.length > 0)
const schema = (d: Desk, side: Side): Required<Pick<Schema, 'properties' | 'required'>> & Schema =>
  d.components.schemas[side] as Required<Pick<Schema, 'properties' | 'required'>>

/** A property, required or not, that is no enumeration. */
const property = (d: Desk, side: Side, required: boolean, random: Random): string => {
  const { properties, required: needed } = schema(d, side)
  const fit = Object.keys(properties).filter((p) => p !== 'kind' && needed.includes(p) === required)
  return pick(fit, random)
}

const parameter = (d: Desk, required: boolean, random: Random): Parameter =>
  pick(
    readers(d)
      .flatMap((o) => o.parameters)
      .filter((p) => p.in === 'query' && (p.required === true) === required),
    random,
  )

const drop = (list: string[], name: string): void => {
  if (list.includes(name)) list.splice(list.indexOf(name), 1)
}

const typed = (d: Desk, side: Side, random: Random): void => {
  const { properties } = schema(d, side)
  const name = property(d, side, random(2) === 0, random)
  const was = properties[name]!.type
  properties[name] = { type: was === 'string' ? 'boolean' : 'string' }
}

/** Edits of what one side sends, by what is done. */
const edited = (side: Side): Readonly<Record<string, Edit>> => ({
  'adds an optional property': (d) => {
    schema(d, side).properties['fresh'] = { type: 'string' }
  },
  'adds a required property': (d) => {
    schema(d, side).properties['fresh'] = { type: 'string' }
    schema(d, side).required.push('fresh')
  },
  'drops a required property': (d, r) => {
    const name = property(d, side, true, r)
    delete schema(d, side).properties[name]
    drop(schema(d, side).required, name)
  },
  'drops an optional property': (d, r) => {
    delete schema(d, side).properties[property(d, side, false, r)]
  },
  'makes a property required': (d, r) => {
    schema(d, side).required.push(property(d, side, false, r))
  },
  'makes a property optional': (d, r) => {
    drop(schema(d, side).required, property(d, side, true, r))
  },
  'retypes a property': (d, r) => typed(d, side, r),
  'adds a value to an enumeration': (d) => {
    schema(d, side).properties['kind']!.enum!.push('fresh')
  },
  'drops a value of an enumeration': (d, r) => {
    schema(d, side).properties['kind']!.enum!.splice(r(3), 1)
  },
  'describes a property': (d, r) => {
    schema(d, side).properties[property(d, side, r(2) === 0, r)]!.description = 'what it says'
  },
})

const named = (side: Side, what: string): Record<string, Edit> =>
  Object.fromEntries(Object.entries(edited(side)).map(([name, edit]) => [`${what} ${name}`, edit]))

/** What people do to a document, by name; some of it harms nobody. */
export const edits: Readonly<Record<string, Edit>> = {
  nothing: () => undefined,
  ...named('Ticket', 'an answer'),
  ...named('Draft', 'a request'),
  'add an optional parameter': (d, r) => {
    const o = pick(readers(d), r)
    o.parameters.push({ name: 'fresh', in: 'query', schema: { type: 'string' } })
  },
  'add a required parameter': (d, r) => {
    const o = pick(readers(d), r)
    o.parameters.push({ name: 'fresh', in: 'query', required: true, schema: { type: 'string' } })
  },
  'drop a parameter': (d, r) => {
    const o = pick(readers(d), r)
    o.parameters = o.parameters.filter((p) => p.name !== 'limit')
  },
  'make a parameter required': (d, r) => {
    parameter(d, false, r).required = true
  },
  'make a parameter optional': (d, r) => {
    parameter(d, true, r).required = false
  },
  'retype a parameter': (d, r) => {
    parameter(d, r(2) === 0, r).schema = { type: 'boolean' }
  },
  'widen a parameter': (d) => {
    for (const o of readers(d))
      for (const p of o.parameters) if (p.name === 'limit') p.schema = { type: 'number' }
  },
  'drop an operation': (d) => {
    delete d.paths['/tickets']!['post']
  },
  'drop a path': (d) => {
    delete d.paths['/tickets/{id}']
  },
  'add an operation': (d) => {
    d.paths['/tickets']!['delete'] = {
      operationId: 'clear',
      parameters: [],
      responses: { 200: { description: 'gone', ...media({ type: 'boolean' }) } },
    }
  },
  'rename a path parameter': (d) => {
    const item = d.paths['/tickets/{id}']!
    item['get']!.parameters[0]!.name = 'ticket'
    delete d.paths['/tickets/{id}']
    d.paths['/tickets/{ticket}'] = item
  },
  'move a path': (d) => {
    d.paths['/v2/tickets'] = d.paths['/tickets']!
    delete d.paths['/tickets']
  },
  'demand a body': (d) => {
    d.paths['/tickets']!['post']!.requestBody!.required = true
  },
  'no longer demand a body': (d) => {
    d.paths['/tickets']!['post']!.requestBody!.required = false
  },
  'word a summary otherwise': (d, r) => {
    pick(operations(d), r).summary = 'said otherwise'
  },
}
