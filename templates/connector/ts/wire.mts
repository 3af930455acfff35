import { DecodeError, EncodeError } from './error.mts'

/** Wire types of protobuf. */
export const wire: {
  readonly varint: 0
  readonly fixed64: 1
  readonly bytes: 2
  readonly startGroup: 3
  readonly endGroup: 4
  readonly fixed32: 5
} = { varint: 0, fixed64: 1, bytes: 2, startGroup: 3, endGroup: 4, fixed32: 5 }

/** Messages nested deeper than this are neither written nor read. */
export const depthMax: 100 = 100

const utf8Encoder = new TextEncoder()
const utf8Decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const loneSurrogate = /\p{Surrogate}/u

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** UTF-8 of a text; half a surrogate pair has none. */
export const toUtf8 = (text: string): Uint8Array => {
  if (loneSurrogate.test(text)) throw new EncodeError('', 'a text holds half a surrogate pair')
  return utf8Encoder.encode(text)
}

/** The text that UTF-8 bytes stand for. */
export const fromUtf8 = (bytes: Uint8Array): string => {
  try {
    return utf8Decoder.decode(bytes)
  } catch {
    throw new DecodeError('', 'a text is not UTF-8')
  }
}

/** Collects the bytes of a message. */
export class Writer {
  #bytes: Uint8Array = new Uint8Array(256)
  #view: DataView = viewOf(this.#bytes)
  #length = 0

  #reserve(more: number): number {
    const start = this.#length
    const needed = start + more
    if (needed > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(needed, this.#bytes.length * 2))
      grown.set(this.#bytes.subarray(0, start))
      this.#bytes = grown
      this.#view = viewOf(grown)
    }
    this.#length = needed
    return start
  }

  /** Writes a varint where there is room for it already; gives the place behind it. */
  #put(start: number, value: number): number {
    let at = start
    let rest = value
    while (rest > 0x7f) {
      this.#bytes[at++] = (rest & 0x7f) | 0x80
      rest >>>= 7
    }
    this.#bytes[at++] = rest
    return at
  }

  /** An unsigned integer below 2^32. */
  varint32(value: number): void {
    this.#length = this.#put(this.#reserve(5), value)
  }

  /** Any 64-bit integer; negative ones take ten bytes. */
  varint64(value: bigint): void {
    const unsigned = BigInt.asUintN(64, value)
    let low = Number(unsigned & 0xffffffffn)
    let high = Number(unsigned >> 32n)
    let at = this.#reserve(10)
    while (high > 0 || low > 0x7f) {
      this.#bytes[at++] = (low & 0x7f) | 0x80
      low = ((low >>> 7) | (high << 25)) >>> 0
      high >>>= 7
    }
    this.#bytes[at++] = low
    this.#length = at
  }

  fixed32(value: number): void {
    const at = this.#reserve(4)
    this.#view.setUint32(at, value, true)
  }

  fixed64(value: bigint): void {
    const at = this.#reserve(8)
    this.#view.setBigUint64(at, BigInt.asUintN(64, value), true)
  }

  /** Engines may write any NaN; here it is always the same. */
  float(value: number): void {
    const at = this.#reserve(4)
    if (Number.isNaN(value)) this.#view.setUint32(at, 0x7fc00000, true)
    else this.#view.setFloat32(at, value, true)
  }

  double(value: number): void {
    const at = this.#reserve(8)
    if (Number.isNaN(value)) this.#view.setBigUint64(at, 0x7ff8000000000000n, true)
    else this.#view.setFloat64(at, value, true)
  }

  raw(bytes: Uint8Array): void {
    const at = this.#reserve(bytes.length)
    this.#bytes.set(bytes, at)
  }

  /** Starts a part whose length stands before it; give the result to `end`. */
  begin(): number {
    return this.#reserve(1) + 1
  }

