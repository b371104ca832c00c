"""What every relative move rests on: the two figures on the table, and the figure that a move comes to."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from bot.domain.money import minor_digits
from bot.reading.findings import OnTable
from bot.reading.notes import Notes

TableFigure = tuple[Decimal, str]


@dataclass(frozen=True)
class Move:
    """The figure a relative move comes to, or why it must be asked; the tokens that said it."""

    value: Decimal | None
    currency: str | None
    span: tuple[int, int]
    unclear: str | None = None


def yours_and_mine(notes: Notes) -> tuple[TableFigure | None, TableFigure | None]:
    """(the figure this person wants lower or is offered, the figure this person would raise)."""
    table = notes.context.on_table or OnTable()
    if notes.context.role == "brand":
        return table.ours or table.theirs, table.theirs or table.ours
    return table.theirs or table.ours, table.theirs or table.ours


def made(value: Decimal, currency: str, span: tuple[int, int]) -> Move:
    """A move to a value, rounded to what its currency has."""
    digits = Decimal(1).scaleb(-minor_digits(currency))
    rounded = value.quantize(digits, rounding=ROUND_HALF_UP)
    whole = rounded.to_integral_value()
    return Move(whole if whole == rounded else rounded, currency, span)


_WENT = frozenset("went gone came moved jumped climbed raised increased".split())
_RAISED = frozenset("hochgegangen raufgegangen hochgekommen entgegengekommen draufgelegt draufgepackt".split())
_RISEN = frozenset("montes subido saliti salito alzato".split())
_WRITTEN_ALIKE = frozenset("monte augmente".split())
_HAVING = frozenset("ai a as avons avez ont est".split())
"""`on a monté`, where `on monte` is a step that is being made."""
_TO = frozenset("to auf a au hasta fino".split())
_FEW = 5


def was_added(notes: Notes, first: int, last: int) -> bool:
    """`we just went up by 3 million`, `wir sind 3 Millionen hochgegangen`: what a figure rose by, and no new one."""
    before = notes.words[max(notes.clause_start(first), first - _FEW) : first]
    after = notes.words[last : min(notes.clause_end(last), last + 2)]
    if not _TO.isdisjoint(before):
        return False
    went_up = not _WENT.isdisjoint(before) and not {"up", "by"}.isdisjoint(before)
    went_up = went_up or any(one in _HAVING and two in _WRITTEN_ALIKE for one, two in pairwise(before))
    return went_up or not _RISEN.isdisjoint(before) or not _RAISED.isdisjoint(after)
