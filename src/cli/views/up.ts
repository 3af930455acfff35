import type { StageRun, Wired } from '../../app/up/round.ts'
import { codeInfo } from '../../core/diag/codes.ts'
import { grouped, plural } from '../table.ts'
import type { Painter } from '../view.ts'
import { drawChanges } from './changes.ts'
import { drawDiagnostic, drawDiagnostics } from './diagnostic.ts'
import { drawFirstFindings } from './findings.ts'

const diagnosticsShown = 3
const findingsShown = 2

const number = (s: StageRun, key: string): number => Number(s.summary[key] ?? 0)

const cached = (s: StageRun): string => {
  if (s.hit) return 'unchanged'
  const read = number(s, 'read')
  return read === 0 ? '' : `cache ${Math.round((100 * number(s, 'cached')) / read)}%`
}

/** The three cells of a stage's line: how much, what, and what is new about it. */
const cells: Readonly<Record<string, (s: StageRun) => [string, string, string]>> = {
  scan: (s) => [
    `${grouped(number(s, 'files'))} files`,
    `${plural(number(s, 'services'), 'service')}, ${plural(number(s, 'confirmed'), 'link')}`,
    cached(s),
  ],
  doctor: (s) => [
    plural(number(s, 'ecosystems'), 'ecosystem'),
    `${plural(number(s, 'drifts'), 'drift')}, ${plural(number(s, 'conflicts'), 'conflict')}`,
    s.hit ? 'unchanged' : '',
  ],
  gen: (s) => [
    plural(number(s, 'ts') + number(s, 'py'), 'connector'),
    `ts ${number(s, 'ts')}  py ${number(s, 'py')}`,
    s.hit ? 'unchanged' : `${number(s, 'changed')} changed`,
  ],
  plan: (s) => [
    number(s, 'routes') === 0 && number(s, 'servers') > 0
      ? plural(number(s, 'servers'), 'tool server')
      : plural(number(s, 'routes'), 'route'),
    s.summary['planId'] ? String(s.summary['planId']).slice(0, 8) : 'nothing to lock',
    s.hit ? 'unchanged' : '',
  ],
  sign: (s) => [`ed25519:${String(s.summary['key']).slice(0, 8)}`, 'trusted on this clone', ''],
  apply: (s) => [
    `generation ${number(s, 'generation')}`,
    `log #${number(s, 'seq')}  root ${String(s.summary['root']).slice(0, 8)}`,
    '',
  ],
  verify: (s) => [
    plural(number(s, 'routes'), 'route'),
    number(s, 'failed') === 0
      ? `${number(s, 'checks')} checks hold`
      : `${number(s, 'failed')} of ${number(s, 'checks')} checks failed`,
    s.hit ? 'unchanged' : '',
  ],
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)}s`

const line = (s: StageRun, { style }: Painter): string => {
  const [much, what, news] = cells[s.name]!(s)
  return `  ${style.bold(s.name.padEnd(8))} ${much.padEnd(16)} ${what.padEnd(28)} ${style.dim(seconds(s.milliseconds).padStart(6))}   ${style.dim(news)}`.trimEnd()
}

const problems = (w: Wired, painter: Painter): string[] => {
  const drawn = drawDiagnostics(w.diagnostics, painter, {
    most: diagnosticsShown,
    more: 'rtt doctor',
  })
  return drawn === '' ? [] : ['', drawn]
}

const scanNote = (w: Wired, { style }: Painter): string[] => {
  const s = w.stages.find((x) => x.name === 'scan')
  const errors = s ? number(s, 'errors') : 0
  const warnings = s ? number(s, 'warnings') : 0
  if (errors + warnings === 0) return []
  return [
    `  ${style.yellow(`${plural(errors, 'file')} could not be read, ${plural(warnings, 'warning')}: rtt scan`)}`,
  ]
}

/** How many faults there are is always said; they are shown when the repository has changed. */
const faults = (w: Wired, painter: Painter): string[] => {
  const drawn = drawFirstFindings(w.findings, painter, findingsShown)
  if (drawn !== '') return ['', drawn]
  const scan = w.stages.find((s) => s.name === 'scan')
  const count = scan ? number(scan, 'findings') : 0
  return count === 0 ? [] : [`  ${painter.style.yellow(`${plural(count, 'finding')}: rtt check`)}`]
}

const failedChecks = (w: Wired, { style }: Painter): string[] =>
  (w.verified?.checks ?? [])
    .filter((c) => c.status === 'fail')
    .map(
      (c) =>
        `  ${style.red('FAIL')} ${c.name}: ${c.detail} [${c.code}]\n       ${c.code ? codeInfo(c.code).help : ''}`,
    )

const ending = (w: Wired, exit: number, { style }: Painter): string => {
  if (exit !== 0) return ''
  const took = seconds(w.milliseconds)
  if (!w.wrote) return `${style.green('Nothing changed')}: verified in ${took}, nothing written.`
  const isLocked = w.stages.some((s) => s.name === 'plan' && s.summary['planId'])
  if (!isLocked)
    return `Scanned in ${took}. ${style.dim('No link was found that could be locked.')}`
  if (w.applied?.status !== 'applied')
    return `${style.green('The wiring is the same')}: verified in ${took}.  Look: rtt graph`
  const undo = w.applied.generation > 1 ? '  Undo: rtt rollback ' : ''
  return `${style.green(`Wired in ${took}.`)}${undo}  Look: rtt graph`
}

/** The table of `rtt up`: a line a stage, what changes, what is wrong, and how it ended. */
export const drawUp = (w: Wired, exit: number, painter: Painter): string => {
  const before = w.stages.filter((s) => ['scan', 'doctor', 'gen', 'plan'].includes(s.name))
  const after = w.stages.filter((s) => !before.includes(s))
  const changes = w.planned ? drawChanges(w.planned, w.namespace, painter) : []
  const error = w.error
    ? [
        '',
        drawDiagnostic(
          {
            code: w.error.code,
            severity: 'error',
            summary: w.error.message,
            help: w.error.help,
            related: w.error.related,
            ...(w.error.at ? { at: w.error.at } : {}),
          },
          painter,
        ),
      ]
    : []
  return [
    ...before.map((s) => line(s, painter)),
    ...scanNote(w, painter),
    ...changes,
    ...after.map((s) => line(s, painter)),
    ...faults(w, painter),
    ...problems(w, painter),
    ...failedChecks(w, painter),
    ...error,
    ending(w, exit, painter),
  ]
    .join('\n')
    .replace(/^\n+/, '')
    .trimEnd()
}

/** `--explain`: every stage with the digests of what went in and what came out. */
export const drawStages = (w: Wired): string[] =>
  w.stages.map(
    (s) =>
      `  ${s.name.padEnd(8)} ${s.hit ? 'skip' : 'run '}  in ${s.in.slice(0, 16)}  out ${s.out.slice(0, 16)}`,
  )
