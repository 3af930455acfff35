import assert from 'node:assert/strict'
import { test } from 'node:test'
import { linkFiles, linkLines } from '../../links.ts'

const java = 'class App {}\n'
const pom = (artifact: string): string =>
  `<project><groupId>g</groupId><artifactId>a</artifactId><version>1</version><dependencies><dependency><groupId>s</groupId><artifactId>${artifact}</artifactId><version>1</version></dependency></dependencies></project>`

test('an address in the configuration of a program is a link where it names a service', () => {
  const files = {
    'compose.yml':
      'services:\n  web:\n    build: web\n    environment: { SPRING_DATASOURCE_URL: "jdbc:postgresql://db/x" }\n  db:\n    image: postgres\n  mq:\n    image: rabbitmq\n',
    'web/src/main/java/App.java': java,
    'web/src/main/resources/application.yml':
      'spring:\n  datasource.url: jdbc:h2:mem\n  rabbitmq: { host: mq }\n  mail.host: smtp.example.org\nown.url: http://localhost:15672\n',
  }
  assert.deepEqual(linkLines(files), [
    'web#SPRING_DATASOURCE_URL -> db sql',
    'web#amqp:mq -> mq amqp',
  ])
})

test('what the deployment sets stands before the setting, and a variable is found under any spelling', () => {
  const files = {
    'compose.yml':
      'services:\n  web:\n    build: web\n    environment: { Basket__Url: "http://b", CONNECTIONSTRINGS__SHOP: "Server=sql" }\n  a:\n    image: a\n  b:\n    image: b\n  sql:\n    image: mcr.microsoft.com/mssql/server\n',
    'web/App.cs': 'class App {}\n',
    'web/appsettings.json': '{"Basket":{"Url":"http://a"},"ConnectionStrings":{"Shop":"x"}}',
  }
  assert.deepEqual(linkLines(files), [
    'web#Basket__Url -> b http',
    'web#CONNECTIONSTRINGS__SHOP -> sql sql',
  ])
})

test('a program is known by the name that it gives itself', () => {
  const files = {
    'compose.yml':
      'services:\n  gate:\n    build: gate\n  carts:\n    image: acme/carts\n  orders:\n    build: om\n',
    'gate/src/main/java/Gate.java': java,
    'gate/src/main/resources/application.yml':
      'spring.cloud.gateway.routes:\n  - uri: lb://cart-app\n  - uri: lb://order-app\n',
    'om/src/main/java/App.java': java,
    'om/src/main/resources/application.yml': 'spring.application.name: order-app\n',
    'modules/shop-carts/src/main/java/App.java': java,
    'modules/shop-carts/src/main/resources/application.yml':
      'spring.application.name: carts\nx.url: http://orders:80\n',
  }
  assert.deepEqual(linkLines(files), [
    'carts#http:orders -> orders http',
    'gate#http:order-app -> orders http',
  ])
})

const store = {
  'compose.yml':
    'services:\n  conf:\n    build: conf\n  cart:\n    build: cart\n  idle:\n    build: idle\n  plain:\n    build: plain\n  mongo:\n    image: mongo\n  reg:\n    image: reg\n',
  'conf/src/main/java/Conf.java': java,
  'conf/src/main/resources/application.yml':
    'spring.cloud.config.server.native.search-locations: classpath:/shared\n',
  'conf/src/main/resources/shared/application.yml':
    'eureka.client.service-url.defaultZone: http://reg:8761/eureka\n',
  'conf/src/main/resources/shared/cart-docker.yml': 'spring.data.mongodb.host: mongo\n',
  ...Object.fromEntries(
    ['cart', 'idle'].flatMap((n) => [
      [`${n}/src/main/java/App.java`, java],
      [`${n}/src/main/resources/bootstrap.yml`, 'spring.cloud.config.uri: http://conf:8888\n'],
    ]),
  ),
  'plain/src/main/java/App.java': java,
  'cart/pom.xml': pom('spring-cloud-starter-netflix-eureka-client'),
  'idle/pom.xml': pom('spring-cloud-starter-config'),
}

test('settings of a configuration server belong to those who ask it, as far as they can use them', () => {
  assert.deepEqual(linkLines(store), [
    'cart#http:conf -> conf http',
    'cart#http:reg -> reg http',
    'cart#mongodb:mongo -> mongo mongodb',
    'idle#http:conf -> conf http',
  ])
})

