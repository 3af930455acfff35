import { loadScanned } from '../../app/scanned.ts'
import { verifyFileSignature } from '../../app/sign.ts'
import { type Check, type Verified, verify } from '../../app/verify.ts'
import { RttError } from '../../core/diag/error.ts'
import type { Context } from '../context.ts'
import type { Options, Painter, Report } from '../view.ts'
import { drawDiagnostics, wrap } from '../views/diagnostic.ts'

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

export const run = async (context: Context, options: Options): Promise<Report> => {
  const { space, task } = context
  const isCi = options['ci'] === true
  if (options['sig'] === true || typeof options['argument'] === 'string')
    return verifyFile(context, options['argument'], isCi)
  const { result } = await loadScanned(space, task)
  const verified = await verify({
    space,
    accept: isCi ? 'root' : 'local',
    scan: async () => result,
    connectors: true,
    task,
  })
  return {
    command: 'verify',
    exit: verified.exit,
    diagnostics: verified.diagnostics,
    data: { checks: verified.checks, routes: verified.routes },
    text: (painter) => draw(verified, painter),
  }
}
