"""Aggregates to and from the JSON text of their body column.

Exact both ways: fractions as `13/2`, instants with their microseconds and in UTC, sets sorted, so that the same value
always gives the same text. Reading goes through pydantic, which also runs each dataclass's own checks.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

T = TypeVar("T")


class BodyUnreadable(Exception):
    """A stored body does not make the value it should. Says which kind, never what stood in it (I4)."""


def encode(value: object) -> str:
    """The JSON text of a domain value; also of plain JSON."""
    return storable(_encode(value))


def storable(text: str) -> str:
    """`text` without what a database cannot keep: half a surrogate pair becomes `?`, and NUL goes."""
    if text.isascii() and "\x00" not in text:
        return text
    return text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "")


def decode(kind: type[T], body: str) -> T:
    """The value of class `kind` that `encode` wrote. Raises BodyUnreadable."""
    try:
        return _adapter(kind).validate_json(body)
    except ValidationError as error:
        places = sorted({".".join(map(str, problem["loc"])) for problem in error.errors(include_input=False)})
        raise BodyUnreadable(f"{kind.__name__}: {', '.join(places)}") from None


def stamp(instant: datetime) -> str:
    """An aware instant as UTC text of fixed width: it sorts as it happened, and any database can read it."""
    if instant.tzinfo is None:
        raise ValueError("a stored instant must be aware")
    return instant.astimezone(UTC).isoformat(timespec="microseconds")[:-6] + "Z"


def instant(text: str) -> datetime:
    """The aware UTC instant that `stamp` wrote."""
    return datetime.fromisoformat(text)


_adapters: dict[type[Any], TypeAdapter[Any]] = {}


def _adapter(kind: type[T]) -> TypeAdapter[T]:
    if kind not in _adapters:
        _adapters[kind] = TypeAdapter(kind)
    return _adapters[kind]


@cache
def _field_names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _plain(value: object) -> Any:
    """What the JSON encoder cannot write by itself, one level at a time."""
    if is_dataclass(value) and not isinstance(value, type):
        return {name: getattr(value, name) for name in _field_names(type(value))}
    match value:
        case frozenset() | set():
            return sorted(value)
        case datetime():
            return stamp(value)
        case date() | time():
            return value.isoformat()
        case Fraction() | Decimal():
            return str(value)
        case Mapping():
            return dict(value)
    raise TypeError(f"cannot store a {type(value).__name__}")


_encode = json.JSONEncoder(default=_plain, ensure_ascii=False, separators=(",", ":")).encode
