import { init } from '../../app/init.ts'
import { listKeys, newKey } from '../../app/keys.ts'
import { RttError } from '../../core/diag/error.ts'
import type { Context } from '../context.ts'
import { columns } from '../table.ts'
import type { Options, Report } from '../view.ts'

const make = async ({ space, adapters }: Context, options: Options): Promise<Report> => {
  const { keys } = await adapters()
  init(space)
  const name = typeof options['name'] === 'string' ? options['name'] : undefined
  const key = newKey({ durable: space.durable, keys }, name)
  return {
    command: 'keys',
    exit: 0,
    data: { id: key.id, name: key.name, publicKey: key.publicKey },
    text: () =>
      `made key ${key.name}  ed25519:${key.id}\ntrusted on this clone only; its private half is .rtt/keys/${key.name}.pem`,
  }
}

const list = async ({ space, adapters }: Context): Promise<Report> => {
  const { keys } = await adapters()
  const rows = listKeys({ durable: space.durable, keys })
  return {
    command: 'keys',
    exit: 0,
    data: { keys: rows },
    text: () =>
      rows.length === 0
        ? 'no keys: rtt keys new'
        : columns(
            rows.map((k) => [
              k.id,
              k.name,
              k.trust.join('+'),
              k.expires ?? 'no expiry',
              k.file ?? '-',
            ]),
          ).join('\n'),
  }
}

export const run = async (context: Context, options: Options): Promise<Report> => {
  const what = String(options['argument'])
  if (what === 'new') return make(context, options)
  if (what === 'list') return list(context)
  throw new RttError('RTT6001', `"${what}" is nothing that keys can do`, {
    help: 'Write rtt keys new or rtt keys list.',
  })
}
