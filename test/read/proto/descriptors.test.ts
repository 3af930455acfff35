import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import test from 'node:test'
import type { ContractBody, Field } from '../../../src/core/model/contract.ts'
import { filesOf, fixtures, protoContracts } from '../../vectors/corpus.ts'
import { needsProtobuf, protobufPython } from '../../vectors/python.ts'

const reals = new Set(['double', 'float'])

/** protoc spells defaults of reals its own way: only their values are compared. */
const plainReal = (field: Field): Field =>
  field.type.kind === 'scalar' && reals.has(field.type.scalar) && Number(field.default)
    ? { ...field, default: String(Math.fround(Number(field.default))) }
    : field

const comparable = (body: ContractBody): ContractBody => ({
  ...body,
  types: body.types.map((t) =>
    t.kind === 'message' ? { ...t, fields: t.fields.map(plainReal) } : t,
  ),
})

test('the corpus has the contracts that protoc and its descriptors give', needsProtobuf, () => {
  const paths = filesOf('proto/valid').map((f) => f.path)
  const script = join(import.meta.dirname, 'descriptors.py')
  const out = execFileSync(protobufPython, [script, join(fixtures, 'proto/valid'), ...paths])
  const expected: Record<string, ContractBody> = JSON.parse(out.toString())
  const found = Object.fromEntries(protoContracts().map((c) => [`${c.at.path} ${c.id}`, c.body]))
  assert.deepEqual(Object.keys(found).sort(), Object.keys(expected).sort())
  for (const [key, body] of Object.entries(expected))
    assert.deepEqual(comparable(found[key]!), comparable(body), key)
})
