"""Dates: days, months, quarters and years as people write them, resolved against `now`, and what part each plays.

A day without a year is the next one to come. A figure date that could be read two ways is settled by the message's own
evidence (language, another date, the currency) or asked about; so is a day that has passed.
"""

from __future__ import annotations

from calendar import isleap, monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bot.reading.notes import Notes
from bot.reading.numbers import compound, figure

_MONTH_FIRST_LANDS = frozenset(("US",))
_DAY_LINKS = frozenset("of de del d' di den the . , do".split())
_YEAR_LINKS = frozenset("in of de del , . '".split())
_SKIP_BEFORE = frozenset("the on a le la el il o den det de dem am der am an , um en i at about around : den'".split())


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


@dataclass(frozen=True)
class Period:
    """The period of use as said. `unclear` maps a field to why it must be asked."""

    starts_on: date | None
    ends_on: date | None
    start_span: tuple[int, int] | None
    end_span: tuple[int, int] | None
    unclear: dict[str, str]


def today(notes: Notes) -> date:
    """The day it is where the deal lives."""
    try:
        zone = ZoneInfo(notes.context.tz)
    except (KeyError, ValueError, OSError):
        zone = ZoneInfo("UTC")
    return notes.context.now.astimezone(zone).date()


# -- finding points --------------------------------------------------------------------------------------------------


def points(notes: Notes, taken: bytearray) -> list[Point]:
    """Every date on the page, in order; tokens already read as money are passed over."""
    found: list[Point] = []
    at = 0
    while at < notes.size:
        point = None if taken[at] else _point_at(notes, at)
        if point is None:
            at += 1
        else:
            repeated = found and notes.hit("weekday", point.first) is not None and point.first - found[-1].last <= 1
            if not repeated:
                found.append(point)
            at = point.last
    return found


def _point_at(notes: Notes, at: int) -> Point | None:
    edge = notes.hit("ending", at)
    if edge is not None and not notes.east(at):
        inner_at = edge.last
        while notes.word(inner_at) in ("-", "of", "the", "de", "del", "di", "des", "der", "van", "von", "av", "do", "d'"):
            inner_at += 1
        inner = _plain_point(notes, inner_at)
        if (
            inner is not None
            and (inner.grain != "day" or (inner_at == edge.last and edge.value != "end"))
            and inner.grain != "day"
        ):
            return _edged(inner, edge.value, at)
    point = _plain_point(notes, at)
    if point is not None:
        after = notes.hit("ending", point.last)
        if after is not None and notes.east(point.last) and point.grain != "day":
            point = _edged(point, after.value, at)
            point = Point(point.grain, point.year, point.month, point.day, at, after.last, point.unclear, point.edge)
    return point


def _edged(inner: Point, value: str, first: int) -> Point:
    vague = None if value == "end" else "only roughly dated"
    return Point(inner.grain, inner.year, inner.month, inner.day, first, inner.last, inner.unclear or vague, "end")


def _plain_point(notes: Notes, at: int) -> Point | None:
    if at >= notes.size:
        return None
    word = notes.words[at]
    if word[0].isdecimal():
        return _eastern(notes, at) or _numeric(notes, at) or _day_month(notes, at) or _bare_year(notes, at)
    return _month_first(notes, at) or _quarter(notes, at) or _relative(notes, at) or _worded_day(notes, at)


def _number(notes: Notes, at: int) -> int | None:
    word = notes.word(at)
    return int(word) if word.isdecimal() and len(word) <= 4 else None


def _year_at(notes: Notes, at: int, short: bool = True) -> tuple[int | None, int]:
    """A year after a month: 2027, '27; with or without a comma or `de`."""
    cursor = at
    if notes.word(cursor) in _YEAR_LINKS and cursor < notes.size:
        cursor += 1
    number = _number(notes, cursor)
    if (
        number is not None
        and 1900 <= number <= 2150
        and len(notes.word(cursor)) == 4
        and notes.hit("currency", cursor + 1) is None
    ):
        after = cursor + 1
        return number, after + (notes.word(after) in ("年", "년", "r"))
    if short and notes.word(cursor - 1) == "'" and number is not None and 20 <= number <= 99:
        return 2000 + number, cursor + 1
    return None, at


