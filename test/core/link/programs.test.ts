import assert from 'node:assert/strict'
import { test } from 'node:test'
import { linkFiles, linkLines } from '../../links.ts'

type Files = Readonly<Record<string, string>>

/** `cart orders/cart 8080`: the services of a repository with their folders and ports. */
const services = (files: Files): string[] =>
  linkFiles(files).services.map((s) => [s.name, s.path ?? '-', ...s.ports].join(' '))

const manifest = (name: string, more: object = {}): string =>
  JSON.stringify({ name, scripts: { start: 'node server.js' }, ...more })
const server = (port: number, more = ''): string =>
  `import express from 'express'\n${more}\nexpress().listen(${port})\n`

const api = { 'api/package.json': manifest('api'), 'api/server.js': server(4000) }
const web = {
  'web/package.json': manifest('web'),
  'web/server.js': server(3000, "fetch('http://localhost:4000/items')"),
}

test('without any deployment the programs are the services, and localhost is whoever listens', () => {
  const files = { ...api, ...web }
  assert.deepEqual(services(files), ['api api 4000', 'web web 3000'])
  assert.deepEqual(linkLines(files), ['web#http:localhost -> api http'])
})

const asks = (address: string) => ({
  'web/package.json': manifest('web'),
  'web/server.js': server(3000, `const api = process.env.API_URL${address}\nfetch(api)`),
})

const addresses: readonly (readonly [why: string, files: Files, lines: readonly string[]])[] = [
  ['a default of the code', asks(" ?? 'http://localhost:4000'"), ['web#API_URL -> api http']],
  [
    'the .env in its folder',
    { ...asks(''), 'web/.env': 'API_URL=http://localhost:4000\n' },
    ['web#API_URL -> api http'],
  ],
  [
    'the example of a .env',
    { ...asks(''), 'web/.env.example': 'API_URL=http://127.0.0.1:4000\n' },
    ['web#API_URL -> api http'],
  ],
  [
    'the .env above it',
    { ...asks(''), '.env': 'API_URL=http://localhost:4000\n' },
    ['web#API_URL -> api http'],
  ],
  [
    'the nearer .env wins',
    {
      ...asks(''),
      '.env': 'API_URL=http://localhost:4000\n',
      'web/.env': 'API_URL=http://localhost:1\n',
    },
    [],
  ],
  [
    'a file of settings',
    {
      'web/package.json': manifest('web'),
      'web/server.js': server(3000),
      'web/config.yaml': 'api:\n  url: http://localhost:4000\n',
    },
    ['web#http:localhost -> api http'],
  ],
  ['nobody listens there', asks(" ?? 'http://localhost:4001'"), []],
  ['its own port', asks(" ?? 'http://localhost:3000'"), []],
  ['no address at all', asks(''), []],
]

for (const [why, files, lines] of addresses)
  test(`a program that is started by hand finds its peers: ${why}`, () => {
    assert.deepEqual(linkLines({ ...api, ...files }), lines)
  })

test('two programs that listen on one port are told apart by nothing', () => {
  const twin = { 'twin/package.json': manifest('twin'), 'twin/server.js': server(4000) }
  assert.deepEqual(linkLines({ ...api, ...web, ...twin }), [])
})

const stores =
  'services:\n  db:\n    image: postgres:16\n    ports: ["5433:5432"]\n  cache:\n    image: redis\n    ports: ["6379:6379"]\n'
const stored = {
  'api/package.json': manifest('api'),
  'api/server.js': server(
    4000,
    "import { Pool } from 'pg'\nnew Pool({ connectionString: process.env.DATABASE_URL })",
  ),
  'api/.env.example': 'DATABASE_URL=postgres://me:pw@localhost:5433/shop\n',
}

test('a compose file of databases alone is used by programs on the host', () => {
  const files = { ...stored, 'docker-compose.yml': stores }
  assert.deepEqual(services(files), ['api api 4000', 'cache - 6379', 'db - 5432 5433'])
  assert.deepEqual(linkLines(files), ['api#DATABASE_URL -> db sql'])
  // What is not published on the host is not reached there.
  const hidden = stores.replace('    ports: ["5433:5432"]\n', '')
  assert.deepEqual(linkLines({ ...stored, 'docker-compose.yml': hidden }), [])
})

test('beside a part whose programs are deployed, another part with databases alone is by hand', () => {
  const inFolder = (folder: string, files: Files): Files =>
    Object.fromEntries(Object.entries(files).map(([p, t]) => [`${folder}/${p}`, t]))
  const files = {
    'shop/docker-compose.yml': 'services:\n  web:\n    build: ./web\n',
    'shop/web/Dockerfile': 'FROM node\nCOPY . .\n',
    ...inFolder('shop', web),
    ...inFolder('shop', {
      'idle/package.json': manifest('idle'),
      'idle/server.js': server(9000),
    }),
    'lab/docker-compose.yml': stores,
    ...inFolder('lab', stored),
  }
  // `idle` stands among programs that are deployed: that it is not says that it is none of them.
  assert.deepEqual(
    services(files).map((s) => s.split(' ')[0]),
    ['api', 'cache', 'db', 'web'],
  )
  assert.deepEqual(linkLines(files), ['api#DATABASE_URL -> db sql'])
})

