import type { KeyObject } from 'node:crypto'

/** A private key that may sign on this clone. `id` is the first 16 hex digits of sha256 of the raw public key. */
export type SigningKey = {
  readonly id: string
  readonly name: string
  readonly privateKey: KeyObject
  readonly publicKey: string
}
