import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Metafile } from 'esbuild'

/** The packages of which bundles hold code, as folders below node_modules, ordered. */
const packagesOf = (bundles: readonly Metafile[]): string[] => {
  const inputs = bundles.flatMap(({ inputs }) => Object.keys(inputs))
  const names = inputs.flatMap((input) => {
    const found = /(?:^|.*\/)node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)
    return found === null ? [] : [found[1]!]
  })
  return [...new Set(names)].sort()
}

const licenceOf = (root: string, name: string): string => {
  const folder = join(root, 'node_modules', name)
  const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry))
  const text = file === undefined ? '' : `\n${readFileSync(join(folder, file), 'utf8').trim()}\n`
  return `${name} ${version} (${license})\n${text}`
}

/** The notices that must go with bundles, and with whatever is added to them by name. */
export const licences = (
  root: string,
  bundles: readonly Metafile[],
  added: readonly string[] = [],
): string =>
  [...packagesOf(bundles), ...added]
    .map((name) => licenceOf(root, name))
    .join(`\n${'-'.repeat(80)}\n\n`)
