import { canonicalize } from '../json/canonical.ts'
import { sha256Parts } from '../json/digest.ts'
import type { Contract, ContractBody, Field, Method, TypeDef } from '../model/contract.ts'
import { compareText, type Place } from '../model/place.ts'
import { reachableTypes } from './reach.ts'
import { canonicalType } from './typeref.ts'

const byName = (a: { readonly name: string }, b: { readonly name: string }): number =>
  compareText(a.name, b.name)

const byNumber = (
  a: { readonly name: string; readonly number?: number },
  b: { readonly name: string; readonly number?: number },
): number => (a.number ?? 0) - (b.number ?? 0) || byName(a, b)

const canonicalField = (f: Field): Field => ({
  name: f.name,
  ...(f.jsonName === undefined || f.jsonName === f.name ? {} : { jsonName: f.jsonName }),
  ...(f.number === undefined ? {} : { number: f.number }),
  type: canonicalType(f.type),
  presence: f.presence,
  ...(f.oneof === undefined ? {} : { oneof: f.oneof }),
  ...(f.packed ? { packed: true } : {}),
  ...(f.default === undefined ? {} : { default: f.default }),
  ...(f.delimited ? { delimited: true } : {}),
  ...(f.in === undefined ? {} : { in: f.in }),
})

const canonicalDef = (d: TypeDef): TypeDef => {
  if (d.kind === 'alias') return { kind: 'alias', name: d.name, type: canonicalType(d.type) }
  if (d.kind === 'enum') {
    const values = d.values.map(({ name, number }) => ({ name, number })).sort(byNumber)
    const first = d.default ? { default: d.default } : {}
    return { kind: 'enum', name: d.name, closed: d.closed, values, ...first }
  }
  const fields = d.fields.map(canonicalField).sort(byNumber)
  if (d.additional === undefined) return { kind: 'message', name: d.name, fields }
  const additional = d.additional && canonicalType(d.additional)
  return { kind: 'message', name: d.name, fields, additional }
}

/** One definition in canonical form, and the canonical JSON of that. */
type Canonical = { readonly def: TypeDef; readonly text: string }

/** Many contracts of a repository share their types: each is made canonical once. */
const known = new WeakMap<TypeDef, Canonical>()

const canonicalOf = (d: TypeDef): Canonical => {
  const found = known.get(d)
  if (found) return found
  const def = canonicalDef(d)
  const made = { def, text: canonicalize(def) }
  known.set(d, made)
  known.set(def, made)
  return made
}

const canonicalMethod = (m: Method): Method => ({
  name: m.name,
  input: canonicalType(m.input),
  output: canonicalType(m.output),
  clientStreaming: m.clientStreaming,
  serverStreaming: m.serverStreaming,
  ...(m.http ? { http: { verb: m.http.verb, path: m.http.path } } : {}),
  ...(m.tool ? { tool: m.tool } : {}),
})

/**
 * The one form of a contract: methods and types by name, fields and enum values by number and then
 * name, unions flat and ordered, types that nothing reaches left out. Two bodies mean the same to a
 * consumer if and only if their canonical forms are equal.
 */
export const canonicalBody = (body: ContractBody): ContractBody => ({
  v: 1,
  dialect: body.dialect,
  id: body.id,
  methods: body.methods.map(canonicalMethod).sort(byName),
  types: reachableTypes(body)
    .map((d) => canonicalOf(d).def)
    .sort(byName),
  ...(body.root ? { root: canonicalType(body.root) } : {}),
})

/** The digest of canonical JSON, put together from texts that are known already. */
const digestOfBody = (body: ContractBody): string => {
  const empty = canonicalize({ ...body, types: [] })
  const at = empty.lastIndexOf('"types":[]') + '"types":['.length
  const types = body.types.map((d) => canonicalOf(d).text).join(',')
  return sha256Parts([empty.slice(0, at), types, empty.slice(at)])
}

/** A contract found at `at`: its body made canonical, and the digest of that. */
export const contractOf = (body: ContractBody, at: Place): Contract => {
  const canonical = canonicalBody(body)
  return {
    id: canonical.id,
    dialect: canonical.dialect,
    kind: canonical.root ? 'schema' : 'service',
    at,
    digest: digestOfBody(canonical),
    body: canonical,
  }
}