def _valid(year: int | None, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= monthrange(year or 2024, month)[1]


def _eastern(notes: Notes, at: int) -> Point | None:
    """2027年1月10日, 1月10日, 2027년 1월, 2027年."""
    number = _number(notes, at)
    if number is None:
        return None
    mark = notes.word(at + 1)
    if mark in ("年", "년") and number >= 1900:
        month = _number(notes, at + 2)
        if month is not None and 1 <= month <= 12 and notes.word(at + 3) in ("月", "월"):
            day = _number(notes, at + 4)
            if day is not None and notes.word(at + 5) in ("日", "일", "号") and _valid(number, month, day):
                return Point("day", number, month, day, at, at + 6)
            return Point("month", number, month, None, at, at + 4)
        return Point("year", number, None, None, at, at + 2)
    if mark in ("月", "월") and 1 <= number <= 12:
        day = _number(notes, at + 2)
        if day is not None and notes.word(at + 3) in ("日", "일", "号") and _valid(None, number, day):
            return Point("day", None, number, day, at, at + 4)
        return Point("month", None, number, None, at, at + 2)
    return None


def _numeric(notes: Notes, at: int) -> Point | None:
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
        return _three_parts(notes, [part for part in parts], at, last)
    if len(parts) == 2 and len(parts[0]) <= 2 and len(parts[1]) <= 2:
        dotted = "." in word
        return _two_parts(notes, int(parts[0]), int(parts[1]), at, last, dotted)
    if (
        len(parts) == 2
        and len(parts[1]) == 4
        and not word == "."
        and 1 <= int(parts[0]) <= 12
        and 1990 <= int(parts[1]) <= 2150
    ):
        return Point("month", int(parts[1]), int(parts[0]), None, at, last)
    return None


def _three_parts(notes: Notes, parts: list[str], at: int, last: int) -> Point | None:
    numbers = [int(part) for part in parts]
    if len(parts[0]) == 4:
        year, month, day = numbers
        return Point("day", year, month, day, at, last) if _valid(year, month, day) and 1900 <= year <= 2150 else None
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
    if not dotted and not _opened(notes, at) and notes.context.asked not in ("starts_on", "ends_on"):
        return None
    return _ordered(notes, one, two, None, at, last, dotted)


def _dotted_date(notes: Notes, at: int, last: int) -> bool:
    """`10.01.` and `ab 10.01`, but not `5.2` or an English `4.5 to 5k`."""
    word = notes.words[at]
    if notes.language == "en":
        return len(word) == 5 and _opened(notes, at)
    closed = notes.word(last) == "." and notes.page.glued(last) and notes.word(last + 1) != "."
    return closed or (_opened(notes, at) and (word[0] == "0" or len(word) == 5))


_ON = frozenset("on am le el il dia op den w dnia dem al del dal".split())


def _opened(notes: Notes, at: int) -> bool:
    cursor = at
    while cursor > 0 and notes.words[cursor - 1] in _SKIP_BEFORE:
        cursor -= 1
    if any(notes.ending(kind, cursor) is not None for kind in ("from", "until", "weekday")):
        return True
    if notes.word(at - 1) in _ON and notes.word(at + 1) == "/":
        return True
    return notes.word(at - 1) in ("-", "to") and notes.word(at - 2)[:1].isdecimal()


def _ordered(notes: Notes, one: int, two: int, year: int | None, at: int, last: int, dotted: bool) -> Point | None:
    """Day and month, or month and day; where both fit and nothing tells, the point says so."""
    day_first, month_first = _valid(year, two, one), _valid(year, one, two)
    if not day_first and not month_first:
        return None
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


def _day_month(notes: Notes, at: int) -> Point | None:
    """10 January 2027, 10th of Jan, 10. Januar, 10 de enero de 2027, 1er mars."""
    day = _number(notes, at)
    if day is None or not 1 <= day <= 31:
        return None
    cursor = at + 1
    if notes.word(cursor) in ("st", "nd", "rd", "th", "er", "e", "º", "°", "ª", "o", "o.", "ro", "de", "den") and (
        notes.page.glued(cursor) or notes.word(cursor) in ("de",)
    ):
        cursor += 1
    for _ in range(2):
        if notes.word(cursor) in (*_DAY_LINKS, "-", "/") and cursor < notes.size:
            cursor += 1
    month = notes.hit("month", cursor)
    if month is None or not _valid(None, int(month.value), day):
        return None
    start = month.last
    if notes.word(start) in ("-", "/") and _number(notes, start + 1) is not None and notes.word(at + 1) in ("-", "/"):
        start += 1
    year, last = _year_at(notes, start)
    return Point("day", year, int(month.value), day, at, last)


_MODAL_MAY = frozenset("we i you they she he it use run also not be have see this the not well".split())


def _month_first(notes: Notes, at: int) -> Point | None:
    """January 10th 2027, Jan 10, January 2027, January."""
    month = notes.hit("month", at)
    if month is None or not _is_month(notes, at, month.last):
        return None
    value = int(month.value)
    cursor = month.last + (notes.word(month.last) in (".", "-", "the", "/"))
    day = _number(notes, cursor)
    if day is not None and 1 <= day <= 31 and len(notes.word(cursor)) <= 2 and notes.word(month.last) != "'":
        after = cursor + 1 + (notes.word(cursor + 1) in ("st", "nd", "rd", "th"))
        if not notes.hit("unit", after) and not notes.hit("asset", after) and not notes.hit("currency", after):
            if notes.word(after) == "-" and _number(notes, after + 1) is not None and len(notes.word(after + 1)) == 4:
                after += 1
            year, last = _year_at(notes, after)
            if _valid(year, value, day):
                return Point("day", year, value, day, at, last)
    year, last = _year_at(notes, month.last)
    return Point("month", year, value, None, at, last)


_ALSO_WORDS = frozenset(
    "may mar march set dec dez gen mag ago ago. mai mei mars out jan sep avr luty jul jun ott lug giu ene dic maj".split()
)
_ONLY_DATED = frozenset("mag gen giu lug ott ago ene dic set out mar mai mei avr luty maj".split())
_TIMELY = frozenset("in of for de im en a i w through early late mid and - this next since during by".split())


def _is_month(notes: Notes, at: int, last: int) -> bool:
    """`may`, `mar` and the like are months only beside a day, a year, or a word of time."""
    word = notes.words[at]
    if word not in _ALSO_WORDS:
        return True
    following, before = notes.word(last), notes.word(at - 1)
    if following[:1].isdecimal() or before[:1].isdecimal():
        return True
    if (before in ("/", "-") and notes.word(at - 2)[:1].isdecimal()) or (
        following in ("/", "-") and notes.word(last + 1)[:1].isdecimal()
    ):
        return True
    if following in ("-", "to", "through", "until", "'", "bis") and word not in _ONLY_DATED:
        return word != "may" or following not in _MODAL_MAY
    if notes.ending("from", at) or notes.ending("until", at) or notes.ending("ending", at):
        return following not in _MODAL_MAY
    return (
        word not in _ONLY_DATED and before in _TIMELY and following not in ("we", "i", "you", "they", "be", "she", "he")
    )


def _quarter(notes: Notes, at: int) -> Point | None:
    for kind, grain in (("quarter", "quarter"), ("half_year", "half")):
        hit = notes.hit(kind, at)
        if hit is not None:
            year, last = _year_at(notes, hit.last)
            return Point(grain, year, int(hit.value), None, at, last)
    return None


def _relative(notes: Notes, at: int) -> Point | None:
    """Tomorrow, next Monday, next month."""
    day = today(notes)
    hit = notes.hit("relative", at)
    if hit is not None:
        value, last = hit.value, hit.last
        steps = {"today": 0, "tomorrow": 1, "overmorrow": 2}
        if value in steps:
            target = day + timedelta(days=steps[value])
            return Point("day", target.year, target.month, target.day, at, last)
        if value == "next week":
            target = day + timedelta(days=7 - day.weekday())
            return Point("week", target.year, target.month, target.day, at, last)
        if value.endswith("month"):
            month = day.month + (value == "next month")
            return Point("month", day.year + (month > 12), (month - 1) % 12 + 1, None, at, last)
        return Point("year", day.year + (value == "next year"), None, None, at, last)
    return _weekday(notes, at, day)


def _weekday(notes: Notes, at: int, day: date) -> Point | None:
    cursor = at + (
        notes.word(at) in ("next", "this", "coming", "nachsten", "kommenden", "volgende", "prochain", "nasta")
    )
    hit = notes.hit("weekday", cursor)
    if hit is None or (
        len(notes.words[hit.first]) == 3 and notes.words[hit.first] in ("mon", "sun", "sat", "mar") and cursor == at
    ):
        return None
    after = hit.last + (notes.word(hit.last) in (",", ".", "the", "(", "den", "der", "le", "el", "il"))
    if _number(notes, after) is not None and (_day_month(notes, after) or _numeric(notes, after)):
        return None
    if notes.hit("month", after) is not None:
        return None
    ahead = (int(hit.value) - day.weekday()) % 7 or 7
    target = day + timedelta(days=ahead)
    return Point("day", target.year, target.month, target.day, at, hit.last)


def _worded_day(notes: Notes, at: int) -> Point | None:
    """`first of March`, `the second of May`, `ersten Januar`."""
    ordinals = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "tenth": 10, "fifteenth": 15,
                "twentieth": 20, "ersten": 1, "erster": 1, "premier": 1, "primero": 1, "primo": 1, "primeiro": 1}  # fmt: skip
    day = ordinals.get(notes.word(at))
    if day is None:
        value = compound(notes.word(at))
        number = notes.hit("num", at)
        day = int(number.value) if number is not None and number.value.isdecimal() else value
        if (
            day is None
            or not 1 <= day <= 31
            or (number is not None and notes.word(number.last) not in ("of", "de", "di"))
        ):
            return None
        cursor = number.last if number is not None else at + 1
    else:
        cursor = at + 1
    cursor += notes.word(cursor) in ("of", "de", "di")
    month = notes.hit("month", cursor)
    if month is None or not _is_month(notes, cursor, month.last) or not _valid(None, int(month.value), day):
        return None
    year, last = _year_at(notes, month.last)
    return Point("day", year, int(month.value), day, at, last)


