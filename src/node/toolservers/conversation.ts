import { RttError } from '../../core/diag/error.ts'
import { toolsMax } from '../../core/model/toollist.ts'
import type { Answer } from '../../ports/toolservers.ts'
import type { Message, Transport } from './transport.ts'

const protocol = '2025-06-18'
const pagesMax = 100
/** What a server may say in between: it logs, reports progress and asks back. */
const strayMax = 10_000

const isObject = (value: unknown): value is Message =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const refuse = (why: string): never => {
  throw new RttError('RTT2030', why)
}

/** A server may ask, too: it is alive for, and nothing else is answered. */
const answer = (transport: Transport, { id, method }: Message): Promise<void> =>
  transport.send(
    method === 'ping'
      ? { jsonrpc: '2.0', id, result: {} }
      : { jsonrpc: '2.0', id, error: { code: -32_601, message: 'not offered' } },
  )

/** One call, and its result. */
const call = async (
  transport: Transport,
  id: number,
  [method, params]: readonly [string, Message],
): Promise<Message> => {
  await transport.send({ jsonrpc: '2.0', id, method, params })
  for (let stray = 0; stray < strayMax; stray++) {
    const message = await transport.next()
    if (typeof message['method'] === 'string') {
      if (message['id'] !== undefined) await answer(transport, message)
    } else if (message['id'] === id) {
      if (isObject(message['result'])) return message['result']
      const { error } = message
      const said = isObject(error) ? String(error['message'] ?? '') : ''
      return refuse(`the server refused ${method}: ${said.slice(0, 200) || 'no reason given'}`)
    }
  }
  return refuse(`the server said ${strayMax} other things than an answer to ${method}`)
}

/**
 * Greets a server as the Model Context Protocol wants it, and asks for its tools, page by page.
 *
 * @throws RttError RTT2030
 */
export const askForTools = async (transport: Transport, version: string): Promise<Answer> => {
  const clientInfo = { name: 'rtt', version }
  const greeted = await call(transport, 1, [
    'initialize',
    { protocolVersion: protocol, capabilities: {}, clientInfo },
  ])
  await transport.send({ jsonrpc: '2.0', method: 'notifications/initialized' })
  const tools: unknown[] = []
  let cursor: string | undefined
  for (let page = 0; page < pagesMax; page++) {
    const params = cursor === undefined ? {} : { cursor }
    const { tools: some, nextCursor } = await call(transport, 2 + page, ['tools/list', params])
    if (!Array.isArray(some)) return refuse('what the server answered to tools/list is no list')
    tools.push(...(some as unknown[]))
    if (tools.length > toolsMax) return refuse(`the server has more than ${toolsMax} tools`)
    if (nextCursor === undefined || nextCursor === null || nextCursor === '')
      return { info: greeted['serverInfo'], tools }
    if (typeof nextCursor !== 'string') return refuse('the place where the list goes on is no text')
    cursor = nextCursor
  }
  return refuse(`the list of tools has more than ${pagesMax} pages`)
}
