import { diagnostic, type Related } from '../diag/diagnostic.ts'
import type { Finding } from '../diag/finding.ts'
import { parseAddresses } from '../link/address.ts'
import { evaluate } from '../link/evaluate.ts'
import type { Binding } from '../model/deployment.ts'
import { nameOfDeployment } from '../model/deployment.ts'
import { type Missing, missingIn } from './missing.ts'
import { nearest } from './near.ts'
import type { Unread } from './unread.ts'
import { type Home, homesOf, isSameHome, type Wiring } from './wiring.ts'

type Proof = { readonly related: readonly Related[]; readonly help: string; readonly why: string }

/** The service that a variable leads to in a deployment. */
const targetOf = (w: Wiring, home: Home, b: Binding): string | undefined =>
  evaluate(
    { kind: 'env', key: b.key, at: b.at },
    { ...home, bindings: w.bindings, file: undefined, files: [] },
  )
    .flatMap((v) => parseAddresses(v.text))
    .map((a) => w.universe.serviceAt(a.host, home.deployment))
    .find((t) => t !== undefined)

/**
 * Most other deployments of the same service set it, and what it leads to is started in this one as well:
 * else it belongs to a part that only some of them have.
 */
const setElsewhere = (w: Wiring, m: Missing, homes: readonly Home[]): Proof | undefined => {
  const same = homes.filter((h) => h.service === m.home.service)
  const set = same.flatMap((home) => {
    const b = w.bindings.of(home.service, home.deployment, m.key)[0]
    return b === undefined ? [] : [{ home, b }]
  })
  const first = set[0]
  if (first === undefined || set.length * 2 < same.length) return undefined
  const to = targetOf(w, first.home, first.b)
  const isHere = homes.some(
    (h) => h.deployment === m.home.deployment && h.service.name === (to ?? ''),
  )
  if (!isHere) return undefined
  return {
    why: `while ${nameOfDeployment(first.home.deployment)} sets it`,
    related: [{ at: first.b.at, label: 'it is set here for the other deployment' }],
    help: `Set ${m.key} for ${m.home.service.name} in ${nameOfDeployment(m.home.deployment)}.`,
  }
}

/** The same deployment sets an address for it that the code reads nowhere: one of the two was renamed. */
const renamed = (
  m: Missing,
  all: readonly Missing[],
  unread: readonly Unread[],
): Proof | undefined => {
  const loose = unread.filter((u) => isSameHome(u.home, m.home))
  const near = nearest(
    m.key,
    loose.map((u) => u.binding.key),
  )
  const own = loose.filter((u) => u.isOwn)
  const others = all.filter((x) => x.isDialed && isSameHome(x.home, m.home))
  // One that is nearly called as another missing one was meant by that.
  const isTaken = (key: string): boolean =>
    all.some((x) => x !== m && isSameHome(x.home, m.home) && nearest(x.key, [key]) !== undefined)
  const isOnly =
    m.isDialed && own.length === 1 && others.length === 1 && !isTaken(own[0]!.binding.key)
  const meant = loose.find((u) => u.binding.key === near) ?? (isOnly ? own[0] : undefined)
  if (meant === undefined) return undefined
  return {
    why: `while ${meant.binding.key} is, which the code reads nowhere`,
    related: [{ at: meant.binding.at, label: `it leads to ${meant.to}` }],
    help: `Give both the same name: ${m.key} or ${meant.binding.key}.`,
  }
}

const suffixOf = (key: string): string | undefined => /^.+(_[A-Z0-9]+_[A-Z0-9]+)$/i.exec(key)?.[1]

const siblingsMin = 2

/** All its siblings are set: `CART_SERVICE_ADDR`, `AD_SERVICE_ADDR`, and this one of the same kind is not. */
const leftOut = (w: Wiring, m: Missing, all: readonly Missing[]): Proof | undefined => {
  const suffix = suffixOf(m.key)
  if (suffix === undefined) return undefined
  const alone =
    all.filter((x) => x.isDialed && isSameHome(x.home, m.home) && suffixOf(x.key) === suffix)
      .length === 1
  const siblings = w.bindings
    .keysOf(m.home.service, m.home.deployment)
    .filter((b) => suffixOf(b.key) === suffix)
  if (!alone || siblings.length < siblingsMin) return undefined
  return {
    why: `while ${siblings[0]!.key} and ${siblings.length - 1} more of its kind are`,
    related: [{ at: siblings.at(-1)!.at, label: 'one of its kind is set here' }],
    help: `Set ${m.key} for ${m.home.service.name} in ${nameOfDeployment(m.home.deployment)}.`,
  }
}

/**
 * Variables that code dials as an address, without a default, and that a deployment does not set, where
 * something shows that it should: another deployment does, a renamed one stands there, or all its kind are set.
 */
export const unsetFaults = (w: Wiring, unread: readonly Unread[]): Finding[] => {
  const homes = homesOf(w)
  const missing = homes.flatMap((h) => missingIn(w, h))
  return missing.flatMap((m): Finding[] => {
    const proof =
      renamed(m, missing, unread) ??
      (m.isDialed ? (setElsewhere(w, m, homes) ?? leftOut(w, m, missing)) : undefined)
    if (proof === undefined) return []
    const name = m.home.service.name
    const unit = m.home.units[0]!
    return [
      {
        ...diagnostic(
          'RTT1110',
          `${name} ${m.isDialed ? 'dials' : 'reads'} ${m.key}, which is not set in ${nameOfDeployment(m.home.deployment)}, ${proof.why}`,
          {
            severity: 'error',
            at: { path: m.at.path, line: m.at.line },
            related: [...proof.related, { at: unit.at, label: `${name} is deployed here` }],
            help: proof.help,
          },
        ),
        ends: [name, m.key],
      },
    ]
  })
}
