import type { Binding } from '../model/deployment.ts'
import type { Group } from './units.ts'

/** A binding as a unit has it. `sharedWith`: other units take it from the same file or map, too. */
export type UnitBinding = Binding & { readonly sharedWith?: readonly string[] }

/** A binding as a variable has it. `variant`: the file that is started with it, where there is one or another. */
export type VariableBinding = Binding & { readonly variant?: string }

/** The bindings of all deployments, ready to be asked for one key of one unit. */
export type Bindings = {
  /** What `key` is set to for a service in a deployment: several where it is started with one file or another. */
  readonly of: (service: Group, deployment: string, key: string) => readonly VariableBinding[]
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

/** Examples of a `.env` that are for containers: there hosts are services, elsewhere the machine itself. */
const forContainers = ['docker', 'docker-compose', 'compose'].flatMap((word) => [
  `.env.${word}`,
  ...examples.flatMap((e) =>
    [`_`, `.`, `-`].flatMap((by) => [`.env.${e}${by}${word}`, `.env.${word}${by}${e}`]),
  ),
])

/** The file itself, then the examples of it that repositories keep beside it. */
const fileAndExamples = (path: string, isContainer = false): string[] => {
  const folder = path.slice(0, path.lastIndexOf('/') + 1)
  const name = path.slice(folder.length)
  const bare = name.replace(/^\./, '')
  return [
    path,
    ...(isContainer && name === '.env' ? forContainers : []).map((n) => `${folder}${n}`),
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
  /** The units that draw in a file or a map, by its name. */
  readonly takers: ReadonlyMap<string, ReadonlySet<string>>
}

const extendsMax = 8

/** Follows `envFrom`, `env_file` and `extends` (key `*`) to the bindings that they bring. */
const expand = (b: Binding, owners: Owners, depth = 0): readonly UnitBinding[] => {
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
    ? fileAndExamples(name.slice('dotenv/'.length), b.deployment.startsWith('compose:')).map(
        (p) => `dotenv/${p}`,
      )
    : [name]
  const found =
    owners.byOwner.get(id(b.deployment, name)) ??
    names.map((n) => owners.byUnit.get(n)).find((x) => x !== undefined) ??
    []
  const others = [...(owners.takers.get(name) ?? [])].filter((u) => u !== b.unit)
  return found.map((x) => ({
    ...x,
    deployment: b.deployment,
    unit: b.unit,
    ...(others.length > 0 ? { sharedWith: others } : {}),
  }))
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

type Known = {
  readonly all: readonly UnitBinding[]
  readonly byKey: ReadonlyMap<string, readonly VariableBinding[]>
}

/** A binding with the file of the deployment that has it, or draws it in from a file of variables. */
type Written = {
  readonly binding: UnitBinding
  readonly file: string
  readonly isDrawn: boolean
}

/**
 * The values of one variable, the likeliest first. What a service is given itself wins over what it draws in, and the
 * deployment itself over files that change it for a purpose; of these each may be the one that is started with.
 */
const inForce = (list: readonly Written[]): readonly VariableBinding[] => {
  const own = list.filter((w) => !w.isDrawn)
  const level = own.length > 0 ? own : list
  const plain = level.findLast((w) => variantRank(w.file) > 0)
  if (plain !== undefined) return [plain.binding]
  // Only a deployment of compose is one file or another; what is nearer to a program stands last.
  const isStartedByFile = level[0]!.binding.deployment.startsWith('compose:')
  const variants = isStartedByFile
    ? [...new Map(level.map((w) => [w.file, w.binding]))].reverse()
    : [[level.at(-1)!.file, level.at(-1)!.binding] as const]
  return variants.length === 1
    ? [variants[0]![1]]
    : variants.map(([variant, binding]) => ({ ...binding, variant }))
}

/** Whether a file is the deployment itself, or its override, and no variant of it. */
export const isMainFile = (path: string): boolean => variantRank(path) > 0

/** Indexes bindings; values stay in memory only. Asking is constant in the number of bindings. */
export const indexBindings = (all: readonly Binding[]): Bindings => {
  const byOwner = groupByOwner(all)
  const byUnit = new Map<string, Binding>()
  for (const b of all) if (!byUnit.has(`${b.unit}/${b.key}`)) byUnit.set(`${b.unit}/${b.key}`, b)
  const takers = new Map<string, Set<string>>()
  for (const b of all)
    if (b.key === '*' && b.value.kind === 'name') {
      const units = takers.get(b.value.name) ?? new Set<string>()
      takers.set(b.value.name, units.add(b.unit))
    }
  const owners: Owners = {
    byOwner,
    byUnit: new Map([...byOwner].reverse().map(([owner, b]) => [owner.replace(/^.*\0/s, ''), b])),
    takers,
  }
  const known = new Map<string, Known>()
  const lookUp = (service: Group, deployment: string) => {
    const name = id(deployment, service.name)
    const before = known.get(name)
    if (before) return before
    const units = service.units.filter((u) => u.deployment === deployment)
    const written = [...new Set(units.map((u) => u.name))].flatMap(
      (n) => byOwner.get(id(deployment, n)) ?? [],
    )
    written.sort((a, b) => variantRank(a.at.path) - variantRank(b.at.path))
    const drawn = written
      .filter((b) => b.key === '*')
      .flatMap((b) =>
        expand(b, owners).map((x) => ({ binding: x, file: b.at.path, isDrawn: true })),
      )
    const own = written
      .filter((b) => b.key !== '*')
      .map((b) => ({ binding: b, file: b.at.path, isDrawn: false }))
    const all: readonly Written[] = [...drawn, ...own]
    const byKey = Map.groupBy(all, (w) => w.binding.key)
    const entry = {
      all: all.map((w) => w.binding),
      byKey: new Map([...byKey].map(([key, list]) => [key, inForce(list)])),
    }
    known.set(name, entry)
    return entry
  }
  return {
    keysOf: (service, deployment) => lookUp(service, deployment).all,
    named: (name) => byUnit.get(name),
    of: (service, deployment, key) => lookUp(service, deployment).byKey.get(key) ?? [],
    variable: (key, deployment) => {
      const folder = deployment.replace(/^\w+:/, '')
      const isContainer = deployment.startsWith('compose:')
      for (const path of fileAndExamples(folder === '' ? '.env' : `${folder}/.env`, isContainer)) {
        const binding = byUnit.get(`dotenv/${path}/${key}`)
        if (binding) return binding
      }
      return undefined
    },
  }
}
