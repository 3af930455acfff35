import assert from 'node:assert/strict'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { requirementsPage } from '../.ci/requirements.ts'
import { reportNames, reportSchema, schemaFiles } from '../.ci/schemas.ts'
import { program } from './cli/mcp/server.ts'
import { rtt } from './cli/run.ts'
import { withDemo } from './demo/repository.ts'

const folder = join(import.meta.dirname, '../schemas')

test('schemas/ is current: npm run schemas', () => {
  const wanted = schemaFiles()
  assert.deepEqual(
    readdirSync(folder)
      .filter((n) => n.endsWith('.schema.json'))
      .sort(),
    [...wanted.keys()].sort(),
  )
  for (const [name, text] of wanted)
    assert.equal(readFileSync(join(folder, name), 'utf8'), text, name)
})

test('docs/requirements.md is current: node .ci/requirements.ts', () => {
  assert.equal(
    readFileSync(join(import.meta.dirname, '../docs/requirements.md'), 'utf8'),
    requirementsPage(),
  )
})

test('what every command prints with --json has the shape of its schema', async () => {
  await withDemo((root) => {
    const seen = new Set<string>()
    writeFileSync(join(root, 'server.mjs'), program)
    const commands = [
      ['status'],
      ['up'],
      ['up'],
      ['init'],
      ['scan'],
      ['check'],
      ['why', 'web#PRICING_ADDR'],
      ['why', 'ledger'],
      ['doctor'],
      ['gen'],
      ['gen', '--check'],
      ['plan'],
      ['plan', '--why', 'web#PRICING_ADDR'],
      ['plan', '--check'],
      ['sign'],
      ['sign', 'package.json'],
      ['apply'],
      ['apply', '--dry-run'],
      ['verify'],
      ['verify', '--sig', 'package.json'],
      ['verify', '--ci'],
      ['status'],
      ['approve', '--dry-run'],
      ['approve'],
      ['mcp', 'lock', 'x', '--no-sandbox', '--', process.execPath, 'server.mjs', 'good'],
      ['plan', '--prune'],
      ['plan', '--merge'],
      ['policy'],
      ['policy', 'init'],
      ['policy', 'check'],
      ['config'],
      ['config', '--origin'],
      ['config', 'migrate'],
      ['config', 'normalize'],
      ['approve'],
      ['ls', 'symbols'],
      ['ls', 'links'],
      ['ls', 'routes'],
      ['graph'],
      ['explain', 'RTT1002'],
      ['wal', 'log'],
      ['wal', 'root'],
      ['wal', 'verify'],
      ['keys', 'list'],
      ['keys', 'new', '--name', 'second'],
      ['recover'],
      ['rollback'],
      ['ls', 'nothing'],
      ['explain', 'nothing'],
    ]
    for (const args of commands) {
      const done = rtt(root, [...args, '--json'])
      const checked = reportSchema(args[0]!).safeParse(done.json())
      assert.ok(
        checked.success,
        `rtt ${args.join(' ')}: ${checked.error?.message}\n${done.stdout.slice(0, 1500)}`,
      )
      assert.equal(done.json()['exit'], done.exit)
      seen.add(args[0]!)
    }
    // It goes on until it is stopped; test/cli/watch.test.ts holds its lines to their schema.
    seen.add('watch')
    assert.deepEqual([...seen].sort(), [...reportNames].sort())
  })
})
