"""Lengths of use: calendar months where they fit, else days, and the instants a licence starts and ends at.

Days are months of 30 (DESIGN §7). `ends_on` is the last day of use, to midnight in the licence's time zone.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from bot.domain.errors import RuleBroken
from bot.domain.vocabulary import MAX_TERM_MONTHS

DAYS_A_MONTH = 30
LATEST_YEAR = 2199


def add_months(day: date, months: int) -> date:
    """The same day `months` later, or that month's last day where it has no such day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    if year > LATEST_YEAR:
        raise RuleBroken("date_too_far")
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def last_day(starts_on: date, *, months: int | None = None, days: int | None = None) -> date:
    """The last day of use of a term of whole `months` or of `days`: the first day counts."""
    if months is not None:
        if not 1 <= months <= MAX_TERM_MONTHS:
            raise RuleBroken("term_too_long" if months > 0 else "term_empty", max_months=MAX_TERM_MONTHS)
        return add_months(starts_on, months) - timedelta(days=1)
    if days is None or days < 1:
        raise RuleBroken("term_empty")
    if days > MAX_TERM_MONTHS * 31:
        raise RuleBroken("term_too_long", max_months=MAX_TERM_MONTHS)
    return starts_on + timedelta(days=days - 1)


def term_months(starts_on: date, ends_on: date) -> Fraction:
    """The length for pricing: whole months where the dates make them, else days / 30.

    Raises RuleBroken `dates_reversed`, or `term_too_long` past 60 months.
    """
    if ends_on < starts_on:
        raise RuleBroken("dates_reversed")
    if ends_on > last_day(starts_on, months=MAX_TERM_MONTHS):
        raise RuleBroken("term_too_long", max_months=MAX_TERM_MONTHS)
    guess = (ends_on.year - starts_on.year) * 12 + ends_on.month - starts_on.month
    for months in (guess, guess + 1):
        if months >= 1 and last_day(starts_on, months=months) == ends_on:
            return Fraction(months)
    return min(Fraction((ends_on - starts_on).days + 1, DAYS_A_MONTH), Fraction(MAX_TERM_MONTHS))


def first_instant(day: date, tz: str) -> datetime:
    """Midnight at which `day` begins in `tz`, as aware UTC."""
    return datetime.combine(day, time(), ZoneInfo(tz)).astimezone(UTC)


def end_instant(ends_on: date, tz: str) -> datetime:
    """The midnight that ends `ends_on` in `tz`, as aware UTC: from this instant on the licence is over (I10)."""
    return first_instant(ends_on + timedelta(days=1), tz)


def local(instant: datetime, tz: str) -> datetime:
    """`instant` on the clock of `tz`."""
    return instant.astimezone(ZoneInfo(tz))
