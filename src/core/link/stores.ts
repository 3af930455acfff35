import type { CodeFacts } from '../model/code.ts'
import type { ConfigStore } from '../model/ownership.ts'
import type { Package } from '../model/package.ts'
import { baseOf, folderOf } from '../model/path.ts'
import type { Universe } from './universe.ts'

/** Whose settings a file of a configuration server holds: of one service, or of all that ask the server. */
export type StoreOwner = { readonly service: string } | 'everybody' | 'nobody'

const isIn = (path: string, { folder }: ConfigStore): boolean => {
  const above = folderOf(path)
  if (!folder.startsWith('**/')) return above === folder || above.startsWith(`${folder}/`)
  return `/${above}/`.includes(`/${folder.slice('**/'.length)}/`)
}

/** `cart-docker` is `cart` with a profile, unless there is a `cart-docker`. */
const serviceOf = (name: string, universe: Universe): string | undefined => {
  for (let n = name; n !== ''; n = n.slice(0, Math.max(0, n.lastIndexOf('-')))) {
    const service = universe.serviceAt(n)
    if (service !== undefined) return service
  }
  return undefined
}

/** Undefined for a file that no configuration server hands out. */
export const storeOwner = (
  file: CodeFacts,
  stores: readonly ConfigStore[],
  universe: Universe,
): StoreOwner | undefined => {
  if (file.lang !== 'config') return undefined
  const within = stores.filter((s) => isIn(file.path, s))
  if (within.length === 0) return undefined
  const isLoose = within.every((s) => s.isLoose === true)
  if (isLoose && /(?:^|\/)src\/main\//.test(file.path)) return undefined
  const name = baseOf(file.path).replace(/\.\w+$/, '')
  if (!isLoose && /^application(?:-|$)/.test(name)) return 'everybody'
  const service = serviceOf(name, universe)
  if (service !== undefined) return { service }
  return isLoose ? undefined : 'nobody'
}

/** Whether a service has told that it takes its settings from a configuration server. */
export const asksServer = (files: readonly CodeFacts[]): boolean =>
  files.some((f) => f.scope === 'main' && f.endpoints.some((e) => e.api === 'config-server'))

const isAround = (dir: string, folder: string): boolean =>
  dir === '' || dir === folder || folder.startsWith(`${dir}/`) || dir.startsWith(`${folder}/`)

/**
 * Shared settings as one service uses them: without those for libraries that it does not depend on. Where
 * nothing is known of its dependencies, all stay.
 */
export const usedSettings = (
  file: CodeFacts,
  folder: string | undefined,
  packages: readonly Package[],
): CodeFacts => {
  const own = new Set(folder === undefined ? [] : packages.filter((p) => isAround(p.dir, folder)))
  const byName = new Map(packages.map((p) => [`${p.ecosystem}\0${p.name}`, p]))
  const used = (p: Package) => p.dependencies.filter((d) => d.group !== 'dependencyManagement')
  // Parents and libraries of the repository bring what they depend on.
  for (const p of own)
    for (const d of used(p)) {
      const inner = byName.get(`${p.ecosystem}\0${d.name}`)
      if (inner !== undefined) own.add(inner)
    }
  const names = [...own].flatMap((p) => used(p).map((d) => d.name.toLowerCase()))
  if (names.length === 0) return file
  const endpoints = file.endpoints.filter(
    (e) => e.needs === undefined || e.needs.some((word) => names.some((n) => n.includes(word))),
  )
  return { ...file, endpoints, reads: [], mentions: [] }
}
