import { execFileSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bundlePackage } from './bundle.ts'
import { licences } from './licences.ts'

/** Makes dist/lib, which is what the npm package runs. */
export const buildPackage = async (root: string): Promise<void> => {
  const lib = join(root, 'dist', 'lib')
  rmSync(lib, { recursive: true, force: true })
  const bundles = await bundlePackage(root)
  writeFileSync(join(lib, 'licences.txt'), licences(root, bundles))
}

/** Packs dist/rtt-<version>.tgz. The pinned Node runs npm, so that the compression is pinned, too. */
export const packTarball = (root: string, version: string): string => {
  const args = ['pack', '--ignore-scripts', '--silent', '--pack-destination', 'dist']
  const npm = process.env['npm_execpath']
  const [command, first] = npm === undefined ? ['npm', []] : [process.execPath, [npm]]
  execFileSync(command, [...first, ...args], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })
  return join(root, 'dist', `rtt-${version}.tgz`)
}
