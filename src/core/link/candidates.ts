import type { CodeFacts, EnvHelper, KeyCall } from '../model/code.ts'
import type { Endpoint, EnvRead, Protocol } from '../model/endpoint.ts'
import type { Expression } from '../model/expression.ts'
import type { Evidence } from '../model/link.ts'
import { folderOf, isWithin } from '../model/path.ts'
import { type Address, isLocal, parseAddresses, schemeProtocol } from './address.ts'
import { evaluate, type Scope, type Value } from './evaluate.ts'
import { imageName } from './image.ts'
import { mentionsIn } from './mentions.ts'
import type { UnitBinding } from './scope.ts'
import { isSource } from './sources.ts'
import type { Group } from './units.ts'
import type { Universe } from './universe.ts'

/** A possible link, before all that speaks for the same one is put together. */
export type Candidate = {
  readonly from: string
  readonly to: string
  readonly deployment: string
  readonly key: string | undefined
  readonly host: string
  /** Protocol said by the scheme, or by the client that takes the address. */
  readonly scheme: Protocol | undefined
  readonly client: Protocol | undefined
  readonly port: number | undefined
  /** The value is more than a bare word, or a client takes it, or its key says that it is an address. */
  readonly sure: boolean
  /** It stands in settings that this service alone is given. */
  readonly isOwn?: true
  readonly evidence: readonly Evidence[]
}

const addressKey =
  /HOST|ADDR|URL|URI|SERVER|ENDPOINT|BROKER|NODE|TARGET|UPSTREAM|BACKEND|DSN|DOMAIN|PROXY/i

/** Names of what is a word, whatever stands before it. */
const wordKey =
  /(?:^|_)(?:NAME|TRANSPORT|PROTO(?:COL)?|SCHEME|BRAND\w*|TYPE|MODE|USER(?:NAME)?|PASS(?:WORD)?|VERSION|ENGINE|DRIVER|BIN|PATH|DIR|CMD|COMMAND|ENV|OPTS|OPTIONS|ARGS|SHELL)$/

/** Of the variables that make up one address it is the one of the host by which it is known. */
const namesAddress = (key: string): boolean => addressKey.test(key) && !wordKey.test(key)

/** Names of what a service is called by others: it prints them, and does not dial them. */
const ownName =
  /^(?:HOST|HOSTNAME|DOMAIN|(?:[A-Z]+_)?(?:APP|BASE|PUBLIC|SITE|ROOT|EXTERNAL|FRONTEND|INSTANCE|CANONICAL)_?(?:URL|HOST|DOMAIN|NAME))$/
const neverDialed =
  /SWAGGER|SPRINGDOC|CORS|ORIGIN|CALLBACK|REDIRECT|ALLOWED|ADVERTISED|TRUSTED|COOKIE/

type Use = { readonly client: Protocol | undefined; readonly place: Evidence | undefined }

type Within = { readonly scope: Scope; readonly universe: Universe }

const isInBrowser = (v: Value, { scope, universe }: Within): boolean =>
  v.evidence.length === 0 &&
  /^(?:java|type)script$|^vue$|^svelte$/.test(scope.file?.lang ?? '') &&
  universe.isBrowser(scope.service.name)

/** No container holds a program that is started by hand, or a process of a Procfile or of systemd. */
const isLoose = (deployment: string): boolean => /^(?:code|procfile|systemd):/.test(deployment)

/** Agents talk to it through pipes: it has tools, and takes no requests. */
const isPiped = (files: readonly CodeFacts[]): boolean =>
  files.some((f) => f.offers?.some((o) => o.type === 'tool')) &&
  !files.some((f) => f.starts?.some((start) => start.kind === 'server'))

/**
 * Who answers at a port of the host for a program that is started by hand: what a deployment publishes there, else who
 * listens there; of several the one that stands nearest.
 */
const onHost = (port: number, scope: Scope, universe: Universe): readonly string[] => {
  const { service, deployment, files } = scope
  if (service.units.some((u) => u.ports.includes(port))) return []
  // What listens nobody knows where may mean itself.
  const isKnown = service.units.some((u) => u.ports.length > 0) || isPiped(files)
  const others = isKnown && !universe.isAnyUnheard ? universe.startedOn(port) : []
  const all = [...new Set([...universe.publishing(port), ...others])]
  if (all.length < 2) return all
  const home = deployment.slice('code:'.length)
  const depthOf = (name: string): number =>
    Math.max(
      ...universe.groups
        .get(name)!
        .units.map((u) => folderOf(u.at.path))
        .map((f) => (isWithin(home, f) ? f.length : -1)),
    )
  const best = Math.max(...all.map(depthOf))
  return all.filter((name) => depthOf(name) === best)
}

/**
 * Who may be meant by `localhost` and a port. It is the container itself, but where there is none; in the
 * default of a variable it stands for whoever listens there, too, and code that runs in a browser means the
 * host that ports are published on.
 */
