"""Dates: days, months, quarters and years as people write them, resolved against `now`.

A day without a year is the next one to come. A figure date that could be read two ways is settled by the message's own
evidence (language, another date, the currency) or asked about; so is a day that has passed.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from bot.reading.figure_dates import numeric_date, opened
from bot.reading.gone_by import in_a_tale
from bot.reading.notes import Notes
from bot.reading.numbers import compound
from bot.reading.point import NO_SUCH_DAY, Point, today, valid_day, whole_number

_DAY_LINKS = frozenset("of de del d' di den the . , do".split())
_YEAR_LINKS = frozenset("in of de del , . '".split())


def points(notes: Notes, taken: bytearray) -> list[Point]:
    """Every date on the page, in order; tokens already read as money, and a talent's tale, are passed over."""
    found: list[Point] = []
    at = 0
    while at < notes.size:
        point = None if taken[at] else _point_at(notes, at)
        if point is None:
            at += 1
        else:
            repeated = found and notes.hit("weekday", point.first) is not None and point.first - found[-1].last <= 1
            if not repeated and not in_a_tale(notes, point.first, point.last):
                found.append(point)
            at = point.last
    return found


_OF = frozenset("- of the de del di des der van von av do d'".split())


def _point_at(notes: Notes, at: int) -> Point | None:
    edge = notes.hit("ending", at)
    if edge is not None and not notes.east(at):
        inner_at = edge.last
        while notes.word(inner_at) in _OF:
            inner_at += 1
        inner = _plain_point(notes, inner_at) or _year_alone(notes, inner_at)
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


def _year_alone(notes: Notes, at: int) -> Point | None:
    """The year in `eind 2027`, which needs no word of time beside its end."""
    number = whole_number(notes, at)
    if number is None or not 2020 <= number <= today(notes).year + 8:
        return None
    return None if notes.hit("currency", at + 1) else Point("year", number, None, None, at, at + 1)


def _edged(inner: Point, value: str, first: int) -> Point:
    vague = None if value == "end" else "only roughly dated"
    return Point(inner.grain, inner.year, inner.month, inner.day, first, inner.last, inner.unclear or vague, "end")


def _plain_point(notes: Notes, at: int) -> Point | None:
    if at >= notes.size:
        return None
    word = notes.words[at]
    if word[0].isdecimal():
        return _eastern(notes, at) or numeric_date(notes, at) or _day_month(notes, at) or _bare_year(notes, at)
    return _month_first(notes, at) or _quarter(notes, at) or _relative(notes, at) or _worded_day(notes, at)


def _year_at(notes: Notes, at: int, short: bool = True) -> tuple[int | None, int]:
    """A year after a month: 2027, '27; with or without a comma or `de`."""
    cursor = at
    if notes.word(cursor) in _YEAR_LINKS and cursor < notes.size:
        cursor += 1
    number = whole_number(notes, cursor)
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


def _eastern(notes: Notes, at: int) -> Point | None:
    """2027年1月10日, 1月10日, 2027년 1월, 2027年."""
    number = whole_number(notes, at)
    if number is None:
        return None
    mark = notes.word(at + 1)
    if mark in ("年", "년") and number >= 1900:
        month = whole_number(notes, at + 2)
        if month is not None and 1 <= month <= 12 and notes.word(at + 3) in ("月", "월"):
            day = whole_number(notes, at + 4)
            if day is not None and notes.word(at + 5) in ("日", "일", "号") and valid_day(number, month, day):
                return Point("day", number, month, day, at, at + 6)
            return Point("month", number, month, None, at, at + 4)
        return Point("year", number, None, None, at, at + 2)
    if mark in ("月", "월") and 1 <= number <= 12:
        day = whole_number(notes, at + 2)
        if day is not None and notes.word(at + 3) in ("日", "일", "号") and valid_day(None, number, day):
            return Point("day", None, number, day, at, at + 4)
        return Point("month", None, number, None, at, at + 2)
    return None


def _day_month(notes: Notes, at: int) -> Point | None:
    """10 January 2027, 10th of Jan, 10. Januar, 10 de enero de 2027, 1er mars."""
    day = whole_number(notes, at)
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
    if month is None:
        return None
    start = month.last
    if (
        notes.word(start) in ("-", "/")
        and whole_number(notes, start + 1) is not None
        and notes.word(at + 1) in ("-", "/")
    ):
        start += 1
    year, last = _year_at(notes, start)
    wrong = None if valid_day(None, int(month.value), day) else NO_SUCH_DAY
    return Point("day", year, int(month.value), day, at, last, wrong)


_MODAL_MAY = frozenset("we i you they she he it use run also not be have see this the not well".split())


