import type { Binding } from '../model/deployment.ts'
import type { Group } from './units.ts'

/** A binding as a unit has it. `sharedWith`: other units take it from the same file or map, too. */
export type UnitBinding = Binding & { readonly sharedWith?: readonly string[] }

/** The bindings of all deployments, ready to be asked for one key of one unit. */
export type Bindings = {
  /** What `key` is set to for a service in a deployment; the last one written wins. */
  readonly of: (service: Group, deployment: string, key: string) => readonly Binding[]
  /** What a name like `configmap/web/URL` or a variable of a `.env` stands for. */
  readonly named: (name: string) => Binding | undefined
  readonly variable: (key: string, deployment: string) => Binding | undefined
  readonly keysOf: (service: Group, deployment: string) => readonly UnitBinding[]
}

const id = (deployment: string, unit: string): string => `${deployment}\0${unit}`

/** What stands in for a `.env` that is not committed, the likeliest first. */
const examples = ['example', 'sample', 'template', 'dist', 'default', 'defaults', 'tmpl']

/** `deploy.env`, to be copied to `.env`. */
const standIns = ['deploy', 'docker', 'prod', 'production', 'dev', 'development', 'local']

/** The file itself, then the examples of it that repositories keep beside it. */
const fileAndExamples = (path: string): string[] => {
  const folder = path.slice(0, path.lastIndexOf('/') + 1)
  const name = path.slice(folder.length)
  const bare = name.replace(/^\./, '')
  return [
    path,
    ...examples.map((e) => `${path}.${e}`),
    ...['_template', '_example', '_sample', '-template', '-example'].map((e) => `${path}${e}`),
    ...examples.map((e) => `${folder}${e}.${bare}`),
    ...examples.map((e) => `${folder}${bare}.${e}`),
    ...(bare === 'env' ? standIns : []).map((n) => `${folder}${n}.env`),
    ...(bare === 'env' ? ['.env.docker', '.env.local', '.env.development', '.env.production'] : [])
      .flatMap((n) => [n, `${n}.example`, `${n}.sample`, `${n}.template`])
      .map((n) => `${folder}${n}`),
    ...(bare === 'env' ? ['.env.dev', '.env.prod'] : []).map((n) => `${folder}${n}`),
  ]
}

type Owners = {
  readonly byOwner: ReadonlyMap<string, readonly Binding[]>
  /** Owners whatever their deployment: a ConfigMap or a `.env` is asked for by name. */
  readonly byUnit: ReadonlyMap<string, readonly Binding[]>
}

const extendsMax = 8

/** Follows `envFrom`, `env_file` and `extends` (key `*`) to the bindings that they bring. */
const expand = (b: Binding, owners: Owners, depth = 0): readonly Binding[] => {
  if (b.key !== '*' || b.value.kind !== 'name') return [b]
  const { name } = b.value
  const base = /^extends\/(.*)\0(.*)$/s.exec(name)
  if (base) {
    const inherited = depth > extendsMax ? [] : (owners.byOwner.get(id(base[1]!, base[2]!)) ?? [])
    return inherited
      .flatMap((x) => expand(x, owners, depth + 1))
      .map((x) => ({ ...x, deployment: b.deployment, unit: b.unit }))
  }
  const names = name.startsWith('dotenv/')
    ? fileAndExamples(name.slice('dotenv/'.length)).map((p) => `dotenv/${p}`)
    : [name]
  const found =
    owners.byOwner.get(id(b.deployment, name)) ??
    names.map((n) => owners.byUnit.get(n)).find((x) => x !== undefined) ??
    []
  return found.map((x) => ({ ...x, deployment: b.deployment, unit: b.unit }))
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

/** Files that change a deployment for a purpose come before it: what it says itself wins, then its override. */
const variantRank = (path: string): number => {
  if (/(?:^|\/)(?:docker-)?compose\.ya?ml$/.test(path)) return 1
  return /(?:^|\/)(?:docker-)?compose\.override\.ya?ml$/.test(path) ? 2 : 0
}

/** Indexes bindings; values stay in memory only. Asking is constant in the number of bindings. */
export const indexBindings = (all: readonly Binding[]): Bindings => {
  const byOwner = groupByOwner(all)
  const byUnit = new Map<string, Binding>()
  for (const b of all) if (!byUnit.has(`${b.unit}/${b.key}`)) byUnit.set(`${b.unit}/${b.key}`, b)
  const owners: Owners = {
    byOwner,
    byUnit: new Map([...byOwner].reverse().map(([owner, b]) => [owner.replace(/^.*\0/s, ''), b])),
  }
  const takers = new Map<string, Set<string>>()
  for (const b of all)
    if (b.key === '*' && b.value.kind === 'name') {
      const units = takers.get(b.value.name) ?? new Set<string>()
      takers.set(b.value.name, units.add(b.unit))
    }
  const taken = (b: Binding): UnitBinding[] => {
    const units = b.value.kind === 'name' ? takers.get(b.value.name) : undefined
    const others = units === undefined ? [] : [...units].filter((u) => u !== b.unit)
    return expand(b, owners).map((x) => (others.length > 0 ? { ...x, sharedWith: others } : x))
  }
  const known = new Map<string, { all: readonly UnitBinding[]; byKey: Map<string, Binding> }>()
  const lookUp = (service: Group, deployment: string) => {
    const name = id(deployment, service.name)
    const before = known.get(name)
    if (before) return before
    const units = service.units.filter((u) => u.deployment === deployment)
    const written = [...new Set(units.map((u) => u.name))].flatMap(
      (n) => byOwner.get(id(deployment, n)) ?? [],
    )
    written.sort((a, b) => variantRank(a.at.path) - variantRank(b.at.path))
    const bindings = [
      ...written.filter((b) => b.key === '*').flatMap(taken),
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
      for (const path of fileAndExamples(folder === '' ? '.env' : `${folder}/.env`)) {
        const binding = byUnit.get(`dotenv/${path}/${key}`)
        if (binding) return binding
      }
      return undefined
    },
  }
}
