import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { vetValue } from '../../src/app/config/cue.ts'
import { panelSchema } from '../../src/core/model/config.ts'
import { policySchema } from '../../src/core/model/policy.ts'
import { nodeCue } from '../../src/node/cue.ts'
import { withDemo } from '../demo/repository.ts'
import { rtt } from './run.ts'

const cue = nodeCue()
const version = await cue.version()
const needsCue = version === undefined ? { skip: 'cue is not installed' } : {}

const rule = { effect: 'deny', from: 'web/**', to: 'rtt://shop/db/db' }
const text = (length: number): string => 'x'.repeat(length)

/** One verdict is asked of both checkers for each of these. */
const policies: readonly (readonly [why: string, value: unknown])[] = [
  ['nothing but a version', { v: 1 }],
  ['another version', { v: 0 }],
  ['no version', {}],
  ['an unknown key', { v: 1, rule: [] }],
  ['a rule', { v: 1, rules: [rule] }],
  ['a rule with everything', { v: 1, rules: [{ ...rule, via: ['http'], reason: 'so' }] }],
  ['an effect that there is not', { v: 1, rules: [{ ...rule, effect: 'refuse' }] }],
  ['an empty selector', { v: 1, rules: [{ ...rule, from: '' }] }],
  ['a selector that is too long', { v: 1, rules: [{ ...rule, from: text(1025) }] }],
  ['no protocol in via', { v: 1, rules: [{ ...rule, via: [] }] }],
  ['a blank reason', { v: 1, rules: [{ ...rule, reason: '  ' }] }],
  ['an unknown key of a rule', { v: 1, rules: [{ ...rule, note: 'x' }] }],
  ['rules that are no list', { v: 1, rules: rule }],
  ['otherwise', { v: 1, otherwise: 'deny' }],
  ['otherwise something else', { v: 1, otherwise: 'maybe' }],
  ['a layer', { v: 1, layers: [{ name: 'edge', members: ['web/**'] }] }],
  ['a layer without members', { v: 1, layers: [{ name: 'edge', members: [] }] }],
  ['a pin', { v: 1, pins: [{ from: 'a', to: 'b' }] }],
  ['a pin without an end', { v: 1, pins: [{ from: 'a' }] }],
  ['a contract', { v: 1, contracts: [{ from: 'a', to: 'b', dialects: ['proto'] }] }],
  ['a dialect that there is not', { v: 1, contracts: [{ from: 'a', to: 'b', dialects: ['xml'] }] }],
  ['a version rule', { v: 1, versions: [{ ecosystem: 'npm', package: 'a', range: '^1' }] }],
  [
    'an ecosystem that there is not',
    { v: 1, versions: [{ ecosystem: 'gem', package: 'a', range: '1' }] },
  ],
  ['a budget', { v: 1, budgets: [{ from: 'a', to: 'b', latencyUsP99: 200 }] }],
  ['a budget of nothing', { v: 1, budgets: [{ from: 'a', to: 'b', latencyUsP99: 0 }] }],
  ['a budget in parts', { v: 1, budgets: [{ from: 'a', to: 'b', throughputQps: 1.5 }] }],
  ['failover', { v: 1, failover: [{ from: 'a', to: ['b', 'c'] }] }],
  ['failover to nobody', { v: 1, failover: [{ from: 'a', to: [] }] }],
  ['fan-out', { v: 1, fanout: [{ from: 'a', max: 2, ttl: 8, dedupe: true }] }],
  ['fan-out of one', { v: 1, fanout: [{ from: 'a', max: 1 }] }],
  ['a ttl that is too large', { v: 1, fanout: [{ from: 'a', max: 2, ttl: 256 }] }],
  ['acyclic', { v: 1, acyclic: [{ among: ['rtt://**'] }] }],
  ['acyclic among nobody', { v: 1, acyclic: [{ among: [] }] }],
  ['backpressure', { v: 1, backpressure: [{ to: 'a', mode: 'nack' }] }],
  ['backpressure of another kind', { v: 1, backpressure: [{ to: 'a', mode: 'drop' }] }],
  [
    'an accepted finding',
    { v: 1, findings: [{ code: 'RTT1113', reason: 'so', expires: '2027-01-31' }] },
  ],
  ['a finding without a reason', { v: 1, findings: [{ code: 'RTT1113' }] }],
  [
    'a day that there is not',
    { v: 1, findings: [{ code: 'RTT1113', reason: 'so', expires: '2027-02-31' }] },
  ],
  ['a code of another shape', { v: 1, findings: [{ code: 'X1', reason: 'so' }] }],
  ['trust', { v: 1, trust: { strict: false } }],
  ['trust of another kind', { v: 1, trust: { strict: 'no' } }],
  ['a digest', { v: 1, cue: '0'.repeat(64) }],
  ['a digest that is none', { v: 1, cue: 'abc' }],
]

const panels: readonly (readonly [why: string, value: unknown])[] = [
  ['a name', { v: 1, name: 'shop' }],
  ['a name that is none', { v: 1, name: '-shop' }],
  ['folders to leave out', { v: 1, scan: { exclude: ['old'] } }],
  ['folders that are none', { v: 1, scan: { exclude: [''] } }],
  ['an unknown key', { v: 1, scan: { only: [] } }],
  ['an accepted finding', { v: 1, findings: { ignore: [{ code: 'RTT1113', reason: 'so' }] } }],
  ['one without a reason', { v: 1, findings: { ignore: [{ code: 'RTT1113', reason: ' ' }] } }],
]

