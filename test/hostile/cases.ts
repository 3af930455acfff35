import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** A repository that means harm, and what a scan must say of it. */
export type Case = {
  readonly what: string
  readonly make: (put: Put, root: string) => void
  /** A diagnostic that must be there, with the path that it names. */
  readonly says?: readonly (readonly [code: string, path: string])[]
  /** Services that must be found all the same: the fault did not hide the rest. */
  readonly services?: readonly string[]
  /** Links that must be found: the trap was read, and not passed over. */
  readonly links?: readonly string[]
  readonly serviceCount?: number
}

export type Put = (path: string, text: string) => void

export const putIn =
  (root: string): Put =>
  (path, text) => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }

const deep = (open: string, close: string, levels = 20_000): string =>
  open.repeat(levels) + close.repeat(levels)
const megabytes = (n: number): number => n * 1024 * 1024
const lines = (n: number, line: (i: number) => string): string =>
  Array.from({ length: n }, (_, i) => line(i)).join('')

const chart = (put: Put, template: string, helpers = ''): void => {
  put('chart/Chart.yaml', 'apiVersion: v2\nname: shop\nversion: 1.0.0\n')
  put('chart/values.yaml', 'a: b\n')
  put('chart/templates/_h.tpl', helpers)
  put('chart/templates/trap.yaml', template)
  put(
    'chart/templates/good.yaml',
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: good }\nspec: { template: { spec: { containers: [{ name: c, image: acme/good }] } } }\n',
  )
}

const laughs = (): string => {
  const layers = lines(12, (i) => `x${i + 1}: &x${i + 1} [${`*x${i}, `.repeat(10)}]\n`)
  return `x0: &x0 [lol]\n${layers}services:\n  bomb:\n    image: acme/bomb\n    command: *x12\n    environment: *x12\n`
}

const merges = (): string => {
  const layers = lines(9, (i) => `x${i + 1}: &x${i + 1}\n  <<: [${`*x${i}, `.repeat(12)}]\n`)
  return `x0: &x0 { A: b }\n${layers}services:\n  bomb:\n    image: acme/bomb\n    environment:\n      <<: *x9\n`
}

/** Bombs and depths. */
const bombs: readonly Case[] = [
  {
    what: 'a million laughs',
    make: (put) => put('docker-compose.yml', laughs()),
    services: ['bomb'],
  },
  {
    what: 'merge keys that multiply',
    make: (put) => put('docker-compose.yml', merges()),
    services: ['bomb'],
  },
  {
    what: 'nesting without end in every format',
    make: (put) => {
      put('docker-compose.yml', `services: ${'['.repeat(50_000)}`)
      put('web/package.json', deep('{"a":', '}'))
      put('api/openapi.json', `{"openapi":"3.0.0","x":${deep('[', ']')}}`)
      put('py/pyproject.toml', `a = ${deep('[', ']')}`)
      put('java/pom.xml', deep('<project>', '</project>'))
      put('a.graphql', `type Query { a: ${deep('[', ']')} }`)
      put('query.graphql', `query ${deep('{ a ', '}')}`)
      put('a.proto', `syntax = "proto3";\n${deep('message A {', '}')}`)
      for (const e of ['ts', 'py', 'go', 'rs', 'java', 'cs', 'rb', 'php', 'kt'])
        put(`src/a.${e}`, `${deep('f(', ')')}\n${deep('{', '}')}\n${deep('[', ']')}\n`)
    },
    says: [
      ['RTT1013', 'docker-compose.yml'],
      ['RTT1013', 'web/package.json'],
      ['RTT1013', 'a.proto'],
    ],
  },
  {
    what: 'a line of 100 MB',
    make: (put, root) => {
      put('web/a.ts', '')
      truncateSync(join(root, 'web/a.ts'), megabytes(100))
      put('.env', `A=${'x'.repeat(megabytes(5))}`)
    },
    says: [
      ['RTT1004', 'web/a.ts'],
      ['RTT1004', '.env'],
    ],
  },
]

