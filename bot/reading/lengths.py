"""How long: months, or days for weeks and days; never an age, a deadline, or a shop's years in business.

Years, halves and quarters are whole months; a month is 30 days where it must be broken (DESIGN §7).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from bot.reading.held_out import or_maybe, rate, shifts
from bot.reading.longer import Stretch, named_stretch, stretched
from bot.reading.notes import Notes
from bot.reading.numbers import Quantity, quantity_at
from bot.reading.spoken import in_millions

_UNIT_MONTHS = {"year": 12, "quarter": 3, "month": 1}
_UNIT_DAYS = {"week": 7, "day": 1}
_MAX_MONTHS = 1200
_AFTER_NO_LENGTH = frozenset(
    "younger older jonger ouder junger jeune joven jovem giovane yngre old ago experience anniversary"
    " warranty guarantee notice later earlier delay jahre alt lavorativi lavorativo habiles"
    " laborables uteis ouvres ouvrables shoot turnaround spot payment terms".split()
)
_BEFORE_NO_LENGTH = frozenset("within last past previous every over innerhalb letzten since seit depuis sinds".split())
_BY_NOW = frozenset("now nu jetzt already deja".split())
"""`I have been at them for two days now`: days that have gone by."""
_IN_THE_PAST = frozenset("worked known existed collaborated partnered studied lived".split())
_LONG_STANDING = frozenset(
    "mercado mercato marche marknaden branche branchen experiencia"
    " business market existing experience been around running trading house history industry".split()
)


@dataclass(frozen=True)
class Length:
    """A length at tokens `first` up to `last`: either whole months or days."""

    months: int | None
    days: int | None
    first: int
    last: int


@dataclass(frozen=True)
class LengthRead:
    """The one length meant, or why it must be asked."""

    length: Length | None
    unclear: str | None
    span: tuple[int, int] | None = None


def lengths(notes: Notes, taken: bytearray) -> list[Length]:
    """All lengths on the page that could be the time of use, in order."""
    found: list[Length] = []
    at = 0
    while at < notes.size:
        length = None if taken[at] else length_at(notes, at)
        if length is None:
            at += 1
            continue
        if _is_use(notes, length):
            found.append(length)
        elif (_refused(notes, length) or notes.reported[length.first]) and (
            instead := _instead(notes, length)
        ) is not None:
            found.append(instead)
        at = length.last
    return found


def length_at(notes: Notes, at: int) -> Length | None:
    """The length that begins at a token, whatever it is the length of."""
    phrase = notes.hit("length", at)
    if phrase is not None and _free_phrase(notes, phrase.first, phrase.last):
        unit, _, number = phrase.value.partition(" ")
        months, days = (int(number), None) if unit == "months" else (None, int(number))
        return Length(months, days, at, phrase.last)
    return _fraction_of(notes, at) or _counted(notes, at)


def _instead(notes: Notes, length: Length) -> Length | None:
    """`not 6 months but 4`, `instead of 6 months let's say 4`, `4 instead of 6 months`: the other borrows the unit."""
    quantity = _borrowing(notes, length) or _replacing(notes, length)
    if quantity is None:
        return None
    value = int(quantity.value)
    first, last = min(length.first, quantity.first), max(length.last, quantity.last)
    if length.months is not None:
        return Length(value * (12 if length.months % 12 == 0 and length.months else 1), None, first, last)
    return Length(None, value * (7 if (length.days or 0) % 7 == 0 else 1), first, last)


_LEADING = ("but", "feeword", "filler", "subject", "correction", "only")


def _borrowing(notes: Notes, length: Length) -> Quantity | None:
    """The bare number that takes a refused length's place, at most a few small words behind it."""
    at = length.last
    for _ in range(5):
        if notes.hit("length", at) is not None:
            return None
        quantity = quantity_at(notes, at) if at < notes.size else None
        if quantity is not None:
            return quantity if _could_count(notes, quantity) else None
        step = next((hit.last for kind in _LEADING if (hit := notes.hit(kind, at)) is not None), None)
        if step is None:
            if notes.word(at) != ",":
                return None
            step = at + 1
        at = step
    return None


