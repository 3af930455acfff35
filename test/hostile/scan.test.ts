import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rtt } from '../cli/run.ts'
import { makeRepository } from '../repository.ts'
import { type Case, cases, heavyCases, putIn } from './cases.ts'

const isHeavy = process.env['RTT_HOSTILE'] === '1'
const secondsMax = isHeavy ? 120 : 20
const env = { NODE_OPTIONS: '--max-old-space-size=512' }
const stack = /\n\s+at .*:\d+:\d+|node:internal|RTT9001/
/** C0 but for the line feed, DEL, C1, and what turns the direction of text. */
const raw = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/

const check = (c: Case, root: string): void => {
  const started = Date.now()
  const done = rtt(root, ['scan', '--json'], { timeoutMs: secondsMax * 1000, env })
  const seconds = (Date.now() - started) / 1000
  assert.equal(
    done.exit,
    0,
    `after ${seconds} s: ${done.stdout.slice(0, 600)}${done.stderr.slice(0, 600)}`,
  )
  assert.ok(seconds < secondsMax, `${seconds} s`)
  assert.equal(done.stderr, '')
  assert.doesNotMatch(done.stdout, stack)
  const report = done.json()
  const diagnostics = report['diagnostics'] as { code: string; at?: { path: string } }[]
  for (const [code, path] of c.says ?? [])
    assert.ok(
      diagnostics.some((d) => d.code === code && d.at?.path === path),
      `no ${code} at ${path}: ${JSON.stringify(diagnostics).slice(0, 1500)}`,
    )
  const names = (report['services'] as { name: string }[]).map((s) => s.name)
  for (const name of c.services ?? [])
    assert.ok(names.includes(name), `${name} is not in ${names.slice(0, 50)}`)
  if (c.serviceCount !== undefined) assert.equal(names.length, c.serviceCount)
  const links = (report['links'] as { from: string; port: string; to: string }[]).map(
    (l) => `${l.from}#${l.port} -> ${l.to}`,
  )
  for (const link of c.links ?? [])
    assert.ok(links.includes(link), `${link} is not in ${links.slice(0, 20)}`)
  const text = rtt(root, ['scan', '--diagnostics'], { timeoutMs: secondsMax * 1000, env })
  assert.equal(text.exit, 0)
  for (const out of [done.stdout, text.stdout, text.stderr]) {
    assert.doesNotMatch(out, stack)
    const bad = raw.exec(out)
    assert.equal(
      bad,
      null,
      bad ? JSON.stringify(out.slice(Math.max(0, bad.index - 80), bad.index + 20)) : '',
    )
  }
}

for (const c of isHeavy ? heavyCases : cases) {
  test(`${c.what}: the scan ends in time, in 512 MB, and says what it saw`, () => {
    const repository = makeRepository({})
    try {
      c.make(putIn(repository.root), repository.root)
      check(c, repository.root)
    } finally {
      repository.remove()
    }
  })
}
