"""Protobuf's wire format, below the level of fields."""

from __future__ import annotations

import struct
from typing import List, Tuple

from .error import DecodeError, EncodeError

VARINT = 0
FIXED64 = 1
BYTES = 2
START_GROUP = 3
END_GROUP = 4
FIXED32 = 5

DEPTH_MAX = 100
"""Messages nested deeper than this are neither written nor read."""

_MASK64 = 0xFFFFFFFFFFFFFFFF
_FLOAT = struct.Struct("<f")
_DOUBLE = struct.Struct("<d")


def varint(value: int) -> bytes:
    """Any 64-bit integer; negative ones take ten bytes."""
    rest = value & _MASK64
    if rest < 0x80:
        return bytes((rest,))
    out = bytearray()
    while rest > 0x7F:
        out.append(rest & 0x7F | 0x80)
        rest >>= 7
    out.append(rest)
    return bytes(out)


def to_utf8(text: str) -> bytes:
    """UTF-8 of a text; half a surrogate pair has none."""
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as problem:
        raise EncodeError("", "a text holds half a surrogate pair") from problem


def pack_float(value: float) -> bytes:
    """The four bytes of a float; a NaN is always the same one."""
    if value != value:
        return b"\x00\x00\xc0\x7f"
    try:
        return _FLOAT.pack(value)
    except OverflowError as problem:
        raise EncodeError("", f"{value} is too large for a float") from problem


def pack_double(value: float) -> bytes:
    """The eight bytes of a double; a NaN is always the same one."""
    return _DOUBLE.pack(value) if value == value else b"\x00\x00\x00\x00\x00\x00\xf8\x7f"


class Reader:
    """Reads a payload within bounds; ``end`` is where the part that is being read ends."""

    __slots__ = ("_data", "position", "end")

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.position = 0
        self.end = len(data)

    def _take(self, count: int) -> int:
        at = self.position
        if count > self.end - at:
            raise DecodeError("", "the payload ends too early")
        self.position = at + count
        return at

    def varint(self) -> int:
        """A varint, unsigned. More than 64 bits are refused."""
        value = 0
        for shift in range(0, 70, 7):
            byte = self._data[self._take(1)]
            value |= (byte & 0x7F) << shift
            if shift == 63 and byte > 1:
                break
            if byte < 0x80:
                return value
        raise DecodeError("", "a varint has more than 64 bits")

    def fixed32(self) -> int:
        """Four bytes, unsigned."""
        at = self._take(4)
        return int.from_bytes(self._data[at : at + 4], "little")

    def fixed64(self) -> int:
        """Eight bytes, unsigned."""
        at = self._take(8)
        return int.from_bytes(self._data[at : at + 8], "little")

    def real32(self) -> float:
        """Four bytes as a float."""
        value: float = _FLOAT.unpack_from(self._data, self._take(4))[0]
        return value

    def real64(self) -> float:
        """Eight bytes as a double."""
        value: float = _DOUBLE.unpack_from(self._data, self._take(8))[0]
        return value

    def length(self) -> int:
        """A length, checked against what is left."""
        size = self.varint()
        if size > self.end - self.position:
            raise DecodeError("", "a length is larger than what is left of the payload")
        return size

    def raw(self) -> bytes:
        """The bytes of a field with a length."""
        size = self.length()
        at = self._take(size)
        return self._data[at : at + size]

    def text(self) -> str:
        """The bytes of a field with a length, as a text."""
        try:
            return self.raw().decode("utf-8")
        except UnicodeDecodeError as problem:
            raise DecodeError("", "a text is not UTF-8") from problem

    def tag(self) -> Tuple[int, int]:
        """Number and wire type of the next field."""
        tag = self.varint()
        if tag > 0xFFFFFFFF or tag < 8:
            raise DecodeError("", "a field has a number that none has")
        return tag >> 3, tag & 7

    def skip(self, number: int, kind: int) -> None:
        """Passes over a field that the contract does not know; groups to the end of the group."""
        groups: List[int] = []
        while True:
            if kind == VARINT:
                self.varint()
            elif kind == FIXED64:
                self._take(8)
            elif kind == FIXED32:
                self._take(4)
            elif kind == BYTES:
                self._take(self.length())
            elif kind == START_GROUP:
                groups.append(number)
            elif kind != END_GROUP or not groups or groups.pop() != number:
                raise DecodeError("", f"a field has the wire type {kind}, which is out of place")
            if not groups:
                return
            if len(groups) > DEPTH_MAX:
                raise DecodeError("", "groups are nested too deeply")
            number, kind = self.tag()
