// npm run bench [-- path-of-a-checkout]
//
// What RTT costs before it does anything, as ratios of medians within one interleaved run: absolute
// times say more about the machine than about RTT. Exit code 1 when a bound is broken, and broken again.
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { binary, build, checkout, type Form, installPackage, root } from '../release/install.ts'

const rounds = Number(process.env['RTT_BENCH_ROUNDS'] ?? 25)
const upExtraMs = 40
const done = [0, 10]

type Row = { readonly name: string; readonly command: Form; readonly cwd: string }

const once = ({ name, command: [file, ...args], cwd }: Row): number => {
  const start = process.hrtime.bigint()
  const env = { ...process.env, NODE_COMPILE_CACHE: undefined }
  const { status, stderr } = spawnSync(file, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const elapsedMs = Number(process.hrtime.bigint() - start) / 1e6
  if (!done.includes(status ?? -1)) throw new Error(`${name} ended with ${status}: ${stderr}`)
  return elapsedMs
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!

/** The median time in ms of each row, by its name; the rows take turns, so that noise hits all alike. */
const measure = (rows: readonly Row[]): ReadonlyMap<string, number> => {
  const times = new Map(rows.map(({ name }) => [name, [] as number[]]))
  for (const row of rows) once(row)
  for (let round = 0; round < rounds; round++)
    for (const row of rows) times.get(row.name)!.push(once(row))
  return new Map([...times].map(([name, values]) => [name, median(values)]))
}

type Bound = {
  readonly of: string
  readonly against: string
  readonly factor: number
  readonly plusMs?: number
}

const boundsOf = (forms: readonly string[], withCheckout: boolean): readonly Bound[] => {
  const factors: Record<string, number> = { binary: 1.5, package: 1.7, checkout: 3 }
  const users = forms.filter((form) => form !== 'checkout')
  return [
    ...forms.map((form) => ({
      of: `${form} --version`,
      against: 'node -e 0',
      factor: factors[form]!,
    })),
    ...users.map((form) => ({ of: `${form} status`, against: `${form} --version`, factor: 2 })),
    ...(withCheckout ? users : []).map((form) => ({
      of: `${form} up, unchanged`,
      against: `${form} status, empty`,
      factor: 1,
      plusMs: upExtraMs,
    })),
  ]
}

const judge = (bound: Bound, times: ReadonlyMap<string, number>): readonly [string, boolean] => {
  const measured = times.get(bound.of)!
  const against = times.get(bound.against)!
  const allowed = against * bound.factor + (bound.plusMs ?? 0)
  const kept = measured <= allowed
  const asked = bound.plusMs === undefined ? `${bound.factor}x` : `+${bound.plusMs} ms`
  const got =
    bound.plusMs === undefined
      ? `${(measured / against).toFixed(2)}x`
      : `${measured < against ? '' : '+'}${(measured - against).toFixed(0)} ms`
  const cells = [bound.of.padEnd(22), bound.against.padEnd(22), asked.padStart(7), got.padStart(8)]
  return [`${cells.join(' ')}  ${kept ? 'ok' : 'BROKEN'}`, kept]
}

const folder = (home: string, name: string): string => {
  const path = join(home, name)
  mkdirSync(path)
  return path
}

/** A copy of a repository in which one form has been at work twice, so that nothing is left to do. */
const settled = (from: string, to: string, form: Form): string => {
  cpSync(from, to, { recursive: true, verbatimSymlinks: true })
  for (let i = 0; i < 2; i++) once({ name: 'up', command: [...form, 'up'], cwd: to })
  return to
}

type Setting = {
  readonly name: string
  readonly form: Form
  readonly home: string
  /** A checkout on which `up` is measured, if one was named. */
  readonly repository: string | undefined
}

const rowsFor = ({ name, form, home, repository }: Setting): Row[] => {
  const row = (what: string, args: readonly string[], cwd: string): Row => ({
    name: `${name} ${what}`,
    command: [...form, ...args],
    cwd,
  })
  if (name === 'checkout') return [row('--version', ['--version'], home)]
  const shop = settled(join(root, 'test/fixtures/release/shop'), join(home, `${name}-shop`), form)
  const small = [row('--version', ['--version'], home), row('status', ['status'], shop)]
  if (repository === undefined) return small
  const unchanged = settled(repository, join(home, `${name}-repository`), form)
  const empty = folder(home, `${name}-empty`)
  return [
    ...small,
    row('status, empty', ['status'], empty),
    row('up, unchanged', ['up'], unchanged),
  ]
}

/** Measures all rows and prints what came of each bound; true when all were kept. */
const attempt = (rows: readonly Row[], bounds: readonly Bound[]): boolean => {
  const times = measure(rows)
  for (const [name, ms] of times) console.log(`${name.padEnd(22)} ${ms.toFixed(1).padStart(7)} ms`)
  console.log(`\n${'start of'.padEnd(22)} ${'against'.padEnd(22)}   asked measured`)
  const verdicts = bounds.map((bound) => judge(bound, times))
  for (const [line] of verdicts) console.log(line)
  return verdicts.every(([, kept]) => kept)
}

const bench = (home: string): boolean => {
  build()
  const given = process.argv[2] ?? process.env['RTT_BENCH_REPO']
  const repository = given === undefined ? undefined : resolve(given)
  const forms: Record<string, Form> = {
    ...(process.platform === 'linux' && { binary }),
    package: installPackage(folder(home, 'installed')).form,
    checkout,
  }
  const bare: Row = { name: 'node -e 0', command: [process.execPath, '-e', '0'], cwd: home }
  const ours = Object.entries(forms).flatMap(([name, form]) =>
    rowsFor({ name, form, home, repository }),
  )
  const bounds = boundsOf(Object.keys(forms), repository !== undefined)
  if (repository === undefined)
    console.log('skipped: up on an unchanged checkout (name one as argument or in RTT_BENCH_REPO)')
  if (attempt([bare, ...ours], bounds)) return true
  console.log(
    '\nA bound was broken. Once more, in case it was another process that took the time:\n',
  )
  return attempt([bare, ...ours], bounds)
}

const home = mkdtempSync(join(tmpdir(), 'rtt-bench-'))
try {
  console.log(
    `node ${execFileSync(process.execPath, ['--version'], { encoding: 'utf8' }).trim()}, ${rounds} rounds`,
  )
  process.exitCode = bench(home) ? 0 : 1
} finally {
  rmSync(home, { recursive: true })
}
