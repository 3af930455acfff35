// npm run bench:scan [-- path-of-a-repository | --files 40000]
//
// What a scan costs, against universal-ctags over the same files and against a walk over the tree, in one
// interleaved run: ratios of medians, since absolute times say more about the machine than about RTT. Without
// a repository (as argument, or in RTT_BENCH_REPO) it makes one of code that is like people's. Exit code 1
// when a bound is broken.
import { spawnSync } from 'node:child_process'
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { build, installPackage } from '../release/install.ts'
import { makeRepository } from './repository.ts'

const rounds = Number(process.env['RTT_BENCH_ROUNDS'] ?? 5)
const done = [0, 10]
const filesDefault = 2000
const manyFiles = 20_000

type Row = {
  readonly name: string
  readonly prepare?: () => void
  readonly command: readonly [string, ...string[]]
  readonly cwd: string
}
type Taken = { readonly ms: number; readonly rssMb: number }

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!

const walk = `
  const { readdirSync, lstatSync } = require('node:fs')
  const skip = new Set(['.git', '.rtt', 'node_modules'])
  const visit = (folder) => {
    for (const e of readdirSync(folder, { withFileTypes: true }))
      if (e.isDirectory()) skip.has(e.name) || visit(folder + '/' + e.name)
      else lstatSync(folder + '/' + e.name)
  }
  visit('.')`

/** Written by each process of Node on its way out; ctags has no such thing and needs little. */
const rssHook = (file: string): string =>
  `data:text/javascript,${encodeURIComponent(
    `import { writeFileSync } from 'node:fs'
     import { isMainThread } from 'node:worker_threads'
     if (isMainThread) process.on('exit', () =>
       writeFileSync(${JSON.stringify(file)}, String(process.resourceUsage().maxRSS)))`,
  )}`

const once = (row: Row, rssFile: string): Taken => {
  row.prepare?.()
  rmSync(rssFile, { force: true })
  const env = { ...process.env, NODE_COMPILE_CACHE: undefined }
  const options = { NODE_OPTIONS: `--import=${rssHook(rssFile)}` }
  const isNode = row.command[0] === process.execPath || row.name.startsWith('rtt')
  const [file, ...args] = row.command
  const start = process.hrtime.bigint()
  const { status, stderr } = spawnSync(file, args, {
    cwd: row.cwd,
    env: isNode ? { ...env, ...options } : env,
    stdio: ['ignore', 'ignore', 'pipe'],
    maxBuffer: 1 << 26,
  })
  const ms = Number(process.hrtime.bigint() - start) / 1e6
  if (!done.includes(status ?? -1)) throw new Error(`${row.name} ended with ${status}: ${stderr}`)
  return { ms, rssMb: isNode ? Number(readFileSync(rssFile, 'utf8')) / 1024 : 0 }
}

/** The rows take turns, so that noise hits all alike. */
const measure = (rows: readonly Row[], rssFile: string): ReadonlyMap<string, Taken> => {
  const taken = new Map(rows.map(({ name }) => [name, [] as Taken[]]))
  for (let round = 0; round < rounds; round++)
    for (const row of rows) taken.get(row.name)!.push(once(row, rssFile))
  return new Map(
    [...taken].map(([name, all]) => [
      name,
      { ms: median(all.map((t) => t.ms)), rssMb: Math.max(...all.map((t) => t.rssMb)) },
    ]),
  )
}

type Verdict = {
  readonly of: string
  readonly asked: string
  readonly measured: string
  readonly isKept: boolean
}

const ratio = (
  taken: ReadonlyMap<string, Taken>,
  of: string,
  { against, factor }: { readonly against: string; readonly factor: number },
): Verdict[] => {
  const base = taken.get(against)
  if (base === undefined) return []
  const measured = taken.get(of)!.ms / base.ms
  return [
    {
      of: `${of} / ${against}`,
      asked: `${factor}x`,
      measured: `${measured.toFixed(2)}x`,
      isKept: measured <= factor,
    },
  ]
}

const verdicts = (taken: ReadonlyMap<string, Taken>, files: number): readonly Verdict[] => {
  const extraMs = files >= manyFiles ? 400 : 50
  const extra = (of: string): Verdict => {
    const ms = taken.get(`rtt, ${of}`)!.ms - taken.get('rtt, unchanged')!.ms
    return {
      of: `rtt, ${of} - unchanged`,
      asked: `+${extraMs} ms`,
      measured: `+${ms.toFixed(0)} ms`,
      isKept: ms <= extraMs,
    }
  }
  const rssMb = Math.max(...[...taken.values()].map((t) => t.rssMb))
  return [
    ...ratio(taken, 'rtt, cold', { against: 'ctags', factor: 2.5 }),
    ...ratio(taken, 'rtt, unchanged', { against: 'list + lstat', factor: 2 }),
    extra('one changed'),
    extra('one moved'),
    {
      of: 'peak memory',
      asked: '500 MB',
      measured: `${rssMb.toFixed(0)} MB`,
      isKept: rssMb <= 500,
    },
  ]
}

