import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Expression } from '../../../src/core/model/expression.ts'
import { configReader } from '../../../src/read/config/reader.ts'

const shown = (e: Expression): string => {
  if (e.kind === 'literal') return e.value
  if (e.kind === 'concat') return e.parts.map(shown).join('')
  if (e.kind === 'either') return e.of.map(shown).join('|')
  if (e.kind === 'name') return `@${e.name}`
  if (e.kind === 'unknown') return '?'
  const fallback = e.fallback ? `:-${shown(e.fallback)}` : ''
  return `\${${e.isImplied ? '~' : ''}${e.key}${fallback}}`
}

const code = (path: string, text: string) => {
  const all = configReader.accepts(path) ? (configReader.read({ path, text }).code ?? []) : []
  return all[0]
}

const endpoints = (path: string, text: string): string[] =>
  (code(path, text)?.endpoints ?? []).map(
    (e) => `${e.protocol} ${shown(e.address)} ${e.at.line}${e.isLocal ? ' here' : ''}`,
  )

const resource = (name: string): string => `shop/src/main/resources/${name}`

test('Spring: settings are addresses that a variable can stand before', () => {
  assert.deepEqual(
    endpoints(
      resource('application.yml'),
      `spring:
  datasource:
    url: jdbc:postgresql://db:5432/shop
    password: hunter2
  rabbitmq:
    host: rabbit
    port: \${MQ_PORT:5672}
  data.mongodb.uri: mongodb://me:pw@mongo/shop
server:
  port: 8080
`,
    ),
    [
      'sql ${~SPRING_DATASOURCE_URL:-jdbc:postgresql://db:5432/shop} 3',
      'amqp ${~SPRING_RABBITMQ_HOST:-rabbit:${MQ_PORT:-5672}} 6',
      'mongodb ${~SPRING_DATA_MONGODB_URI:-mongodb://mongo/shop} 8',
    ],
  )
})

test('Spring: placeholders name variables or other properties, with defaults inside of defaults', () => {
  const [one] = endpoints(
    resource('application.properties'),
    'billing.url=http://${billing.host:${HOST:bill}}:80/x\nbilling.host=charge\n',
  )
  assert.equal(
    one,
    'tcp ${~BILLING_URL:-http://${~BILLING_HOST:-@billing:host|${HOST:-bill}}:80/x} 1',
  )
  assert.deepEqual(
    code(resource('application.properties'), 'billing.host=charge\n')!.assignments.map((a) => [
      a.name,
      shown(a.value),
    ]),
    [['billing:host', 'charge']],
  )
})

test('Spring: what calls itself, asks and hands out', () => {
  const path = resource('bootstrap.yml')
  const { names } = configReader.read({ path, text: 'spring:\n  application.name: cart\n' })
  assert.deepEqual(names, [{ folder: 'shop', name: 'cart', at: { path, line: 2 } }])
  const server = configReader.read({
    path: 'config/src/main/resources/application.yml',
    text: 'spring.cloud.config.server.native.search-locations: classpath:/shared, file:///srv/conf-repo/{application}\n',
  })
  assert.deepEqual(
    server.configStores?.map((s) => s.folder),
    ['config/src/main/resources/shared', '**/conf-repo'],
  )
  for (const line of ['uri: http://conf:8888', 'discovery.serviceId: conf'])
    assert.equal(
      code(path, `spring.cloud.config.${line}\n`)?.endpoints[0]?.api,
      'config-server',
      line,
    )
  assert.equal(
    code(path, 'spring.config.import: optional:configserver:http://conf:8888\n')?.endpoints[0]?.api,
    'config-server',
  )
})

test('Spring: routes of a gateway, by address or by the name that the registry knows', () => {
  const gateway = `spring.cloud.gateway.routes:
  - id: a
    uri: lb://carts
zuul:
  routes:
    orders:
      path: /o/**
      serviceId: order-service
    plain: /p/**
    fixed:
      path: /f/**
      url: http://fixed:80
`
  assert.deepEqual(endpoints(resource('application.yml'), gateway), [
    'tcp ${~SPRING_CLOUD_GATEWAY_ROUTES_0_URI:-lb://carts} 3',
    'tcp ${~ZUUL_ROUTES_FIXED_URL:-http://fixed:80} 12',
    'http http://order-service 8',
    'http http://plain 9',
  ])
})

