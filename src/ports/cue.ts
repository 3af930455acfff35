/** What CUE makes of a text: the value of an expression, or what it has to say against it. */
export type CueAnswer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly errors: string }

/** The `cue` of this machine, as far as there is one. It is given texts, never files, and no network. */
export type Cue = {
  /** Undefined where `cue` is not installed. */
  readonly version: () => Promise<string | undefined>
  /** The CUE view of a kind of configuration, as RTT brings it along: `policy`. */
  readonly view: (name: string) => string
  /** The JSON of a text, or of one expression of it. */
  readonly evaluate: (text: string, expression?: string) => Promise<CueAnswer>
}
