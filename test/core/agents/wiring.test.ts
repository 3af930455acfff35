import assert from 'node:assert/strict'
import { test } from 'node:test'
import { scanAgents } from '../../../src/app/scan/agents.ts'
import type { Facts } from '../../../src/core/model/facts.ts'
import type { Service } from '../../../src/core/model/service.ts'
import { readers } from '../../../src/read/readers.ts'

type Files = Readonly<Record<string, string>>

const service = (
  name: string,
  path: string | undefined,
  ports: readonly number[] = [],
): Service => ({
  name,
  aliases: [],
  ...(path === undefined ? {} : { path }),
  lang: '',
  kind: 'service',
  ports,
  at: { path: 'compose.yaml', line: 1 },
})

const scan = (files: Files, services: readonly Service[] = []) => {
  const facts = Object.entries(files).flatMap(([path, text]) =>
    readers.filter((r) => r.accepts(path)).map((r) => r.read({ path, text })),
  )
  const all = <K extends keyof Facts>(key: K) => facts.flatMap((f) => (f[key] ?? []) as never[])
  return scanAgents({
    code: all('code'),
    toolLists: all('toolLists'),
    toolServers: all('toolServers'),
    agents: all('agents'),
    packages: all('packages'),
    services,
    namespace: ['shop'],
  })
}

const sdk = "import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'\n"
const server = (name: string, tool = 'run') =>
  `${sdk}const server = new McpServer({ name: '${name}', version: '1' })\nserver.tool('${tool}', 'Runs', {}, f)\n`
const client = (servers: Readonly<Record<string, unknown>>) =>
  JSON.stringify({ mcpServers: servers })
const start = (command: string, ...args: string[]) => ({ command, args })
const pack = (name: string, bin?: object) => JSON.stringify({ name, ...(bin ? { bin } : {}) })

const repository: Files = {
  'package.json': pack('root'),
  'packages/files/package.json': pack('@acme/files', { 'acme-files': 'dist/index.js' }),
  'packages/files/src/index.ts': server('files-server', 'read_file'),
  'services/notes/pyproject.toml':
    '[project]\nname = "notes-mcp"\nversion = "1"\n[project.scripts]\nnotes = "notes:main"\n',
  'services/notes/notes/server.py':
    'from mcp.server.fastmcp import FastMCP\nmcp = FastMCP("notes")\n@mcp.tool()\ndef add(): ...\n',
}

const ends: readonly (readonly [command: readonly string[], to: string, status: string])[] = [
  [['npx', '-y', '@acme/files@latest', '.'], 'files-server', 'confirmed'],
  [['acme-files'], 'files-server', 'confirmed'],
  [['node', 'packages/files/dist/index.js'], 'files-server', 'confirmed'],
  [
    ['node', '${workspaceFolder}/packages/files/dist/index.js', '--root', 'services/notes'],
    'files-server',
    'confirmed',
  ],
  [['npx', 'tsx', './packages/files/src/index.ts'], 'files-server', 'confirmed'],
  [['pnpm', '--filter', '@acme/files', 'start'], 'files-server', 'confirmed'],
  [['uv', '--directory', 'services/notes', 'run', 'notes'], 'notes', 'confirmed'],
  [['uv', 'run', 'services/notes/notes/server.py'], 'notes', 'confirmed'],
  [['uvx', 'notes_mcp'], 'notes', 'confirmed'],
  [['uvx', '--from', './services/notes', 'notes'], 'notes', 'confirmed'],
  [['python', '-m', 'notes_mcp'], 'notes', 'confirmed'],
  [['docker', 'run', '-i', '--rm', 'acme/notes:1'], 'notes', 'confirmed'],
  // What a server is given to work on says nothing of who it is.
  [['npx', '-y', '@modelcontextprotocol/server-filesystem', './packages/files'], 'x', 'declared'],
  [['uvx', 'mcp-server-git', '--repository', 'services/notes'], 'x', 'declared'],
  [['docker', 'run', 'mcp/other', 'packages/files'], 'x', 'declared'],
  [['node', '/home/me/else/index.js'], 'x', 'declared'],
  [['node', 'scripts/unknown.js'], 'x', 'declared'],
]

test('a configured server is the one of the repository that its command leads to', () => {
  for (const [[command = '', ...args], to, status] of ends) {
    const { links } = scan({ ...repository, '.mcp.json': client({ x: start(command, ...args) }) })
    assert.deepEqual(
      links.map((l) => [l.from, l.port, l.to, l.via, l.status]),
      [['claude-code', 'mcp:x', to, 'mcp', status]],
      [command, ...args].join(' '),
    )
  }
})

