import { sha256 } from '../../core/json/digest.ts'
import type { Durable } from '../../ports/durable.ts'
import { paths } from './paths.ts'
import type { Blob } from './plan.ts'

const folderOf = (digest: string): string => `${paths.store}/${digest.slice(0, 2)}`
const fileOf = (digest: string): string => `${folderOf(digest)}/${digest.slice(2)}`

/** The bytes of a digest; undefined when the store does not hold exactly these. */
export const readBlob = (durable: Durable, digest: string): Uint8Array | undefined => {
  const bytes = durable.read(fileOf(digest))
  return bytes !== undefined && sha256(bytes) === digest ? bytes : undefined
}

/** Puts a blob into the store; it is on the disk when this returns, whoever began to write it. */
export const stageBlob = (durable: Durable, { digest, bytes }: Blob): void => {
  if (readBlob(durable, digest) === undefined) durable.replace(fileOf(digest), bytes)
  else durable.syncFolder(folderOf(digest))
}
