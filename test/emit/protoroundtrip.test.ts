import assert from 'node:assert/strict'
import { join } from 'node:path'
import test, { after, describe } from 'node:test'
import { namesIn } from '../../src/core/contract/typeref.ts'
import type { Contract, TypeDef } from '../../src/core/model/contract.ts'
import { type Codec, codecsOf, pyNames } from '../vectors/codec.ts'
import { fixtures, protoContracts } from '../vectors/corpus.ts'
import { type Driver, writeDrivers } from '../vectors/drivers.ts'
import { runPeer } from '../vectors/peer.ts'
import { dumpMessage, messageValue } from '../vectors/protovalues.ts'
import { needsProtobuf, protobufPython } from '../vectors/python.ts'
import { randomOf } from '../vectors/random.ts'

/** Values that go each way, and payloads that are two behind each other, which merges them. */
const valueCount = 1000
const mergedCount = 200

const written = writeDrivers(protoContracts())
after(written.remove)

type MessageDef = TypeDef & { kind: 'message' }

/** Messages that a contract's methods take and give, or its root. */
const rootsOf = ({ body }: Contract): readonly MessageDef[] => {
  const ends = body.methods.flatMap((m) => [m.input, m.output])
  const names = new Set([...ends, ...(body.root ? [body.root] : [])].flatMap(namesIn))
  return body.types.filter((t): t is MessageDef => t.kind === 'message' && names.has(t.name))
}

/** The default runtime has its own order of map entries; the other one orders them by key. */
const runtimeFor = ({ body }: Contract): string => {
  const fields = body.types.flatMap((t) => (t.kind === 'message' ? t.fields : []))
  return fields.some((f) => f.presence === 'map') ? 'python' : 'upb'
}

const askPeer = (driver: Driver, blocks: readonly Uint8Array[]): Promise<readonly Buffer[]> => {
  const script = join(import.meta.dirname, 'proto_peer.py')
  const { pythonFolder, pythonPackage, contract } = driver
  const root = join(fixtures, 'proto/valid')
  const args = [script, pythonFolder, pythonPackage, root, contract.at.path]
  const env = { PROTOCOL_BUFFERS_PYTHON_IMPLEMENTATION: runtimeFor(contract) }
  return runPeer({ python: protobufPython, args, blocks, env })
}

/** One contract under test: its n-th value is one of its n-th root, modulo their number. */
type Subject = {
  readonly seed: number
  readonly rootOf: (n: number) => MessageDef
  readonly codecOf: (n: number) => Codec
  readonly dump: (n: number, value: Record<string, unknown>) => string
  readonly values: readonly Record<string, unknown>[]
  readonly config: Uint8Array
}

const subjectOf = async (driver: Driver): Promise<Subject> => {
  const { contract } = driver
  const seed = Number.parseInt(contract.digest.slice(0, 8), 16)
  const types = new Map(contract.body.types.map((t) => [t.name, t]))
  const roots = rootsOf(contract)
  const codecs = await codecsOf(driver, roots)
  const rootOf = (n: number): MessageDef => roots[n % roots.length]!
  const random = randomOf(seed)
  const messages = roots.map((r) => [pyNames(driver).get(r.name), r.name])
  const counts = { given: valueCount + mergedCount, made: valueCount }
  return {
    seed,
    rootOf,
    codecOf: (n) => codecs[n % roots.length]!,
    dump: (n, value) => dumpMessage(rootOf(n), value, types),
    values: Array.from({ length: valueCount }, (_, n) =>
      messageValue(random, rootOf(n), { types, depth: 0 }),
    ),
    config: new TextEncoder().encode(JSON.stringify({ seed, ...counts, messages })),
  }
}

/**
 * Payloads of two values of the same type, one behind the other, the n-th again of the n-th root.
 */
const mergedPayloads = (s: Subject, payloads: readonly Uint8Array[]): readonly Uint8Array[] => {
  const random = randomOf(s.seed + 1)
  return Array.from({ length: mergedCount }, (_, i) => {
    const n = valueCount + i
    const alike = payloads.filter((_, m) => s.rootOf(m) === s.rootOf(n))
    return Buffer.concat([random.pick(alike), random.pick(alike)])
  })
}

const checkGiven = (
  s: Subject,
  payload: Uint8Array,
  at: { n: number; answers: readonly Buffer[] },
) => {
  const { n, answers } = at
  const [own, google, ownDump, googleDump] = answers.slice(4 * n, 4 * n + 4)
  const label = `seed ${s.seed}, value ${n} of ${s.rootOf(n).name}`
  const read = s.codecOf(n).decode(payload)
  const dump = s.dump(n, n < valueCount ? s.values[n]! : read)
  const again = s.codecOf(n).encode(read)
  assert.equal(s.dump(n, read), dump, label)
  assert.equal(ownDump!.toString(), dump, label)
  assert.equal(googleDump!.toString(), dump, label)
  assert.ok(own!.equals(again), label)
  assert.ok(google!.equals(again), label)
  if (n < valueCount) assert.ok(Buffer.from(payload).equals(again), label)
}

describe('round trips of proto contracts', { concurrency: 2 }, () => {
  for (const driver of written.drivers)
    test(
      `GN-01 ${driver.contract.id}: 1,000 values as protobuf writes and reads them, both ways`,
      needsProtobuf,
      async () => {
        const s = await subjectOf(driver)
        const payloads = s.values.map((v, n) => s.codecOf(n).encode(v))
        const given = [...payloads, ...mergedPayloads(s, payloads)]
        const answers = await askPeer(driver, [s.config, ...given])
        for (const [n, payload] of given.entries()) checkGiven(s, payload, { n, answers })
        const made = answers.slice(4 * given.length)
        assert.equal(made.length, 2 * valueCount)
        for (let n = 0; n < valueCount; n++) {
          const [payload, dump] = made.slice(2 * n, 2 * n + 2)
          const value = s.codecOf(n).decode(payload!)
          assert.equal(s.dump(n, value), dump!.toString(), `seed ${s.seed}, the peer's value ${n}`)
          assert.ok(payload!.equals(s.codecOf(n).encode(value)), `the peer's value ${n}`)
        }
      },
    )
})
