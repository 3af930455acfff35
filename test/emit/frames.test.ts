import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import test, { after } from 'node:test'
import fc from 'fast-check'
import { packBlocks, unpackBlocks } from '../vectors/blocks.ts'
import { protoContracts } from '../vectors/corpus.ts'
import { writeDrivers } from '../vectors/drivers.ts'
import { needsPython, plainPython } from '../vectors/python.ts'
import { randomOf } from '../vectors/random.ts'

const written = writeDrivers(protoContracts().slice(0, 1))
after(written.remove)
const [driver] = written.drivers

// biome-ignore lint/suspicious/noExplicitAny: the module is made by the test
const load = async (): Promise<any> => driver!.load()

const frameOf = (seed: number) => {
  const random = randomOf(seed)
  const payload = Uint8Array.from({ length: random.below(60) }, () => random.below(256))
  return {
    routeId: random.below(2 ** 32),
    frameId: random.bits64(),
    flags: random.below(2 ** 16),
    version: random.below(2 ** 16),
    payload,
  }
}

test('a frame has the layout that lanes have', async () => {
  const { encodeFrame, encodePayload, preludeFlags } = await load()
  const prelude = { method: 3, flags: preludeFlags.response | preludeFlags.end, correlation: 258n }
  const payload: Uint8Array = encodePayload(prelude, Uint8Array.of(0xaa))
  assert.equal(Buffer.from(payload).toString('hex'), '03000000050000000201000000000000aa')
  const frame: Uint8Array = encodeFrame({ routeId: 7, frameId: 9n, flags: 1, version: 2, payload })
  const hex = Buffer.from(frame).toString('hex')
  assert.equal(hex.slice(0, 32), '11000000070000000900000000000000')
  assert.equal(hex.slice(40, 48), '01000200')
  assert.equal(hex.slice(48), Buffer.from(payload).toString('hex'))
})

test('the CRC is that of RFC 3720', async () => {
  const { encodeFrame } = await load()
  const frame = encodeFrame({
    ...{ routeId: 0, frameId: 0n, flags: 0, version: 0 },
    payload: new Uint8Array(8),
  })
  const view = new DataView(frame.buffer)
  const sum = view.getUint32(16, true)
  view.setUint32(16, 0, true)
  let crc = 0xffffffff
  for (const byte of frame) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1
  }
  assert.equal(sum, ~crc >>> 0)
})

test('frames come back as they were, and no turned bit goes unseen', async () => {
  const { encodeFrame, decodeFrame } = await load()
  fc.assert(
    fc.property(fc.nat(), fc.nat(), (seed, bit) => {
      const frame = frameOf(seed)
      const bytes: Uint8Array = encodeFrame(frame)
      assert.deepEqual(decodeFrame(bytes), frame)
      bytes[Math.floor(bit / 8) % bytes.length]! ^= 1 << (bit % 8)
      assert.throws(() => decodeFrame(bytes), { name: 'DecodeError' })
    }),
  )
})

test('what is out of range is neither written nor read', async () => {
  const { encodeFrame, decodeFrame, decodePayload, encodePayload, payloadLength } = await load()
  const good = frameOf(1)
  for (const bad of [
    { routeId: -1 },
    { routeId: 2 ** 32 },
    { frameId: -1n },
    { flags: 65536 },
    { version: 0.5 },
  ])
    assert.throws(() => encodeFrame({ ...good, ...bad }), { name: 'EncodeError' })
  assert.throws(() => encodePayload({ method: -1, flags: 0, correlation: 0n }, good.payload))
  assert.throws(() => decodePayload(new Uint8Array(15)), { name: 'DecodeError' })
  const huge = new Uint8Array(24).fill(0xff, 0, 4)
  assert.throws(() => payloadLength(huge), /above 1048576/)
  assert.throws(() => decodeFrame(new Uint8Array(23)), { name: 'DecodeError' })
  assert.throws(() => decodeFrame(Buffer.concat([encodeFrame(good), Buffer.alloc(1)])), /as long/)
})

test('Python writes the same frames, and reads those of TypeScript', needsPython, async () => {
  const { encodeFrame, encodePayload } = await load()
  const count = 200
  const frames = Array.from({ length: count }, (_, seed) => {
    const frame = frameOf(seed)
    const prelude = { method: seed, flags: seed % 16, correlation: frame.frameId }
    return encodeFrame({ ...frame, payload: encodePayload(prelude, frame.payload) })
  })
  const code = `
import struct, sys
sys.path.insert(0, ${JSON.stringify(driver!.pythonFolder)})
import ${driver!.pythonPackage} as m
data = sys.stdin.buffer.read()
while data:
    size = struct.unpack("<I", data[:4])[0]
    block, data = data[4:4 + size], data[4 + size:]
    frame = m.decode_frame(block)
    prelude, message = m.decode_payload(frame.payload)
    frame.payload = m.encode_payload(prelude, message)
    again = m.encode_frame(frame)
    for i in (0, 5, 16, 20, len(block) - 1):
        broken = bytearray(block)
        broken[i] ^= 1
        try:
            m.decode_frame(bytes(broken))
        except m.DecodeError:
            continue
        raise AssertionError(f"byte {i} was not looked at")
    sys.stdout.buffer.write(struct.pack("<I", len(again)) + again)
for bad in (m.Frame(-1, 0, 0, 0, b""), m.Frame(0, 2**64, 0, 0, b"")):
    try:
        m.encode_frame(bad)
    except m.EncodeError:
        continue
    raise AssertionError("a frame out of range was written")
`
  const run = spawnSync(plainPython, ['-W', 'error', '-c', code], { input: packBlocks(frames) })
  assert.equal(run.stderr.toString(), '')
  const answers = unpackBlocks(run.stdout)
  assert.equal(answers.length, count)
  for (const [i, frame] of frames.entries()) assert.ok(answers[i]!.equals(frame), `seed ${i}`)
})