def _bare_year(notes: Notes, at: int) -> Point | None:
    """2027 alone, beside a word of time."""
    number = _number(notes, at)
    if number is None or not 2020 <= number <= today(notes).year + 8:
        return None
    before = notes.word(at - 1)
    if before in (
        "in",
        "of",
        "year",
        "for",
        "throughout",
        "all",
        "during",
        "en",
        "fur",
        "pour",
        "para",
        "im",
        "jahr",
    ) or _opened(notes, at):
        if (
            notes.hit("currency", at + 1) is None
            and notes.hit("countnoun", at + 1) is None
            and notes.hit("asset", at + 1) is None
        ):
            return Point("year", number, None, None, at, at + 1)
    return None


# -- the part each plays ----------------------------------------------------------------------------------------------


def period(notes: Notes, taken: bytearray) -> Period:
    """Start and end of use, as said; a date that belongs to a call, a shoot or an answer is none."""
    found = [(point, _part(notes, point)) for point in points(notes, taken)]
    found = _pair_ranges(notes, found)
    starts = [point for point, part in found if part in ("start", "both")]
    ends = [point for point, part in found if part in ("end", "both")]
    return _resolve(notes, _last_said(notes, starts), _last_said(notes, ends))


def _last_said(notes: Notes, candidates: list[Point]) -> Point | str | None:
    """One point, the corrected one of several, or a word for `cannot tell`."""
    if not candidates:
        return None
    if len({(p.year, p.month, p.day, p.grain) for p in candidates}) == 1:
        return candidates[0]
    first, last = candidates[0], candidates[-1]
    if notes.near("correction", first.last, last.first) or notes.near("but", first.last, last.first):
        return last
    return "several dates are named"


