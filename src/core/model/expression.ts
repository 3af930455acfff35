import type { Place } from './place.ts'

/**
 * The value of an address as far as it can be known without running anything. `unknown` is kept, so
 * that `"http://" + host() + ":80"` still shows scheme and port.
 */
export type Expression =
  | { readonly kind: 'literal'; readonly value: string }
  | {
      readonly kind: 'env'
      readonly key: string
      readonly fallback?: Expression
      /** No text names the variable: a framework looks for it by the name of a setting. */
      readonly isImplied?: true
      readonly at: Place
    }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'concat'; readonly parts: readonly Expression[] }
  | { readonly kind: 'either'; readonly of: readonly Expression[] }
  | { readonly kind: 'unknown' }

export const unknown: Expression = { kind: 'unknown' }
export const literal = (value: string): Expression => ({ kind: 'literal', value })