test('Spring: shared settings say what a program needs to use them', () => {
  const [e] = code(
    'conf/application.yml',
    'eureka.client.serviceUrl.defaultZone: http://reg:1/\n',
  )!.endpoints
  assert.deepEqual(e?.needs, ['eureka'])
})

test('what is for tests is not read', () => {
  const text = 'spring.rabbitmq.host: rabbit\n'
  for (const path of [
    'shop/src/test/resources/application.yml',
    resource('application-test.yml'),
    'shop/config/appsettings.Test.json',
  ])
    assert.equal(code(path, text), undefined, path)
  assert.deepEqual(
    endpoints(
      resource('application.yml'),
      `${text}---\nspring.profiles: test\na.url: http://x:1\n`,
    ),
    ['amqp ${~SPRING_RABBITMQ_HOST:-rabbit} 1'],
  )
  assert.deepEqual(
    endpoints('web/config/database.yml', 'test:\n  url: postgres://a/x\nproduction:\n  host: pg\n'),
    ['sql pg 4'],
  )
})

test('.NET: connection strings, and the variables before them', () => {
  const text = `{ // comment
  "ConnectionStrings": {
    "Shop": "Server=tcp:sql,1433;Database=x;User Id=sa;Password=hunter2",
    "Cache": "localhost:6379"
  },
  "Basket": { "Url": "http://basket-api" }
}`
  const path = 'src/Shop/appsettings.json'
  assert.deepEqual(endpoints(path, text), [
    'tcp ${~ConnectionStrings__Shop:-server=tcp:sql,1433} 3',
    'tcp ${~ConnectionStrings__Cache:-localhost:6379} 4 here',
    'tcp ${~Basket__Url:-http://basket-api} 6',
  ])
  assert.ok(!JSON.stringify(code(path, text)).includes('hunter2'))
  assert.ok(code(path, text)?.mentions?.some((m) => m.key === 'ConnectionStrings__Cache'))
})

test('every way to name a variable in a template is understood', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['config/cable.yml', 'url: <%= ENV.fetch("R_URL") { "redis://r:1" } %>', 'R_URL:-redis://r:1'],
    ['config/database.yml', 'url: <%= ENV["R_URL"] %>', 'R_URL'],
    ['config/database.yml', 'url: <%= ENV.fetch("R_URL", "redis://r:1") %>', 'R_URL:-redis://r:1'],
    ['config/packages/x.yaml', "url: '%env(resolve:R_URL)%'", 'R_URL'],
    ['app/config.yml.tmpl', 'url: {{ .Env.R_URL }}', 'R_URL'],
    ['app/config.yml.tmpl', 'url: {{ getenv "R_URL" "redis://r:1" }}', 'R_URL:-redis://r:1'],
    ['app/config.yaml', 'url: ${env:R_URL}', 'R_URL'],
    ['app/config.yaml', 'a: { url: ${R_URL:-redis://r:1}, b: 1 }', 'R_URL:-redis://r:1'],
    ['app/config.toml', 'url = "${R_URL}"', 'R_URL'],
    ['app/main.conf', 'app {\n  url = ${?R_URL}\n}', 'R_URL'],
    ['prisma/schema.prisma', 'datasource db {\n  url = env("R_URL")\n}', 'R_URL'],
    ['app/config.json', '{"url": "${R_URL:-redis://r:1}"}', 'R_URL:-redis://r:1'],
  ]
  for (const [path, text, want] of cases) {
    const found = code(path, text)
    assert.deepEqual(
      found?.endpoints.map((e) => shown(e.address)),
      [`\${${want}}`],
      `${path} ${text}`,
    )
    assert.ok(
      found?.reads.some((r) => r.key === 'R_URL'),
      text,
    )
  }
})

test('names of variables are known wherever they stand', () => {
  assert.deepEqual(
    code('config/custom-environment-variables.json', '{"db": {"host": "SHOP_DB_HOST"}}')?.mentions,
    [
      {
        key: 'SHOP_DB_HOST',
        at: { path: 'config/custom-environment-variables.json', line: 1 },
      },
    ],
  )
})

