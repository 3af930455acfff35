import assert from 'node:assert/strict'
import test from 'node:test'
import { canonicalBody, contractOf } from '../../../src/core/contract/canonical.ts'
import { namesOf, reachableTypes } from '../../../src/core/contract/reach.ts'
import { anyType, nullType, refTo, unionOf } from '../../../src/core/contract/typeref.ts'
import { digestOf } from '../../../src/core/json/digest.ts'
import type { ContractBody, TypeDef, TypeRef } from '../../../src/core/model/contract.ts'
import { jsonContracts, protoContracts } from '../../vectors/corpus.ts'

const scalar = (name: 'string' | 'double' | 'int64' | 'bytes'): TypeRef => ({
  kind: 'scalar',
  scalar: name,
})

const field = (name: string, type: TypeRef, number?: number) => ({
  name,
  type,
  presence: 'optional' as const,
  ...(number === undefined ? {} : { number }),
})

const message = (name: string, ...fields: ReturnType<typeof field>[]): TypeDef => ({
  kind: 'message',
  name,
  fields,
})

const bodyOf = (types: readonly TypeDef[], root: TypeRef): ContractBody => ({
  ...{ v: 1, dialect: 'proto', id: 'a.B', methods: [] },
  types,
  root,
})

test('unions are flat, ordered, without repetition, and never of one', () => {
  const flat = unionOf([scalar('string'), unionOf([nullType, scalar('string')])])
  assert.deepEqual(flat, { kind: 'union', of: [nullType, scalar('string')] })
  assert.deepEqual(unionOf([scalar('string'), nullType]), flat)
  assert.deepEqual(unionOf([scalar('string')]), scalar('string'))
  assert.deepEqual(unionOf([scalar('string'), anyType]), anyType)
  assert.deepEqual(unionOf([]), { kind: 'union', of: [] })
})

test('in a union numbers absorb integers, and texts absorb bytes', () => {
  assert.deepEqual(unionOf([scalar('int64'), scalar('double')]), scalar('double'))
  assert.deepEqual(unionOf([scalar('bytes'), nullType, scalar('string')]), {
    kind: 'union',
    of: [nullType, scalar('string')],
  })
  assert.deepEqual(unionOf([scalar('bytes'), nullType]), {
    kind: 'union',
    of: [nullType, scalar('bytes')],
  })
})

test('types are followed through fields, lists, maps, unions, aliases and additional members', () => {
  const list: TypeRef = { kind: 'list', of: refTo('B') }
  const map: TypeRef = { kind: 'map', key: scalar('string'), value: refTo('C') }
  const types: TypeDef[] = [
    message('A', field('list', list), field('map', map)),
    { kind: 'alias', name: 'B', type: { kind: 'union', of: [refTo('D'), nullType] } },
    { kind: 'message', name: 'C', fields: [], additional: refTo('E') },
    message('D', field('back', refTo('A'))),
    { kind: 'enum', name: 'E', closed: true, values: [{ name: 'Z', number: 0 }] },
    message('F'),
  ]
  const reached = reachableTypes(bodyOf(types, refTo('A'))).map((t) => t.name)
  assert.deepEqual([...reached].sort(), ['A', 'B', 'C', 'D', 'E'])
  assert.deepEqual(namesOf(types[2]!), ['E'])
})

test('the order of types, fields and values does not count, their numbers do', () => {
  const one = message('A', field('x', refTo('E'), 1), field('a', scalar('string'), 2))
  const other = message('A', field('a', scalar('string'), 2), field('x', refTo('E'), 1))
  const values = [
    { name: 'B', number: 1 },
    { name: 'A', number: 1 },
    { name: 'Z', number: 0 },
  ]
  const e = (list: typeof values): TypeDef => ({
    kind: 'enum',
    name: 'E',
    closed: false,
    values: list,
  })
  const body = bodyOf([one, e(values)], refTo('A'))
  const shuffled = bodyOf([e(values.toReversed()), other, message('Unused')], refTo('A'))
  assert.equal(digestOf(canonicalBody(body)), digestOf(canonicalBody(shuffled)))
  const canonical = canonicalBody(body).types
  assert.deepEqual(
    canonical.flatMap((t) => (t.kind === 'enum' ? t.values.map((v) => v.name) : [])),
    ['Z', 'A', 'B'],
  )
})

test('members that say nothing are left out', () => {
  const body = bodyOf(
    [
      {
        kind: 'message',
        name: 'A',
        fields: [{ ...field('a', scalar('string'), 1), jsonName: 'a', packed: false }],
      },
    ],
    refTo('A'),
  )
  assert.deepEqual(canonicalBody(body).types, [message('A', field('a', scalar('string'), 1))])
})

test('a contract has the digest of its canonical body, and making it twice changes nothing', () => {
  for (const contract of [...protoContracts(), ...jsonContracts()]) {
    assert.equal(contract.digest, digestOf(contract.body))
    assert.deepEqual(contractOf(contract.body, contract.at), contract)
  }
})
