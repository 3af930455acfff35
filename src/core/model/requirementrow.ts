/** What a symbol of a manifest asks for: by which port, of whom, and what is said to meet there. */
export type RequirementRow = {
  /** The address of who asks. */
  readonly of: string
  readonly port: string
  /** A selector, with a range of versions behind `@`. */
  readonly target: string
  readonly contract?: string | undefined
  readonly answer?: string | undefined
  readonly operation?: string | undefined
  readonly capabilities?: readonly string[] | undefined
  readonly coercer?: string | undefined
}