/** Circles: each ends, and the rest is read. */
const circles: readonly Case[] = [
  {
    what: 'compose services that extend each other',
    make: (put) =>
      put(
        'docker-compose.yml',
        'include: [docker-compose.yml]\nservices:\n  a:\n    extends: b\n    image: acme/a\n  b:\n    extends: { service: a }\n  c:\n    extends: { service: c, file: ../../../../etc/passwd }\n    image: acme/c\n',
      ),
    services: ['a', 'c'],
  },
  {
    what: 'a chart whose helpers call each other',
    make: (put) =>
      chart(
        put,
        '{{ include "a" . }}',
        '{{ define "a" }}{{ include "b" . }}{{ end }}{{ define "b" }}{{ include "a" . }}{{ end }}',
      ),
    says: [['RTT1015', 'chart/templates/trap.yaml']],
    services: ['good'],
  },
  {
    what: 'a chart that counts for ever',
    make: (put) =>
      chart(put, '{{ range $i := until 1000000000 }}{{ range until 1000000 }}a{{ end }}{{ end }}'),
    says: [['RTT1015', 'chart/templates/trap.yaml']],
    services: ['good'],
  },
  {
    what: 'a chart that makes texts without end',
    make: (put) =>
      chart(
        put,
        'a: {{ repeat 1000000000 "abc" }}\nb: {{ repeat 100000 (repeat 100000 "x") | indent 1000000 }}',
      ),
    services: ['good'],
  },
  {
    what: 'kustomizations that build on each other',
    make: (put) => {
      put('k/a/kustomization.yaml', 'resources: [../b, d.yaml, ../../../../../etc]\n')
      put('k/b/kustomization.yaml', 'resources: [../a]\nbases: [../b, .]\ncomponents: [../a]\n')
      put(
        'k/a/d.yaml',
        'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: good }\nspec: { template: { spec: { containers: [{ name: c, image: acme/good }] } } }\n',
      )
    },
    services: ['good'],
  },
  {
    what: 'protos that import each other, and the password file',
    make: (put) => {
      put(
        'a.proto',
        'syntax = "proto3";\nimport "b.proto";\nimport "/etc/passwd";\nimport "../../../../../../etc/passwd";\nservice A {}\n',
      )
      put('b.proto', 'syntax = "proto3";\nimport "a.proto";\nimport "b.proto";\n')
    },
    says: [['RTT1012', 'a.proto']],
  },
]

const evil = '\u202emoc.live\u202c\u001b[2J\u001b]0;owned\u0007\u009b31m\u200b'
const tool = (text: string): string =>
  `import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'\nconst server = new McpServer({ name: 'notes', version: '1' })\nserver.registerTool('add', { description: ${JSON.stringify(text)} }, async () => ({}))\n`

