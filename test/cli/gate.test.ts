import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { withDemo } from '../demo/repository.ts'
import { rtt } from './run.ts'

const git = (cwd: string, ...args: string[]): string =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...args], {
    cwd,
    encoding: 'utf8',
  })

type Edit = readonly [file: string, from: string | RegExp, to: string]
type Place = readonly [path: string, line: number]

const change = (root: string, [file, from, to]: Edit): void => {
  const path = join(root, file)
  const text = readFileSync(path, 'utf8')
  const edited = text.replace(from, to)
  assert.notEqual(edited, text, `${file} holds ${from}`)
  writeFileSync(path, edited)
}

/** A repository that is wired and committed, plan and all, as the main branch of a team is. */
const withCommitted = (run: (root: string) => void): Promise<void> =>
  withDemo((root) => {
    git(root, 'init', '-q', '-b', 'main')
    assert.equal(rtt(root, ['up']).exit, 0)
    git(root, 'add', '-A')
    git(root, 'commit', '-qm', 'Wire')
    run(root)
  })

const breaking: readonly (readonly [why: string, edit: Edit, provider: Place, consumer: Place])[] =
  [
    [
      'a field that a consumer reads is dropped',
      ['protos/pricing.proto', /.*total_cents.*\n/, ''],
      ['protos/pricing.proto', 21],
      ['web/src/server.ts', 17],
    ],
    [
      'a field has another type',
      ['protos/pricing.proto', 'int64 total_cents', 'string total_cents'],
      ['protos/pricing.proto', 22],
      ['web/src/server.ts', 17],
    ],
    [
      'a method has another name',
      ['protos/pricing.proto', 'rpc Quote(', 'rpc Price('],
      ['protos/pricing.proto', 6],
      ['web/src/server.ts', 17],
    ],
  ]

for (const [why, edit, provider, consumer] of breaking)
  test(`S2: ${why}: verify fails with both places`, () =>
    withCommitted((root) => {
      git(root, 'checkout', '-qb', 'change')
      change(root, edit)
      git(root, 'commit', '-qam', 'Change a contract')
      const done = rtt(root, ['verify', '--json'])
      assert.equal(done.exit, 3)
      const found = done.json()['diagnostics'].find((d: { code: string }) => d.code === 'RTT2010')
      assert.deepEqual([found.at.path, found.at.line], provider)
      const places = found.related.map((r: { at: { path: string; line: number } }) => [
        r.at.path,
        r.at.line,
      ])
      assert.deepEqual(places, [consumer])
      // Accepting it is a plan of its own, which says what it accepts.
      const accepted = rtt(root, ['up'])
      assert.equal(accepted.exit, 0)
      assert.match(accepted.stdout, /warning\[RTT2010\]/)
      assert.equal(rtt(root, ['verify']).exit, 0)
    }))

const harmless: readonly (readonly [why: string, edit: Edit])[] = [
  [
    'a field that need not be there is added',
    [
      'protos/pricing.proto',
      '  Currency currency = 2;',
      '  Currency currency = 2;\n  string note = 9;',
    ],
  ],
  [
    'a comment',
    ['protos/pricing.proto', '// What a basket costs.', '// What a basket costs, in all.'],
  ],
]

for (const [why, edit] of harmless)
  test(`S2: ${why}: nobody is broken`, () =>
    withCommitted((root) => {
      change(root, edit)
      const codes = rtt(root, ['verify', '--json'])
        .json()
        ['diagnostics'].map((d: { code: string }) => d.code)
      assert.ok(!codes.includes('RTT2010') && !codes.includes('RTT2011'), codes.join())
    }))
