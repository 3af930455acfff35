"""The types of a contract as the generated table lists them, joined to each other."""

from __future__ import annotations

import dataclasses
from typing import Any, Dict, FrozenSet, List, Mapping, NamedTuple, Optional, Sequence, Tuple, Type

from .error import ConnectorError, EncodeError
from .scalar import SCALARS, wrong_type


class EnumSpec(NamedTuple):
    """An enum; closed ones have no values but ``numbers``, ``first`` is what absence counts as."""

    name: str
    closed: bool
    numbers: FrozenSet[int]
    first: int
    members: Any


@dataclasses.dataclass(eq=False)
class FieldSpec:
    """One field. Exactly one of ``scalar``, ``enum`` and ``message`` is set."""

    name: str
    prop: str
    number: int
    presence: str
    scalar: Optional[str] = None
    enum: Optional[EnumSpec] = None
    message: Optional["MessageSpec"] = None
    key: Optional[str] = None
    oneof: Optional[str] = None
    packed: bool = False


@dataclasses.dataclass(eq=False)
class MessageSpec:
    """One message; ``has_required`` also when only a message inside of it has a required field."""

    name: str
    type: Type[Any]
    fields: List[FieldSpec] = dataclasses.field(default_factory=list)
    by_number: Dict[int, FieldSpec] = dataclasses.field(default_factory=dict)
    oneofs: Dict[str, List[FieldSpec]] = dataclasses.field(default_factory=dict)
    has_required: bool = False


class Message:
    """What all generated messages are. The types of their fields are checked when they are made."""

    _spec: MessageSpec

    def __post_init__(self) -> None:
        for field in self._spec.fields:
            value = getattr(self, field.prop)
            try:
                check_field(field, value)
            except ConnectorError as problem:
                raise type(problem)(field.prop, problem.problem) from None


def repeated() -> Any:
    """The default of a list: a new, empty one."""
    return dataclasses.field(default_factory=list)


def mapping() -> Any:
    """The default of a map: a new, empty one."""
    return dataclasses.field(default_factory=dict)


def check_enum(spec: EnumSpec, value: Any) -> int:
    """The number of an enum value, if it is one."""
    number: int = SCALARS["int32"].check(value)
    if spec.closed and number not in spec.numbers:
        raise EncodeError("", f"{number} is not a value of {spec.name}")
    return number


def check_value(field: FieldSpec, value: Any) -> None:
    """Raises unless ``value`` is one of what the field holds; messages are not looked into."""
    if field.scalar is not None:
        SCALARS[field.scalar].check(value)
    elif field.enum is not None:
        check_enum(field.enum, value)
    elif field.message is not None and not isinstance(value, field.message.type):
        raise wrong_type(field.message.type.__name__, value)


def check_field(field: FieldSpec, value: Any) -> None:
    """Raises unless ``value`` is what the field holds, or is absent and may be."""
    if field.presence == "repeated":
        if not isinstance(value, list):
            raise wrong_type("list", value)
        for item in value:
            check_value(field, item)
    elif field.presence == "map":
        if not isinstance(value, dict):
            raise wrong_type("dict", value)
        for key, item in value.items():
            SCALARS[str(field.key)].check(key)
            check_value(field, item)
    elif value is not None:
        check_value(field, value)
    elif field.presence != "optional":
        raise EncodeError("", "the field is missing")


Row = Tuple[str, str, int, str, str, Mapping[str, Any]]
"""A field: name, attribute, number, type (a scalar, or a dot and a full name), presence, the rest."""


def _field(row: Row, messages: Dict[str, MessageSpec], enums: Dict[str, EnumSpec]) -> FieldSpec:
    name, prop, number, kind, presence, rest = row
    field = FieldSpec(name, prop, number, presence, **rest)
    if not kind.startswith("."):
        field.scalar = kind
    elif kind[1:] in enums:
        field.enum = enums[kind[1:]]
    else:
        field.message = messages[kind[1:]]
    return field


def _spread_required(messages: Sequence[MessageSpec]) -> None:
    def needs_check(field: FieldSpec) -> bool:
        inner = field.message
        return field.presence == "required" or (inner is not None and inner.has_required)

    changed = True
    while changed:
        changed = False
        for message in messages:
            if not message.has_required and any(needs_check(f) for f in message.fields):
                message.has_required = changed = True


def bind(
    enums: Sequence[EnumSpec], messages: Sequence[Tuple[str, Type[Any], Sequence[Row]]]
) -> None:
    """Gives each generated class its specification."""
    enum_specs = {e.name: e for e in enums}
    specs = {name: MessageSpec(name, cls) for name, cls, _ in messages}
    for name, cls, rows in messages:
        spec = specs[name]
        cls._spec = spec
        for row in rows:
            field = _field(row, specs, enum_specs)
            spec.fields.append(field)
            spec.by_number[field.number] = field
            if field.oneof is not None:
                spec.oneofs.setdefault(field.oneof, []).append(field)
    _spread_required(list(specs.values()))
