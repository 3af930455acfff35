import { RttError } from '../../core/diag/error.ts'
import { bytesMax, Inbox, type Message, messageIn, type Transport } from './transport.ts'

const refuse = (why: string, cause?: unknown): never => {
  throw new RttError('RTT2030', why, { cause })
}

/** The texts of a response, as far as it came, until it ends. */
async function* pieces(response: Response): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.length
    if (size > bytesMax) refuse(`the server said more than ${bytesMax} bytes`)
    yield decoder.decode(chunk, { stream: true })
  }
}

const eventData = (event: string): string =>
  event
    .split(/\r?\n/)
    .filter((line) => line.startsWith('data:'))
    .map((line) => line.slice('data:'.length).trimStart())
    .join('\n')

/** Puts the messages of a response into a box as they come: one, or those of a stream of events. */
const take = async (response: Response, inbox: Inbox): Promise<void> => {
  const isStream = /^text\/event-stream\b/i.test(response.headers.get('content-type') ?? '')
  let rest = ''
  const put = (text: string): void => {
    const message = messageIn(text)
    if (message !== undefined) inbox.put(message)
  }
  for await (const piece of pieces(response)) {
    const events = (rest + piece).split(isStream ? /\r?\n\r?\n/ : /$^/)
    rest = events.pop()!
    for (const event of events) put(eventData(event))
  }
  put(isStream ? eventData(rest) : rest)
}

/** An address without what may be secret in it. */
const shownUrl = (url: string): string => {
  const { origin, pathname } = new URL(url)
  return `${origin}${pathname}`
}

/** A server at an address: each message is a request of its own, as streamable HTTP has it. */
export const httpTransport = (url: string): Transport => {
  const shown = shownUrl(url)
  let inbox = new Inbox()
  const stop = new AbortController()
  let session: string | null = null
  const post = async (message: Message): Promise<Response> => {
    try {
      return await fetch(url, {
        method: 'POST',
        redirect: 'error',
        signal: stop.signal,
        headers: {
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
          ...(session === null ? {} : { 'mcp-session-id': session }),
        },
        body: JSON.stringify(message),
      })
    } catch (cause) {
      const why =
        (cause as Error).cause instanceof Error ? (cause as { cause: Error }).cause : cause
      return refuse(
        `${shown} cannot be reached: ${(why as Error).message.replaceAll(url, shown)}`,
        cause,
      )
    }
  }
  return {
    send: async (message) => {
      const response = await post(message)
      session = response.headers.get('mcp-session-id') ?? session
      if (!response.ok) refuse(`${shown} answered ${response.status}`)
      // Each call has an answer of its own; when that ends without a word, none will come.
      const own = new Inbox()
      if (message['id'] !== undefined && message['method'] !== undefined) inbox = own
      const end = (cause: unknown): void =>
        own.fail(
          cause instanceof RttError
            ? cause
            : new RttError('RTT2030', `${shown} ended without an answer`, { cause }),
        )
      take(response, own).then(end, end)
    },
    next: () => inbox.next(),
    close: () => stop.abort(),
  }
}
