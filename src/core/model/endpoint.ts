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
  | 'mcp'
  | 'import'
  | 'tcp'

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
  readonly at: Place
}

/** Code that reads an environment variable, with the value it falls back to. */
export type EnvRead = {
  readonly key: string
  readonly fallback?: Expression
  readonly at: Place
}