const show = (taken: ReadonlyMap<string, Taken>, all: readonly Verdict[]): void => {
  for (const [name, { ms, rssMb }] of taken)
    console.log(
      `${name.padEnd(30)} ${ms.toFixed(0).padStart(7)} ms ${rssMb > 0 ? `${rssMb.toFixed(0).padStart(5)} MB` : ''}`,
    )
  console.log(`\n${''.padEnd(30)}   asked measured`)
  for (const { of, asked, measured, isKept } of all)
    console.log(
      `${of.padEnd(30)} ${asked.padStart(7)} ${measured.padStart(8)}  ${isKept ? 'ok' : 'BROKEN'}`,
    )
  const [cold, ctags] = [taken.get('rtt, cold')!.ms, taken.get('ctags')?.ms]
  if (ctags !== undefined && cold > 1.5 * ctags)
    console.log(`\n1.5x of ctags would take ${(cold - 1.5 * ctags).toFixed(0)} ms off a cold scan`)
}

/** The files that RTT read, by its own account. */
const readFiles = (repository: string): readonly string[] =>
  Object.keys(JSON.parse(readFileSync(join(repository, '.rtt/index/tree.json'), 'utf8')).rows)

/** Files in which the evidence of links stands. */
const linkedFiles = (repository: string): readonly string[] => {
  const { result } = JSON.parse(
    readFileSync(join(repository, '.rtt/index/wiring.index.json'), 'utf8'),
  )
  return result.links.flatMap((l: { evidence: { path: string }[] }) =>
    l.evidence.map((e) => e.path),
  )
}

const hasCtags = (): boolean =>
  spawnSync('ctags', ['--version'], { encoding: 'utf8' }).stdout?.startsWith('Universal Ctags') ===
  true

const bench = (home: string, repository: string): boolean => {
  const rtt = [...installPackage(join(home, 'installed')).form, 'scan'] as [string, ...string[]]
  const rssFile = join(home, 'rss')
  const forget = () => rmSync(join(repository, '.rtt'), { recursive: true, force: true })
  const row = (name: string, prepare?: () => void): Row => ({
    name: `rtt, ${name}`,
    command: rtt,
    cwd: repository,
    ...(prepare ? { prepare } : {}),
  })
  once(row('cold', forget), rssFile)
  const files = readFiles(repository)
  const list = join(home, 'files')
  writeFileSync(list, files.join('\n'))
  const isSource = (f: string) => /\.(?:ts|py|go|java|js|rb)$/.test(f)
  const linked = linkedFiles(repository).find(isSource)
  const changed = linked ?? files.find(isSource) ?? files[0]!
  const mark = /\.(?:py|rb)$/.test(changed) ? '#' : '//'
  const change = () => appendFileSync(join(repository, changed), `${mark} changed\n`)
  // What comes first in a file moves everything below it, the evidence of links among it.
  const move = () => {
    const path = join(repository, changed)
    writeFileSync(path, `\n${readFileSync(path, 'utf8')}`)
  }
  const rows: Row[] = [
    ...(hasCtags()
      ? [
          {
            name: 'ctags',
            command: ['ctags', '-L', list, '-f', join(home, 'tags')],
            cwd: repository,
          } as const,
        ]
      : []),
    row('cold', forget),
    { name: 'list + lstat', command: [process.execPath, '-e', walk], cwd: repository },
    row('unchanged'),
    row('one changed', change),
    row('one moved', move),
  ]
  if (!hasCtags()) console.log('skipped: universal-ctags is not installed')
  console.log(`${files.length} files, ${rounds} rounds, node ${process.version}\n`)
  const taken = measure(rows, rssFile)
  const all = verdicts(taken, files.length)
  show(taken, all)
  return all.every((v) => v.isKept)
}

const argumentsOf = process.argv.slice(2)
const counted = argumentsOf.indexOf('--files')
const given = counted < 0 ? (argumentsOf[0] ?? process.env['RTT_BENCH_REPO']) : undefined
const home = mkdtempSync(join(tmpdir(), 'rtt-bench-scan-'))
try {
  build()
  mkdirSync(join(home, 'installed'))
  const repository = join(home, 'repository')
  // A copy: the state of somebody's repository is not ours to drop.
  if (given !== undefined)
    cpSync(resolve(given), repository, { recursive: true, verbatimSymlinks: true })
  else makeRepository(repository, counted < 0 ? filesDefault : Number(argumentsOf[counted + 1]))
  process.exitCode = bench(home, repository) ? 0 : 1
} finally {
  rmSync(home, { recursive: true })
}