const localServices = (port: number, v: Value, within: Within): readonly string[] => {
  const { scope, universe } = within
  if (scope.deployment.startsWith('code:')) return onHost(port, scope, universe)
  if (isLoose(scope.deployment) || v.evidence.some((e) => e.signal === 'default'))
    return universe.listeningOn(port)
  return isInBrowser(v, within) ? universe.publishing(port) : []
}

/** The port that stands in a variable of its own beside that of the host: `REDIS_PORT` of `REDIS_HOST`. */
const portBeside = (v: Value, scope: Scope): number | undefined => {
  const stem = /^(.*?)_?(?:HOST(?:NAME)?|ADDR(?:ESS)?|SERVER)$/.exec(v.keys[0] ?? '')?.[1]
  if (stem === undefined) return undefined
  const key = stem === '' ? 'PORT' : `${stem}_PORT`
  const [binding] = scope.bindings.of(scope.service, scope.deployment, key)
  const port = binding?.value.kind === 'literal' ? Number(binding.value.value) : 0
  return port > 0 && port < 65_536 ? port : undefined
}

const targetOf = (a: Address, v: Value, within: Within): string | undefined => {
  const { scope, universe } = within
  if (!isLocal(a.host)) return universe.serviceAt(a.host, scope.deployment)
  const port = a.port ?? portBeside(v, scope)
  const local = port === undefined ? [] : localServices(port, v, within)
  return local.length === 1 ? local[0] : undefined
}

/** The variable says how the service itself is reached from outside, or whom it lets in. */
const isOnlyPrinted = (key: string, a: Address, client: Protocol | undefined): boolean =>
  (isLocal(a.host) && ownName.test(key)) || (client === undefined && neverDialed.test(key))

const toCandidate = (
  v: Value,
  a: Address,
  context: { scope: Scope; universe: Universe; use: Use },
): Candidate[] => {
  const { scope, use } = context
  const to = targetOf(a, v, context)
  if (to === undefined || to === scope.service.name) return []
  const bare = a.scheme === undefined && a.port === undefined
  const client = use.client === 'tcp' ? undefined : use.client
  const key = v.keys.find(namesAddress) ?? v.keys[0]
  const isAddress = key !== undefined && namesAddress(key)
  const sure = !bare || client !== undefined || isAddress
  if (key !== undefined && isOnlyPrinted(key, a, client)) return []
  // One word that is also somebody's name: of an application, a database, a user.
  if (!sure && !/[-_.]/.test(a.host)) return []
  return [
    {
      from: scope.service.name,
      to,
      deployment: scope.deployment,
      key,
      host: a.host,
      scheme: schemeProtocol(a.scheme),
      client,
      port: a.port ?? portBeside(v, scope),
      sure,
      ...(scope.file?.unit === undefined && !scope.file?.isBranch ? {} : { isOwn: true as const }),
      evidence: [...(use.place ? [use.place] : []), ...v.evidence],
    },
  ]
}

const fromExpression = (
  e: Expression,
  context: { scope: Scope; universe: Universe; use: Use },
): Candidate[] =>
  evaluate(e, context.scope).flatMap((v) =>
    parseAddresses(v.text).flatMap((a) => toCandidate(v, a, context)),
  )

/** Directives of proxies beside those of nginx, by which they pass requests on. */
const proxyCalls = new Set([
  'server',
  'cluster',
  'reverse_proxy',
  'php_fastcgi',
  'forward_auth',
  'ProxyPass',
  'ProxyPassMatch',
  'BalancerMember',
  'RewriteRule',
  'SetHandler',
])

const fromEndpoint = (e: Endpoint, scope: Scope, universe: Universe): Candidate[] => {
  const signal =
    e.api === 'literal' || e.api === 'command'
      ? 'literal-host'
      : e.api.endsWith('_pass') || proxyCalls.has(e.api)
        ? 'proxy'
        : 'client'
  return fromExpression(e.address, {
    scope,
    universe,
    use: { client: e.protocol, place: { path: e.at.path, line: e.at.line, signal } },
  })
}

const asExpression = (r: EnvRead): Expression => ({
  kind: 'env',
  key: r.key,
  at: r.at,
  ...(r.fallback ? { fallback: r.fallback } : {}),
})

const fromRead = (r: EnvRead, scope: Scope, universe: Universe): Candidate[] =>
  fromExpression(asExpression(r), { scope, universe, use: { client: undefined, place: undefined } })

const helpers = new WeakMap<readonly CodeFacts[], ReadonlyMap<string, EnvHelper>>()

/** The helpers of a service by name; the first of a name counts. */
const helpersOf = (files: readonly CodeFacts[]): ReadonlyMap<string, EnvHelper> => {
  const known = helpers.get(files)
  if (known) return known
  const made = new Map<string, EnvHelper>()
  for (const f of files) for (const h of f.helpers) if (!made.has(h.name)) made.set(h.name, h)
  helpers.set(files, made)
  return made
}

