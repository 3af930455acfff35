import type { Service } from '../model/service.ts'

/** The services with the deepest folder that a file stands in: several where they are built from one folder. */
export const ownersOf = (path: string, services: readonly Service[]): readonly Service[] => {
  const owners = services.filter(
    (s) =>
      s.path !== undefined && (s.path === '' || path === s.path || path.startsWith(`${s.path}/`)),
  )
  const depth = Math.max(-1, ...owners.map((s) => s.path!.length))
  return owners.filter((s) => s.path!.length === depth)
}

/** The one service that a file belongs to; none where several share its folder. */
export const ownerOf = (path: string, services: readonly Service[]): Service | undefined => {
  const owners = ownersOf(path, services)
  return owners.length === 1 ? owners[0] : undefined
}
