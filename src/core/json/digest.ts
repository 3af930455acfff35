import { createHash, hash } from 'node:crypto'
import { canonicalize } from './canonical.ts'

/** sha256 as 64 lower-case hex digits. */
export const sha256 = (data: string | Uint8Array): string => hash('sha256', data)

/** sha256 of the concatenation of the parts, without copying them together. */
export const sha256Parts = (parts: readonly (string | Uint8Array)[]): string => {
  const h = createHash('sha256')
  for (const p of parts) h.update(p)
  return h.digest('hex')
}

/** sha256 of the canonical JSON of a value: the content address of everything RTT stores. */
export const digestOf = (value: unknown): string => sha256(canonicalize(value))

/** True for 64 lower-case hex digits. */
export const isDigest = (s: string): boolean => /^[0-9a-f]{64}$/.test(s)
