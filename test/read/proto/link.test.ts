import assert from 'node:assert/strict'
import test from 'node:test'
import { linkFiles } from '../../vectors/corpus.ts'

const p3 = 'syntax = "proto3";\n'

/** Links files given as text by path. */
const link = (files: Readonly<Record<string, string>>) =>
  linkFiles(Object.entries(files).map(([path, text]) => ({ path, text: p3 + text })))

const user = (path: string, type = 'Thing'): string =>
  `import "${path}";\nservice S { rpc Get(${type}) returns (${type}); }`

const thing = (field: string): string => `message Thing { string ${field} = 1; }`

/** The name of the first field of the first message of the contract in `path`. */
const firstField = (files: Readonly<Record<string, string>>, path: string): string | undefined => {
  const contract = link(files).contracts.find((c) => c.at.path === path && c.kind === 'service')
  const [type] = contract?.body.types ?? []
  return type?.kind === 'message' ? type.fields[0]?.name : undefined
}

test('imports are found beside the file before anywhere else', () => {
  const files = {
    'a/b/user.proto': user('thing.proto'),
    'a/b/thing.proto': thing('beside'),
    'a/thing.proto': thing('above'),
    'thing.proto': thing('root'),
  }
  assert.equal(firstField(files, 'a/b/user.proto'), 'beside')
})

test('imports are found in each folder above, the nearest first', () => {
  const above = { 'a/b/user.proto': user('x/thing.proto'), 'a/x/thing.proto': thing('above') }
  assert.equal(firstField({ ...above, 'x/thing.proto': thing('root') }, 'a/b/user.proto'), 'above')
  const root = { 'a/b/user.proto': user('x/thing.proto'), 'x/thing.proto': thing('root') }
  assert.equal(firstField(root, 'a/b/user.proto'), 'root')
})

test('imports are found below any folder that has the path, the nearest first', () => {
  const files = {
    'one/app/user.proto': user('x/thing.proto'),
    'one/protos/x/thing.proto': thing('near'),
    'two/protos/x/thing.proto': thing('far'),
    'zoo/thing.proto': thing('wrong'),
  }
  assert.equal(firstField(files, 'one/app/user.proto'), 'near')
})

test('an import of the own name is another file', () => {
  const files = { 'a/thing.proto': user('thing.proto'), 'b/thing.proto': thing('other') }
  assert.equal(firstField(files, 'a/thing.proto'), 'other')
})

test('a missing import is one warning at its place, and costs no contract by itself', () => {
  const links = link({
    'a.proto':
      'import "google/api/annotations.proto";\nservice S { rpc A(B) returns (B); }\nmessage B {}',
  })
  assert.deepEqual(
    links.diagnostics.map((d) => [d.code, d.severity, d.at]),
    [['RTT1012', 'warning', { path: 'a.proto', line: 2, column: 8 }]],
  )
  assert.equal(links.contracts.length, 1)
})

test('a type that may stand in a missing import is kept by name, with a warning', () => {
  const links = link({
    'a.proto':
      'import "rpc/status.proto";\nservice S { rpc A(B) returns (B); }\nmessage B { rpc.Status s = 1; }',
  })
  assert.deepEqual(
    links.diagnostics.map((d) => [d.code, d.severity, d.at?.line, d.at?.column]),
    [
      ['RTT1012', 'warning', 2, 8],
      ['RTT1002', 'warning', 4, 13],
    ],
  )
  const alias = links.contracts[0]?.body.types.find((t) => t.name === 'rpc.Status')
  assert.deepEqual(alias, { kind: 'alias', name: 'rpc.Status', type: { kind: 'any' } })
})

test('a type that nothing declares is an error at its field, and costs those that reach it', () => {
  const links = link({
    'a.proto':
      'service Bad { rpc A(B) returns (B); }\nservice Good { rpc A(C) returns (C); }\nmessage B { map<string, Nope> m = 1; }\nmessage C {}',
  })
  assert.deepEqual(
    links.diagnostics.map((d) => [d.code, d.severity, d.at]),
    [['RTT1002', 'error', { path: 'a.proto', line: 4, column: 13 }]],
  )
  assert.deepEqual(
    links.contracts.map((c) => c.id),
    ['Good'],
  )
})

test('names of files that are imported by an import are not seen, unless it is public', () => {
  const files = (kind: string) => ({
    'a.proto': `import "b.proto";\nmessage A { C c = 1; }`,
    'b.proto': `import ${kind} "c.proto";\nmessage B { C c = 1; }`,
    'c.proto': 'message C {}',
  })
  assert.equal(link(files('public')).diagnostics.length, 0)
  assert.deepEqual(
    link(files('')).diagnostics.map((d) => [d.code, d.severity, d.at?.path, d.at?.line]),
    [['RTT1002', 'error', 'a.proto', 3]],
  )
})

test('imports in a circle end', () => {
  const links = link({
    'a.proto': 'import public "b.proto";\nmessage A { B b = 1; }',
    'b.proto': 'import public "a.proto";\nmessage B { A a = 1; }',
  })
  assert.equal(links.diagnostics.length, 0)
  assert.equal(links.contracts.length, 2)
})

test('types that may stand in a broken import are warnings', () => {
  const links = link({ 'a.proto': user('b.proto'), 'b.proto': 'message Thing {' })
  assert.deepEqual(
    links.diagnostics.map((d) => [d.code, d.severity]),
    [
      ['RTT1002', 'warning'],
      ['RTT1002', 'warning'],
    ],
  )
  assert.match(links.diagnostics[0]!.summary, /"b\.proto", which could not be read/)
})

test('one name with two meanings in one contract is an error', () => {
  const links = link({
    'a/user.proto':
      'import "c.proto"; import "holder.proto";\nmessage A { Thing t = 1; Holder h = 2; }',
    'a/c.proto': thing('one'),
    'holder/holder.proto': 'import "c.proto";\nmessage Holder { Thing t = 1; }',
    'holder/c.proto': thing('two'),
  })
  assert.deepEqual(
    links.diagnostics.map((d) => [d.code, d.severity, d.related?.length]),
    [['RTT1002', 'error', 1]],
  )
  assert.deepEqual(links.contracts.map((c) => c.id).sort(), ['Holder', 'Thing', 'Thing'])
})

test('methods take messages only', () => {
  const links = link({ 'a.proto': 'enum E { Z = 0; } service S { rpc A(E) returns (string); }' })
  assert.deepEqual(
    links.diagnostics.map((d) => [d.code, d.severity, d.at?.column]),
    [
      ['RTT1002', 'error', 37],
      ['RTT1002', 'error', 49],
    ],
  )
  assert.equal(links.contracts.length, 0)
})

test('an open enum of an edition must start at zero', () => {
  const text = 'edition = "2023"; message A { E e = 1; } enum E { ONE = 1; }'
  const links = linkFiles([{ path: 'a.proto', text }])
  assert.deepEqual(
    links.diagnostics.map((d) => [d.code, d.at?.column]),
    [['RTT1002', 47]],
  )
})

test('a parsed file survives being cached as JSON', async () => {
  const { protoReader } = await import('../../../src/read/proto/reader.ts')
  const { linkProto } = await import('../../../src/read/proto/link/link.ts')
  const { filesOf } = await import('../../vectors/corpus.ts')
  const files = filesOf('proto/valid').flatMap((f) => protoReader.read(f).protoFiles ?? [])
  const cached: typeof files = JSON.parse(JSON.stringify(files))
  assert.deepEqual(linkProto(cached), linkProto(files))
})
