import assert from 'node:assert/strict'
import { test } from 'node:test'
import { read } from './offers.ts'

const uses = (path: string, text: string) =>
  (read(path, text).agents ?? []).flatMap((a) =>
    a.servers.map((s) => [s.name, s.url ?? [s.command, ...s.args].join(' '), s.at.line]),
  )
const agents = (path: string, text: string) =>
  (read(path, text).agents ?? []).filter((a) => a.kind === 'definition').map((a) => a.name)

test('servers that code connects to', () => {
  const ts = `import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
const a = new StdioClientTransport({ command: 'node', args: ['servers/files/index.js', root], env: { TOKEN: 'x' } })
const URL_OF_IT = 'http://tools:3000/mcp'
const b = new StreamableHTTPClientTransport(new URL(URL_OF_IT), { fetch })
const c = new StdioClientTransport(options)
`
  assert.deepEqual(uses('src/a.ts', ts), [
    ['index', 'node servers/files/index.js', 2],
    ['tools:3000', 'http://tools:3000/mcp', 4],
  ])
  const py = `from mcp import StdioServerParameters
from langchain_mcp_adapters.client import MultiServerMCPClient
params = StdioServerParameters(command="python", args=["math_server.py"])
client = MultiServerMCPClient({
    "weather": {"url": "http://localhost:8000/mcp", "transport": "streamable_http"},
    "math": {"command": "python", "args": ["math_server.py"]},
    "other": make(),
})
async with MCPServerStdio(params={"command": "uvx", "args": ["mcp-server-git"]}) as git: ...
`
  assert.deepEqual(uses('app.py', py), [
    ['math_server', 'python math_server.py', 3],
    ['weather', 'http://localhost:8000/mcp', 5],
    ['math', 'python math_server.py', 6],
    ['mcp-server-git', 'uvx mcp-server-git', 9],
  ])
  const go =
    'import "github.com/mark3labs/mcp-go/client"\nfunc f() { c, err := client.NewStdioMCPClient("npx", nil, "-y", "@acme/x") }\n'
  assert.deepEqual(
    uses('main.go', go),
    [['@acme/x', 'npx -y @acme/x', 2]].map(([, c, l]) => ['x', c, l]),
  )
  assert.deepEqual(uses('test/a.ts', ts), [])
})

test('agents of frameworks, and nothing else that is called so', () => {
  assert.deepEqual(
    agents(
      'a.py',
      'from agents import Agent\nhelper = Agent(name="Helper", tools=[f])\nclass Agent(Base): ...\nAgent(name=x)\n',
    ),
    ['Helper'],
  )
  assert.deepEqual(
    agents(
      'a.ts',
      "import { Agent } from '@openai/agents'\nconst a = new Agent({ name: 'Triage', tools: [] })\n",
    ),
    ['Triage'],
  )
  assert.deepEqual(
    agents('a.ts', "import { Agent } from 'undici'\n// mcp\nconst a = new Agent({ name: 'x' })\n"),
    [],
  )
})
