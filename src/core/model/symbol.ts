import type { Dialect } from './contract.ts'
import type { Place } from './place.ts'
import type { SymbolType } from './saddr.ts'

/** One row of the index: something that can be connected. */
export type SymbolDef = {
  /** Canonical SADDR. */
  readonly address: string
  readonly type: SymbolType
  readonly name: string
  readonly lang: string
  readonly at: Place
  /** Digest of its contract, and where that stands, if it has one. */
  readonly contract?: { readonly digest: string; readonly id: string; readonly dialect: Dialect }
  readonly evidence: 'manifest' | 'ast' | 'heuristic'
  readonly direction: 'provider' | 'consumer' | 'both'
}
