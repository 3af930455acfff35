import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { emitters } from '../../src/emit/emitters.ts'
import { linkProto } from '../../src/read/proto/link/link.ts'
import { protoReader } from '../../src/read/proto/reader.ts'

const folder = join(import.meta.dirname, '../../templates/connector')
const templates = new Map(
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((e) => e.isFile())
    .map((e) => {
      const path = join(e.parentPath, e.name)
      return [path.slice(folder.length + 1), readFileSync(path, 'utf8')] as const
    }),
)

const contractsOf = (text: string) =>
  linkProto(protoReader.read({ path: 'a.proto', text }).protoFiles!).contracts

test('what no connector can carry is RTT1103 by name, and the rest is generated', () => {
  const [contract] = contractsOf(
    'syntax = "proto2";\npackage t;\nmessage M { optional int32 a = 1; repeated group G = 2 { optional int32 b = 1; } }\nservice S { rpc Get(M) returns (M); }\n',
  )
  for (const lang of ['ts', 'py'] as const) {
    const { files, diagnostics } = emitters[lang](contract!, 'rtt://t/api/t.S', templates)
    assert.deepEqual(
      diagnostics.map((d) => [d.code, d.at?.path]),
      [['RTT1103', 'a.proto']],
    )
    assert.ok(files.length > 5)
  }
})

test('a whole contract has nothing left out, and its folder name is safe on every system', () => {
  const [contract] = contractsOf(
    'syntax = "proto3";\npackage t;\nmessage M { int32 a = 1; }\nservice S { rpc Get(M) returns (M); }\n',
  )
  for (const lang of ['ts', 'py'] as const) {
    const {
      folder: name,
      files,
      diagnostics,
    } = emitters[lang](contract!, 'rtt://t/api/t.S', templates)
    assert.deepEqual(diagnostics, [])
    assert.match(name, /^[a-z0-9-]{1,60}-[0-9a-f]{12}$/)
    for (const f of files) assert.match(f.path, /^[\w./-]+$/)
  }
})
