import assert from 'node:assert/strict'
import { test } from 'node:test'
import { maskSecrets, namesSecret } from '../../../src/core/model/secret.ts'

test('SC-05 a line that is shown holds no secret', () => {
  const issued = ['gh', 'p_', 'A1b2C3d4E5f6G7h8I9j0A1b2C3d4E5f6G7h8'].join('')
  const hidden = [
    ['  <password>hunter2</password>', 'hunter2'],
    ['  password: hunter2', 'hunter2'],
    ['"apiKey": "hunter2",', 'hunter2'],
    ['left-pad @ git+https://hunter2@github.com/x/y', 'hunter2'],
    ['url=postgres://me:hunter2@db:5432/x', 'hunter2'],
    [`"left-pad": "git+https://host/${issued}"`, issued],
    ['  TRACKING: Zm9vYmFyMTIzNDU2Nzg5MEFCQ0RFRkdI', 'Zm9vYmFyMTIzNDU2Nzg5MEFCQ0RFRkdI'],
  ] as const
  for (const [line, secret] of hidden) assert.ok(!maskSecrets(line).includes(secret), line)
})

test('a line without a secret is shown as it is', () => {
  const lines = [
    'const address = process.env.PRODUCT_CATALOG_SERVICE_ADDR ?? "catalog:3550"',
    '  <version>${project.version}</version>',
    'import { productCatalogServiceClient2 } from "./client.js"',
    'sha256:7795db640050e9089b5721a1844f6050f44162da477e0d5784d7c2ed2ac7d50f',
    'http://user-service.default.svc.cluster.local:8080/path',
  ]
  for (const line of lines) assert.equal(maskSecrets(line), line)
})

test('SC-05 a name of a secret is told from that of an address', () => {
  for (const name of [
    'DB_PASSWORD',
    'PRIVATE_KEY',
    'privateKey',
    'SSH_PRIVATE',
    'TOKEN_URL',
    'salt',
    'PRIVATE_SIGNING_KEY',
    'privateRsaKey',
    'ENCRYPTION_KEY',
    'field_encryption_key',
    'APP_KEY',
    'MY_APP_KEY',
    'myAppKey',
    'JWT_KEYS',
    'AWS_ACCESS_KEY_ID',
  ])
    assert.ok(namesSecret(name), name)
  for (const name of [
    'PRIVATE_BACKEND_URL',
    'TOKEN_SERVICE_HOST',
    'SECRETS_ADDR',
    'PASSWORD_RESET_HOSTNAME',
    'CREDENTIALS_PORT',
    'REDIS_URL',
    'ROUTING_KEY',
    'APP_ROUTING_KEY',
    'MAPPING_KEY',
    'CONVERSATION_KEY',
    'APP_KEYCLOAK_URL',
    'ACCESS_KEYDB_URL',
    'DESIGNING_URL',
  ])
    assert.ok(!namesSecret(name), name)
})
