import type { Place } from './place.ts'

/** `requires` of a manifest: the port, the selector of who may be at its end. */
export type Requirement = {
  readonly port: string
  readonly target: string
  readonly critical: boolean
  readonly at: Place
}

/** One symbol that an rtt.manifest.json declares (design: manifest). */
export type ManifestSymbol = {
  readonly address: string
  readonly direction: 'provider' | 'consumer' | 'both'
  readonly contract?: string
  readonly capabilities: readonly string[]
  readonly requires: readonly Requirement[]
  /** JSON pointer of the symbol in its file. */
  readonly pointer: string
  readonly at: Place
  readonly contractAt?: Place
}

export type Manifest = {
  readonly dir: string
  readonly symbols: readonly ManifestSymbol[]
  readonly at: Place
}
