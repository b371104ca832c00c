"""How long: which length on the page is the time of use; never an age, a deadline, or a shop's years in business."""

from __future__ import annotations

from dataclasses import dataclass

from bot.reading.gone_by import gone_by
from bot.reading.held_out import or_maybe, rate, shifts
from bot.reading.longer import Stretch, named_stretch, stretched
from bot.reading.notes import Notes
from bot.reading.numbers import Quantity, quantity_at
from bot.reading.written_lengths import Length, length_at

_AFTER_NO_LENGTH = frozenset(
    "younger older jonger ouder junger jeune joven jovem giovane yngre old ago experience anniversary"
    " warranty guarantee notice later earlier delay jahre alt lavorativi lavorativo habiles"
    " fa geleden temu atras sedan laborables uteis ouvres ouvrables shoot turnaround spot payment terms".split()
)
_BEFORE_NO_LENGTH = frozenset(
    "within last past previous every over innerhalb letzten since seit depuis sinds llevamos llevo llevan"
    " after nach apres despues dopo depois efter".split()
)
_SO_LONG_AGO = frozenset("vor hace ha".split())
"""Right before a length: `vor zwei Jahren`, `hace 20 años`, `há 20 anos`; two words away they say other things."""
_BY_NOW = frozenset("now nu jetzt already deja".split())
"""`I have been at them for two days now`: days that have gone by."""
_IN_THE_PAST = frozenset("worked known existed collaborated partnered studied lived".split())
_LONG_STANDING = frozenset(
    "mercado mercato marche marknaden branche branchen experiencia"
    " business market existing experience been around running trading house history industry".split()
)


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


def _is_use(notes: Notes, length: Length) -> bool:
    """Whether this length can be the time of use."""
    first, start = length.first, notes.clause_start(length.first)
    before = notes.word(first - 1)
    if _of_something_else(notes, length) or gone_by(notes, length):
        return False
    nearest = max(start, first - (1 if before == "for" else 2))
    if any(notes.words[token] in _BEFORE_NO_LENGTH for token in range(nearest, first)):
        return before == "over" and notes.word(first - 2) != "for" and (length.months or 0) < 60
    if before in _SO_LONG_AGO and (before != "ha" or notes.language == "pt"):
        return False
    if before == "in" and (length.months or 0) < 12 and not notes.near("from", start, first):
        return False
    if before not in _FOR and _elsewhen(notes, max(start, first - 4), first):
        return False
    if notes.reported[first] or _refused(notes, length) or _of_a_figure(notes, first):
        return False
    if shifts(notes, start, first, length.last) or rate(notes, first):
        return False
    if any(notes.words[token] in _IN_THE_PAST for token in range(start, first)):
        return False
    if length.months is not None and length.months >= 84:
        return all(word not in _LONG_STANDING for word in notes.words[start : notes.clause_end(length.last)])
    return not (notes.hit("per", first - 1) and before in ("per", "/"))


_FOR = ("for", "fur", "pour", "por", "per")


def _of_something_else(notes: Notes, length: Length) -> bool:
    """`two years younger`, `10 years of experience`, two days in a studio, `for two days now`, `de 60 años`."""
    after = notes.word(length.last)
    if after in _AFTER_NO_LENGTH or notes.word(length.last + (after in ("'", "of"))) in ("experience", "notice"):
        return True
    if length.days is not None and length.days <= _SHOOT_DAYS and _at_a_shoot(notes, length):
        return True
    if length.days is not None and length.days <= 14 and after in _BY_NOW:
        return True
    ages = (hit for hit in notes.of("altered") if hit.value == "age")
    return any(hit.first < length.first and length.last <= hit.last for hit in ages)


def _of_a_figure(notes: Notes, first: int) -> bool:
    """`5 and a quarter`: the quarter of a figure."""
    if first < 2 or notes.ending("and", first) is None or notes.hit("article", first) is None:
        return False
    whole = quantity_at(notes, first - 2)
    return whole is not None and whole.last == first - 1


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
