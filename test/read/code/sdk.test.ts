import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sdkMentions, sdkPatterns } from '../../../src/read/code/sdk.ts'

const found = (lang: string, text: string) =>
  sdkMentions('a', lang, text).map((m) => `${m.key} ${m.protocol} ${m.at.line}`)

const cases: readonly (readonly [lang: string, text: string, found: readonly string[]])[] = [
  ['typescript', "\nimport pg from 'pg'\n", ['PGHOST sql 2', 'PGHOSTADDR sql 2']],
  ['typescript', 'new PrismaClient()', ['DATABASE_URL sql 1']],
  ['ruby', '#\nSidekiq.configure\nSidekiq', ['REDIS_URL redis 2']],
  ['python', 'Sidekiq.configure', []],
  [
    'python',
    'app = Celery("x")',
    [
      'CELERY_BROKER_URL amqp 1',
      'RABBITMQ_URL amqp 1',
      'CLOUDAMQP_URL amqp 1',
      'CELERY_RESULT_BACKEND redis 1',
    ],
  ],
  ['go', '"github.com/hashicorp/vault/api"', ['VAULT_ADDR http 1']],
  [
    'typescript',
    "from '@aws-sdk/client-sqs'",
    ['AWS_ENDPOINT_URL_SQS http 1', 'AWS_ENDPOINT_URL http 1'],
  ],
  ['typescript', "from '@aws-sdk/client-lambda'", []],
  ['typescript', "import page from 'page'", []],
]

for (const [lang, text, all] of cases)
  test(`libraries that read their own variables: ${text.trim().slice(0, 40)}`, () => {
    assert.deepEqual(found(lang, text), all)
  })

test('applications of Spring and its like read the variables of their starters', () => {
  const keys = found('java', '\n@SpringBootApplication\nclass A {}')
  assert.ok(keys.includes('SPRING_DATASOURCE_URL undefined 2'), keys.join())
  assert.deepEqual(found('python', '@SpringBootApplication'), [])
})

test('no library is looked for with a pattern that depends on what was read before', () => {
  for (const p of sdkPatterns) assert.equal(p.global || p.sticky, false, String(p))
})
