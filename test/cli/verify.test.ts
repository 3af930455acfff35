import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { withDemo } from '../demo/repository.ts'
import { rtt } from './run.ts'

const drop = (root: string): void => {
  const proto = join(root, 'protos/pricing.proto')
  writeFileSync(proto, readFileSync(proto, 'utf8').replace(/.*total_cents.*\n/, ''))
}

/** A wired demo of which a field was dropped that a consumer reads. */
const broken = (run: (root: string) => void): Promise<void> =>
  withDemo((root) => {
    assert.equal(rtt(root, ['up']).exit, 0)
    drop(root)
    run(root)
  })

test('VF-01 every check says PASS, FAIL or skip, with its evidence', () =>
  broken((root) => {
    const done = rtt(root, ['verify', '--json'])
    const checks: { name: string; status: string; detail: string; code?: string }[] =
      done.json()['checks']
    assert.deepEqual(
      checks.map((c) => `${c.status} ${c.name}`),
      [
        'pass plan',
        'pass signature',
        'fail plan is fresh',
        'fail contracts',
        'pass routes',
        'pass ports',
        'pass findings',
        'skip policy',
        'fail connectors',
        'pass log',
      ],
    )
    for (const c of checks) assert.ok(c.detail.length > 0)
    assert.deepEqual(
      done.json()['steps'].map((s: { op: string; what: string[] }) => [s.op, s.what.length]),
      [['change', 1]],
    )
  }))

test('VF-01 --format junit is a suite of all checks, well-formed', () =>
  broken((root) => {
    const done = rtt(root, ['verify', '--ci', '--format', 'junit'])
    assert.equal(done.exit, 3)
    const script =
      'import sys, xml.etree.ElementTree as e; r = e.fromstring(sys.stdin.read()); s = r[0]; print(s.get("tests"), s.get("failures"), s.get("skipped"), len(s), len(s.findall("testcase/failure")))'
    const counted = execFileSync('python3', ['-c', script], {
      input: done.stdout,
      encoding: 'utf8',
    })
    assert.equal(counted.trim(), '10 4 1 10 4')
    assert.match(
      done.stdout,
      /RTT2010[\s\S]*protos\/pricing\.proto:\d+[\s\S]*web\/src\/server\.ts:\d+/,
    )
  }))

test('--format github annotates both places; --format sarif holds the same', () =>
  broken((root) => {
    const github = rtt(root, ['verify', '--format', 'github']).stdout
    assert.match(
      github,
      /^::error file=protos\/pricing\.proto,line=\d+,title=RTT2010::.*web\/src\/server\.ts/m,
    )
    const sarif = JSON.parse(rtt(root, ['verify', '--ci', '--format', 'sarif']).stdout)
    const rules = sarif.runs[0].results.map((r: { ruleId: string }) => r.ruleId)
    assert.ok(rules.includes('RTT2010') && rules.includes('RTT3006'))
  }))

test('--format markdown says what changes, who is affected and how to accept it', () =>
  broken((root) => {
    const text = rtt(root, ['verify', '--ci', '--format', 'markdown']).stdout
    assert.match(text, /^### RTT: \d of 10 checks of the wiring failed$/m)
    assert.match(text, /\| ~ \| `web#PRICING_ADDR -> pricing` \| grpc \| contract/)
    assert.match(
      text,
      /- \*\*RTT2010\*\* .*\n {2}- `protos\/pricing\.proto:\d+`\n {2}- `web\/src\/server\.ts:\d+` web uses it here/,
    )
    assert.match(text, /rtt approve/)
  }))

test('a format that there is not is exit 2', () =>
  withDemo((root) => {
    const done = rtt(root, ['verify', '--format', 'pdf'])
    assert.equal(done.exit, 2)
    assert.match(done.stderr, /Write --format text, json, sarif, junit, github or markdown\./)
  }))

test('a fresh clone without a key makes the same plan, and misses the signature alone: exit 10', () =>
  withDemo((root) => {
    const git = (cwd: string, ...args: string[]): string =>
      execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...args], {
        cwd,
        encoding: 'utf8',
      })
    git(root, 'init', '-q')
    assert.equal(rtt(root, ['up']).exit, 0)
    git(root, 'add', '-A')
    git(root, 'commit', '-qm', 'Wire')
    const clones = mkdtempSync(join(tmpdir(), 'rtt-clone-'))
    try {
      git(clones, 'clone', '-q', root, 'clone')
      const clone = join(clones, 'clone')
      const done = rtt(clone, ['verify', '--ci', '--json'])
      assert.equal(done.exit, 10)
      const failed = done.json()['checks'].filter((c: { status: string }) => c.status === 'fail')
      assert.deepEqual(
        failed.map((c: { code: string }) => c.code),
        ['RTT3006'],
      )
      const markdown = rtt(clone, ['verify', '--ci', '--format', 'markdown']).stdout
      assert.match(markdown, /Only a signature is missing/)
      assert.equal(git(clone, 'status', '--porcelain'), '', 'nothing that is committed was touched')
    } finally {
      rmSync(clones, { recursive: true })
    }
  }))