test('of two projects that publish one port, a program uses the nearest', () => {
  const one = (name: string) =>
    `services:\n  ${name}:\n    image: postgres\n    ports: ["5433:5432"]\n`
  const at = (folder: string) =>
    linkLines({
      'a/docker-compose.yml': one('first'),
      'b/docker-compose.yml': one('second'),
      ...Object.fromEntries(Object.entries(stored).map(([p, t]) => [`${folder}/${p}`, t])),
    })
  assert.deepEqual(at('a'), ['api#DATABASE_URL -> first sql'])
  assert.deepEqual(at('b'), ['api#DATABASE_URL -> second sql'])
  assert.deepEqual(at('c'), [])
})

const module = { 'go.mod': 'module acme.dev/shop\n\ngo 1.22\n' }
const listening = (name: string) =>
  `package ${name}\n\nimport "net/http"\n\nfunc Run() {\n\thttp.ListenAndServe(":7000", nil)\n}\n`

test('a program of Go is a main whose imports lead to a server', () => {
  const main = (path: string) =>
    `package main\n\nimport "acme.dev/shop/${path}"\n\nfunc main() {}\n`
  const files = {
    ...module,
    'cmd/orders/main.go': main('internal/boot'),
    'cmd/migrate/main.go': main('internal/text'),
    'internal/boot/boot.go':
      'package boot\n\nimport "acme.dev/shop/internal/http"\n\nfunc A() {}\n',
    'internal/http/http.go': listening('http'),
    'internal/text/text.go': 'package text\n\nfunc B() {}\n',
    'internal/lonely/lonely.go': listening('lonely'),
  }
  assert.deepEqual(services(files), ['orders cmd/orders 7000'])
})

test('a program of Rust is a crate with a main that has a server, or is built with one', () => {
  const crate = (name: string, more = '') =>
    `[package]\nname = "${name}"\nversion = "1.0.0"\n${more}`
  const listens =
    'async fn serve() {\n    axum::serve(l, app).await;\n    TcpListener::bind("0.0.0.0:7100");\n}\n'
  const files = {
    'gate/Cargo.toml': crate('gate', '[dependencies]\nlayers = { path = "../layers" }\n'),
    'gate/src/main.rs': 'fn main() {}\n',
    'layers/Cargo.toml': crate('layers', '[dependencies]\ncore = { path = "../core" }\n'),
    'layers/src/lib.rs': 'pub mod a;\n',
    'core/Cargo.toml': crate('core'),
    'core/src/lib.rs': listens,
    'job/Cargo.toml': crate('job'),
    'job/src/main.rs': 'fn main() {}\n',
  }
  assert.deepEqual(services(files), ['gate gate 7100'])
})

const kinds: readonly (readonly [why: string, files: Files, services: readonly string[]])[] = [
  [
    'a package that a web server of development serves',
    {
      'site/package.json': manifest('site', { scripts: { dev: 'vite --port 5174' } }),
      'site/a.ts': '',
    },
    ['site site 5174'],
  ],
  [
    'not a library that is looked at with one',
    {
      'ui/package.json': manifest('ui', { scripts: { dev: 'vite' }, main: 'index.js' }),
      'ui/a.ts': '',
    },
    [],
  ],
  [
    'the package around a file, not its folder',
    { 'a/package.json': manifest('@shop/cart'), 'a/src/deep/main.js': server(1) },
    ['cart a'],
  ],
  ['no package that nothing starts', { 'a/package.json': '{"name":"a"}', 'a/s.js': server(1) }, []],
  [
    'a folder of Python with its manifest',
    {
      'srv/api/pyproject.toml': '[project]\nname = "api"\n',
      'srv/api/app/main.py': 'from fastapi import FastAPI\napp = FastAPI()\n',
    },
    ['api srv/api'],
  ],
  [
    'the first folder of Python without one',
    { 'api/app/main.py': 'from fastapi import FastAPI\napp = FastAPI()\n' },
    ['api api'],
  ],
  [
    'the folder of a manage.py',
    { 'a/shop/manage.py': 'import django\nexecute_from_command_line(a)\n' },
    ['shop a/shop'],
  ],
  [
    'a module of Maven',
    { 'jv/bill/src/main/java/x/App.java': '@SpringBootApplication\nclass App {}\n' },
    ['bill jv/bill'],
  ],
  [
    'a project of .NET',
    {
      'Bids/Bids.csproj': '<Project Sdk="Microsoft.NET.Sdk.Web"></Project>',
      'Bids/Program.cs': 'var b = WebApplication.CreateBuilder(args);\n',
    },
    ['Bids Bids'],
  ],
  [
    'an application of Rails',
    { 'shop/config/application.rb': 'class A < Rails::Application\nend\n' },
    ['shop shop'],
  ],
  [
    'what the public folder of PHP is in',
    { 'shop/public/index.php': '<?php\n$app = AppFactory::create();\n' },
    ['shop shop'],
  ],
]

for (const [why, files, found] of kinds)
  test(`programs: ${why}`, () => assert.deepEqual(services(files), found))

