import assert from 'node:assert/strict'
import { test } from 'node:test'
import { agentsReader } from '../../../src/read/agents/reader.ts'

const read = (path: string, text: string) => {
  assert.ok(agentsReader.accepts(path), path)
  return agentsReader.read({ path, text }).agents ?? []
}
const shown = (path: string, text: string) =>
  read(path, text).map((a) => [
    a.name,
    ...a.servers.map((s) => [s.name, s.command ?? s.url ?? '', ...s.args].join(' ')),
  ])

const json = (key: string) =>
  `{\n  // servers\n  "${key}": {\n    "db": { "command": "npx", "args": ["-y", "@acme/db@1.2"], },\n  }\n}`

const configurations: readonly (readonly [
  path: string,
  text: string,
  agent: string,
  server?: string,
])[] = [
  ['.mcp.json', json('mcpServers'), 'claude-code'],
  ['apps/web/.cursor/mcp.json', json('mcpServers'), 'cursor'],
  ['.vscode/mcp.json', json('servers'), 'vscode'],
  ['claude_desktop_config.json', json('mcpServers'), 'claude-desktop'],
  ['.gemini/settings.json', json('mcpServers'), 'gemini-cli'],
  ['.zed/settings.json', json('context_servers'), 'zed'],
  ['.windsurf/mcp_config.json', json('mcpServers'), 'windsurf'],
  [
    '.codex/config.toml',
    '[mcp_servers.db]\ncommand = "npx"\nargs = ["-y", "@acme/db@1.2"]\n',
    'codex',
  ],
  [
    '.continue/config.yaml',
    'mcpServers:\n  - name: db\n    command: npx\n    args: [-y, "@acme/db@1.2"]\n',
    'continue',
  ],
  [
    'opencode.json',
    '{"mcp": {"db": {"type": "local", "command": ["npx", "-y", "@acme/db@1.2"]}}}',
    'opencode',
  ],
]

test('the configurations of the common clients', () => {
  for (const [path, text, agent] of configurations)
    assert.deepEqual(shown(path, text), [[agent, 'db npx -y @acme/db@1.2']], path)
})

test('a server stands on the line of its name', () => {
  assert.deepEqual(read('.mcp.json', json('mcpServers'))[0]?.servers[0]?.at, {
    path: '.mcp.json',
    line: 4,
  })
  assert.equal(read('.codex/config.toml', configurations[7]![1])[0]?.servers[0]?.at.line, 1)
})

test('of values only what leads to a server is kept', () => {
  const secret = 'sk-abcdefghijklmnopqrstuvwxyz0123'
  const text = JSON.stringify({
    mcpServers: {
      a: {
        command: 'docker',
        args: [
          'run',
          '-e',
          `GH_TOKEN=${secret}`,
          '--api-key',
          secret,
          `--password=${secret}`,
          'x/y:1',
          secret,
          'two words',
        ],
        env: { DB_PASSWORD: secret },
        headers: { Authorization: secret },
      },
      b: { url: `https://me:${secret}@mcp.example.com/mcp?key=${secret}` },
      c: { url: `https://mcp.example.com/${secret}/mcp` },
    },
  })
  const [agent] = read('.mcp.json', text)
  assert.deepEqual(
    agent?.servers.map(({ at: _, rest: __, ...use }) => use),
    [
      {
        name: 'a',
        command: 'docker',
        args: ['run', '-e', '--api-key', 'x/y:1'],
        env: ['DB_PASSWORD', 'GH_TOKEN'],
      },
      { name: 'b', args: [], url: 'https://mcp.example.com/mcp', env: [] },
      { name: 'c', args: [], env: [] },
    ],
  )
  assert.ok(!JSON.stringify(agent).includes(secret))
  const other = read('.mcp.json', text.replaceAll(secret, `${secret}x`))[0]
  assert.deepEqual(
    other?.servers.map((s) => s.rest),
    agent?.servers.map((s) => s.rest),
  )
  assert.match(agent?.servers[0]?.rest ?? '', /^[0-9a-f]{12}$/)
})

test('servers that are switched off, and entries that are none, are left out', () => {
  const text =
    '{"mcpServers": {"a": {"command": "x", "disabled": true}, "b": {}, "c": 1, "d": {"command": "d"}}}'
  assert.deepEqual(shown('.mcp.json', text), [['claude-code', 'd d']])
})

test('what cannot be read, and what is a fixture, is passed over', () => {
  for (const text of ['', '{', '[1]', 'null', `{"mcpServers": ${'['.repeat(500)}`])
    assert.deepEqual(read('.mcp.json', text), [])
  assert.deepEqual(read('test/fixtures/.mcp.json', json('mcpServers')), [])
})

test('definitions of agents with the tools that they name', () => {
  const claude =
    '---\nname: helper\ndescription: Helps\ntools: Read, mcp__db__query\n---\nBe kind.\n'
  assert.deepEqual(read('.claude/agents/x.md', claude), [
    {
      name: 'helper',
      kind: 'definition',
      servers: [],
      tools: ['Read', 'mcp__db__query'],
      at: { path: '.claude/agents/x.md', line: 4 },
    },
  ])
  const copilot =
    "---\ntools: ['codebase', 'db/*']\nmcp-servers:\n  own:\n    command: node\n    args: [own.js]\n---\n"
  const [agent] = read('.github/agents/Fixer.agent.md', copilot)
  assert.deepEqual(
    [agent?.name, agent?.tools, agent?.servers.map((s) => [s.name, s.args, s.at.line])],
    ['Fixer', ['codebase', 'db/*'], [['own', ['own.js'], 5]]],
  )
  assert.deepEqual(read('.claude/agents/x.md', 'No front matter.\n'), [])
})

test('files of frameworks', () => {
  const crew = 'researcher:\n  role: Finds\n  goal: All\n  tools: [search]\nsettings:\n  role: x\n'
  assert.deepEqual(
    read('crew/config/agents.yaml', crew).map((a) => [a.name, a.tools, a.at.line]),
    [['researcher', ['search'], 2]],
  )
  assert.deepEqual(
    read('langgraph.json', '{"graphs": {"chat": "./src/chat.py:graph"}}').map((a) => a.name),
    ['chat'],
  )
})
