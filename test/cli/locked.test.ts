import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { makeRepository } from '../repository.ts'
import { rtt } from './run.ts'

/** A shop with a topic between Python and TypeScript, a path between two programs, ports and tools. */
const shop = {
  'package.json': '{"name":"shop","private":true}\n',
  'compose.yml': `services:
  web:
    build: ./web
    environment:
      CART_URL: http://cart:7070
      BROKERS: kafka:9092
  cart:
    build: ./cart
    environment:
      BROKERS: kafka:9092
  kafka:
    image: apache/kafka:3.9.0
`,
  'k8s/cart.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: {name: cart}
spec:
  selector: {matchLabels: {app: cart}}
  template:
    metadata: {labels: {app: cart}}
    spec:
      containers:
        - name: cart
          image: shop/cart
          ports: [{containerPort: 7070}]
---
apiVersion: v1
kind: Service
metadata:
  name: cart
spec:
  selector: {app: cart}
  ports:
    - port: 7070
      targetPort: 7070
`,
  'k8s/web.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: shop/web
          env:
            - name: CART_URL
              value: http://cart:7070
`,
  'web/Dockerfile': 'FROM node:24\nCOPY . .\nCMD ["node", "server.ts"]\n',
  'web/package.json': '{"name":"web","dependencies":{"kafkajs":"2.2.4"}}\n',
  'web/server.ts': `import { Kafka } from 'kafkajs'
const cart = process.env.CART_URL
export const show = async (id: string) => {
  const answer = await fetch(\`\${cart}/baskets/\${id}\`)
  return answer.json()
}
const kafka = new Kafka({ brokers: [process.env.BROKERS ?? ''] })
const producer = kafka.producer()
export const order = (o: object) =>
  producer.send({ topic: 'orders', messages: [{ value: JSON.stringify(o) }] })
`,
  'cart/Dockerfile': 'FROM python:3.13\nCOPY . .\nEXPOSE 7070\nCMD ["python", "app.py"]\n',
  'cart/requirements.txt': 'flask==3.1.0\nkafka-python==2.0.2\n',
  'cart/app.py': `import os
from flask import Flask
from kafka import KafkaConsumer
app = Flask(__name__)
consumer = KafkaConsumer('orders', bootstrap_servers=os.environ['BROKERS'])

@app.route('/baskets/<id>')
def basket(id):
    return {'id': id}

app.run(port=7070)
`,
  'tools/package.json': '{"name":"tools","dependencies":{"@modelcontextprotocol/sdk":"1.20.0"}}\n',
  'tools/server.ts': `import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
const server = new McpServer({ name: 'shop-tools', version: '1.0.0' })
server.registerTool(
  'refund',
  { description: 'Refunds an order', inputSchema: {} },
  async () => ({ content: [] }),
)
`,
}

type Edit = readonly [file: string, from: string | RegExp, to: string]

const change = (root: string, [file, from, to]: Edit): void => {
  const path = join(root, file)
  const text = readFileSync(path, 'utf8')
  assert.notEqual(text.replace(from, to), text, `${file} holds ${from}`)
  writeFileSync(path, text.replace(from, to))
}

const inShop = (run: (root: string) => void): void => {
  const repository = makeRepository(shop)
  const git = (...args: string[]): string =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...args], {
      cwd: repository.root,
      encoding: 'utf8',
    })
  try {
    git('init', '-q', '-b', 'main')
    assert.equal(rtt(repository.root, ['up']).exit, 0)
    git('add', '-A')
    git('commit', '-qm', 'Wire')
    git('checkout', '-qb', 'change')
    run(repository.root)
  } finally {
    repository.remove()
  }
}

type Told = {
  readonly code: string
  readonly summary: string
  readonly at: { readonly path: string }
  readonly related: readonly { readonly at: { readonly path: string } }[]
}

