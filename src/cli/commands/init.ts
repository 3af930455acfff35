import { init } from '../../app/init.ts'
import { devKey, ensureDevKey } from '../../app/keys.ts'
import type { Context } from '../context.ts'
import type { Options, Report } from '../view.ts'

export const run = async ({ space, adapters }: Context, _options: Options): Promise<Report> => {
  const { keys } = await adapters()
  const { created } = init(space)
  const place = { durable: space.durable, keys }
  const hadKey = devKey(place) !== undefined
  const key = ensureDevKey(place)
  const isNew = created || !hadKey
  return {
    command: 'init',
    exit: 0,
    data: { created: isNew, key: key.id },
    text: ({ style }) =>
      `${isNew ? 'made' : 'found'} .rtt/ with development key ed25519:${key.id}\nNext: ${style.cyan('rtt up')}`,
  }
}