def _part(notes: Notes, point: Point) -> str | None:
    after = notes.hit("from", point.last), notes.hit("until", point.last)
    if after[1] is not None and after[1].value == "after":
        return "end"
    if after[0] is not None and after[0].value == "after":
        return "start"
    cursor = point.first
    while cursor > 0 and (notes.words[cursor - 1] in _SKIP_BEFORE or notes.hit("weekday", cursor - 1)):
        cursor -= 1
    for position in range(cursor, point.first + 1):
        until, since = notes.ending("until", position), notes.ending("from", position)
        if until is not None and notes.words[until.first] == "to" and notes.ending("from", until.first) is not None:
            return "start"
        if until is not None and _passing(notes, point):
            return None
        if until is not None and (since is None or until.last - until.first >= since.last - since.first):
            return None if _elsewhen(notes, until.first) else "end"
        if since is not None:
            return None if _elsewhen(notes, since.first) or _elsewhen(notes, since.last) else "start"
    if _elsewhen(notes, cursor) or _elsewhen(notes, point.first) or notes.ending("neg", cursor) is not None:
        return None
    if notes.reported[point.first]:
        return None
    if point.edge == "end":
        return None
    if point.grain in ("day", "week"):
        return _lone_day(notes, point)
    return _lone_period(notes, point, cursor)


