import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { withDemo } from '../demo/repository.ts'
import { rtt } from './run.ts'

/** Every file of a folder with its bytes. */
const treeOf = (root: string): ReadonlyMap<string, string> =>
  new Map(
    readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((e) => e.isFile())
      .map((e) => join(e.parentPath, e.name))
      .map((path) => [path, readFileSync(path, 'latin1')]),
  )

const write = (root: string, text: string): void => {
  mkdirSync(join(root, '.rtt'), { recursive: true })
  writeFileSync(join(root, '.rtt/policy.json'), text)
}

test('policy init allows what is there, and a link that comes later is denied with both places', () =>
  withDemo((root) => {
    assert.equal(rtt(root, ['policy', 'init']).exit, 0)
    assert.equal(rtt(root, ['policy']).exit, 0)
    assert.equal(rtt(root, ['up']).exit, 0)
    assert.equal(rtt(root, ['policy', 'init']).exit, 2, 'it is never written over')
    const server = join(root, 'web/src/server.ts')
    writeFileSync(
      server,
      `${readFileSync(server, 'utf8')}\nexport const odd = () => fetch('http://risk:8082/factor/1')\n`,
    )
    const done = rtt(root, ['verify', '--ci', '--json'])
    assert.equal(done.exit, 3)
    const told = done.json()['diagnostics'].find((d: { code: string }) => d.code === 'RTT2020')
    assert.equal(told.at.path, 'web/src/server.ts')
    assert.equal(told.related[0].at.path, '.rtt/policy.json')
    for (const command of ['plan', 'up']) assert.equal(rtt(root, [command]).exit, 3, command)
  }))

test('another policy is another plan, which has to be signed anew', () =>
  withDemo((root) => {
    assert.equal(rtt(root, ['up']).exit, 0)
    write(root, '{"v":1,"rules":[]}')
    assert.equal(rtt(root, ['verify']).exit, 4)
    assert.equal(rtt(root, ['up']).exit, 0)
    write(root, '{ "rules": [], "v": 1 }\n')
    assert.equal(rtt(root, ['verify']).exit, 0, 'how it is written does not count')
  }))

const bad: readonly (readonly [why: string, text: string, says: RegExp])[] = [
  ['no JSON', '{\n  "v": 1,\n  oops\n}', /policy\.json: is not JSON[\s\S]*policy\.json:3/],
  ['a key that there is not', '{\n  "v": 1,\n  "rule": []\n}', /Unrecognized key: "rule"/],
  [
    'a value of the wrong shape',
    '{\n  "v": 1,\n  "rules": [\n    { "effect": "deni", "from": "a", "to": "b" }\n  ]\n}',
    /\/rules\/0\/effect: [\s\S]*policy\.json:4:7/,
  ],
  [
    'a selector that is none',
    '{\n  "v": 1,\n  "rules": [\n    { "effect": "deny", "from": "rtt://shop/*x", "to": "b" }\n  ]\n}',
    /\/rules\/0\/from: [\s\S]*mixes \* with text[\s\S]*policy\.json:4:25/,
  ],
  [
    'rules that contradict each other',
    '{"v":1,"rules":[\n{"effect":"deny","from":"a/**","to":"b/**"},\n{"effect":"allow","from":"a/**","to":"b/**"}]}',
    /never reached: rules\/0 says\s+deny[\s\S]*policy\.json:3[\s\S]*policy\.json:2/,
  ],
  ['made by a newer RTT', '{"v":2}', /newer RTT/],
]

for (const [why, text, says] of bad)
  test(`CF-03 ${why}: exit 2 with the place, and nothing is done`, () =>
    withDemo((root) => {
      write(root, text)
      for (const command of ['plan', 'up', 'verify', 'policy', 'scan']) {
        const done = rtt(root, [command])
        assert.equal(done.exit, 2, command)
        assert.match(done.stdout + done.stderr, says)
      }
      assert.ok(!existsSync(join(root, 'plans')))
    }))

const reading = [
  ['up'],
  ['scan'],
  ['check'],
  ['doctor'],
  ['gen'],
  ['plan'],
  ['plan', '--check'],
  ['approve'],
  ['policy'],
  ['sign'],
  ['verify'],
  ['ls', 'links'],
  ['why', 'web'],
  ['graph'],
  ['config', 'check'],
]

test('CF-02 every command that reads the configuration checks it first, and writes nothing', () =>
  withDemo((root) => {
    assert.equal(rtt(root, ['up']).exit, 0)
    const before = treeOf(root)
    writeFileSync(join(root, '.rtt/panel.json'), '{\n  "v": 1,\n  "scan": { "exclude": 7 }\n}')
    for (const args of reading) {
      const done = rtt(root, args)
      assert.equal(done.exit, 2, args.join(' '))
      assert.match(
        done.stdout + done.stderr,
        /error\[RTT6003\][\s\S]*panel\.json:3/,
        args.join(' '),
      )
    }
    rmSync(join(root, '.rtt/panel.json'))
    assert.deepEqual(treeOf(root), before)
  }))

