import { satisfies } from 'semver'
import type { Change } from '../contract/breaking/change.ts'
import { changesOf } from '../contract/breaking/changes.ts'
import { SchemaWalk } from '../contract/breaking/schema.ts'
import { diagnostic } from '../diag/diagnostic.ts'
import { RttError } from '../diag/error.ts'
import type { Finding } from '../diag/finding.ts'
import type { Contract } from '../model/contract.ts'
import type { Manifest, ManifestSymbol } from '../model/manifest.ts'
import type { Place } from '../model/place.ts'
import { parseSaddr } from '../model/saddr.ts'
import { matchSegments, parseSelector, type Selector } from '../model/selector.ts'
import { carriedBy, hasOperation } from './carried.ts'

type Requirement = ManifestSymbol['requires'][number]
/** A symbol with the manifest that declares it. */
type Declared = { readonly manifest: Manifest; readonly symbol: ManifestSymbol }

type Repository = {
  readonly manifests: readonly Manifest[]
  /** The contract that a manifest means by a path and a name. */
  readonly contractOf: (manifest: Manifest, ref: string) => Contract | undefined
  /** Whether code stands at a path, as a manifest writes it. */
  readonly hasCode: (manifest: Manifest, ref: string) => boolean
}

/** Who asks and who is asked: both ends of a requirement. */
type Meeting = {
  readonly asker: Declared
  readonly requirement: Requirement
  readonly provider: Declared
  readonly selector: Selector
}

const shownMax = 3

const selectorOf = (text: string): Selector | undefined => {
  try {
    return parseSelector(text)
  } catch (error) {
    // What is no selector is told where links are made of it.
    if (error instanceof RttError) return undefined
    throw error
  }
}

const isMeant = ({ segments }: Selector, address: string): boolean => {
  const { namespace, type, name } = parseSaddr(address)
  return matchSegments(segments, [...namespace, type, name])
}

const declaredIn = (manifests: readonly Manifest[]): readonly Declared[] =>
  manifests.flatMap((manifest) => manifest.symbols.map((symbol) => ({ manifest, symbol })))

const isVersionMet = ({ provider, selector: { range } }: Meeting): boolean => {
  const { version } = parseSaddr(provider.symbol.address)
  return range === undefined || version === undefined || satisfies(version, range)
}

/** Of several providers those count that have a version which is asked for; where none has, the first is told of. */
const met = (all: readonly Meeting[]): readonly Meeting[] => {
  const fit = all.filter(isVersionMet)
  return fit.length > 0 ? fit : all.slice(0, 1)
}

const meetingsOf = (manifests: readonly Manifest[]): readonly Meeting[] => {
  const all = declaredIn(manifests)
  const providers = all.filter((d) => d.symbol.direction !== 'consumer')
  return all.flatMap((asker) =>
    asker.symbol.requires.flatMap((requirement): readonly Meeting[] => {
      const selector = selectorOf(requirement.target)
      if (selector === undefined) return []
      return met(
        providers
          .filter((p) => p !== asker && isMeant(selector, p.symbol.address))
          .map((provider) => ({ asker, requirement, provider, selector })),
      )
    }),
  )
}

const nameOf = ({ symbol }: Declared): string => {
  const { type, name } = parseSaddr(symbol.address)
  return type === 'service' ? name : `${type} ${name}`
}

const placeOf = ({ path, line }: Place): Place => ({ path, line })

const fault = (
  code: 'RTT2005' | 'RTT2006' | 'RTT2023',
  { asker, requirement, provider }: Meeting,
  told: {
    readonly summary: string
    readonly at?: Place
    readonly other?: Place
    readonly label: string
  },
): Finding => ({
  ...diagnostic(code, told.summary, {
    at: placeOf(told.at ?? asker.symbol.at),
    related: [{ at: placeOf(told.other ?? provider.symbol.at), label: told.label }],
  }),
  ends: [nameOf(asker), requirement.port, nameOf(provider)],
})

const versionFault = (m: Meeting): Finding[] => {
  if (isVersionMet(m)) return []
  const { version } = parseSaddr(m.provider.symbol.address)
  const { range } = m.selector
  const summary = `${nameOf(m.asker)} asks for ${nameOf(m.provider)} ${range}, and there is ${version}`
  return [fault('RTT2023', m, { summary, label: `${nameOf(m.provider)} is ${version} here` })]
}

