import type { Ecosystem, Package } from '../model/package.ts'
import { upwards } from '../model/path.ts'
import { expandBraces, matchGlob } from './glob.ts'

/** The folder that one installation is made for, as seen by one ecosystem. */
export type RootOf = (pkg: Package) => string

type Workspace = {
  readonly dir: string
  readonly members: readonly string[]
  readonly excluded: readonly string[]
}

/** `glob` as seen from the repository root; undefined where it leaves it. */
const absolute = (dir: string, glob: string): string | undefined => {
  const out: string[] = []
  for (const part of [...dir.split('/'), ...glob.split('/')]) {
    if (part === '' || part === '.') continue
    if (part !== '..') out.push(part)
    else if (out.pop() === undefined) return undefined
  }
  return out.join('/')
}

const globsOf = (dir: string, globs: readonly string[]): readonly string[] =>
  globs.flatMap(expandBraces).flatMap((glob) => absolute(dir, glob) ?? [])

const workspaceOf = ({ dir, workspaces }: Package): Workspace => ({
  dir,
  members: globsOf(
    dir,
    workspaces.filter((g) => !g.startsWith('!')),
  ),
  excluded: globsOf(
    dir,
    workspaces.filter((g) => g.startsWith('!')).map((g) => g.slice(1)),
  ),
})

const isMember = ({ members, excluded }: Workspace, dir: string): boolean =>
  members.some((glob) => matchGlob(glob, dir)) && !excluded.some((glob) => matchGlob(glob, dir))

/** Files of a folder `requirements` belong to what the folder above holds. */
const ownRoot = ({ ecosystem, dir }: Package): string =>
  ecosystem === 'pep440' ? dir.replace(/(^|\/)requirements$/, '') : dir

/** Maven resolves each module by itself, whoever lists it. */
const hasWorkspaces = (ecosystem: Ecosystem): boolean => ecosystem !== 'maven'

/**
 * Finds the installation that a package belongs to: the nearest workspace above that lists it, else
 * any that reaches it by `..`, else its own folder. `outermost` asks for the farthest above instead: a
 * workspace within a workspace belongs to both.
 */
export const rootsOf = (
  packages: readonly Package[],
  which: 'nearest' | 'outermost' = 'nearest',
): RootOf => {
  const near = new Map<string, Workspace[]>()
  const far = new Map<Ecosystem, Workspace[]>()
  for (const pkg of packages) {
    if (pkg.workspaces.length === 0 || !hasWorkspaces(pkg.ecosystem)) continue
    const key = `${pkg.ecosystem} ${pkg.dir}`
    const workspace = workspaceOf(pkg)
    near.set(key, [...(near.get(key) ?? []), workspace])
    if (pkg.workspaces.some((g) => g.includes('..')))
      far.set(pkg.ecosystem, [...(far.get(pkg.ecosystem) ?? []), workspace])
  }
  return (pkg) => {
    const above = upwards(pkg.dir)
    for (const dir of which === 'nearest' ? above : above.toReversed()) {
      const here = near.get(`${pkg.ecosystem} ${dir}`) ?? []
      if (here.some((w) => w.dir === pkg.dir || isMember(w, pkg.dir))) return dir
    }
    const reached = far.get(pkg.ecosystem)?.find((w) => isMember(w, pkg.dir))
    return reached?.dir ?? ownRoot(pkg)
  }
}
