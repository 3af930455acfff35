import { existsSync, statSync } from 'node:fs'
import { hostname } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import type { MessagePort } from 'node:worker_threads'
import type { Adapters } from '../app/up/round.ts'
import { RttError } from '../core/diag/error.ts'
import { listAssets, readAsset } from '../node/assets.ts'
import { nodeClock } from '../node/clock.ts'
import { nodeDurable } from '../node/durable.ts'
import { nodeFiles } from '../node/files.ts'
import type { Task } from '../ports/task.ts'
import type { Workspace } from '../ports/workspace.ts'
import type { Context, Outside } from './context.ts'
import { errorJson, reportJson } from './envelope.ts'
import type { Globals } from './globals.ts'
import { parseArguments } from './invocation.ts'
import { terminalProgress } from './progress.ts'
import { sourceLines } from './source.ts'
import { makeStyle, wantsColor } from './style.ts'
import { harmless } from './unseen.ts'
import type { Painter, Report } from './view.ts'
import { drawDiagnostic } from './views/diagnostic.ts'

type Output = NodeJS.WriteStream

/** What the launcher hands over: everything of the process that the shell may use. */
export type Host = {
  readonly version: string
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  readonly stdout: Output
  readonly stderr: Output
}

const terminalColumns = 80

/** The root: the nearest folder upwards that has `.rtt` or `.git`, else the folder itself. */
const findRoot = (start: string): string => {
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.rtt')) || existsSync(join(folder, '.git'))) return folder
    if (dirname(folder) === folder) return start
  }
}

const startFolder = (host: Host, globals: Globals): string => {
  const folder = resolve(host.cwd, globals.directory ?? '.')
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new RttError('RTT6001', `${globals.directory} is not a folder`)
  return folder
}

const workspace = (root: string): Workspace => {
  const durable = nodeDurable(root)
  return {
    root,
    durable,
    files: nodeFiles(root),
    clock: nodeClock,
    openCatalog: async () => (await import('../node/catalog.ts')).nodeCatalog(root, durable),
    openReadingThreads: async () =>
      (await import('../node/threads.ts')).nodeThreads(import.meta.url, 'answerReads'),
    asset: (name) => new TextDecoder().decode(readAsset(`templates/${name}`)),
    assetNames: (prefix) =>
      listAssets(`templates/${prefix}`).map((n) => n.slice('templates/'.length)),
  }
}

/** What a reading thread runs, which loads this module for it. */
export const answerReads = async (port: MessagePort): Promise<void> =>
  (await import('./reading.ts')).answerReads(port)

type Cancellation = {
  readonly signal: AbortSignal
  readonly listen: () => void
  /** From here on a signal ends the process as the system does it, even while no handler could run. */
  readonly stop: () => void
}

/** First Ctrl-C: stop at the next safe place; second: at once. */
const cancellation = (): Cancellation => {
  const controller = new AbortController()
  const onSignal = (name: NodeJS.Signals) => {
    if (controller.signal.aborted) process.exit(name === 'SIGTERM' ? 143 : 130)
    controller.abort(name)
  }
  const listen = () => void process.on('SIGINT', onSignal).on('SIGTERM', onSignal)
  listen()
  return {
    signal: controller.signal,
    listen,
    stop: () => void process.off('SIGINT', onSignal).off('SIGTERM', onSignal),
  }
}

const pauseFor = async (signal: AbortSignal): Promise<void> => {
  await new Promise((next) => setImmediate(next))
  if (signal.aborted) throw new RttError('RTT9002', 'cancelled')
}

const makeTask = (cancel: Cancellation, host: Host, globals: Globals): Task => {
  const isSilent = globals.quiet || globals.json || !host.stderr.isTTY
  const progress = terminalProgress(host.stderr, isSilent)
  const pause = () => pauseFor(cancel.signal)
  return {
    signal: cancel.signal,
    progress,
    pause,
    writingNothing: async (work) => {
      progress.end()
      // A handler that is taken away forgets what it was not told yet. What came so far is heard first, which
      // takes a whole turn: this one may have begun behind the place where signals are heard.
      await pause()
      await pause()
      cancel.stop()
      try {
        return work()
      } finally {
        cancel.listen()
      }
    },
  }
}

