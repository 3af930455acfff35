import { RttError } from '../diag/error.ts'
import { sha256Parts } from '../json/digest.ts'
import { decodeBase64, encodeBase64 } from '../trust/base64.ts'
import { verifyEd25519Strict } from '../trust/ed25519.ts'
import { keyIdOf, publicKeyBytes } from '../trust/publicKey.ts'

/** The head of a log, named by the log's origin. */
export type TreeHead = { readonly origin: string; readonly size: number; readonly root: string }

type NoteSignature = { readonly keyHash: string; readonly signature: Uint8Array }

/** A C2SP checkpoint: the tree head, its text, and who signed the text. */
export type Checkpoint = TreeHead & {
  readonly text: string
  readonly signatures: readonly NoteSignature[]
}

const bytesMax = 16 * 1024
const ed25519Type = 1
const shape = /^([\x21-\x2a\x2c-\x7e]+)\n([1-9]\d{0,15})\n([A-Za-z0-9+/]{43}=)\n\n((?:— .+\n)+)$/

/**
 * The text of a checkpoint, which is what its key signs.
 *
 * Source: C2SP tlog-checkpoint and signed-note
 */
export const checkpointText = ({ origin, size, root }: TreeHead): string =>
  `${origin}\n${size}\n${encodeBase64(Buffer.from(root, 'hex'))}\n`

/** The four bytes, in hex, by which a note names the key that signed it. */
const keyHashOf = (name: string, publicKey: Uint8Array): string =>
  sha256Parts([`${name}\n`, Uint8Array.of(ed25519Type), publicKey]).slice(0, 8)

/**
 * A signed checkpoint. The signature is named after the log's origin, as C2SP asks of a log's own
 * key.
 *
 * @param signature 64 bytes over `checkpointText(head)`
 */
export const formatCheckpoint = (
  head: TreeHead,
  publicKeyHex: string,
  signature: Uint8Array,
): string => {
  const keyHash = Buffer.from(keyHashOf(head.origin, publicKeyBytes(publicKeyHex)), 'hex')
  const signed = encodeBase64(Buffer.concat([keyHash, signature]))
  return `${checkpointText(head)}\n— ${head.origin} ${signed}\n`
}

const signaturesOf = (lines: string, origin: string): readonly NoteSignature[] | undefined => {
  const found: NoteSignature[] = []
  for (const line of lines.split('\n').slice(0, -1)) {
    const [, name, base64 = ''] = line.split(' ')
    const bytes = decodeBase64(base64)
    if (bytes === undefined || bytes.length < 5) return undefined
    const keyHash = Buffer.from(bytes.subarray(0, 4)).toString('hex')
    if (name === origin) found.push({ keyHash, signature: bytes.subarray(4) })
  }
  return found
}

/**
 * Reads a checkpoint; nothing in it is believed before `checkpointSigner` has named its signer.
 *
 * @throws RttError RTT4001 when it is not a checkpoint
 */
export const parseCheckpoint = (bytes: Uint8Array, path: string): Checkpoint => {
  const source = Buffer.from(bytes.subarray(0, bytesMax + 1)).toString('utf8')
  const match = bytes.length > bytesMax ? null : shape.exec(source)
  const [, origin = '', size = '', root = '', lines = ''] = match ?? []
  const rootBytes = decodeBase64(root)
  const signatures = signaturesOf(lines, origin)
  if (match === null || rootBytes === undefined || signatures === undefined)
    throw new RttError('RTT4001', `${path} is not a checkpoint of the log`)
  const head = { origin, size: Number(size), root: Buffer.from(rootBytes).toString('hex') }
  return { ...head, text: checkpointText(head), signatures }
}

/**
 * Who signed a checkpoint, among the keys given.
 *
 * @param publicKeys hex
 * @returns the id of the key; undefined when no known key signed; 'broken' when a signature names a
 *   known key and does not verify
 */
export const checkpointSigner = (
  checkpoint: Checkpoint,
  publicKeys: readonly string[],
): string | 'broken' | undefined => {
  const message = new TextEncoder().encode(checkpoint.text)
  let signer: string | undefined
  for (const { keyHash, signature } of checkpoint.signatures)
    for (const hex of publicKeys) {
      const key = publicKeyBytes(hex)
      if (keyHashOf(checkpoint.origin, key) !== keyHash) continue
      if (!verifyEd25519Strict(key, message, signature)) return 'broken'
      signer = keyIdOf(hex)
    }
  return signer
}
