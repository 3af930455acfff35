import { gap } from '../link/address.ts'
import { evaluate } from '../link/evaluate.ts'
import type { Binding } from '../model/deployment.ts'
import type { Place } from '../model/place.ts'
import { readsOf } from './named.ts'
import { type Home, isShared, programsOf, type Wiring } from './wiring.ts'

/** A variable without a default that code takes for an address, in a deployment that does not set it. */
export type Missing = {
  readonly home: Home
  readonly key: string
  readonly at: Place
  /** A client dials it; else it is only read. */
  readonly isDialed: boolean
}

const isAddressKey = (key: string): boolean =>
  /(?:^|_)(?:ADDR|ADDRESS|URL|URI|HOST|ENDPOINT|SERVER|TARGET|SERVICE|BASE|DSN|BROKERS?)(?:_|$)/i.test(
    key,
  )

/** Set by the platform, or meant to be given by hand. */
const givenElsewhere = /^(?:AWS|AZURE|GOOGLE|GCP|KUBERNETES|OTEL|SENTRY|PROXY|HTTPS?_PROXY)(?:_|$)/i

/** What is bound in the whole repository, looked up again and again. */
type Bound = {
  /** The names under which variables are bound: units, ConfigMaps, files of variables. */
  readonly owners: ReadonlySet<string>
  /** Everything that is taken from such a name, by the unit that takes it. */
  readonly taken: ReadonlyMap<string, readonly Binding[]>
  /** Variables of files that programs may load by themselves. */
  readonly inFiles: ReadonlySet<string>
}

const known = new WeakMap<Wiring, Bound>()

const boundIn = (w: Wiring): Bound => {
  const before = known.get(w)
  if (before) return before
  const made = {
    owners: new Set(w.rawBindings.map((b) => b.unit)),
    taken: Map.groupBy(
      w.rawBindings.filter((b) => b.key === '*'),
      (b) => `${b.deployment}\0${b.unit}`,
    ),
    inFiles: new Set(w.rawBindings.filter((b) => b.unit.startsWith('dotenv/')).map((b) => b.key)),
  }
  known.set(w, made)
  return made
}

const isKnownName = (b: Binding, owners: ReadonlySet<string>): boolean =>
  b.value.kind === 'name' &&
  (b.value.name.startsWith('extends/') ||
    b.value.name.startsWith('configfile/') ||
    owners.has(b.value.name))

/** It may come from where RTT does not look: a secret, or a file or ConfigMap that is not in the repository. */
const isHidden = (w: Wiring, home: Home, key: string): boolean => {
  const { owners, taken } = boundIn(w)
  return (
    home.service.units.some((u) => u.hiddenKeys?.some((k) => k === '*' || k === key)) ||
    home.units.some((u) =>
      (taken.get(`${home.deployment}\0${u.name}`) ?? []).some((b) => !isKnownName(b, owners)),
    )
  )
}

const setFor = (w: Wiring, home: Home): ReadonlySet<string> =>
  new Set(
    home.service.units
      .filter((u) => u.origin === 'dockerfile' || u.deployment === home.deployment)
      .flatMap((u) => w.bindings.keysOf(home.service, u.deployment))
      .map((b) => b.key),
  )

const dialed = (w: Wiring, home: Home): Missing[] => {
  const files = w.files.get(home.service.name) ?? []
  return programsOf(w, home.service.name)
    .filter((f) => !isShared(w, f))
    .flatMap((file) =>
      file.endpoints.flatMap((e): Missing[] => {
        if (e.role !== 'consumer' || e.api === 'literal') return []
        const values = evaluate(e.address, { ...home, bindings: w.bindings, file, files })
        const [only] = values
        const key = only?.keys[0]
        if (values.length !== 1 || only === undefined || key === undefined) return []
        const isUnset = only.keys.length === 1 && /^(?:[a-z]+:\/\/)?\0/.test(only.text)
        const hasDefault = only.evidence.some((x) => x.signal !== 'env-read')
        return isUnset && only.text.includes(gap) && !hasDefault
          ? [{ home, key, at: only.evidence[0] ?? e.at, isDialed: true }]
          : []
      }),
    )
}

const read = (w: Wiring, home: Home): Missing[] => {
  const reads = programsOf(w, home.service.name).flatMap(readsOf)
  const defaulted = new Set(reads.filter((r) => r.fallback !== undefined).map((r) => r.key))
  return reads
    .filter((r) => !defaulted.has(r.key))
    .map((r) => ({ home, key: r.key, at: r.at, isDialed: false }))
}

/** What the code of a service needs and a deployment, which sets other variables for it, does not set. */
export const missingIn = (w: Wiring, home: Home): Missing[] => {
  if (w.bindings.keysOf(home.service, home.deployment).length === 0) return []
  const set = setFor(w, home)
  const seen = new Map<string, Missing>()
  for (const m of [...dialed(w, home), ...read(w, home)])
    if (!seen.has(m.key) && !set.has(m.key) && isAddressKey(m.key)) seen.set(m.key, m)
  const { inFiles } = boundIn(w)
  return [...seen.values()].filter(
    (m) => !givenElsewhere.test(m.key) && !inFiles.has(m.key) && !isHidden(w, home, m.key),
  )
}
