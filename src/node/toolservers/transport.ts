import { RttError } from '../../core/diag/error.ts'
import { nestingDepth } from '../../core/json/parse.ts'

/** The most that a server may say, in bytes: no list of tools is a tenth of it. */
export const bytesMax = 8 * 1024 * 1024

export type Message = Readonly<Record<string, unknown>>

/** A way to a server: messages of JSON-RPC there and back. */
export type Transport = {
  readonly send: (message: Message) => Promise<void>
  /** The next message of the server. Throws RTT2030 when there will be none. */
  readonly next: () => Promise<Message>
  readonly close: () => void
}

const depthMax = 64

/**
 * A message, if a text is one.
 *
 * @throws RttError RTT2030 when it is nested more deeply than any definition of a tool
 */
export const messageIn = (text: string): Message | undefined => {
  if (nestingDepth(new TextEncoder().encode(text), depthMax) > depthMax)
    throw new RttError('RTT2030', `what the server said is nested deeper than ${depthMax}`)
  try {
    const value = JSON.parse(text) as unknown
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Message)
      : undefined
  } catch {
    return undefined
  }
}

/** What was said and not yet taken, in order. */
export class Inbox {
  private readonly messages: Message[] = []
  private waiting: { take: (m: Message) => void; refuse: (e: Error) => void } | undefined
  private problem: Error | undefined

  put(message: Message): void {
    const { waiting } = this
    this.waiting = undefined
    if (waiting === undefined) this.messages.push(message)
    else waiting.take(message)
  }

  fail(problem: Error): void {
    this.problem ??= problem
    this.waiting?.refuse(this.problem)
    this.waiting = undefined
  }

  next(): Promise<Message> {
    const first = this.messages.shift()
    if (first !== undefined) return Promise.resolve(first)
    if (this.problem !== undefined) return Promise.reject(this.problem)
    return new Promise((take, refuse) => {
      this.waiting = { take, refuse }
    })
  }
}
