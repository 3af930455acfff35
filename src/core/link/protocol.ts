import type { Protocol } from '../model/endpoint.ts'
import type { Candidate } from './candidates.ts'
import { portProtocol } from './image.ts'
import type { Universe } from './universe.ts'

const mailKey = /(?:^|_)(?:SMTP|MAIL(?:ER)?|EMAIL)_(?:\w+_)?(?:HOST|SERVER|HOSTNAME)$/

/**
 * The protocol of a link, the surest source first.
 *
 * @param shared contracts that both ends have: one serves what the other has stubs for
 */
export const protocolOf = (
  all: readonly Candidate[],
  shared: readonly string[],
  universe: Universe,
): Protocol | undefined => {
  const to = all[0]!.to
  const image = universe.protocolOf(to)
  const schemes = all.flatMap((c) => (c.scheme === undefined ? [] : [c.scheme]))
  const clients = all.flatMap((c) => (c.client === undefined ? [] : [c.client]))
  const special = [...schemes, ...clients].find((p) => p !== 'http' && p !== 'tcp')
  // A helper that builds addresses for all says less than what the image is; RabbitMQ talks more than one.
  if (image !== undefined) return image === 'tcp' || image === 'amqp' ? (special ?? image) : image
  if (all.some((c) => c.key !== undefined && /(?:^|_)G?RPC(?:_|$)/.test(c.key))) return 'grpc'
  if (schemes.length === 0 && all.some((c) => c.key !== undefined && mailKey.test(c.key)))
    return 'smtp'
  if (special !== undefined && special !== 'grpc') return special
  const port = all.map((c) => portProtocol(c.port)).find((p) => p !== undefined)
  if (port !== undefined && clients.length + schemes.length === 0) return port
  // .NET dials gRPC by addresses that begin with `http`.
  if (clients.includes('grpc') && !clients.includes('http')) return 'grpc'
  if (clients.includes('http') || schemes.includes('http')) return 'http'
  return shared.length > 0 || special === 'grpc' ? 'grpc' : undefined
}
