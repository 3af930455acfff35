import { RttError } from '../core/diag/error.ts'
import type { ToolServers } from '../ports/toolservers.ts'
import { askForTools } from './toolservers/conversation.ts'
import { httpTransport } from './toolservers/http.ts'
import { processTransport } from './toolservers/process.ts'
import type { Transport } from './toolservers/transport.ts'

const inTime = async <T>(
  work: Promise<T>,
  { timeoutMs, signal }: { timeoutMs: number; signal: AbortSignal },
): Promise<T> => {
  let end = (): void => undefined
  const stop = new Promise<never>((_, refuse) => {
    const timer = setTimeout(
      () => refuse(new RttError('RTT2030', `the server did not answer within ${timeoutMs} ms`)),
      timeoutMs,
    )
    const cancel = (): void => refuse(new RttError('RTT9002', 'cancelled'))
    signal.addEventListener('abort', cancel, { once: true })
    end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', cancel)
    }
  })
  try {
    return await Promise.race([work, stop])
  } finally {
    end()
  }
}

/** Asks servers that are started in the repository, or called by their address. */
export const nodeToolServers = (root: string, version: string): ToolServers => ({
  ask: async ({ server, timeoutMs, signal }) => {
    const transport: Transport =
      'url' in server ? httpTransport(server.url) : processTransport(root, server)
    try {
      return await inTime(askForTools(transport, version), { timeoutMs, signal })
    } finally {
      transport.close()
    }
  },
})
