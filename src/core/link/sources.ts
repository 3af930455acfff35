import type { CodeFacts } from '../model/code.ts'
import type { Unit } from '../model/deployment.ts'
import { append } from '../model/multimap.ts'
import type { Project, ServiceName } from '../model/ownership.ts'
import type { Package } from '../model/package.ts'
import { baseOf, folderOf, isWithin, near, upwards } from '../model/path.ts'
import { compareText } from '../model/place.ts'
import { copiedFiles } from './copied.ts'
import { imageName, imageRole, isProxyImage } from './image.ts'
import { type ImportGraph, importGraph, reachedFrom } from './imports.ts'
import { type Group, nameKey } from './units.ts'
import { listed } from './workspaces.ts'

/** Where the source of each service stands. */
export type Sources = {
  /** Its own folder; absent where only an image is known. */
  readonly folderOf: (service: string) => string | undefined
  /** Services that a file belongs to: those with the deepest folder above it, their own or a library's. */
  readonly ownersOf: (path: string) => readonly string[]
}

type Input = {
  readonly groups: readonly Group[]
  readonly code: readonly CodeFacts[]
  readonly packages: readonly Package[]
  readonly names?: readonly ServiceName[]
  readonly projects?: readonly Project[]
}

/** The text of deployments is read like code, and is none. */
const notPrograms = new Set([
  'compose',
  'kubernetes',
  'dockerfile',
  'shell',
  'nginx',
  'config',
  'envoy',
  'caddy',
  'haproxy',
  'apache',
  'traefik',
  'markup',
])

/** Whether a file is source of a program, and not the text of a deployment. */
export const isProgram = (f: CodeFacts): boolean => f.scope === 'main' && isSource(f)

/** Whether a file is source code in a language that is read, be it of a test. */
export const isSource = (f: CodeFacts): boolean => !notPrograms.has(f.lang)

const folders = new WeakMap<readonly CodeFacts[], ReadonlySet<string>>()

/** Folders with program code in or below them; worked out once for a list of files. */
export const codeFolders = (code: readonly CodeFacts[]): ReadonlySet<string> => {
  const known = folders.get(code) ?? foldersOf(code)
  folders.set(code, known)
  return known
}

const foldersOf = (code: readonly CodeFacts[]): ReadonlySet<string> => {
  const out = new Set<string>()
  for (const c of code) {
    if (!isProgram(c)) continue
    for (const f of upwards(folderOf(c.path))) {
      if (out.has(f)) break
      out.add(f)
    }
  }
  return out
}

/** The folder that stands highest; of several the one nearest to what asks for it. */
const shallowest = (folders: readonly string[], home: string): string | undefined =>
  [...folders].sort(
    (a, b) =>
      a.split('/').length - b.split('/').length ||
      near(b, home) - near(a, home) ||
      compareText(a, b),
  )[0]

/** What a Dockerfile is called for: `Dockerfile.web`, `web.Dockerfile`, `docker/web/Dockerfile`. */
const dockerfileWords = (path: string): string[] => {
  const own = /^(?:Dockerfile|Containerfile)\.([\w-]+)$|^([\w-]+)\.Dockerfile$/i.exec(baseOf(path))
  return [own?.[1] ?? own?.[2] ?? '', baseOf(folderOf(path))].filter((w) => w !== '')
}

/** The end of an image's name, where its start is what other images of the repository start with, too. */
const imageWords = (g: Group, prefixes: ReadonlySet<string>): string[] =>
  g.units.flatMap((u) => {
    const names = [u.name, ...(u.image === undefined ? [] : [imageName(u.image)])].map(nameKey)
    return names.flatMap((name) => {
      const parts = name.split('-')
      return parts
        .slice(1)
        .map((_, i) => i + 1)
        .filter((i) => prefixes.has(parts.slice(0, i).join('-')))
        .map((i) => parts.slice(i).join('-'))
    })
  })

/** Words that at least two services' names or images start with: `shop` of `shop-web`, `shop-api`. */
const commonPrefixes = (groups: readonly Group[]): ReadonlySet<string> => {
  const count = new Map<string, Set<string>>()
  for (const g of groups)
    for (const u of g.units)
      for (const n of [u.name, ...(u.image === undefined ? [] : [imageName(u.image)])]) {
        const parts = nameKey(n).split('-')
        for (let i = 1; i < parts.length; i++) {
          const prefix = parts.slice(0, i).join('-')
          count.set(prefix, (count.get(prefix) ?? new Set()).add(g.name))
        }
      }
  return new Set([...count].filter(([, names]) => names.size > 1).map(([p]) => p))
}

