import type { Link } from '../model/link.ts'
import type { ScanResult } from '../model/scan.ts'

/**
 * The links between what a repository is made of: its services, and the packages of workspaces that no
 * service is built from. Packages that services are built from are the services' inner matter; their links
 * are in `imports` alone.
 */
export const wiringOf = (r: ScanResult): readonly Link[] => [
  ...r.links,
  ...(r.imports ?? []).flatMap(({ isInner, ecosystem, ...link }) => (isInner ? [] : [link])),
]
