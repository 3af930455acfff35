import type { ServiceKind } from '../model/deployment.ts'
import type { Protocol } from '../model/endpoint.ts'

/** What a well-known image is, and how it is talked to. */
export type ImageRole = { readonly kind: ServiceKind; readonly protocol: Protocol }

const datastore = (protocol: Protocol): ImageRole => ({ kind: 'datastore', protocol })
const service = (protocol: Protocol): ImageRole => ({ kind: 'service', protocol })
const broker = (protocol: Protocol): ImageRole => ({ kind: 'broker', protocol })

/** Public images by the last segment of their name, or its start before a dash. */
const roles: Readonly<Record<string, ImageRole>> = {
  redis: datastore('redis'),
  valkey: datastore('redis'),
  keydb: datastore('redis'),
  dragonfly: datastore('redis'),
  'redis-stack': datastore('redis'),
  postgres: datastore('sql'),
  postgresql: datastore('sql'),
  postgis: datastore('sql'),
  timescaledb: datastore('sql'),
  pgvector: datastore('sql'),
  mysql: datastore('sql'),
  mariadb: datastore('sql'),
  percona: datastore('sql'),
  mssql: datastore('sql'),
  server: datastore('sql'),
  'azure-sql-edge': datastore('sql'),
  cockroach: datastore('sql'),
  clickhouse: datastore('sql'),
  'clickhouse-server': datastore('sql'),
  oracle: datastore('sql'),
  mongo: datastore('mongodb'),
  mongodb: datastore('mongodb'),
  'mongodb-community-server': datastore('mongodb'),
  memcached: datastore('memcached'),
  elasticsearch: datastore('elasticsearch'),
  opensearch: datastore('elasticsearch'),
  cassandra: datastore('cassandra'),
  scylla: datastore('cassandra'),
  minio: datastore('s3'),
  'dynamodb-local': datastore('dynamodb'),
  zookeeper: datastore('tcp'),
  'cp-zookeeper': datastore('tcp'),
  etcd: datastore('tcp'),
  rabbitmq: broker('amqp'),
  kafka: broker('kafka'),
  'cp-kafka': broker('kafka'),
  redpanda: broker('kafka'),
  'cp-server': broker('kafka'),
  'kafka-native': broker('kafka'),
  nats: broker('nats'),
  'nats-streaming': broker('nats'),
  'eclipse-mosquitto': broker('mqtt'),
  mosquitto: broker('mqtt'),
  emqx: broker('mqtt'),
  activemq: broker('amqp'),
  'auto-setup': service('grpc'),
  pgbouncer: service('sql'),
  pgcat: service('sql'),
  pgdog: service('sql'),
  mailhog: service('smtp'),
  mailpit: service('smtp'),
  maildev: service('smtp'),
  mailcatcher: service('smtp'),
  smtp4dev: service('smtp'),
  inbucket: service('smtp'),
}

/** Name of an image without registry, tag and digest: `docker.io/library/redis:7` → `redis`. */
export const imageName = (image: string): string =>
  image
    .replace(/@.*$/, '')
    .replace(/:[^/]*$/, '')
    .replace(/^.*\//, '')

/** What distributors put at the end of the names of their own builds: `acme-kafka`, `shop-postgres`. */
const endings =
  /-(redis|valkey|postgres|postgresql|mysql|mariadb|mongo|mongodb|kafka|zookeeper|rabbitmq|elasticsearch|opensearch|clickhouse|memcached|cassandra)$/
const ending = (name: string): string => endings.exec(name)?.[1] ?? ''

/** The role of a public image; `server` counts only for Microsoft's SQL server. */
export const imageRole = (image: string | undefined): ImageRole | undefined => {
  if (image === undefined) return undefined
  const name = imageName(image).toLowerCase()
  if (name === 'server' && !image.includes('mssql')) return undefined
  return roles[name] ?? roles[ending(name)]
}

/** Programs that pass requests on, by the word in their image's name that tells them. */
export const proxyImages: Readonly<Record<string, RegExp>> = {
  nginx: /nginx|openresty|swag|angie/,
  envoy: /envoy/,
  caddy: /caddy/,
  haproxy: /haproxy/,
  traefik: /traefik/,
  apache: /httpd|apache/,
  kong: /kong/,
}

/** True for the image of a web server or proxy. */
export const isProxyImage = (image: string): boolean =>
  Object.values(proxyImages).some((p) => p.test(imageName(image).toLowerCase()))

/** Ports that the programs of well-known images listen on unless they are told otherwise. */
const ports: Readonly<Record<string, number>> = {
  redis: 6379,
  valkey: 6379,
  keydb: 6379,
  postgres: 5432,
  postgresql: 5432,
  postgis: 5432,
  timescaledb: 5432,
  pgvector: 5432,
  mysql: 3306,
  mariadb: 3306,
  percona: 3306,
  mongo: 27017,
  mongodb: 27017,
  memcached: 11211,
  elasticsearch: 9200,
  opensearch: 9200,
  cassandra: 9042,
  scylla: 9042,
  minio: 9000,
  rabbitmq: 5672,
  kafka: 9092,
  'cp-kafka': 9092,
  redpanda: 9092,
  nats: 4222,
  mosquitto: 1883,
  'eclipse-mosquitto': 1883,
  zookeeper: 2181,
  etcd: 2379,
  consul: 8500,
  vault: 8200,
  zipkin: 9411,
}

/** The port that an image listens on by itself, where it is well known. */
export const defaultPort = (image: string | undefined): number | undefined =>
  image === undefined ? undefined : portOf(imageName(image).toLowerCase())
const portOf = (name: string): number | undefined => ports[name] ?? ports[ending(name)]

const protocols: ReadonlyMap<number, Protocol> = new Map([
  ...Object.entries(ports).flatMap(([name, port]) => {
    const protocol = roles[name]?.protocol
    return protocol === undefined ? [] : [[port, protocol] as const]
  }),
  [1433, 'sql'],
  [1521, 'sql'],
  [25, 'smtp'],
  [587, 'smtp'],
])

/** What is spoken at a port that is known for one program. */
export const portProtocol = (port: number | undefined): Protocol | undefined =>
  port === undefined || port === 9000 ? undefined : protocols.get(port)
