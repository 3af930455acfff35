"""Values to canonical JSON and back, checked against their types."""

from __future__ import annotations

import base64
import binascii
import math
from typing import Any, Callable, Dict, List, NoReturn, Tuple

from .canonical import DEPTH_MAX, from_bytes, integer_text, to_bytes
from .error import ConnectorError, DecodeError, EncodeError, FieldTypeError
from .type import UNSET, Field, MessageRow, Table, Ty, resolve

_SAFE = 2**53 - 1
_ANY: Ty = ("any",)


class Message:
    """What all generated objects are. The types of their fields are checked when they are made."""

    _table: Table
    _row: MessageRow

    def __post_init__(self) -> None:
        check = _Pass(self._table, True)
        for field in self._row.fields.values():
            value = getattr(self, field.prop)
            if not _is_absent(field, value):
                check.at(field.name, _shallow, field.type, value)


def _is_absent(field: Field, value: Any) -> bool:
    if field.required:
        return False
    return value is UNSET or (value is None and not field.nullable)


class _Pass:
    """One pass over a value, to JSON or from it.

    ``fits`` remembers which objects fit which types, so that unions in unions cost no more than once
    each.
    """

    __slots__ = ("table", "encoding", "path", "fits")

    def __init__(self, table: Table, encoding: bool) -> None:
        self.table = table
        self.encoding = encoding
        self.path: List[str] = []
        self.fits: Dict[Tuple[int, int], bool] = {}

    def refuse(self, problem: str, wrong_type: bool = False) -> NoReturn:
        """Ends the pass with an error that names the place."""
        pointer = "".join(f"/{p.replace('~', '~0').replace('/', '~1')}" for p in self.path)
        if not self.encoding:
            raise DecodeError(pointer, problem)
        raise (FieldTypeError if wrong_type else EncodeError)(pointer, problem)

    def expected(self, wanted: str, value: Any) -> NoReturn:
        """Says what was wanted and what was there."""
        self.refuse(f"expected {wanted}, got {type(value).__name__}", True)

    def at(self, step: str, work: "Callable[[_Pass, Ty, Any], Any]", kind: Ty, value: Any) -> Any:
        """Does the work one level further in."""
        if len(self.path) >= DEPTH_MAX:
            self.refuse("the value is nested too deeply")
        self.path.append(step)
        done = work(self, kind, value)
        self.path.pop()
        return done


def _text(p: _Pass, value: Any) -> str:
    if not isinstance(value, str):
        p.expected("str", value)
    return value


def _bytes(p: _Pass, value: Any) -> Any:
    if p.encoding:
        if not isinstance(value, bytes):
            p.expected("bytes", value)
        return base64.b64encode(value).decode("ascii")
    try:
        decoded = base64.b64decode(_text(p, value), validate=True)
    except (binascii.Error, ValueError):
        p.refuse("expected bytes in base64")
    if base64.b64encode(decoded).decode("ascii") != value:
        p.refuse("expected bytes in base64")
    return decoded


def _number(p: _Pass, value: Any, whole: bool) -> Any:
    allowed = int if whole else (int, float)
    if isinstance(value, bool) or not isinstance(value, allowed):
        p.expected("int" if whole else "float", value)
    if whole:
        if abs(value) > _SAFE:
            p.refuse(f"{value} is not an integer within 2^53")
        return int(value)
    if isinstance(value, int):
        try:
            integer_text(value)
        except EncodeError as problem:
            p.refuse(problem.problem)
    real = float(value)
    if not math.isfinite(real):
        p.refuse(f"{value} has no JSON form")
    return real


def _scalar(p: _Pass, name: str, value: Any) -> Any:
    if name == "string":
        return _text(p, value)
    if name == "bytes":
        return _bytes(p, value)
    if name == "bool":
        return value if isinstance(value, bool) else p.expected("bool", value)
    return _number(p, value, name == "int64")


def _list(p: _Pass, of: Ty, value: Any) -> Any:
    if not isinstance(value, list):
        p.expected("list", value)
    return [p.at(str(i), convert, of, item) for i, item in enumerate(value)]


def _map(p: _Pass, of: Ty, value: Any) -> Any:
    if not isinstance(value, dict):
        p.expected("dict", value)
    return {_text(p, k): p.at(str(k), convert, of, v) for k, v in value.items()}


def _any(p: _Pass, value: Any) -> Any:
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, (int, float)):
        _number(p, value, False)
        return value
    return _list(p, _ANY, value) if isinstance(value, list) else _map(p, _ANY, value)


def _same(a: Any, b: Any) -> bool:
    if isinstance(a, bool) or isinstance(b, bool):
        return a is b
    return type(a) is type(b) and a == b or _is_number(a) and _is_number(b) and a == b


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float))


def _const(p: _Pass, wanted: Any, value: Any) -> Any:
    if not _same(value, wanted):
        p.refuse(f"expected {wanted!r}", True)
    return value


