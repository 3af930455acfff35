import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { rtt } from './run.ts'

const demo = join(import.meta.dirname, '../../templates/demo')
const bin = join(import.meta.dirname, '../../bin/rtt')

const files = (): string[] =>
  readdirSync(demo, { recursive: true, withFileTypes: true })
    .filter((e) => e.isFile())
    .map((e) => join(e.parentPath, e.name).slice(demo.length + 1))

const fresh = (name: string, order: (a: string[]) => string[]): string => {
  const root = join(mkdtempSync(join(tmpdir(), 'rtt-order-')), name)
  for (const f of order(files())) {
    mkdirSync(dirname(join(root, f)), { recursive: true })
    writeFileSync(join(root, f), readFileSync(join(demo, f)))
  }
  return root
}

const plansOf = (root: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(join(root, 'plans'), { recursive: true, withFileTypes: true })
      .filter((e) => e.isFile())
      .map((e) => [
        join(e.parentPath, e.name).slice(root.length),
        readFileSync(join(e.parentPath, e.name), 'utf8'),
      ]),
  )

test('PL-02 another path, time zone, locale, file order and a single processor give the same plan', () => {
  const a = fresh('first', (x) => x)
  const b = fresh('Zweiter Ordner – ü', (x) => [...x].reverse())
  const c = fresh('third', (x) => [...x].sort())
  try {
    assert.equal(rtt(a, ['up'], { env: { TZ: 'UTC', LC_ALL: 'C' } }).exit, 0)
    assert.equal(
      rtt(b, ['up'], {
        env: { TZ: 'Pacific/Kiritimati', LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8' },
      }).exit,
      0,
    )
    const pinned =
      process.platform === 'linux'
        ? (['taskset', ['-c', '0', process.execPath, bin, 'up']] as const)
        : ([process.execPath, [bin, 'up']] as const)
    execFileSync(pinned[0], pinned[1], { cwd: c, stdio: 'ignore' })
    assert.deepEqual(plansOf(b), plansOf(a))
    assert.deepEqual(plansOf(c), plansOf(a))
  } finally {
    for (const r of [a, b, c]) rmSync(dirname(r), { recursive: true, force: true })
  }
})

test('PL-02 a clone without the ignored state makes the same plan, and plans nothing new', () => {
  const a = fresh('first', (x) => x)
  const clone = join(dirname(a), 'clone')
  try {
    assert.equal(rtt(a, ['up']).exit, 0)
    cpSync(a, clone, {
      recursive: true,
      filter: (p) =>
        !/\.rtt\/(?:index|cache|drivers|wal|cas|gen|current|run|keys|envelopes)/.test(
          p.slice(a.length),
        ),
    })
    const before = plansOf(clone)
    assert.equal(rtt(clone, ['up']).exit, 0)
    assert.deepEqual(plansOf(clone), before)
    rmSync(join(clone, 'plans'), { recursive: true })
    assert.equal(rtt(clone, ['up']).exit, 0)
    assert.deepEqual(plansOf(clone), before)
  } finally {
    rmSync(dirname(a), { recursive: true, force: true })
  }
})
