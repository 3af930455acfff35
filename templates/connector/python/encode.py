"""Values to protobuf's wire format."""

from __future__ import annotations

from typing import Any, List, Type

from .error import ConnectorError, EncodeError
from .scalar import SCALARS, is_zero, wrong_type
from .schema import FieldSpec, Message, MessageSpec, check_enum
from .wire import BYTES, DEPTH_MAX, VARINT, to_utf8, varint


class _State:
    """Where an encoding stands: the path is only put together when something is wrong."""

    __slots__ = ("path", "depth")

    def __init__(self) -> None:
        self.path: List[str] = []
        self.depth = 0


def _tag(number: int, wire: int) -> bytes:
    return varint(number << 3 | wire)


def _wire(field: FieldSpec) -> int:
    if field.scalar is not None:
        return SCALARS[field.scalar].wire
    return VARINT if field.enum is not None else BYTES


def _value(s: _State, field: FieldSpec, value: Any) -> bytes:
    if field.scalar is not None:
        scalar = SCALARS[field.scalar]
        return scalar.write(scalar.check(value))
    if field.enum is not None:
        return varint(check_enum(field.enum, value))
    assert field.message is not None
    inner = _message(s, field.message, value)
    return varint(len(inner)) + inner


def _list(s: _State, field: FieldSpec, values: List[Any]) -> bytes:
    tag = b"" if field.packed else _tag(field.number, _wire(field))
    parts = []
    for i, value in enumerate(values):
        s.path.append(f"[{i}]")
        parts.append(tag + _value(s, field, value))
        s.path.pop()
    joined = b"".join(parts)
    if not field.packed or not values:
        return joined
    return _tag(field.number, BYTES) + varint(len(joined)) + joined


def _map(s: _State, field: FieldSpec, values: Any) -> bytes:
    key_type = SCALARS[str(field.key)]
    checked = {}
    for key, value in values.items():
        s.path.append(f"[{key}]")
        checked[key_type.check(key)] = value
        s.path.pop()
    out = bytearray()
    for key in sorted(checked):
        s.path.append(f"[{key}]")
        entry = _tag(1, key_type.wire) + key_type.write(key)
        entry += _tag(2, _wire(field)) + _value(s, field, checked[key])
        out += _tag(field.number, BYTES) + varint(len(entry)) + entry
        s.path.pop()
    return bytes(out)


def _is_implicit_zero(field: FieldSpec, value: Any) -> bool:
    if field.scalar is not None:
        return is_zero(field.scalar, SCALARS[field.scalar].check(value))
    return field.enum is not None and check_enum(field.enum, value) == 0


def _present(s: _State, field: FieldSpec, value: Any) -> bytes:
    if field.presence == "repeated":
        if not isinstance(value, list):
            raise wrong_type("list", value)
        return _list(s, field, value)
    if field.presence == "map":
        if not isinstance(value, dict):
            raise wrong_type("dict", value)
        return _map(s, field, value)
    if field.presence == "implicit" and _is_implicit_zero(field, value):
        return b""
    return _tag(field.number, _wire(field)) + _value(s, field, value)


def _check_oneofs(spec: MessageSpec, value: Any) -> None:
    for name, members in spec.oneofs.items():
        present = [f.prop for f in members if getattr(value, f.prop) is not None]
        if len(present) > 1:
            problem = f'"{present[0]}" and "{present[1]}" exclude each other ({name})'
            raise EncodeError("", problem)


def _message(s: _State, spec: MessageSpec, value: Any) -> bytes:
    if not isinstance(value, spec.type):
        raise wrong_type(spec.type.__name__, value)
    if s.depth > DEPTH_MAX:
        raise EncodeError("", "messages are nested too deeply")
    s.depth += 1
    _check_oneofs(spec, value)
    parts = []
    for field in spec.fields:
        present = getattr(value, field.prop)
        s.path.append(f".{field.prop}")
        if present is not None:
            parts.append(_present(s, field, present))
        elif field.presence != "optional":
            raise EncodeError("", "the field is missing")
        s.path.pop()
    s.depth -= 1
    return b"".join(parts)


def encode_message(cls: Type[Message], value: Message) -> bytes:
    """The wire format of a value, in the one form that deterministic serialization gives."""
    s = _State()
    try:
        return _message(s, cls._spec, value)
    except ConnectorError as problem:
        raise type(problem)("".join(s.path).lstrip("."), problem.problem) from problem
    except RecursionError as problem:
        raise EncodeError("", "messages are nested too deeply") from problem
