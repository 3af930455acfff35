import type { EnvHelper } from '../../core/model/code.ts'
import type { Channel } from '../../core/model/endpoint.ts'
import { compareText } from '../../core/model/place.ts'
import { celeryOf } from './channels/celery.ts'
import { type Listened, listenersOf } from './channels/listeners.ts'
import { type Given, givenIn, namesOf } from './channels/names.ts'
import { type ChannelCall, channelCalls } from './channels/table.ts'
import type { FoldContext } from './fold.ts'
import { lastOf, type Node } from './node.ts'
import { argumentAt, optionOf } from './operations/routers.ts'
import type { Call, Source } from './operations/source.ts'

const perFileMax = 500

const fits = (callee: string, known: string): boolean =>
  callee === known ||
  callee.endsWith(`.${known}`) ||
  (!known.includes('.') && callee.endsWith(`.${known}`)) ||
  (callee.startsWith('.') && callee === `.${lastOf(known)}` && !known.includes('.'))

const isEmpty = (n: Node | undefined): boolean => n?.kind === 'text' && n.value === ''

const nodesAt = (
  call: Call,
  where: { args: readonly number[]; keys: readonly string[] },
): Node[] => {
  // ioredis: xread('BLOCK', 0, 'STREAMS', 'orders', '$')
  const word = call.args.findIndex(
    ({ value }) => value.kind === 'text' && value.value.toUpperCase() === 'STREAMS',
  )
  if (word >= 0) return [argumentAt(call, word + 1)].flatMap((n) => n ?? [])
  const keyed = optionOf(call, where.keys)
  if (keyed) return [keyed]
  const given = where.args.map((i) => argumentAt(call, i)).find((n) => n !== undefined)
  if (given === undefined || given.kind === 'other') return []
  // xreadgroup('group', 'me', { 'orders': '>' })
  if (given.kind === 'object')
    return where.args[0] === 2
      ? given.entries.map(([value]) => ({ kind: 'text', value, line: given.line }))
      : []
  return [given]
}

type Found = Listened & { readonly isSure: boolean; readonly token?: number }

const asFound = (call: Call, known: ChannelCall): Found[] => {
  const { action, protocol, isSure } = known
  const names = nodesAt(call, known)
  const isDefault = known.otherwise !== undefined && (names.length === 0 || isEmpty(names[0]))
  const own = isDefault ? nodesAt(call, known.otherwise!) : names
  const kind = isDefault ? 'queue' : known.kind
  return own.length === 0
    ? []
    : [{ action, protocol, kind, names: own, isSure, api: known.callee, line: call.line }]
}

/** Words in the name of the one that a call is made on that say which of several libraries it is. */
const hints: Readonly<Record<string, RegExp>> = {
  kafka: /kafka|producer|consumer/i,
  nats: /nats|nc\b|js\b|stan/i,
  mqtt: /mqtt/i,
  redis: /redis|pub|sub|rdb|^r$/i,
  amqp: /^ch\b|channel|amqp|rabbit/i,
}

/** What a call is made on: `client` of `client.publish`. */
const receiverOf = (callee: string): string =>
  callee.slice(0, Math.max(0, callee.length - lastOf(callee).length - 1))

/** The one that a text names, where it names no other. */
const hinted = (known: readonly ChannelCall[], text: string): ChannelCall | undefined => {
  const named = known.filter((c) => hints[c.protocol]?.test(text))
  return new Set(named.map((c) => c.protocol)).size === 1 ? named[0] : undefined
}

/**
 * Calls that several libraries know: the one that alone is named in the file, else the one that the receiver
 * names, or what made it: `client = mqtt.Client()`.
 */
const chosen = (call: Call, source: Source, given: Given): ChannelCall | undefined => {
  const known = (channelCalls.get(lastOf(call.callee)) ?? []).filter(
    (c) =>
      fits(call.callee, c.callee) &&
      (c.langs === undefined || c.langs.includes(source.lang)) &&
      c.library.test(source.text) &&
      asFound(call, c).length > 0,
  )
  const protocols = new Set(known.map((c) => c.protocol))
  if (protocols.size < 2) return known[0]
  const receiver = receiverOf(call.callee)
  const maker = given(lastOf(receiver))
  return hinted(known, receiver) ?? hinted(known, maker?.kind === 'call' ? maker.callee : '')
}

