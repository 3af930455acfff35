import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Contract } from '../../src/core/model/contract.ts'
import { emitPython } from '../../src/emit/python.ts'
import type { GeneratedFile } from '../../src/emit/shared/file.ts'
import { driverSlug, pythonPackage } from '../../src/emit/shared/slug.ts'
import { emitTypeScript } from '../../src/emit/ts.ts'

const templateFolder = join(import.meta.dirname, '../../templates/connector')

/** All templates of connectors, as the caller of an emitter must read them. */
export const templates: ReadonlyMap<string, string> = new Map(
  ['ts', 'python'].flatMap((language) =>
    readdirSync(join(templateFolder, language))
      .filter((name) => name.endsWith('.mts') || name.endsWith('.py'))
      .map((name): [string, string] => [
        `${language}/${name}`,
        readFileSync(join(templateFolder, language, name), 'utf8'),
      ]),
  ),
)

export const addressOf = (contract: Contract): string =>
  `rtt://test/contract/${encodeURIComponent(contract.id)}`

/** A written driver in both languages. */
export type Driver = {
  readonly contract: Contract
  /** Folder that holds the Python package. */
  readonly pythonFolder: string
  readonly pythonPackage: string
  /** Loads the generated module. */
  readonly load: () => Promise<Readonly<Record<string, unknown>>>
}

export type Drivers = {
  readonly folder: string
  readonly drivers: readonly Driver[]
  readonly remove: () => void
}

const write = (folder: string, files: readonly GeneratedFile[]): void => {
  for (const { path, text } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}

const writeDriver = (folder: string, contract: Contract): Driver => {
  const address = addressOf(contract)
  const [ts, python] = ['ts', 'python'].map((l) => join(folder, l, driverSlug(address)))
  write(ts!, emitTypeScript(contract, address, templates))
  write(python!, emitPython(contract, address, templates))
  return {
    contract,
    pythonFolder: python!,
    pythonPackage: pythonPackage(address),
    load: () => import(pathToFileURL(join(ts!, 'index.ts')).href),
  }
}

/** Writes the drivers of contracts, in the layout of `.rtt/drivers`, into a temporary folder. */
export const writeDrivers = (contracts: readonly Contract[]): Drivers => {
  const folder = mkdtempSync(join(tmpdir(), 'rtt-drivers-'))
  return {
    folder,
    drivers: contracts.map((c) => writeDriver(folder, c)),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
