import { type Diagnostic, diagnostic } from '../core/diag/diagnostic.ts'
import type { Contract } from '../core/model/contract.ts'

import { emitPython } from './python.ts'

import type { GeneratedFile, Templates } from './shared/file.ts'
import { driverSlug } from './shared/slug.ts'
import { supportedPart } from './shared/supported.ts'
import { emitTypeScript } from './ts.ts'

/** A connector in one language: the folder it goes to, its files, and what had to be left out. */
export type Emitted = {
  readonly folder: string
  readonly files: readonly GeneratedFile[]
  readonly diagnostics: readonly Diagnostic[]
}

type Emit = (contract: Contract, address: string, templates: Templates) => Emitted

const leftOut = (contract: Contract): Diagnostic[] =>
  supportedPart(contract).leftOut.map((what) =>
    diagnostic('RTT1103', `${contract.id}: ${what} is left out of the connector`, {
      at: contract.at,
    }),
  )

const emitter =
  (emit: (c: Contract, a: string, t: Templates) => readonly GeneratedFile[]): Emit =>
  (contract, address, templates) => ({
    folder: driverSlug(address),
    files: emit(contract, address, templates),
    diagnostics: leftOut(contract),
  })

/** The languages of connectors, by the name of their folder. */
export const emitters: Readonly<Record<'ts' | 'py', Emit>> = {
  ts: emitter(emitTypeScript),
  py: emitter(emitPython),
}
