import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Files, findingLines, scanFiles } from '../../findings.ts'

const web = 'const url = process.env.CART_URL\nfetch(url + "/items")\n'
const cart = 'http.createServer().listen(7070)\n'

/** web calls cart; `value` is what the deployment sets, `more` goes below the services. */
const shop = (value: string, { more = '', expose = 'EXPOSE 7070' } = {}): Files => ({
  'compose.yml': `services:
  web:
    build: ./web
    environment:
      CART_URL: ${value}
  cart:
    build: ./cart
${more}`,
  'web/Dockerfile': 'FROM node:22\nEXPOSE 80\n',
  'web/web.js': web,
  'cart/Dockerfile': `FROM node:22\n${expose}\n`,
  'cart/cart.js': cart,
})

const rows: readonly (readonly [string, Files, readonly string[]])[] = [
  ['a port that code and Dockerfile listen on is right', shop('http://cart:7070'), []],
  [
    'a port that nobody listens on',
    shop('http://cart:7071'),
    ['error RTT1113 web CART_URL cart:7071 @ compose.yml:5'],
  ],
  [
    'a port that the environment names may be listened on',
    shop('http://cart:7071', { more: '    environment:\n      PORT: 7071\n' }),
    [],
  ],
  [
    'a port that a command names may be listened on',
    shop('http://cart:7071', { more: '    command: serve --port 7071\n' }),
    [],
  ],
  [
    'an EXPOSE that no second source bears out proves nothing',
    shop('http://cart:7071', { expose: 'EXPOSE 9999' }),
    [],
  ],
  ['without an EXPOSE nothing is known', shop('http://cart:7071', { expose: '' }), []],
  ['an address without a port says nothing about it', shop('http://cart'), []],
  [
    'a port of the host is not one of the network',
    shop('http://cart:9000', { more: '    ports: ["9000:7070"]\n' }),
    ['error RTT1113 web CART_URL cart:9000 @ compose.yml:5'],
  ],
  [
    'a name that is nearly one of the deployment',
    shop('http://carts:7070'),
    ['error RTT1112 web CART_URL carts:7070 @ compose.yml:5'],
  ],
  [
    'a name that is like none of them',
    shop('http://basket:7070'),
    ['warning RTT1112 web CART_URL basket:7070 @ compose.yml:5'],
  ],
  [
    'hosts of the world, of the machine and placeholders are nobody’s business',
    shop('http://api.example.com:1'),
    [],
  ],
  ['localhost is not a service', shop('http://localhost:1234'), []],
  ['a placeholder is not a host', shop('http://your-cart:7070'), []],
  ['a gap in the host says nothing', shop(`"http://\${CART_HOST}:7070"`), []],
  [
    'a network that others share may have other hosts',
    shop('http://basket:7070', { more: 'networks:\n  default:\n    external: true\n' }),
    [],
  ],
  [
    'a host that is added by hand is known',
    {
      'compose.yml':
        'services:\n  app:\n    image: acme/app\n    environment:\n      CART_URL: http://basket:7070\n    extra_hosts: ["basket:10.0.0.1"]\n',
    },
    [],
  ],
  [
    'a public image listens on its own port',
    {
      'compose.yml':
        'services:\n  app:\n    image: acme/app\n    environment:\n      REDIS_URL: redis://cache:6380\n  cache:\n    image: redis:7\n',
    },
    ['warning RTT1113 app REDIS_URL cache:6380 @ compose.yml:5'],
  ],
  [
    'a public image that is told otherwise does not',
    {
      'compose.yml':
        'services:\n  app:\n    image: acme/app\n    environment:\n      REDIS_URL: redis://cache:6380\n  cache:\n    image: redis:7\n    command: redis-server --port 6380\n',
    },
    [],
  ],
  [
    'the origin that a server accepts is not dialed',
    {
      'compose.yml':
        'services:\n  app:\n    image: acme/app\n    environment:\n      CORS_ORIGIN: http://nobody:3000\n      S3_URL: s3://bucket\n',
    },
    [],
  ],
]
for (const [name, files, expected] of rows)
  test(name, () => assert.deepEqual(findingLines(files), expected))

