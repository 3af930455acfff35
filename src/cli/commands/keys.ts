import { init } from '../../app/init.ts'
import { importKey, listKeys, newKey, revokeKey, trustKey } from '../../app/keys.ts'
import { RttError } from '../../core/diag/error.ts'
import type { SigningKey } from '../../ports/keys.ts'
import type { Context } from '../context.ts'
import { columns } from '../table.ts'
import type { Options, Report } from '../view.ts'

const textOf = (value: Options[string]): string | undefined =>
  typeof value === 'string' ? value : undefined

const placeOf = async ({ space, adapters }: Context) => {
  const { keys } = await adapters()
  return { durable: space.durable, keys }
}

const stored = (key: SigningKey, name: string, how: string): Report => ({
  command: 'keys',
  exit: 0,
  data: { id: key.id, name, publicKey: key.publicKey },
  text: () =>
    `${how} key ${name}  ed25519:${key.id}\ntrusted on this clone only; its private half is .rtt/keys/${name}.pem\nNext, to have it count for all: rtt keys trust ${name}`,
})

const make = async (context: Context, options: Options): Promise<Report> => {
  const place = await placeOf(context)
  init(context.space)
  const key = newKey(place, textOf(options['name']), options['encrypt'] === true)
  return stored(key, key.name, 'made')
}

const take = async (context: Context, options: Options, source: string): Promise<Report> => {
  const place = await placeOf(context)
  init(context.space)
  const name = textOf(options['name']) ?? 'imported'
  const key = importKey(place, source, { name, isEncrypted: options['encrypt'] === true })
  return stored(key, name, 'took')
}

const trust = async (context: Context, options: Options, what: string): Promise<Report> => {
  const entry = trustKey(await placeOf(context), what, {
    name: textOf(options['name']),
    expires: textOf(options['expires']),
  })
  return {
    command: 'keys',
    exit: 0,
    data: { id: entry.id, name: entry.name, publicKey: entry.publicKey },
    text: () =>
      `key ${entry.name}  ed25519:${entry.id} may sign for all${entry.expires === undefined ? '' : ` until ${entry.expires}`}\nCommit .rtt/trust/root.json; then: rtt sign --key ${entry.name}`,
  }
}

const revoke = async (context: Context, what: string): Promise<Report> => {
  const { id, from } = revokeKey(await placeOf(context), what)
  return {
    command: 'keys',
    exit: 0,
    data: { id, from },
    text: () =>
      `key ed25519:${id} counts no more ${from.includes('root') ? 'for anybody: commit .rtt/trust/root.json' : 'on this clone'}\nWhat it alone has signed has to be signed anew.`,
  }
}

const list = async (context: Context): Promise<Report> => {
  const rows = listKeys(await placeOf(context))
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

const help = 'Write rtt keys new, list, import FILE, trust KEY or revoke KEY.'

export const run = async (context: Context, options: Options): Promise<Report> => {
  const what = String(options['argument'])
  if (what === 'new') return make(context, options)
  if (what === 'list') return list(context)
  const [word] = (options['words'] ?? []) as readonly string[]
  if (!['import', 'trust', 'revoke'].includes(what))
    throw new RttError('RTT6001', `"${what}" is nothing that keys can do`, { help })
  if (word === undefined) throw new RttError('RTT6001', `rtt keys ${what} of what?`, { help })
  if (what === 'import') return take(context, options, word)
  return what === 'trust' ? trust(context, options, word) : revoke(context, word)
}