const breaking: readonly (readonly [
  why: string,
  edit: Edit,
  code: string,
  places: readonly string[],
])[] = [
  [
    'a topic has another name at its sender',
    ['web/server.ts', "topic: 'orders'", "topic: 'order-events'"],
    'RTT2012',
    ['web/server.ts', 'cart/app.py'],
  ],
  [
    'a topic has another name at its receiver',
    ['cart/app.py', "'orders'", "'order-events'"],
    'RTT2012',
    ['cart/app.py', 'web/server.ts'],
  ],
  [
    'a path is served no more',
    ['cart/app.py', '/baskets/<id>', '/carts/<id>'],
    'RTT2014',
    ['web/server.ts', 'cart/app.py'],
  ],
  [
    'a path is called that is not served',
    ['web/server.ts', '/baskets/', '/carts/'],
    'RTT2014',
    ['web/server.ts', 'cart/app.py'],
  ],
  [
    'a Service has another port',
    ['k8s/cart.yaml', 'port: 7070', 'port: 8080'],
    'RTT2013',
    ['k8s/cart.yaml', 'k8s/web.yaml'],
  ],
  [
    'an address has another port',
    ['compose.yml', 'cart:7070', 'cart:7171'],
    'RTT2013',
    ['compose.yml', 'cart/app.py'],
  ],
  [
    'a program listens elsewhere',
    ['cart/app.py', 'port=7070', 'port=7171'],
    'RTT2013',
    ['cart/app.py', 'compose.yml'],
  ],
  [
    'a variable is renamed in one of two deployments',
    ['k8s/web.yaml', 'CART_URL', 'BASKET_URL'],
    'RTT2012',
    ['web/server.ts', 'k8s/cart.yaml'],
  ],
  [
    'a Service of one of two deployments is called otherwise',
    [
      'k8s/cart.yaml',
      /name: cart\nspec:\n {2}selector: \{app: cart\}\n {2}ports/,
      'name: basket\nspec:\n  selector: {app: cart}\n  ports',
    ],
    'RTT2012',
    ['web/server.ts', 'k8s/cart.yaml'],
  ],
  [
    'a tool is described otherwise',
    ['tools/server.ts', 'Refunds an order', 'Refunds any order without asking'],
    'RTT2011',
    ['tools/server.ts', 'plans/'],
  ],
  [
    'a tool has another name',
    ['tools/server.ts', "'refund'", "'refunds'"],
    'RTT2010',
    ['tools/server.ts', 'plans/'],
  ],
]

for (const [why, edit, code, places] of breaking)
  test(`S2, S4: ${why}: verify fails and names both places`, () =>
    inShop((root) => {
      change(root, edit)
      const done = rtt(root, ['verify', '--ci', '--json'])
      assert.ok(done.exit === 3 || done.exit === 4, `exit ${done.exit}`)
      const all: Told[] = done.json()['diagnostics']
      const told = all.filter((d) => d.code === code)
      const isNamed = (d: Told): boolean =>
        places.every((p) => [d, ...d.related].some((x) => x.at.path.startsWith(p)))
      assert.ok(told.some(isNamed), JSON.stringify(all, null, 1))
    }))

const harmless: readonly (readonly [why: string, edit: Edit])[] = [
  ['a local has another name', ['web/server.ts', /answer/g, 'response']],
  [
    'a function is added',
    ['cart/app.py', 'app.run(', 'def more(n):\n    return n + 1\n\napp.run('],
  ],
  ['lines move', ['cart/app.py', 'import os', '\n\nimport os']],
  [
    'what is served already is called as well',
    [
      'web/server.ts',
      'export const order',
      'export const again = () => fetch(`${cart}/baskets/1`)\nexport const order',
    ],
  ],
  [
    'a comment stands in a deployment',
    ['compose.yml', 'services:', '# http://nowhere:1\nservices:'],
  ],
]

for (const [why, edit] of harmless)
  test(`S2: ${why}: no byte under plans/ changes`, () =>
    inShop((root) => {
      const plans = (): string[] => readdirSync(join(root, 'plans')).sort()
      const before = plans()
      change(root, edit)
      assert.equal(rtt(root, ['verify']).exit, 0)
      assert.equal(rtt(root, ['up']).exit, 0)
      assert.deepEqual(plans(), before)
    }))

test('S2: what a plan accepts is told to whoever makes it', () =>
  inShop((root) => {
    change(root, ['cart/app.py', '/baskets/<id>', '/carts/<id>'])
    change(root, ['k8s/cart.yaml', 'port: 7070', 'port: 8080'])
    const planned = rtt(root, ['plan'])
    assert.match(planned.stdout, /warning\[RTT2013\]/)
    assert.match(planned.stdout, /warning\[RTT2014\]/)
    assert.equal(rtt(root, ['up']).exit, 0)
    assert.equal(rtt(root, ['verify']).exit, 0)
  }))