const capabilityFault = (m: Meeting): Finding[] => {
  const { capabilities: asked } = m.requirement
  const { capabilities: given } = m.provider.symbol
  if (asked.length === 0 || asked.some((c) => given.includes(c))) return []
  const has = given.length === 0 ? 'has none' : `has ${given.join(', ')}`
  const summary = `${nameOf(m.asker)} needs ${asked.join(' or ')} of ${nameOf(m.provider)}, which ${has}`
  return [fault('RTT2006', m, { summary, label: `${nameOf(m.provider)} says so here` })]
}

const broken = (changes: readonly Change[]): readonly Change[] =>
  changes.filter((c) => c.wire === 'breaking')

/** What of one end the other does not take: between two contracts of one kind, or between a value and an operation. */
const mismatches = (
  own: Contract,
  theirs: Contract,
  {
    side,
    operation,
  }: { readonly side: 'request' | 'response'; readonly operation: string | undefined },
): readonly Change[] => {
  if (own.digest === theirs.digest) return []
  if (own.kind === 'service' && theirs.kind === 'service')
    return side === 'request' ? broken(changesOf(own.body, theirs.body)) : []
  const [mine, other] = [
    carriedBy(own.body, side, operation),
    carriedBy(theirs.body, side, operation),
  ]
  if (mine === undefined || other === undefined) return []
  const walk = new SchemaWalk(mine.body, other.body)
  walk.walk(mine.type, other.type, { path: mine.path, side })
  return broken(walk.changes)
}

const said = ({ path, before, after }: Change): string =>
  before === '' && after === '' ? path : `${path} (${before || 'nothing'}, ${after || 'nothing'})`

const typeFaults = (m: Meeting, { contractOf }: Repository): Finding[] => {
  const { asker, requirement, provider } = m
  if (provider.symbol.contract === undefined) return []
  const theirs = contractOf(provider.manifest, provider.symbol.contract)
  const { operation } = requirement
  if (operation !== undefined && theirs !== undefined && !hasOperation(theirs.body, operation)) {
    const summary = `${nameOf(asker)} names the operation "${operation}" of ${nameOf(provider)}, which has none of that name`
    return [fault('RTT2005', m, { summary, other: theirs.at, label: 'its operations' })]
  }
  const sides = [
    ['request', requirement.contract ?? asker.symbol.contract, 'sends what'],
    ['response', requirement.answer, 'expects what'],
  ] as const
  return sides.flatMap(([side, ref, does]): Finding[] => {
    const own = ref === undefined ? undefined : contractOf(asker.manifest, ref)
    if (own === undefined || theirs === undefined) return []
    const changes = mismatches(own, theirs, { side, operation: requirement.operation })
    if (changes.length === 0) return []
    const verb = side === 'request' ? 'does not take' : 'does not give'
    const more = changes.length > shownMax ? ` and ${changes.length - shownMax} more` : ''
    const members = changes.slice(0, shownMax).map(said).join('; ')
    const summary = `${nameOf(asker)} ${does} ${nameOf(provider)} ${verb}: ${members}${more}`
    return [
      fault('RTT2005', m, {
        summary,
        at: own.at,
        other: theirs.at,
        label: `what ${nameOf(provider)} ${side === 'request' ? 'takes' : 'gives'}`,
      }),
    ]
  })
}

/** A coercer that is there answers for the types; one that is not there is told. */
const coerced = (m: Meeting, repository: Repository): Finding[] => {
  const { coercer } = m.requirement
  if (coercer === undefined) return typeFaults(m, repository)
  if (repository.hasCode(m.asker.manifest, coercer)) return []
  const summary = `${nameOf(m.asker)} names the coercer "${coercer}", which is not in the repository`
  return [fault('RTT2005', m, { summary, label: `what it would lead to` })]
}

/**
 * Where two ends that a manifest puts together do not meet: versions, capabilities, or what goes there and comes back.
 * Ends that say nothing of one of these meet in it.
 */
export const meetFaults = (repository: Repository): Finding[] =>
  meetingsOf(repository.manifests).flatMap((m) => [
    ...versionFault(m),
    ...capabilityFault(m),
    ...coerced(m, repository),
  ])
