import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import type { Contract, TypeDef } from '../../src/core/model/contract.ts'
import { pyLanguage } from '../../src/emit/python/language.ts'
import { emitPython } from '../../src/emit/python.ts'
import { typeNames } from '../../src/emit/shared/names.ts'
import { checkGenerated } from '../../src/emit/shared/seal.ts'
import { driverSlug, pythonPackage } from '../../src/emit/shared/slug.ts'
import { supportedPart } from '../../src/emit/shared/supported.ts'
import { tsLanguage } from '../../src/emit/ts/language.ts'
import { emitTypeScript } from '../../src/emit/ts.ts'
import { jsonContracts, linkFiles, protoContracts } from '../vectors/corpus.ts'
import { templates } from '../vectors/drivers.ts'

const address = 'rtt://shop/service/cart@1.0.0#redis'
const contracts = [...protoContracts(), ...jsonContracts()]

const emitAll = (contract: Contract) => [
  ...emitTypeScript(contract, address, templates),
  ...emitPython(contract, address, templates),
]

test('slugs are readable, short, and different for different addresses', () => {
  assert.equal(driverSlug(address), 'shop-service-cart-1-0-0-redis-10c323907f53')
  assert.notEqual(driverSlug('rtt://a/service/B'), driverSlug('rtt://a/service/b'))
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      assert.match(driverSlug(text), /^[a-z0-9]([a-z0-9-]{0,58}[a-z0-9])?-[0-9a-f]{12}$/)
      assert.match(pythonPackage(text), /^[a-z][a-z0-9_]*$/)
    }),
  )
})

test('every file is sealed, and emitting twice gives the same bytes', () => {
  for (const contract of contracts) {
    const files = emitAll(contract)
    assert.deepEqual(emitAll(contract), files)
    assert.ok(files.length > 15)
    for (const { path, text } of files.filter((f) => f.path !== 'package.json')) {
      const language = path.endsWith('.ts') ? 'typescript' : 'python'
      assert.deepEqual(
        checkGenerated(text),
        { state: 'ok', contract: contract.digest, generator: `${language}/1` },
        path,
      )
      assert.equal(checkGenerated(text.replaceAll('\n', '\r\n')).state, 'ok')
      assert.ok(text.endsWith('\n') && !text.includes('\r'))
    }
  }
})

test('any edit shows, wherever it is', () => {
  const [file] = emitAll(contracts[0]!)
  const lines = file!.text.split('\n')
  fc.assert(
    fc.property(
      fc.nat(),
      fc.nat(),
      fc.constantFrom('x', ' ', '\n', '//'),
      (line, column, piece) => {
        const i = 1 + (line % (lines.length - 1))
        const text = lines[i]!
        const at = column % (text.length + 1)
        const edited = [...lines]
        edited[i] = text.slice(0, at) + piece + text.slice(at)
        assert.equal(checkGenerated(edited.join('\n')).state, 'edited')
      },
    ),
    { numRuns: 500 },
  )
  assert.equal(checkGenerated(lines.slice(0, -2).join('\n')).state, 'edited')
  const other = lines.with(2, `// rtt-contract: ${'0'.repeat(64)}`).join('\n')
  assert.deepEqual(checkGenerated(other), {
    state: 'edited',
    contract: '0'.repeat(64),
    generator: 'typescript/1',
  })
})

test('files that RTT did not make are foreign', () => {
  assert.deepEqual(checkGenerated(''), { state: 'foreign' })
  assert.deepEqual(checkGenerated('export const a = 1\n'), { state: 'foreign' })
})

test('a template that is missing is said by name', () => {
  assert.throws(() => emitTypeScript(contracts[0]!, address, new Map()), /template ts\/error\.mts/)
})

const types = (...names: readonly string[]): readonly TypeDef[] =>
  names.map((name) => ({ kind: 'message', name, fields: [] }))

test('packages are dropped from names where that is unambiguous', () => {
  const named = (...all: readonly string[]) => [
    ...typeNames(types(...all), 'proto', tsLanguage([])).values(),
  ]
  assert.deepEqual(named('a.b.Order', 'a.b.Order.Line'), ['Order', 'Order_Line'])
  assert.deepEqual(named('a.v1.Order', 'b.v1.Order'), ['a_v1_Order', 'b_v1_Order'])
  assert.deepEqual(named('a.v1.Order', 'a.v2.Order', 'x.Id'), ['v1_Order', 'v2_Order', 'Id'])
  assert.deepEqual(named('a.A.B', 'a.A_B'), ['a_A_B', 'a_A_B_'])
  assert.deepEqual(named('a.lower', 'a.Promise', 'a.class'), ['Promise_', 'class_', 'lower'])
  assert.deepEqual(named('a.Foo', 'a.encodeFoo'), ['Foo', 'encodeFoo_'])
})

test('names of JSON types are kept whole', () => {
  const all = types('a.b', 'A b', '1', '注文', 'List')
  assert.deepEqual(
    [...typeNames(all, 'openapi', pyLanguage)],
    [
      ['1', 'x1'],
      ['A b', 'A_b'],
      ['List', 'List_'],
      ['a.b', 'a_b'],
      ['注文', 'x__'],
    ],
  )
})

test('what cannot be generated is left out by name, the rest is there', () => {
  const text = `syntax = "proto2"; import "missing.proto";
    service S { rpc Good(A) returns (A); rpc Bad(other.X) returns (A); rpc Zed(A) returns (A); }
    message A {
      optional group G = 1 { optional string x = 1; }
      optional other.Y y = 2;
      optional string z = 3;
    }`
  const [contract] = linkFiles([{ path: 'a.proto', text }]).contracts
  assert.deepEqual(supportedPart(contract!).leftOut, [
    'the field "g" of A is a group',
    'the field "y" of A has a type whose file is missing',
    'the method "Bad" has a type whose file is missing',
  ])
  const [ts] = emitTypeScript(contract!, address, templates)
  assert.match(ts!.text, /\/\/ Left out: the field "g" of A is a group\./)
  assert.match(ts!.text, /id: 2, name: "Good"/)
  assert.match(ts!.text, /id: 3, name: "Zed"/)
  assert.doesNotMatch(ts!.text, /"Bad", path/)
})

test('nothing of a contract can leave the comment or text that it stands in', () => {
  const evil = '*/ \u2028 process.exit() """ \\ \n import os'
  const [contract] = jsonContracts()
  const made = emitAll({ ...contract!, id: evil, body: { ...contract!.body, id: evil } })
  for (const { path, text } of made.filter((f) => /index|__init__/.test(f.path))) {
    assert.ok(!/[\u2028\u2029]/.test(text), path)
    assert.ok(!text.split('\n').some((line) => /^\s*(?:process|import os)/.test(line)), path)
  }
})
