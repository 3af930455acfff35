"""Protobuf's wire format to values."""

from __future__ import annotations

from typing import Any, Dict, List, Type, TypeVar

from .error import DecodeError
from .scalar import SCALARS
from .schema import FieldSpec, Message, MessageSpec
from .wire import BYTES, DEPTH_MAX, VARINT, Reader

M = TypeVar("M", bound=Message)

_UNKNOWN = object()
"""What a closed enum answers for a number that it does not have: the field counts as unknown."""


class _State:
    __slots__ = ("r", "path", "depth")

    def __init__(self, data: bytes) -> None:
        self.r = Reader(data)
        self.path: List[str] = []
        self.depth = 0


def _zero(field: FieldSpec) -> Any:
    if field.scalar is not None:
        return SCALARS[field.scalar].zero
    if field.enum is not None:
        return _enum(field, field.enum.first)
    assert field.message is not None
    return _empty(field.message)


def _empty(spec: MessageSpec) -> Any:
    message: Any = object.__new__(spec.type)
    for field in spec.fields:
        if field.presence == "implicit":
            value = _zero(field)
        elif field.presence == "repeated":
            value = []
        else:
            value = {} if field.presence == "map" else None
        setattr(message, field.prop, value)
    return message


def _wire(field: FieldSpec) -> int:
    if field.scalar is not None:
        return SCALARS[field.scalar].wire
    return VARINT if field.enum is not None else BYTES


def _enum(field: FieldSpec, number: int) -> Any:
    assert field.enum is not None
    if number in field.enum.numbers:
        return field.enum.members(number)
    return _UNKNOWN if field.enum.closed else number


def _enter(r: Reader) -> int:
    """Goes into the part whose length stands next; gives the end to put back after it."""
    size = r.length()
    outer = r.end
    r.end = r.position + size
    return outer


def _value(s: _State, field: FieldSpec, before: Any) -> Any:
    if field.scalar is not None:
        return SCALARS[field.scalar].read(s.r)
    if field.enum is not None:
        return _enum(field, SCALARS["int32"].read(s.r))
    assert field.message is not None
    message = _empty(field.message) if before is None else before
    outer = _enter(s.r)
    _fields(s, field.message, message)
    s.r.end = outer
    return message


def _one(s: _State, field: FieldSpec, values: List[Any]) -> None:
    s.path.append(f"[{len(values)}]")
    value = _value(s, field, None)
    if value is not _UNKNOWN:
        values.append(value)
    s.path.pop()


def _packed(s: _State, field: FieldSpec, values: List[Any]) -> None:
    outer = _enter(s.r)
    while s.r.position < s.r.end:
        _one(s, field, values)
    s.r.end = outer


def _entry(s: _State, field: FieldSpec, into: Dict[Any, Any]) -> None:
    key_type = SCALARS[str(field.key)]
    key = key_type.zero
    value = None
    outer = _enter(s.r)
    while s.r.position < s.r.end:
        number, kind = s.r.tag()
        if number == 1 and kind == key_type.wire:
            key = key_type.read(s.r)
        elif number == 2 and kind == _wire(field):
            value = _value(s, field, None if value is _UNKNOWN else value)
        else:
            s.r.skip(number, kind)
    s.r.end = outer
    if value is not _UNKNOWN:
        into[key] = _zero(field) if value is None else value


def _field(s: _State, field: FieldSpec, kind: int, into: Any) -> bool:
    """Reads a field that the contract knows; false when its wire type is none that it can have."""
    single = kind == _wire(field)
    if field.presence == "repeated":
        if single:
            _one(s, field, getattr(into, field.prop))
        elif kind == BYTES:
            _packed(s, field, getattr(into, field.prop))
        return single or kind == BYTES
    if field.presence == "map":
        if kind == BYTES:
            _entry(s, field, getattr(into, field.prop))
        return kind == BYTES
    if not single:
        return False
    value = _value(s, field, getattr(into, field.prop))
    if value is not _UNKNOWN:
        setattr(into, field.prop, value)
    return True


def _clear_others(spec: MessageSpec, field: FieldSpec, into: Any) -> None:
    """A member of a oneof that was set takes the place of all others."""
    if field.oneof is None or getattr(into, field.prop) is None:
        return
    for other in spec.oneofs[field.oneof]:
        if other is not field:
            setattr(into, other.prop, None)


def _fields(s: _State, spec: MessageSpec, into: Any) -> None:
    if s.depth > DEPTH_MAX:
        raise DecodeError("", "messages are nested too deeply")
    s.depth += 1
    while s.r.position < s.r.end:
        number, kind = s.r.tag()
        field = spec.by_number.get(number)
        s.path.append(f".{field.prop if field else number}")
        if field is not None and _field(s, field, kind, into):
            _clear_others(spec, field, into)
        else:
            s.r.skip(number, kind)
        s.path.pop()
    s.depth -= 1


def _check_required(s: _State, spec: MessageSpec, message: Any) -> None:
    """Looks for required fields once all is merged, only where a type can have some."""
    for field in spec.fields:
        value = getattr(message, field.prop)
        s.path.append(f".{field.prop}")
        if field.presence == "required" and value is None:
            raise DecodeError("", "the required field is missing")
        if field.message is not None and field.message.has_required and value is not None:
            single = field.presence not in ("repeated", "map")
            inner = [value] if single else value.values() if isinstance(value, dict) else value
            for item in inner:
                _check_required(s, field.message, item)
        s.path.pop()


def decode_message(cls: Type[M], data: bytes) -> M:
    """Reads protobuf's wire format.

    Fields that the contract does not know are passed over and not kept; a scalar that stands twice
    has its last value, messages are merged, lists joined, packed or not.
    """
    s = _State(data)
    spec = cls._spec
    message: M = _empty(spec)
    try:
        _fields(s, spec, message)
        if spec.has_required:
            _check_required(s, spec, message)
    except DecodeError as problem:
        raise DecodeError("".join(s.path).lstrip("."), problem.problem) from problem
    except RecursionError as problem:
        raise DecodeError("", "messages are nested too deeply") from problem
    return message
