"""Figures as people say them in a running talk, whose size the table tells.

`five two fifty` is 5,250, `five and a half` 5,500 and, where the table's figures are millions, `11m` eleven of them.
Pure; each look costs a handful of tokens.
"""

from __future__ import annotations

from decimal import Decimal

from bot.reading.notes import Notes
from bot.reading.numbers import Quantity, figure, quantity_at

_NO_FIGURE_BEFORE = frozenset("unit asset countnoun month weekday season per num scale currency media place".split())


def fits_table(notes: Notes, value: Decimal, least: str = "0.3", most: str = "3") -> bool:
    """Whether a figure is of the size of the figures on the table; False where there are none."""
    table = notes.context.on_table
    sizes = [figure[0] for figure in (table.ours, table.theirs) if figure is not None] if table is not None else []
    return any(Decimal(least) <= value / size <= Decimal(most) for size in sizes if size > 0)


def spoken_at(notes: Notes, first: int) -> Quantity | None:
    """The figure said aloud that begins at a token, or None."""
    if notes.context.on_table is None:
        return None
    return _digit_by_digit(notes, first) or _and_a_half(notes, first) or _in_lakh(notes, first)


def in_millions(notes: Notes, quantity: Quantity) -> bool:
    """`11m` beside a table of millions is money; behind a `for` and another figure it is a time (`10m for 6m`)."""
    if not quantity.short_scale or not fits_table(notes, quantity.value):
        return False
    return not (
        notes.word(quantity.first - 1) == "for" and any(w[0].isdecimal() for w in notes.words[: quantity.first])
    )


def _small(notes: Notes, at: int) -> int | None:
    """The plain number word at a token, below a hundred."""
    hit = notes.hit("num", at)
    if hit is None or hit.last != at + 1 or notes.words[at][0].isdecimal() or notes.east(at):
        return None
    value = Decimal(hit.value)
    return int(value) if value == int(value) and value < 100 else None


def _digit_by_digit(notes: Notes, first: int) -> Quantity | None:
    """`five two fifty` 5,250, `four eight` 4,800, `fifty two fifty` 5,250; `five fifty` could be two figures."""
    said: list[int] = []
    at = first
    while len(said) < 4 and (value := _small(notes, at)) is not None:
        said.append(value)
        at += 1
        at += notes.word(at) == "-" and notes.page.glued(at) and _small(notes, at + 1) is not None
    if _small(notes, first - 1) is not None or not 2 <= len(said) <= 3:
        return None
    value = _put_together(said)
    if value is None or not fits_table(notes, Decimal(value), "0.5", "2") or _counts(notes, at):
        return None
    return Quantity(Decimal(value), first, at, True)


def _put_together(said: list[int]) -> int | None:
    first, rest = said[0], said[1:]
    if not 1 <= first < 100:
        return None
    if len(rest) == 1:
        if first < 20 and 1 <= rest[0] < 10:
            return first * 1000 + rest[0] * 100
        return first * 100 + rest[0] if first >= 20 and first % 10 and rest[0] in range(10, 100, 10) else None
    if first < 20 and 1 <= rest[0] < 10 and rest[1] in range(10, 100, 10):
        return first * 1000 + rest[0] * 100 + rest[1]
    if first in range(20, 100, 10) and 1 <= rest[0] < 10 and rest[1] in range(10, 100, 10):
        return (first + rest[0]) * 100 + rest[1]
    return None


def _and_a_half(notes: Notes, first: int) -> Quantity | None:
    """`5 and a half`, `5 and a quarter`: half a thousand more, where nothing is counted by it."""
    quantity = quantity_at(notes, first)
    if quantity is None or quantity.scaled > 1 or quantity.value >= 100:
        return None
    last = quantity.last
    if quantity.value == int(quantity.value):
        joint = notes.hit("and", last)
        article = notes.hit("article", joint.last) if joint is not None else None
        half = notes.hit("half", article.last) if article is not None else None
        quarter = article is not None and notes.word(article.last) == "quarter"
        if article is None or not (half or quarter):
            return None
        last = half.last if half is not None else article.last + 1
        value = (quantity.value + Decimal("0.5" if half is not None else "0.25")) * 1000
    elif notes.page.fraction(first + 1) is not None:
        value = quantity.value * 1000
    else:
        return None
    if not fits_table(notes, value, "0.5", "2") or _counts(notes, last):
        return None
    return Quantity(value, first, last, True)


def _in_lakh(notes: Notes, first: int) -> Quantity | None:
    """`4L`, `3.8 L`: lakh, where the table is of that size."""
    number = figure(notes.words[first], scaled=True) if notes.words[first][0].isdecimal() else None
    if number is None or notes.word(first + 1) != "l" or not fits_table(notes, number * 100_000):
        return None
    return Quantity(number * 100_000, first, first + 2, True, 100_000)


def _counts(notes: Notes, last: int) -> bool:
    """Whether what follows is counted by the number."""
    at = last + (notes.word(last) == "-")
    return notes.word(at) in ("%", "percent", "/", "'") or any(notes.hit(kind, at) for kind in _NO_FIGURE_BEFORE)
