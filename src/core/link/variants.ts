import type { HostName, Subset, Unit } from '../model/deployment.ts'
import { compareText } from '../model/place.ts'
import { byDeployment, hasLabels, selectedUnits } from './hosts.ts'
import { nameKey } from './units.ts'

/** An image without tag and digest. */
const repository = (image: string | undefined): string =>
  (image ?? '').replace(/@.*$/, '').replace(/:[^/]*$/, '')

/** Same image and ports: what differs is the version, or how many there are of it. */
const isSameProgram = (a: Unit, b: Unit): boolean =>
  repository(a.image) !== '' &&
  repository(a.image) === repository(b.image) &&
  a.ports.length > 0 &&
  a.ports.join() === b.ports.join()

/** `reviews-v2` with the label `version=v2` is a version of what answers at `reviews`. */
const isVersionOf = (u: Unit, host: string): boolean =>
  nameKey(u.name).startsWith(`${nameKey(host)}-`) &&
  u.labels.includes(`version=${u.name.slice(host.length + 1)}`)

/** The one of several Services in front of the same pods that names them best. */
const byFitness = (a: HostName, b: HostName): number =>
  Number(a.isHeadless ?? false) - Number(b.isHeadless ?? false) ||
  a.name.length - b.name.length ||
  compareText(a.name, b.name)

type Names = Map<Unit, string>

const byService = (units: readonly Unit[], hosts: readonly HostName[], names: Names): void => {
  const index = byDeployment(units.filter((u) => u.origin === 'kubernetes'))
  for (const h of [...hosts].sort(byFitness)) {
    const behind = selectedUnits(h, index).filter((u) => !names.has(u))
    for (const u of behind) if (isVersionOf(u, h.name)) names.set(u, h.name)
    const main = behind.find((u) => nameKey(u.name) === nameKey(h.name))
    if (main === undefined) continue
    for (const u of behind)
      if (u !== main && isSameProgram(u, main)) names.set(u, main.service ?? main.name)
  }
}

/** A canary that Istio tells apart by labels answers at the same host as what it is a version of. */
const bySubset = (
  units: readonly Unit[],
  hosts: readonly HostName[],
  about: { subsets: readonly Subset[]; names: Names },
): void => {
  const pods = units.filter((u) => u.origin === 'kubernetes')
  for (const s of about.subsets) {
    const selectors = hosts.filter((h) => h.name === s.host && h.selector.length > 0)
    for (const u of pods)
      if (hasLabels(u, s.labels) && selectors.some((h) => hasLabels(u, h.selector)))
        about.names.set(u, s.host)
  }
}

/** The name of a unit without that of its release, where something else is already called so. */
const withoutRelease = (
  u: Unit,
  known: ReadonlySet<string>,
  taken: ReadonlySet<string>,
): string | undefined => {
  const { name, release } = u
  if (release === undefined) return undefined
  const after = name.startsWith(`${release}-`) ? name.slice(release.length + 1) : ''
  const before = name.indexOf(`-${release}`)
  const met = [after, before > 0 ? name.slice(0, before) : ''].find(
    (rest) => rest !== '' && known.has(nameKey(rest)),
  )
  // Whoever installs the chart chooses the name of the release: it is no part of the service's.
  return met ?? (after === '' || taken.has(nameKey(after)) ? undefined : after)
}

/**
 * Units with the name of the service that they are: versions of one service behind the same host are one,
 * and what a chart names after its release is what others name without it.
 */
export const nameServices = (
  units: readonly Unit[],
  hosts: readonly HostName[],
  subsets: readonly Subset[],
): Unit[] => {
  const names: Names = new Map()
  bySubset(units, hosts, { subsets, names })
  byService(units, hosts, names)
  const known = new Set(
    units
      .filter(
        (u) => u.release === undefined && u.origin !== 'dockerfile' && u.origin !== 'skaffold',
      )
      .map((u) => nameKey(u.service ?? u.name)),
  )
  const taken = new Set(
    units.filter((u) => u.release !== undefined).map((u) => nameKey(u.service ?? u.name)),
  )
  return units.map((u) => {
    const service = names.get(u) ?? withoutRelease(u, known, taken)
    return service === undefined ? u : { ...u, service }
  })
}
