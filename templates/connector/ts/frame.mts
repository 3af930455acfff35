import { crc32c } from './crc32c.mts'
import { DecodeError, EncodeError } from './error.mts'

/**
 * One frame on a lane. On the wire, little-endian: `len u32` (of the payload), `route_id u32`,
 * `frame_id u64`, `crc32c u32`, `flags u16`, `ver u16`, then the payload. The CRC covers the
 * header, with zero in its own place, and the payload.
 */
export interface Frame {
  readonly routeId: number
  readonly frameId: bigint
  readonly flags: number
  readonly version: number
  readonly payload: Uint8Array
}

/**
 * The first 16 bytes of every payload, little-endian: `method u32` (its id in the table of
 * methods), `flags u32`, `correlation u64` (chosen by the caller, repeated in every answer to it).
 */
export interface Prelude {
  readonly method: number
  readonly flags: number
  readonly correlation: bigint
}

/** Flags of a prelude. What is neither a response nor a cancellation is a request. */
export const preludeFlags: {
  readonly response: 1
  readonly error: 2
  readonly end: 4
  readonly cancel: 8
} = {
  /** From the provider to the consumer. */
  response: 1,
  /** With `response`: the call failed, the message is its reason as UTF-8. */
  error: 2,
  /** The last of its direction. A stream may end with a frame that has no message. */
  end: 4,
  /** From the consumer: the answer is not wanted any more. There is no message. */
  cancel: 8,
}

export const headerBytes: 24 = 24
export const preludeBytes: 16 = 16

/** Payloads are at most this long unless the plan says otherwise. */
export const payloadBytesMax: number = 1024 * 1024

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

const inRange = (name: string, value: number, max: number): void => {
  if (!Number.isInteger(value) || value < 0 || value > max)
    throw new EncodeError('', `${name} must be from 0 to ${max}`)
}

const inRange64 = (name: string, value: bigint): void => {
  if (value < 0n || value > 0xffffffffffffffffn)
    throw new EncodeError('', `${name} must be from 0 to 2^64 - 1`)
}

/** The bytes of a frame, header and payload. */
export const encodeFrame = (frame: Frame): Uint8Array => {
  const { routeId, frameId, flags, version, payload } = frame
  inRange('the payload length', payload.length, 0xffffffff)
  inRange('routeId', routeId, 0xffffffff)
  inRange64('frameId', frameId)
  inRange('flags', flags, 0xffff)
  inRange('version', version, 0xffff)
  const bytes = new Uint8Array(headerBytes + payload.length)
  const view = viewOf(bytes)
  view.setUint32(0, payload.length, true)
  view.setUint32(4, routeId, true)
  view.setBigUint64(8, frameId, true)
  view.setUint16(20, flags, true)
  view.setUint16(22, version, true)
  bytes.set(payload, headerBytes)
  view.setUint32(16, crc32c(bytes), true)
  return bytes
}

/** Length of the payload that a header announces, refused when it is above `max`. */
export const payloadLength = (header: Uint8Array, max: number = payloadBytesMax): number => {
  if (header.length < headerBytes) throw new DecodeError('', 'a frame header has 24 bytes')
  const length = viewOf(header).getUint32(0, true)
  if (length > max) throw new DecodeError('', `a payload of ${length} bytes is above ${max}`)
  return length
}

/** Reads the one frame that `bytes` holds; the payload is a view into them, not a copy. */
export const decodeFrame = (bytes: Uint8Array, max: number = payloadBytesMax): Frame => {
  const length = payloadLength(bytes, max)
  if (bytes.length !== headerBytes + length)
    throw new DecodeError('', 'a frame is not as long as its header says')
  const view = viewOf(bytes)
  const head = bytes.slice(0, headerBytes)
  head.fill(0, 16, 20)
  const payload = bytes.subarray(headerBytes)
  if (crc32c(payload, crc32c(head)) !== view.getUint32(16, true))
    throw new DecodeError('', 'the CRC of a frame does not match')
  return {
    routeId: view.getUint32(4, true),
    frameId: view.getBigUint64(8, true),
    flags: view.getUint16(20, true),
    version: view.getUint16(22, true),
    payload,
  }
}

/** A payload: the prelude and the message behind it. */
export const encodePayload = (prelude: Prelude, message: Uint8Array): Uint8Array => {
  inRange('method', prelude.method, 0xffffffff)
  inRange('flags', prelude.flags, 0xffffffff)
  inRange64('correlation', prelude.correlation)
  const bytes = new Uint8Array(preludeBytes + message.length)
  const view = viewOf(bytes)
  view.setUint32(0, prelude.method, true)
  view.setUint32(4, prelude.flags, true)
  view.setBigUint64(8, prelude.correlation, true)
  bytes.set(message, preludeBytes)
  return bytes
}

/** Takes a payload apart; the message is a view into it. */
export const decodePayload = (
  payload: Uint8Array,
): { readonly prelude: Prelude; readonly message: Uint8Array } => {
  if (payload.length < preludeBytes) throw new DecodeError('', 'a payload has at least 16 bytes')
  const view = viewOf(payload)
  const prelude = {
    method: view.getUint32(0, true),
    flags: view.getUint32(4, true),
    correlation: view.getBigUint64(8, true),
  }
  return { prelude, message: payload.subarray(preludeBytes) }
}