/** Bunny's `queue.subscribe`: its queue is what the call is made on. */
const byHandle = ({ lang, text, found }: Source): Listened[] => {
  if (lang !== 'ruby' || !/bunny/i.test(text)) return []
  return found.calls.flatMap(({ node: { callee, line } }) => {
    const path = receiverOf(callee)
    if (lastOf(callee) !== 'subscribe' || path === '') return []
    const names = [{ kind: 'name' as const, path, line }]
    return [{ action: 'receive', protocol: 'amqp', kind: 'queue', names, api: 'subscribe', line }]
  })
}

const template = /\b(KafkaTemplate|RabbitTemplate|AmqpTemplate)\s*(?:<[^<>]{0,80}>)?\s+(\w+)/g

/** Fields by the type that they are declared with: `KafkaTemplate<K, V> orders` is used like `kafkaTemplate`. */
const templatesIn = ({ lang, text }: Source): ReadonlyMap<string, string> =>
  new Map(
    lang === 'java'
      ? [...text.matchAll(template)].map((m) => [
          m[2]!,
          m[1]!.charAt(0).toLowerCase() + m[1]!.slice(1),
        ])
      : [],
  )

const byCalls = (source: Source): Found[] => {
  const templates = templatesIn(source)
  const given = givenIn(source)
  return source.found.calls.flatMap(({ node, at }) => {
    if (!channelCalls.has(lastOf(node.callee))) return []
    const receiver = receiverOf(node.callee).replace(/^this\./, '')
    const type = templates.get(receiver)
    const call = type === undefined ? node : { ...node, callee: `${type}.${lastOf(node.callee)}` }
    const known = chosen(call, source, given)
    return known === undefined ? [] : asFound(call, known).map((f) => ({ ...f, token: at }))
  })
}

/** A name that the function around the call is handed: its callers know it, the file does not. */
const isParameter = (n: Node, f: Found, source: Source): boolean =>
  n.kind === 'name' &&
  f.token !== undefined &&
  source.functionAt(f.token)?.parameters.includes(n.path) === true

/**
 * Topics, queues, streams and exchanges that a file sends to or receives from. Where an exchange is named, it
 * stands for the queues behind it.
 *
 * @example channelsOf(source, []) // [{ action: 'send', protocol: 'kafka', kind: 'topic', name: 'orders', … }]
 */
export const channelsOf = (source: Source, helpers: readonly EnvHelper[]): Channel[] => {
  const found: Found[] = [
    ...byCalls(source),
    ...listenersOf(source).map((l) => ({ ...l, isSure: true })),
    ...[...celeryOf(source), ...byHandle(source)].map((l) => ({ ...l, isSure: false })),
  ]
  if (found.length === 0) return []
  const context: FoldContext = {
    path: source.path,
    helpers: new Map(helpers.map((h) => [h.name, h])),
  }
  const asked = { source, given: givenIn(source), context }
  const all = found.flatMap((f) =>
    f.names
      .filter((n) => !isParameter(n, f, source))
      .flatMap((n) =>
        namesOf(n, asked, f.isSure).map(
          (name): Channel => ({
            action: f.action,
            protocol: f.protocol,
            kind: f.kind,
            name,
            api: f.api,
            at: { path: source.path, line: f.line },
          }),
        ),
      ),
  )
  const unique = new Map(
    all.map((c) => [`${c.at.line}\0${c.action}\0${JSON.stringify(c.name)}`, c]),
  )
  return [...unique.values()]
    .sort(
      (a, b) =>
        a.at.line - b.at.line || compareText(JSON.stringify(a.name), JSON.stringify(b.name)),
    )
    .slice(0, perFileMax)
}
