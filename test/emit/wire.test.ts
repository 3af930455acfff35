import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { protoContracts } from '../vectors/corpus.ts'
import { writeDrivers } from '../vectors/drivers.ts'

const written = writeDrivers(protoContracts())
after(written.remove)

// biome-ignore lint/suspicious/noExplicitAny: the module is made by the test
const load = async (id: string): Promise<any> =>
  written.drivers.find((d) => d.contract.id === id)!.load()

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const bytes = (text: string): Uint8Array =>
  Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'))

test('zeros without presence are left out, a negative zero is not one', async () => {
  const { encodeScalars, newScalars, decodeScalars } = await load('fixture.numbers.Scalars')
  assert.equal(hex(encodeScalars(newScalars())), '')
  assert.equal(hex(encodeScalars(newScalars({ a_double: -0 }))), '090000000000000080')
  assert.equal(hex(encodeScalars(newScalars({ an_int32: -0 }))), '')
  assert.ok(Object.is(decodeScalars(bytes('090000000000000080')).a_double, -0))
})

test('fields with presence keep their zeros', async () => {
  const { encodeOptionals, decodeOptionals } = await load('fixture.numbers.Optionals')
  assert.equal(
    hex(encodeOptionals({ an_int32: 0, a_string: '', a_bool: false })),
    '1800 6800 7200'.replaceAll(' ', ''),
  )
  assert.deepEqual(decodeOptionals(bytes('1800')), { an_int32: 0 })
  assert.deepEqual(decodeOptionals(bytes('')), {})
})

test('negative 32-bit integers take ten bytes, and are cut to 32 bits when read', async () => {
  const { encodeScalars, newScalars, decodeScalars } = await load('fixture.numbers.Scalars')
  assert.equal(hex(encodeScalars(newScalars({ an_int32: -1 }))), '18ffffffffffffffffff01')
  assert.equal(hex(encodeScalars(newScalars({ a_sint32: -1 }))), '3801')
  assert.equal(decodeScalars(bytes('18ffffffff0f')).an_int32, -1)
  assert.equal(decodeScalars(bytes('2881808080f001')).a_uint32, 1)
})

test('lists are read packed and unpacked, and joined, whatever the contract says', async () => {
  const { decodeLists } = await load('fixture.numbers.Lists')
  const packed = '1a 02 01 02'
  const single = '18 03'
  assert.deepEqual(decodeLists(bytes(packed + single + packed)).int32s, [1, 2, 3, 1, 2])
  const loose = '90 01 02 92 01 02 04 06'
  assert.deepEqual(decodeLists(bytes(loose)).loose, [1, 2, 3])
})

test('the last scalar counts, and the last member of a oneof', async () => {
  const { decodeChoice } = await load('fixture.choices.Chooser')
  assert.deepEqual(decodeChoice(bytes('38 01 38 02')), { before: '', number: 2 })
  assert.deepEqual(decodeChoice(bytes('38 01 1a 01 61')), { before: '', text: 'a' })
  const merged = decodeChoice(bytes('22 02 38 01 22 03 0a 01 62'))
  assert.deepEqual(merged, { before: '', nested: { before: 'b', number: 1 } })
  const replaced = decodeChoice(bytes('22 02 38 01 38 05 22 03 0a 01 62'))
  assert.deepEqual(replaced, { before: '', nested: { before: 'b' } })
})

test('two members of one oneof are not written', async () => {
  const { encodeChoice } = await load('fixture.choices.Chooser')
  assert.throws(() => encodeChoice({ before: '', number: 1, text: 'a' }), {
    name: 'EncodeError',
    message: /"text" and "number" exclude each other \(pick\)/,
  })
})

test('unknown fields and wire types are passed over, groups with all they hold', async () => {
  const { decodeId, encodeId } = await load('fixture.common.Id')
  const known = '0a 01 78'
  const unknown = '10 05 19 0102030405060708 22 02 ff ff 2d 01020304 33 3b 08 01 3c 34'
  assert.deepEqual(decodeId(bytes(unknown + known)), { value: 'x' })
  assert.deepEqual(decodeId(bytes(`${known} 08 07`)), { value: 'x' })
  assert.equal(hex(encodeId(decodeId(bytes(unknown + known)))), '0a0178')
})

