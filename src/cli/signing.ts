import { devKey, loadKey } from '../app/keys.ts'
import type { SigningKey } from '../ports/keys.ts'
import type { Context } from './context.ts'

/** The key that `--key` or RTT_KEY names, else the one of this clone, if it has one. */
export const chosenKey = (
  { space, keys }: Context,
  named: string | undefined,
): SigningKey | undefined =>
  named === undefined
    ? devKey({ durable: space.durable, keys })
    : loadKey({ durable: space.durable, keys }, named)
