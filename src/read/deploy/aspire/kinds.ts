import type { ServiceKind } from '../../../core/model/deployment.ts'

/** What a hosting method adds: the image that it runs, and how a connection string to it begins. */
export type Kind = {
  readonly image?: string
  readonly kind?: ServiceKind
  readonly scheme: string
  /** Where the argument stands that names the folder of its source, or its image. */
  readonly folder?: number
  readonly imageArg?: number
}

const store = (image: string, scheme: string): Kind => ({ image, scheme, kind: 'datastore' })
const broker = (image: string, scheme: string): Kind => ({ image, scheme, kind: 'broker' })
const program = (folder?: number): Kind => ({
  scheme: 'http',
  ...(folder === undefined ? {} : { folder }),
})

/** Hosting methods of Aspire and its community toolkit, without the prefix `Azure` of managed ones. */
const kinds: Readonly<Record<string, Kind>> = {
  Project: program(1),
  CSharpApp: program(1),
  NpmApp: program(1),
  NodeApp: program(1),
  ViteApp: program(1),
  NextJsApp: program(1),
  JavaScriptApp: program(1),
  YarnApp: program(1),
  PnpmApp: program(1),
  BunApp: program(1),
  DenoApp: program(1),
  PythonApp: program(1),
  PythonModule: program(1),
  UvApp: program(1),
  UvicornApp: program(1),
  StreamlitApp: program(1),
  GolangApp: program(1),
  RustApp: program(1),
  SpringApp: program(1),
  JavaApp: program(1),
  Executable: program(2),
  Dockerfile: program(1),
  AzureFunctionsProject: program(),
  Container: { scheme: 'http', imageArg: 1 },
  Yarp: program(),
  Redis: store('redis', 'redis'),
  Valkey: store('valkey', 'redis'),
  Garnet: store('dragonfly', 'redis'),
  ManagedRedis: store('redis', 'redis'),
  Postgres: store('postgres', 'postgres'),
  PostgresFlexibleServer: store('postgres', 'postgres'),
  SqlServer: store('mcr.microsoft.com/mssql/server', 'sqlserver'),
  Sql: store('mcr.microsoft.com/mssql/server', 'sqlserver'),
  MySql: store('mysql', 'mysql'),
  Oracle: store('oracle', 'oracle'),
  MongoDB: store('mongo', 'mongodb'),
  Elasticsearch: store('elasticsearch', 'http'),
  CosmosDB: { kind: 'datastore', scheme: 'https' },
  Storage: { kind: 'datastore', scheme: 'https' },
  Qdrant: { kind: 'datastore', scheme: 'http' },
  Milvus: { kind: 'datastore', scheme: 'http' },
  Meilisearch: { kind: 'datastore', scheme: 'http' },
  RavenDB: { kind: 'datastore', scheme: 'http' },
  SurrealServer: { kind: 'datastore', scheme: 'http' },
  MinioContainer: store('minio', 'http'),
  RabbitMQ: broker('rabbitmq', 'amqp'),
  ActiveMQ: broker('activemq', 'amqp'),
  LavinMQ: broker('rabbitmq', 'amqp'),
  Kafka: broker('kafka', 'kafka'),
  Nats: broker('nats', 'nats'),
  ServiceBus: { kind: 'broker', scheme: 'amqps' },
  EventHubs: { kind: 'broker', scheme: 'amqps' },
  WebPubSub: { kind: 'broker', scheme: 'https' },
  SignalR: { kind: 'broker', scheme: 'https' },
  Seq: { scheme: 'http' },
  Keycloak: { scheme: 'http' },
  Ollama: { scheme: 'http' },
  MailPit: { scheme: 'smtp' },
  MailDev: { scheme: 'smtp' },
  PapercutSmtp: { scheme: 'smtp' },
  OpenTelemetryCollector: { scheme: 'http' },
  Dapr: { scheme: 'http' },
}

const table: ReadonlyMap<string, Kind> = new Map(Object.entries(kinds))

/** The kind that `builder.AddX("name")` adds; undefined where it adds nothing that runs. */
export const kindOf = (method: string): Kind | undefined => {
  const name = /^Add(\w+)$/.exec(method)?.[1]
  if (name === undefined) return undefined
  return table.get(name) ?? table.get(name.replace(/^Azure/, ''))
}

/** Methods of a resource that add a part of it under a name of its own: a database, a queue, a model. */
export const addsPart = (method: string): boolean =>
  /^Add(?:\w*Database|Blobs?|Queues?|Tables?|Topic|Hub|Container|Deployment|Model|Keyspace|BlobContainer|ServiceBus(?:Queue|Topic)|CosmosDatabase)$/.test(
    method,
  ) ||
  /^Add\w*(?:Database|Container|Queue|Topic|Hub|BlobService|TableService|QueueService)s?$/.test(
    method,
  )