def _could_count(notes: Notes, quantity: Quantity) -> bool:
    """Whether a bare number could count months or days: whole, small, and of nothing else."""
    counted = any(
        notes.hit(kind, quantity.last) for kind in ("unit", "currency", "scale", "asset", "countnoun", "month")
    )
    whole = quantity.value == int(quantity.value) and 0 < quantity.value < 100 and quantity.scaled < 1000
    return whole and not counted and notes.ending("currency", quantity.first) is None


def _replacing(notes: Notes, length: Length) -> Quantity | None:
    """The bare number right before an `instead of` that stands right before a length."""
    swap = next((hit for hit in notes.of("reported") if hit.value == "instead" and hit.last == length.first), None)
    if swap is None:
        return None
    for at in range(max(0, swap.first - 3), swap.first):
        quantity = quantity_at(notes, at)
        if quantity is not None and quantity.last == swap.first:
            return quantity if _could_count(notes, quantity) else None
    return None


def borrows_unit(notes: Notes, first: int) -> bool:
    """Whether the number at a token is a length that takes another's place (`instead of 6 months let's say 4`)."""
    for hit in notes.of("unit"):
        if 0 < first - hit.last <= 6:
            length = next((made for at in range(max(0, hit.first - 4), hit.first)
                           if (made := length_at(notes, at)) is not None and made.last == hit.last), None)  # fmt: skip
            if length is not None and (_refused(notes, length) or notes.reported[length.first]):
                quantity = _borrowing(notes, length)
                if quantity is not None and quantity.first == first:
                    return True
    return False


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


_ONE_MORE = frozenset(
    "further additional weiteres weiterer weiteren weitere zusatzliches autre altro extra nog kolejny".split()
)


_BEFORE_UNIT = frozenset("full volle whole calendar consecutive more further additional weitere autres e".split())


def _counted(notes: Notes, at: int) -> Length | None:
    quantity = quantity_at(notes, at)
    value, last = (quantity.value, quantity.last) if quantity is not None else (None, at)
    if quantity is not None and notes.word(at - 1) == ":" and notes.word(at - 2)[:1].isdecimal():
        return None  # `um 15:30 an`: a time of day, and no thirty years
    if quantity is None:
        article = notes.hit("article", at) or notes.hit("another", at)
        if article is None:
            return _bare_half(notes, at)
        value, last = Decimal(1), article.last
        if notes.word(last) in _ONE_MORE or notes.word(last) in (
            "full",
            "whole",
            "volles",
            "ganzes",
            "single",
            "further",
            "heel",
            "helt",
        ):
            last += 1
    elif quantity.short_scale and quantity.value <= 60_000_000:
        if in_millions(notes, quantity):
            return None
        return _lone_m(notes, quantity.value / 1_000_000, at, last)
    elif quantity.scaled >= 1000:
        return None
    assert value is not None
    last, value = _and_a_half(notes, last, value)
    last += notes.word(last) in _BEFORE_UNIT
    last += notes.word(last) == "-" and notes.page.glued(last) and notes.hit("unit", last + 1) is not None
    unit = notes.hit("unit", last)
    if quantity is None and unit is not None and unit.value == "day" and notes.word(at - 1) not in _DAY_AFTER:
        return None
    if unit is None or (notes.words[unit.first] in ("an", "rok") and quantity is None and notes.language != "fr"):
        return None
    if unit.value == "year" and quantity is not None and quantity.figures and value >= 1900:
        return None
    if unit.value == "quarter" and notes.word(unit.last) in ("of", "von", "de", "di", "van", "av"):
        return None  # `three quarters of that`
    last, value = unit.last, value
    half_after = _half_after_unit(notes, last)
    if half_after:
        value, last = value + Decimal("0.5"), half_after
    made = _made(value, unit.value, at, last)
    return _with_more(notes, made) if made is not None else None


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


