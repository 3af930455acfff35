import type { Protocol } from '../model/endpoint.ts'

/** Stands for text that is not known, inside a text that partly is. */
export const gap = '\0'

/** One address in a text. `host` is lower case; `port` is absent where none is written or known. */
export type Address = { readonly scheme?: string; readonly host: string; readonly port?: number }

const schemes: Readonly<Record<string, Protocol>> = {
  http: 'http',
  https: 'http',
  ws: 'http',
  wss: 'http',
  grpc: 'grpc',
  grpcs: 'grpc',
  redis: 'redis',
  rediss: 'redis',
  valkey: 'redis',
  mongodb: 'mongodb',
  'mongodb+srv': 'mongodb',
  amqp: 'amqp',
  amqps: 'amqp',
  kafka: 'kafka',
  nats: 'nats',
  mqtt: 'mqtt',
  mqtts: 'mqtt',
  postgres: 'sql',
  postgresql: 'sql',
  mysql: 'sql',
  mysqlx: 'sql',
  mariadb: 'sql',
  sqlserver: 'sql',
  mssql: 'sql',
  oracle: 'sql',
  cockroachdb: 'sql',
  clickhouse: 'sql',
  pgsql: 'sql',
  cassandra: 'cassandra',
  memcached: 'memcached',
  s3: 's3',
}

/** The protocol that a URL scheme stands for; `postgresql+asyncpg` is `postgresql`. */
export const schemeProtocol = (scheme: string | undefined): Protocol | undefined =>
  scheme === undefined ? undefined : (schemes[scheme] ?? schemes[scheme.replace(/\+.*$/, '')])

const hostPort = (text: string, scheme: string | undefined): Address | undefined => {
  const authority = text.replace(/[/?#].*$/s, '').replace(/^.*@/s, '')
  const m = /^(\[[\da-f:]*\]|[\w.-]+)(?::([\d\0]*).*)?$/i.exec(authority)
  if (!m || m[1]!.includes(gap)) return undefined
  const port = Number(m[2])
  const host = m[1]!.toLowerCase()
  return {
    host,
    ...(scheme === undefined ? {} : { scheme }),
    ...(port > 0 && port < 65_536 ? { port } : {}),
  }
}

const keyed = (text: string, scheme: string | undefined): Address | undefined => {
  const value = (names: string) =>
    new RegExp(`(?:^|[;:\\s])(?:${names})=([^;\\s]+)`, 'i').exec(text)?.[1]
  const host = value('host|hostname|server|data source|address|addr')
  const address =
    host === undefined ? undefined : hostPort(host.replace(/^tcp:/, '').replace(',', ':'), scheme)
  const port = Number(value('port'))
  return address && address.port === undefined && port > 0 ? { ...address, port } : address
}

/** Ways to find a host, which stand where a scheme does and have the host in the path: `dns:///cart:50051`. */
const resolvers = /^(?:dns|passthrough|xds|discovery|consul|etcd|nacos|polaris|kubernetes|k8s|srv)$/

/**
 * The addresses in a text: URLs, JDBC and PDO strings, `host:port`, bare hosts, lists of them. What is
 * not known (`gap`) may stand anywhere but in the host.
 *
 * @example parseAddresses('mongodb://a:27017,b/db') // [{scheme, host: 'a', port: 27017}, {scheme, host: 'b'}]
 */
export const parseAddresses = (text: string): Address[] => {
  let rest = text.trim().replace(/^(?:jdbc|lb):(?!\/\/)/i, '')
  const m = /^([a-z][a-z0-9+.-]*):\/\//i.exec(rest)
  const scheme = m
    ? m[1]!.toLowerCase()
    : /^(mysql|pgsql|postgres|sqlsrv|sqlserver|mariadb):/i.exec(rest)?.[1]?.toLowerCase()
  if (m) rest = rest.slice(m[0].length)
  if (scheme !== undefined && resolvers.test(scheme)) rest = rest.replace(/^\/+/, '')
  if (/\b(?:host|server|data source|hostname)=/i.test(rest))
    return [keyed(rest, scheme ?? 'dsn')].filter((a) => a !== undefined)
  const tcp = /\btcp\(([^)]*)\)/.exec(rest)
  if (tcp) return [hostPort(tcp[1]!, scheme ?? 'mysql')].filter((a) => a !== undefined)
  return rest
    .split(',')
    .slice(0, 16)
    .flatMap((part) => {
      const inner = /^([a-z][a-z0-9+.-]*):\/\//i.exec(part.trim())
      const address = inner
        ? hostPort(part.trim().slice(inner[0].length), inner[1]!.toLowerCase())
        : hostPort(part.trim(), scheme)
      return address ? [address] : []
    })
}

/** True for names of the machine itself. */
export const isLocal = (host: string): boolean =>
  /^(?:localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[[0:]*1?\]|host\.docker\.internal)$/.test(host)

/** The name of a Service without that of its cluster: `cart.shop.svc.cluster.local` is `cart`. */
export const bareHost = (host: string): string =>
  /\.svc(?:\.|$)/.test(host) ? host.slice(0, host.indexOf('.')) : host
