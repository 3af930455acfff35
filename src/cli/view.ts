import type { Diagnostic } from '../core/diag/diagnostic.ts'
import type { Style } from './style.ts'

/** How a command says what it found, to people. `source` gives a line of a file, if it may be shown. */
export type Painter = {
  readonly style: Style
  readonly columns: number
  readonly source: (path: string, line: number) => string | undefined
}

/**
 * What a command ends with: one value for both views. `data` is the product for machines, without the
 * envelope; `text` draws it for people.
 */
export type Report = {
  /** Name in the envelope: `scan` gives `rtt.scan/1`. */
  readonly command: string
  readonly exit: number
  readonly data: Readonly<Record<string, unknown>>
  readonly diagnostics?: readonly Diagnostic[]
  readonly text: (painter: Painter) => string
}

/** A part of a command's arguments and options, as commander hands them over. */
export type Options = Readonly<Record<string, string | boolean | readonly string[] | undefined>>
