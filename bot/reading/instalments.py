"""A fee in parts by the day they are due: `3,000 now and 3,000 on delivery` is one fee of 6,000."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from bot.reading.amounts import Amount
from bot.reading.notes import Notes

_FIRST, _LATER = "first", "later"


def together(notes: Notes, every: list[Amount]) -> Amount | None:
    """The whole fee where each figure says when it is due, or beside them stands their total; None elsewhere."""
    money = [amount for amount in every if amount.value >= 50 and amount.unsure is None]
    due = [(amount, when) for amount in money if (when := _when(notes, amount)) is not None]
    if len(due) < 2 or not any(when == _LATER for _, when in due) or len({a.currency for a, _ in due} - {None}) > 1:
        return None
    if notes.near("condition", due[-1][0].last, notes.clause_end(due[-1][0].first, also_comma=False)) is not None:
        return None  # `5k now, 6k later if we extend`
    total = sum((amount.value for amount, _ in due), start=Decimal(0))
    rest = [amount for amount in money if not any(amount is part for part, _ in due)]
    if any(notes.reported[amount.first] or amount.value != total for amount in rest):
        return None
    currency = next((amount.currency for amount in money if amount.currency is not None), None)
    return replace(
        due[0][0], value=total, currency=currency, first=money[0].first, last=money[-1].last, bare=False, per=None
    )


def in_parts(notes: Notes, chosen: Amount) -> bool:
    """`3,000 now, the rest on delivery`: the figure is only a part."""
    return _when(notes, chosen) == _FIRST and any(
        hit.value == "rest" and chosen.last <= hit.first < chosen.last + 8 for hit in notes.of("instalment")
    )


def _when(notes: Notes, amount: Amount) -> str | None:
    """When this figure is due, by the words right behind it."""
    for at in (amount.last, amount.last + 1):
        hit = notes.hit("instalment", at)
        if hit is not None and hit.value != "rest":
            return hit.value
        if notes.word(at) not in ("paid", "due", "payable", "is", "are", ","):
            return None
    return None