/** Names and texts that dress up as something else, and settings that would run something. */
const disguises: readonly Case[] = [
  {
    what: 'control and direction characters in every name',
    make: (put) => {
      const name = JSON.stringify(`web${evil}`)
      put(
        'docker-compose.yml',
        `services:\n  ${name}:\n    image: acme/x\n    environment: { ${JSON.stringify(`KEY${evil}`)}: ${JSON.stringify(`http://api${evil}:80`)}, API_URL: "http://api:80" }\n  api:\n    image: acme/api\n`,
      )
      put(
        'src/app.js',
        `const app = require('express')()\napp.get(${JSON.stringify(`/a${evil}`)}, h)\nprocess.env[${JSON.stringify(`A${evil}`)}]\nimport 'kafkajs'\nproducer.send({ topic: '${evil}' })\nfetch('http://${evil}/')\n`,
      )
      put(
        'a/package.json',
        JSON.stringify({ name: `p${evil}`, version: evil, dependencies: { [evil]: evil } }),
      )
      put('mcp/package.json', '{"name":"notes"}')
      put('mcp/a.ts', tool(evil).replace("'add'", JSON.stringify(`add${evil}`)))
      put(
        '.mcp.json',
        JSON.stringify({ mcpServers: { [evil]: { command: `node${evil}`, args: [evil] } } }),
      )
    },
    services: ['api'],
  },
  {
    what: 'a tool that is described in 1 MB of escapes',
    make: (put) => {
      put('mcp/package.json', '{"name":"notes"}')
      put('mcp/a.ts', tool(evil.repeat(20_000)))
      put('mcp2/package.json', '{"name":"memos"}')
      put('mcp2/a.ts', tool('short'))
    },
    services: ['memos'],
  },
  {
    what: 'keys that are members of every object',
    make: (put) => {
      const traps =
        '"__proto__":{"polluted":"1","name":"x"},"constructor":{"prototype":{"polluted":"1"}},"toString":"a","hasOwnProperty":"b"'
      put(
        'package.json',
        `{"name":"__proto__",${traps},"dependencies":{${traps.replaceAll(/\{[^}]*\}+/g, '"1"')}}}`,
      )
      put(
        'docker-compose.yml',
        'services:\n  __proto__: { image: acme/p, environment: { __proto__: "http://constructor:80", constructor: x } }\n  constructor: { image: acme/c, environment: { API_URL: "http://toString:80" } }\n  toString: { image: acme/t }\n  web: { image: acme/w, environment: { API_URL: "http://constructor:80" } }\n',
      )
      put(
        'src/a.ts',
        'const __proto__ = process.env.__proto__ ?? process.env.constructor\nfetch(__proto__)\n',
      )
      put('.mcp.json', `{"mcpServers":{${traps}}}`)
      put('appsettings.json', `{${traps}}`)
      put(
        'api/openapi.json',
        `{"openapi":"3.0.0","info":{"title":"a","version":"1"},"paths":{${traps}},"components":{"schemas":{${traps}}}}`,
      )
    },
    links: ['web#API_URL -> constructor'],
  },
  {
    what: 'ways out of the tree and things that are no files',
    make: (put, root) => {
      put('web/a.ts', '')
      symlinkSync('/etc', join(root, 'web/etc'))
      symlinkSync('/etc/passwd', join(root, 'web/passwd.env'))
      symlinkSync('../..', join(root, 'web/up'))
      execFileSync('mkfifo', [join(root, 'docker-compose.yml')])
      put('web/cafe\u0301.ts', '')
      put('web/caf\u00e9.ts', '')
      put('web/A.ts', '')
      put('.env', 'A=/etc/passwd\n')
      put(
        'compose.yml',
        'services:\n  web:\n    build: ../../../etc\n    env_file: [../../../../etc/passwd, /etc/passwd, web/passwd.env]\n    volumes: ["/etc:/x", "../../..:/y"]\n',
      )
    },
    says: [
      ['RTT1008', 'web/etc'],
      ['RTT1008', 'web/passwd.env'],
      ['RTT1005', 'docker-compose.yml'],
      ['RTT1007', 'web/a.ts'],
      ['RTT1007', 'web/café.ts'],
    ],
    services: ['web'],
  },
]

