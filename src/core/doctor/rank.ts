import type { Link } from '../model/link.ts'
import { isWithin } from '../model/path.ts'
import { compareText } from '../model/place.ts'
import type { Service } from '../model/service.ts'
import type { Drift } from './report.ts'

/** What a drift can break, the worst first. */
export const stakes = ['install', 'wire', 'apart', 'loose'] as const
export type Stake = (typeof stakes)[number]

export type RankedDrift = {
  readonly drift: Drift
  /**
   * `install`: one installation cannot be made; `wire`: services that talk to each other speak through different
   * versions of it; `apart`: no version satisfies all; `loose`: one does.
   */
  readonly stake: Stake
  /** The folders that cannot be installed, or the two services. */
  readonly where: readonly string[]
}

/** Libraries that both ends of a connection speak through: another version may write what the other cannot read. */
const speaks =
  /protobuf|grpc|thrift|avro|msgpack|cbor|flatbuffers|capnp|kafka|amqp|rabbit|pika|celery|nats|mqtt|bullmq|(?:^|[/@-])bull$|socket\.io|graphql|apollo|trpc|connectrpc|tonic|prost|modelcontextprotocol|(?:^|\W)mcp(?:$|\W)|jsonrpc|dubbo|openfeign/i

type Wiring = { readonly services: readonly Service[]; readonly links: readonly Link[] }

/** The services whose folder holds a witness, each with what it asks for. */
const askedBy = (drift: Drift, services: readonly Service[]): ReadonlyMap<string, string> => {
  const out = new Map<string, string>()
  for (const { name, path } of services) {
    const own =
      path === undefined || path === ''
        ? undefined
        : drift.witnesses.find((w) => isWithin(w.file, path))
    if (own !== undefined) out.set(name, own.range)
  }
  return out
}

const wireOf = (drift: Drift, { services, links }: Wiring): readonly string[] => {
  if (!speaks.test(drift.name)) return []
  const asked = askedBy(drift, services)
  const apart = links.find(
    ({ from, to, status }) =>
      status === 'confirmed' &&
      asked.has(from) &&
      asked.has(to) &&
      asked.get(from) !== asked.get(to),
  )
  return apart === undefined ? [] : [apart.from, apart.to]
}

const rankOf = (drift: Drift, wiring: Wiring): RankedDrift => {
  const broken = drift.roots.filter((r) => r.isConflict).map((r) => r.root)
  if (broken.length > 0) return { drift, stake: 'install', where: broken }
  const ends = wireOf(drift, wiring)
  if (ends.length > 0) return { drift, stake: 'wire', where: ends }
  return { drift, stake: drift.isConflict ? 'apart' : 'loose', where: [] }
}

const places = (r: RankedDrift): number => new Set(r.drift.witnesses.map((w) => w.root)).size

/**
 * Drifts by what they can break, the worst first; of a kind those that most installations take part in.
 *
 * @example rankDrifts(report.drifts, scan)[0]?.stake === 'install'
 */
export const rankDrifts = (drifts: readonly Drift[], wiring: Wiring): readonly RankedDrift[] =>
  drifts
    .map((d) => rankOf(d, wiring))
    .sort(
      (a, b) =>
        stakes.indexOf(a.stake) - stakes.indexOf(b.stake) ||
        places(b) - places(a) ||
        compareText(a.drift.name, b.drift.name) ||
        compareText(a.drift.ecosystem, b.drift.ecosystem),
    )