test('hosts and ports that stand beside each other are one address', () => {
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    ['etc/app.ini', '[redis]\nhost = cache ; why\nport = 6379\n', ['redis cache:6379 2']],
    [
      'etc/app.toml',
      '[kafka]\nbrokers = ["k1:9092", "k2:9092"]\n',
      ['kafka k1:9092 2', 'kafka k2:9092 2'],
    ],
    [
      'etc/logstash.conf',
      'output {\n  elasticsearch {\n    hosts => ["es:9200"]\n  }\n}',
      ['elasticsearch es:9200 3'],
    ],
    ['gw/ocelot.json', '{"Routes":[{"Hosts":[{"Host":"cart","Port":80}]}]}', ['tcp cart:80 1']],
    [
      'etc/pgbouncer.ini',
      '[databases]\nx = host=pg port=5432 password=hunter2\n',
      ['sql host=pg;port=5432 2'],
    ],
  ]
  for (const [path, text, want] of cases) assert.deepEqual(endpoints(path, text), want, path)
})

test('an address of this machine is told from others', () =>
  assert.deepEqual(endpoints('app/config.yml', 'url: http://localhost:3000'), [
    'tcp http://localhost:3000 1 here',
  ]))

test('addresses that are for somebody else, or no addresses', () => {
  for (const line of [
    'cors.allowed-origins: http://web:3000',
    'redirect_uri: http://web:3000/back',
    'public_url: http://web:3000',
    'image: web:3000',
    'host: 0.0.0.0',
    'name: web',
    'started: 10:30',
  ])
    assert.deepEqual(endpoints('app/config.yml', line), [], line)
})

test('files of tools, contracts and deployments are left to others', () => {
  const text = 'url: http://web:3000\n'
  for (const path of [
    '.github/workflows/ci.yml',
    'docs/config.yml',
    'chart/templates/x.yaml',
    'values.yaml',
    'package.json',
    'pnpm-lock.yaml',
    'locales/de.json',
    'data/rows.json',
    'prometheus/prometheus.yml',
    'docker-compose.dev.yml',
    'openapi.yaml',
  ])
    assert.equal(code(path, text), undefined, path)
  for (const start of ['apiVersion: v1\n', 'openapi: 3.0.0\n', 'services:\n  a:\n    image: b\n'])
    assert.equal(code('app/config.yml', start + text), undefined, start)
})

test('secrets are not kept, addresses under secret names are', () => {
  const text = `auth:
  token-uri: http://auth:5000/token
  client-secret: s3cr3t-value
  api_key: \${KEY:-s3cr3t-value}
  note: \${GREETING:-s3cr3t-value}
  url: http://me:s3cr3t-value@host/x?key=s3cr3t-value
`
  assert.deepEqual(endpoints('app/config.yml', text), [
    'tcp http://auth:5000/token 2',
    'tcp http://host/x 6',
  ])
  assert.ok(!JSON.stringify(code('app/config.yml', text)).includes('s3cr3t'))
})

test('any text is answered, and in time', () => {
  const piece = fc.constantFrom(
    '${',
    '}',
    ':-',
    '<%= ENV',
    '%>',
    '{{',
    '}}',
    '"',
    "'",
    '[',
    '{',
    'a.b',
    '=',
    ':',
    '\n',
    ' ',
    '  ',
    '- ',
    'host',
    'http://a:80',
    '%env(',
    '\\',
  )
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 120 }),
      fc.constantFrom(
        'a.yml',
        'application.yml',
        'a.properties',
        'a.toml',
        'a.ini',
        'config.json',
        'schema.prisma',
      ),
      (parts, path) => {
        configReader.read({ path, text: parts.join('') })
      },
    ),
  )
  const started = process.hrtime.bigint()
  for (const unit of [
    '${',
    '<%= ENV.fetch("A" ',
    '{{ env ',
    ' '.repeat(9),
    '{',
    '%env(',
    'a=',
    '<%',
    '{%',
    '${env:A,',
  ])
    for (const path of ['application.yml', 'a.properties', 'a.ini', 'config.json', 'a.yaml'])
      configReader.read({ path, text: `url: ${unit.repeat(20_000).slice(0, 200_000)}` })
  assert.ok(Number(process.hrtime.bigint() - started) / 1e6 < 20_000)
})
