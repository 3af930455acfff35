import type { Place } from '../model/place.ts'
import { type Code, codes } from './codes.ts'
import type { Related } from './diagnostic.ts'

type Details = {
  readonly at?: Place
  readonly related?: readonly Related[]
  readonly help?: string
  readonly cause?: unknown
}

/**
 * An operation of RTT that could not be done. Thrown; a shell turns it into a message and the exit
 * code that the registry holds for its code. Never used for our own bugs: those are assertions.
 *
 * @example throw new RttError('RTT3001', 'the signature does not match plan c41f09ae')
 */
export class RttError extends Error {
  override readonly name = 'RttError'
  readonly code: Code
  readonly at: Place | undefined
  readonly related: readonly Related[]
  readonly help: string

  constructor(code: Code, summary: string, details: Details = {}) {
    super(summary, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    this.at = details.at
    this.related = details.related ?? []
    this.help = details.help ?? codes[code].help
  }

  /** The exit code of design: the same for every command. */
  get exit(): number {
    return codes[this.code].exit
  }
}
