import { devKey, loadKey } from '../app/keys.ts'
import type { SigningKey } from '../ports/keys.ts'
import type { Context } from './context.ts'

/** The key that `--key` or RTT_KEY names, else the one of this clone, if it has one. */
export const chosenKey = async (
  { space, adapters }: Context,
  named: string | undefined,
): Promise<SigningKey | undefined> => {
  const { keys } = await adapters()
  const place = { durable: space.durable, keys }
  return named === undefined ? devKey(place) : loadKey(place, named)
}
