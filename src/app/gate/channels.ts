import { type Diagnostic, diagnostic, type Related } from '../../core/diag/diagnostic.ts'
import type { ScanResult } from '../../core/model/scan.ts'
import { type LostEnd, lostEnds } from '../../core/plan/channels.ts'
import type { Locked } from './locked.ts'
import type { ServiceLoss } from './lost.ts'
import type { WordFinder } from './words.ts'

const related = ({ waiting, kind, name }: LostEnd): Related[] =>
  waiting.map(({ service, action, at }) => ({
    at,
    label: `${service} ${action === 'send' ? 'sends to' : 'receives from'} the ${kind} ${name} here`,
  }))

const tell = (end: LostEnd, scan: ScanResult, words: WordFinder): Diagnostic => {
  const { service, action, kind, name, instead, waiting } = end
  const does = action === 'send' ? 'sends to' : 'receives from'
  const known = scan.services.find((s) => s.name === service)
  const at = instead?.at ?? words.inCode(name, known?.path ?? '') ?? known?.at
  const others = [...new Set(waiting.map((w) => w.service))].join(', ')
  const now = instead === undefined ? '' : ` but ${does} ${instead.name}`
  return diagnostic(
    'RTT2012',
    `${service} no longer ${does} the ${kind} ${name}${now}, while ${others} still ${waiting.length > 1 ? 'wait' : 'waits'} there`,
    { ...(at ? { at } : {}), related: related(end) },
  )
}

/** Channels of a plan that one side has left, each with the places of both. */
export const channelImpacts = (
  { body }: Locked,
  scan: ScanResult,
  words: WordFinder,
): readonly ServiceLoss[] =>
  lostEnds(body.routes, scan).map((end) => ({
    service: end.service,
    diagnostic: tell(end, scan, words),
  }))
