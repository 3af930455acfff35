import type { Protocol } from '../../core/model/endpoint.ts'
import { lastOf, type Node } from './node.ts'

type Call = Extract<Node, { kind: 'call' }>

/**
 * A way in which a library is told where to connect: the end of the callee (`*` for any beginning), whether the text of the
 * file must name the library, and where the address stands: argument positions, or keys of an options
 * object or keyword arguments (host and port are joined).
 */
type Client = {
  readonly protocol: Protocol
  readonly callee: string
  readonly library?: RegExp
  readonly args?: readonly number[]
  readonly keys?: readonly string[]
}

const verbs = ['get', 'post', 'put', 'delete', 'patch', 'head', 'options', 'request']
const words = (list: string): string[] => list.trim().split(/\s+/)
const expand = (c: Omit<Client, 'callee'>, callees: readonly string[]): Client[] =>
  callees.map((callee) => ({ ...c, callee }))
const httpKeys = [
  'url',
  'uri',
  'baseURL',
  'baseUrl',
  'host',
  'hostname',
  'target',
  'base_url',
  'prefixUrl',
]
const hostKeys = [
  'url',
  'host',
  'hosts',
  'hostname',
  'socket',
  'uri',
  'address',
  'server',
  'Addr',
  'Addrs',
  'startup_nodes',
  'location',
]
const brokerKeys = [
  'brokers',
  'bootstrap_servers',
  'bootstrap.servers',
  'metadata.broker.list',
  'kafkaHost',
  'Brokers',
  'servers',
  'Addr',
]
const sqlKeys = [
  'host',
  'connectionString',
  'connection',
  'dsn',
  'url',
  'server',
  'Addr',
  'hostname',
  'uri',
  'conninfo',
]

