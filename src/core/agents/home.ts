import { importGraph, reachedFrom } from '../link/imports.ts'
import { isAside } from '../link/programs.ts'
import type { CodeFacts } from '../model/code.ts'
import type { Package } from '../model/package.ts'
import { folderOf, isWithin } from '../model/path.ts'
import { compareText } from '../model/place.ts'

/** What a file of a server belongs to. */
export type Home = {
  /** The folder of the program; an empty string is the root. */
  readonly dir: string
  /** The folder of the package around it. */
  readonly around: string
  readonly package: Package | undefined
  /** Several programs are built with it, of which it cannot be told which one serves it. */
  readonly isShared?: true
}

type Input = { readonly code: readonly CodeFacts[]; readonly packages: readonly Package[] }

/** The programs of Go, each by its folder, that are built with the code in a folder. */
const goPrograms = ({ code, packages }: Input): ((folder: string) => readonly string[]) => {
  const files = code.filter((c) => c.lang === 'go' && c.scope === 'main')
  const mains = files
    .filter((f) => f.starts?.some((s) => s.kind === 'entry'))
    .map((f) => folderOf(f.path))
    .filter((folder) => !isAside(folder))
  const graph = importGraph(files, packages)
  const closures = [...new Set(mains)]
    .sort(compareText)
    .map((main) => [main, reachedFrom([main], graph)] as const)
  return (folder) => closures.filter(([, seen]) => seen.has(folder)).map(([main]) => main)
}

/** The packages of npm that are built with a library, be it through others, and are none themselves. */
const npmPrograms = (packages: readonly Package[]): ((library: Package) => readonly Package[]) => {
  const npm = packages.filter((p) => p.ecosystem === 'npm')
  const users = (name: string): readonly Package[] =>
    npm.filter((p) => p.dependencies.some((d) => d.name === name))
  return (library) => {
    const seen = new Set(users(library.name))
    for (const p of seen) for (const user of users(p.name)) seen.add(user)
    return [...seen].filter((p) => users(p.name).length === 0 && !isAside(p.dir))
  }
}

/** Nobody can start it: it has no command of its own. */
const isImported = (p: Package): boolean =>
  p.ecosystem === 'npm' && p.bins.length === 0 && !p.starts?.some((s) => s.script === 'start')

/**
 * Where a file of a server is at home: its package, the deepest around it, and of several in a folder the first by
 * ecosystem. A package of Go is a library unless it has a `main`, and so is one of npm without a command that others
 * depend on: there it is the program that is built with it. Undefined for a library of Go that no program is built
 * with, which nobody can start.
 */
export const homeFinder = (input: Input): ((path: string) => Home | undefined) => {
  const ordered = [...input.packages].sort(
    (a, b) => b.dir.length - a.dir.length || compareText(a.ecosystem, b.ecosystem),
  )
  const users = npmPrograms(input.packages)
  let programs: ReturnType<typeof goPrograms> | undefined
  return (path) => {
    const found = ordered.find((p) => isWithin(path, p.dir))
    const around = found?.dir ?? folderOf(path)
    const whole = { dir: around, around, package: found }
    if (found !== undefined && isImported(found)) {
      const built = users(found)
      const [user] = built
      if (built.length === 1 && user) return { dir: user.dir, around: '', package: user }
      return built.length > 1 ? { ...whole, isShared: true } : whole
    }
    if (!path.endsWith('.go')) return whole
    programs ??= goPrograms(input)
    const built = programs(folderOf(path)).filter((dir) => isWithin(dir, around))
    if (built.length === 0) return undefined
    const [dir] = built
    if (built.length > 1) return { ...whole, isShared: true }
    return dir === around ? whole : { dir: dir!, around, package: undefined }
  }
}
