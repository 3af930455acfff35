import type { ChannelEnd } from '../model/channelend.ts'
import type { Route } from '../model/route.ts'
import { parseSaddr, type SymbolType } from '../model/saddr.ts'
import type { ScanResult } from '../model/scan.ts'

/** An end that a channel of the plan has lost, while the other side still waits at it. */
export type LostEnd = {
  readonly service: string
  readonly action: ChannelEnd['action']
  readonly kind: ChannelEnd['kind']
  readonly name: string
  /** What the service sends to or receives from now, which nobody is at the other end of. */
  readonly instead: ChannelEnd | undefined
  /** Those who are still at the other side. */
  readonly waiting: readonly ChannelEnd[]
}

const kinds: ReadonlySet<SymbolType> = new Set(['topic', 'queue', 'stream'])
const other = { send: 'receive', receive: 'send' } as const

type Locked = Pick<ChannelEnd, 'service' | 'action' | 'kind' | 'name'>

const endOf = ({ from, to }: Pick<Route, 'from' | 'to'>): Locked[] => {
  const { type, name } = parseSaddr(to)
  if (!kinds.has(type)) return []
  const { name: service, variant = '' } = parseSaddr(from)
  const action = variant.startsWith('send:') ? 'send' : 'receive'
  return [{ service, action, kind: type as ChannelEnd['kind'], name }]
}

/** Names of variables of either side are told in any case; what counts is the channel. */
const isSameChannel = (
  a: Pick<ChannelEnd, 'kind' | 'name'>,
  b: Pick<ChannelEnd, 'kind' | 'name'>,
): boolean => a.kind === b.kind && a.name === b.name

const opposites = (end: Locked, all: readonly ChannelEnd[]): ChannelEnd[] =>
  all.filter((e) => e.action === other[end.action] && isSameChannel(e, end))

/**
 * Ends of channels that a plan locks and that are gone while somebody is still at the other side: nobody takes their place,
 * or the service itself went to a channel where it is alone, away from those who are at the old one as it was.
 */
export const lostEnds = (
  routes: readonly Pick<Route, 'from' | 'to'>[],
  { channels, services }: Pick<ScanResult, 'channels' | 'services'>,
): readonly LostEnd[] => {
  const locked = routes.flatMap(endOf)
  const standing = new Set(services.map((s) => s.name))
  return locked.flatMap((end): LostEnd[] => {
    const own = channels.filter((e) => e.service === end.service && e.action === end.action)
    if (!standing.has(end.service) || own.some((e) => isSameChannel(e, end))) return []
    const others = opposites(end, channels)
    const peers = channels.filter((e) => e.action === end.action && isSameChannel(e, end))
    const waiting = others.length > 0 ? others : peers
    if (waiting.length === 0) return []
    const isNew = (e: ChannelEnd): boolean =>
      !locked.some((l) => l.service === e.service && isSameChannel(l, e))
    const isAlone = (e: ChannelEnd): boolean =>
      channels.every((o) => o.service === e.service || !isSameChannel(o, e))
    const instead = own.find((e) => isNew(e) && isAlone(e))
    return peers.length > 0 && instead === undefined ? [] : [{ ...end, instead, waiting }]
  })
}
