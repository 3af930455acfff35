import { createServer, type Server } from 'node:http'
import { RttError } from '../core/diag/error.ts'
import type { Web } from '../ports/web.ts'
import { errnoOf } from './durable/syscalls.ts'

const host = '127.0.0.1'
const requestMs = 10_000
const connectionsMax = 32
const headerBytesMax = 8192

const listen = (server: Server, port: number): Promise<number> =>
  new Promise((done, fail) => {
    server.once('error', (error) =>
      fail(
        new RttError('RTT6001', `port ${port} cannot be listened on (${errnoOf(error)})`, {
          cause: error,
          help: 'Name another port, or none: then a free one is taken.',
        }),
      ),
    )
    server.listen({ host, port, exclusive: true }, () => {
      const address = server.address()
      done(typeof address === 'object' && address !== null ? address.port : port)
    })
  })

const closed = (server: Server, signal: AbortSignal): Promise<void> =>
  new Promise((done) => {
    const close = () => {
      server.close(() => done())
      server.closeAllConnections()
    }
    if (signal.aborted) close()
    else signal.addEventListener('abort', close, { once: true })
  })

/** `Web` on node:http. Bodies of requests are never read. */
export const nodeWeb: Web = {
  serve: async (port, signal, serving) => {
    const server = createServer({ maxHeaderSize: headerBytesMax, requestTimeout: requestMs })
    server.maxConnections = connectionsMax
    const answer = serving(await listen(server, port))
    server.on('request', (request, response) => {
      const { method = '', url = '', headers } = request
      const {
        status,
        headers: own,
        body,
      } = answer({
        method,
        target: url,
        host: headers.host ?? '',
      })
      response.writeHead(status, { ...own, 'Content-Length': Buffer.byteLength(body) })
      response.end(body)
    })
    await closed(server, signal)
  },
}
