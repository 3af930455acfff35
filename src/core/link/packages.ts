import type { CodeFacts, Import } from '../model/code.ts'
import type { Evidence, PackageLink } from '../model/link.ts'
import { append } from '../model/multimap.ts'
import type { Dependency, Ecosystem, Package } from '../model/package.ts'
import { folderOf } from '../model/path.ts'
import { comparePlaces, compareText, type Place } from '../model/place.ts'
import type { Service } from '../model/service.ts'
import { isSource } from './sources.ts'
import { memberOf, type Workspace, workspacesOf } from './workspaces.ts'

type Input = {
  readonly packages: readonly Package[]
  readonly code: readonly CodeFacts[]
  readonly services: readonly Service[]
}

const importsShownMax = 8
const manifestsShownMax = 4

const ecosystemOf: Readonly<Record<string, Ecosystem>> = {
  javascript: 'npm',
  typescript: 'npm',
  vue: 'npm',
  svelte: 'npm',
  python: 'pep440',
  rust: 'cargo',
  go: 'gomod',
  java: 'maven',
  kotlin: 'maven',
}

/** What a package asks for that is a member, by the name under which its code imports it. */
type Asked = { readonly to: Package; readonly by: Dependency[]; readonly names: Set<string> }

const askedBy = (from: Package, w: Workspace): ReadonlyMap<Package, Asked> => {
  const out = new Map<Package, Asked>()
  for (const d of from.dependencies) {
    const to = memberOf(d, from, w)
    if (to === undefined) continue
    const known = out.get(to) ?? { to, by: [], names: new Set<string>() }
    known.by.push(d)
    known.names.add(d.alias ?? d.name)
    out.set(to, known)
  }
  return out
}

/** The package that a file belongs to: the nearest named one of its ecosystem. */
const ownerOf = (packages: readonly Package[]): ((c: CodeFacts) => Package | undefined) => {
  const homes = new Map<string, Package>()
  for (const p of packages) if (p.isUnnamed !== true) homes.set(`${p.ecosystem}\0${p.dir}`, p)
  return ({ path, lang }) => {
    const ecosystem = ecosystemOf[lang]
    for (let folder = folderOf(path); ecosystem !== undefined; folder = folderOf(folder)) {
      const found = homes.get(`${ecosystem}\0${folder}`)
      if (found !== undefined || folder === '') return found
    }
    return undefined
  }
}

type Owned = ReadonlyMap<Package, readonly CodeFacts[]>

const filesByPackage = (packages: readonly Package[], code: readonly CodeFacts[]): Owned => {
  const owner = ownerOf(packages)
  const out = new Map<Package, CodeFacts[]>()
  for (const c of code) {
    const own = isSource(c) ? owner(c) : undefined
    if (own === undefined) continue
    append(out, own, c)
  }
  return out
}

/** `@shop/prices/eur` and `prices/eur` without their inner path. */
const npmName = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')

const crate = (name: string): string => name.replaceAll('-', '_')

/** `com.shop.prices` of `src/main/java/com/shop/prices/Price.java`. */
const jvmPackage = (path: string): string | undefined =>
  /(?:^|\/)src\/\w+\/(?:java|kotlin)\/(.+)\/[^/]+$/.exec(path)?.[1]?.replaceAll('/', '.')

