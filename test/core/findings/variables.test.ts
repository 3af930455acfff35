import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Files, findingLines } from '../../findings.ts'

type Shop = {
  /** Lines of the environment of web. */
  readonly env: readonly string[]
  /** The source of web. */
  readonly code: string
  readonly dockerfile?: string
  readonly more?: Files
}

const shop = ({ env, code, dockerfile = 'FROM node:22-alpine', more = {} }: Shop): Files => ({
  'compose.yml': `services:
  web:
    build: ./web
    environment:
${env.map((e) => `      ${e}`).join('\n')}
  cart:
    build: ./cart
  users:
    build: ./users
`,
  'web/Dockerfile': dockerfile,
  'web/web.js': code,
  'cart/Dockerfile': 'FROM node:22',
  'cart/cart.js': 'serve()',
  'users/Dockerfile': 'FROM node:22',
  'users/users.js': 'serve()',
  ...more,
})

const cart = 'CART_URL: http://cart:7070'
const dial = (key: string, fallback = ''): string =>
  `fetch(\`\${process.env.${key}${fallback}}/x\`)\n`
const kubernetes = (key: string): string => `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  template:
    spec:
      containers:
        - name: web
          image: acme/web
          env:
            - name: ${key}
              value: http://cart:7070
`

const rows: readonly (readonly [string, Files, readonly string[]])[] = [
  ['what is set and read is right', shop({ env: [cart], code: dial('CART_URL') }), []],
  [
    'a variable that was renamed in one of two places is one error',
    shop({ env: [cart], code: dial('BASKET_URL') }),
    ['error RTT1110 web BASKET_URL @ web/web.js:1'],
  ],
  [
    'with a default in the code the setting is what is wrong',
    shop({
      env: [cart, 'USERS_URL: http://users:1'],
      code: dial('CARTS_URL', ' ?? "http://localhost:7070"') + dial('USERS_URL'),
    }),
    ['warning RTT1111 web CART_URL @ compose.yml:5'],
  ],
  [
    'an address that nobody reads beside one that is read',
    shop({ env: [cart, 'USERS_URL: http://users:1'], code: dial('USERS_URL') }),
    ['note RTT1111 web CART_URL @ compose.yml:5'],
  ],
  [
    'code that reads nothing of what is set may not be what runs',
    shop({ env: [cart], code: 'const a = process.env.OTHER\n' }),
    [],
  ],
  [
    'a mention in any form is a use',
    shop({
      env: [cart, 'USERS_URL: http://users:1'],
      code: `${dial('USERS_URL')}const keys = ["CART_URL"]\n`,
    }),
    [],
  ],
  [
    'an image that brings a program reads what it likes',
    shop({
      env: [cart, 'USERS_URL: http://users:1'],
      code: dial('USERS_URL'),
      dockerfile: 'FROM grafana/k6:1',
    }),
    [],
  ],
  [
    'a library may read the variable by itself',
    shop({
      env: [cart, 'USERS_URL: http://users:1'],
      code: dial('USERS_URL'),
      more: { 'web/package.json': '{"name":"web","dependencies":{"convict":"1"}}' },
    }),
    [],
  ],
  [
    'a variable that a platform knows is not ours',
    shop({
      env: ['OTEL_EXPORTER_OTLP_ENDPOINT: http://cart:7070', 'USERS_URL: http://users:1'],
      code: dial('USERS_URL'),
    }),
    [],
  ],
  [
    'another deployment of the same service sets it',
    shop({
      env: ['LOG_LEVEL: debug'],
      code: dial('CART_URL'),
      more: { 'k8s/web.yaml': kubernetes('CART_URL') },
    }),
    ['error RTT1110 web CART_URL @ web/web.js:1'],
  ],
  [
    'a deployment that sets nothing takes its environment from elsewhere',
    {
      ...shop({
        env: [],
        code: dial('CART_URL'),
        more: { 'k8s/web.yaml': kubernetes('CART_URL') },
      }),
    },
    [],
  ],
  [
    'a default is enough',
    shop({
      env: ['LOG_LEVEL: debug'],
      code: dial('CART_URL', ' ?? "http://localhost"'),
      more: { 'k8s/web.yaml': kubernetes('CART_URL') },
    }),
    [],
  ],
  [
    'an env_file that is not in the repository may set it',
    shop({
      env: ['LOG_LEVEL: debug', '', '  ', ''].slice(0, 1),
      code: dial('CART_URL'),
      more: {
        'k8s/web.yaml': kubernetes('CART_URL'),
        'compose.yml':
          'services:\n  web:\n    build: ./web\n    env_file: secret.env\n    environment:\n      LOG_LEVEL: debug\n',
      },
    }),
    [],
  ],
  [
    'a .env that the program loads itself may set it',
    shop({
      env: ['LOG_LEVEL: debug'],
      code: dial('CART_URL'),
      more: { 'k8s/web.yaml': kubernetes('CART_URL'), 'web/.env': 'CART_URL=http://cart:1\n' },
    }),
    [],
  ],
  [
    'a secret may set it',
    shop({
      env: ['CART_URL: http://cart:7070'],
      code: dial('CART_URL'),
      more: {
        'k8s/web.yaml': kubernetes('LOG_LEVEL').replace(
          '              value: http://cart:7070\n',
          '              value: debug\n            - name: CART_URL\n              valueFrom: { secretKeyRef: { name: s, key: k } }\n',
        ),
      },
    }),
    [],
  ],
  [
    'one of a kind is left out',
    shop({
      env: ['CART_SERVICE_ADDR: cart:1', 'USERS_SERVICE_ADDR: users:1'],
      code: ['CART', 'USERS', 'ADS'].map((k) => dial(`${k}_SERVICE_ADDR`)).join(''),
    }),
    ['error RTT1110 web ADS_SERVICE_ADDR @ web/web.js:3'],
  ],
  [
    'two of a kind that are left out are a choice',
    shop({
      env: ['CART_SERVICE_ADDR: cart:1', 'USERS_SERVICE_ADDR: users:1'],
      code: ['CART', 'USERS', 'ADS', 'MAIL'].map((k) => dial(`${k}_SERVICE_ADDR`)).join(''),
    }),
    [],
  ],
]
for (const [name, files, expected] of rows)
  test(name, () => assert.deepEqual(findingLines(files), expected))

