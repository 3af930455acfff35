import type { Expression } from './expression.ts'
import type { Place } from './place.ts'

/** How two ends talk. `tcp` is said when an address is known and the protocol is not. */
export type Protocol =
  | 'grpc'
  | 'http'
  | 'kafka'
  | 'amqp'
  | 'nats'
  | 'mqtt'
  | 'sql'
  | 'redis'
  | 'mongodb'
  | 'dynamodb'
  | 'cassandra'
  | 'elasticsearch'
  | 's3'
  | 'memcached'
  | 'smtp'
  | 'mcp'
  | 'import'
  | 'tcp'

/**
 * A client that its file gives to a name and never takes up again. `within`: who else could: nobody, the files
 * of its folder, or all of the service.
 */
export type Idle = { readonly name: string; readonly within: 'file' | 'folder' | 'service' }

/** Names of clients hold one of these: others are not followed from file to file. */
export const clientWord = /client|stub|grpc|rpc|svc|feign/i

/**
 * One place in code or configuration that offers or uses a connection.
 *
 * A `consumer` has the address that it dials (`api` names the call, as `grpc.NewClient`), or for a
 * generated stub the `contract` it was built from; a `provider` has the contract it serves.
 */
export type Endpoint = {
  readonly role: 'provider' | 'consumer'
  readonly protocol: Protocol
  readonly api: string
  readonly address: Expression
  /** Last segment of a contract's id, as code writes it: `CartService`. */
  readonly contract?: string
  /** HTTP: the verb of a call, in upper case, where the code says it. Its path is in `address`. */
  readonly verb?: string
  /** A setting that many share: one of these words must be in a dependency of the program for it to be used. */
  readonly needs?: readonly string[]
  /** The setting that holds it, where it stands in a file of settings: `spring.redis.host`. */
  readonly setting?: string
  /** A setting that names this machine: it counts where the program runs on it, and not in a container. */
  readonly isLocal?: true
  /** Nothing in the file uses the client that is built here. */
  readonly idle?: Idle
  readonly at: Place
}

/**
 * An HTTP route that code serves: `path` with `{}` for each parameter and `{*}` for a tail of any length.
 * `isOpen`: it stands behind a prefix that the file does not show, so it is the end of the whole path.
 *
 * @example { verb: 'GET', path: '/users/{}', isOpen: false, api: 'express', at }
 */
export type Operation = {
  /** Upper case; `*` for any. */
  readonly verb: string
  readonly path: string
  readonly isOpen: boolean
  readonly api: string
  readonly at: Place
}

/** Code that sends to or receives from a named topic, queue, stream, subject or exchange. */
export type Channel = {
  readonly action: 'send' | 'receive'
  readonly protocol: Protocol
  readonly kind: 'topic' | 'queue' | 'stream'
  readonly name: Expression
  /** The call, as `producer.send`. */
  readonly api: string
  readonly at: Place
}

/** Code that reads an environment variable, with the value it falls back to. */
export type EnvRead = {
  readonly key: string
  readonly fallback?: Expression
  readonly at: Place
}
