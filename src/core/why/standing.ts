import type { Link } from '../model/link.ts'
import { comparePlaces, compareText, formatPlace, type Place } from '../model/place.ts'
import type { ScanResult } from '../model/scan.ts'

/** How a service stands among the others. */
export type Standing = {
  readonly callers: readonly Link[]
  readonly calls: readonly Link[]
  /** Services that fail with it: those that call it, and those that call these. */
  readonly breaks: readonly string[]
  /** Where its address is set or stands as a default. */
  readonly addresses: readonly Place[]
}

const written = new Set(['env-binding', 'default', 'literal-host'])

const callersOf = (links: readonly Link[], name: string): string[] => {
  const seen = new Set([name])
  const queue = [name]
  for (let to = queue.shift(); to !== undefined; to = queue.shift())
    for (const l of links)
      if (l.to === to && l.status === 'confirmed' && !seen.has(l.from)) {
        seen.add(l.from)
        queue.push(l.from)
      }
  seen.delete(name)
  return [...seen].sort(compareText)
}

/** Who calls a service and whom it calls, what breaks if it goes, and where its address is set. */
export const standingOf = (r: ScanResult, name: string): Standing => {
  const callers = r.links.filter((l) => l.to === name)
  const places = callers
    .flatMap((l) => l.evidence)
    .filter((e) => written.has(e.signal))
    .map((e): Place => ({ path: e.path, line: e.line }))
  return {
    callers,
    calls: r.links.filter((l) => l.from === name),
    breaks: callersOf(r.links, name),
    addresses: [...new Map(places.map((p) => [formatPlace(p), p])).values()].sort(comparePlaces),
  }
}
