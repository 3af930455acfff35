import type { Json } from '../../core/json/canonical.ts'
import { compareText } from '../../core/model/place.ts'
import type { References } from '../jsonschema/references.ts'
import { asObject, type JsonObject, textMember } from '../jsonschema/shape.ts'

/** One operation with the name that its method has. */
export type Operation = {
  readonly name: string
  readonly verb: string
  readonly path: string
  readonly item: JsonObject
  readonly operation: JsonObject
}

const verbs = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']
const referencesMax = 10

/** The object itself, or what its `$ref` leads to, through a few more references. */
export const behind = (refs: References, value: Json | undefined): JsonObject => {
  let found = asObject(value)
  for (let n = 0; n < referencesMax; n++) {
    const ref = textMember(found, '$ref')
    if (ref === undefined) return found
    found = asObject(refs.resolve(ref)?.value)
  }
  return {}
}

/** `GET /orders/{id}` becomes `GET_orders_id`. */
const slug = (verb: string, path: string): string =>
  `${verb}_${path.replace(/[^A-Za-z0-9]+/g, '_').replace(/^_|_$/g, '')}`.replace(/_$/, '')

type Unnamed = Omit<Operation, 'name'>

/** An operationId counts if only one operation has it; slugs that collide are numbered in order. */
const nameAll = (found: readonly Unnamed[]): readonly Operation[] => {
  const ids = found.map((o) => textMember(o.operation, 'operationId') ?? '')
  const wanted = found.map((o, i) => {
    const id = ids[i]!
    const unique = id !== '' && ids.indexOf(id) === ids.lastIndexOf(id)
    return unique ? id : slug(o.verb, o.path)
  })
  const taken = new Set(ids)
  return found.map((o, i) => {
    let name = wanted[i]!
    for (let n = 2; name !== ids[i] && taken.has(name); n++) name = `${wanted[i]}_${n}`
    taken.add(name)
    return { ...o, name }
  })
}

/** All operations of `paths`, ordered by path and verb. */
export const operationsOf = (refs: References, paths: JsonObject): readonly Operation[] => {
  const found = Object.entries(paths)
    .filter(([path]) => path.startsWith('/'))
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([path, value]): Unnamed[] => {
      const item = behind(refs, value)
      return verbs
        .filter((verb) => Object.hasOwn(item, verb))
        .sort(compareText)
        .map((verb) => {
          return { verb: verb.toUpperCase(), path, item, operation: asObject(item[verb]) }
        })
    })
  return nameAll(found)
}
