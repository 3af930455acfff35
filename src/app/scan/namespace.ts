import type { Package } from '../../core/model/package.ts'

const order: readonly Package['ecosystem'][] = ['npm', 'pep440', 'cargo', 'gomod', 'maven']
const segmentsMax = 4

/**
 * The namespace of a repository: the configured name, else the root manifest's name, else `local`;
 * never the folder's name, which differs from clone to clone.
 */
export const namespaceOf = (
  configured: string | undefined,
  packages: readonly Package[],
): string[] => {
  const root = packages
    .filter((p) => p.dir === '' && p.name !== 'local')
    .sort((a, b) => order.indexOf(a.ecosystem) - order.indexOf(b.ecosystem))[0]
  const name = configured ?? root?.name ?? 'local'
  const segments = name
    .replace(/^@/, '')
    .split(/[/:]/)
    .filter((s) => s !== '')
  return segments.length === 0 ? ['local'] : segments.slice(-segmentsMax)
}
