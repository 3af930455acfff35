import type { Mention } from '../../core/model/code.ts'
import type { Protocol } from '../../core/model/endpoint.ts'
import { knownVariables } from '../config/frameworks.ts'
import { patternFilter } from './words.ts'

/** A library that reads its address from the environment by itself, so that no code names the variable. */
type Sdk = {
  readonly protocol: Protocol
  /** What stands in a file that sets the library to work. */
  readonly use: RegExp
  readonly keys: readonly string[]
  readonly langs?: readonly string[]
}

const aws = (service: string, protocol: Protocol, clients: string): Sdk => ({
  protocol,
  use: new RegExp(clients),
  keys: [`AWS_ENDPOINT_URL_${service}`, 'AWS_ENDPOINT_URL'],
})

/** Libraries and the variables that their documentation names. */
const sdks: readonly Sdk[] = [
  {
    protocol: 'grpc',
    use: /\bFlagdProvider\b|\bflagd\.NewProvider\b|Flagd::Provider/,
    keys: ['FLAGD_HOST', 'FLAGD_PORT'],
  },
  {
    protocol: 'sql',
    use: /from ['"](?:pg|postgres)['"]|require\(['"](?:pg|postgres)['"]\)|\bpsycopg|lib\/pq"|jackc\/pgx|\basyncpg\b|tokio_postgres/,
    keys: ['PGHOST', 'PGHOSTADDR'],
  },
  {
    protocol: 'sql',
    use: /\bPrismaClient\b|ApplicationRecord|ActiveRecord::Base|\bsqlx::(?:query|PgPool|migrate)|\bdiesel::/,
    keys: ['DATABASE_URL'],
  },
  {
    protocol: 'redis',
    use: /\bSidekiq\b|\bRedis\.new\b|\bRedis::/,
    keys: ['REDIS_URL'],
    langs: ['ruby'],
  },
  {
    protocol: 'amqp',
    use: /\bCelery\(|\bBunny\.new\b/,
    keys: ['CELERY_BROKER_URL', 'RABBITMQ_URL', 'CLOUDAMQP_URL'],
  },
  {
    protocol: 'redis',
    use: /\bCelery\(/,
    keys: ['CELERY_RESULT_BACKEND'],
  },
  {
    protocol: 'http',
    use: /\bnew OpenAI\(|\bOpenAI\(|openai\.NewClient|\bAsyncOpenAI\(/,
    keys: ['OPENAI_BASE_URL', 'OPENAI_API_BASE'],
  },
  {
    protocol: 'http',
    use: /import ollama|from ollama|ollama\.ClientFromEnvironment|from ['"]ollama['"]/,
    keys: ['OLLAMA_HOST'],
  },
  {
    protocol: 'elasticsearch',
    use: /Elasticsearch::Model|\bSearchkick\b|Chewy::/,
    keys: ['ELASTICSEARCH_URL'],
  },
  {
    protocol: 'http',
    use: /hashicorp\/vault\/api|\bhvac\.Client\b|node-vault/,
    keys: ['VAULT_ADDR'],
  },
  {
    protocol: 'http',
    use: /hashicorp\/consul\/api|consul\.Consul\(/,
    keys: ['CONSUL_HTTP_ADDR'],
  },
  { protocol: 'nats', use: /nats-io\//, keys: ['NATS_URL'] },
  {
    protocol: 'grpc',
    use: /temporalio|go\.temporal\.io|@temporalio/,
    keys: ['TEMPORAL_ADDRESS', 'TEMPORAL_HOST', 'TEMPORAL_HOSTPORT'],
  },
  {
    protocol: 'grpc',
    use: /cloud\.google\.com\/go\/firestore|@google-cloud\/firestore|google\.cloud import firestore|firebase-admin/,
    keys: ['FIRESTORE_EMULATOR_HOST'],
  },
  {
    protocol: 'grpc',
    use: /cloud\.google\.com\/go\/pubsub|@google-cloud\/pubsub|google\.cloud import pubsub/,
    keys: ['PUBSUB_EMULATOR_HOST'],
  },
  {
    protocol: 'http',
    use: /cloud\.google\.com\/go\/storage|@google-cloud\/storage|google\.cloud import storage/,
    keys: ['STORAGE_EMULATOR_HOST'],
  },
  aws('S3', 's3', '@aws-sdk/client-s3|service/s3"|boto3|aws_sdk_s3|awssdk.services.s3'),
  aws('DYNAMODB', 'dynamodb', '@aws-sdk/(?:client|lib)-dynamodb|service/dynamodb"|boto3|dynamodb'),
  aws('SQS', 'http', '@aws-sdk/client-sqs|service/sqs"|boto3|aws_sdk_sqs'),
]

/** An application of a framework that connects by itself to what its own variables name. */
const framework =
  /SpringApplication\.run|@SpringBootApplication|runApplication<|@QuarkusMain|import io\.quarkus\.|Micronaut\.run/

/** What stands in files that set a library to work, in the order of the libraries. */
export const sdkPatterns: readonly RegExp[] = sdks.map((sdk) => sdk.use)
const mayFit = patternFilter(sdkPatterns)

const lineOf = (text: string, index: number): number => {
  let line = 1
  for (let i = text.indexOf('\n'); i >= 0 && i < index; i = text.indexOf('\n', i + 1)) line++
  return line
}

const frameworkMentions = (path: string, lang: string, text: string): Mention[] => {
  const m = lang === 'java' || lang === 'kotlin' ? framework.exec(text) : null
  const line = m === null ? 0 : lineOf(text, m.index)
  return m === null ? [] : knownVariables(path).map((k) => ({ ...k, at: { path, line } }))
}

/** The variables that libraries in this file read by themselves, at the first line that sets one to work. */
export const sdkMentions = (path: string, lang: string, text: string): Mention[] => {
  const may = mayFit(text)
  const ofSdks = sdks.flatMap((sdk, i): Mention[] => {
    if (may[i] === 0 || (sdk.langs && !sdk.langs.includes(lang))) return []
    const m = sdk.use.exec(text)
    if (m === null) return []
    const at = { path, line: lineOf(text, m.index) }
    return sdk.keys.map((key) => ({ key, at, protocol: sdk.protocol }))
  })
  return [...frameworkMentions(path, lang, text), ...ofSdks]
}
