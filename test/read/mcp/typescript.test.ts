import assert from 'node:assert/strict'
import { test } from 'node:test'
import { object, offersIn, read, sdk, text, toolIn } from './offers.ts'

test('tools, prompts, resources and the server of the TypeScript SDK', () => {
  const source = `${sdk}
enum Names { SUM = 'sum' }
const ECHO = 'echo' as const
const config = { description: 'Says ' + 'it', inputSchema: { message: z.string() } }
const server = new McpServer({ name: 'demo', version: '1' }, { capabilities: {} })
server.registerTool(ECHO, config, async ({ message }) => ({ content: [{ type: 'text', text: message }] }))
server.tool(Names.SUM, 'Adds', { a: z.number(), b: z.number().int() }, { readOnlyHint: true }, add)
server.tool('now', async () => ({ content: [] }))
server.registerPrompt('ask', { description: 'Asks', argsSchema: { q: z.string() } }, () => ({}))
server.registerResource('cfg', new ResourceTemplate('cfg://{id}', { list: undefined }), {}, load)
server.tool(\`\${prefix}_x\`, run)
`
  const found = offersIn('src/index.ts', source)
  assert.deepEqual(
    found.map((o) => [o.name, o.tool?.role ?? 'tool', o.at.line, o.tool?.server]),
    [
      ['echo', 'tool', 8, 'demo'],
      ['sum', 'tool', 9, 'demo'],
      ['now', 'tool', 10, 'demo'],
      ['ask', 'prompt', 11, 'demo'],
      ['cfg://{id}', 'resource', 12, 'demo'],
    ],
  )
  assert.deepEqual(read('src/index.ts', source).toolServers, [
    { name: 'demo', at: { path: 'src/index.ts', line: 7 } },
  ])
  assert.equal(found[0]?.tool?.description, 'Says it')
  assert.deepEqual(found[0]?.tool?.input, object({ message: text }, 'message'))
  assert.deepEqual(
    found[1]?.tool?.input,
    object({ a: { type: 'number' }, b: { type: 'integer' } }, 'a', 'b'),
  )
  assert.deepEqual(found[2]?.tool?.input, object({}))
})

test('a low-level server lists literals, wherever they stand', () => {
  const source = `import { ListToolsRequestSchema, type Tool } from '@modelcontextprotocol/sdk/types.js'
const common = { verbose: { type: 'boolean' } }
const ADD: Tool = { name: 'add', description: 'Adds', inputSchema: { type: 'object', properties: { a: { type: 'number' }, ...common }, required: ['a'] } }
server.setRequestHandler(ListToolsRequestSchema, async () => ({
  tools: [ADD, { name: 'zod', inputSchema: zodToJsonSchema(z.object({ q: z.string() })) as ToolInput }, { name: 'far', inputSchema: schemas.far }],
}))
interface Shape { name: string; inputSchema: { type: 'object' } }
`
  assert.deepEqual(
    offersIn('a.ts', source).map((o) => [o.name, o.tool?.input]),
    [
      ['add', object({ a: { type: 'number' }, verbose: { type: 'boolean' } }, 'a')],
      ['zod', object({ q: text }, 'q')],
      ['far', undefined],
    ],
  )
})

test('FastMCP for TypeScript', () => {
  const source = `import { FastMCP } from 'fastmcp'
const server = new FastMCP({ name: 'fast', version: '1.0.0' })
server.addTool({ name: 'add', description: 'd', parameters: z.object({ a: z.number() }), execute: async () => '' })`
  assert.deepEqual(toolIn('a.js', source), {
    description: 'd',
    input: object({ a: { type: 'number' } }, 'a'),
    server: 'fast',
  })
})
