"""A length as it is written, whatever it is the length of: months, or days for weeks and days.

Years, halves and quarters are whole months; a month is 30 days where it must be broken (DESIGN §7).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from bot.reading.lexicon import Hit
from bot.reading.notes import Notes
from bot.reading.numbers import Quantity, quantity_at
from bot.reading.spoken import in_millions

_UNIT_MONTHS = {"year": 12, "quarter": 3, "month": 1}
_UNIT_DAYS = {"week": 7, "day": 1}
_MAX_MONTHS = 1200


@dataclass(frozen=True)
class Length:
    """A length at tokens `first` up to `last`: either whole months or days."""

    months: int | None
    days: int | None
    first: int
    last: int


def length_at(notes: Notes, at: int) -> Length | None:
    """The length that begins at a token, whatever it is the length of."""
    phrase = notes.hit("length", at)
    if phrase is not None and _free_phrase(notes, phrase.first, phrase.last):
        unit, _, number = phrase.value.partition(" ")
        months, days = (int(number), None) if unit == "months" else (None, int(number))
        return Length(months, days, at, phrase.last)
    return _fraction_of(notes, at) or _counted(notes, at)


def _free_phrase(notes: Notes, first: int, last: int) -> bool:
    """`rok` or `a quarter` alone; not `first quarter`, not `3 quarters`."""
    return not (notes.word(first - 1)[:1].isdecimal() or notes.hit("quarter", first) is not None)


def _fraction_of(notes: Notes, at: int) -> Length | None:
    """1/2 year, 1 1/2 years."""
    words = notes.words
    cursor, whole = at, Decimal(0)
    if notes.word(at).isdecimal() and notes.word(at + 1) == "1" and notes.word(at + 2) == "/":
        whole, cursor = Decimal(words[at]), at + 1
    if notes.word(cursor) == "1" and notes.word(cursor + 1) == "/" and notes.word(cursor + 2) in ("2", "4"):
        unit = notes.hit("unit", cursor + 3)
        if unit is not None:
            return _made(whole + Decimal(1) / Decimal(words[cursor + 2]), unit.value, at, unit.last)
    return None


def _counted(notes: Notes, at: int) -> Length | None:
    """A number or an article and its unit: `six months`, `1½ years`, `a further week`."""
    quantity = quantity_at(notes, at)
    if quantity is None:
        article = notes.hit("article", at) or notes.hit("another", at)
        if article is None:
            return _bare_half(notes, at)
        last = article.last + (notes.word(article.last) in _ONE_MORE)
        return _measured(notes, at, last, Decimal(1), None)
    if notes.word(at - 1) == ":" and notes.word(at - 2)[:1].isdecimal():
        return None  # `um 15:30 an`: a time of day, and no thirty years
    if quantity.short_scale and quantity.value <= 60_000_000:
        return None if in_millions(notes, quantity) else _lone_m(notes, quantity.value / 1_000_000, at, quantity.last)
    return _measured(notes, at, quantity.last, quantity.value, quantity) if quantity.scaled < 1000 else None


def _measured(notes: Notes, first: int, last: int, value: Decimal, quantity: Quantity | None) -> Length | None:
    """The unit right behind a number, with the halves and months around it."""
    last, value = _and_a_half(notes, last, value)
    last += notes.word(last) in _BEFORE_UNIT
    last += notes.word(last) == "-" and notes.page.glued(last) and notes.hit("unit", last + 1) is not None
    unit = notes.hit("unit", last)
    if unit is None or not _counts(notes, first, unit, value, quantity):
        return None
    half_after = _half_after_unit(notes, unit.last)
    value += Decimal("0.5") if half_after else 0
    made = _made(value, unit.value, first, half_after or unit.last)
    return _with_more(notes, made) if made is not None else None


def _counts(notes: Notes, first: int, unit: Hit, value: Decimal, quantity: Quantity | None) -> bool:
    """Whether a unit is counted here: not in `a day`, `the year 2027` or `three quarters of that`."""
    if quantity is None and unit.value == "day" and notes.word(first - 1) not in _DAY_AFTER:
        return False
    if quantity is None and notes.words[unit.first] in ("an", "rok") and notes.language != "fr":
        return False
    if quantity is None and notes.words[unit.first] == "mes" and notes.language not in ("es", "pt"):
        return False  # `à mes enfants`
    if unit.value == "year" and quantity is not None and quantity.figures and value >= 1900:
        return False
    return not (unit.value == "quarter" and notes.word(unit.last) in _OF)


_OF = ("of", "von", "de", "di", "van", "av")


_ONE_MORE = frozenset(
    "further additional weiteres weiterer weiteren weitere zusatzliches autre altro extra nog kolejny full whole volles"
    " ganzes single heel helt".split()
)
_BEFORE_UNIT = frozenset("full volle whole calendar consecutive more further additional weitere autres e".split())
_DAY_AFTER = frozenset("for fur pour por per voor of exactly just".split())


def _lone_m(notes: Notes, value: Decimal, at: int, last: int) -> Length | None:
    """`6m` in a list of terms is six months; `3m people` is not."""
    if value != int(value) or not 1 <= value <= 36 or notes.hit("currency", last) or notes.ending("currency", at):
        return None
    if any(at - 4 <= hit.first < at for hit in notes.of("notfee")):
        return None  # `our turnover is 2m`
    following = notes.word(last)
    if following and following[0].isalpha() and following not in ("from", "for", "starting", "and", "in"):
        return None
    return Length(int(value), None, at, last)


def _bare_half(notes: Notes, at: int) -> Length | None:
    half = notes.hit("half", at)
    if half is None:
        return None
    cursor = half.last
    article = notes.hit("article", cursor)
    unit = notes.hit("unit", article.last if article is not None else cursor)
    return _made(Decimal("0.5"), unit.value, at, unit.last) if unit is not None else None


def _and_a_half(notes: Notes, last: int, value: Decimal) -> tuple[int, Decimal]:
    """`six and a half months`: the half stands before the unit."""
    joint = notes.hit("and", last)
    if joint is None:
        return last, value
    article = notes.hit("article", joint.last)
    half = notes.hit("half", article.last if article is not None else joint.last)
    if half is not None and notes.hit("unit", half.last) is not None:
        return half.last, value + Decimal("0.5")
    return last, value


def _half_after_unit(notes: Notes, last: int) -> int | None:
    """`two years and a half`, `dos años y medio`, `1年半`."""
    if notes.word(last) in ("半", "반"):
        return last + 1
    joint = notes.hit("and", last)
    if joint is None:
        return None
    article = notes.hit("article", joint.last)
    half = notes.hit("half", article.last if article is not None else joint.last)
    if half is not None and notes.hit("unit", half.last) is None and notes.hit("article", half.last) is None:
        return half.last
    return None


def _with_more(notes: Notes, length: Length) -> Length:
    """`1 year and 3 months`."""
    joint = notes.hit("and", length.last)
    start = joint.last if joint is not None else length.last
    quantity = quantity_at(notes, start) if start < notes.size else None
    unit = notes.hit("unit", quantity.last) if quantity is not None else None
    if quantity is None or unit is None or unit.value != "month" or length.months is None or length.months % 12:
        return length
    if quantity.value != int(quantity.value) or quantity.value >= 12:
        return length
    return Length(length.months + int(quantity.value), None, length.first, unit.last)


def _made(value: Decimal, unit: str, first: int, last: int) -> Length | None:
    if value <= 0:
        return None
    if unit in _UNIT_DAYS:
        days = value * _UNIT_DAYS[unit]
        return Length(None, int(days), first, last) if days == int(days) and days <= _MAX_MONTHS * 30 else None
    months = value * _UNIT_MONTHS[unit]
    if months > _MAX_MONTHS:
        return None
    if months == int(months):
        return Length(int(months), None, first, last)
    days = months * 30
    return Length(None, int(days), first, last) if days == int(days) else None
