import { ConnectorError } from './error.mts'

/**
 * What carries calls: a lane, or a server in the same process. Messages are encoded already;
 * methods are told by their id.
 */
export interface Transport {
  unary(method: number, request: Uint8Array, signal?: AbortSignal): Promise<Uint8Array>
  stream(
    method: number,
    requests: AsyncIterable<Uint8Array>,
    signal?: AbortSignal,
  ): AsyncIterable<Uint8Array>
}

/** One method of a service: its id on the wire, its name, and its path. */
export interface MethodInfo {
  readonly id: number
  readonly name: string
  /** `/package.Service/Method`, or the path template of an HTTP operation. */
  readonly path: string
  /** The HTTP verb of an operation. */
  readonly verb?: string
  readonly clientStreaming: boolean
  readonly serverStreaming: boolean
}

/** How the messages of a method are written and read. */
export interface Codec<Input, Output> {
  readonly encodeInput: (value: Input) => Uint8Array
  readonly decodeInput: (bytes: Uint8Array) => Input
  readonly encodeOutput: (value: Output) => Uint8Array
  readonly decodeOutput: (bytes: Uint8Array) => Output
}

async function* mapped<A, B>(from: AsyncIterable<A>, change: (a: A) => B): AsyncIterable<B> {
  for await (const value of from) yield change(value)
}

async function* once<A>(value: A): AsyncIterable<A> {
  yield value
}

async function only<A>(from: AsyncIterable<A>): Promise<A> {
  const found: A[] = []
  for await (const value of from) found.push(value)
  if (found.length !== 1) throw new ConnectorError('', `expected one message, got ${found.length}`)
  return found[0]!
}

/** A call of one message for one message. */
export const callUnary = async <I, O>(
  transport: Transport,
  method: MethodInfo,
  call: {
    readonly codec: Codec<I, O>
    readonly input: I
    readonly signal?: AbortSignal | undefined
  },
): Promise<O> => {
  const { codec, input, signal } = call
  return codec.decodeOutput(await transport.unary(method.id, codec.encodeInput(input), signal))
}

/** A call with a stream on both sides. */
export const callStream = <I, O>(
  transport: Transport,
  method: MethodInfo,
  call: {
    readonly codec: Codec<I, O>
    readonly inputs: AsyncIterable<I>
    readonly signal?: AbortSignal | undefined
  },
): AsyncIterable<O> => {
  const { codec, inputs, signal } = call
  const requests = mapped(inputs, codec.encodeInput)
  return mapped(transport.stream(method.id, requests, signal), codec.decodeOutput)
}

/** A call of one message for a stream. */
export const callServerStream = <I, O>(
  transport: Transport,
  method: MethodInfo,
  call: {
    readonly codec: Codec<I, O>
    readonly input: I
    readonly signal?: AbortSignal | undefined
  },
): AsyncIterable<O> => callStream(transport, method, { ...call, inputs: once(call.input) })

/** A call of a stream for one message. */
export const callClientStream = <I, O>(
  transport: Transport,
  method: MethodInfo,
  call: {
    readonly codec: Codec<I, O>
    readonly inputs: AsyncIterable<I>
    readonly signal?: AbortSignal | undefined
  },
): Promise<O> => only(callStream(transport, method, call))

/** What a server does for one method, whatever its streaming. */
export type Route = (requests: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>

/** A method of one message, whose handler gives one message. */
export const unaryRoute = <I, O>(
  codec: Codec<I, O>,
  handler: (input: I) => Promise<O> | O,
): Route =>
  async function* (requests) {
    yield codec.encodeOutput(await handler(codec.decodeInput(await only(requests))))
  }

/** A method of one message, whose handler gives a stream. */
export const serverStreamRoute = <I, O>(
  codec: Codec<I, O>,
  handler: (input: I) => AsyncIterable<O>,
): Route =>
  async function* (requests) {
    const input = codec.decodeInput(await only(requests))
    yield* mapped(handler(input), codec.encodeOutput)
  }

/** A method of a stream, whose handler gives one message. */
export const clientStreamRoute = <I, O>(
  codec: Codec<I, O>,
  handler: (inputs: AsyncIterable<I>) => Promise<O> | O,
): Route =>
  async function* (requests) {
    yield codec.encodeOutput(await handler(mapped(requests, codec.decodeInput)))
  }

/** A method with a stream on both sides. */
export const streamRoute =
  <I, O>(codec: Codec<I, O>, handler: (inputs: AsyncIterable<I>) => AsyncIterable<O>): Route =>
  (requests) =>
    mapped(handler(mapped(requests, codec.decodeInput)), codec.encodeOutput)

/** A server as a transport, so that a client in the same process can call it directly. */
export const serve = (routes: ReadonlyMap<number, Route>): Transport => {
  const route = (method: number): Route => {
    const found = routes.get(method)
    if (!found) throw new ConnectorError('', `there is no method ${method}`)
    return found
  }
  return {
    unary: async (method, request) => only(route(method)(once(request))),
    stream: (method, requests) => route(method)(requests),
  }
}
