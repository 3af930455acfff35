import { classValue } from './classvalues.ts'
import { lastOf, type Node } from './node.ts'

/** A call or an index that reads the environment: where its key and its default stand. */
export type EnvAccess = { readonly key: Node; readonly fallback?: Node }

type Pattern = { readonly suffix: string; readonly fallback?: number }

const calls: readonly Pattern[] = [
  { suffix: 'os.Getenv' },
  { suffix: 'os.LookupEnv' },
  { suffix: 'syscall.Getenv' },
  { suffix: 'os.getenv', fallback: 1 },
  { suffix: 'environ.get', fallback: 1 },
  { suffix: 'environ.pop', fallback: 1 },
  { suffix: 'getenv', fallback: 1 },
  { suffix: 'env.var' },
  { suffix: 'env.var_os' },
  { suffix: 'dotenv.var' },
  { suffix: 'System.getenv' },
  { suffix: 'Environment.GetEnvironmentVariable' },
  { suffix: 'ENV.fetch', fallback: 1 },
  { suffix: 'Deno.env.get' },
]
/** Too common as names to be believed unless the key is written like an environment variable. */
const shoutingCalls: readonly Pattern[] = [
  { suffix: 'env', fallback: 1 },
  { suffix: 'env.str', fallback: 1 },
  { suffix: 'env.url', fallback: 1 },
  { suffix: 'env.get', fallback: 1 },
  { suffix: 'env.string', fallback: 1 },
  { suffix: 'config', fallback: 1 },
  { suffix: 'config.get', fallback: 1 },
  { suffix: 'configService.get', fallback: 1 },
  { suffix: 'configService.getOrThrow' },
  { suffix: 'Configuration.GetValue', fallback: 1 },
  { suffix: 'config.GetValue', fallback: 1 },
  { suffix: 'Env.get', fallback: 1 },
  { suffix: 'viper.GetString' },
]
const tables = new Set([
  'process.env',
  'import.meta.env',
  'Bun.env',
  'os.environ',
  'environ',
  'ENV',
  '_ENV',
  '__ENV',
  '_SERVER',
])
/** What a web server tells PHP of a request stands in the same table as its environment. */
const ofRequest =
  /^(?:REQUEST_|HTTP_|HTTPS$|QUERY_STRING|SERVER_|REMOTE_|SCRIPT_|DOCUMENT_|PHP_|PATH_|GATEWAY_|CONTENT_|ORIG_|REDIRECT_)/
const shoutingTables = new Set(['Configuration', 'configuration', 'config', 'Config'])

const key = /^[A-Za-z_][A-Za-z0-9_]{0,120}$/
const shouting = /^[A-Z][A-Z0-9_]{1,120}$/

/** True for what is written like the name of an environment variable: `CART_ADDR`. */
export const looksLikeEnvKey = (s: string): boolean => shouting.test(s)
export const isEnvKey = (s: string): boolean => key.test(s)

const matches = (callee: string, p: Pattern): boolean =>
  callee.endsWith(p.suffix) &&
  (callee.length === p.suffix.length || callee[callee.length - p.suffix.length - 1] === '.')

/** Patterns by their last word, which the last word of a callee must be. */
const byLast = (patterns: readonly Pattern[]): ReadonlyMap<string, readonly Pattern[]> => {
  const out = new Map<string, Pattern[]>()
  for (const p of patterns) {
    const last = lastOf(p.suffix)
    out.set(last, [...(out.get(last) ?? []), p])
  }
  return out
}
const callsByLast = byLast(calls)
const shoutingByLast = byLast(shoutingCalls)

const optional = (n: Node | undefined): { fallback?: Node } =>
  n === undefined ? {} : { fallback: n }

const callAccess = (node: Extract<Node, { kind: 'call' }>): EnvAccess | undefined => {
  const first = node.args[0]?.value
  if (first === undefined || node.isNew) return undefined
  // A constant of an enumeration that stands for the variable of its name: `DB_HOST("DB_HOST", "db")`.
  if (
    first.kind === 'text' &&
    first.value === node.callee &&
    first.value.includes('_') &&
    looksLikeEnvKey(first.value)
  )
    return {
      key: first,
      ...optional(node.args[1]?.value.kind === 'text' ? node.args[1].value : undefined),
    }
  const last = lastOf(node.callee)
  const known = callsByLast.get(last)?.find((p) => matches(node.callee, p))
  const guess = known ?? shoutingByLast.get(last)?.find((p) => matches(node.callee, p))
  if (guess === undefined) return undefined
  if (known === undefined && !(first.kind === 'text' && looksLikeEnvKey(first.value)))
    return undefined
  const named = node.args.find((a) => a.name === 'default')?.value
  const positional = guess.fallback === undefined ? undefined : node.args[guess.fallback]
  return {
    key: first,
    ...optional(named ?? (positional?.name === undefined ? positional?.value : undefined)),
  }
}

const indexAccess = (node: Extract<Node, { kind: 'index' }>): EnvAccess | undefined => {
  if (node.base.kind !== 'name') return undefined
  const isOfRequest = node.key.kind === 'text' && ofRequest.test(node.key.value)
  if (node.base.path === '_SERVER' && isOfRequest) return undefined
  if (tables.has(node.base.path) || node.base.path.endsWith('.environ')) return { key: node.key }
  const loose = shoutingTables.has(lastOf(node.base.path))
  return loose && node.key.kind === 'text' && looksLikeEnvKey(node.key.value)
    ? { key: node.key }
    : undefined
}

/** `process.env.X`: the key is the rest of the chain. */
const nameAccess = (node: Extract<Node, { kind: 'name' }>): EnvAccess | undefined => {
  if (!node.path.includes('env.') && !node.path.includes('ENV.')) return undefined
  const m = /(?:^|\.)(?:process\.env|import\.meta\.env|Bun\.env|__ENV)\.([A-Za-z_]\w*)$/.exec(
    node.path,
  )
  return m ? { key: { kind: 'text', value: m[1]!, line: node.line } } : undefined
}

/** Spring's `@Value("${key:default}")`. */
const placeholder = (node: Node): EnvAccess | undefined => {
  const first = node.kind === 'call' && node.callee === 'Value' ? node.args[0]?.value : undefined
  const m =
    first?.kind === 'text' ? /^\$\{([A-Z][A-Z0-9_]*)(?::([^}]*))?\}/.exec(first.value) : null
  if (!m) return undefined
  const text = (value: string): Node => ({ kind: 'text', value, line: node.line })
  return { key: text(m[1]!), ...optional(m[2] === undefined ? undefined : text(m[2])) }
}

/** What a file holds of which any of the above can be said; of half of all files nothing can. */
const sign = /env|Env|ENV|[cC]onfig|viper|\bValue\b|_SERVER|values\./

/** Whether `envAccess` may find something in a file. */
export const mayReadEnv = (text: string): boolean => sign.test(text)

/**
 * How `node` reads the environment, in the ways of the languages that RTT reads; undefined when it
 * does not.
 */
export const envAccess = (node: Node): EnvAccess | undefined => {
  if (node.kind === 'call') return placeholder(node) ?? classValue(node) ?? callAccess(node)
  if (node.kind === 'index') return indexAccess(node)
  return node.kind === 'name' ? nameAccess(node) : undefined
}
