import type { HostName, Unit } from '../../../core/model/deployment.ts'
import type { Facts } from '../../../core/model/facts.ts'
import type { Remote } from './instance.ts'
import { textOf, type ValueMap } from './value.ts'

type Known = {
  /** The public image that the chart starts. */
  readonly image: string
  readonly port: number
  /** What the chart puts behind its full name for its Services. */
  readonly suffixes: readonly string[]
}

const store = (image: string, port: number, ...suffixes: string[]): Known => ({
  image,
  port,
  suffixes: ['', ...suffixes],
})

/** Public charts that applications take in for their datastores and brokers, by name. */
const known: Readonly<Record<string, Known>> = {
  postgresql: store('postgresql', 5432, '-hl', '-primary', '-read'),
  'postgresql-ha': store('postgresql', 5432, '-pgpool', '-postgresql'),
  mysql: store('mysql', 3306, '-headless', '-primary', '-secondary'),
  mariadb: store('mariadb', 3306, '-headless', '-primary', '-secondary'),
  'mariadb-galera': store('mariadb', 3306, '-headless'),
  mongodb: store('mongodb', 27_017, '-headless', '-arbiter-headless'),
  redis: store('redis', 6379, '-master', '-headless', '-replicas'),
  'redis-ha': store('redis', 6379, '-haproxy', '-announce-0'),
  'redis-cluster': store('redis', 6379, '-headless'),
  valkey: store('valkey', 6379, '-primary', '-headless', '-replicas'),
  memcached: store('memcached', 11_211),
  rabbitmq: store('rabbitmq', 5672, '-headless'),
  kafka: store('kafka', 9092, '-headless', '-controller-headless', '-broker-headless'),
  nats: store('nats', 4222, '-headless'),
  elasticsearch: store('elasticsearch', 9200, '-master', '-master-hl', '-coordinating'),
  opensearch: store('opensearch', 9200, '-cluster-master', '-cluster-master-headless'),
  minio: store('minio', 9000, '-headless'),
  clickhouse: store('clickhouse', 8123, '-headless'),
  cassandra: store('cassandra', 9042, '-headless'),
}

const textIn = (values: ValueMap, key: string): string => {
  const v = values.get(key)
  return typeof v === 'string' ? textOf(v) : ''
}

/** The full name of what a chart starts, by the rule that nearly all charts share. */
const fullName = (name: string, values: ValueMap, release: string): string => {
  const override = textIn(values, 'fullnameOverride')
  if (override !== '') return override
  const own = textIn(values, 'nameOverride') || name
  return release.includes(own) ? release : `${release}-${own}`
}

/** A chart that is not in the repository as what it is known to start; nothing for one not known. */
export const remoteFacts = (
  { chart, dependency, values }: Remote,
  deployment: string,
  release: string,
): Facts => {
  const what = known[dependency.name]
  if (what === undefined) return {}
  const name = fullName(dependency.alias ?? dependency.name, values, release)
  const at = { path: chart.path, line: dependency.line }
  const label = `rtt/chart=${name}`
  const unit: Unit = {
    deployment,
    name,
    origin: 'kubernetes',
    aliases: [],
    image: what.image,
    ports: [what.port],
    labels: [label],
    at,
  }
  const hosts = what.suffixes.map(
    (suffix): HostName => ({
      deployment,
      name: name + suffix,
      selector: [label],
      ports: [{ port: what.port }],
      at,
    }),
  )
  return { units: [unit], hosts }
}