  /** Writes the length of what was written since `begin` in front of it. */
  end(start: number): void {
    const size = this.#length - start
    let extra = 0
    for (let rest = size >>> 7; rest > 0; rest >>>= 7) extra++
    if (extra > 0) {
      this.#reserve(extra)
      this.#bytes.copyWithin(start + extra, start, start + size)
    }
    this.#put(start - 1, size)
  }

  /** A copy of all bytes. */
  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length)
  }
}

/** Reads a payload within bounds; `end` is where the part that is being read ends. */
export class Reader {
  readonly #bytes: Uint8Array
  readonly #view: DataView
  position = 0
  end: number

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    this.#view = viewOf(bytes)
    this.end = bytes.length
  }

  #take(count: number): number {
    const at = this.position
    if (count > this.end - at) throw new DecodeError('', 'the payload ends too early')
    this.position = at + count
    return at
  }

  /** A varint as its low and high 32 bits. More than 64 bits are refused. */
  #varint(): { low: number; high: number } {
    let low = 0
    let high = 0
    for (let i = 0; i < 10; i++) {
      const byte = this.#bytes[this.#take(1)]!
      const part = byte & 0x7f
      if (i < 4) low |= part << (7 * i)
      else if (i === 4) {
        low |= part << 28
        high = part >>> 4
      } else high |= part << (7 * i - 32)
      if (i === 9 && byte > 1) break
      if (byte < 0x80) return { low: low >>> 0, high: high >>> 0 }
    }
    throw new DecodeError('', 'a varint has more than 64 bits')
  }

  /** The low 32 bits of a varint, unsigned; the rest is cut off, as all of protobuf does. */
  varint32(): number {
    return this.#varint().low
  }

  /** A varint of 64 bits, unsigned. */
  varint64(): bigint {
    const { low, high } = this.#varint()
    return high === 0 ? BigInt(low) : (BigInt(high) << 32n) | BigInt(low)
  }

  isTrue(): boolean {
    const { low, high } = this.#varint()
    return low !== 0 || high !== 0
  }

  fixed32(): number {
    return this.#view.getUint32(this.#take(4), true)
  }

  fixed64(): bigint {
    return this.#view.getBigUint64(this.#take(8), true)
  }

  float(): number {
    return this.#view.getFloat32(this.#take(4), true)
  }

  double(): number {
    return this.#view.getFloat64(this.#take(8), true)
  }

  /** A length, checked against what is left. */
  length(): number {
    const { low, high } = this.#varint()
    if (high !== 0 || low > this.end - this.position)
      throw new DecodeError('', 'a length is larger than what is left of the payload')
    return low
  }

  /** The bytes of a field with a length: a copy, so that they outlive the payload. */
  raw(): Uint8Array {
    const size = this.length()
    const at = this.#take(size)
    return this.#bytes.slice(at, at + size)
  }

  text(): string {
    const size = this.length()
    const at = this.#take(size)
    return fromUtf8(this.#bytes.subarray(at, at + size))
  }

  /** Number and wire type of the next field. */
  tag(): { number: number; type: number } {
    const { low, high } = this.#varint()
    const number = low >>> 3
    if (high !== 0 || number === 0) throw new DecodeError('', 'a field has a number that none has')
    return { number, type: low & 7 }
  }

  /** Passes over a field that the contract does not know; groups to the end of the group. */
  skip(number: number, type: number): void {
    const groups: number[] = []
    let field = { number, type }
    for (;;) {
      if (field.type === wire.varint) this.#varint()
      else if (field.type === wire.fixed64) this.#take(8)
      else if (field.type === wire.fixed32) this.#take(4)
      else if (field.type === wire.bytes) this.#take(this.length())
      else if (field.type === wire.startGroup) groups.push(field.number)
      else if (field.type !== wire.endGroup || groups.pop() !== field.number)
        throw new DecodeError('', `a field has the wire type ${field.type}, which is out of place`)
      if (groups.length === 0) return
      if (groups.length > depthMax) throw new DecodeError('', 'groups are nested too deeply')
      field = this.tag()
    }
  }
}
