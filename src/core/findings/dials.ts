import { type Address, gap, isLocal, parseAddresses, schemeProtocol } from '../link/address.ts'
import { evaluate, type Scope, type Value } from '../link/evaluate.ts'
import type { Evidence } from '../model/link.ts'
import type { Place } from '../model/place.ts'
import { isDotenv } from '../model/secret.ts'
import { namesIn } from './named.ts'
import { type Home, homesOf, programsOf, type Wiring } from './wiring.ts'

/** An address that a service is given or has by default, in one deployment. */
export type Dial = {
  readonly home: Home
  readonly key: string | undefined
  readonly address: Address
  /** Where the text of the address stands. */
  readonly at: Place
  /** Where the code takes it: a read of the variable, or the call of a client. */
  readonly use: Place | undefined
  /** It is set by the deployment, and no default. */
  readonly isBound: boolean
  /** It stands in an example of a `.env`, where people put what is to be replaced. */
  readonly isExample: boolean
}

const place = ({ path, line }: Place): Place => ({ path, line })

const isWritten = (e: Evidence): boolean => e.signal === 'env-binding' || e.signal === 'default'

const isExampleFile = (path: string): boolean =>
  isDotenv(path) &&
  /example|sample|template|dist|default|tmpl/i.test(path.slice(path.lastIndexOf('/')))

/** Keys of addresses that are told to others, listened on or compared with, and not dialed. */
const notDialed =
  /ORIGIN|CORS|ALLOWED|ISSUER|AUDIENCE|REDIRECT|CALLBACK|PUBLIC|EXTERNAL|ADVERTISED?|LISTEN|BIND|VIRTUAL|DOMAIN|REALM|NO_PROXY|TOPICS?|IMAGE|EXPOSE|COOKIE|SERVER_NAME|^HOST(?:NAME)?$/i

/** `order:5:1` is a topic with its partitions, `a:b` a pair: without a scheme all of it must be host and port. */
const hostPorts = /^(?:[\w.-]+:\d{2,5}(?:\/\S*)?(?:,\s*|$))+$/

const known = (a: Address): boolean =>
  a.scheme === undefined ? a.port !== undefined : schemeProtocol(a.scheme) !== undefined

/** `DB_HOST: db`: a word alone is a host where the key says so. */
const isBareHost = (a: Address, key: string | undefined): boolean =>
  a.scheme === undefined &&
  a.port === undefined &&
  /(?:^|[_.])\w*(?:HOST|HOSTNAME|SERVER|ADDR|ADDRESS)$/i.test(key ?? '')

const toDials = (
  v: Value,
  given: { home: Home; key: string | undefined; use: Place | undefined; at: Place },
): Dial[] => {
  if (v.text.includes(gap)) return []
  const source = v.evidence.findLast(isWritten)
  const at = place(source ?? given.at)
  return parseAddresses(v.text)
    .filter((a) => (known(a) || isBareHost(a, given.key)) && !isLocal(a.host))
    .filter((a) => a.scheme !== undefined || a.port === undefined || hostPorts.test(v.text))
    .map((address) => ({
      home: given.home,
      key: given.key,
      address,
      at,
      use: given.use,
      isBound: source?.signal === 'env-binding',
      isExample: isExampleFile(at.path),
    }))
}

const scopeFor = (w: Wiring, home: Home): Omit<Scope, 'file'> => ({
  service: home.service,
  deployment: home.deployment,
  bindings: w.bindings,
  files: w.files.get(home.service.name) ?? [],
})

const fromBindings = (w: Wiring, home: Home): Dial[] => {
  const scope = { ...scopeFor(w, home), file: undefined }
  const { places } = namesIn(programsOf(w, home.service.name))
  const own = w.bindings.keysOf(home.service, home.deployment)
  const set = new Set(own.map((b) => b.key))
  const ofImage = home.service.units
    .filter((u) => u.origin === 'dockerfile')
    .flatMap((u) => w.bindings.keysOf(home.service, u.deployment))
    .filter((b) => !set.has(b.key))
  return [...own, ...ofImage]
    .filter((b) => b.key !== '*' && !notDialed.test(b.key))
    .flatMap((b) => {
      const given = { home, key: b.key, use: places.get(b.key), at: b.at }
      return evaluate({ kind: 'env', key: b.key, at: b.at }, scope).flatMap((v) =>
        toDials(v, given),
      )
    })
}

/** Defaults and addresses in the code that a client dials; what a deployment sets is seen above. */
const fromCode = (w: Wiring, home: Home): Dial[] =>
  programsOf(w, home.service.name).flatMap((file) =>
    file.endpoints
      .filter((e) => e.role === 'consumer' && e.protocol !== 'tcp')
      .flatMap((e) =>
        evaluate(e.address, { ...scopeFor(w, home), file })
          .filter((v) => !v.evidence.some((x) => x.signal === 'env-binding'))
          .flatMap((v) => toDials(v, { home, key: v.keys[0], use: place(e.at), at: e.at })),
      ),
  )

/** Every address that a service of the repository is to dial, by deployment. */
export const dialsOf = (w: Wiring): Dial[] =>
  homesOf(w).flatMap((home) => [...fromBindings(w, home), ...fromCode(w, home)])