/** Folders that hold Dockerfiles and none of the source that they build. */
const forDockerfiles =
  /^(?:\.?docker(?:files?)?|containers?|images?|build|ci|infra|ops|deploy(?:ments?)?|packaging|scripts)$/i

/** Whether a folder is by its name, or that of one around it, for Dockerfiles and the like. */
export const isForDockerfiles = (folder: string): boolean =>
  folder.split('/').some((part) => forDockerfiles.test(part))

type Known = {
  readonly coded: ReadonlySet<string>
  /** Folders with code by the normal form of their name. */
  readonly byName: ReadonlyMap<string, readonly string[]>
  /** Folders with a manifest that says what image is built there, by the name of it. */
  readonly byImage: ReadonlyMap<string, readonly string[]>
  readonly prefixes: ReadonlySet<string>
  readonly manifests: ReadonlySet<string>
  /** Folders with a manifest or a Dockerfile in them. */
  readonly roots: ReadonlySet<string>
  /** How many groups are built from a folder. */
  readonly builds: ReadonlyMap<string, number>
  /** The stages of Dockerfiles that copy a folder. */
  readonly targets: ReadonlyMap<string, ReadonlySet<string>>
  /** How many deployed groups are built by one Dockerfile in one folder. */
  readonly images: ReadonlyMap<string, number>
}

/** A program has its manifest or its Dockerfile in its folder, or stands right below where it is looked for. */
const isRoot = (folder: string, within: string, known: Known): boolean =>
  known.roots.has(folder) || folderOf(folder) === within

const named = (
  words: readonly string[],
  { within, home }: { readonly within: string; readonly home: string },
  known: Known,
): string | undefined => {
  for (const w of words) {
    const found = shallowest(
      (known.byName.get(nameKey(w)) ?? []).filter(
        (f) => isWithin(f, within) && isRoot(f, within, known),
      ),
      home,
    )
    if (found !== undefined) return found
  }
  return undefined
}

/**
 * A Dockerfile alone does not tell where it is built; from a folder that holds no code it is the program
 * around it, as `orders/src/main/docker` is in `orders`.
 */
const contextOf = (u: Unit, known: Known): string => {
  const context = u.context!
  if (u.origin !== 'dockerfile' || known.coded.has(context)) return context
  return upwards(context).find((f) => f !== '' && known.manifests.has(f)) ?? context
}

/** The one folder of code that the stage of a service copies, and no other stage. */
const stageFolder = (g: Group, known: Known): string | undefined => {
  const taken = g.units.flatMap((u) => u.taken ?? [])
  const own = [...new Set(taken)].filter(
    (f) => known.coded.has(f) && known.targets.get(f)?.size === 1,
  )
  return own.length === 1 ? own[0] : undefined
}

/**
 * One Dockerfile for several services: they run one program, each another part of it. It stands in the folder that is
 * built, or, where its Dockerfile stands beside code below that, there.
 */
const sharedImageRoot = (g: Group, known: Known): string | undefined => {
  const built = g.units.find((u) => u.context !== undefined && u.dockerfile !== undefined)
  const sharing = built && known.images.get(`${built.context}\0${built.dockerfile}`)
  if (sharing === undefined || sharing < 2 || !known.coded.has(built!.context!)) return undefined
  const beside = folderOf(built!.dockerfile!)
  const isProgram = known.manifests.has(beside) && known.coded.has(beside)
  return isProgram && isWithin(beside, built!.context!) ? beside : built!.context
}

/**
 * The folder of a service: the one that it alone is built from; else, below a folder that several are
 * built from, the one with its Dockerfile or its name; else that shared folder.
 */