for (const [name, corpus, schema] of [
  ['policy', policies, policySchema],
  ['panel', panels, panelSchema],
] as const)
  test(
    `CF-01 cue and the built-in checker give one verdict on every ${name}`,
    needsCue,
    async () => {
      const view = cue.view(name)
      const definition = `#${name[0]!.toUpperCase()}${name.slice(1)}`
      for (const [why, value] of corpus) {
        const against = await vetValue(cue, { view, definition }, value)
        assert.equal(against === undefined, schema.safeParse(value).success, `${why}: ${against}`)
      }
    },
  )

const write = (root: string, file: string, content: string): void => {
  mkdirSync(join(root, '.rtt'), { recursive: true })
  writeFileSync(join(root, file), content)
}

const policy = {
  v: 1,
  rules: [{ ...rule, reason: 'web asks "ledger" — not the\tdatabase' }],
  findings: [{ code: 'RTT1113', ends: ['*', '*', '*'], reason: 'known' }],
}

test('CF-05 config migrate writes the CUE of every file, and nothing changes by it', () =>
  withDemo((root) => {
    write(root, '.rtt/policy.json', JSON.stringify(policy))
    write(root, '.rtt/panel.json', '{"v":1,"name":"shop"}')
    assert.deepEqual(rtt(root, ['config', 'migrate', '--json']).json()['wrote'], [
      '.rtt/panel.cue',
      '.rtt/policy.cue',
    ])
    assert.equal(rtt(root, ['config', 'check']).exit, 0)
    const { cue: digest, ...rest } = JSON.parse(
      readFileSync(join(root, '.rtt/policy.json'), 'utf8'),
    )
    assert.match(digest, /^[0-9a-f]{64}$/)
    assert.deepEqual(rest, policy)
    assert.deepEqual(rtt(root, ['config', 'migrate', '--json']).json()['wrote'], [])
  }))

test(
  'CF-05 the CUE that migrate writes evaluates to the JSON that it was made from',
  needsCue,
  () =>
    withDemo((root) => {
      write(root, '.rtt/policy.json', JSON.stringify(policy))
      rtt(root, ['config', 'migrate'])
      const before = readFileSync(join(root, '.rtt/policy.json'), 'utf8')
      rmSync(join(root, '.rtt/policy.json'))
      assert.equal(rtt(root, ['plan']).exit, 2, 'a .cue without its JSON is refused')
      assert.deepEqual(rtt(root, ['config', 'normalize', '--json']).json()['wrote'], [
        '.rtt/policy.json',
      ])
      assert.deepEqual(
        JSON.parse(readFileSync(join(root, '.rtt/policy.json'), 'utf8')),
        JSON.parse(before),
      )
      write(root, '.rtt/policy.cue', 'v: 1\nrules: [{effect: "deny" from: 2}]\n')
      const refused = rtt(root, ['config', 'normalize'])
      assert.equal(refused.exit, 2)
      assert.match(refused.stderr, /policy\.cue:2/)
    }),
)

test('CF-01 config check looks with cue where it is installed, and says so where it is not', () =>
  withDemo((root) => {
    write(root, '.rtt/policy.json', JSON.stringify({ v: 1 }))
    const alone = rtt(root, ['config', 'check', '--json'], { env: { PATH: '/nowhere' } }).json()
    assert.equal(alone['cue'], null)
    assert.deepEqual(alone['files'][1].checkedBy, ['rtt'])
    const here = rtt(root, ['config', 'check', '--json']).json()
    assert.equal(here['cue'], version ?? null)
  }))

test('config --origin tells where each value comes from, and no secret', () =>
  withDemo((root) => {
    write(root, '.rtt/panel.json', '{\n  "v": 1,\n  "name": "shop"\n}\n')
    const done = rtt(root, ['config', '--origin', '--json'], {
      env: { RTT_KEY: '/secret/key.pem' },
    })
    const rows: { key: string; from: string; at: string }[] = done.json()['origins']
    const of = (key: string) => rows.find((r) => r.key === key)
    assert.equal(of('name')?.at, '.rtt/panel.json:3')
    assert.equal(of('scan.exclude')?.from, 'default')
    assert.equal(of('RTT_KEY')?.from, 'environment')
    assert.doesNotMatch(done.stdout, /secret/)
  }))

test('what needs cue says so where it is not installed, and so does one that does not answer', () =>
  withDemo((root) => {
    write(root, '.rtt/policy.cue', 'v: 1\n')
    const alone = rtt(root, ['config', 'normalize'], { env: { PATH: '/nowhere' } })
    assert.equal(alone.exit, 2)
    assert.match(alone.stderr, /RTT6009/)
    const bin = join(root, 'bin')
    mkdirSync(bin)
    writeFileSync(
      join(bin, 'cue'),
      '#!/bin/sh\nwhile :; do echo 0123456789012345678901234567890123456789; done\n',
      {
        mode: 0o755,
      },
    )
    const flood = rtt(root, ['config', 'normalize'], { env: { PATH: `${bin}:/bin:/usr/bin` } })
    assert.equal(flood.exit, 2)
    assert.match(flood.stderr, /RTT6008[\s\S]*printed too much/)
  }))
