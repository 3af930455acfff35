import type { CodeFacts } from '../model/code.ts'
import type { Package } from '../model/package.ts'
import { baseOf, folderOf, resolvePath } from '../model/path.ts'

/** The folders of the repository that the code in a folder imports from. */
export type ImportGraph = (folder: string) => readonly string[]

/** The folders that some folders are built with, themselves and all that they import, however far away. */
export const reachedFrom = (folders: Iterable<string>, graph: ImportGraph): ReadonlySet<string> => {
  const seen = new Set(folders)
  for (const folder of seen) for (const next of graph(folder)) seen.add(next)
  return seen
}

type Resolve = (specifier: string, from: string) => string | undefined

const scripts = new Set(['javascript', 'typescript', 'vue', 'svelte'])

/** `github.com/acme/shop/internal/db` below the module that the manifest in its folder declares. */
const goFolder = (modules: readonly Package[], folders: ReadonlySet<string>): Resolve => {
  return (specifier) => {
    const module = modules.find((m) => specifier === m.name || specifier.startsWith(`${m.name}/`))
    if (module === undefined) return undefined
    const inner = specifier.slice(module.name.length + 1)
    const folder = [module.dir, inner].filter((p) => p !== '').join('/')
    return folders.has(folder) ? folder : undefined
  }
}

/** Packages of Python by their name, where the repository has one of that name. */
const pythonRoots = (files: ReadonlySet<string>): ReadonlyMap<string, string> => {
  const found = new Map<string, string | undefined>()
  for (const file of files) {
    if (!file.endsWith('/__init__.py')) continue
    const folder = folderOf(file)
    if (files.has(`${folderOf(folder)}/__init__.py`)) continue
    const name = baseOf(folder)
    found.set(name, found.has(name) ? undefined : folder)
  }
  return new Map([...found].flatMap(([n, f]) => (f === undefined ? [] : [[n, f] as const])))
}

/**
 * `shop.db.session` from the folder of the file, or from a folder above it; else a package of that name wherever it
 * stands, since it can be installed from there.
 */
const pythonFolder = (files: ReadonlySet<string>, folders: ReadonlySet<string>): Resolve => {
  const roots = pythonRoots(files)
  const at = (base: string, parts: readonly string[]): string | undefined => {
    const path = [base, ...parts].filter((p) => p !== '').join('/')
    if (files.has(`${path}.py`)) return folderOf(path)
    if (folders.has(path)) return path
    return parts.length > 1 && files.has(`${folderOf(path)}.py`)
      ? folderOf(folderOf(path))
      : undefined
  }
  return (specifier, from) => {
    const dots = /^\.*/.exec(specifier)![0].length
    const parts = specifier
      .slice(dots)
      .split('.')
      .filter((p) => p !== '')
    let base = folderOf(from)
    if (dots > 0) {
      for (let i = 1; i < dots; i++) base = folderOf(base)
      return at(base, parts)
    }
    for (;;) {
      const found = at(base, parts) ?? (parts.length > 0 ? at(`${base}/src`, parts) : undefined)
      if (found !== undefined) return found
      if (base === '') break
      base = folderOf(base)
    }
    const root = roots.get(parts[0] ?? '')
    return root === undefined ? undefined : at(folderOf(root), parts)
  }
}

/** `../shared/db`: a file with one of the usual endings, or a folder. */
const scriptFolder = (folders: ReadonlySet<string>): Resolve => {
  return (specifier, from) => {
    if (!specifier.startsWith('.')) return undefined
    const path = resolvePath(folderOf(from), specifier)
    if (path === undefined) return undefined
    return folders.has(path) ? path : folderOf(path)
  }
}

const graphs = new WeakMap<
  readonly CodeFacts[],
  { readonly packages: readonly Package[]; readonly graph: ImportGraph }
>()

/**
 * Resolves the imports of Go, Python and scripts to folders of the repository; worked out once for a list of files
 * with its packages.
 */
export const importGraph = (
  code: readonly CodeFacts[],
  packages: readonly Package[],
): ImportGraph => {
  const known = graphs.get(code)
  if (known?.packages === packages) return known.graph
  const graph = graphOf(code, packages)
  graphs.set(code, { packages, graph })
  return graph
}

const graphOf = (code: readonly CodeFacts[], packages: readonly Package[]): ImportGraph => {
  const files = new Set(code.map((c) => c.path))
  const folders = new Set(code.map((c) => folderOf(c.path)))
  const modules = packages
    .filter((p) => p.ecosystem === 'gomod')
    .sort((a, b) => b.name.length - a.name.length)
  const go = goFolder(modules, folders)
  const python = pythonFolder(files, folders)
  const script = scriptFolder(folders)
  const byFolder = new Map<string, CodeFacts[]>()
  for (const c of code) {
    if (c.scope !== 'main' || c.imports === undefined) continue
    const own = byFolder.get(folderOf(c.path))
    if (own) own.push(c)
    else byFolder.set(folderOf(c.path), [c])
  }
  const known = new Map<string, readonly string[]>()
  return (folder) => {
    const before = known.get(folder)
    if (before) return before
    const found = (byFolder.get(folder) ?? []).flatMap((c) => {
      const resolve =
        c.lang === 'go'
          ? go
          : c.lang === 'python'
            ? python
            : scripts.has(c.lang)
              ? script
              : undefined
      return resolve ? c.imports!.flatMap((i) => resolve(i.specifier, c.path) ?? []) : []
    })
    const list = [...new Set(found)].filter((f) => f !== folder)
    known.set(folder, list)
    return list
  }
}
