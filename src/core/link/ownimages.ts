import type { Unit } from '../model/deployment.ts'
import type { Package } from '../model/package.ts'
import { imageName, imageRole, isProxyImage } from './image.ts'
import { nameKey } from './units.ts'

/** Names that packages of every repository have. */
const common =
  /^(?:apps?|web|www|site|server|api|ui|frontend|backend|client|core|main|docs?|worker|common|shared|example|demo|test|service|src|lib|utils?|tools?|github|com|org|io|net|dev|local|root|monorepo|project|workspace)$/

/** Words by which a repository calls itself: names and scopes of its packages, and where its modules are to be had. */
const ownWords = (packages: readonly Package[]): ReadonlySet<string> =>
  new Set(
    packages
      .filter((p) => p.isUnnamed !== true)
      .flatMap((p) => p.name.replace(/^@/, '').split(/[/:]/))
      .map(nameKey)
      .filter((word) => word.length > 2 && !common.test(word)),
  )

/**
 * Units that start an image which by its name is built from this repository, though nothing tells from which folder
 * of it.
 */
export const ownImages = (
  units: readonly Unit[],
  packages: readonly Package[],
): readonly Unit[] => {
  const words = ownWords(packages)
  return units.filter((u) => {
    if (u.image === undefined || u.context !== undefined || u.buildText !== undefined) return false
    if (imageRole(u.image) !== undefined || isProxyImage(u.image)) return false
    const owner = u.image.split('/').at(-2) ?? ''
    return words.has(nameKey(owner)) || words.has(nameKey(imageName(u.image)))
  })
}
