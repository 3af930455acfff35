import type { CodeFacts } from '../model/code.ts'
import type { Protocol } from '../model/endpoint.ts'

/** Words of which one is in the name of every library that talks a protocol, or brings one that does. */
const libraries: Partial<Record<Protocol, RegExp>> = {
  sql: /sql|\bpg\b|pgx|postgres|maria|psycopg|jdbc|jpa|hibernate|mybatis|sequelize|typeorm|prisma|knex|drizzle|gorm|diesel|sqlx|doctrine|eloquent|laravel|illuminate|propel|django|peewee|tortoise|active_?record|rails|npgsql|dapper|entityframework|jooq|exposed|\bent\b|clickhouse/i,
  amqp: /amqp|rabbit|pika|kombu|celery|bunny|lapin|masstransit|sneakers|stomp/i,
  redis:
    /redis|valkey|celery|bull|sidekiq|resque|lettuce|jedis|\brq\b|arq|dramatiq|keyv|cache|channels/i,
  mongodb: /mongo/i,
  kafka: /kafka|sarama|confluent|franz|karafka/i,
  nats: /nats/i,
  mqtt: /mqtt|paho/i,
  elasticsearch: /elastic|opensearch|searchkick|haystack/i,
  memcached: /memcache|dalli|cache/i,
  cassandra: /cassandra|scylla|gocql/i,
}

const common =
  /^(?:address|addr|host|hosts|server|servers|service|services|config|client|endpoint|default|registry|local|http|https|name|base|main|data|port)$/i

/** Whether a word of a setting's path is in the name of a library. */
const isNamed = (setting: string, names: readonly string[]): boolean =>
  setting
    .toLowerCase()
    .split(/[.\d_-]+/)
    .filter((word) => word.length >= 4 && !common.test(word))
    .some((word) => names.some((n) => n.toLowerCase().includes(word)))

/**
 * Settings that several programs are given, as one of them uses them: addresses of what it has a library to talk
 * to. Of the rest it is told by its name alone: `etcd.address` is for who has a library of that name.
 *
 * @param names what the service depends on and imports; of one of which nothing is known, all stay
 */
export const neededSettings = (file: CodeFacts, names: readonly string[]): CodeFacts => {
  if (names.length === 0) return file
  const known = new Map<RegExp, boolean>()
  const has = (library: RegExp): boolean => {
    const before = known.get(library)
    if (before !== undefined) return before
    const found = names.some((n) => library.test(n))
    known.set(library, found)
    return found
  }
  const endpoints = file.endpoints.filter((e) => {
    const library = libraries[e.protocol]
    return library === undefined ? isNamed(e.setting ?? '', names) : has(library)
  })
  return endpoints.length === file.endpoints.length ? file : { ...file, endpoints }
}
