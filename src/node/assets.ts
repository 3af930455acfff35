import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
// A namespace, since Node 22.18 lacks getAssetKeys: the binary, which brings its own Node, has it.
import * as sea from 'node:sea'
import { compareText } from '../core/model/place.ts'

/** The folders that go wherever RTT goes: checkout, npm package, binary. */
export const assetFolders = ['templates', 'schemas', 'cue'] as const

// Both src/node/ and dist/lib/ lie two levels below what holds the folders.
const root = (): string => join(import.meta.dirname, '..', '..')

const assertName = (name: string): void => {
  const [folder, ...rest] = name.split('/')
  if (!assetFolders.some((known) => known === folder) || rest.includes('..'))
    throw new Error(`${name} names no asset: it must lie in ${assetFolders.join(' or ')}`)
}

/**
 * The bytes of a file that RTT brings along.
 *
 * @param name with `/`, from the folder on
 * @throws Error when there is none of that name: a bug of RTT, or a broken installation
 * @example readAsset('templates/ts/runtime.ts')
 */
export const readAsset = (name: string): Uint8Array => {
  assertName(name)
  return sea.isSea() ? new Uint8Array(sea.getAsset(name)) : readFileSync(join(root(), name))
}

const filesBelow = (folder: string): string[] =>
  readdirSync(join(root(), folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    return entry.isDirectory() ? filesBelow(path) : entry.isFile() ? [path] : []
  })

/**
 * The names of all assets below a folder, ordered; none when there is no such folder.
 *
 * @example listAssets('templates/ts') // ['templates/ts/runtime.ts', …]
 */
export const listAssets = (folder: string): readonly string[] => {
  assertName(folder)
  if (sea.isSea())
    return sea
      .getAssetKeys()
      .filter((key) => key.startsWith(`${folder}/`))
      .sort(compareText)
  return existsSync(join(root(), folder)) ? filesBelow(folder).sort(compareText) : []
}
