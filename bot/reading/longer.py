"""A longer or shorter time, counted from the one on the table: one more month, two weeks less, half the term.

Without a length on the table there is nothing to count from, and the new one must be asked.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.reading.findings import OnTable
from bot.reading.lexicon import Hit
from bot.reading.notes import Notes

Span = tuple[int, int]
_RENEWING = ("renew", "renou", "renov", "rinn", "erneu", "forny", "odn", "更新", "续", "갱")
_DAYS_OF_A_MONTH = 30
_BY = frozenset("by um de di em met med o".split())


@dataclass(frozen=True)
class Stretch:
    """What a longer or shorter time comes to, in months or in days; both None where it must be asked."""

    months: int | None
    days: int | None
    span: Span


def stretched(notes: Notes, months: int | None, days: int | None, span: Span) -> Stretch | None:
    """The new length where the one at `span` is a step from the table's (`one more month`); None where it is not."""
    if notes.context.on_table is None or _renews(notes):
        return None
    found = _direction(notes, span)
    if found is None:
        return None
    way, whole = found
    sign = 1 if way == "longer" else -1
    table_months, table_days = _on_table(notes)
    if table_months is None and table_days is None:
        return Stretch(None, None, whole)
    if table_months is not None and months is not None:
        return _made(table_months + sign * months, None, whole)
    before = table_days if table_days is not None else (table_months or 0) * _DAYS_OF_A_MONTH
    step = days if days is not None else (months or 0) * _DAYS_OF_A_MONTH
    return _made(None, before + sign * step, whole)


def named_stretch(notes: Notes) -> Stretch | None:
    """`half the term`, `double the period`, read against the table."""
    hits = notes.of("termmove")
    if not hits or notes.context.on_table is None:
        return None
    hit = hits[0]
    span = (hit.first, hit.last)
    months, days = _on_table(notes)
    if hit.value == "double":
        return _made(None if months is None else 2 * months, None if days is None else 2 * days, span)
    if months is not None and months % 2:
        return _made(None, months * _DAYS_OF_A_MONTH // 2, span)
    return _made(None if months is None else months // 2, None if days is None else days // 2, span)


def _made(months: int | None, days: int | None, span: Span) -> Stretch:
    if (months is not None and months <= 0) or (days is not None and days <= 0):
        return Stretch(None, None, span)
    return Stretch(months, days, span)


def _renews(notes: Notes) -> bool:
    return any(notes.words[hit.first].startswith(_RENEWING) for hit in notes.of("renew"))


def _direction(notes: Notes, span: Span) -> tuple[str, Span] | None:
    """Longer or shorter, by the words before, inside or after a length, and the span of all of them."""
    first, last = span
    for way in ("longer", "shorter"):
        after = notes.hit(way, last)
        if after is not None and _may_follow(notes, after):
            return way, (first, after.last)
        before = _before(notes, way, first)
        if before is not None:
            return way, (before, last)
    inside = notes.hit("another", first) is not None or any(_inside(notes, at) for at in range(first + 1, last))
    return ("longer", span) if inside else None


def _may_follow(notes: Notes, hit: Hit) -> bool:
    """`two months more`, not `two months more or less` and not `six months, more images`."""
    if "before" in hit.value or notes.word(hit.last) in ("or", "oder", "ou", "o", "of", "than", "als", "que"):
        return False
    if notes.word(hit.last) in _COSTING:  # `was würden zwei Monate zusätzlich kosten?`
        return False
    return not any(notes.hit(kind, hit.last) for kind in ("asset", "media", "place", "currency"))


_COSTING = frozenset("cost costs kosten kostet couter coute coutent costar cuesta cuestan costare costa custar custa"
                     " kosta kostar kosztowac kosztuje".split())  # fmt: skip


def _inside(notes: Notes, at: int) -> bool:
    hit = notes.hit("longer", at)
    return hit is not None and hit.value in ("inside", "any")


def _before(notes: Notes, way: str, first: int) -> int | None:
    """Where the word of lengthening begins: right before the length, or before its `by`."""
    start = first - (notes.word(first - 1) in ("an", "a", "for", "the", "us", "es", "it"))
    hit = notes.ending(way, start)
    if hit is not None and (notes.word(hit.first - 1) == "最" or _french_but(notes, hit, first)):
        return None  # `最多半年`: at most, and no step
    if hit is not None and hit.value in ("before", "any"):
        return hit.first
    if notes.word(first - 1) not in _BY:
        return None
    for at in range(first - 1, max(notes.clause_start(first), first - 7) - 1, -1):
        hit = notes.ending(way, at)
        if hit is not None and hit.value in ("by", "before") and not _french_but(notes, hit, first):
            return hit.first
    return None


_PORTUGUESE_UNITS = frozenset("mes meses ano anos semana semanas dia dias".split())


def _french_but(notes: Notes, hit: Hit, first: int) -> bool:
    """`oui mais trois mois`: a French but, and no Portuguese more."""
    return notes.words[hit.first] == "mais" and _PORTUGUESE_UNITS.isdisjoint(notes.words[first : first + 4])


def _on_table(notes: Notes) -> tuple[int | None, int | None]:
    terms = (notes.context.on_table or OnTable()).terms or {}
    months, days = _whole(terms.get("months")), _whole(terms.get("days"))
    return months, None if months is not None else days


def _whole(value: object) -> int | None:
    text = str(value)
    return int(text) if not isinstance(value, bool) and text.isdecimal() and 0 < len(text) < 5 else None
