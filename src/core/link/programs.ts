import type { CodeFacts, Start } from '../model/code.ts'
import type { Unit } from '../model/deployment.ts'
import { append } from '../model/multimap.ts'
import type { Project } from '../model/ownership.ts'
import type { Ecosystem, Package } from '../model/package.ts'
import { baseOf, folderOf, isWithin, upwards } from '../model/path.ts'
import { comparePlaces, compareText } from '../model/place.ts'
import { importGraph, reachedFrom } from './imports.ts'
import { nameKey } from './units.ts'

/** A program of the repository that no deployment starts: people start it from its folder. */
export type Program = {
  readonly folder: string
  readonly name: string
  readonly ports: readonly number[]
  readonly at: Unit['at']
  readonly isSilent?: true
}

export type ProgramInput = {
  readonly code: readonly CodeFacts[]
  readonly packages: readonly Package[]
  readonly projects?: readonly Project[]
  readonly servers?: readonly ServerProgram[]
  /** Folders with a Dockerfile. */
  readonly built?: ReadonlySet<string>
}

/** A program that agents start when they need it, such as an MCP server: by the name that it is known under. */
export type ServerProgram = {
  readonly name: string
  readonly folder: string
  readonly at: Unit['at']
}

/** What a start in a file says, once it is known whose it is. */
type Begun = { readonly folder: string; readonly start: Start }

const aside =
  /(?:^|\/)(?:\.[^/]+|docs?|documentation|website|examples?|samples?|demos?|tutorials?|playgrounds?|sandbox(?:es)?|scripts?|tools?|tooling|hack|bench(?:marks?)?|perf|tests?|testing|e2e|fixtures?|mocks?|(?:[\w-]+-)?templates?|boilerplates?|starters?|snippets?|vendor|third[_-]party|storybook|contrib|misc|generators?)(?:\/|$)/i

/** Whether a folder holds programs that are there to show, to build or to try something. */
export const isAside = (folder: string): boolean => aside.test(folder)

/** Programs that serve a package of scripts by themselves, with the ports that they listen on unless told otherwise. */
const webServers: ReadonlyMap<string, number> = new Map([
  ['next', 3000],
  ['nuxt', 3000],
  ['nuxi', 3000],
  ['remix', 3000],
  ['remix-serve', 3000],
  ['react-router', 5173],
  ['react-router-serve', 3000],
  ['astro', 4321],
  ['vite', 5173],
  ['vinxi', 3000],
  ['react-scripts', 3000],
  ['craco', 3000],
  ['ng', 4200],
  ['vue-cli-service', 8080],
  ['gatsby', 8000],
  ['svelte-kit', 5173],
  ['webpack-dev-server', 8080],
  ['parcel', 1234],
  ['quasar', 9000],
  ['umi', 8000],
  ['rsbuild', 3000],
])

const scripts = new Set(['javascript', 'typescript', 'vue', 'svelte'])

const nearest = (folder: string, dirs: ReadonlySet<string>): string | undefined =>
  upwards(folder).find((f) => dirs.has(f))

const dirsOf = (packages: readonly Package[], ecosystem: Ecosystem): ReadonlySet<string> =>
  new Set(packages.filter((p) => p.ecosystem === ecosystem).map((p) => p.dir))

/** The module of a file that is laid out as Maven and Gradle want it. */
const moduleOf = (path: string): string | undefined => {
  const at = `/${path}`.indexOf('/src/')
  return at < 0 ? undefined : path.slice(0, Math.max(0, at - 1))
}

