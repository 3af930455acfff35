"""What goes wrong between a value and its payload."""

from __future__ import annotations


class ConnectorError(Exception):
    """A value or a payload that does not follow its contract.

    ``at`` names the place: for protobuf the path of fields (``items[2].sku``), for JSON the pointer
    (``/items/2/sku``); empty for the whole.
    """

    def __init__(self, at: str, problem: str) -> None:
        super().__init__(f"{at}: {problem}" if at else problem)
        self.at = at
        self.problem = problem


class EncodeError(ConnectorError):
    """A value cannot be written: a field is missing or has a wrong type."""


class FieldTypeError(EncodeError, TypeError):
    """A field holds a value of another type than the contract says."""


class DecodeError(ConnectorError):
    """A payload cannot be read: it is damaged, hostile, or of another contract."""