def _month_first(notes: Notes, at: int) -> Point | None:
    """January 10th 2027, Jan 10, January 2027, January."""
    month = notes.hit("month", at)
    if month is None or not _is_month(notes, at, month.last):
        return None
    value = int(month.value)
    cursor = month.last + (notes.word(month.last) in (".", "-", "the", "/"))
    day = whole_number(notes, cursor)
    if day is not None and 1 <= day <= 31 and len(notes.word(cursor)) <= 2 and notes.word(month.last) != "'":
        after = cursor + 1 + (notes.word(cursor + 1) in ("st", "nd", "rd", "th"))
        if not notes.hit("unit", after) and not notes.hit("asset", after) and not notes.hit("currency", after):
            if (
                notes.word(after) == "-"
                and whole_number(notes, after + 1) is not None
                and len(notes.word(after + 1)) == 4
            ):
                after += 1
            year, last = _year_at(notes, after)
            if valid_day(year, value, day):
                return Point("day", year, value, day, at, last)
            if not valid_day(None, value, day):
                return Point("day", year, value, day, at, last, NO_SUCH_DAY)
    year, last = _next_year(notes, month.last) or _year_at(notes, month.last)
    return Point("month", year, value, None, at, last)


def _next_year(notes: Notes, at: int) -> tuple[int, int] | None:
    """`Q2 next year`, `March of next year`."""
    at += notes.word(at) in ("of", ",")
    hit = notes.hit("relative", at)
    if hit is None or hit.value not in ("next year", "this year"):
        return None
    return today(notes).year + (hit.value == "next year"), hit.last


_ALSO_WORDS = frozenset(
    "may mar march set dec dez gen mag ago ago. mai mei mars out jan sep avr luty jul jun ott lug giu ene"
    " dic maj".split()
)
_ONLY_DATED = frozenset("mag gen giu lug ott ago ene dic set out mar mai mei avr luty maj".split())
_TIMELY = frozenset("in of for de im en a i w through early late mid and - this next since during by".split())


_JOINING = frozenset("- to through until bis till tot au al a ate do".split())


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
    if (
        following in ("-", "to", "through", "until", "'", "bis", "till", "tot", "au", "al", "ate")
        and word not in _ONLY_DATED
    ):
        return word != "may" or following not in _MODAL_MAY
    if following in _JOINING and notes.hit("month", last + 1) is not None:
        return True  # `maj till augusti`
    if notes.ending("from", at) or notes.ending("until", at) or notes.ending("ending", at):
        return following not in _MODAL_MAY
    return (
        word not in _ONLY_DATED and before in _TIMELY and following not in ("we", "i", "you", "they", "be", "she", "he")
    )


def _quarter(notes: Notes, at: int) -> Point | None:
    for kind, grain in (("quarter", "quarter"), ("half_year", "half")):
        hit = notes.hit(kind, at)
        if hit is not None:
            year, last = _next_year(notes, hit.last) or _year_at(notes, hit.last)
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
        if value == "year end":
            return Point("day", day.year, 12, 31, at, last)
        if value == "month end":
            return Point("day", day.year, day.month, monthrange(day.year, day.month)[1], at, last)
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
    if whole_number(notes, after) is not None and (_day_month(notes, after) or numeric_date(notes, after)):
        return None
    if notes.hit("month", after) is not None:
        return None
    ahead = (int(hit.value) - day.weekday()) % 7 or 7
    target = day + timedelta(days=ahead)
    return Point("day", target.year, target.month, target.day, at, hit.last)


_ORDINALS = {"premier": 1, "primero": 1, "primo": 1, "primeiro": 1, "ersten": 1, "erster": 1} | {
    word: day
    for day, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
        " fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(), 1
    )
} | {"thirtieth": 30}  # fmt: skip


def _ordinal(notes: Notes, at: int) -> tuple[int | None, int]:
    """`third`, `thirtieth`, `twenty-first`: the day said in a word, and the token behind it."""
    tens = {"twenty": 20, "thirty": 30}.get(notes.word(at))
    if tens is None:
        return _ORDINALS.get(notes.word(at)), at + 1
    ones = at + 1 + (notes.word(at + 1) == "-")
    one = _ORDINALS.get(notes.word(ones), 10)
    return (tens + one, ones + 1) if one < 10 else (None, at + 1)


def _worded_day(notes: Notes, at: int) -> Point | None:
    """`first of March`, `the second of May`, `ersten Januar`."""
    day, after = _ordinal(notes, at)
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
        cursor = after
    cursor += notes.word(cursor) in ("of", "de", "di")
    month = notes.hit("month", cursor)
    if month is None or not _is_month(notes, cursor, month.last) or not valid_day(None, int(month.value), day):
        return None
    year, last = _year_at(notes, month.last)
    return Point("day", year, int(month.value), day, at, last)


_YEAR_OPENERS = frozenset("in of year for throughout all during en fur pour para im jahr".split())


def _bare_year(notes: Notes, at: int) -> Point | None:
    """2027 alone, beside a word of time."""
    number = whole_number(notes, at)
    if number is None or not 2020 <= number <= today(notes).year + 8:
        return None
    before = notes.word(at - 1)
    counts = any(notes.hit(kind, at + 1) is not None for kind in ("currency", "countnoun", "asset"))
    if counts or not (before in _YEAR_OPENERS or opened(notes, at)):
        return None
    return Point("year", number, None, None, at, at + 1)