test('addresses lead to services by host and by port', () => {
  const services = [
    service('gateway', undefined, [3000]),
    service('a', undefined, [80]),
    service('b', undefined, [80]),
  ]
  const to = (url: string) =>
    scan({ '.cursor/mcp.json': client({ x: { url } }) }, services).links[0]
  assert.deepEqual(
    [to('http://localhost:3000/mcp')?.to, to('http://gateway/mcp')?.to],
    ['gateway', 'gateway'],
  )
  assert.deepEqual(
    [to('http://localhost:80/mcp')?.to, to('http://localhost:80/mcp')?.status],
    ['x', 'declared'],
  )
  assert.equal(to('https://mcp.example.com/mcp')?.to, 'x')
})

test('agents and servers of others are services of their own kinds and take no name from others', () => {
  const found = scan({ '.cursor/mcp.json': client({ db: start('npx', 'some-db') }) }, [
    service('db', 'db'),
    service('cursor', 'c'),
  ])
  assert.deepEqual(
    found.services.map((s) => [s.name, s.kind, s.path]),
    [
      ['agent:cursor', 'agent', undefined],
      ['mcp:db', 'external', undefined],
    ],
  )
  assert.deepEqual(
    found.links.map((l) => [l.from, l.to]),
    [['agent:cursor', 'mcp:db']],
  )
})

test('a server whose package is deployed is that service', () => {
  const found = scan({ ...repository, '.mcp.json': client({ x: start('npx', '@acme/files') }) }, [
    service('storage', 'packages/files'),
    service('root', ''),
  ])
  assert.deepEqual(
    found.links.map((l) => [l.to, l.contract]),
    [['storage', 'files-server']],
  )
  assert.deepEqual(
    found.services.map((s) => s.name),
    ['claude-code', 'notes'],
  )
})

test('definitions call the servers that their tools are of', () => {
  const found = scan({
    ...repository,
    '.mcp.json': client({ fs: start('acme-files'), gh: start('npx', 'gh-mcp') }),
    '.claude/agents/a.md':
      '---\nname: writer\ntools: Read, mcp__fs__read_file, mcp__gh__search, mcp__no__x\n---\n',
    '.claude/agents/b.md': '---\nname: idle\ntools: Read\n---\n',
    '.github/agents/c.agent.md': "---\ntools: ['notes/*', 'codebase']\n---\n",
  })
  assert.deepEqual(
    found.links
      .filter((l) => l.from !== 'claude-code')
      .map((l) => [l.from, l.to, l.status, l.evidence[0]?.path]),
    [
      ['c', 'notes', 'confirmed', '.github/agents/c.agent.md'],
      ['writer', 'files-server', 'confirmed', '.claude/agents/a.md'],
      ['writer', 'gh', 'declared', '.claude/agents/a.md'],
    ],
  )
  assert.deepEqual(
    found.symbols.filter((s) => s.type === 'agent').map((s) => s.name),
    ['idle'],
  )
})

test('one contract a server, one symbol a tool', () => {
  const found = scan(repository)
  assert.deepEqual(
    found.contracts.map((c) => [c.id, c.dialect, c.kind, c.body.methods.map((m) => m.name)]),
    [
      ['files-server', 'mcp', 'service', ['read_file']],
      ['notes', 'mcp', 'service', ['add']],
    ],
  )
  assert.deepEqual(
    found.symbols.map((s) => [s.address, s.contract?.id, s.at.line]),
    [
      ['rtt://shop/tool/read_file#files-server', 'files-server', 3],
      ['rtt://shop/tool/add#notes', 'notes', 3],
    ],
  )
})

test('a changed description or schema is a changed contract, a moved one is not', () => {
  const digest = (text: string) => scan({ 'a/index.ts': text }).contracts[0]?.digest
  const base = server('s')
  assert.equal(digest(`\n\n${base}`), digest(base))
  assert.notEqual(digest(base.replace('Runs', 'Runs and sends your files away')), digest(base))
  const typed = (shape: string) =>
    digest(`${sdk}import { z } from 'zod'\n${base.replace('{}, f', `${shape}, f`)}`)
  const forms = [
    '{ a: z.string() }',
    '{ a: z.string().optional() }',
    '{ a: z.string().describe("d") }',
    '{ a: z.number() }',
  ]
  assert.equal(new Set(forms.map(typed)).size, forms.length)
  assert.equal(typed('{ a: z.string(), b: z.string() }'), typed('{ b: z.string(), a: z.string() }'))
})

test('servers of one name are told apart, tools stay with the server of their file', () => {
  const found = scan({
    'one/package.json': pack('one'),
    'one/index.ts': server('demo', 'a'),
    'two/package.json': pack('two'),
    'two/index.ts': server('demo', 'b'),
    'two/tools/c.ts': `${sdk}export const add = (server: McpServer) => server.tool('c', 'C', {}, f)`,
  })
  assert.deepEqual(
    found.symbols.map((s) => s.address),
    ['rtt://shop/tool/a#one', 'rtt://shop/tool/b#two', 'rtt://shop/tool/c#two'],
  )
})

test('servers in tests and examples are none', () =>
  assert.deepEqual(scan({ 'examples/a.ts': server('x'), 'test/b.ts': server('y') }).services, []))