/** web is a program of a framework that binds variables to settings by their names. */
const bound = (env: readonly string[], source: Files): Files => ({
  'compose.yml': `services:
  web:
    build: ./web
    environment:
${env.map((e) => `      ${e}`).join('\n')}
  cart:
    build: ./cart
`,
  'web/Dockerfile': 'FROM eclipse-temurin:21\n',
  'cart/Dockerfile': 'FROM eclipse-temurin:21\n',
  'cart/Cart.java': 'class Cart {}\n',
  ...source,
})
const spring = {
  'web/src/main/java/Web.java': 'class Web {}\n',
  'web/src/main/resources/application.yml': 'basket:\n  base-url: http://localhost:7070\n',
}
const aspnet = {
  'web/Web.cs': 'class Web { string Url(IConfiguration c) => c["Services:Basket:Url"]; }\n',
}

const settings: readonly (readonly [string, Files, readonly string[]])[] = [
  ['spring: the setting', bound(['BASKET_BASEURL: http://cart:7070'], spring), []],
  [
    'spring: the setting by another spelling',
    bound(['BASKET_BASE_URL: http://cart:7070'], spring),
    [],
  ],
  [
    'spring: a slip of the pen',
    bound(['BASKETS_BASEURL: http://cart:7070'], spring),
    ['warning RTT1111 web BASKETS_BASEURL @ compose.yml:5'],
  ],
  [
    'spring: both are set',
    bound(['BASKETS_BASEURL: http://cart:7070', 'BASKET_BASEURL: http://cart:7070'], spring),
    [],
  ],
  ['spring: quite another name', bound(['ORDERS_BASEURL: http://cart:7070'], spring), []],
  ['asp.net: the setting', bound(['Services__Basket__Url: http://cart:7070'], aspnet), []],
  [
    'asp.net: a slip of the pen',
    bound(['Services__Baskets__Url: http://cart:7070'], aspnet),
    ['warning RTT1111 web Services__Baskets__Url @ compose.yml:5'],
  ],
]
for (const [name, files, expected] of settings)
  test(name, () => assert.deepEqual(findingLines(files), expected))
