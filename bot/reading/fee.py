"""The one fee a message states: chosen among its amounts, counted up, moved from the table, or asked about."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from bot.reading import lengths as reading_lengths
from bot.reading import terms
from bot.reading.alone import for_a_package
from bot.reading.amounts import Amount, amounts, choose_currency
from bot.reading.findings import Figure
from bot.reading.instalments import in_parts, together
from bot.reading.money import fees, joined_as_range
from bot.reading.moves import move
from bot.reading.notes import Notes
from bot.reading.spoken import fits_table
from bot.reading.table_moves import Move

Span = tuple[int, int]


@dataclass(frozen=True)
class FeeRead:
    """`fee` or `fee_max`, the words, why it must be asked, and the tokens that money took."""

    fee: Figure | None
    fee_max: Figure | None
    span: Span | None
    unclear: str | None
    amounts: tuple[Amount, ...]
    taken: bytearray
    moved: bool

    @property
    def spans(self) -> tuple[Span, ...]:
        """The spans of what counts as a fee here."""
        return (self.span,) if self.span is not None else ()


def read_fee(notes: Notes, territories: tuple[str, ...]) -> FeeRead:
    """The fee of the page. `territories` settle which dollar a `$` is."""
    read = _read(notes, territories)
    if read.fee is not None and not read.moved and not notes.has("instruction") and _tiny(notes, read.fee):
        return replace(read, fee=None, unclear="a step, or the whole fee?")
    return read


def _tiny(notes: Notes, fee: Figure) -> bool:
    """`lasst uns 400 nach`, after an offer of 6,000: hardly the whole fee, in whichever words a step is asked for."""
    table = notes.context.on_table
    if table is None or table.theirs is None or notes.context.role != "brand":
        return False
    return fee[0] * 8 <= table.theirs[0] and fee[1] in (None, table.theirs[1])


def _read(notes: Notes, territories: tuple[str, ...]) -> FeeRead:
    every = amounts(notes)
    offered = fees(notes, every)
    taken = bytearray(notes.named)
    for amount in every:
        if not amount.bare or amount in offered:
            taken[amount.first : amount.last] = b"\1" * (amount.last - amount.first)
    for amount in offered:
        taken[amount.first : amount.last] = b"\1" * (amount.last - amount.first)
    moved = move(notes, offered, every)
    if moved is not None:
        return _of_move(moved, tuple(offered), taken)
    whole = together(notes, every) if offered or notes.in_talks else None
    if whole is not None:
        taken[whole.first : whole.last] = b"\1" * (whole.last - whole.first)
        figure, doubt = _figure(notes, whole, territories)
        return FeeRead(figure, None, (whole.first, whole.last), doubt, (whole,), taken, False)
    if not offered:
        return FeeRead(None, None, None, None, (), taken, False)
    ranged = _range(notes, offered)
    if ranged is not None:
        figure, doubt = _figure(notes, ranged, territories)
        return FeeRead(None, figure, (ranged.first, ranged.last), doubt, tuple(offered), taken, False)
    chosen, doubt = _choose(notes, offered)
    if chosen is None:
        return FeeRead(None, None, (offered[0].first, offered[0].last), doubt, tuple(offered), taken, False)
    return _settled(notes, chosen, tuple(offered), territories, taken)


def _of_move(moved: Move, offered: tuple[Amount, ...], taken: bytearray) -> FeeRead:
    taken[moved.span[0] : moved.span[1]] = b"\1" * (moved.span[1] - moved.span[0])
    if moved.value is None or moved.value <= 0:
        return FeeRead(None, None, moved.span, moved.unclear or "the move leaves no figure", offered, taken, True)
    return FeeRead((moved.value, moved.currency), None, moved.span, None, offered, taken, True)


def _range(notes: Notes, offered: list[Amount]) -> Amount | None:
    """The upper end of a range, its span widened over both ends; a fall (`from 9k to 7k`) is no range."""
    for one, other in pairwise(offered):
        if joined_as_range(notes, one, other) and one.value < other.value and not one.unsure and not other.unsure:
            return replace(other, first=one.first, currency=other.currency or one.currency)
    return None


def _choose(notes: Notes, offered: list[Amount]) -> tuple[Amount | None, str | None]:
    """One amount, or why there is none."""
    if len(offered) == 1:
        return offered[0], None
    if len({amount.value for amount in offered}) == 1 and len({a.currency for a in offered} - {None}) <= 1:
        return next((amount for amount in offered if amount.currency is not None), offered[-1]), None
    first, last = offered[0], offered[-1]
    lettered = [amount for amount in offered if amount.last < notes.size and for_a_package(notes, amount.last)]
    if len(lettered) == 1 and fits_table(notes, lettered[0].value):
        return lettered[0], None  # `4,500 for my 39,500. 205,000 for A`
    corrected = notes.near("correction", first.last, last.first)
    if corrected is None and notes.hit("or", last.first - 1) is not None and first.last < last.first - 1:
        return None, "more than one figure is named"  # `4k for print only or 5k with the website`
    if corrected or notes.near("but", first.last, last.first):
        return last, None
    if joined_as_range(notes, first, last) and first.value > last.value:
        return last, None
    if (_proposed(notes, last) and not _proposed(notes, first)) or _suggested(notes, last):
        return last, None
    if any(hit.value == "polite" and first.last <= hit.first < last.first for hit in notes.of("ask")):
        return last, None  # `vous êtes à 6 000 : et si on se retrouvait à 5 200 ?`
    if _converted(notes, first, last):
        return first, None
    parts = [amount for amount in offered if amount.per is not None]
    totals = [amount for amount in offered if amount.per is None]
    if parts and len(totals) == 1:
        return totals[0], None
    return None, "more than one figure is named"


def _proposed(notes: Notes, amount: Amount) -> bool:
    """`let's do 5.3k`, `how about 7`: words of proposing right before the figure."""
    hit = notes.ending("feeword", amount.first)
    return hit is not None and hit.value == "do" and hit.last - hit.first > 1


_SUGGESTING = frozenset(
    "let's lets how what could can shall make call sagen machen disons digamos diciamo laissez laisse mettons mettez"
    " cerremos cerramos dejalo dejemoslo dejadlo ponlo pongamoslo quedemos facciamo mettiamo chiudiamo lasciamo fica"
    " fechamos fechemos deixa deixamos maak laten landa landar sag sagt macht dajmy zrobmy stanmy niech umowmy".split()
)


def _suggested(notes: Notes, amount: Amount) -> bool:
    """`you're at 6, I'm at 4.5, let's land at 5.2`: the last figure answers the ones before."""
    hit = notes.ending("feeword", amount.first)
    return hit is not None and hit.last - hit.first > 1 and notes.words[hit.first] in _SUGGESTING


def _converted(notes: Notes, one: Amount, other: Amount) -> bool:
    """`$5,000 (about €4,600)`: the same money twice."""
    return (
        one.currency != other.currency
        and None not in (one.currency, other.currency)
        and "(" in notes.words[one.last : other.first]
    )


def _settled(
    notes: Notes, chosen: Amount, offered: tuple[Amount, ...], territories: tuple[str, ...], taken: bytearray
) -> FeeRead:
    span = (chosen.first, chosen.last)
    if chosen.unsure is not None:
        whys = {
            "vague": "no exact figure",
            "currency": "two currencies",
            "zero": "not a fee",
            "negative": "not a fee",
            "size": "too large",
        }
        return FeeRead(None, None, span, whys[chosen.unsure], offered, taken, False)
    if in_parts(notes, chosen):
        return FeeRead(None, None, span, "only a part of the fee is named", offered, taken, False)
    if chosen.per is not None:
        count = _count(notes, chosen.per, territories, taken)
        if count is None:
            return FeeRead(None, None, span, f"a fee for each {chosen.per}, but how many?", offered, taken, False)
        chosen = replace(chosen, value=chosen.value * count)
    figure, doubt = _figure(notes, chosen, territories)
    return FeeRead(figure, None, span, doubt, offered, taken, False)


def _figure(notes: Notes, amount: Amount, territories: tuple[str, ...]) -> tuple[Figure, str | None]:
    currency, ask = choose_currency(notes, amount.currency, territories)
    value = amount.value if amount.value != amount.value.to_integral_value() else amount.value.to_integral_value()
    return (value, currency), "which currency?" if ask else None


_DAYS = {"day": 1, "week": 7, "month": 30, "year": 360}


def _count(notes: Notes, per: str, territories: tuple[str, ...], taken: bytearray) -> Decimal | None:
    """How many months, images, markets or media the message names."""
    if per == "image":
        said = terms.assets(notes, taken)
        return Decimal(said.value) if said is not None and isinstance(said.value, int) else None
    if per == "market":
        return Decimal(len(territories)) if territories and territories != ("001",) else None
    if per == "medium":
        named = {hit.value for hit in notes.of("media")}
        return Decimal(len(named)) if named and "all" not in named else None
    length, days = reading_lengths.read_length(notes, taken).length, _DAYS.get(per)
    if length is None or days is None:
        return None
    total = length.months * 30 if length.months is not None else length.days or 0
    return Decimal(total) / days if total % days == 0 or per == "year" else None
