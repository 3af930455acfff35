import assert from 'node:assert/strict'
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { withDemo } from '../demo/repository.ts'
import { rtt } from './run.ts'

const flip = (path: string, at: number): Buffer => {
  const before = readFileSync(path)
  const after = Buffer.from(before)
  after[at] = after[at]! ^ 1
  writeFileSync(path, after)
  return before
}

test('SG-01 a key is made, a file is signed with it and verified; one flipped byte is exit 5', async () => {
  await withDemo((root) => {
    assert.equal(rtt(root, ['keys', 'new', '--name', 'mine']).exit, 0)
    assert.equal(statSync(join(root, '.rtt/keys/mine.pem')).mode & 0o777, 0o600)
    assert.equal(statSync(join(root, '.rtt/keys')).mode & 0o777, 0o700)
    assert.equal(rtt(root, ['sign', 'protos/pricing.proto', '--key', 'mine']).exit, 0)
    assert.equal(rtt(root, ['verify', '--sig', 'protos/pricing.proto']).exit, 0)
    for (const file of ['protos/pricing.proto', 'protos/pricing.proto.dsse.json']) {
      const size = statSync(join(root, file)).size
      for (const at of [0, Math.floor(size / 3), size - 2]) {
        const before = flip(join(root, file), at)
        assert.equal(
          rtt(root, ['verify', '--sig', 'protos/pricing.proto']).exit,
          5,
          `${file} byte ${at}`,
        )
        writeFileSync(join(root, file), before)
      }
    }
    assert.equal(rtt(root, ['verify', '--sig', 'web/package.json']).exit, 5, 'unsigned')
    assert.equal(rtt(root, ['sign', 'web/package.json', '--key', 'nobody']).exit, 2)
  })
})

test('SG-02 an expired key and a key that is not trusted are exit 5, without an entry', async () => {
  await withDemo((root) => {
    rtt(root, ['init'])
    rtt(root, ['plan'])
    rtt(root, ['sign'])
    const trust = join(root, '.rtt/keys/trust.json')
    const body = JSON.parse(readFileSync(trust, 'utf8')) as { keys: Record<string, unknown>[] }
    const spoil = (keys: Record<string, unknown>[], code: string) => {
      writeFileSync(trust, JSON.stringify({ ...body, keys }))
      const done = rtt(root, ['apply', '--json'])
      assert.equal(done.exit, 5, done.stdout)
      assert.equal(done.json()['error'].code, code)
      assert.equal(rtt(root, ['wal', 'log']).stdout, 'the log is empty\n')
    }
    spoil(
      body.keys.map((k) => ({ ...k, expires: '2020-01-01T00:00:00Z' })),
      'RTT3004',
    )
    spoil([], 'RTT3003')
    writeFileSync(trust, JSON.stringify(body))
    assert.equal(rtt(root, ['apply']).exit, 0)
  })
})

test('SG-02 a plan that was serialised anew is exit 5', async () => {
  await withDemo((root) => {
    const plan = rtt(root, ['up', '--json']).json()['plan'] as string
    const path = join(root, `plans/${plan}.json`)
    writeFileSync(path, JSON.stringify(JSON.parse(readFileSync(path, 'utf8')), null, 2))
    assert.equal(rtt(root, ['apply']).exit, 5)
    assert.equal(rtt(root, ['verify']).exit, 5)
  })
})

test('AP-01 the log shows number, root and plan, and what is in force is rebuilt from it and plans/', async () => {
  await withDemo((root) => {
    const plan = rtt(root, ['up', '--json']).json()['plan'] as string
    const entries = rtt(root, ['wal', 'log', '--json']).json()['entries'] as {
      seq: number
      kind: string
      plan?: string
      root: string
    }[]
    assert.deepEqual(
      entries.map((e) => e.seq),
      entries.map((_, i) => i + 1),
    )
    assert.equal(entries.at(-1)?.kind, 'COMMIT')
    assert.equal(entries.at(-1)?.plan, plan)
    assert.equal(entries.at(-1)?.root, rtt(root, ['wal', 'root', '--json']).json()['root'])
    const wiring = readFileSync(join(root, '.rtt/gen/1/wiring.json'), 'utf8')
    for (const path of ['gen', 'cas', 'current'])
      rmSync(join(root, '.rtt', path), { recursive: true })
    assert.equal(rtt(root, ['verify']).exit, 4)
    assert.equal(rtt(root, ['apply']).exit, 0)
    const generation = (
      JSON.parse(readFileSync(join(root, '.rtt/current'), 'utf8')) as { generation: number }
    ).generation
    assert.equal(readFileSync(join(root, `.rtt/gen/${generation}/wiring.json`), 'utf8'), wiring)
    assert.equal(rtt(root, ['verify']).exit, 0)
  })
})

test('a log damaged in the middle is exit 6, and nothing is changed', async () => {
  await withDemo((root) => {
    rtt(root, ['up'])
    const file = join(root, '.rtt/wal/0000000000000001.wal')
    const text = readFileSync(file, 'utf8')
    writeFileSync(file, text.replace('"kind":"INTENT"', '"kind":"INTENX"'))
    assert.equal(rtt(root, ['verify']).exit, 6)
    assert.equal(rtt(root, ['wal', 'verify']).exit, 6)
    assert.equal(rtt(root, ['rollback']).exit, 6)
    assert.match(readFileSync(file, 'utf8'), /INTENX/)
  })
})

test('verify --ci answers 10 where only the signature of a trusted key is missing', async () => {
  await withDemo((root) => {
    rtt(root, ['up'])
    const done = rtt(root, ['verify', '--ci', '--json'])
    assert.equal(done.exit, 10)
    assert.deepEqual(
      done
        .json()
        ['checks'].filter((c: { status: string }) => c.status === 'fail')
        .map((c: { code: string }) => c.code),
      ['RTT3006'],
    )
  })
})