const ownFolder = (g: Group, known: Known): string | undefined => {
  const staged = stageFolder(g, known)
  if (staged !== undefined) return staged
  const root = sharedImageRoot(g, known)
  // A stage that takes no code from the folder that all are built in is made of something else.
  if (g.units.some((u) => u.taken !== undefined) && root === g.units.find((u) => u.taken)?.context)
    return undefined
  if (root !== undefined) return root
  const built = g.units.filter((u) => u.context !== undefined)
  const contexts = [...new Set(built.map((u) => contextOf(u, known)))]
  const alone = contexts.find((c) => known.coded.has(c) && c !== '' && known.builds.get(c) === 1)
  if (alone !== undefined) return alone
  const mounted = mountedFolder(g, known)
  const isShared = contexts.every((c) => (known.builds.get(c) ?? 0) > 1)
  if (mounted !== undefined && (isShared || !contexts.some((c) => known.coded.has(c))))
    return mounted
  const files = [...new Set(built.flatMap((u) => (u.dockerfile ? [u.dockerfile] : [])))]
  // Its language may be one that is not read: then no code is known there, and still it is the source.
  const beside = files
    .map(folderOf)
    .find(
      (f) => f !== '' && (!isForDockerfiles(f) || (known.coded.has(f) && known.manifests.has(f))),
    )
  if (beside !== undefined && (isShared || contexts.includes(''))) return beside
  const home = g.units[0]!.at.path
  const words = [g.name, ...g.units.map((u) => u.name), ...files.flatMap(dockerfileWords)]
  if (contexts.length > 0) {
    const inside = isShared ? named(words, { within: contexts[0]!, home }, known) : undefined
    return inside ?? contexts.find((c) => known.coded.has(c)) ?? beside ?? contexts[0]
  }
  if (imageRole(g.units.find((u) => u.image)?.image)) return undefined
  const made = g.units.flatMap((u) =>
    u.image ? (known.byImage.get(imageName(u.image)) ?? []) : [],
  )
  if (new Set(made).size === 1) return made[0]
  const installed = installedFolder(g, known)
  if (installed !== undefined) return installed
  return named([...words, ...imageWords(g, known.prefixes)], { within: '', home }, known)
}

/** On the machine that it is installed on, a program starts in a folder that is called as the one of its source. */
const installedFolder = (g: Group, known: Known): string | undefined => {
  const at = g.units.find((u) => u.origin === 'systemd' && u.workdir !== undefined)?.workdir
  const found = at === undefined ? [] : (known.byName.get(nameKey(baseOf(at))) ?? [])
  return found.length === 1 ? found[0] : undefined
}

/** Where its working folder lies in the repository, by the mount that holds it; else a mounted folder of code. */
const mountedFolder = (g: Group, known: Known): string | undefined => {
  for (const { mounts = [], workdir, image } of g.units) {
    // What is mounted into a web server is what it serves, and not its source.
    if (image !== undefined && isProxyImage(image)) continue
    const holding = mounts
      .filter((m) => workdir !== undefined && isWithin(workdir, m.target))
      .sort((a, b) => b.target.length - a.target.length)[0]
    const inner = holding && `${holding.source}${workdir!.slice(holding.target.length)}`
    const folder = inner?.replace(/^\/|\/+$/g, '')
    if (folder !== undefined && known.coded.has(folder)) return folder
    const coded = mounts.filter((m) => m.source !== '' && known.coded.has(m.source))
    if (coded.length === 1) return coded[0]!.source
  }
  return undefined
}

const learn = ({ groups, code, packages, names = [] }: Input): Known => {
  const coded = codeFolders(code)
  const byName = new Map<string, string[]>()
  const name = (key: string, folder: string) => {
    const list = byName.get(key)
    if (list) list.push(folder)
    else byName.set(key, [folder])
  }
  for (const f of coded) name(nameKey(baseOf(f)), f)
  for (const n of names) if (coded.has(n.folder)) name(nameKey(n.name), n.folder)
  const builds = new Map<string, number>()
  for (const g of groups)
    for (const c of new Set(g.units.flatMap((u) => u.context ?? [])))
      builds.set(c, (builds.get(c) ?? 0) + 1)
  const images = new Map<string, number>()
  for (const g of groups)
    for (const id of new Set(
      g.units
        .filter((u) => u.origin !== 'dockerfile' && u.context !== undefined && u.dockerfile)
        .map((u) => `${u.context}\0${u.dockerfile}`),
    ))
      images.set(id, (images.get(id) ?? 0) + 1)
  const targets = new Map<string, Set<string>>()
  for (const g of groups)
    for (const u of g.units)
      for (const f of u.taken ?? [])
        targets.set(f, (targets.get(f) ?? new Set()).add(`${u.dockerfile}\0${u.target}`))
  const manifests = new Set(packages.map((p) => p.dir))
  const roots = new Set([
    ...manifests,
    ...names.map((n) => n.folder),
    ...code
      .filter((c) => c.starts?.some((s) => s.kind === 'entry') === true)
      .map((c) => folderOf(c.path)),
    ...groups.flatMap((g) =>
      g.units.flatMap((u) => (u.dockerfile ? [folderOf(u.dockerfile)] : [])),
    ),
  ])
  const byImage = new Map<string, string[]>()
  for (const p of packages) for (const image of p.images ?? []) append(byImage, image, p.dir)
  return {
    coded,
    byName,
    byImage,
    manifests,
    roots,
    builds,
    images,
    targets,
    prefixes: commonPrefixes(groups),
  }
}