def _rest(p: _Pass, row: MessageRow, key: str, value: Any) -> Any:
    """A member that the type does not name."""
    if isinstance(row.additional, bool):
        p.at(key, lambda q, _, __: q.refuse("there is no such member"), _ANY, value)
    of = _ANY if row.additional is None else row.additional
    return p.at(_text(p, key), convert, of, value)  # type: ignore[arg-type]


def _to_json(p: _Pass, row: MessageRow, value: Any) -> Any:
    if not isinstance(value, p.table.classes[row.name]):
        p.expected(p.table.classes[row.name].__name__, value)
    out: Dict[str, Any] = {}
    for field in row.fields.values():
        present = getattr(value, field.prop)
        if not _is_absent(field, present):
            out[field.name] = p.at(field.name, convert, field.type, present)
    extra = getattr(value, row.extra) if row.extra is not None else {}
    if not isinstance(extra, dict):
        p.expected("dict", extra)
    for key, item in extra.items():
        if key in row.fields:
            p.refuse(f'"{key}" is a field, it cannot be extra')
        out[key] = _rest(p, row, key, item)
    return out


def _from_json(p: _Pass, row: MessageRow, value: Any) -> Any:
    if not isinstance(value, dict):
        p.expected("dict", value)
    cls = p.table.classes[row.name]
    message: Any = object.__new__(cls)
    extra: Dict[str, Any] = {}
    for field in row.fields.values():
        setattr(message, field.prop, UNSET if field.nullable else None)
    for key, item in value.items():
        field_of = row.fields.get(key)
        if field_of is None:
            extra[key] = _rest(p, row, key, item)
        else:
            setattr(message, field_of.prop, p.at(key, convert, field_of.type, item))
    for field in row.fields.values():
        if field.required and field.name not in value:
            p.at(field.name, lambda q, _, __: q.refuse("the member is missing"), _ANY, None)
    if row.extra is not None:
        setattr(message, row.extra, extra)
    return message


def _try(p: _Pass, kind: Ty, value: Any) -> bool:
    depth = len(p.path)
    try:
        convert(p, kind, value)
        return True
    except ConnectorError:
        del p.path[depth:]
        return False


def _fits(p: _Pass, kind: Ty, value: Any) -> bool:
    if not isinstance(value, (dict, list, Message)):
        return _try(p, kind, value)
    key = (id(value), id(kind))
    if key not in p.fits:
        p.fits[key] = _try(p, kind, value)
    return p.fits[key]


def _strangers(p: _Pass, kind: Ty, value: Any) -> int:
    """How many members of an object a type does not name: of those that fit, the nearest is meant."""
    row = resolve(p.table.rows, kind)
    if not isinstance(row, MessageRow) or not isinstance(value, dict):
        return 0
    return sum(1 for key in value if key not in row.fields)


def _union(p: _Pass, of: Tuple[Ty, ...], value: Any) -> Any:
    for kind in sorted(of, key=lambda k: _strangers(p, k, value)):
        if _fits(p, kind, value):
            return convert(p, kind, value)
    p.refuse("the value fits no alternative", True)


def convert(p: _Pass, kind: Ty, value: Any) -> Any:
    """The other side of a value: JSON of a typed one, or a typed one of JSON."""
    t = resolve(p.table.rows, kind)
    if isinstance(t, MessageRow):
        return _to_json(p, t, value) if p.encoding else _from_json(p, t, value)
    if t[0] == "scalar":
        return _scalar(p, t[1], value)
    if t[0] == "list":
        return _list(p, t[1], value)
    if t[0] == "map":
        return _map(p, t[1], value)
    if t[0] == "union":
        return _union(p, t[1:], value)
    return _const(p, t[1], value) if t[0] == "const" else _any(p, value)


def _shallow(p: _Pass, kind: Ty, value: Any) -> None:
    """Checks a value as far as one can without looking into objects, which were checked already."""
    t = resolve(p.table.rows, kind)
    if isinstance(t, MessageRow):
        if not isinstance(value, p.table.classes[t.name]):
            p.expected(p.table.classes[t.name].__name__, value)
    elif t[0] == "list":
        if not isinstance(value, list):
            p.expected("list", value)
        for i, item in enumerate(value):
            p.at(str(i), _shallow, t[1], item)
    elif t[0] == "map":
        if not isinstance(value, dict):
            p.expected("dict", value)
        for key, item in value.items():
            p.at(_text(p, key), _shallow, t[1], item)
    else:
        convert(p, t, value)


def encode_value(table: Table, kind: Ty, value: Any) -> bytes:
    """Canonical JSON of a value that is checked against its type on the way."""
    try:
        return to_bytes(convert(_Pass(table, True), kind, value))
    except RecursionError as problem:
        raise EncodeError("", "the value is nested too deeply") from problem


def decode_value(table: Table, kind: Ty, data: bytes) -> Any:
    """Reads canonical JSON and checks it against a type.

    Members that an open object does not name are kept in its extra members and written again.
    """
    try:
        return convert(_Pass(table, False), kind, from_bytes(data))
    except RecursionError as problem:
        raise DecodeError("", "the payload is nested too deeply") from problem
