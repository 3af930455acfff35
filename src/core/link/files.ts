import type { CodeFacts } from '../model/code.ts'
import type { ConfigStore } from '../model/ownership.ts'
import type { Package } from '../model/package.ts'
import { folderOf, isWithin } from '../model/path.ts'
import { settingsOf } from './books.ts'
import { branchOf, wordsOf } from './branches.ts'
import { imageName, proxyImages } from './image.ts'
import { neededSettings } from './needs.ts'
import { ownNamespaces, withoutIdleProperties } from './properties.ts'
import { reachedFiles } from './reached.ts'
import { codeFolders } from './sources.ts'
import { asksServer, storeOwner, usedSettings } from './stores.ts'
import type { Universe } from './universe.ts'

const runs = (service: string, program: RegExp, universe: Universe): boolean =>
  (universe.groups.get(service)?.units ?? []).some(
    (u) => u.image !== undefined && program.test(imageName(u.image).toLowerCase()),
  )

/** Configuration of what people develop with: of several services in a folder it is nobody's. */
const isTooling = (path: string): boolean =>
  /(?:^|\/)(?:webpack|vite|vue|rollup|craco|gulpfile|cypress|playwright|jest|karma|setupProxy)[\w.-]*\.[cm]?[jt]s$/.test(
    path,
  )

/** The end of a path by which a file is known on another machine: its name and its folder. */
const endOf = (path: string): string => path.split('/').slice(-2).join('/')

/** What a file ends in that somebody is to fill in, and to keep under the name before it. */
const templateEnding = /\.(?:template|tmpl|tpl|example|sample|dist)$/i

/** Services that are given a path, or a folder above it that `takes` says yes to. */
const mountersOf = (
  file: string,
  universe: Universe,
  takes: (source: string) => boolean,
): string[] => {
  const path = file.replace(templateEnding, '')
  return [...universe.groups.values()]
    .filter((g) =>
      g.units.some(
        (u) =>
          u.opens?.some((o) => endOf(o) === endOf(path)) ||
          u.mounts?.some(
            ({ source }) =>
              source !== '' &&
              (path === source || (path.startsWith(`${source}/`) && takes(source))),
          ),
      ),
    )
    .map((g) => g.name)
}

const settingsFolder = /(?:^|\/)(?:configs?|conf|configuration|settings|etc|deploy|env)$/i

/** Programs that are started by hand from below the folder that a file of settings is for. */
const startedAround = (path: string, universe: Universe): string[] => {
  const folder = folderOf(path)
  const home = settingsFolder.test(folder) ? folderOf(folder) : folder
  return [...universe.groups.values()]
    .filter((g) => g.units.some((u) => u.origin === 'code' && isWithin(u.context!, home)))
    .map((g) => g.name)
}

type Known = { readonly universe: Universe; readonly programs: ReadonlySet<string> }

const homes = new WeakMap<Universe, ReadonlyMap<string, string>>()

/** The folder of a service; the root where none is known. */
const homeOf = (service: string, universe: Universe): string => {
  const known = homes.get(universe) ?? new Map(universe.services.map((s) => [s.name, s.path ?? '']))
  homes.set(universe, known)
  return known.get(service) ?? ''
}

/** Between the folder of a service and the file begins another deployment, whose settings these may be. */
const isOfOthers = (file: CodeFacts, service: string, universe: Universe): boolean => {
  const home = homeOf(service, universe)
  for (let f = folderOf(file.path); f !== home && f !== ''; f = folderOf(f))
    if (universe.deploymentFolders.has(f)) return true
  return false
}

/** What the image of a program starts with, by its name. */
const startScript =
  /(?:^|\/)(?:docker[-_])?(?:entry[-_]?point[\w.-]*|(?:start(?:up)?|run|boot|serve|launch|cmd)(?:[-_.](?:web|worker|server|api|app|prod|production|docker))?(?:\.(?:ba)?sh)?)$/i

/** Scripts at the root of a repository, and of deployments in it, are of people who work on it; not so what starts it. */
const takesScript = (file: CodeFacts, service: string, universe: Universe): boolean => {
  const home = homeOf(service, universe)
  return startScript.test(file.path) || (home !== '' && !isOfOthers(file, service, universe))
}

/**
 * Services that a file speaks for: of the folder that it stands in, or that mount it. The configuration of
 * a proxy belongs to who runs one.
 */
