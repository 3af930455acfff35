import type { KeyObject } from 'node:crypto'

/**
 * A private key that may sign on this clone. `id` is the first 16 hex digits of sha256 of the raw
 * public key.
 */
export type SigningKey = {
  readonly id: string
  readonly name: string
  readonly privateKey: KeyObject
  readonly publicKey: string
  /** 64 bytes of Ed25519 over the message. */
  readonly sign: (message: Uint8Array) => Uint8Array
}

/** A key that was made but not stored yet. */
export type NewKey = { readonly key: SigningKey; readonly pem: string }

/** Private keys: where they come from. Storing one is the use case's step, through `Durable`. */
export type Keys = {
  readonly generate: (name: string, isEncrypted?: boolean) => NewKey
  /**
   * The PEM of a key that is to be stored here, encrypted with the passphrase of this run where that is asked.
   *
   * @throws RttError RTT3005 when there is no passphrase to encrypt it with
   */
  readonly pemOf: (key: SigningKey, isEncrypted: boolean) => string
  /**
   * Reads a PKCS#8 PEM Ed25519 key, encrypted or not. A key is never an argument: those are seen by all who share the machine.
   *
   * @param source a path, absolute or relative to the repository; `env:NAME` for a variable, `fd:N` for an open descriptor
   * @throws RttError RTT3005 when there is none, it is of another kind, or others may read it
   */
  readonly load: (source: string) => SigningKey
  /** Whether a file holds a key that needs a passphrase. */
  readonly isEncrypted: (path: string) => boolean
}
