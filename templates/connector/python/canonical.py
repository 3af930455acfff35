"""Canonical JSON (RFC 8785): one value, one spelling."""

from __future__ import annotations

import json
import math
from typing import Any

from .error import DecodeError, EncodeError

DEPTH_MAX = 64
"""Values nested deeper than this are neither written nor read."""

_SAFE = 2**53
_DIGITS_MAX = 32
"""No canonical number is longer; longer ones would only cost time."""


def _digits(value: float) -> "tuple[str, int]":
    """The shortest digits of a positive number, and where its decimal point stands among them."""
    mantissa, _, exponent = repr(value).partition("e")
    whole, _, fraction = mantissa.partition(".")
    fraction = "" if fraction == "0" else fraction
    point = len(whole) + (int(exponent) if exponent else 0)
    digits = whole + fraction
    stripped = digits.lstrip("0")
    return stripped.rstrip("0"), point - (len(digits) - len(stripped))


def number_text(value: float) -> str:
    """A number as ECMAScript writes it."""
    if not math.isfinite(value):
        raise EncodeError("", f"{value} has no JSON form")
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    digits, point = _digits(abs(value))
    count = len(digits)
    if count <= point <= 21:
        return sign + digits + "0" * (point - count)
    if 0 < point <= 21:
        return f"{sign}{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    rest = f".{digits[1:]}" if count > 1 else ""
    return f"{sign}{digits[0]}{rest}e{'+' if point > 0 else '-'}{abs(point - 1)}"


def integer_text(value: int) -> str:
    """An integer as ECMAScript writes it: beyond 2^53 only those that a double stands for."""
    if -_SAFE <= value <= _SAFE:
        return str(int(value))
    try:
        real = float(value)
    except OverflowError as problem:
        raise EncodeError("", "an integer is too large for JSON") from problem
    text = number_text(real)
    if int(real) != value and text != str(value):
        raise EncodeError("", f"{value} cannot be written exactly in JSON")
    return text


_ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def _text(value: str) -> str:
    out = "".join(_ESCAPES.get(c) or (c if c >= " " else f"\\u{ord(c):04x}") for c in value)
    return f'"{out}"'


def _by_code_unit(key: str) -> bytes:
    return key.encode("utf-16-be", "surrogatepass")


def canonical_text(value: Any) -> str:
    """Members ordered by UTF-16 code unit, no white space, numbers as ECMAScript writes them."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, int):
        return integer_text(value)
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, list):
        return "[" + ",".join(map(canonical_text, value)) + "]"
    members = (f"{_text(k)}:{canonical_text(value[k])}" for k in sorted(value, key=_by_code_unit))
    return "{" + ",".join(members) + "}"


def to_bytes(value: Any) -> bytes:
    """The bytes of a value in canonical form."""
    try:
        return canonical_text(value).encode("utf-8")
    except UnicodeEncodeError as problem:
        raise EncodeError("", "a text holds half a surrogate pair") from problem


def _nesting(source: str) -> int:
    """Levels of brackets outside of texts, found without parsing."""
    depth = deepest = 0
    in_text = escaped = False
    for c in source:
        if in_text:
            if escaped:
                escaped = False
            elif c == "\\":
                escaped = True
            elif c == '"':
                in_text = False
        elif c == '"':
            in_text = True
        elif c in "{[":
            depth += 1
            deepest = max(deepest, depth)
        elif c in "}]":
            depth -= 1
    return deepest


def _bounded_integer(digits: str) -> int:
    if len(digits) > _DIGITS_MAX:
        raise ValueError("too many digits")
    return int(digits)


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def from_bytes(data: bytes) -> Any:
    """Parses a payload, which must be canonical JSON byte for byte."""
    try:
        source = data.decode("utf-8")
    except UnicodeDecodeError as problem:
        raise DecodeError("", "the payload is not UTF-8") from problem
    if _nesting(source) > DEPTH_MAX:
        raise DecodeError("", "the payload is nested too deeply")
    try:
        value = json.loads(source, parse_int=_bounded_integer, parse_constant=_no_constant)
    except ValueError as problem:
        raise DecodeError("", "the payload is not JSON") from problem
    try:
        same = to_bytes(value) == data
    except EncodeError:
        same = False
    if not same:
        raise DecodeError("", "the payload is not canonical JSON (RFC 8785)")
    return value
