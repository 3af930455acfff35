import type { Assignment, CodeFacts, Mention } from '../../core/model/code.ts'
import type { Endpoint, EnvRead } from '../../core/model/endpoint.ts'
import { type Expression, literal } from '../../core/model/expression.ts'
import { baseOf } from '../../core/model/path.ts'
import { namesSecret } from '../../core/model/secret.ts'
import { envReadsOf } from '../code/extract.ts'
import { relaxed } from '../code/mentions.ts'
import { isAddressKey, isForOthers, isHostKey, isServiceKey, protocolOfKey } from './keys.ts'
import { expressionOf, propertyName, type Style } from './placeholder.ts'
import { withoutSecrets } from './secrets.ts'
import { pathOf, type Section, type Setting } from './setting.ts'

/** How the program that reads the settings treats them. */
export type Reading = {
  readonly style: Style
  /** The environment variable that stands before a setting, where there is such a rule. */
  readonly override?: (keys: readonly string[]) => string
}

export type Uses = Pick<CodeFacts, 'endpoints' | 'reads' | 'assignments' | 'mentions'>

const perFileMax = 500
const isUrl = /^(?:jdbc:|r2dbc:)?[a-z][a-z0-9+.-]*:(?:\w+:)?\/\/[^/\s]/i
const isHostPort = /^(?:[a-z][\w.-]*|127\.0\.0\.1):\d{2,5}(?:\/[\w./-]*)?$/i
const isDsn = /(?:^|[;\s:])(?:host|server|data source|hostname) ?= ?[\w.:,-]+/i
const isWord = /^(?:[a-z][a-z0-9]*(?:[-_.][a-z0-9]+)*|127\.0\.0\.1)$/i
const saysLocal =
  /\/\/(?:[^@/\s]*@)?(?:localhost|127\.|0\.0\.0\.0)|^(?:localhost|127\.|0\.0\.0\.0)|[=,](?:tcp:)?(?:localhost|127\.)/i
const prefix = /^(?:optional:)?(?:configserver:|consul:|vault:|file:)?/

const isAddressText = (text: string): boolean =>
  text.split(/[,;](?=\s*[\w.-]+[:/])/).some((t) => {
    const one = t.trim()
    return isUrl.test(one) || isHostPort.test(one)
  }) || isDsn.test(text)

const hasHole = (e: Expression): boolean =>
  e.kind === 'env' || (e.kind === 'concat' && e.parts.some((p) => p.kind === 'env'))

/** What is written out: an address of this machine in it is the program itself, not a default. */
const literalPart = (e: Expression): string =>
  e.kind === 'literal' ? e.value : e.kind === 'concat' ? e.parts.map(literalPart).join('') : ''

/** What stands there while no variable is set: `localhost:8500` of `${HOST:localhost}:${PORT:8500}`. */
const defaultText = (e: Expression): string => {
  if (e.kind === 'env') return e.fallback === undefined ? '' : defaultText(e.fallback)
  return e.kind === 'concat' ? e.parts.map(defaultText).join('') : literalPart(e)
}

const portKeys = new Set(['port', 'portvalue', 'portnumber'])

const parentOf = (s: Setting): string => s.keys.slice(0, -1).join('\0')

/** Ports by the table that they stand in: `port`, or the one key there that ends so, as `redisPort`. */
const portsBeside = (section: Section): ReadonlyMap<string, Setting> => {
  const ending = new Map<string, Setting | undefined>()
  for (const s of section) {
    const isPort = /[a-z_-]port$/i.test(s.keys.at(-1) ?? '')
    if (isPort) ending.set(parentOf(s), ending.has(parentOf(s)) ? undefined : s)
  }
  const plain = section.filter((s) => portKeys.has(pathOf(s.keys.slice(-1))))
  return new Map([
    ...[...ending].flatMap(([parent, s]) => (s === undefined ? [] : [[parent, s] as const])),
    ...plain.map((s) => [parentOf(s), s] as const),
  ])
}

type File = {
  readonly reading: Reading
  readonly ports: ReadonlyMap<string, Setting>
  /** The name of the file, which says what `database.yml` and `redis.conf` are about. */
  readonly stem: string
}

const expressionIn = (s: Setting, { reading }: File): Expression =>
  withoutSecrets(expressionOf(s.text.replace(prefix, ''), reading.style, s.at))

