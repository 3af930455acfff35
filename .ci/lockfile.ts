// Completes package-lock.json after `npm install`: a registry that does not offer the packages of every
// platform leaves them out of the lockfile, and then `npm ci` refuses it on every platform.
import { readFileSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

type Entry = {
  version?: string
  gypfile?: boolean
  optional?: boolean
  license?: string
  dev?: boolean
  engines?: Record<string, string>
  os?: string[] | string
  cpu?: string[] | string
  libc?: string[]
  optionalDependencies?: Record<string, string>
}
export type Lockfile = { packages: Record<string, Entry> }

export const lockfilePath = new URL('../package-lock.json', import.meta.url)
export const readLockfile = (): Lockfile => JSON.parse(readFileSync(lockfilePath, 'utf8'))

type Missing = { readonly name: string; readonly version: string; readonly parent: Entry }

/** Optional packages that some entry asks for and that have no entry themselves. */
export const missingPackages = (lock: Lockfile): readonly Missing[] =>
  Object.values(lock.packages).flatMap((parent) =>
    Object.entries(parent.optionalDependencies ?? {})
      .filter(([name]) => lock.packages[`node_modules/${name}`] === undefined)
      .map(([name, version]) => ({ name, version, parent })),
  )

/** Packages whose prebuilt addon npm 10 would build again, unless their entry says `gypfile: false`. */
export const rebuiltPackages = (lock: Lockfile): readonly string[] =>
  ['node_modules/better-sqlite3'].filter((path) => lock.packages[path]?.gypfile !== false)

// There is no integrity to give: npm takes what the registry of that platform's user says.
const platformEntry = ({ name, version, parent }: Missing): Entry => {
  const found = /-(android|darwin|linux|win32)-(x64|arm64|armv7)(-musl)?$/.exec(name)
  if (found === null || !/^\d+\.\d+\.\d+$/.test(version))
    throw new Error(`${name}@${version} is missing from the lockfile; its platform cannot be told`)
  const [, os, cpu, musl] = found
  return {
    version,
    cpu: [cpu === 'armv7' ? 'arm' : cpu!],
    ...(parent.dev && { dev: true }),
    ...(musl && { libc: ['musl'] }),
    ...(parent.license && { license: parent.license }),
    optional: true,
    os: [os!],
    ...(parent.engines && { engines: parent.engines }),
  }
}

const complete = (lock: Lockfile): void => {
  for (const missing of missingPackages(lock))
    lock.packages[`node_modules/${missing.name}`] = platformEntry(missing)
  for (const path of rebuiltPackages(lock)) lock.packages[path]!.gypfile = false
  const ordered = Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1))
  lock.packages = Object.fromEntries(ordered)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const lock = readLockfile()
  complete(lock)
  writeFileSync(lockfilePath, `${JSON.stringify(lock, null, 2)}\n`)
}
