import { RttError } from '../../core/diag/error.ts'
import {
  type Checkpoint,
  checkpointSigner,
  checkpointText,
  formatCheckpoint,
  parseCheckpoint,
} from '../../core/log/checkpoint.ts'
import { rootOf } from '../../core/log/merkle.ts'
import type { Durable } from '../../ports/durable.ts'
import type { SigningKey } from '../../ports/keys.ts'
import type { Journal } from './journal.ts'
import { paths } from './paths.ts'
import type { Log } from './readLog.ts'

/**
 * How the log stands to a checkpoint: it holds (`missing` 0), or it ends before it. `signer` is the
 * id of the known key that signed; undefined when the key is not known here.
 */
export type Held = {
  readonly path: string
  readonly size: number
  readonly missing: number
  readonly signer: string | undefined
}

/** A checkpoint that a commit of the repository carries for the log of this origin. */
export const pinnedFile = (origin: string): string => `${paths.pinned}/${origin}`

const contradicts = (log: Log, checkpoint: Checkpoint): string | undefined => {
  const { origin } = log.replay
  if (origin !== undefined && origin !== checkpoint.origin) return 'it is of another log'
  const entry = log.entries[checkpoint.size - 1]
  return entry !== undefined && entry.root !== checkpoint.root
    ? `the log has another root at entry ${checkpoint.size}`
    : undefined
}

/**
 * Holds the log to one checkpoint, if there is one.
 *
 * @param keys public keys in hex that may have signed it
 * @throws RttError RTT4001 when log and checkpoint contradict each other
 */
export const holdToCheckpoint = (
  durable: Durable,
  log: Log,
  { path, keys }: { readonly path: string; readonly keys: readonly string[] },
): Held | undefined => {
  const bytes = durable.read(path)
  if (bytes === undefined) return undefined
  const checkpoint = parseCheckpoint(bytes, path)
  const signer = checkpointSigner(checkpoint, keys)
  const why = signer === 'broken' ? 'its signature does not match' : contradicts(log, checkpoint)
  if (why !== undefined) throw new RttError('RTT4001', `${path} does not fit the log: ${why}`)
  const missing = Math.max(0, checkpoint.size - log.head.size)
  return { path, size: checkpoint.size, missing, signer: signer as string | undefined }
}

/** How many entries this clone's checkpoint covers; 0 where there is none. */
export const checkpointSize = (durable: Durable): number => {
  const bytes = durable.read(paths.checkpoint)
  return bytes === undefined ? 0 : parseCheckpoint(bytes, paths.checkpoint).size
}

/**
 * The error for a log that ends before its checkpoint: entries that were acknowledged are gone,
 * which no crash can do.
 */
export const truncated = ({ path, missing }: Held): RttError =>
  new RttError('RTT4001', `the log ends ${missing} entries before ${path}`, {
    help: 'Restore .rtt/wal from a copy, or run `rtt recover` to go on from its last whole entry.',
  })

/** Signs the head of the log. */
export const writeCheckpoint = (durable: Durable, journal: Journal, key: SigningKey): void => {
  const { size, tree } = journal.head()
  const { origin } = journal.replay()
  if (origin === undefined) return
  const head = { origin, size, root: rootOf(tree) }
  const signature = key.sign(new TextEncoder().encode(checkpointText(head)))
  durable.replace(paths.checkpoint, formatCheckpoint(head, key.publicKey, signature))
}
