import type { WatchEvent } from '../../app/watch.ts'
import type { Finding } from '../../core/diag/finding.ts'
import { openFindings } from '../../core/findings/open.ts'
import { visible } from '../../core/graph/visible.ts'
import { wiringOf } from '../../core/link/wiring.ts'
import type { Link } from '../../core/model/link.ts'
import { formatPlace } from '../../core/model/place.ts'
import { linkName } from '../../core/why/asked.ts'
import { plural } from '../table.ts'
import type { Painter } from '../view.ts'
import { drawDiagnostic } from './diagnostic.ts'

const endOf = (l: Link): string =>
  `${l.to} ${l.via}${l.status === 'confirmed' ? '' : ` (${l.status})`}`

const drawLink = (l: Link): string => visible(`${linkName(l)} -> ${endOf(l)}`)

const drawFinding = (f: Finding): string => {
  const place = f.at === undefined ? '' : ` at ${formatPlace(f.at)}`
  return visible(`${f.severity}[${f.code}]: ${f.summary}${place}`)
}

/** One line an event: `+` what came, `-` what went, `~` what leads elsewhere or otherwise. */
export const drawEvent = (e: WatchEvent, painter: Painter): string => {
  const { green, red, yellow, dim } = painter.style
  switch (e.event) {
    case 'ready': {
      const { result } = e
      const what = [
        plural(result.services.length, 'service'),
        plural(wiringOf(result).length, 'link'),
        plural(openFindings(result.findings).length, 'finding'),
      ]
      return dim(`Watching ${what.join(', ')}. Ctrl-C ends it.`)
    }
    case 'service-added':
      return green(`+ service ${visible(e.service.name)}`)
    case 'service-removed':
      return red(`- service ${visible(e.service.name)}`)
    case 'link-added':
      return green(`+ ${drawLink(e.link)}`)
    case 'link-removed':
      return red(`- ${drawLink(e.link)}`)
    case 'link-changed':
      return yellow(`~ ${drawLink(e.link)}, was ${visible(endOf(e.before))}`)
    case 'finding-added':
      return red(`+ ${drawFinding(e.finding)}`)
    case 'finding-removed':
      return green(`- ${drawFinding(e.finding)}`)
    case 'gone':
      return yellow('The folder is gone. Waiting for it to come back.')
    case 'back':
      return dim('The folder is back.')
    case 'failed': {
      const { code, message, at, help, related } = e.error
      const body = { code, severity: 'error' as const, summary: message, help, related }
      return drawDiagnostic({ ...body, ...(at ? { at } : {}) }, painter)
    }
  }
}
