/**
 * `npm run demo`: copies the demo repository to a temporary folder and runs `rtt up` there. With
 * `--keep` the folder stays, to look around in.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')
const bin = join(root, 'bin/rtt')
const keep = process.argv.includes('--keep')
const folder = mkdtempSync(join(tmpdir(), 'rtt-demo-'))

/** A `.git` folder marks the root, as in a real checkout. */
const prepare = (): void => {
  cpSync(join(root, 'templates/demo'), folder, { recursive: true })
  mkdirSync(join(folder, '.git'))
}

const run = (...args: string[]): number => {
  console.log(`$ rtt ${args.join(' ')}`)
  return spawnSync(process.execPath, [bin, ...args], { cwd: folder, stdio: 'inherit' }).status ?? 1
}

prepare()
const exit = run('up')
if (keep) console.log(`\nThe repository is in ${folder}`)
else rmSync(folder, { recursive: true, force: true })
process.exitCode = exit