test('groups of the contract are passed over, too', async () => {
  const { decodeGrouped } = await load('fixture.legacy.Grouped')
  assert.deepEqual(decodeGrouped(bytes('0b 08 01 0c 1a 01 7a')), { after: 'z' })
})

test('closed enums pass over numbers that they do not have, open ones keep them', async () => {
  const { decodeDefaults } = await load('fixture.legacy.Defaults')
  const base = { packed_list: [], loose_list: [], modes: [], by_name: new Map() }
  assert.deepEqual(decodeDefaults(bytes('08 01 58 09')), { ...base, id: 1 })
  assert.deepEqual(decodeDefaults(bytes('08 01 58 01 58 09')), { ...base, id: 1, mode: 1 })
  assert.deepEqual(decodeDefaults(bytes('08 01 7a 03 01 09 02')).modes, [1, 2])
  const unknownInMap = 'ba 01 05 0a 01 61 10 09 ba 01 05 0a 01 62 10 01'
  assert.deepEqual([...decodeDefaults(bytes(`08 01 ${unknownInMap}`)).by_name], [['b', 1]])
  const { decodeScalars } = await load('fixture.numbers.Scalars')
  assert.equal(decodeScalars(bytes('80 01 4d')).color, 77)
})

test('entries of maps may lack a part, and the last one of a key counts', async () => {
  const { decodeMaps } = await load('fixture.maps.Maps')
  const entries = decodeMaps(bytes('0a 00 0a 02 08 05 0a 05 08 05 12 01 61 62 02 0a 00'))
  assert.deepEqual(
    [...entries.by_int32],
    [
      [0, ''],
      [5, 'a'],
    ],
  )
  assert.deepEqual([...entries.by_string], [['', { name: '' }]])
})

test('map entries are written in the order of their keys', async () => {
  const { newMaps, encodeMaps } = await load('fixture.maps.Maps')
  const leaf = { name: '' }
  const texts = new Map([
    ['\ue000', leaf],
    ['b', leaf],
    ['😀', leaf],
    ['', leaf],
    ['ba', leaf],
  ])
  const keys = hex(encodeMaps(newMaps({ by_string: texts }))).match(/0a0[0-4](?:[0-9a-f]*?)1200/g)
  assert.deepEqual(
    keys?.map((k) => k.slice(4, -4)),
    ['', '62', '6261', 'ee8080', 'f09f9880'],
  )
  const numbers = new Map([
    [5, ''],
    [-1, ''],
    [0, ''],
  ])
  assert.match(
    hex(encodeMaps(newMaps({ by_int32: numbers }))),
    /^0a0d08ff.*0a0408001200.*0a0408051200$/,
  )
})

test('required fields must be there once all is merged', async () => {
  const { decodeNest, encodeNest, decodeDefaults } = await load('fixture.legacy.Nest')
  assert.throws(() => decodeDefaults(bytes('58 01')), { name: 'DecodeError', at: 'id' })
  assert.throws(() => decodeNest(bytes('12 04 0a 02 58 01')), { at: 'children.defaults.id' })
  assert.equal(decodeNest(bytes('0a 02 58 01 0a 02 08 07')).defaults.id, 7)
  assert.throws(() => encodeNest({ children: [{ children: [], defaults: {} }] }), {
    name: 'EncodeError',
    at: 'children[0].defaults.id',
  })
})

test('texts that are no UTF-8 are refused both ways, with the place', async () => {
  const { decodeOrder, encodeOrder, newOrder } = await load('fixture.api.v1.Orders')
  assert.throws(() => decodeOrder(bytes('0a 03 0a 01 ff')), { name: 'DecodeError', at: 'id.value' })
  assert.throws(() => encodeOrder(newOrder({ id: { value: '\ud800' } })), { at: 'id.value' })
})

test('a NaN is always the same one', async () => {
  const { decodeScalars, encodeScalars } = await load('fixture.numbers.Scalars')
  const odd = decodeScalars(bytes('09 010000000000f0ff 15 010080ff'))
  assert.equal(hex(encodeScalars(odd)), '09000000000000f87f150000c07f')
})