const adapters = async (root: string, env: Host['env']): Promise<Adapters> => {
  const [{ nodeKeys }, { nodeLock }, { nodeRandom }] = await Promise.all([
    import('../node/keys.ts'),
    import('../node/lock.ts'),
    import('../node/random.ts'),
  ])
  return { lock: nodeLock(root), keys: nodeKeys(root, env), random: nodeRandom }
}

const outside = async (start: string, root: string, version: string): Promise<Outside> => {
  const [{ nodeDesktop }, { nodeWatcher }, { nodeWeb }, { nodeCue }, { nodeToolServers }] =
    await Promise.all([
      import('../node/desktop.ts'),
      import('../node/watcher.ts'),
      import('../node/web.ts'),
      import('../node/cue.ts'),
      import('../node/toolservers.ts'),
    ])
  return {
    desktop: nodeDesktop(start),
    web: nodeWeb,
    watcher: nodeWatcher(root),
    cue: nodeCue(),
    toolServers: nodeToolServers(root, version),
    env: process.env,
  }
}

type Inside = Omit<Context, 'outside' | 'announce'>

const makeContext = (root: string, task: Task, host: Host): Inside => ({
  space: workspace(root),
  task,
  adapters: () => adapters(root, host.env),
  version: host.version,
  host: hostname(),
})

const painterFor = (host: Host, globals: Globals, root: string | undefined): Painter => ({
  style: makeStyle(
    wantsColor({ flag: globals.color, env: host.env, isTerminal: host.stdout.isTTY === true }),
  ),
  columns: Math.min(host.stdout.columns ?? terminalColumns, 120),
  source: root === undefined ? () => undefined : sourceLines(nodeFiles(root)),
})

const printReport = (report: Report, host: Host, painter: Painter, json: boolean): number => {
  const text = json ? reportJson(report, host.version) : report.text(painter)
  if (text !== '') host.stdout.write(`${json ? text : harmless(text)}\n`)
  return report.exit
}

const asRttError = (error: unknown): RttError =>
  error instanceof RttError
    ? error
    : new RttError('RTT9001', error instanceof Error ? error.message : String(error), {
        cause: error,
      })

const printError = (
  error: RttError,
  name: string,
  view: { host: Host; globals: Globals; painter: Painter },
): number => {
  const { host, globals, painter } = view
  if (globals.json) host.stdout.write(`${errorJson(name, error, host.version)}\n`)
  else
    host.stderr.write(
      `${harmless(drawDiagnostic({ code: error.code, severity: 'error', summary: error.message, related: error.related, help: error.help, ...(error.at ? { at: error.at } : {}) }, painter))}\n`,
    )
  if (globals.debug)
    host.stderr.write(`${error.cause instanceof Error ? error.cause.stack : error.stack}\n`)
  return error.exit
}

const usageError = (problem: string): RttError =>
  new RttError('RTT6001', problem.replace(/^error: /, '').replace(/\n/g, ' '))

/**
 * Runs one command line and answers with its exit code. Never throws: whatever goes wrong becomes a
 * message, or with `--json` a document of the same envelope.
 */
export const main = async (argv: readonly string[], host: Host): Promise<number> => {
  const parsed = await parseArguments(argv, host.version)
  const { globals, invocation } = parsed
  const name = invocation?.command ?? 'usage'
  let root: string | undefined
  const cancel = cancellation()
  const task = makeTask(cancel, host, globals)
  try {
    if (parsed.exit !== 0) throw usageError(parsed.problem)
    if (invocation === undefined) {
      host.stdout.write(parsed.output)
      return 0
    }
    const found = findRoot(startFolder(host, globals))
    root = found
    const { run } = await invocation.load()
    const painter = painterFor(host, globals, root)
    const context: Context = {
      ...makeContext(found, task, host),
      outside: () => outside(startFolder(host, globals), found, host.version),
      announce: (early) => {
        task.progress.end()
        printReport(early, host, painter, globals.json)
      },
    }
    const report = await run(context, invocation.options)
    task.progress.end()
    return printReport(report, host, painter, globals.json)
  } catch (error) {
    task.progress.end()
    const known = cancel.signal.aborted
      ? new RttError('RTT9002', 'cancelled', { cause: error })
      : asRttError(error)
    const exit = printError(known, name, {
      host,
      globals,
      painter: painterFor(host, globals, root),
    })
    return cancel.signal.aborted && cancel.signal.reason === 'SIGTERM' ? 143 : exit
  } finally {
    cancel.stop()
  }
}
