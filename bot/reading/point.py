"""A day, month, quarter, half or year as it was said, its year perhaps still open."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bot.reading.notes import Notes

SKIPPED_BEFORE = frozenset(
    "the on a le la el il o den det de dem am der am an , um en i at about around : den'".split()
)
"""Small words that may stand between a preposition and its date."""


@dataclass(frozen=True)
class Point:
    """A day (`grain` "day"), month, quarter, half or year at tokens `first` up to `last`; the year may be open."""

    grain: str
    year: int | None
    month: int | None
    day: int | None
    first: int
    last: int
    unclear: str | None = None
    edge: str | None = None
    """`end` for "end of March": its last day alone."""


def today(notes: Notes) -> date:
    """The day it is where the deal lives."""
    try:
        zone = ZoneInfo(notes.context.tz)
    except (KeyError, ValueError, OSError):
        zone = ZoneInfo("UTC")
    return notes.context.now.astimezone(zone).date()


def whole_number(notes: Notes, at: int) -> int | None:
    """A plain number of at most four digits at a token."""
    word = notes.word(at)
    return int(word) if word.isdecimal() and len(word) <= 4 else None


def valid_day(year: int | None, month: int, day: int) -> bool:
    """Whether a day exists; without a year, in some year."""
    return 1 <= month <= 12 and 1 <= day <= monthrange(year or 2024, month)[1]


NO_SUCH_DAY = "there is no such day"


def first_day(point: Point, year: int) -> date:
    """The first day of a point in that year; 29 February in a common year is the 28th."""
    if point.edge == "end":
        return last_day(point, year)
    month = point.month or 1
    if point.grain == "quarter":
        month = 3 * month - 2
    if point.grain == "half":
        month = 6 * month - 5
    day = min(point.day or 1, monthrange(year, month)[1])
    return date(year, month, day)


def last_day(point: Point, year: int) -> date:
    """The last day of a point in that year."""
    if point.grain == "day":
        return first_day(Point("day", None, point.month, point.day, 0, 0), year)
    if point.grain == "week":
        return first_day(Point("day", None, point.month, point.day, 0, 0), year) + timedelta(days=6)
    month = {"month": point.month or 12, "quarter": 3 * (point.month or 4), "half": 6 * (point.month or 2), "year": 12}[
        point.grain
    ]
    return date(year, month, monthrange(year, month)[1])
