/**
 * `rtt/core`: the plain functions that other tools and tests may build on. All are pure.
 *
 * @example
 * import { canonicalize, meet } from 'rtt/core'
 * canonicalize({ b: 1, a: 2 }) // '{"a":2,"b":1}'
 * meet('npm', '^1.2.0', '>=1.4.0') // '^1.4.0'
 */
export { canonicalize } from './core/json/canonical.ts'
export { parseCanonical } from './core/json/parse.ts'
export { verifyConsistency, verifyInclusion } from './core/log/proof.ts'
export { verifyEd25519Strict } from './core/trust/ed25519.ts'
export { meet } from './core/version/range.ts'
