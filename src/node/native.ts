import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
// A namespace, since Node 22.18 lacks getAssetKeys: the binary, which brings its own Node, has it.
import * as sea from 'node:sea'
import { RttError } from '../core/diag/error.ts'
import { type Packed, type PrivateFolder, unpack } from './unpack.ts'

/**
 * What the single binary must carry because the kernel maps it from a file, by the package that it
 * belongs to. In a checkout and in the npm package each package finds its own.
 *
 * `target` is `<platform>-<arch>`, as in `linux-x64`.
 */
export const addons: Readonly<Record<string, (target: string) => string>> = {
  'better-sqlite3': (target) => `better-sqlite3/prebuilds/${target}.node`,
}

/** The name of an addon among the assets of the binary: it tells the digest that loading checks. */
export const addonAsset = (name: string, sha256: string): string => `native/${name}/${sha256}.node`

/** Packages that the binary bundles; its entry fills this. Elsewhere they are found on disk. */
export const bundled = new Map<string, () => unknown>()

/** Requires a package when it is first needed. In the binary only those in `bundled` are there. */
export const requirePackage = (name: string): unknown =>
  bundled.get(name)?.() ?? createRequire(import.meta.url)(name)

const packedAddon = (name: string): Packed => {
  const prefix = addonAsset(name, '').replace(/\.node$/, '')
  const key = sea.getAssetKeys().find((asset) => asset.startsWith(prefix))
  if (key === undefined) throw new Error(`the binary does not carry the addon of ${name}`)
  const sha256 = key.slice(prefix.length).replace(/\.node$/, '')
  return { sha256, bytes: () => new Uint8Array(sea.getRawAsset(key)) }
}

const loaded = new Map<string, object>()

const open = (packed: Packed, folder: PrivateFolder): object => {
  const module: { exports: object } = { exports: {} }
  process.dlopen(module, unpack(packed, folder))
  return module.exports
}

/**
 * The addon of a package, or undefined outside the binary, where the package loads it by itself. It is
 * unpacked into the state folder that it will serve, so that RTT writes nowhere else; where that cannot
 * be (another owner, no execution allowed), into a private folder for temporary files.
 *
 * @param state the `.rtt` folder, if there is one
 * @throws RttError RTT4003
 */
export const loadAddon = (name: string, state: string | undefined): object | undefined => {
  if (!sea.isSea()) return undefined
  const before = loaded.get(name)
  if (before !== undefined) return before
  const packed = packedAddon(name)
  const folders: PrivateFolder[] = [
    ...(state === undefined ? [] : [{ base: state, below: ['cache', 'native'] }]),
    { base: tmpdir(), below: [`rtt-${process.getuid?.() ?? 'native'}`] },
  ]
  const causes: unknown[] = []
  for (const folder of folders) {
    try {
      const addon = open(packed, folder)
      loaded.set(name, addon)
      return addon
    } catch (cause) {
      causes.push(cause)
    }
  }
  throw new RttError('RTT4003', `the addon of ${name} could not be unpacked and loaded`, {
    help: 'RTT needs a folder of its own that may hold executable files: .rtt/cache, or TMPDIR.',
    cause: new AggregateError(causes),
  })
}
