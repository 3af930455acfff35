// npm test [-- --rewrite] [-- part-of-a-path …]
//
// Types, lint, tests, one after another; the first that fails ends it. With parts of paths only the
// tests whose path holds one of them run. --rewrite lets golden files be written anew (RTT_REWRITE=1).
import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { delimiter, join } from 'node:path'

const root = join(import.meta.dirname, '..')
const testTimeoutMs = 300_000
const notHere = ['test/fixtures/**', 'test/repos/**', 'test/release/**', 'test/bench/**']

const args = process.argv.slice(2)
const filters = args.filter((arg) => !arg.startsWith('--'))
const unknown = args.find((arg) => arg.startsWith('--') && arg !== '--rewrite')
if (unknown !== undefined) {
  console.error(`npm test knows --rewrite and parts of paths, not ${unknown}`)
  process.exit(2)
}

const env = {
  ...process.env,
  // Tools that .ci/setup installed for the tests alone.
  PATH: `${process.env['PATH']}${delimiter}${join(root, '.ci/tools/bin')}`,
  // Half of the start of a test is stripping types; the cache keeps what was stripped.
  NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'node'),
  ...(args.includes('--rewrite') && { RTT_REWRITE: '1' }),
}

const run = (title: string, command: string, given: readonly string[]): void => {
  console.log(`\n== ${title}`)
  const { status, error } = spawnSync(command, given, { cwd: root, env, stdio: 'inherit' })
  if (error !== undefined) console.error(`${command}: ${error.message}`)
  if (status !== 0) process.exit(status ?? 1)
}

const files = globSync('test/**/*.test.ts', { cwd: root, exclude: notHere })
  .sort()
  .filter((path) => filters.length === 0 || filters.some((part) => path.includes(part)))
if (files.length === 0) {
  console.error(`no test has ${filters.join(' or ')} in its path`)
  process.exit(2)
}

if (filters.length === 0) {
  run('types', join(root, 'node_modules', '.bin', 'tsc'), [])
  run('lint', join(root, 'node_modules', '.bin', 'biome'), ['check', '--error-on-warnings'])
}
run(`tests (${files.length} files)`, process.execPath, [
  '--disable-warning=ExperimentalWarning',
  '--test',
  '--test-reporter=spec',
  `--test-concurrency=${availableParallelism()}`,
  `--test-timeout=${testTimeoutMs}`,
  ...files,
])
