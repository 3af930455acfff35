import type { Link } from '../model/link.ts'
import type { ScanResult } from '../model/scan.ts'

/**
 * The links between what a repository is made of: its services, and where none is built from a workspace,
 * the packages. Packages that services are built from are the services' inner matter: who imports whom
 * among them is in `imports` alone.
 */
export const wiringOf = (r: ScanResult): readonly Link[] => [
  ...r.links,
  ...(r.imports ?? []).flatMap(({ isInner, ecosystem, ...link }) => (isInner ? [] : [link])),
]
