import { logLines, logRoot, verifyLog } from '../../app/log.ts'
import { RttError } from '../../core/diag/error.ts'
import { exitOf } from '../../core/diag/exit.ts'
import type { Context } from '../context.ts'
import { columns } from '../table.ts'
import type { Options, Report } from '../view.ts'
import { drawDiagnostic } from '../views/diagnostic.ts'

const log = ({ space }: Context): Report => {
  const lines = logLines(space.durable)
  const rows = lines.map((l) => [
    String(l.seq),
    l.t,
    l.kind,
    l.plan?.slice(0, 8) ?? '-',
    l.generation === undefined ? '-' : `gen ${l.generation}`,
    l.root.slice(0, 16),
  ])
  return {
    command: 'wal',
    exit: 0,
    data: { entries: lines },
    text: () => (lines.length === 0 ? 'the log is empty' : columns(rows, new Set([0])).join('\n')),
  }
}

const root = ({ space }: Context): Report => {
  const r = logRoot(space.durable)
  return {
    command: 'wal',
    exit: 0,
    data: { origin: r.origin ?? null, size: r.size, root: r.root, active: r.active ?? null },
    text: () => `${r.root}  size ${r.size}`,
  }
}

const verify = ({ space }: Context): Report => {
  const r = verifyLog(space.durable)
  return {
    command: 'wal',
    exit: exitOf(r.diagnostics),
    diagnostics: r.diagnostics,
    data: { origin: r.origin ?? null, size: r.size, root: r.root },
    text: (painter) =>
      [
        `${r.size} entries, root ${r.root}`,
        ...r.diagnostics.map((d) => drawDiagnostic(d, painter)),
      ].join('\n'),
  }
}

const parts: Readonly<Record<string, (c: Context) => Report>> = { log, root, verify }

export const run = async (context: Context, options: Options): Promise<Report> => {
  const what = String(options['argument'])
  const part = Object.hasOwn(parts, what) ? parts[what] : undefined
  if (part === undefined)
    throw new RttError('RTT6001', `"${what}" is nothing of the log`, {
      help: `Write rtt wal ${Object.keys(parts).join('|')}.`,
    })
  return part(context)
}