/** The folder that a program is started in, by the habits of its language. */
const homes = ({
  packages,
  projects = [],
}: ProgramInput): ((file: CodeFacts, start: Start) => string | undefined) => {
  const npm = dirsOf(packages, 'npm')
  const startable = new Set(packages.filter((p) => p.starts !== undefined).map((p) => p.dir))
  const python = dirsOf(packages, 'pep440')
  const maven = dirsOf(packages, 'maven')
  const dotnet = new Set(projects.map((p) => p.folder))
  const top = (folder: string): string => folder.split('/')[0]!
  return ({ path, lang }, start) => {
    const folder = folderOf(path)
    if (scripts.has(lang)) {
      const own = nearest(folder, npm)
      return own !== undefined && startable.has(own) ? own : undefined
    }
    if (lang === 'python')
      return nearest(folder, python) ?? (baseOf(path) === 'manage.py' ? folder : top(folder))
    if (lang === 'java' || lang === 'kotlin') return moduleOf(path) ?? nearest(folder, maven)
    if (lang === 'csharp') return nearest(folder, dotnet)
    if (lang === 'ruby') return start.api === 'Rails::Application' ? folderOf(folder) : folder
    return lang === 'php' && baseOf(folder) === 'public' ? folderOf(folder) : folder
  }
}

/** Folders within the source of a module are packages of Java's kind, and say nothing: `com/acme/samples`. */
const placeOf = ({ path, lang }: CodeFacts): string =>
  (lang === 'java' || lang === 'kotlin' ? moduleOf(path) : undefined) ?? folderOf(path)

const startsIn = (code: readonly CodeFacts[], kind: Start['kind']) =>
  code
    .filter((c) => c.scope === 'main' && !isAside(placeOf(c)))
    .flatMap((file) =>
      (file.starts ?? []).filter((s) => s.kind === kind).map((start) => ({ file, start })),
    )

/** Of Go, each folder with a `main` whose imports lead to a server; the server may stand in another folder. */
const goPrograms = ({ code, packages }: ProgramInput): Begun[] => {
  const files = code.filter((c) => c.lang === 'go')
  const servers = new Map<string, Start[]>()
  for (const { file, start } of startsIn(files, 'server'))
    append(servers, folderOf(file.path), start)
  if (servers.size === 0) return []
  const graph = importGraph(files, packages)
  return startsIn(files, 'entry').flatMap(({ file, start }) => {
    const folder = folderOf(file.path)
    const found = [...reachedFrom([folder], graph)].flatMap((f) => servers.get(f) ?? [])
    if (found.length === 0) return []
    const own = servers.get(folder) ?? []
    const ports = (own.length > 0 ? own : found).flatMap((s) => s.ports)
    return [{ folder, start: { ...start, ports } }]
  })
}

/** Of Rust, each crate with a `main` that has a server, or is built with a crate of the repository that has one. */
const rustPrograms = ({ code, packages }: ProgramInput): Begun[] => {
  const crates = packages.filter((p) => p.ecosystem === 'cargo')
  const dirs = new Set(crates.map((p) => p.dir))
  const byName = new Map(crates.map((p) => [p.name, p]))
  const files = code.filter((c) => c.lang === 'rust')
  const servers = new Map<string, Start[]>()
  for (const { file, start } of startsIn(files, 'server')) {
    const home = nearest(folderOf(file.path), dirs)
    if (home !== undefined) append(servers, home, start)
  }
  return startsIn(files, 'entry').flatMap(({ file, start }) => {
    const home = nearest(folderOf(file.path), dirs)
    if (home === undefined || servers.size === 0) return []
    const seen = new Set(crates.filter((p) => p.dir === home))
    for (const p of seen)
      for (const d of p.dependencies) {
        const inner = byName.get(d.name)
        if (inner !== undefined) seen.add(inner)
      }
    const found = [...seen].flatMap((p) => servers.get(p.dir) ?? [])
    return found.length === 0
      ? []
      : [{ folder: home, start: { ...start, ports: found.flatMap((s) => s.ports) } }]
  })
}

const compiled = new Set(['go', 'rust'])

/** Packages of scripts that a web server of development serves; a library has one to be looked at. */
const servedPackages = (packages: readonly Package[]): Begun[] =>
  packages
    .filter((p) => p.ecosystem === 'npm' && p.isLibrary !== true && !isAside(p.dir))
    .flatMap((p) => {
      const start = p.starts?.find((s) => webServers.has(s.program))
      return start === undefined
        ? []
        : [
            {
              folder: p.dir,
              start: {
                kind: 'server' as const,
                api: start.program,
                ports: [start.port ?? webServers.get(start.program)!],
                at: start.at,
              },
            },
          ]
    })