test('a file belongs to the service that it is mounted into', () => {
  const files = {
    'compose.yml':
      'services:\n  relay:\n    image: acme/relay\n    volumes: ["./relay:/etc/relay"]\n  pool:\n    image: acme/pool\n    volumes: ["./conf/pool.ini:/etc/pool.ini:ro"]\n  api:\n    build: api\n    volumes: [".:/src"]\n  db:\n    image: postgres\n',
    'relay/config.example.yml': 'upstream: "http://api:80"\n',
    'conf/pool.ini': '[databases]\nx = host=db port=5432\n',
    'conf/other.ini': 'url = http://relay:1\n',
    'api/main.py': 'x = 1\n',
  }
  assert.deepEqual(linkLines(files), ['pool#sql:db -> db sql', 'relay#http:api -> api http'])
})

test('a book of addresses that several are given says nothing of who calls whom', () => {
  const services = ['a', 'b', 'c', 'd', 'e']
  const book = {
    'compose.yml': `services:\n${services.map((s) => `  ${s}:\n    image: acme/${s}\n    volumes: ["./etc:/etc/x"]\n`).join('')}`,
    'etc/book.json': '{}',
    'etc/config.json': JSON.stringify(
      Object.fromEntries(services.map((s) => [s, { addr: s, port: 9090 }])),
    ),
  }
  assert.deepEqual(linkLines(book), [])
})

test('of settings that many are given, those named after one of them are its own', () => {
  const stores = ['geo-db', 'rate-db', 'rsv-db']
  const files = {
    'compose.yml': `services:\n${['geo', 'rate-service', 'reservation', 'cache']
      .map(
        (s) =>
          `  ${s}:\n    image: acme/${s === 'cache' ? 'redis' : s}\n    volumes: ["./etc:/x"]\n`,
      )
      .join(
        '',
      )}${stores.map((s) => `  ${s}:\n    image: mongo\n`).join('')}  jaeger:\n    image: jaeger\n`,
    'etc/config.json':
      '{"GeoMongoAddress":"geo-db:27017","RateMongoAddress":"rate-db:27017","ReserveMongoAddress":"rsv-db:27017","jaegerAddress":"jaeger:6831"}',
  }
  assert.deepEqual(linkLines(files), [
    'geo#http:jaeger -> jaeger http',
    'geo#mongodb:geo-db -> geo-db mongodb',
    'rate-service#http:jaeger -> jaeger http',
    'rate-service#mongodb:rate-db -> rate-db mongodb',
    'reservation#http:jaeger -> jaeger http',
  ])
})

test('settings beside another deployment are not those of the program above', () => {
  const files = {
    'compose.yml': 'services:\n  app:\n    build: .\n  jaeger:\n    image: jaeger\n',
    'main.go': 'package main\n',
    'otel/compose.yml':
      'services:\n  otel:\n    image: acme/otel\n    volumes: ["${PWD}/otel.yaml:/otel.yaml"]\n  zipkin:\n    image: zipkin\n',
    'otel/otel.yaml': 'exporters:\n  a:\n    endpoint: jaeger:4317\n',
    'otel/more.yaml': 'endpoint: zipkin:9411\n',
    'etc/own.yaml': 'endpoint: http://jaeger:1\n',
  }
  assert.deepEqual(linkLines(files), [
    'app#http:jaeger -> jaeger http',
    'otel#http:jaeger -> jaeger http',
  ])
})

test('settings alone make no folder a program, and no language', () => {
  const { services } = linkFiles({
    'compose.yml': 'services:\n  cart:\n    image: acme/x\n',
    'cart/config.yml': 'url: http://other:80\n',
  })
  assert.deepEqual(
    services.map((s) => [s.name, s.path, s.lang]),
    [['cart', undefined, '']],
  )
})

test('a property of the repository’s own dials somebody only where something asks for it', () => {
  const files = (code: string) => ({
    'compose.yml':
      'services:\n  web:\n    build: web\n  cart:\n    image: acme/cart\n  mail:\n    image: acme/mail\n',
    'web/src/main/java/App.java': code,
    'web/src/main/resources/application.yml':
      'shop.cart.url: http://cart:80\nshop.mail-url: http://mail:80\nother.mail.url: http://mail:80\n',
  })
  const value = '@Value("${shop.cart.url}") String cart;'
  assert.deepEqual(linkLines(files(`class App { ${value} }\n`)), [
    'web#http:cart -> cart http',
    // Nothing shows that names under `other` are the repository's own.
    'web#smtp:mail -> mail smtp',
  ])
  const whole = '@ConfigurationProperties(prefix = "shop")\nclass Shop { String mailUrl; }\n'
  assert.deepEqual(
    linkLines({
      ...files(whole),
      'web/src/main/resources/application.yml': 'shop.mail-url: http://mail:80\n',
    }),
    ['web#smtp:mail -> mail smtp'],
  )
  const lone = { ...files(`class App { ${value} }\n`) }
  assert.deepEqual(
    linkLines({
      ...lone,
      'web/src/main/resources/application.yml': 'shop.mail-url: http://mail:80\n',
    }),
    [],
  )
})
