import type { HostName, Unit } from '../model/deployment.ts'
import { type Group, nameKey } from './units.ts'

/** Host names in lower case, those of one deployment behind its name and `\0`, to services. */
export type HostTable = Map<string, string>

/** Kubernetes names reach across namespaces: `cart.shop.svc.cluster.local` is `cart`. */
const shortHost = (host: string): string =>
  host.replace(/\.svc(?:\.cluster\.local)?\.?$/, '\0').replace(/\.[\w-]+\0$|\0$/, '')

/** A single pod of a StatefulSet: `store-0.store` is one of those that `store` stands for. */
const podHost = (host: string): string | undefined => /^[\w-]+-\d+\.([\w-]+)$/.exec(host)?.[1]

/** Whether the pods of a unit carry all labels of a selector. */
export const hasLabels = (u: Unit, selector: readonly string[]): boolean =>
  selector.length > 0 && u.labels.length > 0 && selector.every((s) => u.labels.includes(s))

const isPlain = (deployment: string): boolean => deployment.startsWith('kubernetes:')

/**
 * The units that a Service stands for: those of its deployment. Where plain manifests keep Services in a
 * folder of their own, there are none, and those of other folders count if they are all one service.
 */
export const selectedUnits = (
  h: HostName,
  units: ReadonlyMap<string, readonly Unit[]>,
): readonly Unit[] => {
  const own = (units.get(h.deployment) ?? []).filter((u) => hasLabels(u, h.selector))
  if (own.length > 0 || !isPlain(h.deployment)) return own
  return [...units]
    .filter(([deployment]) => isPlain(deployment))
    .flatMap(([, all]) => all.filter((u) => hasLabels(u, h.selector)))
}

/** Units by their deployment. */
export const byDeployment = (units: readonly Unit[]): Map<string, Unit[]> => {
  const out = new Map<string, Unit[]>()
  for (const u of units) {
    const own = out.get(u.deployment)
    if (own) own.push(u)
    else out.set(u.deployment, [u])
  }
  return out
}

const groupOfUnit = (groups: readonly Group[]): Map<Unit, string> => {
  const out = new Map<Unit, string>()
  for (const g of groups) for (const u of g.units) if (!out.has(u)) out.set(u, g.name)
  return out
}

const listens = (u: Unit, target: number | string | undefined): boolean =>
  typeof target === 'number'
    ? u.ports.includes(target)
    : (u.portNames ?? []).some((p) => p.name === target)

/** The service that a Kubernetes Service leads to; of several, the one of its name or with its port. */
const chosen = (
  h: HostName,
  units: ReadonlyMap<string, readonly Unit[]>,
  groupOf: ReadonlyMap<Unit, string>,
): string | undefined => {
  const behind = selectedUnits(h, units)
  const found = [...new Set(behind.map((u) => groupOf.get(u)!))]
  if (found.length < 2) return found[0]
  const same = found.find((name) => nameKey(name) === nameKey(h.name))
  const hearing = behind.filter((u) => h.ports.some((p) => listens(u, p.target ?? p.port)))
  const left = [...new Set(hearing.map((u) => groupOf.get(u)!))]
  return same ?? (left.length === 1 ? left[0] : undefined)
}

/** Every host name that leads to a service: of units, their aliases, and Kubernetes Services. */
export const hostTable = (groups: readonly Group[], hosts: readonly HostName[]): HostTable => {
  const table: HostTable = new Map()
  const put = (host: string, service: string) => {
    const key = host.toLowerCase()
    if (key !== '' && !table.has(key)) table.set(key, service)
  }
  for (const g of groups) for (const u of g.units) put(`${u.deployment}\0${u.name}`, g.name)
  for (const g of groups) for (const u of g.units) put(u.name, g.name)
  for (const g of groups) for (const u of g.units) for (const a of u.aliases) put(a, g.name)
  const groupOf = groupOfUnit(groups)
  const units = byDeployment([...groupOf.keys()])
  const name = (h: HostName, service: string | undefined) => {
    if (service === undefined) return
    put(`${h.deployment}\0${h.name}`, service)
    put(h.name, service)
    if (h.namespace !== undefined) put(`${h.name}.${h.namespace}`, service)
  }
  for (const h of hosts) name(h, chosen(h, units, groupOf))
  for (const h of hosts)
    if (h.externalName !== undefined) name(h, findHost(table, h.externalName, h.deployment))
  return table
}

/** The service that a host name stands for; the deployment that asks is asked first. */
export const findHost = (
  table: HostTable,
  host: string,
  deployment: string | undefined,
): string | undefined => {
  const own = host.toLowerCase()
  const short = shortHost(own)
  const pod = podHost(short)
  return (
    table.get(`${deployment}\0${own}`.toLowerCase()) ??
    table.get(own) ??
    table.get(`${deployment}\0${short}`.toLowerCase()) ??
    table.get(short) ??
    (pod === undefined ? undefined : table.get(pod))
  )
}
