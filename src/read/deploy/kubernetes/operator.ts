import type { HostName, Unit } from '../../../core/model/deployment.ts'
import type { Facts } from '../../../core/model/facts.ts'
import type { Resource } from './resource.ts'

type Operated = {
  /** The public image that it stands for. */
  readonly image: string
  readonly port: number
  /** What operators put behind the name of the document for the Services that they make of it. */
  readonly suffixes: readonly string[]
}

const postgres = (...suffixes: string[]): Operated => ({
  image: 'postgresql',
  port: 5432,
  suffixes,
})
const redis = (...suffixes: string[]): Operated => ({ image: 'redis', port: 6379, suffixes })

/** Documents that public operators make datastores and brokers of, by group and kind. */
const operated: Readonly<Record<string, Operated>> = {
  'postgresql.cnpg.io/Cluster': postgres('-rw', '-ro', '-r'),
  'acid.zalan.do/postgresql': postgres('', '-repl'),
  'postgres-operator.crunchydata.com/PostgresCluster': postgres(
    '-primary',
    '-replicas',
    '-pgbouncer',
  ),
  'kafka.strimzi.io/Kafka': {
    image: 'kafka',
    port: 9092,
    suffixes: ['-kafka-bootstrap', '-kafka-brokers'],
  },
  'rabbitmq.com/RabbitmqCluster': { image: 'rabbitmq', port: 5672, suffixes: ['', '-nodes'] },
  'elasticsearch.k8s.elastic.co/Elasticsearch': {
    image: 'elasticsearch',
    port: 9200,
    suffixes: ['-es-http', '-es-default'],
  },
  'mongodbcommunity.mongodb.com/MongoDBCommunity': {
    image: 'mongodb',
    port: 27_017,
    suffixes: ['-svc'],
  },
  'redis.redis.opstreelabs.in/Redis': redis('', '-headless'),
  'redis.redis.opstreelabs.in/RedisCluster': redis('-leader', '-follower'),
  'redis.redis.opstreelabs.in/RedisReplication': redis('', '-headless'),
  'databases.spotahome.com/RedisFailover': redis('', '-master'),
  'minio.min.io/Tenant': { image: 'minio', port: 9000, suffixes: ['-hl'] },
  'mysql.oracle.com/InnoDBCluster': { image: 'mysql', port: 3306, suffixes: ['', '-instances'] },
  'k8s.mariadb.com/MariaDB': { image: 'mariadb', port: 3306, suffixes: ['', '-primary'] },
  'clickhouse.altinity.com/ClickHouseInstallation': {
    image: 'clickhouse',
    port: 8123,
    suffixes: [''],
  },
}

/** A document of a public operator as the datastore or broker that it stands for. */
export const operatedFacts = ({ doc, kind, group, name, deployment }: Resource): Facts => {
  const known = operated[`${group}/${kind}`]
  if (known === undefined) return {}
  const at = doc.get('metadata', 'name').line
  const label = `rtt/operated=${kind}/${name}`
  const unit: Unit = {
    deployment,
    name,
    origin: 'kubernetes',
    aliases: [],
    image: known.image,
    ports: [known.port],
    labels: [label],
    at,
  }
  const hosts = known.suffixes.map(
    (suffix): HostName => ({
      deployment,
      name: name + suffix,
      selector: [label],
      ports: [{ port: known.port }],
      at,
    }),
  )
  return { units: [unit], hosts }
}