/** So many of one thing that nothing may be looked for twice. */
const crowds: readonly Case[] = [
  {
    what: 'a Dockerfile of a million continuations, an nginx file of a million braces',
    make: (put) => {
      put('Dockerfile', `FROM a\nRUN a ${'\\\n'.repeat(1_000_000)}\nENV A=b\n`)
      put(
        'nginx/nginx.conf',
        `upstream a { server b:1; }\n${'{'.repeat(1_000_000)}${'}'.repeat(1_000_000)}\n`,
      )
      put('nginx/b.conf', `location / { proxy_pass http://a; }\n${'{}\n'.repeat(1_000_000)}`)
      put('docker-compose.yml', 'services:\n  web: { build: . }\n')
    },
    services: ['web'],
  },
  {
    what: 'blank lines, quotes and braces without end',
    make: (put) => {
      for (const [n, bait] of [
        '\n',
        '\\"',
        '${',
        '${A:-',
        ' ',
        '{{',
        '(/[',
        '"',
        '((((',
        'a_',
        '`',
      ].entries()) {
        const text = bait.repeat(Math.ceil(60_000 / bait.length))
        for (const [path, head] of [
          ['a.ts', "import 'mcp'\n"],
          ['a.py', '# mcp\n'],
          ['k.yaml', 'spec:\n'],
          ['s.sh', 'A='],
          ['x.conf', 'upstream a'],
          ['a.cs', ''],
          ['a.properties', 'a='],
        ] as const)
          put(`bait${n}/${path}`, head + text)
      }
      put('docker-compose.yml', 'services:\n  web: { build: . }\n')
    },
    services: ['web'],
  },
  {
    what: 'a million braces in every format that nests',
    make: (put) => {
      const braces = (open: string, close: string, levels = 250_000) => deep(open, close, levels)
      put('java/pom.xml', braces('<a>', '</a>'))
      put('rs/Cargo.toml', `a = ${braces('[', ']', 1_000_000)}`)
      put('py/pyproject.toml', `[${'a.'.repeat(1_000_000)}b]\n`)
      put('web/package.json', braces('{"a":', '}'))
      put('js/package.json', '{'.repeat(1_000_000))
      put('api/openapi.json', `{"openapi":"3.0.0","paths":${braces('{"a":', '}')}}`)
      put('.mcp.json', `{"mcpServers":${braces('[', ']', 1_000_000)}}`)
      put('a.proto', `syntax = "proto3";\n${braces('message A {', '}')}`)
      put('b.proto', `option (a) = ${'('.repeat(1_000_000)}`)
      put('a.graphql', `type Query { a: ${braces('[', ']', 1_000_000)} }`)
      put('b.graphql', `query ${braces('{ a ', '}')}`)
      put('infra/main.tf', braces('resource "a" "b" {', '}', 100_000))
      put('docker-compose.yml', 'services:\n  web: { image: acme/web }\n')
      put('k/docker-compose.yml', `services: ${'{'.repeat(1_000_000)}`)
    },
    says: [
      ['RTT1013', 'java/pom.xml'],
      ['RTT1002', 'rs/Cargo.toml'],
      ['RTT1013', 'py/pyproject.toml'],
      ['RTT1013', 'web/package.json'],
      ['RTT1013', 'js/package.json'],
      ['RTT1013', 'api/openapi.json'],
      ['RTT1013', 'a.proto'],
      ['RTT1002', 'b.proto'],
      ['RTT1002', 'a.graphql'],
      ['RTT1002', 'b.graphql'],
      ['RTT1013', 'k/docker-compose.yml'],
    ],
    services: ['web'],
  },
  {
    what: '20,000 files in one folder',
    make: (put) => {
      for (let i = 0; i < 20_000; i++) put(`src/f${i}.txt`, '')
      put('docker-compose.yml', 'services:\n  web: { build: . }\n')
    },
    services: ['web'],
  },
  {
    what: '5,000 services in one file',
    make: (put) =>
      put(
        'docker-compose.yml',
        `services:\n${lines(5000, (i) => `  s${i}:\n    image: acme/s${i}\n    environment: { NEXT_URL: "http://s${(i + 1) % 5000}:80" }\n`)}`,
      ),
    serviceCount: 5000,
  },
]

export const cases: readonly Case[] = [...bombs, ...circles, ...disguises, ...crowds]

const crowd = (what: string, count: number, service: (i: number) => string): Case => ({
  what: `${count} services in one file ${what}`,
  make: (put) => {
    put('docker-compose.yml', `services:\n${lines(count, service)}`)
    // A Dockerfile that nothing is built by would be one service more.
    if (!service(0).includes('build:')) return
    put('s/Dockerfile', 'FROM node\nCOPY . .\nEXPOSE 80\n')
    put('s/a.js', "require('express')().get('/a', f).listen(80)\nfetch(process.env.A_URL)\n")
  },
  serviceCount: count,
})

/** What takes longer than a test run has time for: `npm run test:hostile`. */
export const heavyCases: readonly Case[] = [
  crowd('that do nothing', 50_000, (i) => `  s${i}: { image: a/s${i} }\n`),
  crowd(
    'that call each other',
    50_000,
    (i) => `  s${i}: { image: a/s${i}, environment: { U: "http://s${(i + 1) % 50_000}:80" } }\n`,
  ),
  crowd(
    'that call nobody',
    40_000,
    (i) => `  s${i}: { image: a/s${i}, environment: { U: "http://nobody${i}:80" } }\n`,
  ),
  crowd('of one image', 50_000, (i) => `  s${i}: { image: a/same, environment: { B: "s0:80" } }\n`),
  crowd(
    'of one folder',
    50_000,
    (i) => `  s${i}: { build: ./s, ports: ["80"], depends_on: [s0] }\n`,
  ),
  crowd('on one port', 50_000, (i) => `  s${i}: { image: a/s${i}, ports: ["80:${i + 1}"] }\n`),
  crowd(
    'of one name',
    40_000,
    (i) => `  s${i}: { image: redis, hostname: h, links: ["s0:a${i}"] }\n`,
  ),
]
