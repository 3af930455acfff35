import assert from 'node:assert/strict'
import { test } from 'node:test'
import { linkFiles, linkLines } from '../../links.ts'

const app = {
  'web/app.js':
    'const url = `postgres://${process.env.DB_HOST}:${process.env.DB_PORT}/x`\nconnect(url)\n',
}
const variant = (store: string, image: string, port: number): string =>
  `services:\n  web:\n    build: web\n    environment: { DB_HOST: ${store}, DB_PORT: "${port}" }\n  ${store}:\n    image: ${image}\n`

test('of files that start one deployment or another each one counts, and never half of both', () => {
  const files = {
    ...app,
    'docker-compose.maria.yml': variant('maria', 'mariadb', 3306),
    'docker-compose.pg.yml': variant('pg', 'postgres', 5432),
  }
  assert.deepEqual(linkLines(files), ['web#DB_HOST -> maria sql', 'web#DB_HOST -> pg sql'])
})

test('what the deployment itself says stands before files that change it for a purpose', () => {
  const files = {
    ...app,
    'docker-compose.yml': variant('pg', 'postgres', 5432),
    'docker-compose.maria.yml': variant('maria', 'mariadb', 3306),
  }
  assert.deepEqual(linkLines(files), ['web#DB_HOST -> pg sql'])
})

test('a file may only draw in variables for a service of another one', () => {
  const files = {
    'docker-compose.yml': 'services:\n  web:\n    build: web\n  pg:\n    image: postgres\n',
    'docker-compose.pg.yml': 'services:\n  web:\n    env_file:\n      - pg.env\n',
    'pg.env': 'DB_HOST=pg\nDB_PORT=5432\n',
    ...app,
  }
  assert.deepEqual(linkLines(files), ['web#DB_HOST -> pg sql'])
})

test('a variable that stands for the one around the deployment does not stand for itself', () => {
  const own = (file: string) => ({
    [file]:
      'services:\n  web:\n    build: web\n    environment: { DB_HOST: "${DB_HOST-pg}", DB_PORT: "5432" }\n  pg:\n    image: postgres\n',
  })
  const files = { ...app, ...own('docker-compose.a.yml'), ...own('docker-compose.b.yml') }
  assert.deepEqual(linkLines(files), ['web#DB_HOST -> pg sql'])
})

test('of two stores a service waits for the one that its own file starts', () => {
  const file = (web: string, store: string) =>
    `services:\n  ${web}:\n    build: web\n    depends_on: [${store}]\n  ${store}:\n    image: redis\n`
  const files = {
    'docker-compose.a.yml': file('web', 'kv'),
    'docker-compose.b.yml': file('site', 'store'),
    'web/app.js':
      "const Redis = require('ioredis')\nconst kv = new Redis(process.env.KV_URL)\nkv.get('x')\n",
  }
  assert.deepEqual(linkLines(files), [
    'site#redis:store -> store redis',
    'web#redis:kv -> kv redis',
  ])
})

test('a template of a deployment is one, unless a program writes it or its services have no names', () => {
  const text = (name: string) =>
    `services:\n  ${name}:\n    build: ../web\n    environment: { CART_URL: "http://cart:80" }\n  cart:\n    image: acme/cart\n`
  const base = {
    'docker-compose.yml': 'services:\n  db:\n    image: postgres\n',
    'web/app.js': 'fetch(process.env.CART_URL)\n',
  }
  const linked = (path: string, name = 'web') => linkLines({ ...base, [path]: text(name) })
  assert.deepEqual(linked('hosting/docker-compose.template.yml'), ['web#CART_URL -> cart http'])
  assert.deepEqual(linked('src/docker-compose.template.yml'), [])
  assert.deepEqual(linked('hosting/docker-compose.template.yml', '"${NAME}"'), [])
})

test('a mounted file is known by its template, too', () => {
  const files = {
    'compose.yml':
      'services:\n  proxy:\n    image: caddy\n    volumes: ["./caddy/Caddyfile:/etc/caddy/Caddyfile"]\n  web:\n    image: acme/web\n',
    'caddy/Caddyfile.template': '$DOMAIN {\n  reverse_proxy web:3000\n}\n',
  }
  assert.deepEqual(linkLines(files), ['proxy#http:web -> web http'])
})

test('the manifest that names an image is where a service of that image is built', () => {
  const pom = (more: string) =>
    `<project><groupId>g</groupId><artifactId>a</artifactId><version>1</version>${more}</project>`
  const files = {
    'compose.yml':
      'services:\n  coap1:\n    image: acme/tb-coap:1\n    environment: { REDIS_HOST: kv }\n  kv:\n    image: redis\n',
    'modules/coap/pom.xml': pom('<properties><docker.name>tb-coap</docker.name></properties>'),
    'modules/coap/src/main/java/App.java': 'class App {}\n',
    'modules/coap/src/main/resources/coap.yml':
      // A quote within a placeholder, escaped as YAML wants it.
      'spring.main.banner: off\nredis:\n  standalone.host: "${REDIS_HOST:localhost}"\n  auth: "${AUTH:user=\\"me\\"}"\n',
  }
  assert.deepEqual(linkLines(files), ['coap1#REDIS_HOST -> kv redis'])
})

