"""Money and days in our own gold messages, read by us and by the peers: no peer's specification is the judge here.

Only what a reader of single values could find is asked: a fee with its currency whose figures stand in the message (no
moves from a table, no products of a count), and days whose number stands there. The count is generous to all: a reader
is right when the gold value is among all that it found, wrong when it found others only. Our rules were tuned on all
sets but `held`, which is small; the peers know no Swedish or Polish, and not every peer all the others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from bench.reading.oracle import Row
from bench.reading.score import NOW, context_of, gold
from bot.reading.notes import Notes
from bot.reading.read import read
from bot.reading.text import Page

Finder = Callable[[Row], Iterable[object]]
Wanted = tuple[Row, str]
"""A row as the readers of single values take it, and the value they should find, as text."""


@dataclass
class NeutralScore:
    """Values asked for, found, missed for others, and passed over in silence."""

    asked: int = 0
    right: int = 0
    wrong: int = 0

    @property
    def precision(self) -> float:
        """Share of the answers that held the value."""
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Share of the values that were found."""
        return self.right / max(1, self.asked)


def fees(sets: Iterable[str] = ()) -> list[Wanted]:
    """Every gold fee that was said with a currency and in figures."""
    found = []
    for row in gold(sets, "brand"):
        fee = row["gold"].get("fee")  # type: ignore[attr-defined]
        if fee is None or fee[1] is None:
            continue
        figures = Decimal(fee[0]).normalize().as_tuple().digits
        written = re.sub(r"\D", "", str(row["text"]))
        if "".join(map(str, figures)).rstrip("0") in written or not written:
            found.append((_as_row(row), plain(Decimal(fee[0]))))
    return found


def days(sets: Iterable[str] = ()) -> list[Wanted]:
    """Every gold start or end whose day of the month is written in its message."""
    found = []
    for row in gold(sets, "brand"):
        for name in ("starts_on", "ends_on"):
            day = row["gold"].get(name)  # type: ignore[attr-defined]
            if day is not None and re.search(rf"(?<!\d)0?{int(day[-2:])}(?!\d)", str(row["text"])):
                found.append((_as_row(row), str(day)))
    return found


def _as_row(row: Row) -> Row:
    context = context_of(row)
    language = Notes(Page(str(row["text"])), context).language
    return {**row, "lang": language, "now": NOW.replace(tzinfo=None).isoformat()}


def our_fees(row: Row) -> list[Decimal]:
    """The one fee that the whole reader understands."""
    fee = read(str(row["text"]), context_of(row)).fee
    return [] if fee is None else [fee[0]]


def our_days(row: Row) -> list[str]:
    """The start and the end that the whole reader understands."""
    found = read(str(row["text"]), context_of(row))
    return [day.isoformat() for day in (found.starts_on, found.ends_on) if day is not None]


def plain(value: Decimal) -> str:
    """A number in one spelling."""
    return f"{value.normalize():f}"


def judge(wanted: list[Wanted], reader: Finder) -> NeutralScore:
    """How often a reader finds the value."""
    result = NeutralScore(len(wanted))
    for row, value in wanted:
        said = {plain(each) if isinstance(each, Decimal) else str(each) for each in reader(row)}
        result.right += value in said
        result.wrong += bool(said) and value not in said
    return result
