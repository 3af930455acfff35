import { init } from '../../app/init.ts'
import { type Locked, lockTools, serverName, type ToolChange } from '../../app/mcp.ts'
import { loadScanned } from '../../app/scanned.ts'
import { RttError } from '../../core/diag/error.ts'
import type { ScanResult } from '../../core/model/scan.ts'
import type { Asking, Hold } from '../../ports/toolservers.ts'
import type { Context } from '../context.ts'
import { columns, plural } from '../table.ts'
import type { Options, Painter, Report } from '../view.ts'
import { drawDiagnostic } from '../views/diagnostic.ts'

const secondsMax = 600

const usage = (problem: string): RttError =>
  new RttError('RTT6001', problem, {
    help: 'Write rtt mcp lock NAME -- COMMAND, or rtt mcp lock NAME URL.',
  })

const timeoutOf = (asked: unknown): number => {
  if (asked === undefined) return 20_000
  const seconds = Number(asked)
  if (seconds > 0 && seconds <= secondsMax) return Math.ceil(seconds * 1000)
  throw new RttError('RTT6001', `"${String(asked)}" is no number of seconds up to ${secondsMax}`)
}

const holdOf = (options: Options): Hold =>
  options['sandbox'] === false ? 'free' : options['network'] === true ? 'networked' : 'sealed'

const serverOf = (words: readonly string[], options: Options): Asking['server'] => {
  const [first] = words
  if (first === undefined) throw usage('nothing was named to ask')
  if (words.length === 1 && /^https?:\/\//i.test(first)) return { url: first }
  if (words.length === 1 && /^[a-z][\w+.-]*:\/\//i.test(first))
    throw usage(`"${first.slice(0, 80)}" is no address of HTTP`)
  const env = String(options['env'] ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
  return { command: words, hold: holdOf(options), env }
}

const marks = { new: '+', changed: '~', gone: '-', same: ' ' } as const

const drawTools = (tools: readonly ToolChange[], width: number): string[] =>
  columns(
    tools.map(({ name, change, description }) => {
      const line = description.replace(/\s+/g, ' ').trim()
      return [`  ${marks[change]} ${name}`, line.slice(0, Math.max(20, width - 40))]
    }),
  )

/** What a scan says of a server whose tools were written down: who may call it, and what is wrong with its tools. */
const told = ({ links, findings }: ScanResult, name: string, path: string) => {
  const own = links.filter((l) => l.evidence.some((e) => e.path === path))
  const services = new Set([name, ...own.map((l) => l.to)])
  return {
    agents: [...new Set(own.map((l) => l.from))].sort(),
    faults: findings
      .filter((f) => /^RTT112[23]$/.test(f.code) && services.has(f.ends[0] ?? ''))
      .map(({ ends: _, ...f }) => f),
  }
}

type Told = Locked & ReturnType<typeof told> & { readonly server: string }

const draw = ({ tools, path, agents, faults, server }: Told, painter: Painter): string => {
  const changed = tools.filter((t) => t.change !== 'same').length
  return [
    ...drawTools(tools, painter.columns),
    '',
    ...faults.map((d) => `${drawDiagnostic(d, painter)}\n`),
    `${path}: ${plural(tools.filter((t) => t.change !== 'gone').length, 'tool')}, ${changed} changed`,
    agents.length === 0
      ? `no agent of this repository is configured with "${server}"`
      : `called by ${agents.join(', ')}`,
    'Nothing is allowed by that yet. Next: rtt approve',
  ].join('\n')
}

export const run = async (context: Context, options: Options): Promise<Report> => {
  const { space, task } = context
  if (options['argument'] !== 'lock')
    throw usage(`"${String(options['argument'])}" is nothing that mcp can do`)
  const [name, ...rest] = (options['words'] ?? []) as readonly string[]
  if (name === undefined) throw usage('no server was named')
  serverName(name)
  const server = serverOf(rest, options)
  const timeoutMs = timeoutOf(options['timeout'])
  const { toolServers } = await context.outside()
  task.progress.step(`asking ${name}`, 0, 1)
  const answer = await toolServers.ask({ server, timeoutMs, signal: task.signal })
  init(space)
  const locked = lockTools(space.durable, name, answer)
  const { result } = await loadScanned(space, task)
  const all = { ...locked, ...told(result, name, locked.path), server: name }
  return {
    command: 'mcp',
    exit: 0,
    diagnostics: all.faults,
    data: { server: name, path: locked.path, tools: locked.tools, agents: all.agents },
    text: (painter) => draw(all, painter),
  }
}