/** The libraries that RTT knows, by protocol. Knowledge of libraries, never of repositories. */
const clients: readonly Client[] = [
  ...expand(
    { protocol: 'http', args: [0], keys: httpKeys },
    words(`
    fetch axios axios.create got request ky needle undici.request createProxyMiddleware
    createProxyServer reqwest.get urlopen HttpUser restTemplate.getForObject
    restTemplate.exchange restTemplate.getForEntity restTemplate.postForObject
    restTemplate.postForEntity WebClient.create baseUrl HttpGet HttpPost HttpPut
    HttpDelete curl_init file_get_contents GetAsync PostAsync PutAsync DeleteAsync
    GetStringAsync PostAsJsonAsync GetFromJsonAsync Net.HTTP.get HTTParty.get
    HTTParty.post Faraday.new URI.open WebSocket httpx.Client httpx.AsyncClient
    aiohttp.ClientSession`),
  ),
  ...[
    'axios',
    'got',
    'request',
    'requests',
    'superagent',
    'http',
    'https',
    'httpx',
    'client',
    'session',
    'ky',
    'httpClient',
    'self.client',
    'reqwest',
    'Http',
  ].flatMap((r) =>
    expand(
      {
        protocol: 'http',
        args: [0],
        keys: httpKeys,
        library: /request|axios|http|got|superagent|ky\b/i,
      },
      verbs.map((v) => `${r}.${v}`),
    ),
  ),
  ...expand(
    { protocol: 'http', args: [0] },
    words('http.Get http.Post http.PostForm http.Head URI.create url.openConnection'),
  ),
  ...expand({ protocol: 'http', args: [0], library: /discovery/i }, words('getInstances')),
  ...expand({ protocol: 'http', args: [1] }, words('http.NewRequest requests.request fetch_url')),
  ...expand({ protocol: 'http', args: [2] }, words('http.NewRequestWithContext')),
  ...expand(
    { protocol: 'http', keys: ['BaseAddress', 'base_uri', 'baseUrl'] },
    words('HttpClient Client GuzzleHttp.Client'),
  ),
  ...expand(
    { protocol: 'grpc', args: [0] },
    words(`
    grpc.Dial grpc.NewClient grpc.insecure_channel grpc.secure_channel insecure_channel
    grpc.aio.insecure_channel GrpcChannel.ForAddress ManagedChannelBuilder.forTarget
    ManagedChannelBuilder.forAddress Channel.from_shared Channel.from_static
    Endpoint.from_shared Endpoint.from_static`),
  ),
  ...expand({ protocol: 'grpc', args: [1] }, words('grpc.DialContext')),
  // By the name that a service has at a registry.
  ...expand(
    { protocol: 'grpc', args: [0], library: /kitex/ },
    words('*service.NewClient *svc.NewClient genericclient.NewClient'),
  ),
  ...expand(
    { protocol: 'http', args: [0], keys: ['service'], library: /consul/i },
    words('health.service Health.Service catalog.service Catalog.Service'),
  ),
  ...expand(
    { protocol: 'tcp', args: [0], keys: ['Endpoints', 'hosts', 'host'], library: /etcd/i },
    words(`
    clientv3.Config clientv3.NewFromURL etcd.NewEtcdResolver etcd.NewEtcdRegistry Etcd3
    etcd3.client Etcd3Client etcd.Client Client.connect`),
  ),
  ...expand(
    {
      protocol: 'http',
      args: [0],
      keys: ['host', 'Address', 'address', 'serverList'],
      library: /consul/i,
    },
    words(`
    consul.NewConsulResolver consul.NewConsulRegister registryconsul.NewConsulRegister
    api.Config Consul consul.Consul consulapi.Config`),
  ),
  ...expand(
    { protocol: 'tcp', args: [0], keys: ['hosts'], library: /zookeeper|\bzk\b|kazoo/i },
    words('zk.Connect KazooClient zookeeper.createClient ZooKeeper'),
  ),
  ...expand(
    { protocol: 'redis', args: [0], keys: hostKeys, library: /redis|valkey/i },
    words(`
    createClient redis.createClient Redis IORedis redis.Redis StrictRedis
    redis.StrictRedis from_url Redis.from_url redis.from_url redis.NewClient
    redis.NewClusterClient redis.ParseURL redis.Options Client.open
    ConnectionMultiplexer.Connect ConnectAsync Redis.new JedisPool Jedis
    RedisClient.create AddStackExchangeRedisCache redis.Dial redis.UniversalOptions
    ConnectionPool ConnectionPool.from_url`),
  ),
  ...expand(
    { protocol: 'mongodb', args: [0], keys: hostKeys, library: /mongo/i },
    words(`
    connect MongoClient MongoClient.connect mongoClient.connect mongoose.connect
    mongoose.createConnection ApplyURI MongoClients.create Client.with_uri_str
    ClientOptions.parse AsyncIOMotorClient Mongo.Client.new`),
  ),
  ...expand(
    {
      protocol: 'sql',
      args: [0, 1],
      keys: sqlKeys,
      library:
        /mysql|pg\b|postgres|psycopg|sqlalchemy|sequelize|knex|typeorm|asyncpg|mariadb|mssql|prisma|sqlx|tokio_postgres|jdbc|npgsql|pdo/i,
    },
    words(`
    createConnection createPool Pool Client Sequelize knex create_engine
    create_async_engine psycopg2.connect psycopg.connect asyncpg.connect
    asyncpg.create_pool pymysql.connect connector.connect MySQLdb.connect PgPool.connect
    PgPoolOptions.connect MySqlPool.connect tokio_postgres.connect
    DriverManager.getConnection PDO mysqli NpgsqlConnection SqlConnection
    MySqlConnection UseNpgsql UseSqlServer UseMySql DataSource url setJdbcUrl
    pgxpool.New pgx.Connect pgxpool.ParseConfig postgres.Open mysql.Open sqlserver.Open
    PG.connect Sequel.connect postgres`),
  ),
  ...expand(
    { protocol: 'sql', args: [1] },
    words('sql.Open sqlx.Connect sqlx.Open sqlx.MustConnect gorm.Open'),
  ),
  ...expand(
    {
      protocol: 'amqp',
      args: [0],
      keys: [...hostKeys, 'HostName'],
      library: /amqp|rabbit|pika|lapin|bunny/i,
    },
    words(`
    amqp.Dial amqp.DialConfig amqp.connect amqplib.connect connect ConnectionParameters
    URLParameters aio_pika.connect connect_robust Connection.connect setHost setUri
    ConnectionFactory AMQPStreamConnection Bunny.new amqp091.Dial
    AmqpConnectionManager.connect`),
  ),
  ...expand(
    { protocol: 'kafka', args: [0], keys: brokerKeys, library: /kafka|confluent|sarama|franz/i },
    words(`
    Kafka KafkaClient KafkaProducer KafkaConsumer Producer Consumer AIOKafkaProducer
    AIOKafkaConsumer AdminClient sarama.NewSyncProducer sarama.NewAsyncProducer
    sarama.NewConsumerGroup sarama.NewConsumer sarama.NewClient kafka.Writer
    kafka.ReaderConfig kafka.WriterConfig kafka.TCP kgo.SeedBrokers kafka.NewProducer
    kafka.NewConsumer kafka.ConfigMap ProducerConfig ConsumerConfig Kafka.new`),
  ),
  ...expand({ protocol: 'kafka', args: [1] }, words('kafka.DialLeader put setProperty')).map((c) =>
    c.callee.startsWith('kafka') ? c : { ...c, library: /BOOTSTRAP_SERVERS/ },
  ),
  ...expand(
    { protocol: 'nats', args: [0], keys: ['servers', 'url'], library: /nats/i },
    words('nats.Connect nats.connect connect Nats.connect async_nats.connect'),
  ),
  ...expand(
    { protocol: 'mqtt', args: [0], keys: hostKeys, library: /mqtt/i },
    words('mqtt.connect client.connect AddBroker MqttClient MqttOptions.new'),
  ),
  ...expand(
    {
      protocol: 'elasticsearch',
      args: [0],
      keys: ['node', 'nodes', 'hosts', 'Addresses', 'cloud_id'],
      library: /elastic|opensearch/i,
    },
    words(`
    Client Elasticsearch elasticsearch.NewClient elasticsearch.Config OpenSearch
    AsyncElasticsearch`),
  ),
  ...expand(
    { protocol: 'memcached', args: [0], keys: hostKeys, library: /memcache/i },
    words('Memcached memcache.New memcache.Client pymemcache.Client Client'),
  ),
  ...expand(
    {
      protocol: 's3',
      keys: ['endpoint', 'endPoint', 'endpoint_url', 'Endpoint', 'BaseEndpoint'],
      library: /s3|minio/i,
    },
    words('S3Client S3 Minio.Client Client boto3.client boto3.resource client resource'),
  ),
  ...expand({ protocol: 's3', args: [0], library: /minio/i }, words('minio.New Minio')),
  ...expand(
    {
      protocol: 'cassandra',
      args: [0],
      keys: ['contactPoints', 'contact_points'],
      library: /cassandra|scylla|gocql/i,
    },
    words('Cluster gocql.NewCluster Client'),
  ),
]

