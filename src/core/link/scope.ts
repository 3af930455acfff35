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

const bindingsPerOwnerMax = 5000

const groupByOwner = (all: readonly Binding[]): Map<string, Binding[]> => {
  const byOwner = new Map<string, Binding[]>()
  for (const b of all) {
    const owner = id(b.deployment, b.unit)
    const own = byOwner.get(owner)
    if (own === undefined) byOwner.set(owner, [b])
    else if (own.length < bindingsPerOwnerMax) own.push(b)
  }
  return byOwner
}

/** Indexes bindings; values stay in memory only. Asking is constant in the number of bindings. */
export const indexBindings = (all: readonly Binding[]): Bindings => {
  const byOwner = groupByOwner(all)
  const byUnit = new Map<string, Binding>()
  for (const b of all) if (!byUnit.has(`${b.unit}/${b.key}`)) byUnit.set(`${b.unit}/${b.key}`, b)
  const known = new Map<string, { all: readonly Binding[]; byKey: Map<string, Binding> }>()
  const lookUp = (service: Group, deployment: string) => {
    const name = id(deployment, service.name)
    const before = known.get(name)
    if (before) return before
    const units = service.units.filter((u) => u.deployment === deployment)
    const written = [...new Set(units.map((u) => u.name))].flatMap(
      (n) => byOwner.get(id(deployment, n)) ?? [],
    )
    const bindings = [
      ...written.filter((b) => b.key === '*').flatMap((b) => expand(b, byOwner)),
      ...written.filter((b) => b.key !== '*'),
    ]
    const entry = { all: bindings, byKey: new Map(bindings.map((b) => [b.key, b])) }
    known.set(name, entry)
    return entry
  }
  return {
    keysOf: (service, deployment) => lookUp(service, deployment).all,
    named: (name) => byUnit.get(name),
    of: (service, deployment, key) => {
      const set = lookUp(service, deployment).byKey.get(key)
      return set ? [set] : []
    },
    variable: (key, deployment) => {
      const folder = deployment.replace(/^\w+:/, '')
      return byUnit.get(`dotenv/${folder === '' ? '' : `${folder}/`}.env/${key}`)
    },
  }
}
