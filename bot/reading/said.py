"""One value that was said, with where it was said."""

from __future__ import annotations

from dataclasses import dataclass

Span = tuple[int, int]


@dataclass(frozen=True)
class Said:
    """A value with the tokens it came from; `unclear` says why it must be asked instead."""

    value: str | int | bool | None
    span: Span
    unclear: str | None = None
