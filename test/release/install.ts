import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '..', '..')

export const packageJson: { readonly version: string } = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
)

/** A way to start RTT: command and first arguments. */
export type Form = readonly [command: string, ...first: string[]]

export const binary: Form = [join(root, 'dist', 'rtt')]
export const checkout: Form = [process.execPath, join(root, 'bin', 'rtt')]

const tarball = (): string => join(root, 'dist', `rtt-${packageJson.version}.tgz`)

/** Makes dist/ anew; `folder` is the checkout it is made in. */
export const build = (folder: string = root): string =>
  execFileSync(process.execPath, [join(folder, '.ci', 'build.ts')], {
    cwd: folder,
    encoding: 'utf8',
  })

const installedBy = (folder: string): boolean => {
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
  const args = ['install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', tarball()]
  const { status } = spawnSync('npm', args, { cwd: folder, stdio: 'ignore' })
  return status === 0
}

/** Without the network npm may not find what the package needs; the checkout's own copies are the same. */
const unpackInto = (folder: string): void => {
  const home = join(folder, 'node_modules', 'rtt')
  mkdirSync(home, { recursive: true })
  execFileSync('tar', ['-xzf', tarball(), '--strip-components=1', '-C', home])
  symlinkSync(join(root, 'node_modules'), join(home, 'node_modules'))
}

/** Installs the packed package into an empty folder and says how it was done and how it is started. */
export const installPackage = (folder: string): { readonly form: Form; readonly how: string } => {
  const byNpm = installedBy(folder)
  if (!byNpm) unpackInto(folder)
  const launcher = join(folder, 'node_modules', 'rtt', 'bin', 'rtt')
  if (!existsSync(launcher)) throw new Error(`${launcher} is missing`)
  return { form: [process.execPath, launcher], how: byNpm ? 'npm install' : 'unpacked' }
}
