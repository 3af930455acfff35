import type { Field } from '../../core/model/contract.ts'
import { compareText } from '../../core/model/place.ts'
import type { Conversion } from '../jsonschema/conversion.ts'
import { normalize } from '../jsonschema/normal.ts'
import { asList, asObject, type JsonObject, member, textMember } from '../jsonschema/shape.ts'
import { mediaOf } from './media.ts'
import { behind, type Operation } from './operation.ts'

type Location = NonNullable<Field['in']>

/** A parameter, or the body, which is treated as one. */
type Parameter = {
  readonly name: string
  readonly in: Location
  readonly required: boolean
  readonly schema: JsonObject | true
}

const locations = ['path', 'query', 'header', 'cookie']

/** The specification gives these headers to other parts of the document. */
const notParameters = new Set(['accept', 'content-type', 'authorization'])

const parameterOf = (given: JsonObject): Parameter | undefined => {
  const place = textMember(given, 'in')
  const written = textMember(given, 'name')
  if (place === undefined || written === undefined || !locations.includes(place)) return undefined
  const name = place === 'header' ? written.toLowerCase() : written
  if (place === 'header' && notParameters.has(name)) return undefined
  const schema = normalize(member(given, 'schema') ?? mediaOf(given)?.schema ?? true)
  const required = place === 'path' || member(given, 'required') === true
  return { name, in: place as Location, required, schema }
}

/** Those of the operation win over those of its path; a parameter is told by name and location. */
const parametersOf = (c: Conversion, { item, operation }: Operation): readonly Parameter[] => {
  const given = [...asList(member(item, 'parameters')), ...asList(member(operation, 'parameters'))]
  const found = new Map<string, Parameter>()
  for (const value of given) {
    const parameter = parameterOf(behind(c.refs, value))
    if (parameter) found.set(`${parameter.in} ${parameter.name}`, parameter)
  }
  return [...found].sort(([a], [b]) => compareText(a, b)).map(([, p]) => p)
}

const bodyOf = (c: Conversion, operation: JsonObject): readonly Parameter[] => {
  if (!Object.hasOwn(operation, 'requestBody')) return []
  const given = behind(c.refs, operation['requestBody'])
  const schema = normalize(mediaOf(given)?.schema ?? true)
  return [{ name: 'body', in: 'body', required: member(given, 'required') === true, schema }]
}

/** Fields of one message need different names: where two share one, the location comes first. */
const fieldNames = (all: readonly Parameter[]): readonly string[] => {
  const names = all.map((p) => p.name)
  const taken = new Set(names.filter((n) => names.indexOf(n) === names.lastIndexOf(n)))
  return all.map((p) => {
    if (taken.has(p.name)) return p.name
    let name = `${p.in}_${p.name}`
    while (taken.has(name)) name += '_'
    taken.add(name)
    return name
  })
}

/** Parameters and body of an operation as the fields of its request. */
export const requestFields = (c: Conversion, operation: Operation, owner: string): Field[] => {
  const all = [...parametersOf(c, operation), ...bodyOf(c, asObject(operation.operation))]
  const names = fieldNames(all)
  return all.map((p, i): Field => {
    const name = names[i]!
    return {
      name,
      type: c.typeOf(p.schema, `${owner}.${name}`),
      presence: p.required ? 'required' : 'optional',
      in: p.in,
    }
  })
}