def _is_use(notes: Notes, length: Length) -> bool:
    """Whether this length can be the time of use."""
    before, after = notes.word(length.first - 1), notes.word(length.last)
    if after in _AFTER_NO_LENGTH or notes.word(length.last + (after in ("'", "of"))) in ("experience", "notice"):
        return False
    if length.days is not None and length.days <= _SHOOT_DAYS and _at_a_shoot(notes, length):
        return False
    if after in _BY_NOW and length.days is not None and length.days <= 14:
        return False
    start = notes.clause_start(length.first)
    nearest = max(start, length.first - (1 if before == "for" else 2))
    if any(notes.words[token] in _BEFORE_NO_LENGTH for token in range(nearest, length.first)):
        return before == "over" and notes.word(length.first - 2) != "for" and (length.months or 0) < 60
    if before == "in" and (length.months or 0) < 12 and not notes.near("from", start, length.first):
        return False
    if _elsewhen(notes, max(start, length.first - 4), length.first) and before not in (
        "for",
        "fur",
        "pour",
        "por",
        "per",
    ):
        return False
    if notes.reported[length.first] or _refused(notes, length):
        return False
    if shifts(notes, start, length.first, length.last) or rate(notes, length.first):
        return False
    if notes.ending("and", length.first) is not None and notes.hit("article", length.first) is not None:
        whole = quantity_at(notes, length.first - 2) if length.first > 1 else None
        if whole is not None and whole.last == length.first - 1:
            return False  # `5 and a quarter`: a figure
    if any(notes.words[token] in _IN_THE_PAST for token in range(start, length.first)):
        return False
    if any(
        aged.value == "age" and aged.first < length.first and length.last <= aged.last for aged in notes.of("altered")
    ):
        return False  # `que parezca de 60 años`
    if length.months is not None and length.months >= 84:
        near = notes.words[start : notes.clause_end(length.last)]
        return not any(word in _LONG_STANDING for word in near)
    return not (notes.hit("per", length.first - 1) and before in ("per", "/"))


_SHOOT_DAYS = 7
_SHOOT_WORDS = frozenset(
    "shoot shoots shooting studio studios drehtag drehtage dreh tournage rodaje riprese filmagem filmagens opname"
    " opnames fotoshoot fotoshooting inspelning inspelningen sesja zdjeciowa sesji".split()
)


def _at_a_shoot(notes: Notes, length: Length) -> bool:
    """`we had six people in a studio for two full days`: days of work, and none of use."""
    return any(notes.words[at] in _SHOOT_WORDS for at in notes.sentence_words(notes.sentence[length.first]))


def _elsewhen(notes: Notes, first: int, last: int) -> bool:
    """A word of shooting, paying or answering stands near; `by three months` is an amount, not a deadline."""
    return any(
        hit.first >= first and hit.last <= last and notes.words[hit.first] not in ("by", "before", "last")
        for hit in notes.of("elsewhen")
    )


def _refused(notes: Notes, length: Length) -> bool:
    at = length.first
    at -= notes.word(at - 1) in ("the", "for", "a", "full", "fur", "pour", "por", "per")
    if notes.ending("ceiling", at) is not None:
        return False
    neg = notes.ending("neg", at)
    if neg is not None:
        return True
    sentence = notes.sentence[length.first]
    return any(
        length.last <= hit.first <= length.last + 1 and notes.sentence[hit.first] == sentence
        for hit in notes.of("post")
    ) or any(length.last <= hit.first <= length.last + 2 and hit.last - hit.first > 1 for hit in notes.of("low"))


def read_length(notes: Notes, taken: bytearray) -> LengthRead:
    """The length meant on this page; a step from the table's length (`one more month`) is counted from there."""
    found = lengths(notes, taken)
    if not found:
        moved = named_stretch(notes)
        return _of_stretch(moved) if moved is not None else LengthRead(None, None)
    read = _one_of(notes, found)
    if read.length is None:
        return read
    if (other := or_maybe(notes, read.length.last)) is not None:
        return LengthRead(None, "more than one length is named", (read.length.first, other))
    moved = stretched(notes, read.length.months, read.length.days, (read.length.first, read.length.last))
    return _of_stretch(moved) if moved is not None else read


def _of_stretch(moved: Stretch) -> LengthRead:
    if moved.months is None and moved.days is None:
        return LengthRead(None, "longer or shorter than what?", moved.span)
    return LengthRead(Length(moved.months, moved.days, *moved.span), None)


def _one_of(notes: Notes, found: list[Length]) -> LengthRead:
    first, last = found[0], found[-1]
    if len({(length.months, length.days) for length in found}) == 1:
        joined = notes.word(first.first - 1) in ("-", "to", "or") and notes.word(first.first - 2)[:1].isdecimal()
        return LengthRead(None, "a range of lengths", (first.first, first.last)) if joined else LengthRead(first, None)
    if notes.near("correction", first.last, last.first) or notes.near("but", first.last, last.first):
        return LengthRead(last, None)
    return LengthRead(None, "more than one length is named", (first.first, last.last))
