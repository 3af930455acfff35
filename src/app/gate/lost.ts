import { type Diagnostic, diagnostic, type Related } from '../../core/diag/diagnostic.ts'
import { nearest } from '../../core/findings/near.ts'
import { nameOfDeployment } from '../../core/model/deployment.ts'
import type { Place } from '../../core/model/place.ts'
import { parseSaddr } from '../../core/model/saddr.ts'
import type { ScanResult } from '../../core/model/scan.ts'
import type { Service } from '../../core/model/service.ts'
import { type Lost, lostRoutes } from '../../core/plan/lost.ts'
import type { Locked } from './locked.ts'
import { isSourceFile, type WordFinder } from './words.ts'

/** What a service lost, and what is to be said of it. */
export type ServiceLoss = { readonly service: string; readonly diagnostic: Diagnostic }

/** A port that is a variable; `http:cart` is an address in the code. */
const variableOf = (port: string): string | undefined => (port.includes(':') ? undefined : port)

/** The word by which the consumer knows its peer: its variable, or the host. */
const wordOf = ({ port }: Lost): string => variableOf(port) ?? port.slice(port.indexOf(':') + 1)

const near = (scan: ScanResult, { from, port, to }: Lost): readonly Place[] =>
  scan.links
    .filter((l) => l.from === from.name && (l.port === port || l.to === to))
    .flatMap((l) => l.evidence.map(({ path, line }) => ({ path, line })))

const said = (lost: Lost, read: Place | undefined, set: Place | undefined): string => {
  const { from, port, to, provider } = lost
  const where = lost.in === undefined ? '' : ` in ${nameOfDeployment(lost.in)}`
  if (provider === undefined)
    return `${from.name} loses ${to}, which nothing starts any more${where}`
  const key = variableOf(port)
  if (lost.called !== undefined)
    return `${from.name} dials ${to} by a name that it does not have${where}: it is ${lost.called.join(', ')} there`
  if (where !== '') return `${from.name} no longer reaches ${to} by ${port}${where}`
  if (key !== undefined && read === undefined && set !== undefined)
    return `${from.name} no longer reaches ${to}: ${key} is set, and its code does not read it`
  if (key !== undefined && set === undefined)
    return `${from.name} no longer reaches ${to}: ${key} is set nowhere`
  return `${from.name} no longer reaches ${to} by ${port}`
}

/** Where a service stands: in the deployment that matters, else where people look first. */
const standingAt = (
  scan: ScanResult,
  { name, at }: Service,
  deployment: string | undefined,
): Place => scan.standings.find((s) => s.service === name && s.in === deployment)?.at ?? at

/** A service that the plan does not know, and that may be the lost one under another name. */
const insteadOf = (lost: Lost, scan: ScanResult, { body }: Locked): Service | undefined => {
  if (lost.provider !== undefined) return undefined
  const known = new Set(
    body.routes.flatMap((r) => [parseSaddr(r.from).name, parseSaddr(r.to).name]),
  )
  if (body.projection !== 1) for (const s of body.services) known.add(parseSaddr(s.of).name)
  const fresh = scan.services.filter((s) => !known.has(s.name))
  const near = nearest(
    lost.to,
    fresh.map((s) => s.name),
  )
  return fresh.find((s) => s.name === near) ?? (fresh.length === 1 ? fresh[0] : undefined)
}

/** The first of each place: one line may be several things. */
const distinctPlaces = (all: readonly Related[]): readonly Related[] =>
  all.filter(
    ({ at }, i) => all.findIndex((r) => r.at.path === at.path && r.at.line === at.line) === i,
  )

type Telling = { readonly locked: Locked; readonly scan: ScanResult; readonly words: WordFinder }

/** The folder of a deployment, where its files stand: `compose:deploy` is in `deploy`. */
const folderOf = (deployment: string | undefined): string =>
  deployment?.slice(deployment.indexOf(':') + 1) ?? ''

/** Variables that the plan knows: such a one is not what another was renamed to. */
const portsOf = ({ body }: Locked): ReadonlySet<string> =>
  new Set(body.routes.flatMap((r) => parseSaddr(r.from).variant ?? []))

const tell = (lost: Lost, { locked, scan, words }: Telling): Diagnostic => {
  const word = wordOf(lost)
  const read = words.inCode(word, lost.from.path ?? '')
  const set = words.inSettings(word, folderOf(lost.in))
  const key = variableOf(lost.port)
  const found = key === undefined ? undefined : words.renamed(key, lost.from.path ?? '')
  const renamed = found && portsOf(locked).has(found.name) ? undefined : found
  const around = near(scan, lost)
  const places = [read, ...around].filter((p) => p !== undefined)
  const dial = read === undefined ? around.find((p) => isSourceFile(p.path)) : undefined
  const instead = insteadOf(lost, scan, locked)
  const home = standingAt(scan, lost.from, lost.in)
  const related: Related[] = [
    ...(read !== undefined ? [{ at: read, label: `${lost.from.name} names ${word} here` }] : []),
    ...(dial !== undefined ? [{ at: dial, label: `${lost.from.name} dials ${lost.to} here` }] : []),
    ...(set !== undefined ? [{ at: set, label: `${word} stands here` }] : []),
    ...(renamed ? [{ at: renamed.at, label: `${renamed.name} stands here` }] : []),
    ...(lost.provider
      ? [{ at: standingAt(scan, lost.provider, lost.in), label: `${lost.to} is started here` }]
      : []),
    ...(instead
      ? [{ at: instead.at, label: `${instead.name} is started here, which the plan does not know` }]
      : []),
    ...(lost.in === undefined
      ? []
      : [{ at: home, label: `${lost.from.name} is started here in ${nameOfDeployment(lost.in)}` }]),
  ]
  const [first, ...rest] = distinctPlaces(related)
  return diagnostic('RTT2012', said(lost, read, set), {
    at: first?.at ?? places[0] ?? home,
    related: rest.length > 0 ? rest : [{ at: home, label: `${lost.from.name} is started here` }],
  })
}

/** Nothing sets the variable any more, or no code of the consumer names it. */
const isCut = ({ port, from }: Lost, words: WordFinder): boolean => {
  const key = variableOf(port)
  return key === undefined || !words.isSet(key) || words.inCode(key, from.path ?? '') === undefined
}

/**
 * The routes of a plan that lost their provider or the way to it: each with the place of the consumer and, where it still
 * stands, of the provider.
 */
export const lostImpacts = (
  locked: Locked,
  scan: ScanResult,
  words: WordFinder,
): readonly ServiceLoss[] =>
  lostRoutes(locked.body, scan)
    .filter((l) => !l.isDoubtful || isCut(l, words))
    .map((l) => ({ service: l.from.name, diagnostic: tell(l, { locked, scan, words }) }))
