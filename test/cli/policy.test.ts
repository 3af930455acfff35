import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { withDemo } from '../demo/repository.ts'
import { rtt } from './run.ts'

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
