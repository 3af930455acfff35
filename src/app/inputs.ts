import { digestOf } from '../core/json/digest.ts'
import { generatorVersion } from '../emit/shared/seal.ts'

/** Languages of connectors, by the name of their folder. */
export const languages = ['ts', 'py'] as const
export type Language = (typeof languages)[number]

/** What the gen stage depends on: contracts, generator, languages. */
export const genInputs = (
  contractsDigest: string,
  generator: string,
  langs: readonly Language[],
): string =>
  digestOf({ contracts: contractsDigest, generator: `${generator}/${generatorVersion}`, langs })
