import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { rtt } from '../cli/run.ts'
import { makeRepository } from '../repository.ts'
import { putIn } from './cases.ts'

const isHeavy = process.env['RTT_HOSTILE'] === '1'
const bin = join(import.meta.dirname, '../../bin/rtt')
// The other tests keep the processors busy at the same time.
const millisecondsMax = 1500
const exits = { SIGINT: 130, SIGTERM: 143 } as const

type Ended = {
  /** As a shell shows it: a process that a signal ended has 128 and the number of the signal. */
  readonly exit: number
  /** The system ended it, and no handler in JavaScript, which the work would have kept waiting. */
  readonly isBySystem: boolean
  /** How long it went on after the signal. */
  readonly milliseconds: number
}

/** Starts a scan and sends it one signal. */
const stopped = (root: string, signal: keyof typeof exits, afterMs: number): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [bin, 'scan', '--json'], { cwd: root, stdio: 'ignore' })
    let sent = Number.POSITIVE_INFINITY
    const timer = setTimeout(() => {
      sent = performance.now()
      child.kill(signal)
    }, afterMs)
    child.on('error', reject)
    child.on('exit', (exit, by) => {
      clearTimeout(timer)
      resolve({
        exit: exit ?? 128 + constants.signals[by!],
        isBySystem: by !== null,
        milliseconds: performance.now() - sent,
      })
    })
  })

/** When a scan of this repository is in a phase, in milliseconds from the start of the process. */
const phaseOf = (root: string, phase: 'read' | 'link'): { from: number; long: number } => {
  const started = performance.now()
  const done = rtt(root, ['scan', '--stats', '--json'])
  const whole = performance.now() - started
  assert.equal(done.exit, 0, done.stdout + done.stderr)
  const took = done.json()['stats'].milliseconds as Record<string, number>
  const after =
    phase === 'read' ? ['read', 'link', 'findings', 'store'] : ['link', 'findings', 'store']
  const from = after.reduce((rest, p) => rest - took[p]!, whole)
  return { from, long: took[phase]! }
}

const index = (root: string): string =>
  readFileSync(join(root, '.rtt/index/symbols.index.json'), 'utf8')

const allNames = (root: string): string[] =>
  readdirSync(join(root, '.rtt'), { recursive: true, encoding: 'utf8' })

/** Folders of services that call each other. Each file is short to read; together they are long to link. */
const crowd = (folders: number, each: number) => (root: string) => {
  const put = putIn(root)
  for (let f = 0; f < folders; f++) {
    const services = Array.from(
      { length: each },
      (_, i) =>
        `  s${f}-${i}: { image: a/b${f}, environment: { U: "http://s${f}-${(i + 1) % each}:80" } }\n`,
    )
    put(`d${f}/docker-compose.yml`, `services:\n${services.join('')}`)
  }
}

/** One file that takes seconds to be read. */
const giant = (services: number) => (root: string) =>
  putIn(root)(
    'docker-compose.yml',
    `services:\n${Array.from({ length: services }, (_, i) => `  s${i}: { image: a/s${i} }\n`).join('')}`,
  )

const moments = [0.5, 0.3, 0.7, 0.4, 0.6, 0.2, 0.8, 0.45, 0.55, 0.35, 0.65, 0.5]

const cases = [
  { phase: 'link', signal: 'SIGTERM', make: crowd(isHeavy ? 30 : 8, 1200) },
  { phase: 'link', signal: 'SIGINT', make: crowd(isHeavy ? 30 : 8, 1200) },
  { phase: 'read', signal: 'SIGTERM', make: giant(isHeavy ? 60_000 : 15_000) },
] as const

for (const { phase, signal, make } of cases)
  test(`${signal} while a long ${phase} goes on ends the scan at once with ${exits[signal]}; what is written is whole`, async () => {
    const repository = makeRepository({})
    const { root } = repository
    try {
      make(root)
      const { from, long } = phaseOf(root, phase)
      const whole = index(root)
      let wasHit = false
      for (const moment of moments) {
        rmSync(join(root, '.rtt'), { recursive: true })
        const ended = await stopped(root, signal, from + long * moment)
        const isStored = existsSync(join(root, '.rtt/index/wiring.index.json'))
        // It may have been over before, on a machine that was busier when the time was taken.
        if (ended.exit === 0) continue
        assert.equal(ended.exit, exits[signal])
        assert.ok(ended.milliseconds < millisecondsMax, `it went on for ${ended.milliseconds} ms`)
        assert.deepEqual(
          allNames(root).filter((n) => n.endsWith('.tmp')),
          [],
        )
        wasHit = ended.isBySystem && !isStored && existsSync(join(root, '.rtt/index/catalog.db'))
        if (wasHit) break
      }
      assert.ok(wasHit, `no signal came while it did the ${phase}`)
      assert.equal(rtt(root, ['scan']).exit, 0)
      assert.equal(index(root), whole)
    } finally {
      repository.remove()
    }
  })