const manifest = (ports: string, dialed: string): Files => ({
  'k8s/cart.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: cart
spec:
  template:
    metadata:
      labels: { app: cart }
    spec:
      containers:
        - name: server
          image: acme/cart
---
apiVersion: v1
kind: Service
metadata:
  name: cart
spec:
  selector: { app: cart }
${ports}
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  template:
    spec:
      containers:
        - name: server
          image: acme/web
          env:
            - name: CART_URL
              value: ${dialed}
`,
})

const services: readonly (readonly [string, Files, readonly string[]])[] = [
  [
    'a port that the Service has',
    manifest('  ports: [{ port: 80, targetPort: 7070 }]', 'http://cart:80'),
    [],
  ],
  [
    'a port that the Service does not have, though its pods do',
    manifest(
      '  ports: [{ port: 80, targetPort: 7070 }]',
      'http://cart.shop.svc.cluster.local:7070',
    ),
    ['warning RTT1113 web CART_URL cart.shop.svc.cluster.local:7070 @ k8s/cart.yaml:34'],
  ],
  [
    'a headless Service leads to any port',
    manifest('  clusterIP: None\n  ports: [{ port: 80 }]', 'http://cart:7070'),
    [],
  ],
  ['a cluster holds hosts of others', manifest('  ports: [{ port: 80 }]', 'http://basket:80'), []],
  [
    'but a slip of the pen is one there, too',
    manifest('  ports: [{ port: 80 }]', 'http://catr:80'),
    ['warning RTT1112 web CART_URL catr:80 @ k8s/cart.yaml:34'],
  ],
]
for (const [name, files, expected] of services)
  test(`Kubernetes: ${name}`, () => assert.deepEqual(findingLines(files), expected))

test('a finding names both places and says what to write', () => {
  const [found] = scanFiles(shop('http://cart:7071')).findings
  assert.equal(found?.help, 'Write cart:7070, or let cart listen on 7071.')
  assert.deepEqual(
    found?.related?.map((r) => `${r.at.path}:${r.at.line} ${r.label}`),
    ['cart/Dockerfile:2 cart listens on 7070', 'web/web.js:1 CART_URL is read here'],
  )
})

test('one line that many services take is one finding', () => {
  const shared = `x-env: &env
  CART_URL: http://basket:7070
services:
  a:
    image: acme/a
    environment: *env
  b:
    image: acme/b
    environment: *env
`
  assert.equal(findingLines({ 'compose.yml': shared }).length, 1)
})

const dialer =
  'const url = `postgres://${process.env.DB_HOST}:${process.env.DB_PORT}/x`\nconnect(url)\n'
const started = (host: string, port: number, image: string): string =>
  `services:\n  web:\n    build: ./web\n    environment:\n      DB_HOST: ${host}\n      DB_PORT: "${port}"\n  ${image}:\n    image: ${image}\n`

test('a bare host that a program reads and the deployment sets is told, if nobody bears it', () => {
  const files = (host: string): Files => ({
    'compose.yml': started(host, 5432, 'postgres'),
    'web/Dockerfile': 'FROM node:22\n',
    'web/web.js': 'connect({ host: process.env.DB_HOST })\n',
  })
  assert.deepEqual(findingLines(files('nowhere')), [
    'warning RTT1112 web DB_HOST nowhere @ compose.yml:5',
  ])
  assert.deepEqual(findingLines(files('postgres')), [])
})

test('values of files that are never started together make no address', () => {
  const files: Files = {
    'compose.maria.yml': started('mariadb', 3306, 'mariadb'),
    'compose.pg.yml': started('postgres', 5432, 'postgres'),
    'web/Dockerfile': 'FROM node:22\n',
    'web/web.js': dialer,
  }
  assert.deepEqual(findingLines(files), [])
})

test('a default by which code reports on itself is no fault; what the deployment sets is', () => {
  const files = (set: string): Files => ({
    'compose.yml': `services:\n  web:\n    build: ./web\n${set}  db:\n    image: postgres\n`,
    'web/Dockerfile': 'FROM node:22\n',
    'web/web.js': 'fetch(`http://${process.env.TRACES_HOST || "jaeger"}:4318/v1`)\n',
  })
  assert.deepEqual(findingLines(files('')), [])
  assert.deepEqual(findingLines(files('    environment:\n      TRACES_HOST: jaeger\n')), [
    'warning RTT1112 web TRACES_HOST jaeger @ compose.yml:5',
  ])
})

test('without an EXPOSE the code tells where it listens, if all of it says so', () => {
  const files = (code: string, port = 7071): Files => ({
    ...shop(`http://cart:${port}`, { expose: '' }),
    'cart/cart.js': code,
  })
  const listens = "const express = require('express')\nexpress().listen(7070)\n"
  assert.deepEqual(findingLines(files(listens)), [
    'error RTT1113 web CART_URL cart:7071 @ compose.yml:5',
  ])
  assert.deepEqual(findingLines(files(listens, 7070)), [])
  const unsure = `${listens}express().listen(process.env.PORT_OF_ADMIN)\n`
  assert.deepEqual(findingLines(files(unsure.replace('7070', 'main()'))), [])
})
