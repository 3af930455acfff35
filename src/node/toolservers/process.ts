import { spawn } from 'node:child_process'
import { RttError } from '../../core/diag/error.ts'
import type { Hold } from '../../ports/toolservers.ts'
import { sandboxed } from './sandbox.ts'
import { bytesMax, Inbox, messageIn, type Transport } from './transport.ts'

const complaintMax = 2000

/** What every program needs to be found and to write its texts; nothing that is a secret. */
const always = ['PATH', 'LANG', 'LC_ALL', 'TERM', 'SystemRoot', 'PATHEXT', 'HOME', 'TMPDIR']

const environment = (names: readonly string[]): NodeJS.ProcessEnv =>
  Object.fromEntries(
    [...always, ...names].flatMap((name) => {
      const value = process.env[name]
      return value === undefined ? [] : [[name, value]]
    }),
  )

type Program = {
  readonly command: readonly string[]
  readonly hold: Hold
  readonly env: readonly string[]
}

/**
 * A program that speaks over its standard streams, a message a line. It is started in a group of its own, which ends with
 * the conversation.
 *
 * @throws RttError RTT2031 when it cannot be held as asked
 */
export const processTransport = (root: string, { command, hold, env }: Program): Transport => {
  const [file, ...args] = sandboxed(root, command, hold)
  const child = spawn(file!, args, {
    cwd: root,
    env: environment(env),
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  })
  const inbox = new Inbox()
  let size = 0
  let rest = ''
  let complaint = ''
  const decoder = new TextDecoder()
  const close = (): void => {
    // What got away from its group may hold these open, and would hold this process with them.
    for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy()
    child.unref()
    try {
      if (process.platform === 'win32' || child.pid === undefined) child.kill('SIGKILL')
      else process.kill(-child.pid, 'SIGKILL')
    } catch {
      // It has ended by itself.
    }
  }
  const take = (lines: readonly string[]): void => {
    try {
      // Servers that log to their standard output are many; what is no message is passed over.
      for (const line of lines) {
        const message = messageIn(line)
        if (message !== undefined) inbox.put(message)
      }
    } catch (error) {
      inbox.fail(error as Error)
      close()
    }
  }
  child.stdout.on('end', () => take([rest]))
  child.stdout.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size > bytesMax) {
      inbox.fail(new RttError('RTT2030', `the server said more than ${bytesMax} bytes`))
      close()
      return
    }
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop()!
    take(lines)
  })
  child.stderr.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.toString('utf8')).slice(-complaintMax)
  })
  child.stdin.on('error', () => undefined)
  child.once('error', (cause) =>
    inbox.fail(new RttError('RTT2030', `${file} cannot be started: ${cause.message}`, { cause })),
  )
  child.once('close', (code, signal) => {
    const last = complaint.trim().split('\n').at(-1)?.slice(0, 200)
    const why = last === undefined || last === '' ? '' : `: ${last}`
    inbox.fail(
      new RttError('RTT2030', `the server ended (${signal ?? code}) before it answered${why}`),
    )
  })
  return {
    send: async (message) => {
      child.stdin.write(`${JSON.stringify(message)}\n`)
    },
    next: () => inbox.next(),
    close,
  }
}