def _passing(notes: Notes, point: Point) -> bool:
    """`until tomorrow` is about the talk, not about the use."""
    hit = notes.hit("relative", point.first)
    if notes.context.role == "talent" and (hit is not None or notes.hit("weekday", point.first) is not None):
        return True
    return hit is not None and hit.value in ("today", "tomorrow", "overmorrow") and notes.context.asked != "ends_on"


def _lone_day(notes: Notes, point: Point) -> str | None:
    relative = (
        notes.hit("relative", point.first) or notes.hit("weekday", point.first) or notes.hit("weekday", point.first + 1)
    )
    if notes.context.asked == "ends_on":
        return "end"
    if notes.context.asked == "starts_on":
        return "start"
    return None if relative and not notes.hit("month", point.last - 1) else "start"


def _lone_period(notes: Notes, point: Point, cursor: int) -> str | None:
    """`in March 2027`, `for Q1`, `all of 2027`: start and end in one."""
    if notes.context.asked == "starts_on":
        return "start"
    if point.grain == "year" and notes.hit("relative", point.first):
        return None
    opener = notes.word(point.first - 1)
    if opener == "of" and notes.word(point.first - 2) in ("whole", "all", "entirety"):
        return "both"
    if (
        opener in ("", ",", ";", ":", "(", "-", "\n", "|", "·", ".", "/")
        and point.year is not None
        and not notes.page.glued(point.first)
    ):
        return None if notes.hit("campaign", point.last) else "both"
    if opener in (
        "in",
        "for",
        "during",
        "throughout",
        "all",
        "im",
        "en",
        "fur",
        "pour",
        "para",
        "per",
        "voor",
        "for",
        "whole",
        "year",
    ):
        campaign = notes.hit("campaign", point.last) or notes.hit("campaign", point.last + 1)
        return None if campaign else "both"
    return None


def _elsewhen(notes: Notes, position: int) -> bool:
    """A word of calling, shooting, paying or answering stands close before, or the whole clause asks for an answer."""
    start = max(notes.clause_start(max(0, position - 1)), position - 6)
    hits = [hit for hit in notes.of("elsewhen") if start <= hit.first and hit.last <= position]
    return any(not notes.near("from", hit.last, position - 1) or position - hit.last <= 2 for hit in hits)


def _pair_ranges(notes: Notes, found: list[tuple[Point, str | None]]) -> list[tuple[Point, str | None]]:
    """`10 Jan - 9 Jul`, `March to June`, `1-15 March`: the first is the start and the second the end."""
    paired = list(found)
    for index in range(len(found) - 1):
        (one, part), (other, other_part) = paired[index], found[index + 1]
        between = notes.words[one.last : other.first]
        joined = len(between) <= 3 and all(
            word
            in (
                "-",
                "~",
                "to",
                "the",
                "bis",
                "zum",
                "au",
                "al",
                "a",
                "ao",
                "tot",
                "till",
                "do",
                "until",
                "til",
                "through",
                "thru",
                "から",
                "到",
                "至",
                "부터",
                "t",
                "/",
                "m",
                "and",
                "und",
                "et",
                "y",
                "e",
                "en",
                "och",
                "le",
                "el",
                "du",
                "dem",
                "il",
                "até",
                "ate",
                "hasta",
                "fino",
                "jusqu'",
                "jusqu'au",
                ",",
                "of",
            )
            for word in between
        )
        connected = joined and between and any(word not in (",", "and", "the", "of") for word in between)
        opened = notes.ending("scalehint", one.first) or notes.word(one.first - 1) in (
            "between",
            "zwischen",
            "entre",
            "tra",
            "fra",
            "tussen",
            "mellan",
        )
        if (
            connected
            and (not part or part in ("start", "both") or other_part == "end")
            and not _elsewhen(notes, one.first)
        ) or (joined and between == ["and"] and opened and notes.word(one.first - 1) == "between"):
            paired[index], paired[index + 1] = (one, "start"), (other, "end")
    return _day_ranges(notes, paired)


