import type { Contract, TypeDef } from '../model/contract.ts'
import { compareText } from '../model/place.ts'
import { definitionWords, fieldWords, methodWords, type Shorten } from './words.ts'

/** One place in a contract where two copies say different things; `absent` where one says nothing. */
export type Difference = { readonly path: string; readonly here: string; readonly there: string }

const absent = 'absent'

type Words = ReadonlyMap<string, string>

/** `shop.v1.Cart` and its types stand in `shop.v1`: that part of their names says nothing. */
const shortenIn = ({ dialect, id }: Contract): Shorten => {
  const prefix = dialect === 'proto' ? id.slice(0, id.lastIndexOf('.') + 1) : ''
  return (name) => (prefix !== '' && name.startsWith(prefix) ? name.slice(prefix.length) : name)
}

/** Each member of a definition by its path. */
const membersOf = (
  d: TypeDef,
  shorten: Shorten,
  isProto: boolean,
): readonly (readonly [string, string])[] => {
  const name = shorten(d.name)
  const own = [name, definitionWords(d, shorten, isProto)] as const
  if (d.kind === 'enum')
    return [own, ...d.values.map((v) => [`${name}.${v.name}`, String(v.number)] as const)]
  if (d.kind === 'alias') return [own]
  return [
    own,
    ...d.fields.map((f) => [`${name}.${f.name}`, fieldWords(f, shorten, isProto)] as const),
  ]
}

/** Everything that a contract says, as words by path. */
const wordsOf = (contract: Contract): Words => {
  const shorten = shortenIn(contract)
  const isProto = contract.dialect === 'proto'
  const service = shorten(contract.id)
  return new Map([
    ...contract.body.methods.map(
      (m) => [`${service}.${m.name}`, methodWords(m, shorten, isProto)] as const,
    ),
    ...contract.body.types.flatMap((d) => membersOf(d, shorten, isProto)),
  ])
}

/** Types of protobuf whose file is missing: nothing is known of them. */
const unknownTypes = (contract: Contract): readonly string[] => {
  const shorten = shortenIn(contract)
  const isUnknown = (d: TypeDef): boolean => contract.dialect === 'proto' && d.kind === 'alias'
  return contract.body.types.filter(isUnknown).map((d) => shorten(d.name))
}

/** Members of what is missing altogether are not told one by one. */
const isWithin = (path: string, missing: ReadonlySet<string>): boolean => {
  for (let dot = path.lastIndexOf('.'); dot > 0; dot = path.lastIndexOf('.', dot - 1))
    if (missing.has(path.slice(0, dot))) return true
  return false
}

/**
 * Where two contracts differ, in words and ordered by path.
 *
 * @example differencesOf(a, b) // [{ path: 'CartItem.quantity', here: 'int32 = 2', there: 'int64 = 2' }]
 */
export const differencesOf = (here: Contract, there: Contract): readonly Difference[] => {
  const left = wordsOf(here)
  const right = wordsOf(there)
  const paths = [...new Set([...left.keys(), ...right.keys()])].sort(compareText)
  const all = paths
    .map((path) => ({ path, here: left.get(path) ?? absent, there: right.get(path) ?? absent }))
    .filter((d) => d.here !== d.there)
  const missing = new Set(
    all.filter((d) => d.here === absent || d.there === absent).map((d) => d.path),
  )
  const unknown = new Set([...unknownTypes(here), ...unknownTypes(there)])
  return all.filter(
    (d) => !isWithin(d.path, missing) && !unknown.has(d.path) && !isWithin(d.path, unknown),
  )
}
