import type { McpServer } from '../../core/agents/servers.ts'
import { contractOf } from '../../core/contract/canonical.ts'
import { anyType } from '../../core/contract/typeref.ts'
import type { Json } from '../../core/json/canonical.ts'
import type { Contract, Method } from '../../core/model/contract.ts'
import type { Offer } from '../../core/model/offer.ts'
import { compareText } from '../../core/model/place.ts'
import { faultIn } from '../jsonschema/bounds.ts'
import type { Conversion } from '../jsonschema/conversion.ts'
import { convert } from '../jsonschema/define.ts'
import { normalize } from '../jsonschema/normal.ts'
import { isObject } from '../jsonschema/shape.ts'

const depthMax = 60

/** The schema of a tool as a member of the document of all tools: its references start from there. */
const rebased = (value: Json, prefix: string): Json => {
  if (Array.isArray(value)) return value.map((v) => rebased(v, prefix))
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([k, v]) => {
      const isLocal = k === '$ref' && typeof v === 'string' && v.startsWith('#')
      return [k, isLocal ? `#${prefix}${v.slice(1)}` : rebased(v, prefix)]
    }),
  )
}

/** Sets in order, so that the order of a source does not count. */
const ordered = (value: Json): Json => {
  if (Array.isArray(value)) return value.map(ordered)
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([k, v]) => {
      const isSet = k === 'required' && Array.isArray(v) && v.every((r) => typeof r === 'string')
      return [k, isSet ? [...(v as string[])].sort(compareText) : ordered(v)]
    }),
  )
}

/** `tools`, `prompts` and `resources` are their own spaces of names; tools are called by their name alone. */
const methodName = (o: Offer): string => {
  if (o.tool?.role === 'prompt') return `prompts/${o.name}`
  return o.tool?.role === 'resource' ? `resources/${o.name}` : o.name
}

const inputOf = (o: Offer): Json | undefined => {
  const input = o.tool?.input as Json | undefined
  return input === undefined || faultIn(input, depthMax) !== undefined ? undefined : input
}

const methodOf = (o: Offer, c: Conversion | undefined, index: number): Method => {
  const input = inputOf(o)
  const schema = input === undefined ? undefined : rebased(input, `/${index}`)
  const { description, more } = o.tool ?? {}
  return {
    name: methodName(o),
    input: c && schema !== undefined ? c.typeOf(normalize(schema), `${o.name}.Request`) : anyType,
    output: anyType,
    clientStreaming: false,
    serverStreaming: false,
    tool: {
      ...(description === undefined ? {} : { description }),
      ...(input === undefined ? {} : { input: ordered(input) }),
      ...(more === undefined ? {} : { more: more as Json }),
    },
  }
}

/** The first registration of each name counts. */
const distinct = (offers: readonly Offer[]): readonly Offer[] =>
  [...new Map([...offers].reverse().map((o) => [methodName(o), o])).values()].sort((a, b) =>
    compareText(methodName(a), methodName(b)),
  )

const contractOfServer = (server: McpServer): Contract => {
  const offers = distinct(server.offers)
  const inputs = offers.map((o, i) => rebased(inputOf(o) ?? true, `/${i}`))
  const document = { path: server.at.path, root: inputs, placeOf: () => server.at }
  const { result } = convert(document, (c) => offers.map((o, i) => methodOf(o, c, i)))
  const methods = result?.value ?? offers.map((o, i) => methodOf(o, undefined, i))
  const body = { v: 1, dialect: 'mcp', id: server.id, methods, types: result?.types ?? [] } as const
  return contractOf(body, server.at)
}

/** One contract for each server that offers anything: its tools, prompts and resources as methods. */
export const mcpContracts = (servers: readonly McpServer[]): readonly Contract[] =>
  servers.filter((s) => s.offers.length > 0).map(contractOfServer)
