import { spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { RttError } from '../core/diag/error.ts'
import type { Cue } from '../ports/cue.ts'
import { readAsset } from './assets.ts'

const timeoutMs = 20_000
const bytesMax = 8 * 1024 * 1024

type Ran = { readonly code: number | undefined; readonly out: string; readonly errors: string }

/** Only what a program needs to start; no registry, so that it fetches nothing. */
const environment = (): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'] ?? '',
  HOME: process.env['HOME'] ?? tmpdir(),
  CUE_REGISTRY: 'none',
  ...(process.env['SystemRoot'] ? { SystemRoot: process.env['SystemRoot'] } : {}),
})

const run = (args: readonly string[], input: string): Promise<Ran> =>
  new Promise((done, refuse) => {
    const child = spawn('cue', args, {
      // Away from the repository, so that nothing of it is drawn in.
      cwd: tmpdir(),
      env: environment(),
      stdio: ['pipe', 'pipe', 'pipe'],
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
    })
    const texts = { out: '', errors: '' }
    let size = 0
    const take = (to: keyof typeof texts) => (chunk: Buffer) => {
      size += chunk.length
      if (size > bytesMax) child.kill('SIGKILL')
      else texts[to] += chunk.toString('utf8')
    }
    child.stdout.on('data', take('out'))
    child.stderr.on('data', take('errors'))
    child.once('error', () => done({ code: undefined, ...texts }))
    child.once('close', (code, signal) => {
      if (signal === null) return done({ code: code ?? 1, ...texts })
      const why = size > bytesMax ? 'printed too much' : 'did not end in time'
      refuse(new RttError('RTT6008', `cue ${why}`))
    })
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)
  })

/** The `cue` on the PATH of this machine. */
export const nodeCue = (): Cue => ({
  version: async () => {
    const { code, out } = await run(['version'], '')
    return code === 0 ? (/v\d+\.\d+\.\d+\S*/.exec(out)?.[0] ?? 'unknown') : undefined
  },
  view: (name) => new TextDecoder().decode(readAsset(`cue/${name}.cue`)),
  evaluate: async (text, expression) => {
    const chosen = expression === undefined ? [] : ['-e', expression]
    const { code, out, errors } = await run(
      ['export', '--out', 'json', ...chosen, 'cue:', '-'],
      text,
    )
    if (code !== 0) return { ok: false, errors: errors.trim() }
    return { ok: true, value: JSON.parse(out) as unknown }
  },
})