const begunIn = (input: ProgramInput): Begun[] => {
  const home = homes(input)
  const direct = startsIn(
    input.code.filter((c) => !compiled.has(c.lang)),
    'server',
  ).flatMap(({ file, start }) => {
    const folder = home(file, start)
    return folder === undefined ? [] : [{ folder, start }]
  })
  return [
    ...direct,
    ...goPrograms(input),
    ...rustPrograms(input),
    ...servedPackages(input.packages),
  ]
}

/** Folders that say what is in them, and not what it is. */
const vague = new Set(['cmd', 'src', 'app', 'main', 'server', 'bin'])

/** The end of the name that its manifest declares, or that of its folder. */
const nameOf = (folder: string, packages: readonly Package[]): string => {
  const own = packages.filter((p) => p.dir === folder && p.isUnnamed !== true)
  const declared = own.sort((a, b) => compareText(a.ecosystem, b.ecosystem))[0]?.name
  if (declared !== undefined) return declared.replace(/\/v\d+$/, '').replace(/^.*[/:]/, '')
  const parts = folder.split('/').filter((p) => p !== '')
  const telling = parts.findLast((p) => !vague.has(p)) ?? parts.at(-1)
  return telling ?? 'app'
}

const named = (
  programs: readonly Omit<Program, 'name'>[],
  packages: readonly Package[],
): Program[] => {
  const byName = new Map<string, Omit<Program, 'name'>[]>()
  for (const p of programs) append(byName, nameKey(nameOf(p.folder, packages)), p)
  return [...byName.values()].flatMap((same) =>
    same.map((p) => {
      const name = nameOf(p.folder, packages)
      const around = p.folder.split('/').filter((f) => f !== '' && f !== name)[0]
      return { ...p, name: same.length > 1 && around !== undefined ? `${around}-${name}` : name }
    }),
  )
}

/**
 * The folder of a program whose manifest is for others beside it, too: the highest one around its own file that
 * holds no other program, or the one around it with a Dockerfile.
 */
const ownFolder = (
  { folder, start }: Begun,
  all: readonly string[],
  built: ReadonlySet<string>,
): string => {
  const others = all.filter((f) => f !== folder && isWithin(f, folder))
  const free = upwards(folderOf(start.at.path)).filter(
    (f) => f !== folder && isWithin(f, folder) && !others.some((o) => isWithin(o, f)),
  )
  const own = free.find((f) => built.has(f))
  return own ?? (others.length === 0 ? folder : (free.at(-1) ?? folder))
}

/** The programs that the code of a repository has, one a folder. */
export const programsOf = (input: ProgramInput): Program[] => {
  const all = begunIn(input)
  const folders = [...new Set(all.map((b) => b.folder))]
  const built = input.built ?? new Set()
  const byFolder = new Map<string, Begun[]>()
  for (const b of all) append(byFolder, ownFolder(b, folders, built), b)
  const found = [...byFolder].map(([folder, begun]) => ({
    folder,
    ports: [...new Set(begun.flatMap((b) => b.start.ports))].sort((a, b) => a - b),
    at: begun.map((b) => b.start.at).sort(comparePlaces)[0]!,
  }))
  return named(
    found.sort((a, b) => compareText(a.folder, b.folder)),
    input.packages,
  )
}

/** The programs that agents start, of those folders that hold one alone. */
export const serverPrograms = ({ servers = [] }: ProgramInput): Program[] => {
  const byFolder = new Map<string, ServerProgram[]>()
  for (const s of servers) append(byFolder, s.folder, s)
  return [...byFolder.values()].flatMap((all) =>
    all.length === 1 ? [{ ...all[0]!, ports: [], isSilent: true as const }] : [],
  )
}