/** Calls of helpers that stand in another file of the service. */
const helperReads = (call: KeyCall, scope: Scope): EnvRead[] => {
  const helper = helpersOf(scope.files).get(call.callee)
  const key = helper && call.args[helper.key]
  if (helper === undefined || key?.kind !== 'literal') return []
  const fallback = helper.fallback === undefined ? undefined : call.args[helper.fallback]
  return [{ key: key.value, at: call.at, ...(fallback ? { fallback } : {}) }]
}

const fromFile = (file: CodeFacts, scope: Scope, universe: Universe): Candidate[] => [
  ...file.endpoints
    .filter((e) => e.role === 'consumer' && (e.isLocal !== true || isLoose(scope.deployment)))
    .flatMap((e) => fromEndpoint(e, scope, universe)),
  ...file.reads.flatMap((r) => fromRead(r, scope, universe)),
  ...file.keyCalls
    .flatMap((c) => helperReads(c, scope))
    .flatMap((r) => fromRead(r, scope, universe)),
]

/** A bare name with a joint in it that is not who logs in, or what is opened there, is a host. */
const isTelling = (c: Candidate): boolean =>
  /[-_.]/.test(c.host) &&
  !/USER|NAME|PASS|DB$|DATABASE$|SCHEMA|MODE|TYPE|BUCKET|QUEUE|TOPIC/.test(c.key ?? '')

/** `KEYCLOAK_DATABASE_HOST` is read by the program in `acme/keycloak`, whatever is copied on top of it. */
const isOfImage = (key: string, service: Group): boolean =>
  service.units.some((u) => {
    const name = u.image === undefined ? '' : imageName(u.image).toUpperCase().replaceAll('-', '_')
    return name.length > 3 && key.startsWith(`${name}_`)
  })

/** Nothing of its source can be looked into: an image of somebody else's, a language that is not read. */
const isUnread = ({ service, files, deployment }: Omit<Scope, 'file'>): boolean =>
  !files.some(isSource) &&
  !service.units.some((u) => u.deployment === deployment && u.buildText && u.context === undefined)

const imagesOf = (service: Group, deployment: string): readonly string[] =>
  service.units.flatMap((u) =>
    u.deployment === deployment && u.image !== undefined ? [imageName(u.image)] : [],
  )

/**
 * Whether a variable of a file that several units are given is for a program that nobody can look into: most of them
 * run it, databases aside.
 */
const isForIt = (
  { sharedWith }: UnitBinding,
  { service, deployment }: Omit<Scope, 'file'>,
  universe: Universe,
): boolean => {
  if (sharedWith === undefined) return true
  if (!deployment.startsWith('compose:')) return false
  const own = imagesOf(service, deployment)[0]
  if (own === undefined) return false
  const others = sharedWith.flatMap((unit) => {
    const name = universe.serviceAt(unit, deployment)
    const group = name === undefined ? undefined : universe.groups.get(name)
    return group === undefined || universe.isStore(group.name) ? [] : [group]
  })
  const alike = others.filter((g) => imagesOf(g, deployment).includes(own)).length + 1
  return alike > 1 && alike > (others.length + 1) / 2
}

/**
 * Addresses that the deployment sets and no read accounts for: the code knows the variable by name, or
 * there is no code to look into, as with an image of somebody else's.
 */
const fromBindings = (scope: Omit<Scope, 'file'>, universe: Universe): Candidate[] => {
  const main = scope.files.filter((f) => f.scope === 'main')
  const isOpaque = isUnread(scope)
  const isStore = universe.isStore(scope.service.name)
  const mentions = mentionsIn(main)
  return scope.bindings.keysOf(scope.service, scope.deployment).flatMap((b) => {
    // What a file of variables tells all that are given it is not for a database.
    if (isStore && b.sharedWith !== undefined) return []
    const mention = mentions(b.key)
    const isRead = isOpaque || isOfImage(b.key, scope.service)
    if (mention === undefined && !(isRead && isForIt(b, scope, universe))) return []
    const value: Expression = { kind: 'env', key: b.key, at: b.at }
    const use = { client: mention?.protocol, place: undefined }
    return (
      fromExpression(value, { scope: { ...scope, file: undefined }, universe, use })
        // A database dials none but others of its kind, whatever its environment holds.
        .map((c) => (isOpaque && isTelling(c) ? { ...c, sure: true } : c))
        .filter((c) => c.sure && (!isStore || universe.isStore(c.to)))
        .map((c) => ({
          ...c,
          evidence: [
            ...(mention
              ? [{ path: mention.at.path, line: mention.at.line, signal: 'env-read' as const }]
              : []),
            ...c.evidence.filter((e) => e.signal !== 'env-read'),
          ],
        }))
    )
  })
}

/** Everything in the source of a service that leads to another one, in one deployment. */
export const candidatesOf = (scope: Omit<Scope, 'file'>, universe: Universe): Candidate[] => [
  ...scope.files
    .filter((f) => f.scope === 'main')
    .flatMap((file) => fromFile(file, { ...scope, file }, universe)),
  ...fromBindings(scope, universe),
]
