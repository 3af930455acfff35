"""The scalar types of protobuf: how they are checked, written and read."""

from __future__ import annotations

from typing import Any, Callable, Dict, NamedTuple

from .error import EncodeError, FieldTypeError
from .wire import BYTES, FIXED32, FIXED64, VARINT, Reader, pack_double, pack_float, to_utf8, varint


class Scalar(NamedTuple):
    """What is known about a scalar type. ``check`` gives the value that ``write`` takes."""

    wire: int
    zero: Any
    check: Callable[[Any], Any]
    write: Callable[[Any], bytes]
    read: Callable[[Reader], Any]


def wrong_type(wanted: str, value: Any) -> FieldTypeError:
    """Says what was wanted and what was there."""
    return FieldTypeError("", f"expected {wanted}, got {type(value).__name__}")


def _integer(name: str, low: int, high: int) -> Callable[[Any], int]:
    def check(value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise wrong_type(name, value)
        if value < low or value > high:
            raise EncodeError("", f"{int(value)} is out of the range of {name}")
        return int(value)

    return check


def _real(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise wrong_type("float", value)
    try:
        return float(value)
    except OverflowError as problem:
        raise EncodeError("", "the number is too large for a double") from problem


def _float(value: Any) -> float:
    real = _real(value)
    pack_float(real)
    return real


def _bool(value: Any) -> bool:
    if not isinstance(value, bool):
        raise wrong_type("bool", value)
    return value


def _text(value: Any) -> bytes:
    if not isinstance(value, str):
        raise wrong_type("str", value)
    return to_utf8(value)


def _bytes(value: Any) -> bytes:
    if not isinstance(value, bytes):
        raise wrong_type("bytes", value)
    return value


def _sized(value: bytes) -> bytes:
    return varint(len(value)) + value


def _signed(value: int, bits: int) -> int:
    low = value & ((1 << bits) - 1)
    return low - (1 << bits) if low >> (bits - 1) else low


def _zigzag(value: int) -> bytes:
    return varint(value << 1 if value >= 0 else (-value << 1) - 1)


def _unzigzag(value: int) -> int:
    return (value >> 1) ^ -(value & 1)


_INT32 = _integer("int32", -(2**31), 2**31 - 1)
_UINT32 = _integer("uint32", 0, 2**32 - 1)
_INT64 = _integer("int64", -(2**63), 2**63 - 1)
_UINT64 = _integer("uint64", 0, 2**64 - 1)


def _fixed(size: int) -> Callable[[int], bytes]:
    mask = (1 << (8 * size)) - 1
    return lambda value: (value & mask).to_bytes(size, "little")


SCALARS: Dict[str, Scalar] = {
    "double": Scalar(FIXED64, 0.0, _real, pack_double, lambda r: r.real64()),
    "float": Scalar(FIXED32, 0.0, _float, pack_float, lambda r: r.real32()),
    "int32": Scalar(VARINT, 0, _INT32, varint, lambda r: _signed(r.varint(), 32)),
    "int64": Scalar(VARINT, 0, _INT64, varint, lambda r: _signed(r.varint(), 64)),
    "uint32": Scalar(VARINT, 0, _UINT32, varint, lambda r: r.varint() & 0xFFFFFFFF),
    "uint64": Scalar(VARINT, 0, _UINT64, varint, lambda r: r.varint()),
    "sint32": Scalar(VARINT, 0, _INT32, _zigzag, lambda r: _unzigzag(r.varint() & 0xFFFFFFFF)),
    "sint64": Scalar(VARINT, 0, _INT64, _zigzag, lambda r: _unzigzag(r.varint())),
    "fixed32": Scalar(FIXED32, 0, _UINT32, _fixed(4), lambda r: r.fixed32()),
    "fixed64": Scalar(FIXED64, 0, _UINT64, _fixed(8), lambda r: r.fixed64()),
    "sfixed32": Scalar(FIXED32, 0, _INT32, _fixed(4), lambda r: _signed(r.fixed32(), 32)),
    "sfixed64": Scalar(FIXED64, 0, _INT64, _fixed(8), lambda r: _signed(r.fixed64(), 64)),
    "bool": Scalar(VARINT, False, _bool, varint, lambda r: r.varint() != 0),
    "string": Scalar(BYTES, "", _text, _sized, lambda r: r.text()),
    "bytes": Scalar(BYTES, b"", _bytes, _sized, lambda r: r.raw()),
}


def is_zero(name: str, checked: Any) -> bool:
    """True for the checked value that a field without presence does not write.

    A negative zero real is not one.
    """
    if name in ("double", "float"):
        return bool(checked == 0.0 and str(checked) == "0.0")
    return not checked
