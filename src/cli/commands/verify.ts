import { loadScanned } from '../../app/scanned.ts'
import { verifyFileSignature } from '../../app/sign.ts'
import type { Check } from '../../app/verify/check.ts'
import { type Verified, verify } from '../../app/verify.ts'
import { type Diagnostic, diagnostic } from '../../core/diag/diagnostic.ts'
import { RttError } from '../../core/diag/error.ts'
import type { Context } from '../context.ts'
import { reportJson } from '../envelope.ts'
import type { Options, Painter, Report } from '../view.ts'
import { toAnnotations } from '../views/annotations.ts'
import { drawDiagnostics, wrap } from '../views/diagnostic.ts'
import { toJunit } from '../views/junit.ts'
import { toMarkdown } from '../views/markdown.ts'
import { toSarif } from '../views/sarif.ts'

const diagnosticsShown = 8

const nameWidth = 13

const drawCheck = (c: Check, { style, columns }: Painter): string => {
  const word =
    c.status === 'pass'
      ? style.green('PASS')
      : c.status === 'fail'
        ? style.red('FAIL')
        : style.dim('skip')
  const detail = c.code ? `${c.detail} [${c.code}]` : c.detail
  const indent = ' '.repeat(nameWidth + 10)
  return `  ${word}  ${c.name.padEnd(nameWidth)}  ${wrap(detail, columns - indent.length, '').replaceAll('\n', `\n${indent}`)}`
}

const draw = (v: Verified, painter: Painter): string => {
  const failed = v.checks.filter((c) => c.status === 'fail').length
  const problems = drawDiagnostics(v.diagnostics, painter, {
    most: diagnosticsShown,
    more: 'rtt verify --json',
  })
  return [
    ...v.checks.map((c) => drawCheck(c, painter)),
    ...(problems === '' ? [] : ['', problems]),
    failed === 0 ? 'verified' : `${failed} of ${v.checks.length} checks failed`,
  ].join('\n')
}

const verifyFile = ({ space }: Context, path: unknown, isCi: boolean): Report => {
  if (typeof path !== 'string')
    throw new RttError('RTT6001', 'no file was named', { help: 'Write rtt verify --sig FILE.' })
  const done = verifyFileSignature({
    durable: space.durable,
    clock: space.clock,
    path,
    accept: isCi ? 'root' : 'local',
  })
  return {
    command: 'verify',
    exit: 0,
    data: { file: path, keys: done.keys, via: done.via },
    text: () => `${path} is as ed25519:${done.keys.join(', ')} signed it`,
  }
}

type Drawer = (v: Verified, report: Report, to: Painter) => string

/** What is wrong and has no line of its own stands at the plan. */
const toldBy = (v: Verified): readonly Diagnostic[] => {
  const codes = new Set(v.diagnostics.map((d) => d.code))
  const bare = v.checks.filter((c) => c.status === 'fail' && c.code && !codes.has(c.code))
  return [
    ...v.diagnostics,
    ...bare.map((c) =>
      diagnostic(c.code!, c.detail, { severity: 'error', at: { path: 'plans/LATEST', line: 1 } }),
    ),
  ]
}

const formats = (version: string): Readonly<Record<string, Drawer>> => ({
  text: (v, _, painter) => draw(v, painter),
  json: (_, report) => reportJson(report, version),
  sarif: (v) => toSarif(toldBy(v), version),
  junit: (v) => toJunit(v.checks, v.diagnostics),
  github: (v) => toAnnotations(toldBy(v)),
  markdown: (v) => toMarkdown(v),
})

const drawerOf = (asked: unknown, version: string): Drawer => {
  const all = formats(version)
  const format = String(asked ?? 'text')
  const found = Object.hasOwn(all, format) ? all[format] : undefined
  if (found !== undefined) return found
  throw new RttError('RTT6001', `"${format}" is not a format of verify`, {
    help: `Write --format ${Object.keys(all)
      .join(', ')
      .replace(/, (\w+)$/, ' or $1')}.`,
  })
}

export const run = async (context: Context, options: Options): Promise<Report> => {
  const { space, task, version } = context
  const isCi = options['ci'] === true
  if (options['sig'] === true || typeof options['argument'] === 'string')
    return verifyFile(context, options['argument'], isCi)
  const drawer = drawerOf(options['format'], version)
  const { result, files } = await loadScanned(space, task)
  const verified = await verify({
    space,
    accept: isCi ? 'root' : 'local',
    scan: async () => result,
    connectors: true,
    files,
  })
  const report: Report = {
    command: 'verify',
    exit: verified.exit,
    diagnostics: verified.diagnostics,
    data: { checks: verified.checks, routes: verified.routes, steps: verified.steps },
    text: (painter) => drawer(verified, report, painter),
  }
  return report
}
