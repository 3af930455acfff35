import assert from 'node:assert/strict'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { test } from 'node:test'
import { RttError } from '../../src/core/diag/error.ts'
import { nodeToolServers } from '../../src/node/toolservers.ts'
import type { Answer } from '../../src/ports/toolservers.ts'

type Call = { id?: number; method: string; params?: { cursor?: string } }
type Reply = (call: Call, response: ServerResponse, request: IncomingMessage) => void

const tool = (name: string) => ({ name, inputSchema: { type: 'object' } })

const results: Readonly<Record<string, (call: Call) => unknown>> = {
  initialize: () => ({ serverInfo: { name: 'web', version: '2' } }),
  'tools/list': ({ params }) =>
    params?.cursor === undefined ? { tools: [tool('a')], nextCursor: 'b' } : { tools: [tool('b')] },
}

const resultOf = (call: Call): string =>
  JSON.stringify({ jsonrpc: '2.0', id: call.id, result: results[call.method]?.(call) })

const json: Reply = (call, response) => {
  response.writeHead(call.id === undefined ? 202 : 200, { 'content-type': 'application/json' })
  response.end(call.id === undefined ? '' : resultOf(call))
}

/** A stream that stays open behind the answer. */
const events: Reply = (call, response) => {
  if (call.id === undefined) return void response.writeHead(202).end()
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  response.write(': hello\r\n\r\n')
  const log = { jsonrpc: '2.0', method: 'notifications/message', params: {} }
  response.write(`event: message\r\ndata: ${JSON.stringify(log)}\r\n\r\n`)
  response.write(`event: message\r\ndata: ${resultOf(call)}\r\n\r\n`)
}

const ask = async (reply: Reply, timeoutMs = 5000): Promise<Answer> => {
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk) => {
      text += chunk
    })
    request.on('end', () => reply(JSON.parse(text) as Call, response, request))
  }).listen(0, '127.0.0.1')
  await new Promise((done) => server.once('listening', done))
  const { port } = server.address() as { port: number }
  try {
    return await nodeToolServers('.', '1').ask({
      server: { url: `http://127.0.0.1:${port}/mcp` },
      timeoutMs,
      signal: new AbortController().signal,
    })
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

const wanted: Answer = { info: { name: 'web', version: '2' }, tools: [tool('a'), tool('b')] }

test('a server at an address answers in JSON or in a stream of events, page by page', async () => {
  assert.deepEqual(await ask(json), wanted)
  assert.deepEqual(await ask(events), wanted)
})

test('the session that a server opens is kept', async () => {
  const sessions: unknown[] = []
  const reply: Reply = (call, response, request) => {
    sessions.push(request.headers['mcp-session-id'])
    response.setHeader('mcp-session-id', 's1')
    json(call, response, request)
  }
  await ask(reply)
  assert.deepEqual(sessions, [undefined, 's1', 's1', 's1'])
})

const refusals: readonly (readonly [why: RegExp, reply: Reply])[] = [
  [/answered 401/, (_, response) => void response.writeHead(401).end()],
  [/cannot be reached/, (_, response) => void response.writeHead(302, { location: '/x' }).end()],
  [/ended without an answer/, (_, response) => void response.end('no message')],
  [
    /more than 8388608 bytes/,
    (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end('x'.repeat(9 * 1024 * 1024))
    },
  ],
  [/nested deeper/, (_, response) => void response.end('['.repeat(1000))],
  [/did not answer within 300 ms/, () => undefined],
]

for (const [why, reply] of refusals)
  test(`an address that answers otherwise is RTT2030: ${why.source}`, async () => {
    await assert.rejects(ask(reply, why.source.includes('300') ? 300 : 5000), (error: unknown) => {
      assert.ok(error instanceof RttError)
      assert.equal(error.code, 'RTT2030')
      assert.match(error.message, why)
      return true
    })
  })

test('an address where nobody listens is told', async () => {
  const signal = new AbortController().signal
  const server = { url: 'http://127.0.0.1:1/mcp' }
  await assert.rejects(
    nodeToolServers('.', '1').ask({ server, timeoutMs: 5000, signal }),
    /127\.0\.0\.1:1/,
  )
})
