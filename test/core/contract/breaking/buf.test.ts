import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { effectOf } from '../../../../src/core/contract/breaking/change.ts'
import { changesOf } from '../../../../src/core/contract/breaking/changes.ts'
import type { ContractBody } from '../../../../src/core/model/contract.ts'
import { linkProto } from '../../../../src/read/proto/link/link.ts'
import { parseProto } from '../../../../src/read/proto/parse.ts'
import { edits, randomOf, shopOf, textOf } from './shop.ts'

const pairs = 420
const seed = Number(process.env['RTT_SEED'] ?? 20261121)

const bodyOf = (text: string, path: string): ContractBody => {
  const { contracts } = linkProto([parseProto({ path, text }).file])
  return contracts.find((c) => c.kind === 'service')!.body
}

const write = (root: string, side: string, name: string, text: string): void => {
  const path = join(root, side, name, 'shop.proto')
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

/** The packages that buf calls broken, in the source or on the wire. */
const bufSays = (root: string): ReadonlyMap<string, string> => {
  const config = JSON.stringify({ version: 'v2', breaking: { use: ['PACKAGE', 'WIRE'] } })
  const args = [
    'breaking',
    join(root, 'after'),
    '--against',
    join(root, 'before'),
    '--error-format',
    'json',
  ]
  const command = join(import.meta.dirname, '../../../../node_modules/.bin/buf')
  const done = spawnSync(command, [...args, '--config', config, '--against-config', config], {
    cwd: join(root, 'after'),
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    env: { ...process.env, HOME: root, BUF_CACHE_DIR: join(root, 'cache') },
  })
  if (done.error) throw done.error
  assert.ok(done.status === 0 || done.status === 100, done.stderr)
  const found = new Map<string, string>()
  for (const line of done.stdout.split('\n').filter((l) => l !== '')) {
    const { path, type } = JSON.parse(line) as { path?: string; type: string }
    const name = /p\d+/.exec(path ?? line)?.[0]
    if (name !== undefined && !found.has(name)) found.set(name, type)
  }
  return found
}

test(`verdicts on ${pairs} edits of protobuf are those of buf (seed ${seed})`, () => {
  const root = mkdtempSync(join(tmpdir(), 'rtt-buf-'))
  try {
    const kinds = Object.keys(edits)
    const made = Array.from({ length: pairs }, (_, i) => {
      const name = `p${i}`
      const [before, after] = [shopOf(seed + i), shopOf(seed + i)]
      const kind = kinds[i % kinds.length]!
      edits[kind]!(after, randomOf(seed * 7 + i))
      const texts = { before: textOf(before, name), after: textOf(after, name) }
      write(root, 'before', name, texts.before)
      write(root, 'after', name, texts.after)
      return { name, kind, ...texts }
    })
    const buf = bufSays(root)
    const differ = made.flatMap(({ name, kind, before, after }) => {
      const changes = changesOf(bodyOf(before, 'a.proto'), bodyOf(after, 'a.proto'))
      const isBroken = changes.some((c) => effectOf(c) === 'breaking')
      const says = `${name} ${kind}: rtt ${isBroken} (${changes.map((c) => `${c.rule} ${c.path}`).join(', ')}), buf ${buf.get(name) ?? 'nothing'}`
      return isBroken === buf.has(name) ? [] : [says]
    })
    assert.ok(buf.size > pairs / 3 && buf.size < pairs, `buf calls ${buf.size} broken`)
    assert.deepEqual(differ, [])
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
})
