import { RttError } from '../diag/error.ts'
import { nearest } from '../findings/near.ts'
import type { Link } from '../model/link.ts'
import { compareText } from '../model/place.ts'
import type { ScanResult } from '../model/scan.ts'
import type { Service } from '../model/service.ts'

/** What somebody asks about: one link, or a service with all of its own. */
export type Asked =
  | { readonly kind: 'link'; readonly link: Link }
  | { readonly kind: 'service'; readonly service: Service }

const shownMax = 8

/** How a link is written: its end with the port. */
export const linkName = (l: Link): string => `${l.from}#${l.port}`

const pairName = (l: Link): string => `${l.from}->${l.to}`

const unique = (names: readonly string[]): string[] => [...new Set(names)].sort(compareText)

const ambiguous = (text: string, links: readonly Link[]): RttError => {
  const names = unique(links.map((l) => `${linkName(l)} -> ${l.to}`))
  const more = names.length - shownMax
  return new RttError('RTT6006', `"${text}" fits ${names.length} links`, {
    help: `Name one of them: ${names.slice(0, shownMax).join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
  })
}

const unknown = (r: ScanResult, text: string): RttError => {
  const names = [
    ...r.services.map((s) => s.name),
    ...r.links.flatMap((l) => [linkName(l), pairName(l), l.port]),
  ]
  const near = nearest(text.replace(/\s*->\s*/, '->'), unique(names))
  return new RttError('RTT6001', `no link and no service is "${text.slice(0, 80)}"`, {
    help:
      near === undefined
        ? 'Write service#PORT, from->to, or a service; `rtt ls links` lists them.'
        : `Did you mean ${near}?`,
  })
}

/**
 * The link or the service that a text names: `web#CART_URL`, `web->cart`, `web#CART_URL -> cart`, a service, or any part that only one
 * link has.
 *
 * @throws RttError RTT6006 where several fit, RTT6001 where none does
 */
export const findAsked = (r: ScanResult, text: string): Asked => {
  const asked = text.trim().replace(/\s*->\s*/, '->')
  const lower = asked.toLowerCase()
  const named = (l: Link) =>
    linkName(l) === asked || pairName(l) === asked || `${linkName(l)}->${l.to}` === asked
  const own = r.links.filter(named)
  const exact = own.length > 0 ? own : (r.imports ?? []).filter(named)
  if (exact.length === 1) return { kind: 'link', link: exact[0]! }
  if (exact.length > 1) throw ambiguous(text, exact)
  const service =
    r.services.find((s) => s.name.toLowerCase() === lower) ??
    r.services.find((s) => s.aliases.some((a) => a.toLowerCase() === lower))
  if (service) return { kind: 'service', service }
  const holds = (l: Link) =>
    asked !== '' && [linkName(l), pairName(l)].some((n) => n.toLowerCase().includes(lower))
  const held = r.links.filter(holds)
  const part = held.length > 0 ? held : (r.imports ?? []).filter(holds)
  const whole = part.filter((l) => l.port.toLowerCase() === lower)
  const fits = whole.length > 0 ? whole : part
  if (fits.length === 1) return { kind: 'link', link: fits[0]! }
  if (fits.length > 1) throw ambiguous(text, fits)
  throw unknown(r, text)
}