const byLast = new Map<string, Client[]>()
for (const c of clients) byLast.set(lastOf(c.callee), [...(byLast.get(lastOf(c.callee)) ?? []), c])

const fits = (callee: string, c: Client): boolean =>
  (c.callee.startsWith('*') && callee.endsWith(c.callee.slice(1))) ||
  callee === c.callee ||
  callee.endsWith(`.${c.callee}`) ||
  (callee.startsWith('.') && callee.slice(1) === lastOf(c.callee))

const entriesOf = (call: Call): readonly (readonly [string, Node])[] => [
  ...call.args.flatMap((a) => (a.name === undefined ? [] : [[a.name, a.value] as const])),
  ...call.args.flatMap((a) => (a.value.kind === 'object' ? a.value.entries : [])),
  ...call.args.flatMap((a) => (a.value.kind === 'call' ? entriesOf(a.value) : [])),
]

const nested = (n: Node): readonly Node[] =>
  n.kind === 'object' ? n.entries.flatMap(([, v]) => nested(v)) : [n]

const joinPort = (host: Node, port: Node | undefined): Node =>
  port === undefined || host.kind === 'object'
    ? host
    : {
        kind: 'concat',
        parts: [host, { kind: 'text', value: ':', line: host.line }, port],
        line: host.line,
      }

/** A recognised client call: the protocol it speaks and the nodes that may hold its address. */
export type ClientCall = {
  readonly protocol: Protocol
  readonly api: string
  readonly addresses: readonly Node[]
}

const addressesOf = (call: Call, client: Client): readonly Node[] => {
  const entries = entriesOf(call)
  const port = entries.find(([k]) => k === 'port' || k === 'Port')?.[1]
  const keyed = (client.keys ?? []).flatMap((k) =>
    entries.filter(([name]) => name === k).map(([, v]) => v),
  )
  if (keyed.length > 0)
    return keyed
      .flatMap(nested)
      .map((n) =>
        n.kind === 'name' || n.kind === 'text' || n.kind === 'either' ? joinPort(n, port) : n,
      )
  const positional = (client.args ?? []).flatMap((i) => {
    const a = call.args[i]
    return a === undefined ||
      a.name !== undefined ||
      a.value.kind === 'object' ||
      a.value.kind === 'other'
      ? []
      : [a.value]
  })
  return positional
}

/** Says whether a file names a library in its code; each is looked for once a file, and only when asked for. */
export type LibraryNamer = (library: RegExp) => boolean

export const libraryNamer = (code: () => string): LibraryNamer => {
  const known = new Map<RegExp, boolean>()
  let text: string | undefined
  return (library) => {
    const before = known.get(library)
    if (before !== undefined) return before
    text ??= code()
    const isNamed = library.test(text)
    known.set(library, isNamed)
    return isNamed
  }
}

/**
 * Recognises a call that opens a connection. The file must name the library where the callee alone would
 * be too common a word.
 */
export const clientCall = (call: Call, names: LibraryNamer): ClientCall | undefined => {
  for (const c of byLast.get(lastOf(call.callee)) ?? []) {
    if (!fits(call.callee, c)) continue
    if (c.library && !names(c.library)) continue
    const addresses = addressesOf(call, c)
    if (addresses.length > 0) return { protocol: c.protocol, api: c.callee, addresses }
  }
  return undefined
}
