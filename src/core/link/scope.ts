import type { Binding } from '../model/deployment.ts'
import type { Group } from './units.ts'

/** The bindings of all deployments, ready to be asked for one key of one unit. */
export type Bindings = {
  /** What `key` is set to for a service in a deployment; the last one written wins. */
  readonly of: (service: Group, deployment: string, key: string) => readonly Binding[]
  /** What a name like `configmap/web/URL` or a variable of a `.env` stands for. */
  readonly named: (name: string) => Binding | undefined
  readonly variable: (key: string, deployment: string) => Binding | undefined
  readonly keysOf: (service: Group, deployment: string) => readonly Binding[]
}

const id = (deployment: string, unit: string): string => `${deployment}\0${unit}`

/** Follows `envFrom` and `env_file` (key `*`) to the bindings that they bring. */
const expand = (
  b: Binding,
  byOwner: ReadonlyMap<string, readonly Binding[]>,
): readonly Binding[] => {
  if (b.key !== '*' || b.value.kind !== 'name') return [b]
  const name = b.value.name
  const own = byOwner.get(id(b.deployment, name))
  const any = own ?? [...byOwner].find(([key]) => key.endsWith(`\0${name}`))?.[1] ?? []
  return any.map((x) => ({ ...x, deployment: b.deployment, unit: b.unit }))
}

/** Indexes bindings; values stay in memory only. */
export const indexBindings = (all: readonly Binding[]): Bindings => {
  const byOwner = new Map<string, Binding[]>()
  for (const b of all)
    byOwner.set(id(b.deployment, b.unit), [...(byOwner.get(id(b.deployment, b.unit)) ?? []), b])
  const keysOf = (service: Group, deployment: string): readonly Binding[] => {
    const units = service.units.filter((u) => u.deployment === deployment)
    const written = units.flatMap((u) => byOwner.get(id(deployment, u.name)) ?? [])
    return [
      ...written.filter((b) => b.key === '*').flatMap((b) => expand(b, byOwner)),
      ...written.filter((b) => b.key !== '*'),
    ]
  }
  const named = (name: string): Binding | undefined => {
    const cut = name.lastIndexOf('/')
    const owner = name.slice(0, cut)
    return all.find((b) => b.unit === owner && b.key === name.slice(cut + 1))
  }
  return {
    keysOf,
    named,
    of: (service, deployment, key) => {
      const set = keysOf(service, deployment).filter((b) => b.key === key)
      return set.slice(-1)
    },
    variable: (key, deployment) => {
      const folder = deployment.replace(/^\w+:/, '')
      return all.find(
        (b) =>
          b.deployment === `dotenv:${folder}` &&
          b.key === key &&
          /(?:^|\/)\.env$/.test(b.unit.replace(/^dotenv\//, '')),
      )
    },
  }
}
