"""Frames of a lane and the prelude of their payloads."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Tuple

from .crc32c import crc32c
from .error import DecodeError, EncodeError

__all__ = [
    "CANCEL",
    "END",
    "ERROR",
    "Frame",
    "HEADER_BYTES",
    "PAYLOAD_BYTES_MAX",
    "PRELUDE_BYTES",
    "Prelude",
    "RESPONSE",
    "decode_frame",
    "decode_payload",
    "encode_frame",
    "encode_payload",
    "payload_length",
]

HEADER_BYTES = 24
PRELUDE_BYTES = 16

PAYLOAD_BYTES_MAX = 1024 * 1024
"""Payloads are at most this long unless the plan says otherwise."""

RESPONSE = 1
"""Flag of a prelude: from the provider to the consumer."""
ERROR = 2
"""With ``RESPONSE``: the call failed, the message is its reason as UTF-8."""
END = 4
"""The last of its direction. A stream may end with a frame that has no message."""
CANCEL = 8
"""From the consumer: the answer is not wanted any more. There is no message."""

_HEADER = struct.Struct("<IIQIHH")
_PRELUDE = struct.Struct("<IIQ")


@dataclass
class Frame:
    """One frame.

    On the wire, little-endian: ``len u32`` (of the payload), ``route_id u32``, ``frame_id u64``,
    ``crc32c u32``, ``flags u16``, ``ver u16``, then the payload. The CRC covers the header, with zero
    in its own place, and the payload.
    """

    route_id: int
    frame_id: int
    flags: int
    version: int
    payload: bytes


@dataclass
class Prelude:
    """The first 16 bytes of every payload, little-endian.

    ``method u32`` (its id in the table of methods), ``flags u32``, ``correlation u64`` (chosen by the
    caller, repeated in every answer to it).
    """

    method: int
    flags: int
    correlation: int


def encode_frame(frame: Frame) -> bytes:
    """The bytes of a frame, header and payload."""
    fields = (frame.route_id, frame.frame_id)
    tail = (frame.flags, frame.version)
    try:
        head = _HEADER.pack(len(frame.payload), *fields, 0, *tail)
        crc = crc32c(frame.payload, crc32c(head))
        return _HEADER.pack(len(frame.payload), *fields, crc, *tail) + frame.payload
    except struct.error as problem:
        raise EncodeError("", f"a field of a frame is out of range: {problem}") from problem


def payload_length(header: bytes, most: int = PAYLOAD_BYTES_MAX) -> int:
    """Length of the payload that a header announces, refused when it is above ``most``."""
    if len(header) < HEADER_BYTES:
        raise DecodeError("", "a frame header has 24 bytes")
    length = int.from_bytes(header[:4], "little")
    if length > most:
        raise DecodeError("", f"a payload of {length} bytes is above {most}")
    return length


def decode_frame(data: bytes, most: int = PAYLOAD_BYTES_MAX) -> Frame:
    """Reads the one frame that ``data`` holds."""
    length = payload_length(data, most)
    if len(data) != HEADER_BYTES + length:
        raise DecodeError("", "a frame is not as long as its header says")
    _, route_id, frame_id, crc, flags, version = _HEADER.unpack_from(data)
    payload = data[HEADER_BYTES:]
    head = data[:16] + bytes(4) + data[20:HEADER_BYTES]
    if crc32c(payload, crc32c(head)) != crc:
        raise DecodeError("", "the CRC of a frame does not match")
    return Frame(route_id, frame_id, flags, version, payload)


def encode_payload(prelude: Prelude, message: bytes) -> bytes:
    """A payload: the prelude and the message behind it."""
    try:
        head = _PRELUDE.pack(prelude.method, prelude.flags, prelude.correlation)
    except struct.error as problem:
        raise EncodeError("", f"a field of a prelude is out of range: {problem}") from problem
    return head + message


def decode_payload(payload: bytes) -> Tuple[Prelude, bytes]:
    """Takes a payload apart into its prelude and its message."""
    if len(payload) < PRELUDE_BYTES:
        raise DecodeError("", "a payload has at least 16 bytes")
    return Prelude(*_PRELUDE.unpack_from(payload)), payload[PRELUDE_BYTES:]