test('what is there to show, to build or to try something is no service', () => {
  for (const folder of ['examples/a', 'tools/a', 'docs', 'e2e', 'a/test', 'scripts', '.ci', 'demo'])
    assert.deepEqual(
      services({
        [`${folder}/package.json`]: manifest('x', { scripts: { start: 'next dev' } }),
        [`${folder}/server.js`]: server(1),
      }),
      [],
      folder,
    )
})

test('programs of one name go under the folder around them, and never under the name of a service', () => {
  const app = (folder: string): Files => ({
    [`${folder}/package.json`]: manifest('api'),
    [`${folder}/server.js`]: server(4000),
  })
  const names = (files: Files) => services(files).map((s) => s.split(' ').slice(0, 2).join(' '))
  assert.deepEqual(names({ ...app('shop/api'), ...app('bank/api') }), [
    'bank-api bank/api',
    'shop-api shop/api',
  ])
  const compose = 'services:\n  api:\n    image: postgres\n'
  assert.deepEqual(names({ ...app('x'), 'docker-compose.yml': compose }), ['api -', 'api-app x'])
})

test('a deployment that starts the program speaks for it, however it does', () => {
  for (const more of [
    { 'docker-compose.yml': 'services:\n  shop:\n    build: ./api\n' },
    { 'docker-compose.yml': 'services:\n  api:\n    image: acme/api\n' },
    { 'api/Procfile': 'shop: node server.js\n' },
  ] as Files[]) {
    const names = linkFiles({ ...api, ...more }).services.map((s) => s.path)
    assert.deepEqual(names, ['api'], JSON.stringify(more))
  }
})

test('an MCP server is a program, and whom it calls on the host is linked', () => {
  const mcp = {
    'tools/mcp/package.json': JSON.stringify({ name: 'stock-mcp', bin: 'server.js' }),
    'tools/mcp/server.js': [
      "import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'",
      "const server = new McpServer({ name: 'stock', version: '1.0.0' })",
      "server.tool('count', 'Counts parts', {}, async () => fetch('http://localhost:4000/count'))",
      '',
    ].join('\n'),
  }
  assert.deepEqual(services({ ...api, ...mcp }), ['api api 4000', 'stock tools/mcp'])
  assert.deepEqual(linkLines({ ...api, ...mcp }), ['stock#http:localhost -> api http'])
})

const inCluster = (name: string): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: ${name} }\nspec:\n  template:\n    spec:\n      containers: [{ name: c, image: acme/${name} }]\n`

test('what runs in a cluster is started by hand, too, where a compose file brings the databases', () => {
  const files = { ...stored, 'k8s/api.yaml': inCluster('api'), 'docker-compose.yml': stores }
  assert.deepEqual(services(files), ['api api 4000', 'cache - 6379', 'db - 5432 5433'])
  assert.deepEqual(linkLines(files), ['api#DATABASE_URL -> db sql'])
  // A compose file that starts programs is how people start them.
  const web = '  web:\n    build: ./web\n'
  const composed = { ...files, 'docker-compose.yml': stores + web, 'web/app.py': 'x = 1\n' }
  assert.deepEqual(linkLines(composed), [])
  // One that stands elsewhere is for something else.
  const { 'docker-compose.yml': _, ...rest } = files
  assert.deepEqual(linkLines({ ...rest, 'lab/docker-compose.yml': stores }), [])
})

test('a package of Java may be called as folders of examples are', () =>
  assert.deepEqual(
    services({
      'pom.xml':
        '<project><groupId>org.acme</groupId><artifactId>clinic</artifactId><version>1</version></project>',
      'src/main/java/org/acme/samples/clinic/App.java':
        'package org.acme.samples.clinic;\n@SpringBootApplication\nclass App {}\n',
    }),
    ['clinic '],
  ))

test('while nobody knows where one program listens, localhost is none of the others', () =>
  assert.deepEqual(
    linkLines({
      ...api,
      ...web,
      'jobs/package.json': manifest('jobs'),
      'jobs/server.js': "import express from 'express'\nexpress().listen(port())\n",
    }),
    [],
  ))

test('a word that is a name is no address, whatever its variable is called', () => {
  const files = {
    'compose.yaml':
      'services:\n  web: { build: ./web, environment: { API_ENDPOINT_PROTO: api, API_ENDPOINT: api } }\n  api: { image: acme/api }\n',
    'web/main.py':
      "import os\na = os.environ['API_ENDPOINT_PROTO']\nb = os.environ['API_ENDPOINT']\n",
  }
  assert.deepEqual(linkLines(files), ['web#API_ENDPOINT -> api http'])
})

test('what an image is known for says more than a helper that builds addresses for all', () =>
  assert.deepEqual(
    linkLines({
      'compose.yaml':
        'services:\n  web: { build: ./web, environment: { SEARCH_HOST: search } }\n  search: { image: elasticsearch }\n',
      'web/main.rb': 'host = ENV[\'SEARCH_HOST\']\nRedis.new(url: "redis://#{host}:9200")\n',
    }),
    ['web#SEARCH_HOST -> search elasticsearch'],
  ))
