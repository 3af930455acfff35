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

const risk = / {2}risk:\n(?: {4}.*\n)+/
const lost: readonly (readonly [
  why: string,
  edit: Edit,
  says: RegExp,
  places: readonly Place[],
])[] = [
  [
    'a variable is renamed in the code alone',
    ['pricing/pricing/server.py', 'environ["RISK_URL"]', 'environ["RISKS_URL"]'],
    /^pricing no longer reaches risk by RISK_URL$/,
    [
      ['pricing/pricing/server.py', 11],
      ['docker-compose.yml', 11],
      ['docker-compose.yml', 13],
    ],
  ],
  [
    'a variable is renamed in the deployment alone',
    ['docker-compose.yml', 'RISK_URL:', 'RISKS_URL:'],
    /^pricing no longer reaches risk: RISK_URL is set nowhere$/,
    [
      ['pricing/pricing/server.py', 11],
      ['docker-compose.yml', 11],
      ['docker-compose.yml', 13],
    ],
  ],
  [
    'a service is deleted',
    ['docker-compose.yml', risk, ''],
    /^pricing loses risk, which nothing starts any more$/,
    [
      ['pricing/pricing/server.py', 11],
      ['docker-compose.yml', 11],
    ],
  ],
]

for (const [why, edit, says, places] of lost)
  test(`S2: ${why}: verify fails with both places`, () =>
    withCommitted((root) => {
      change(root, edit)
      const done = rtt(root, ['verify', '--json'])
      assert.equal(done.exit, 3)
      const found = done.json()['diagnostics'].find((d: { code: string }) => d.code === 'RTT2012')
      assert.match(found.summary, says)
      const at = [found.at, ...found.related.map((r: { at: object }) => r.at)]
      assert.deepEqual(
        at.map(({ path, line }) => [path, line]),
        places,
      )
    }))

test('S2: a variable that both sides call otherwise is another route, and no loss', () =>
  withCommitted((root) => {
    change(root, ['docker-compose.yml', 'RISK_URL:', 'FACTOR_URL:'])
    change(root, ['pricing/pricing/server.py', 'environ["RISK_URL"]', 'environ["FACTOR_URL"]'])
    const done = rtt(root, ['verify', '--json'])
    assert.equal(done.exit, 4)
    assert.deepEqual(
      done.json()['diagnostics'].filter((d: { code: string }) => /^RTT201/.test(d.code)),
      [],
    )
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
