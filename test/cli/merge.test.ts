import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { withDemo } from '../demo/repository.ts'
import { rtt } from './run.ts'

const identity = ['-c', 'user.name=t', '-c', 'user.email=t@t']

const git = (cwd: string, ...args: string[]): string =>
  execFileSync('git', [...identity, ...args], { cwd, encoding: 'utf8' })

const append = (root: string, file: string, text: string): void =>
  writeFileSync(join(root, file), `${readFileSync(join(root, file), 'utf8')}${text}`)

const latest = (root: string): string => readFileSync(join(root, 'plans/LATEST'), 'utf8')

const planOf = (root: string) =>
  JSON.parse(readFileSync(join(root, `plans/${latest(root).trim()}.json`), 'utf8'))

/** A wired repository of which each of two branches adds a route of its own. */
const withBranches = (run: (root: string) => void): Promise<void> =>
  withDemo((root) => {
    git(root, 'init', '-q', '-b', 'main')
    assert.equal(rtt(root, ['up']).exit, 0)
    git(root, 'add', '-A')
    git(root, 'commit', '-qm', 'Wire')
    for (const [branch, file, text] of [
      [
        'one',
        'web/src/server.ts',
        "\nexport const one = () => fetch('http://risk:8082/factor/1')\n",
      ],
      ['two', 'pricing/pricing/server.py', '\nhttpx.get("http://ledger:8081/entries")\n'],
    ] as const) {
      git(root, 'checkout', '-q', 'main')
      git(root, 'checkout', '-qb', branch)
      append(root, file, text)
      assert.equal(rtt(root, ['up']).exit, 0)
      git(root, 'add', '-A')
      git(root, 'commit', '-qm', branch)
    }
    run(root)
  })

test('two branches that add different routes merge without a conflict in meaning', () =>
  withBranches((root) => {
    const before = JSON.parse(
      git(root, 'show', `main:plans/${git(root, 'show', 'main:plans/LATEST').trim()}.json`),
    )
    const merged = spawnSync('git', [...identity, 'merge', '-q', '-m', 'Merge', 'one'], {
      cwd: root,
    })
    assert.equal(merged.status, 0, 'git itself sees no conflict')
    assert.equal(latest(root).trim().split('\n').length, 2)
    for (const command of ['verify', 'up']) {
      const refused = rtt(root, [command])
      assert.equal(refused.exit, 2)
      assert.match(refused.stdout + refused.stderr, /rtt plan --merge/)
    }
    const done = rtt(root, ['plan', '--merge', '--json'])
    assert.equal(done.exit, 0, done.stderr)
    const report = done.json()
    assert.deepEqual([report['conflicts'], report['unexpected']], [[], []])
    const plan = planOf(root)
    assert.equal(plan.base, report['merged'].common)
    assert.equal(plan.routes.length, before.routes.length + 2)
    assert.equal(rtt(root, ['up']).exit, 0)
    assert.equal(rtt(root, ['verify']).exit, 0)
  }))

test('marks of a conflict in plans/ are read; a plan that is gone is named', () =>
  withBranches((root) => {
    const [ours, theirs] = [latest(root).trim(), git(root, 'show', 'one:plans/LATEST').trim()]
    const marked = `<<<<<<< HEAD\n${ours}\n=======\n${theirs}\n>>>>>>> one\n`
    writeFileSync(join(root, 'plans/LATEST'), marked)
    assert.equal(rtt(root, ['verify']).exit, 2)
    const gone = rtt(root, ['plan', '--merge'])
    assert.equal(gone.exit, 2)
    assert.match(gone.stderr, new RegExp(`no plan ${theirs.slice(0, 8)} here`))
    git(root, 'checkout', 'one', '--', `plans/${theirs}.json`)
    assert.equal(rtt(root, ['plan', '--merge']).exit, 0)
    assert.match(latest(root), /^[0-9a-f]{64}\n$/)
  }))

test('where there is nothing to merge it is said', () =>
  withDemo((root) => {
    rtt(root, ['up'])
    const done = rtt(root, ['plan', '--merge'])
    assert.equal(done.exit, 2)
    assert.match(done.stderr, /nothing to merge/)
  }))

test('plan --prune keeps the last 20 plans with their contracts; what stands on a plan that is gone is whole', () =>
  withDemo((root) => {
    const compose = join(root, 'docker-compose.yml')
    const text = readFileSync(compose, 'utf8')
    rtt(root, ['plan'])
    for (let i = 0; i < 22; i++) {
      writeFileSync(compose, text.replace('cache:6380', `cache:${7000 + i}`))
      assert.equal(rtt(root, ['plan']).exit, 0)
    }
    const plans = () =>
      readdirSync(join(root, 'plans')).filter((n) => /^[0-9a-f]{64}\.json$/.test(n))
    assert.equal(plans().length, 23)
    const done = rtt(root, ['plan', '--prune', '--json'])
    assert.equal(done.json()['pruned'].plans.length, 3)
    assert.equal(plans().length, 20)
    assert.ok(existsSync(join(root, `plans/${latest(root).trim()}.json`)))
    assert.equal(rtt(root, ['up']).exit, 0)
    assert.equal(rtt(root, ['verify']).exit, 0)
    assert.deepEqual(rtt(root, ['plan', '--prune', '--json']).json()['pruned'].plans, [])
  }))

test('a missing contract, a plan edited by hand and one of a newer RTT are told, with the file', () =>
  withDemo((root) => {
    rtt(root, ['up'])
    const file = join(root, `plans/${latest(root).trim()}.json`)
    const text = readFileSync(file, 'utf8')
    writeFileSync(file, text.replace('"grpc"', '"http"'))
    const edited = rtt(root, ['verify'])
    assert.equal(edited.exit, 5)
    assert.match(edited.stdout, /RTT3007/)
    writeFileSync(file, text)
    rmSync(join(root, 'plans/contracts'), { recursive: true })
    const bare = rtt(root, ['verify'])
    assert.equal(bare.exit, 5)
    assert.match(bare.stdout, /plans\/contracts\/[0-9a-f]+\.json\s+is missing/)
  }))
