import { loadScanned } from '../../app/scanned.ts'
import { openFindings } from '../../core/findings/open.ts'
import type { Link } from '../../core/model/link.ts'
import type { ScanResult } from '../../core/model/scan.ts'
import { findAsked } from '../../core/why/asked.ts'
import { standingOf } from '../../core/why/standing.ts'
import { reasonsOf } from '../../core/why/steps.ts'
import type { Context } from '../context.ts'
import { withSlug } from '../envelope.ts'
import type { Options, Report } from '../view.ts'
import { drawReasons, drawStanding } from '../views/why.ts'

const aboutLink = (r: ScanResult, link: Link): Report => {
  const reasons = reasonsOf(r, link)
  const findings = openFindings(r.findings).filter(
    ({ ends }) => ends.includes(link.from) && (ends.includes(link.port) || ends.includes(link.to)),
  )
  return {
    command: 'why',
    exit: 0,
    data: { link, ...reasons, findings: findings.map(withSlug) },
    text: (painter) => drawReasons(link, { reasons, findings }, painter),
  }
}

/** Why a link is there, line by line; for a service, who needs it and whom it needs. */
export const run = async ({ space, task }: Context, options: Options): Promise<Report> => {
  const { result } = await loadScanned(space, task)
  const asked = findAsked(result, String(options['argument']))
  if (asked.kind === 'link') return aboutLink(result, asked.link)
  const { service } = asked
  const standing = standingOf(result, service.name)
  const findings = openFindings(result.findings).filter((f) => f.ends.includes(service.name))
  return {
    command: 'why',
    exit: 0,
    data: {
      service: { ...service, path: service.path ?? '' },
      ...standing,
      findings: findings.map(withSlug),
    },
    text: (painter) => drawStanding(service, { standing, findings }, painter),
  }
}
