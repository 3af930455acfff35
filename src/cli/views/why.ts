import type { Finding } from '../../core/diag/finding.ts'
import type { Link } from '../../core/model/link.ts'
import { formatPlace } from '../../core/model/place.ts'
import type { Service } from '../../core/model/service.ts'
import { linkName } from '../../core/why/asked.ts'
import type { Standing } from '../../core/why/standing.ts'
import type { Reasons, Step } from '../../core/why/steps.ts'
import { columns, fit, plural } from '../table.ts'
import type { Painter } from '../view.ts'
import { drawDiagnostic, wrap } from './diagnostic.ts'

const placesShown = 12
const portWidthMax = 36

const indented = (text: string, painter: Painter): string =>
  `  ${wrap(text, painter.columns - 2, '    ')}`

/** A place with its sentence, and the user's own line below. */
const drawStep = ({ at, says }: Step, painter: Painter): string[] => {
  const { style, source, columns: width } = painter
  const line = source(at.path, at.line)?.replaceAll('\t', ' ').trim()
  const head = indented(`${style.cyan(formatPlace(at))} ${says}`, painter)
  return line === undefined || line === ''
    ? [head]
    : [head, `    ${style.dim('|')} ${line.slice(0, width - 6)}`]
}

const drawFindings = (findings: readonly Finding[], painter: Painter): string[] =>
  findings.flatMap((f) => ['', drawDiagnostic(f, painter)])

/** The chain of reasons of a link, line by line, as a person would retell it. */
export const drawReasons = (
  link: Link,
  { reasons, findings }: { reasons: Reasons; findings: readonly Finding[] },
  painter: Painter,
): string => {
  const { style } = painter
  return [
    style.bold(`${linkName(link)} -> ${link.to}`),
    ...reasons.steps.flatMap((s) => drawStep(s, painter)),
    `  ${reasons.conclusion}`,
    ...reasons.missing.map((m) => indented(`${style.yellow('missing:')} ${m}`, painter)),
    ...drawFindings(findings, painter),
  ].join('\n')
}

const drawLinks = (title: string, links: readonly Link[], end: (l: Link) => string): string[] =>
  links.length === 0
    ? [`  ${title}: nobody`]
    : [
        `  ${title}:`,
        ...columns(links.map((l) => [`    ${end(l)}`, l.via, l.status, fit(l.port, portWidthMax)])),
      ]

/** Who calls a service and whom it calls, what breaks if it goes, where its address is set. */
export const drawStanding = (
  service: Service,
  { standing, findings }: { standing: Standing; findings: readonly Finding[] },
  painter: Painter,
): string => {
  const { style } = painter
  const { callers, calls, breaks, addresses } = standing
  const more = addresses.length - placesShown
  return [
    `${style.bold(service.name)}  ${service.kind}  ${style.dim(formatPlace(service.at))}`,
    ...drawLinks('called by', callers, (l) => l.from),
    ...drawLinks('calls', calls, (l) => l.to),
    indented(
      breaks.length === 0
        ? 'nobody breaks if it goes, as far as this repository shows'
        : `${plural(breaks.length, 'service')} ${breaks.length === 1 ? 'breaks' : 'break'} if it goes: ${breaks.join(', ')}`,
      painter,
    ),
    ...(addresses.length === 0 ? [] : ['  its address stands at:']),
    ...addresses.slice(0, placesShown).map((p) => `    ${style.cyan(formatPlace(p))}`),
    ...(more > 0 ? [style.dim(`    … and ${more} more places`)] : []),
    ...drawFindings(findings, painter),
  ].join('\n')
}
