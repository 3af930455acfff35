import type { Unit } from '../model/deployment.ts'
import { folderOf } from '../model/path.ts'
import { imageRole, isProxyImage } from './image.ts'

const spare = new Set<Unit['origin']>(['procfile', 'systemd'])
const leading = new Set<Unit['origin']>(['compose', 'kubernetes', 'aspire', 'manifest'])

/** A store, a broker or a proxy that anybody can pull: no program of the repository. */
const isPublic = (u: Unit): boolean =>
  u.context === undefined &&
  u.buildText === undefined &&
  u.project === undefined &&
  u.image !== undefined &&
  (imageRole(u.image) !== undefined || isProxyImage(u.image))

/**
 * Processes of a Procfile or of systemd count only where no other deployment starts the programs of the
 * repository: else they are the same programs under other names. Of several Procfiles the one that is
 * highest counts.
 */
export const withoutSpares = (units: readonly Unit[]): readonly Unit[] => {
  const processes = units.filter((u) => spare.has(u.origin))
  if (processes.length === 0) return units
  const isTold = units.some((u) => leading.has(u.origin) && !isPublic(u))
  if (isTold) return units.filter((u) => !spare.has(u.origin))
  const depth = (u: Unit): number =>
    folderOf(u.at.path)
      .split('/')
      .filter((p) => p !== '').length
  const procfiles = processes.filter((u) => u.origin === 'procfile')
  const top = Math.min(...procfiles.map(depth))
  return units.filter((u) => u.origin !== 'procfile' || depth(u) === top)
}