test('settings of django-configurations are read from the variables that they name', () => {
  const files = {
    'compose.yml':
      'services:\n  web:\n    build: .\n    env_file: env.d/common\n  job:\n    build: .\n    env_file: env.d/common\n  kv:\n    image: redis\n  mail:\n    image: acme/mail\n  s3:\n    image: minio/minio\n  tool:\n    image: acme/tool\n',
    'env.d/common':
      'REDIS_URL=redis://kv:6379\nDJANGO_EMAIL_HOST=mail\nAWS_S3_ENDPOINT_URL=http://s3:9000\nTOOL_URL=http://tool:80\nTOOL_BIN=tool\n',
    Dockerfile: 'FROM python\nCOPY . .\n',
    'app/settings.py':
      'from configurations import Configuration, values\nclass Base(Configuration):\n    REDIS_URL = values.Value("redis://x", environ_name="REDIS_URL", environ_prefix=None)\n    EMAIL_HOST = values.Value(None)\n    AWS_S3_ENDPOINT_URL = values.Value(environ_name="AWS_S3_ENDPOINT_URL", environ_prefix=None)\n    TOOL_URL = values.Value(environ_name="TOOL_URL", environ_prefix=None)\n    TOOL_BIN = values.Value(environ_name="TOOL_BIN", environ_prefix=None)\n',
    'app/use.py':
      'from django.conf import settings\nimport redis\nkv = redis.from_url(settings.REDIS_URL)\nkv.get("x")\ndef call():\n    return f"{settings.TOOL_URL}/run {settings.TOOL_BIN}"\n',
  }
  assert.deepEqual(
    linkLines(files).filter((l) => l.startsWith('web')),
    [
      'web#AWS_S3_ENDPOINT_URL -> s3 s3',
      'web#DJANGO_EMAIL_HOST -> mail smtp',
      'web#REDIS_URL -> kv redis',
      'web#TOOL_URL -> tool http',
    ],
  )
})

test('a program that is started as several services dials what its branch of each does', () => {
  const files = {
    'compose.yml': [
      'services:',
      ...['front', 'search', 'geo'].map(
        (name) => `  ${name}:\n    build: .\n    entrypoint: shop ${name}`,
      ),
      '',
    ].join('\n'),
    Dockerfile: 'FROM golang\nCOPY . .\n',
    'go.mod': 'module example.com/shop\n',
    'main.go':
      'package main\nfunc main() {\n\tgeo := flag.String("geo", "geo:8080", "")\n\tvar search string\n\tflag.StringVar(&search, "search", "search:8080", "")\n\tswitch flag.Arg(0) {\n\tcase "front":\n\t\tdial(search)\n\tcase "search":\n\t\tdial(*geo)\n\tcase "geo":\n\t\tserve()\n\t}\n}\nfunc dial(addr string) { grpc.Dial(addr) }\n',
  }
  assert.deepEqual(linkLines(files), [
    'front#grpc:search -> search grpc',
    'search#grpc:geo -> geo grpc',
  ])
})

test('in containers the example of a .env that is for containers stands for it', () => {
  const files = {
    'compose.yml':
      'services:\n  web:\n    build: web\n    env_file: .env\n  kv:\n    image: redis\n',
    '.env.example': 'KV_URL=redis://localhost\n',
    '.env.example_docker': 'KV_URL=redis://kv\n',
    'web/app.js': 'const kv = new Redis(process.env.KV_URL)\n',
  }
  assert.deepEqual(linkLines(files), ['web#KV_URL -> kv redis'])
})

test('what each of several files sets is a way of its own', () => {
  const compose = (url: string): string =>
    `services:\n  web:\n    build: web\n    environment:\n      CART_URL: ${url}\n  cart:\n    image: acme/cart\n`
  const { links } = linkFiles({
    'web/app.js': 'fetch(process.env.CART_URL)\n',
    'docker-compose.yml': compose('http://cart:7070'),
    'docker-compose-quickstart.yml': compose('http://cart:${PORT:-8080}'),
  })
  assert.deepEqual(
    links.find((l) => l.to === 'cart')?.ways?.map((w) => [w.in, w.by, w.hosts, w.ports]),
    [
      ['compose:', 'set', ['cart'], [7070]],
      ['compose:docker-compose-quickstart.yml', 'set', ['cart'], [8080]],
      ['compose:docker-compose.yml', 'set', ['cart'], [7070]],
    ],
  )
})
