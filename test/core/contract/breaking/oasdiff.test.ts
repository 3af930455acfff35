import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { effectOf } from '../../../../src/core/contract/breaking/change.ts'
import { changesOf } from '../../../../src/core/contract/breaking/changes.ts'
import type { ContractBody } from '../../../../src/core/model/contract.ts'
import { openApiReader } from '../../../../src/read/openapi.ts'
import { type Desk, deskOf, edits } from './desk.ts'
import { randomOf } from './shop.ts'

const rounds = 6
const seed = Number(process.env['RTT_SEED'] ?? 20261122)
const root = join(import.meta.dirname, '../../../..')
const command = [join(root, '.ci/tools/bin/oasdiff'), 'oasdiff'].find(
  (c) => spawnSync(c, ['--version']).status === 0,
)

const bodyOf = (desk: Desk): ContractBody => {
  const { contracts } = openApiReader.read({ path: 'desk.json', text: JSON.stringify(desk) })
  return contracts![0]!.body
}

type Told = { readonly id: string; readonly level: number }

/**
 * Where RTT says more: what is taken from an answer breaks code that names it, though it breaks nothing on the wire.
 * oasdiff says nothing of code.
 */
const ofCode = new Set([
  'an answer drops a value of an enumeration',
  'an answer drops an optional property',
])

/** What oasdiff finds, errors and warnings. */
const oasdiffSays = (folder: string, before: Desk, after: Desk): readonly Told[] => {
  const [from, to] = [join(folder, 'before.json'), join(folder, 'after.json')]
  writeFileSync(from, JSON.stringify(before))
  writeFileSync(to, JSON.stringify(after))
  const done = spawnSync(command!, ['breaking', from, to, '-f', 'json'], { encoding: 'utf8' })
  assert.equal(done.status, 0, done.stderr)
  return done.stdout.trim() === '' ? [] : (JSON.parse(done.stdout) as Told[])
}

const kinds = Object.keys(edits)
const pairs = rounds * kinds.length
const skip = command === undefined && 'oasdiff is not on this machine'

test(`verdicts on ${pairs} edits of OpenAPI are those of oasdiff (seed ${seed})`, { skip }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'rtt-oasdiff-'))
  try {
    let broken = 0
    const differ = Array.from({ length: pairs }, (_, i) => {
      const kind = kinds[i % kinds.length]!
      const [before, after] = [deskOf(randomOf(seed + i)), deskOf(randomOf(seed + i))]
      edits[kind]!(after, randomOf(seed * 7 + i))
      const told = oasdiffSays(folder, before, after)
      const changes = changesOf(bodyOf(before), bodyOf(after))
      const isBroken = changes.some((c) => effectOf(c) === 'breaking')
      const onWire = changes.some((c) => c.wire === 'breaking')
      if (told.length > 0) broken++
      const says = `${kind}: rtt ${isBroken} (${changes.map((c) => `${c.rule} ${c.path} ${c.wire}`).join(', ')}), oasdiff ${told.map((t) => `${t.id} ${t.level}`).join(', ') || 'nothing'}`
      const agree = ofCode.has(kind)
        ? isBroken && !onWire && told.length === 0
        : isBroken === told.length > 0
      return agree ? [] : [says]
    }).flat()
    assert.ok(broken > pairs / 4 && broken < pairs, `oasdiff calls ${broken} broken`)
    assert.deepEqual(differ, [])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
