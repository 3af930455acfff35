import { type WatchEvent, watch } from '../../app/watch.ts'
import { codeInfo } from '../../core/diag/codes.ts'
import { openFindings } from '../../core/findings/open.ts'
import { wiringOf } from '../../core/link/wiring.ts'
import type { Service } from '../../core/model/service.ts'
import type { Context } from '../context.ts'
import { withSlug } from '../envelope.ts'
import type { Options, Report } from '../view.ts'
import { drawEvent } from '../views/watch.ts'

const serviceData = (s: Service) => ({ ...s, path: s.path ?? '' })

/** The members of an event's document. */
const dataOf = (e: WatchEvent): Report['data'] => {
  switch (e.event) {
    case 'ready': {
      const { result } = e
      return {
        event: e.event,
        services: result.services.length,
        links: wiringOf(result).length,
        findings: openFindings(result.findings).length,
      }
    }
    case 'service-added':
    case 'service-removed':
      return { event: e.event, service: serviceData(e.service) }
    case 'finding-added':
    case 'finding-removed':
      return { event: e.event, finding: withSlug(e.finding) }
    case 'failed': {
      const { code, message, at, help } = e.error
      const { slug } = codeInfo(code)
      const error = { code, slug, severity: 'error', summary: message, help }
      return { event: e.event, error: { ...error, ...(at ? { at } : {}) } }
    }
    default:
      return { ...e }
  }
}

const report = (e: WatchEvent): Report => ({
  command: 'watch',
  exit: 0,
  data: dataOf(e),
  text: (painter) => drawEvent(e, painter),
})

/** Tells every change of the wiring while files change, until it is stopped, which is how it is meant to end. */
export const run = async (context: Context, _options: Options): Promise<Report> => {
  const { space, task, outside, announce } = context
  const { watcher } = await outside()
  await watch(space, { watcher, tell: (e) => announce(report(e)) }, task)
  return { command: 'watch', exit: 0, data: { event: 'stopped' }, text: () => 'Stopped.' }
}
