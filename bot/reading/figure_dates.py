"""Dates in figures: 2027-01-10, 10/01/2027, 10.1.2027, 10.01. — the order of day and month settled by evidence.

Where day and month could be either way round and nothing tells, the date says so and is asked about.
"""

from __future__ import annotations

from bot.reading.notes import Notes
from bot.reading.point import NO_SUCH_DAY, SKIPPED_BEFORE, Point, valid_day


def numeric_date(notes: Notes, at: int) -> Point | None:
    """2027-01-10, 10/01/2027, 10.1.2027, 10.01., 10/1 — with the order settled by evidence."""
    word = notes.words[at]
    parts, last = [word], at + 1
    if "." in word:
        parts = word.split(".")
    else:
        separator = notes.word(last)
        while (
            separator in ("/", "-")
            and len(parts) < 3
            and notes.word(last) == separator
            and notes.word(last + 1).isdecimal()
        ):
            if not (notes.page.glued(last) and notes.page.glued(last + 1)):
                break
            parts.append(notes.words[last + 1])
            last += 2
    if not all(part.isdecimal() for part in parts):
        return None
    if len(parts) == 3:
        return _three_parts(notes, parts, at, last)
    if len(parts) == 2 and len(parts[0]) <= 2 and len(parts[1]) <= 2:
        dotted = "." in word
        return _two_parts(notes, int(parts[0]), int(parts[1]), at, last, dotted)
    if (
        len(parts) == 2
        and len(parts[1]) == 4
        and word != "."
        and 1 <= int(parts[0]) <= 12
        and 1990 <= int(parts[1]) <= 2150
    ):
        return Point("month", int(parts[1]), int(parts[0]), None, at, last)
    return None


def _three_parts(notes: Notes, parts: list[str], at: int, last: int) -> Point | None:
    numbers = [int(part) for part in parts]
    if len(parts[0]) == 4:
        year, month, day = numbers
        if not (1900 <= year <= 2150 and 1 <= month <= 12 and 1 <= day <= 31):
            return None
        wrong = None if valid_day(year, month, day) else NO_SUCH_DAY
        return Point("day", year, month, day, at, last, wrong)
    if len(parts[2]) not in (2, 4):
        return None
    year = numbers[2] if len(parts[2]) == 4 else 2000 + numbers[2]
    return _ordered(notes, numbers[0], numbers[1], year, at, last, "." in notes.words[at])


def _two_parts(notes: Notes, one: int, two: int, at: int, last: int, dotted: bool) -> Point | None:
    """10/1 or 10.01.: a date only beside words that ask for one."""
    if dotted and not _dotted_date(notes, at, last):
        return None
    if not dotted and notes.word(at + 1) == "-":
        return None
    if not dotted and not opened(notes, at) and notes.context.asked not in ("starts_on", "ends_on"):
        return None
    return _ordered(notes, one, two, None, at, last, dotted)


def _dotted_date(notes: Notes, at: int, last: int) -> bool:
    """`10.01.` and `ab 10.01`, but not `5.2` or an English `4.5 to 5k`."""
    word = notes.words[at]
    touching = notes.word(last) == "." and notes.page.glued(last)
    if touching and notes.word(last + 1) in ("-", "bis", "to", "~", "til") and "." in notes.word(last + 2):
        return True
    if notes.language == "en":
        day, _, month = word.partition(".")
        clear = len(word) == 5 or int(day) > 12 or (notes.word(last) == "." and notes.page.glued(last))
        return clear and 1 <= int(month) <= 12 and opened(notes, at)
    closed = notes.word(last) == "." and notes.page.glued(last) and notes.word(last + 1) != "."
    return closed or (opened(notes, at) and (word[0] == "0" or len(word) == 5))


_ON = frozenset("on am le el il dia op den w dnia dem al del dal".split())


def opened(notes: Notes, at: int) -> bool:
    """Whether words that ask for a date stand right before a token."""
    cursor = at
    while cursor > 0 and notes.words[cursor - 1] in SKIPPED_BEFORE:
        cursor -= 1
    kinds = ("from", "until", "weekday")
    if any(notes.ending(kind, token) is not None for kind in kinds for token in range(cursor, at + 1)):
        return True
    if notes.word(at - 1) in _ON and notes.word(at + 1) == "/":
        return True
    return notes.word(at - 1) in ("-", "to") and notes.word(at - 2)[:1].isdecimal()


def _ordered(notes: Notes, one: int, two: int, year: int | None, at: int, last: int, dotted: bool) -> Point | None:
    """Day and month, or month and day; where both fit and nothing tells, the point says so."""
    day_first, month_first = valid_day(year, two, one), valid_day(year, one, two)
    if not day_first and not month_first:
        impossible = year is not None and 29 <= one <= 31 and 1 <= two <= 12
        return Point("day", year, two, one, at, last, NO_SUCH_DAY) if impossible else None
    if day_first and month_first and one != two and not dotted:
        order = date_order(notes)
        if order is None:
            return Point("day", year, two, one, at, last, "the day and the month could be either way round")
        month_first = order == "month"
        day_first = not month_first
    month, day = (two, one) if day_first else (one, two)
    return Point("day", year, month, day, at, last)


def date_order(notes: Notes) -> str | None:
    """Whether this writer puts the `day` or the `month` first, by evidence; None where there is none."""
    locale = (notes.context.locale or "").replace("_", "-")
    if locale:
        return "month" if locale in ("en-US", "en-PH") else "day"
    for at, word in enumerate(notes.words):
        if word.isdecimal() and notes.word(at + 1) == "/" and notes.word(at + 2).isdecimal() and len(word) <= 2:
            one, two = int(word), int(notes.words[at + 2])
            if one > 12 >= two:
                return "day"
            if two > 12 >= one and two <= 31:
                return "month"
    if notes.language not in ("en",):
        return "day"
    money = {hit.value for hit in notes.of("currency")}
    if money & {"GBP", "EUR", "CHF", "AUD", "NZD", "SEK", "NOK", "DKK", "PLN", "INR"}:
        return "day"
    lands = {hit.value for hit in notes.of("place")} | set(notes.context.territories)
    if lands & {"US"} and (money & {"$", "USD"} or len(lands) == 1):
        return "month"
    if (notes.context.currency or "") in ("EUR", "GBP", "CHF", "SEK"):
        return "day"
    return None
