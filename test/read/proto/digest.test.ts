import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { protoReader } from '../../../src/read/proto/reader.ts'
import { type FileModel, fileModel, protoText } from '../../vectors/protoschema.ts'
import { randomOf } from '../../vectors/random.ts'

const digestOf = (text: string): string => {
  const facts = protoReader.read({ path: 'a.proto', text })
  assert.deepEqual(facts.diagnostics, [], text)
  assert.equal(facts.contracts?.length, 1, text)
  return facts.contracts[0]!.digest
}

const plain = (model: FileModel): string => protoText(model, { random: randomOf(0), plain: true })

const seed = fc.integer({ min: 0, max: 2 ** 31 })

test('order, comments, blanks and line ends leave the digest alone', () => {
  fc.assert(
    fc.property(seed, seed, (model, style) => {
      const file = fileModel(randomOf(model))
      const other = protoText(file, { random: randomOf(style), plain: false })
      assert.equal(digestOf(other), digestOf(plain(file)))
    }),
    { numRuns: 300 },
  )
})

/** Changes to a field that a consumer can tell. */
const changes: Readonly<Record<string, (f: FileModel['messages'][0]['fields'][0]) => void>> = {
  name: (f) => {
    f.name += '_x'
  },
  number: (f) => {
    f.number += 1000
  },
  type: (f) => {
    f.type = f.type === 'string' ? 'bytes' : 'string'
  },
  label: (f) => {
    f.oneof = false
    f.label = f.label === 'repeated ' ? '' : 'repeated '
  },
}

for (const [what, change] of Object.entries(changes))
  test(`another ${what} of any field changes the digest`, () => {
    fc.assert(
      fc.property(seed, seed, (model, place) => {
        const file = fileModel(randomOf(model))
        const before = digestOf(plain(file))
        const random = randomOf(place)
        change(random.pick(random.pick(file.messages).fields))
        assert.notEqual(digestOf(plain(file)), before)
      }),
      { numRuns: 150 },
    )
  })

test('another path leaves the digest alone', () => {
  const text = 'syntax = "proto3"; message A { string a = 1; }'
  const [a] = protoReader.read({ path: 'a.proto', text }).contracts ?? []
  const [b] = protoReader.read({ path: 'deep/b.proto', text }).contracts ?? []
  assert.equal(a!.digest, b!.digest)
})

test('what nothing reaches is no part of a contract', () => {
  const service = 'syntax = "proto3"; service S { rpc A(B) returns (B); } message B {}'
  assert.equal(digestOf(`${service} message Unused { string x = 1; }`), digestOf(service))
})
