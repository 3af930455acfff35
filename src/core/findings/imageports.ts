import { imageName } from '../link/image.ts'

/** What public images listen on unless they are told otherwise, by the last segment of their name. */
const ports: Readonly<Record<string, readonly number[]>> = {
  redis: [6379],
  'redis-stack': [6379, 8001],
  'redis-stack-server': [6379],
  valkey: [6379],
  keydb: [6379],
  dragonfly: [6379],
  postgres: [5432],
  postgresql: [5432],
  postgis: [5432],
  timescaledb: [5432],
  pgvector: [5432],
  mysql: [3306, 33_060],
  mariadb: [3306],
  mongo: [27_017],
  mongodb: [27_017],
  memcached: [11_211],
  rabbitmq: [5671, 5672, 15_671, 15_672, 15_691, 15_692, 25_672, 4369, 1883, 8883, 61_613, 61_614],
  elasticsearch: [9200, 9300],
  opensearch: [9200, 9300, 9600, 9650],
  clickhouse: [8123, 9000, 9004, 9005, 9009, 9363, 8443, 9440],
  'clickhouse-server': [8123, 9000, 9004, 9005, 9009, 9363, 8443, 9440],
  nats: [4222, 6222, 8222],
  zookeeper: [2181, 2888, 3888, 8080],
  minio: [9000, 9001, 9090],
  'dynamodb-local': [8000],
  meilisearch: [7700],
  typesense: [8108],
  zipkin: [9411, 9410],
  mailhog: [1025, 8025],
  mailpit: [1025, 8025, 1110],
  localstack: [4566, 4571],
  tika: [9998],
  gotenberg: [3000],
  influxdb: [8086, 8088],
  neo4j: [7474, 7473, 7687],
  vault: [8200, 8201],
}

/** The ports of a public image, undefined for one that is not known. */
export const imagePorts = (image: string): readonly number[] | undefined =>
  ports[imageName(image).toLowerCase()]
