import type { Json } from '../../core/json/canonical.ts'
import { digestOf } from '../../core/json/digest.ts'
import type { ServerUse } from '../../core/model/agent.ts'
import { compareText, type Place } from '../../core/model/place.ts'
import { maskSecrets, namesSecret } from '../../core/model/secret.ts'
import { reduceLiteral } from '../code/redact.ts'
import {
  asList,
  asObject,
  isObject,
  type JsonObject,
  member,
  textMember,
} from '../jsonschema/shape.ts'

const argsMax = 64
const namesMax = 64
const plain = /^[\w@./:~$%{}+=,*\\-]{1,200}$/

const texts = (value: Json | undefined): readonly string[] =>
  asList(value)
    .slice(0, argsMax)
    .filter((v) => typeof v === 'string')

/** What may be kept of an argument: a path, the name of a package, an address. Anything else is nobody's business. */
const kept = (arg: string, before: string): string | undefined => {
  const isValue = before.startsWith('-') && !before.includes('=')
  const name = arg.includes('=') ? arg.slice(0, arg.indexOf('=')) : ''
  if ((isValue && namesSecret(before)) || namesSecret(name)) return undefined
  const reduced = reduceLiteral(arg)
  if (reduced === undefined || !plain.test(reduced)) return undefined
  return maskSecrets(reduced) === reduced ? reduced : undefined
}

/** Arguments that can lead to the server, and the names of variables that `-e NAME=value` sets. */
const split = (all: readonly string[]): { args: string[]; env: string[] } => {
  const args: string[] = []
  const env: string[] = []
  for (const [i, arg] of all.entries()) {
    const before = all[i - 1] ?? ''
    if (before === '-e' || before === '--env') env.push(arg.replace(/=.*$/s, ''))
    else {
      const value = kept(arg, before)
      if (value !== undefined) args.push(value)
    }
  }
  return { args, env }
}

const envNames = (value: Json | undefined): readonly string[] => {
  const names = Array.isArray(value)
    ? texts(value).map((t) => t.replace(/=.*$/s, ''))
    : Object.keys(asObject(value))
  return names.filter((n) => /^[A-Za-z_]\w{0,127}$/.test(n)).slice(0, namesMax)
}

const listMax = 200

/** Assignments as a map of variables or a list of `NAME=value` writes them, by name. */
const assigned = (value: Json | undefined): readonly (readonly [string, string])[] =>
  Array.isArray(value)
    ? texts(value).map((t) => [t.replace(/=.*$/s, ''), t.replace(/^[^=]*=?/s, '')] as const)
    : Object.entries(asObject(value)).map(([k, v]) => [k, String(v)] as const)

/** What may enter a digest: a secret is no part of what is started, and a digest of it would let it be guessed. */
const open = (name: string, value: string): string =>
  namesSecret(name) || maskSecrets(value) !== value ? '' : value

/** Arguments that are not kept as they are, and what variables are set to. */
const restOf = (
  line: readonly string[],
  variables: readonly (readonly [string, string])[],
): string | undefined => {
  const args = line.flatMap((arg, i) => {
    const before = line[i - 1] ?? ''
    if (kept(arg, before) !== undefined) return []
    // The query of an address is where it holds its secrets.
    const told = /^\w+:\/\//.test(arg) ? (reduceLiteral(arg) ?? '') : arg
    return [[i, open(before.startsWith('-') ? before : arg.replace(/=.*$/s, ''), told)]]
  })
  const set = variables
    .slice(0, listMax)
    .map(([name, value]) => [name, open(name, value)])
    .sort(([a], [b]) => compareText(a!, b!))
  return args.length + set.length === 0 ? undefined : digestOf({ args, set }).slice(0, 12)
}

/** `command` may be the whole line: a list, a text with spaces, or an object with path and args. */
const commandLine = (entry: JsonObject): readonly string[] => {
  const command = member(entry, 'command')
  if (Array.isArray(command)) return texts(command)
  if (isObject(command))
    return [textMember(command, 'path') ?? '', ...texts(member(command, 'args'))]
  const line = typeof command === 'string' ? command.trim().split(/\s+/) : []
  return [...line, ...texts(member(entry, 'args'))]
}

const writtenUrl = (entry: JsonObject): string | undefined =>
  ['url', 'serverUrl', 'httpUrl', 'uri']
    .map((k) => textMember(entry, k))
    .find((u) => u !== undefined)

const urlOf = (entry: JsonObject): string | undefined => {
  const reduced = reduceLiteral(writtenUrl(entry) ?? '')
  return reduced && maskSecrets(reduced) === reduced ? reduced : undefined
}

/** One configured server; undefined where it is switched off, or says neither a command nor an address. */
export const serverUse = (name: string, value: Json, at: Place): ServerUse | undefined => {
  const entry = asObject(value)
  const isOff = member(entry, 'disabled') === true || member(entry, 'enabled') === false
  const [command, ...rest] = commandLine(entry)
  const url = urlOf(entry)
  if (isOff || name === '' || name.length > 128 || !name.isWellFormed()) return undefined
  if (!command && writtenUrl(entry) === undefined) return undefined
  const { args, env } = split(rest)
  const program = command ? kept(command, '') : undefined
  const nested = isObject(entry['command'])
    ? envNames(member(asObject(entry['command']), 'env'))
    : []
  const names = [
    ...envNames(member(entry, 'env') ?? member(entry, 'environment')),
    ...env,
    ...nested,
  ]
  const variables = [
    ...assigned(member(entry, 'env') ?? member(entry, 'environment')),
    ...(isObject(entry['command']) ? assigned(member(asObject(entry['command']), 'env')) : []),
  ]
  const more = restOf(command === undefined ? [] : [command, ...rest], variables)
  return {
    name,
    ...(more === undefined ? {} : { rest: more }),
    ...(program === undefined ? {} : { command: program }),
    args,
    ...(url === undefined ? {} : { url }),
    env: [...new Set(names)].filter((n) => n !== ''),
    at: { path: at.path, line: at.line },
  }
}