/** Folders of the packages of the repository that the packages at or around a folder depend on. */
const libraryFolders = (packages: readonly Package[], projects: readonly Project[] = []) => {
  const referenced = new Map(projects.map((p) => [p.folder, p.references]))
  const byName = new Map(packages.map((p) => [`${p.ecosystem}\0${p.name}`, p]))
  const byDir = new Map<string, Package[]>()
  for (const p of packages) append(byDir, p.dir, p)
  return (own: string): string[] => {
    const home = upwards(own).find((f) => byDir.has(f) && (f !== '' || own === ''))
    const seen = new Set<Package>(home === undefined ? [] : byDir.get(home))
    for (const p of packages) if (own !== '' && isWithin(p.dir, own)) seen.add(p)
    const parents = new Set<Package>()
    // Go's imports tell which folders of a module are used; the module alone would be too much.
    for (const p of seen)
      for (const d of p.ecosystem === 'gomod' ? [] : p.dependencies) {
        const inner = listed.includes(d.group) ? undefined : byName.get(`${p.ecosystem}\0${d.name}`)
        if (inner === undefined) continue
        if (d.group === 'parent' && !seen.has(inner)) parents.add(inner)
        seen.add(inner)
      }
    for (const p of parents) seen.delete(p)
    const built = new Set(referenced.get(own))
    for (const folder of built) for (const f of referenced.get(folder) ?? []) built.add(f)
    return [...[...seen].map((p) => p.dir), ...built].filter((d) => d !== '' && !isWithin(d, own))
  }
}

/** Folders outside the own one that its code imports from, however far away. */
const importedFolders = (own: string, folders: readonly string[], graph: ImportGraph): string[] => {
  const inside = folders.filter((f) => isWithin(f, own))
  return [...reachedFrom(inside, graph)].filter((f) => !isWithin(f, own))
}

/** Finds the source of every service. Pure; order of input does not matter. */
export const findSources = (input: Input): Sources => {
  const known = learn(input)
  const librariesOf = libraryFolders(input.packages, input.projects)
  const graph = importGraph(input.code, input.packages)
  const all = [...new Set(input.code.map((c) => folderOf(c.path)))]
  const folders = new Map<string, string>()
  for (const g of input.groups) {
    const folder = ownFolder(g, known)
    if (folder !== undefined) folders.set(g.name, folder)
  }
  const files = new Set(input.code.filter(isProgram).map((c) => c.path))
  const isCopied = copiedFiles(input.groups, (p) => known.coded.has(p) || files.has(p))
  const taken = new Set(folders.values())
  // A package that others import may have a program of its own, such as one that migrates its database.
  const shared = new Set(input.packages.filter((p) => p.isLibrary === true).map((p) => p.dir))
  const trees = new Map<string, Set<string>>()
  const single = new Map<string, Set<string>>()
  const own = (table: Map<string, Set<string>>, folder: string, service: string) =>
    table.set(folder, (table.get(folder) ?? new Set()).add(service))
  const isTaken = (folder: string) => upwards(folder).some((f) => f !== '' && taken.has(f))
  for (const [service, folder] of folders) {
    own(trees, folder, service)
    for (const library of librariesOf(folder))
      if (!taken.has(library) || shared.has(library)) own(trees, library, service)
    for (const library of importedFolders(folder, all, graph))
      if (!isTaken(library)) own(single, library, service)
  }
  const ownersOf = (path: string): readonly string[] => {
    const above = upwards(folderOf(path))
    const tree = above.find((f) => trees.has(f))
    const owners = new Set([
      ...(tree === undefined ? [] : [...trees.get(tree)!].filter((s) => isCopied(s, path))),
      ...(single.get(above[0]!) ?? []),
    ])
    return [...owners].sort(compareText)
  }
  const owned = new Map<string, readonly string[]>()
  return {
    folderOf: (service) => folders.get(service),
    ownersOf: (path) => {
      const owners = owned.get(path) ?? ownersOf(path)
      owned.set(path, owners)
      return owners
    },
  }
}
