import { type SpawnSyncOptions, spawnSync } from 'node:child_process'
import { join } from 'node:path'

const source = join(import.meta.dirname, '../../bin/rtt')

/** What one run of the command printed and how it ended. */
export type Ran = {
  readonly exit: number | null
  readonly stdout: string
  readonly stderr: string
  /** The document on stdout. Tests look into it freely. */
  // biome-ignore lint/suspicious/noExplicitAny: its shape is what the tests are there to check
  readonly json: () => Record<string, any>
}

type Options = {
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly timeoutMs?: number
}

const bare = { NO_COLOR: '1', FORCE_COLOR: undefined, CI: undefined, COLUMNS: undefined }

/** Runs rtt of this checkout in a folder. */
export const rtt = (cwd: string, args: readonly string[], options: Options = {}): Ran => {
  const spawn: SpawnSyncOptions = {
    cwd,
    encoding: 'utf8',
    timeout: options.timeoutMs ?? 120_000,
    // A signal that can be caught waits for the work that it should end.
    killSignal: 'SIGKILL',
    maxBuffer: 1 << 28,
    env: { ...process.env, ...bare, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  }
  const done = spawnSync(process.execPath, [source, ...args], spawn)
  const stdout = String(done.stdout)
  return {
    exit: done.status,
    stdout,
    stderr: String(done.stderr),
    json: () => JSON.parse(stdout),
  }
}