test('approve shows all that is accepted, whole, and plans and signs it; --dry-run writes nothing', () =>
  broken((root) => {
    const before = readFileSync(join(root, 'plans/LATEST'), 'utf8')
    const shown = rtt(root, ['approve', '--dry-run', '--json']).json()
    assert.equal(readFileSync(join(root, 'plans/LATEST'), 'utf8'), before)
    assert.deepEqual(
      shown['accepted'].contracts.map((c: { effect: string; path: string }) => [c.effect, c.path]),
      [['breaking', 'shop.v1.QuoteReply.total_cents']],
    )
    const done = rtt(root, ['approve'])
    assert.equal(done.exit, 0)
    assert.match(done.stdout, /~ web#PRICING_ADDR -> pricing/)
    assert.match(done.stdout, /breaks shop\.v1\.QuoteReply\.total_cents/)
    assert.match(done.stdout, /warning\[RTT2010\]/)
    assert.match(done.stdout, /signed by ed25519:/)
    assert.notEqual(readFileSync(join(root, 'plans/LATEST'), 'utf8'), before)
    assert.match(
      rtt(root, ['approve']).stdout,
      /says what the repository says already[\s\S]*signed already/,
    )
  }))

test('approve is refused where the policy denies', () =>
  withDemo((root) => {
    rtt(root, ['up'])
    writeFileSync(
      join(root, '.rtt/policy.json'),
      '{"v":1,"rules":[{"effect":"deny","from":"rtt://**","to":"rtt://shop/db/**"}]}',
    )
    const done = rtt(root, ['approve'])
    assert.equal(done.exit, 3)
    assert.match(done.stdout, /RTT2020/)
  }))

test('a change of an operation is told of those who call it, at the line of its path', () =>
  withDemo((root) => {
    assert.equal(rtt(root, ['up']).exit, 0)
    const api = join(root, 'openapi/ledger.yaml')
    const before = readFileSync(api, 'utf8')
    const told = (from: RegExp, to: string) => {
      writeFileSync(api, before.replace(from, to))
      const all: { code: string; summary: string; at: { path: string; line: number } }[] = rtt(
        root,
        ['verify', '--json'],
      ).json()['diagnostics']
      return all.filter((d) => d.code === 'RTT2010')
    }
    const line = (text: string): number => before.slice(0, before.indexOf(text)).split('\n').length
    const [balance, ...more] = told(
      /required: \[account, cents\]\n(\s+properties:\n\s+account: .*\n)\s+cents: .*\n(?=components)/,
      'required: [account]\n$1',
    )
    assert.match(
      balance!.summary,
      /^GET \/balance\/\{account\}\.cents was removed.*; risk depends on it$/,
    )
    assert.deepEqual([more.length, balance!.at.line], [0, line('/balance/{account}:')])
    const entries = told(/memo: \{ type: string \}/, 'memo: { type: integer }')
    assert.ok(entries.length > 0)
    for (const d of entries) {
      assert.match(d.summary, /; web depends on it$/)
      assert.equal(d.at.line, line('/entries:'))
    }
  }))

test('contracts that are gone are told by plan --check, and made again by plan', () =>
  withDemo((root) => {
    assert.equal(rtt(root, ['up']).exit, 0)
    const folder = join(root, 'plans/contracts')
    const [first, ...others] = readdirSync(folder)
    writeFileSync(join(folder, first!), '{"x":1}')
    for (const name of others) rmSync(join(folder, name))
    for (const args of [['plan', '--check'], ['verify']]) {
      const done = rtt(root, args)
      assert.equal(done.exit, 5)
      assert.match(done.stdout + done.stderr, /RTT3007/)
    }
    assert.equal(rtt(root, ['plan']).exit, 0)
    assert.deepEqual(readdirSync(folder), [first, ...others])
    assert.equal(rtt(root, ['plan', '--check']).exit, 0)
    assert.equal(rtt(root, ['verify']).exit, 0)
  }))
