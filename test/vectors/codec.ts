import type { TypeDef } from '../../src/core/model/contract.ts'
import { pyLanguage } from '../../src/emit/python/language.ts'
import { typeNames } from '../../src/emit/shared/names.ts'
import { tsLanguage } from '../../src/emit/ts/language.ts'
import type { Driver } from './drivers.ts'

/** The two functions that a driver has for a type. */
export type Codec = {
  readonly encode: (value: unknown) => Uint8Array
  readonly decode: (bytes: Uint8Array) => Record<string, unknown>
}

/** Names of a contract's types in generated TypeScript. */
export const tsNames = ({ contract }: Driver): ReadonlyMap<string, string> => {
  const { types, methods } = contract.body
  const locals = methods.flatMap((_, i) => [`codec${i + 1}`, `method${i + 1}`])
  return typeNames(types, contract.dialect, tsLanguage(locals))
}

/** Names of a contract's types in generated Python. */
export const pyNames = ({ contract }: Driver): ReadonlyMap<string, string> =>
  typeNames(contract.body.types, contract.dialect, pyLanguage)

/** Loads a driver and picks the functions of some types. */
export const codecsOf = async (
  driver: Driver,
  types: readonly TypeDef[],
): Promise<readonly Codec[]> => {
  const module = await driver.load()
  const names = tsNames(driver)
  return types.map((t) => ({
    encode: module[`encode${names.get(t.name)}`] as Codec['encode'],
    decode: module[`decode${names.get(t.name)}`] as Codec['decode'],
  }))
}