const withPort = (host: Expression, s: Setting, file: File): Expression => {
  const port = file.ports.get(parentOf(s))
  if (port === undefined || /:\d|\/\//.test(literalPart(host))) return host
  const number = expressionOf(port.text, file.reading.style, port.at)
  const isPort = hasHole(number) || (number.kind === 'literal' && /^\d{2,5}$/.test(number.value))
  return isPort ? { kind: 'concat', parts: [host, literal(':'), number] } : host
}

/** The address that a setting holds, where it holds one. */
const addressOf = (s: Setting, path: string, file: File): Expression | undefined => {
  const value = expressionIn(s, file)
  const text = literalPart(value)
  if (hasHole(value))
    return isAddressKey(path) || isAddressText(text) || isAddressText(defaultText(value))
      ? withPort(value, s, file)
      : undefined
  if (value.kind !== 'literal' || text === '') return undefined
  if (isAddressText(text)) return value
  if (isServiceKey(path) && isWord.test(text)) return literal(`http://${text}`)
  return isHostKey(path) && isWord.test(text) ? withPort(value, s, file) : undefined
}

/** Of a secret nothing is kept, unless it is an address: `token-uri: http://auth/token`. */
const isSecret = (s: Setting): boolean =>
  namesSecret(s.keys.at(-1) ?? '') && !/^[a-z+]+:\/\//i.test(s.text)

const overridden = (s: Setting, address: Expression, { override }: Reading): Expression =>
  override === undefined
    ? address
    : { kind: 'env', key: override(s.keys), isImplied: true, at: s.at, fallback: address }

const endpointOf = (s: Setting, path: string, file: File): Endpoint[] => {
  const address = isForOthers(path) ? undefined : addressOf(s, path, file)
  if (address === undefined) return []
  return [
    {
      role: 'consumer',
      protocol: protocolOfKey(path) ?? protocolOfKey(file.stem) ?? 'tcp',
      api: 'literal',
      address: overridden(s, address, file.reading),
      setting: s.keys.join('.').slice(0, 200),
      ...(saysLocal.test(literalPart(address)) ? { isLocal: true as const } : {}),
      at: s.at,
    },
  ]
}

/** Defaults are kept where they are addresses; anything else is nobody's business. */
const withoutWords = (r: EnvRead, path: string): EnvRead =>
  r.fallback === undefined || isAddressKey(path) || isAddressText(literalPart(r.fallback))
    ? r
    : { key: r.key, at: r.at }

const readsOf = (s: Setting, path: string, file: File): EnvRead[] =>
  isForOthers(path) ? [] : envReadsOf(expressionIn(s, file)).map((r) => withoutWords(r, path))

const shouting = /^[A-Z][A-Z0-9]*(?:_+[A-Z0-9]+)+$/

/** Names of environment variables that stand as a key or as a value. */
const mentionsOf = (s: Setting): Mention[] =>
  [s.text, s.keys.at(-1) ?? '']
    .filter((word) => word.length <= 120 && shouting.test(word))
    .map((key) => ({ key, at: s.at }))

/**
 * The variable before a setting, under its own name and in the form in which all its spellings meet. Where there is no
 * rule, most libraries take the path of a setting behind a prefix of their own.
 */
const overrideMentions = (s: Setting, { override }: Reading): Mention[] => {
  if (!(isAddressKey(pathOf(s.keys)) || isAddressText(s.text))) return []
  if (!override)
    return s.keys.length < 2 || s.keys.length > 4 || shouting.test(s.text)
      ? []
      : [{ key: relaxed(s.keys.join('.')), at: s.at, isLoose: true }]
  const key = override(s.keys)
  const met = key.replace(/[^A-Za-z0-9]+/g, '_').toUpperCase()
  return [
    { key, at: s.at },
    { key: met, at: s.at, isLoose: true },
  ]
}

/** Settings that others can refer to as `${a.b}`. */
const assignmentOf = (s: Setting, path: string, file: File): Assignment[] => {
  if (file.reading.style !== 'spring') return []
  const isPort = portKeys.has(pathOf(s.keys.slice(-1)))
  if (!isPort && !isAddressKey(path)) return []
  return [{ name: propertyName(s.keys.join('.')), value: expressionIn(s, file), at: s.at }]
}

const idOf = (m: Mention): string => `${m.key}\0${m.isLoose}`

/** What the settings of a file say about connections. */
export const usesOf = (sections: readonly Section[], reading: Reading): Uses => {
  const endpoints: Endpoint[] = []
  const reads: EnvRead[] = []
  const assignments: Assignment[] = []
  const mentions = new Map<string, Mention>()
  for (const section of sections) {
    const at = section[0]?.at.path ?? ''
    const file: File = {
      reading,
      ports: portsBeside(section),
      stem: baseOf(at).replace(/\..*$/, '').toLowerCase(),
    }
    for (const s of section) {
      for (const m of [...mentionsOf(s), ...overrideMentions(s, reading)])
        if (!mentions.has(idOf(m))) mentions.set(idOf(m), m)
      if (s.text.length > perFileMax || isSecret(s)) continue
      const path = pathOf(s.keys)
      endpoints.push(...endpointOf(s, path, file))
      reads.push(...readsOf(s, path, file))
      assignments.push(...assignmentOf(s, path, file))
    }
  }
  return {
    endpoints: endpoints.slice(0, perFileMax),
    reads: reads.slice(0, perFileMax),
    assignments: assignments.slice(0, perFileMax),
    ...(mentions.size > 0 ? { mentions: [...mentions.values()].slice(0, perFileMax) } : {}),
  }
}
