import type { Finding } from '../diag/finding.ts'
import { openFindings } from '../findings/open.ts'
import { wiringOf } from '../link/wiring.ts'
import type { Link } from '../model/link.ts'
import type { ScanResult } from '../model/scan.ts'
import type { Service } from '../model/service.ts'

/** What became different between two scans, one thing each. */
export type Change =
  | { readonly event: 'service-added' | 'service-removed'; readonly service: Service }
  | { readonly event: 'link-added' | 'link-removed'; readonly link: Link }
  | { readonly event: 'link-changed'; readonly link: Link; readonly before: Link }
  | { readonly event: 'finding-added' | 'finding-removed'; readonly finding: Finding }

type Pair<T> = { readonly before: readonly T[]; readonly after: readonly T[] }

/** What only one side has. Things with one key are told apart by their number only. */
const onlyIn = <T>({ before, after }: Pair<T>, keyOf: (x: T) => string): Pair<T> => {
  const rest = (all: readonly T[], others: readonly T[]): T[] => {
    const left = new Map<string, number>()
    for (const x of others) left.set(keyOf(x), (left.get(keyOf(x)) ?? 0) + 1)
    return all.filter((x) => {
      const n = left.get(keyOf(x)) ?? 0
      left.set(keyOf(x), n - 1)
      return n <= 0
    })
  }
  return { before: rest(before, after), after: rest(after, before) }
}

const portOf = (l: Link): string => `${l.from}\0${l.port}`

/** All that a route is made of; evidence moves with every edit. */
const wholeOf = (l: Link): string =>
  [l.from, l.port, l.to, l.via, l.status, l.contract ?? ''].join('\0')

/** Ports that lead elsewhere than before are changed; the others came or went. */
const linkChanges = (pair: Pair<Link>): Change[] => {
  const { before, after } = onlyIn(pair, wholeOf)
  const gone = Map.groupBy(before, portOf)
  const come = Map.groupBy(after, portOf)
  const single = (l: Link) => gone.get(portOf(l))?.length === 1 && come.get(portOf(l))?.length === 1
  return [
    ...before.filter((l) => !single(l)).map((link): Change => ({ event: 'link-removed', link })),
    ...after.map((link): Change => {
      const [old] = gone.get(portOf(link)) ?? []
      return single(link) && old !== undefined
        ? { event: 'link-changed', link, before: old }
        : { event: 'link-added', link }
    }),
  ]
}

const findingKey = (f: Finding): string => [f.code, f.at?.path, ...f.ends].join('\0')

/** What changed in the wiring from one scan to the next: services, links and findings, in that order. */
export const changesOf = (before: ScanResult, after: ScanResult): readonly Change[] => {
  const services = onlyIn({ before: before.services, after: after.services }, (s) => s.name)
  const findings = onlyIn(
    { before: openFindings(before.findings), after: openFindings(after.findings) },
    findingKey,
  )
  return [
    ...services.before.map((service): Change => ({ event: 'service-removed', service })),
    ...services.after.map((service): Change => ({ event: 'service-added', service })),
    ...linkChanges({ before: wiringOf(before), after: wiringOf(after) }),
    ...findings.before.map((finding): Change => ({ event: 'finding-removed', finding })),
    ...findings.after.map((finding): Change => ({ event: 'finding-added', finding })),
  ]
}
