import assert from 'node:assert/strict'
import { join } from 'node:path'
import test, { after } from 'node:test'
import type { Contract } from '../../src/core/model/contract.ts'
import { type Codec, codecsOf, pyNames } from '../vectors/codec.ts'
import { jsonContracts, protoContracts } from '../vectors/corpus.ts'
import { damagedBytes, damagedText } from '../vectors/damage.ts'
import { type Driver, writeDrivers } from '../vectors/drivers.ts'
import { jsonValue } from '../vectors/jsonvalues.ts'
import { runPeer } from '../vectors/peer.ts'
import { messageValue } from '../vectors/protovalues.ts'
import { needsPython, plainPython } from '../vectors/python.ts'
import { randomOf } from '../vectors/random.ts'

const count = 600
const hard = /Orders|Chooser|Defaults|Nest|Mixed|Maps|Lists|Promise_|Shop|Tree/
const all = [...protoContracts(), ...jsonContracts()].filter((c) => hard.test(c.id))
const written = writeDrivers(all)
after(written.remove)

const payloadOf = (contract: Contract, codec: Codec, n: number): Uint8Array => {
  const random = randomOf(n)
  const types = new Map(contract.body.types.map((t) => [t.name, t]))
  const defs = contract.body.types.filter((t) => t.kind !== 'enum')
  const def = defs[n % defs.length]!
  if (contract.dialect !== 'proto')
    return codec.encode(jsonValue(random, { kind: 'ref', name: def.name }, { types, depth: 2 }))
  assert.equal(def.kind, 'message')
  return codec.encode(messageValue(random, def, { types, depth: 1 }))
}

/** What generated TypeScript makes of a payload, in the words of the Python peer. */
const verdict = (codec: Codec, payload: Uint8Array): string => {
  let value: unknown
  try {
    value = codec.decode(payload)
  } catch (error) {
    const { name } = error as Error
    assert.equal(name, 'DecodeError', String(error))
    return `-${name}`
  }
  return `+${Buffer.from(codec.encode(value)).toString('hex')}`
}

const peerVerdicts = async (
  driver: Driver,
  names: readonly unknown[],
  payloads: readonly Uint8Array[],
): Promise<readonly string[]> => {
  const script = join(import.meta.dirname, 'verdict_peer.py')
  const config = new TextEncoder().encode(JSON.stringify(names))
  const args = [script, driver.pythonFolder, driver.pythonPackage]
  const answers = await runPeer({ python: plainPython, args, blocks: [config, ...payloads] })
  return answers.map((answer) =>
    answer[0] === 0x2b ? `+${answer.subarray(1).toString('hex')}` : answer.toString(),
  )
}

for (const driver of written.drivers)
  test(
    `${driver.contract.id}: damaged payloads are refused or read, alike in both`,
    needsPython,
    async () => {
      const { contract } = driver
      const defs = contract.body.types.filter((t) => t.kind !== 'enum')
      const codecs = await codecsOf(driver, defs)
      const damaged = contract.dialect === 'proto' ? damagedBytes : damagedText
      const payloads = Array.from({ length: count }, (_, n) =>
        damaged(randomOf(n + 7), payloadOf(contract, codecs[n % defs.length]!, n)),
      )
      const own = payloads.map((p, n) => verdict(codecs[n % defs.length]!, p))
      const peer = await peerVerdicts(
        driver,
        defs.map((d) => pyNames(driver).get(d.name)),
        payloads,
      )
      for (let n = 0; n < count; n++)
        assert.equal(
          peer[n],
          own[n],
          `seed ${n}, payload ${Buffer.from(payloads[n]!).toString('hex')}`,
        )
      assert.ok(own.some((v) => v.startsWith('-')) && own.some((v) => v.startsWith('+')))
    },
  )

/** A message in a message, `levels` deep, as nested fields with the number `field`. */
const nested = (levels: number, field: number): Uint8Array => {
  let inner: Buffer = Buffer.alloc(0)
  for (let i = 0; i < levels; i++) {
    const size: number[] = []
    for (let rest = inner.length; ; rest >>>= 7) {
      size.push(rest > 0x7f ? (rest & 0x7f) | 0x80 : rest)
      if (rest <= 0x7f) break
    }
    inner = Buffer.concat([Buffer.from([(field << 3) | 2, ...size]), inner])
  }
  return inner
}

test('nesting is read to its limit and refused beyond, alike in both', needsPython, async () => {
  const driver = written.drivers.find((d) => d.contract.id === 'fixture.choices.Chooser')!
  const defs = driver.contract.body.types.filter((t) => t.name === 'fixture.choices.Choice')
  const [codec] = await codecsOf(driver, defs)
  const groups = Buffer.alloc(20_000, 0x0b)
  const payloads = [nested(100, 4), nested(101, 4), nested(5000, 4), groups, nested(5000, 15)]
  const own = payloads.map((p) => verdict(codec!, p))
  assert.deepEqual(
    own.map((v) => v[0]),
    ['+', '-', '-', '-', '+'],
  )
  assert.deepEqual(await peerVerdicts(driver, ['Choice'], payloads), own)
})

test(
  'nested JSON is read to its limit and refused beyond, alike in both',
  needsPython,
  async () => {
    const driver = written.drivers.find((d) => d.contract.id === 'Tree')!
    const defs = driver.contract.body.types.filter((t) => t.name === 'Expression')
    const [codec] = await codecsOf(driver, defs)
    const lists = (n: number) => `${'['.repeat(n)}${']'.repeat(n)}`
    const negations = (n: number) => `${'{"of":'.repeat(n)}1${',"op":"neg"}'.repeat(n)}`
    const texts = [
      lists(64),
      lists(65),
      lists(100_000),
      '['.repeat(100_000),
      negations(64),
      negations(65),
    ]
    const payloads = texts.map((t) => new TextEncoder().encode(t))
    const own = payloads.map((p) => verdict(codec!, p))
    assert.deepEqual(
      own.map((v) => v[0]),
      ['+', '-', '-', '-', '+', '-'],
    )
    assert.deepEqual(await peerVerdicts(driver, ['Expression'], payloads), own)
  },
)

test('values that are nested too deeply or hold themselves are not written', async () => {
  const driver = written.drivers.find((d) => d.contract.id === 'fixture.choices.Chooser')!
  const defs = driver.contract.body.types.filter((t) => t.name === 'fixture.choices.Choice')
  const [codec] = await codecsOf(driver, defs)
  const own: Record<string, unknown> = { before: '' }
  own['nested'] = own
  assert.throws(() => codec!.encode(own), { name: 'EncodeError', message: /nested too deeply/ })
  const tree = written.drivers.find((d) => d.contract.id === 'Tree')!
  const expression = tree.contract.body.types.filter((t) => t.name === 'Expression')
  const [json] = await codecsOf(tree, expression)
  const list: unknown[] = []
  list.push(list)
  assert.throws(() => json!.encode(list), { name: 'EncodeError' })
})
