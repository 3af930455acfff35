/** Where randomness comes from; only adapters may have it. */
export type Random = {
  /** That many random bytes, in hex. */
  readonly hex: (bytes: number) => string
}