def _day_ranges(notes: Notes, found: list[tuple[Point, str | None]]) -> list[tuple[Point, str | None]]:
    """`1-15 March`, `from 10 to 25 January`: the first day borrows the second's month."""
    widened: list[tuple[Point, str | None]] = []
    for point, part in found:
        widened.append((point, part))
        if point.grain != "day" or point.first < 2:
            continue
        if notes.words[point.first - 1] in ("-", "to", "bis", "au", "al", "a", "tot", "till", "through", "~"):
            back = point.first - 2
            back -= notes.word(back) in ("st", "nd", "rd", "th", ".")
            day = _number(notes, back)
            if (
                day is not None
                and point.month is not None
                and _valid(point.year, point.month, day)
                and len(notes.word(back)) <= 2
            ):
                if notes.word(back - 1) in ("/", ".", "-") and notes.page.glued(back):
                    continue
                start = Point("day", point.year, point.month, day, back, back + 1, point.unclear)
                widened[-1:] = [(start, "start"), (point, "end")]
    return widened


# -- from what was said to days ------------------------------------------------------------------------------------------


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


def _resolve(notes: Notes, start: Point | str | None, end: Point | str | None) -> Period:
    unclear: dict[str, str] = {}
    now = today(notes)
    start, end = (_leap(point, now, name, unclear) for point, name in ((start, "starts_on"), (end, "ends_on")))
    begins = _day_of(start, "starts_on", unclear)
    finishes = _day_of(end, "ends_on", unclear)
    starts_on = ends_on = None
    if begins is not None:
        starts_on = _start_day(begins, finishes, now)
    if finishes is not None:
        floor = starts_on or now
        year = finishes.year or floor.year
        ends_on = last_day(finishes, year)
        if finishes.year is None and ends_on < floor:
            ends_on = last_day(finishes, year + 1)
    if starts_on is not None and starts_on < now:
        unclear["starts_on"] = "that day has passed"
        starts_on = None
    if ends_on is not None and ends_on < now:
        unclear["ends_on"] = "that day has passed"
        ends_on = None
    if starts_on is not None and ends_on is not None and ends_on < starts_on:
        unclear["ends_on"] = "the end is before the start"
        ends_on = None
    return Period(starts_on, ends_on, _span(start), _span(end), unclear)


def _leap(point: Point | str | None, now: date, name: str, unclear: dict[str, str]) -> Point | str | None:
    """29 February without a year, or in a year that has none, must be asked about."""
    if (
        isinstance(point, Point)
        and (point.month, point.day, point.grain) == (2, 29, "day")
        and not isleap(point.year or now.year)
    ):
        unclear[name] = "that year has no 29 February"
        return None
    return point


def _span(point: Point | str | None) -> tuple[int, int] | None:
    return (point.first, point.last) if isinstance(point, Point) else None


def _day_of(point: Point | str | None, name: str, unclear: dict[str, str]) -> Point | None:
    if isinstance(point, str):
        unclear[name] = point
        return None
    if point is not None and point.unclear is not None:
        unclear[name] = point.unclear
        return None
    return point


def _start_day(begins: Point, finishes: Point | None, now: date) -> date:
    if begins.year is not None:
        return first_day(begins, begins.year)
    if finishes is not None and finishes.year is not None:
        start = first_day(begins, finishes.year)
        return start if start <= last_day(finishes, finishes.year) else first_day(begins, finishes.year - 1)
    start = first_day(begins, now.year)
    if begins.grain != "day" and last_day(begins, now.year) >= now and start < now:
        return start
    return start if start >= now else first_day(begins, now.year + 1)


__all__ = ["Period", "Point", "date_order", "figure", "first_day", "last_day", "period", "points", "today"]