const ownersOf = (file: CodeFacts, { universe, programs }: Known): readonly string[] => {
  const owners = universe.ownersOf(file.path)
  if (owners.length > 1 && isTooling(file.path)) return []
  const program = proxyImages[file.lang]
  if (program === undefined && file.lang !== 'config' && file.lang !== 'shell') return owners
  const mounters = mountersOf(
    file.path,
    universe,
    (source) => program !== undefined || !programs.has(source),
  )
  if (mounters.length > 0) {
    const running = program === undefined ? [] : mounters.filter((s) => runs(s, program, universe))
    return running.length > 0 ? running : mounters
  }
  if (program === undefined && file.lang === 'config')
    return owners.length > 0
      ? owners.filter((s) => !isOfOthers(file, s, universe))
      : startedAround(file.path, universe)
  if (program === undefined) return owners.filter((s) => takesScript(file, s, universe))
  const running = owners.filter((s) => runs(s, program, universe))
  return running.length > 0 || owners.length > 1 ? running : owners
}

type Input = {
  readonly code: readonly CodeFacts[]
  readonly packages: readonly Package[]
  readonly configStores?: readonly ConfigStore[]
}

type Files = Map<string, CodeFacts[]>

/** Settings of a configuration server go to those who ask it, as far as they use them. */
const addShared = (
  shared: readonly CodeFacts[],
  files: Files,
  input: Input,
  known: Known,
): void => {
  for (const { name, path } of known.universe.services) {
    const own = files.get(name)!
    if (shared.length > 0 && asksServer(own))
      own.push(...shared.map((c) => usedSettings(c, path, input.packages)))
  }
}

/** Whether a file is put into, or built into, services of more than one folder. */
const isMountedByMany = ({ path }: CodeFacts, { universe, programs }: Known): boolean => {
  const isUnowned = universe.ownersOf(path).length === 0
  const mounters = mountersOf(path, universe, (source) => !programs.has(source))
  const others = isUnowned ? startedAround(path, universe) : universe.ownersOf(path)
  const names = mounters.length > 0 ? mounters : others
  if (names.length < 2) return false
  const folders = universe.services.filter((s) => names.includes(s.name)).map((s) => s.path)
  return new Set(folders).size > 1
}

/** What a service depends on by its manifests, and imports in its code. */
const librariesOf = (
  folder: string | undefined,
  files: readonly CodeFacts[],
  { packages }: Input,
): string[] => {
  const own = new Set(packages.filter((p) => folder !== undefined && isWithin(p.dir, folder)))
  const byName = new Map(packages.map((p) => [`${p.ecosystem}\0${p.name}`, p]))
  for (const p of own)
    for (const d of p.dependencies) {
      const inner = byName.get(`${p.ecosystem}\0${d.name}`)
      if (inner) own.add(inner)
    }
  return [
    ...[...own].flatMap((p) => p.dependencies.map((d) => d.name)),
    ...files.flatMap((f) => (f.scope === 'main' ? (f.imports ?? []).map((i) => i.specifier) : [])),
  ]
}

const unitTable = (universe: Universe): ReadonlyMap<string, readonly string[]> => {
  const byUnit = new Map<string, string[]>()
  for (const g of universe.groups.values())
    for (const name of new Set(g.units.map((u) => u.name))) {
      const own = byUnit.get(name)
      if (own) own.push(g.name)
      else byUnit.set(name, [g.name])
    }
  return byUnit
}

/** The files of each service, in their order. */
export const filesByService = (
  input: Input,
  universe: Universe,
): ReadonlyMap<string, readonly CodeFacts[]> => {
  const out: Files = new Map(universe.services.map((s) => [s.name, []]))
  const byUnit = unitTable(universe)
  const known: Known = { universe, programs: codeFolders(input.code) }
  const shared: CodeFacts[] = []
  const given = new Set<CodeFacts>()
  for (const c of input.code) {
    const store = storeOwner(c, input.configStores ?? [], universe)
    if (store === 'everybody') shared.push(c)
    const owners =
      store !== undefined
        ? typeof store === 'string'
          ? []
          : [store.service]
        : c.unit === undefined
          ? ownersOf(c, known)
          : (byUnit.get(c.unit) ?? [])
    const isGiven = c.lang === 'config' && isMountedByMany(c, known)
    for (const service of owners) {
      const settings = settingsOf(c, service, { owners, universe })
      out.get(service)?.push(settings)
      if (isGiven) given.add(settings)
    }
  }
  addShared(shared, out, input, known)
  const namespaces = ownNamespaces(input.code)
  return new Map(
    universe.services.map(({ name, path }) => {
      const isOwn = (file: string) =>
        path === undefined || path === '' || file.startsWith(`${path}/`)
      const own = out.get(name)!
      const libraries = own.some((f) => given.has(f)) ? librariesOf(path, own, input) : []
      const words = wordsOf(universe.groups.get(name)!)
      const used = own.map((f) => branchOf(given.has(f) ? neededSettings(f, libraries) : f, words))
      return [name, reachedFiles(withoutIdleProperties(used, namespaces), isOwn)] as const
    }),
  )
}
