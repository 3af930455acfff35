import type { Protocol } from '../../core/model/endpoint.ts'

/** Words of keys that say who is at the other end, the more special first. */
const hints: readonly (readonly [RegExp, Protocol])[] = [
  [/rabbit|amqp/, 'amqp'],
  [/kafka|bootstrapservers|redpanda/, 'kafka'],
  [/redis|valkey|sidekiq|resque|(?:^|\.|action)cable/, 'redis'],
  [/mongo/, 'mongodb'],
  [/elasticsearch|opensearch/, 'elasticsearch'],
  [/cassandra|scylla/, 'cassandra'],
  [/memcache/, 'memcached'],
  [/mqtt|mosquitto/, 'mqtt'],
  [/(?:^|\.)nats/, 'nats'],
  [/smtp|(?:^|\.)e?mail/, 'smtp'],
  [
    /datasource|jdbc|r2dbc|postgres|mysql|mariadb|sqlserver|database|(?:^|\.)db(?:\.|$)|liquibase|flyway/,
    'sql',
  ],
  [/(?:^|\.)s3(?:\.|$)|minio/, 's3'],
]

/** The protocol that a key speaks of: `spring.rabbitmq.host` is AMQP. */
export const protocolOfKey = (path: string): Protocol | undefined =>
  hints.find(([words]) => words.test(path))?.[1]

const hostWords =
  /(?:^|\.)[a-z]*(?:hosts?|hostname|servers?|addr|address|addresses|endpoints?|brokers?|upstream|backend|bootstrapservers|contactpoints|nodes|seeds?)(?:\.\d+)?$/
const urlWords =
  /(?:^|\.)[a-z]*(?:url|uri|urls|uris|dsn|serviceid|connection|connectionstring|location|target|baseurl)(?:\.\d+)?$|(?:^|\.)connectionstrings\.[^.]+$/

/** Keys whose value is a host, though it looks like any other word. */
export const isHostKey = (path: string): boolean => hostWords.test(path)

/** Keys whose value is the name that another service has in the registry: `"ServiceName": "orders"`. */
export const isServiceKey = (path: string): boolean =>
  /(?:^|\.)(?:downstream)?servicename$/.test(path)

/** Keys whose value is an address, be it in a variable. */
export const isAddressKey = (path: string): boolean => hostWords.test(path) || urlWords.test(path)

const elsewhere =
  /swagger|springdoc|cors|origins?(?:\.|$)|allowed|whitelist|allowlist|trusted|redirect|callback|logout|audience|cookie|referr?er|contentsecurity|csp(?:\.|$)|description|comment|title|example|schema(?:\.|$)|(?:^|\.)\$?id$|license|homepage|documentation|scrapeconfigs|staticconfigs|labels?(?:\.|$)|(?:^|\.)image|(?:^|\.)tag(?:\.|$)|eureka\.instance|advertised|listen|urlprefix|(?:public|external|site|self|own|root)url|(?:^|\.)server\.(?:host|address)$|(?:^|\.)bind|healthcheck/

/**
 * Keys whose addresses are for somebody else: whom a browser may come from, where it is sent, under which
 * name the program itself is known, what is written for people.
 */
export const isForOthers = (path: string): boolean => elsewhere.test(path)
