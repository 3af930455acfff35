/**
 * Scores `rtt scan` on the repositories of test/accuracy/truth, at their commits:
 *
 *   npm run accuracy -- FOLDER [NAME ...]
 *
 * FOLDER keeps the clones; what is not there yet is fetched. Prints a line for each repository, its
 * errors below, and the pooled numbers of each set.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { ratios, type Scan, type Score, score, type Truth } from './score.ts'

const folder = join(import.meta.dirname, 'truth')
const bin = join(import.meta.dirname, '../../bin/rtt')
const bytesMax = 256 * 1024 * 1024

const truths = (names: readonly string[]): Truth[] =>
  readdirSync(folder)
    .sort()
    .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Truth)
    .filter((t) => names.length === 0 || names.includes(t.name))

/** Fetches a commit into a folder that is not there yet; false where it cannot be had. */
const clone = ({ repo, commit }: Truth, root: string): boolean => {
  if (existsSync(root)) return true
  mkdirSync(root, { recursive: true })
  const git = (...args: string[]) => execFileSync('git', args, { cwd: root, stdio: 'pipe' })
  try {
    git('init', '--quiet')
    git('fetch', '--quiet', '--depth', '1', repo, commit)
    git('checkout', '--quiet', 'FETCH_HEAD')
    return true
  } catch {
    rmSync(root, { recursive: true })
    return false
  }
}

const scan = (root: string): Scan => {
  rmSync(join(root, '.rtt'), { recursive: true, force: true })
  const done = spawnSync(process.execPath, [bin, 'scan', '--json'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: bytesMax,
  })
  return JSON.parse(done.stdout) as Scan
}

const line = (name: string, hits: number, wrong: number, missed: number): string => {
  const { precision, recall, f1 } = ratios(hits, wrong, missed)
  const numbers = [precision, recall, f1].map((n) => n.toFixed(3)).join('  ')
  return `${name.padEnd(14)} ${numbers}   ${hits} found, ${wrong} wrong, ${missed} missed`
}

const [clones, ...names] = process.argv.slice(2)
if (clones === undefined) {
  console.error('usage: npm run accuracy -- FOLDER [NAME ...]')
  process.exit(2)
}
const sets = new Map<string, Score[]>()
console.log('repository     precision recall F1')
for (const truth of truths(names)) {
  const root = resolve(clones, truth.name)
  if (!clone(truth, root)) {
    console.log(`skipped ${truth.name}: ${truth.repo} cannot be fetched`)
    continue
  }
  const result = score(truth, scan(root))
  sets.set(truth.set, [...(sets.get(truth.set) ?? []), result])
  console.log(line(truth.name, result.hits, result.wrong.length, result.missed.length))
  for (const pair of result.wrong) console.log(`  wrong   ${pair}`)
  for (const pair of result.missed) console.log(`  missed  ${pair}`)
}
const sum = (all: readonly Score[], of: (s: Score) => number): number =>
  all.reduce((n, s) => n + of(s), 0)
for (const [set, all] of sets) {
  const counts = [
    sum(all, (s) => s.hits),
    sum(all, (s) => s.wrong.length),
    sum(all, (s) => s.missed.length),
  ] as const
  console.log(line(`${set} set`, ...counts))
}
