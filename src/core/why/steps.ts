import type { Evidence, Link, Signal } from '../model/link.ts'
import { comparePlaces, formatPlace, type Place } from '../model/place.ts'
import type { ScanResult } from '../model/scan.ts'

/** One reason of a link: a place, and what it says, in one sentence. */
export type Step = { readonly at: Place; readonly says: string }

/** Why a link is there, and what it would need to be more. */
export type Reasons = {
  readonly steps: readonly Step[]
  readonly conclusion: string
  readonly missing: readonly string[]
}

/** The order in which a person follows a link: from the code, over the setting, to the provider. */
const order: readonly Signal[] = [
  'manifest',
  'env-read',
  'default',
  'client',
  'stub',
  'literal-host',
  'proxy',
  'shell',
  'configuration',
  'server',
  'env-binding',
  'depends-on',
  'import',
]

const isKey = (port: string): boolean => !port.includes(':')

const sentence = (l: Link, e: Evidence): string => {
  const address = e.key ?? (isKey(l.port) ? l.port : 'the address')
  const says: Readonly<Record<Signal, string>> = {
    manifest: `${l.from} declares that it needs ${l.to}`,
    'env-read': `${l.from} reads ${address}`,
    default: `${l.from} reads ${address}, with this default`,
    client: `${l.from} dials ${isKey(l.port) ? 'it' : l.to} here`,
    stub: `${l.from} builds a client${l.contract ? ` of ${l.contract}` : ''}`,
    'literal-host': 'the address stands here',
    proxy: 'requests are passed on from here',
    shell: 'a command line holds the address',
    configuration: 'a configuration file holds the address',
    server: `${l.to} serves it here`,
    'depends-on': `the deployment starts ${l.to} before ${l.from}`,
    import: `${l.from} imports ${l.to} here`,
    'env-binding': `${address} is set here`,
  }
  return says[e.signal]
}

const missingOf = (l: Link): string[] => {
  if (l.via === 'import' && l.status === 'declared') return [`no code of ${l.from} imports ${l.to}`]
  const has = (...signals: readonly Signal[]) => l.evidence.some((e) => signals.includes(e.signal))
  if (l.status === 'confirmed') return []
  if (l.status === 'dead') return [`nothing in ${l.from} calls the client that is built`]
  if (has('stub') && !has('env-binding', 'default', 'literal-host'))
    return [`no address leads from ${l.from} to ${l.to}: nothing sets or holds one`]
  if (has('env-binding') && !has('env-read', 'client', 'stub', 'proxy', 'shell'))
    return [`nothing in the source of ${l.from} reads ${isKey(l.port) ? l.port : 'the address'}`]
  return [`nothing shows that ${l.from} takes the value for an address`]
}

const providerStep = (r: ScanResult, l: Link): Step[] => {
  if (l.via === 'import') {
    const held = r.packages.find((p) => p.name === l.to)
    return held === undefined ? [] : [{ at: held.at, says: `${l.to} is the package of this file` }]
  }
  const to = r.services.find((s) => s.name === l.to)
  return to === undefined
    ? []
    : [{ at: to.at, says: `${l.to} is the ${to.kind} that is declared here` }]
}

/** What several signals say of one line is one step. */
const joined = (steps: readonly Step[]): Step[] => {
  const seen = new Map<string, Step>()
  for (const s of steps) {
    const id = formatPlace(s.at)
    const before = seen.get(id)
    seen.set(id, before === undefined ? s : { at: s.at, says: `${before.says}, ${s.says}` })
  }
  return [...seen.values()]
}

/** The chain of reasons of a link, from its use to its provider, and what is missing where it is not sure. */
export const reasonsOf = (r: ScanResult, l: Link): Reasons => {
  const steps = [...l.evidence]
    .sort((a, b) => order.indexOf(a.signal) - order.indexOf(b.signal) || comparePlaces(a, b))
    .map((e): Step => ({ at: { path: e.path, line: e.line }, says: sentence(l, e) }))
  return {
    steps: joined([...steps, ...providerStep(r, l)]),
    conclusion: `so ${l.from} -> ${l.to} via ${l.via}, ${l.status}`,
    missing: missingOf(l),
  }
}