test('a selector that means nothing is a warning that names the nearest', () =>
  withDemo((root) => {
    write(
      root,
      '{"v":1,"rules":[{"effect":"deny","from":"rtt://shop/service/wed","to":"rtt://**"}]}',
    )
    const done = rtt(root, ['policy'])
    assert.equal(done.exit, 0)
    assert.match(done.stdout, /warning\[RTT2024\][\s\S]*Did you mean rtt:\/\/shop\/service\/web\?/)
  }))

test('an accepted finding with a last day is open again after it', () =>
  withDemo((root) => {
    const entry = (expires: string) =>
      `{"v":1,"findings":[{"code":"RTT1113","reason":"a test","expires":"${expires}"}]}`
    write(root, entry('9999-12-31'))
    assert.equal(rtt(root, ['check']).exit, 0)
    write(root, entry('2020-01-31'))
    const done = rtt(root, ['check'])
    assert.equal(done.exit, 3)
    assert.match(done.stdout, /RTT1113 was accepted until 2020-01-31, which is over/)
  }))

test('CF-04 a JSON that was not made from the CUE beside it is exit 2', () =>
  withDemo((root) => {
    write(root, '{"v":1}')
    writeFileSync(join(root, '.rtt/policy.cue'), 'v: 1\n')
    for (const command of ['plan', 'verify']) {
      const done = rtt(root, [command])
      assert.equal(done.exit, 2)
      assert.match(done.stdout + done.stderr, /RTT6007/)
    }
  }))

const manifest = (version: string): string =>
  `{"v":1,"symbols":[{"address":"rtt://shop/service/web@${version}"}]}`

test('SG-04 a manifest that was edited since it was signed is named: exit 5; relaxing it warns on every run', () =>
  withDemo((root) => {
    writeFileSync(join(root, 'web/rtt.manifest.json'), manifest('1.0.0'))
    assert.equal(rtt(root, ['up']).exit, 0)
    writeFileSync(join(root, 'web/rtt.manifest.json'), manifest('1.1.0'))
    const strict = rtt(root, ['verify'])
    assert.equal(strict.exit, 5)
    assert.match(strict.stdout, /web\/rtt\.manifest\.json is not what was signed/)
    write(root, '{"v":1,"trust":{"strict":false}}')
    assert.equal(rtt(root, ['up']).exit, 0)
    writeFileSync(join(root, 'web/rtt.manifest.json'), manifest('1.2.0'))
    for (let run = 0; run < 2; run++) {
      const relaxed = rtt(root, ['verify'])
      assert.equal(relaxed.exit, 0, relaxed.stdout)
      assert.match(relaxed.stdout, /warning\[RTT2025\]/)
    }
  }))

test('a policy that forbids the keys of clones is exit 10 until a key of the trust root signs', () =>
  withDemo((root) => {
    assert.equal(rtt(root, ['up']).exit, 0)
    write(root, '{"v":1,"trust":{"developmentKeys":false}}')
    const done = rtt(root, ['up'])
    assert.equal(done.exit, 10)
    assert.match(done.stdout, /RTT3006/)
    assert.notEqual(rtt(root, ['verify']).exit, 0)
  }))

test('SG-03 sign --all signs the plan with its manifests, and every file of the configuration beside itself', () =>
  withDemo((root) => {
    writeFileSync(join(root, 'web/rtt.manifest.json'), manifest('1.0.0'))
    write(root, '{"v":1}')
    rtt(root, ['up'])
    const done = rtt(root, ['sign', '--all', '--json'])
    assert.equal(done.exit, 0)
    assert.deepEqual(done.json()['files'], [
      '.rtt/policy.json.dsse.json',
      'web/rtt.manifest.json.dsse.json',
    ])
    assert.equal(rtt(root, ['verify', '--sig', '.rtt/policy.json']).exit, 0)
    write(root, '{"v":1,"otherwise":"allow"}')
    assert.equal(rtt(root, ['verify', '--sig', '.rtt/policy.json']).exit, 5)
  }))

test('PL-05 plan --explain lists every input; a change of one changes the fingerprint', () =>
  withDemo((root) => {
    rtt(root, ['up'])
    const explain = () => rtt(root, ['plan', '--explain', '--json']).json()
    const before = explain()
    assert.deepEqual(explain(), before)
    const differing = (now: typeof before): string[] =>
      now['inputs']
        .filter((x: { digest: string }, i: number) => x.digest !== before['inputs'][i].digest)
        .map((x: { name: string }) => x.name)
    write(root, '{"v":1}')
    assert.deepEqual(differing(explain()), ['policy'])
    const compose = join(root, 'docker-compose.yml')
    writeFileSync(compose, readFileSync(compose, 'utf8').replace('risk:8082', 'ledger:8081'))
    const moved = explain()
    assert.ok(differing(moved).includes('routes') && differing(moved).includes('addresses'))
    assert.notEqual(moved['fingerprint'], before['fingerprint'])
  }))