/** `shop_prices` of `libs/prices/src/shop_prices/model.py`, seen from the folder of the package. */
const pythonTop = (path: string, dir: string): string =>
  path
    .slice(dir === '' ? 0 : dir.length + 1)
    .replace(/^src\//, '')
    .split('/')[0]!
    .replace(/\.py$/, '')

type Fits = (specifier: string, a: Asked) => boolean

const python = (owned: Owned): Fits => {
  const tops = new Map<Package, ReadonlySet<string>>()
  const topsOf = (p: Package): ReadonlySet<string> => {
    const known = tops.get(p) ?? new Set((owned.get(p) ?? []).map((c) => pythonTop(c.path, p.dir)))
    tops.set(p, known)
    return known
  }
  return (specifier, { to }) => topsOf(to).has(specifier.split('.')[0]!)
}

const jvm = (owned: Owned): Fits => {
  const held = new Map<Package, ReadonlySet<string>>()
  const heldBy = (p: Package): ReadonlySet<string> => {
    const known =
      held.get(p) ?? new Set((owned.get(p) ?? []).flatMap((c) => jvmPackage(c.path) ?? []))
    held.set(p, known)
    return known
  }
  return (specifier, { to }) => {
    const parts = specifier.split('.')
    // A class, its member, or a whole package.
    return [0, 1, 2].some((cut) => heldBy(to).has(parts.slice(0, parts.length - cut).join('.')))
  }
}

const matchers = (owned: Owned): Readonly<Record<Ecosystem, Fits>> => ({
  npm: (specifier, { names }) => names.has(npmName(specifier)),
  cargo: (specifier, { names }) => [...names].some((n) => crate(n) === specifier),
  gomod: (specifier, { to }) => specifier === to.name || specifier.startsWith(`${to.name}/`),
  pep440: python(owned),
  maven: jvm(owned),
})

const evidence = (asked: Asked, imports: readonly Place[]): Evidence[] => [
  ...asked.by
    .slice(0, manifestsShownMax)
    .map(({ at }): Evidence => ({ path: at.path, line: at.line, signal: 'manifest' })),
  ...[...imports]
    .sort(comparePlaces)
    .slice(0, importsShownMax)
    .map(({ path, line }): Evidence => ({ path, line, signal: 'import' })),
]

/** The members that the code of a package imports, each with the places. */
const importedBy = (
  files: readonly CodeFacts[],
  asked: readonly Asked[],
  fits: Fits,
): ReadonlyMap<Package, readonly Place[]> => {
  const out = new Map<Package, Place[]>()
  const known = new Map<string, readonly Asked[]>()
  const targets = ({ specifier }: Import): readonly Asked[] => {
    const found = known.get(specifier) ?? asked.filter((a) => fits(specifier, a))
    known.set(specifier, found)
    return found
  }
  for (const c of files)
    for (const i of c.imports ?? []) for (const { to } of targets(i)) append(out, to, i.at)
  return out
}

const isWithin = (folder: string, dir: string): boolean =>
  folder === dir || (dir !== '' && folder.startsWith(`${dir}/`))

/**
 * Programs that deployments start are built from its members: from the folder of one, or, where only an image
 * is known, perhaps so.
 */
const isDeployed = (w: Workspace, services: readonly Service[]): boolean =>
  services.some(
    ({ path, kind }) =>
      (kind === 'service' || kind === 'job') &&
      (path === undefined || w.members.some((p) => isWithin(path, p.dir))),
  )

const linksIn = (w: Workspace, owned: Owned, isInner: boolean): PackageLink[] => {
  const fits = matchers(owned)[w.ecosystem]
  return w.members.flatMap((from) => {
    const asked = [...askedBy(from, w).values()]
    if (asked.length === 0) return []
    const imported = importedBy(owned.get(from) ?? [], asked, fits)
    return asked.map((a): PackageLink => {
      const places = imported.get(a.to) ?? []
      return {
        from: from.name,
        to: a.to.name,
        via: 'import',
        port: `import:${a.to.name}`,
        status: places.length > 0 ? 'confirmed' : 'declared',
        ecosystem: w.ecosystem,
        ...(isInner ? { isInner } : {}),
        evidence: evidence(a, places),
      }
    })
  })
}

/**
 * Who imports whom among the packages of each workspace: `confirmed` where the manifest lists the other
 * package and code imports it, `declared` where only the manifest does. Pure; order of input does not matter.
 */
export const packageLinks = ({ packages, code, services }: Input): PackageLink[] => {
  const workspaces = workspacesOf(packages)
  if (workspaces.length === 0) return []
  const owned = filesByPackage(packages, code)
  const isInner = workspaces.some((w) => isDeployed(w, services))
  return workspaces
    .flatMap((w) => linksIn(w, owned, isInner))
    .sort(
      (a, b) =>
        compareText(a.from, b.from) ||
        compareText(a.to, b.to) ||
        compareText(a.ecosystem, b.ecosystem) ||
        comparePlaces(a.evidence[0]!, b.evidence[0]!),
    )
}
