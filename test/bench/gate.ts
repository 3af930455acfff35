// npm run bench:gate [-- --files 10000]
//
// What the gate costs past a scan, in one interleaved run of the installed package: `verify --ci` of a repository in which
// nothing changed against the scan of it, and a plan and its signature of one in which a route changed against the scan
// of that. Ratios and differences of medians. Exit code 1 when a bound is broken.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build, installPackage } from '../release/install.ts'
import { makeRepository } from './repository.ts'

const rounds = Number(process.env['RTT_BENCH_ROUNDS'] ?? 7)
const at = process.argv.indexOf('--files')
const files = at < 0 ? 10_000 : Number(process.argv[at + 1])
const verifyFactorMax = 1.5
const planMsMax = 50

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!

const home = mkdtempSync(join(tmpdir(), 'rtt-bench-'))
try {
  const repository = join(home, 'repository')
  makeRepository(repository, files)
  build()
  mkdirSync(join(home, 'installed'))
  const [command, ...given] = installPackage(join(home, 'installed')).form
  const run = (...args: string[]): number => {
    const start = process.hrtime.bigint()
    const { status, stderr } = spawnSync(command!, [...given, ...args], {
      cwd: repository,
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    })
    const ms = Number(process.hrtime.bigint() - start) / 1e6
    // 10: nothing is missing but the signature of a trust root, which this repository has none of.
    if (![0, 10].includes(status ?? -1))
      throw new Error(`rtt ${args.join(' ')}: ${status} ${stderr}`)
    return ms
  }
  run('up')
  const compose = join(repository, 'compose.yaml')
  const text = readFileSync(compose, 'utf8')
  const taken: Record<string, number[]> = {
    scan: [],
    verify: [],
    rescan: [],
    plan: [],
    sign: [],
    status: [],
  }
  for (let round = 0; round < rounds; round++) {
    taken['scan']!.push(run('scan'))
    taken['verify']!.push(run('verify', '--ci'))
    // Another address is another plan; the scan of it is not what is asked about.
    writeFileSync(compose, text.replace(/:(\d{4})\b/, `:${7100 + round}`))
    run('scan')
    taken['rescan']!.push(run('scan'))
    taken['plan']!.push(run('plan'))
    taken['sign']!.push(run('sign'))
    taken['status']!.push(run('status'))
    run('up')
  }
  const ms = (name: string): number => median(taken[name]!)
  const factor = ms('verify') / ms('scan')
  const plan = ms('plan') - ms('rescan')
  const sign = ms('sign') - ms('rescan')
  for (const name of Object.keys(taken))
    console.log(`${name.padEnd(10)} ${ms(name).toFixed(0).padStart(6)} ms`)
  const rows = [
    [
      'verify --ci / scan',
      `${verifyFactorMax}x`,
      `${factor.toFixed(2)}x`,
      factor <= verifyFactorMax,
    ],
    ['plan past the scan', `+${planMsMax} ms`, `+${plan.toFixed(0)} ms`, plan <= planMsMax],
    ['sign past the scan', `+${planMsMax} ms`, `+${sign.toFixed(0)} ms`, sign <= planMsMax],
  ] as const
  for (const [of, asked, measured, isKept] of rows)
    console.log(
      `${of.padEnd(22)} ${asked.padStart(8)} ${measured.padStart(8)}  ${isKept ? 'ok' : 'BROKEN'}`,
    )
  process.exitCode = rows.every((r) => r[3]) ? 0 : 1
} finally {
  rmSync(home, { recursive: true, force: true })
}
