"""The types of a contract as the generated table lists them."""

from __future__ import annotations

import dataclasses
from typing import Any, Dict, Mapping, NamedTuple, Optional, Sequence, Tuple, Type, Union

Ty = Tuple[Any, ...]
"""``("scalar", name)``, ``("ref", name)``, ``("list", of)``, ``("map", value)``,
``("union", of, of, …)``, ``("const", value)`` or ``("any",)``."""


class Unset:
    """The one value of this class, ``UNSET``, is what an absent field has where ``None`` is null."""

    def __repr__(self) -> str:
        return "UNSET"


UNSET = Unset()


def mapping() -> Any:
    """The default of extra members: a new, empty dictionary."""
    return dataclasses.field(default_factory=dict)


class Field(NamedTuple):
    """One member of an object. ``nullable``: ``None`` is its value null, not its absence."""

    name: str
    prop: str
    type: Ty
    required: bool
    nullable: bool


class MessageRow(NamedTuple):
    """An object. ``additional``: the type of other members, False for none, None for any.

    ``extra`` is the attribute that holds them.
    """

    name: str
    fields: Mapping[str, Field]
    additional: Union[Ty, bool, None]
    extra: Optional[str]


Rows = Dict[str, Union[MessageRow, Ty]]
"""Types by name: an object, or the type that an alias stands for."""

Resolved = Union[MessageRow, Ty]


def resolve(rows: Rows, kind: Ty) -> Resolved:
    """Follows references and aliases of aliases; contracts have no circle of those."""
    found: Resolved = kind
    while not isinstance(found, MessageRow) and found[0] == "ref":
        found = rows[found[1]]
    return found


def message(
    name: str,
    fields: Sequence[Tuple[str, str, Ty, bool, bool]],
    rest: Tuple[Union[Ty, bool, None], Optional[str]],
) -> MessageRow:
    """A row of the table; ``rest`` is what holds of other members, and their attribute."""
    made = (Field(*f) for f in fields)
    return MessageRow(name, {f.name: f for f in made}, rest[0], rest[1])


class Table:
    """The types of one contract and the classes of its objects."""

    def __init__(self) -> None:
        self.rows: Rows = {}
        self.classes: Dict[str, Type[Any]] = {}

    def bind(self, rows: Rows, classes: Dict[str, Type[Any]]) -> None:
        """Fills the table, once all classes exist."""
        self.rows.update(rows)
        for name, cls in classes.items():
            self.classes[name] = cls
            cls._table = self
            cls._row = rows[name]