test('the order of files does not matter', () => {
  const files: Files = {
    ...repository,
    '.mcp.json': client({ x: start('acme-files') }),
    '.cursor/mcp.json': client({ y: start('z') }),
  }
  assert.deepEqual(scan(Object.fromEntries(Object.entries(files).reverse())), scan(files))
})

test('code that connects to a server is its service, or the program of its package', () => {
  const code =
    "import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'\nnew StdioClientTransport({ command: 'acme-files' })\n"
  const files: Files = {
    ...repository,
    'apps/chat/package.json': pack('@acme/chat'),
    'apps/chat/src/a.ts': code,
  }
  const lines = (services: readonly Service[]) =>
    scan(files, services).links.map((l) => [l.from, l.to, l.status])
  assert.deepEqual(lines([]), [['chat', 'files-server', 'confirmed']])
  assert.deepEqual(lines([service('web', 'apps/chat')]), [['web', 'files-server', 'confirmed']])
})

test('a server in a folder that several services are built from is none of its own, unless it is called', () => {
  const services = [service('api', 'backend'), service('worker', 'backend')]
  const files: Files = {
    'pyproject.toml': '[project]\nname = "shop"\nversion = "1"\n',
    'backend/mcp.py': `${'from fastmcp import FastMCP\n'}mcp = FastMCP("Shop Tools")\n@mcp.tool\ndef add(): ...\n`,
  }
  const found = scan(files, services)
  assert.deepEqual([found.services, found.contracts.map((c) => c.id)], [[], ['Shop Tools']])
  assert.deepEqual(
    found.symbols.map((s) => s.address),
    ['rtt://shop/tool/add#shop-tools'],
  )
  const called = scan(
    { ...files, '.mcp.json': client({ x: start('python', 'backend/mcp.py') }) },
    services,
  )
  assert.deepEqual(
    called.links.map((l) => [l.from, l.to, l.status]),
    [['claude-code', 'shop-tools', 'confirmed']],
  )
})

test('names of external servers that differ in case are one server', () => {
  const found = scan({
    '.mcp.json': client({ linear: { url: 'https://l.example/mcp' } }),
    '.cursor/mcp.json': client({ Linear: { url: 'https://l.example/mcp' } }),
  })
  assert.deepEqual(
    found.links.map((l) => [l.from, l.to]),
    [
      ['claude-code', 'Linear'],
      ['cursor', 'Linear'],
    ],
  )
})

const goServer = (name: string) =>
  `package tools\nimport "github.com/modelcontextprotocol/go-sdk/mcp"\nfunc New() {\n  s := mcp.NewServer(&mcp.Implementation{Name: "${name}"}, nil)\n  mcp.AddTool(s, &mcp.Tool{Name: "find"}, find)\n}\n`
const goMain = (folder: string, ...imports: string[]): Files => ({
  [`${folder}/main.go`]: `package main\nimport (\n${imports.map((i) => `  "example.com/notes/${i}"\n`).join('')})\nfunc main() {}\n`,
})
const goModule: Files = {
  'go.mod': 'module example.com/notes\n',
  'internal/tools/server.go': goServer('notes'),
}

test('a server in a library of Go is the program that is built with it', () => {
  const built = { ...goModule, ...goMain('cmd/notesd', 'internal/tools'), ...goMain('cmd/other') }
  const paths = (files: Files, services: readonly Service[] = []) =>
    scan(files, services).services.map((s) => `${s.name} ${s.path}`)
  assert.deepEqual(paths(built), ['notes cmd/notesd'])
  assert.deepEqual(paths(built, [service('web', 'cmd/notesd')]), [])
  assert.deepEqual(paths(built, [service('web', '')]), [])
  assert.deepEqual(paths({ ...built, ...goMain('hack/print', 'internal/tools') }), [
    'notes cmd/notesd',
  ])
  assert.deepEqual(paths({ ...goModule, ...goMain('cmd/other') }), [], 'nobody can start it')
})

test('a server in a library of npm is the program that is built with it', () => {
  const api = (name: string): Files => ({
    [`apps/${name}/package.json`]: JSON.stringify({
      name,
      scripts: { start: 'node .' },
      dependencies: { '@acme/mcp': 'workspace:*' },
    }),
  })
  const library: Files = {
    'packages/mcp/package.json': JSON.stringify({ name: '@acme/mcp', main: 'index.ts' }),
    'packages/mcp/index.ts': server('acme', 'find'),
  }
  const found = (files: Files, services: readonly Service[] = []) =>
    scan(files, services).services.map((s) => `${s.name} ${s.path}`)
  assert.deepEqual(found({ ...library, ...api('api') }), ['acme apps/api'])
  assert.deepEqual(found({ ...library, ...api('api') }, [service('api', 'apps/api')]), [])
  assert.deepEqual(found({ ...library, ...api('api'), ...api('web') }), [])
  assert.deepEqual(found(library), ['acme packages/mcp'], 'others may start it')
})
