"""The period of use: which date opens it, which one ends it, and which belongs to a call, a shoot or an answer."""

from __future__ import annotations

from calendar import isleap
from dataclasses import dataclass
from datetime import date

from bot.reading.dates import points
from bot.reading.lexicon import Hit
from bot.reading.notes import Notes
from bot.reading.point import SKIPPED_BEFORE, Point, first_day, last_day, today, valid_day, whole_number
from bot.reading.polarity import RATHER, THAN


@dataclass(frozen=True)
class Period:
    """The period of use as said. `unclear` maps a field to why it must be asked."""

    starts_on: date | None
    ends_on: date | None
    start_span: tuple[int, int] | None
    end_span: tuple[int, int] | None
    unclear: dict[str, str]


def period(notes: Notes, taken: bytearray) -> Period:
    """Start and end of use, as said; a date that belongs to a call, a shoot or an answer is none."""
    said = [point for point in points(notes, taken) if not _away(notes, point)]
    kept = [point for point in said if not _set_aside(notes, point)]
    found = [(point, _part(notes, point)) for point in kept]
    if len(kept) < len(said):  # `in September rather than in August`: when it begins, and no period
        found = [(point, "start" if part == "both" else part) for point, part in found]
    found = _pair_ranges(notes, found)
    found = _without_its_month(found)
    if any(part == "end" for _, part in found):
        found = [(point, part) for point, part in found if part != "both" or not _gives_a_reason(notes, point)]
    starts = [point for point, part in found if part in ("start", "both")]
    ends = [point for point, part in found if part in ("end", "both")]
    return _resolve(notes, _last_said(notes, starts), _last_said(notes, ends))


def _away(notes: Notes, point: Point) -> bool:
    """`I'm out of office 5-9 November`: days on which somebody is not there, and none of use."""
    for hit in notes.of("absent"):
        if notes.sentence[hit.first] != notes.sentence[point.last - 1]:
            continue
        first, last = min(hit.last, point.last), max(hit.first, point.first)
        commas = sum(word == "," for word in notes.words[first:last])
        turned = notes.near("but", first, last) or notes.near("want", first, last) or notes.near("media", first, last)
        if turned is None and commas <= (1 if last - first <= 3 else 0):
            return True
    return False


_BECAUSE = frozenset("because cause cos since weil denn porque pues perche poiche omdat want eftersom bo".split())


def _gives_a_reason(notes: Notes, point: Point) -> bool:
    """`until 30 June, because in July I start elsewhere`: why, and no second period."""
    start = max(notes.clause_start(point.first), point.first - 4)
    return any(notes.words[at] in _BECAUSE or notes.words[at : at + 2] == ["parce", "que"]
               for at in range(start, point.first))  # fmt: skip


_ASIDE_SMALL = frozenset("in im en em a ad i w the au dans ab from am on le den el il o d' de".split())


def _set_aside(notes: Notes, point: Point) -> bool:
    """`rather than in August`, `statt im August`: the day that gives way to another."""
    at = point.first
    while point.first - at < 3 and notes.word(at - 1) in _ASIDE_SMALL and not _puts_aside(notes, at):
        at -= 1
    if _puts_aside(notes, at):
        return True
    than = notes.word(at - 1) in THAN and not RATHER.isdisjoint(notes.words[max(0, at - 6) : at - 1])
    return than or (notes.ending("neg", at) is not None and notes.word(at - 1) in _NOT and notes.word(at - 2) == ",")


_NOT = frozenset("not nicht pas no non nao niet inte nie".split())


def _puts_aside(notes: Notes, at: int) -> bool:
    return any(hit.last == at and hit.value == "instead" for hit in notes.of("reported"))


def _without_its_month(found: list[tuple[Point, str | None]]) -> list[tuple[Point, str | None]]:
    """`we launch in March … from 1 March to 31 August`: the month the written period opens in says nothing more."""
    opened = {(point.month, point.year) for point, part in found if part == "start" and point.grain == "day"}
    if len(opened) != 1 or not any(part == "end" for _, part in found):
        return found
    month, year = next(iter(opened))
    return [
        (point, part) for point, part in found
        if not (part == "both" and point.grain == "month" and point.month == month and point.year in (None, year))
    ]  # fmt: skip


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
    if _answered_by(notes, point):
        return None
    if after[1] is not None and after[1].value == "after":
        return "end"
    if after[0] is not None and (after[0].value == "after" or _start_after(notes, point)):
        return "start"
    cursor = point.first
    while cursor > 0 and (notes.words[cursor - 1] in SKIPPED_BEFORE or notes.hit("weekday", cursor - 1)):
        cursor -= 1
    reach = point.edge == "end" or notes.words[point.first] in ("the", "la", "el", "il", "o", "das", "het", "a")
    for position in range(cursor, point.first + 1 + reach):
        until, since = notes.ending("until", position), notes.ending("from", position)
        if until is not None and notes.words[until.first] == "to" and notes.ending("from", until.first) is not None:
            return "start"
        if until is not None and _passing(notes, point):
            return None
        if until is not None and (since is None or until.last - until.first >= since.last - since.first):
            return None if _elsewhen(notes, until.first) or _running_out(notes, until) else "end"
        if since is not None:
            named = notes.words[since.first : since.last]
            inside = "before" in named or "earlier" in named
            elsewhere = _elsewhen(notes, since.first) or (not inside and _elsewhen(notes, since.last))
            return None if elsewhere else "start"
    if _asked_whether_free(notes, point):
        return "both"
    if _elsewhen(notes, cursor) or _elsewhen(notes, point.first) or notes.ending("neg", cursor) is not None:
        return None
    if notes.reported[point.first]:
        return None
    if point.edge == "end":
        return None
    if notes.of("renew") and _of_the_held(notes, point):
        return None
    if point.grain in ("day", "week"):
        return _lone_day(notes, point)
    return _lone_period(notes, point, cursor)


def _asked_whether_free(notes: Notes, point: Point) -> bool:
    """`is Jun free for billboards in May?` asks about the time of use; `is Jun free in May?` may be about a call."""
    if notes.context.role != "brand" or point.grain not in ("month", "quarter", "half", "year") or point.edge:
        return False
    start = notes.clause_start(point.first)
    said = [hit for hit in notes.of("elsewhen") if start <= hit.first and hit.last <= point.first + 1]
    free = all(notes.words[hit.first] in ("free", "available", "availability") for hit in said)
    uses = any(notes.near(kind, start, notes.clause_end(point.first)) for kind in ("media", "place"))
    return (
        bool(said)
        and free
        and uses
        and notes.word(point.first - 1) in ("in", "during", "for", "throughout", "over", "free")
    )


_ANSWERING = ("返事", "回答", "連絡", "返信", "返答", "決め", "답변", "회신", "연락", "답을", "답드", "결정",
              "答复", "回复", "回覆", "回话", "通知", "消息")  # fmt: skip


def _answered_by(notes: Notes, point: Point) -> bool:
    """`金曜までにお返事します`: in the east the answering stands behind its day."""
    end = min(point.last + 16, notes.clause_end(point.last))
    after = "".join(notes.words[point.last : end])
    return bool(after) and after[0] >= "\u2e80" and any(word in after for word in _ANSWERING)


def _start_after(notes: Notes, point: Point) -> bool:
    """`an April start`: the noun stands behind its date, and no other date follows it."""
    following = notes.word(point.last + 1)
    return (
        notes.word(point.last) == "start" and not following[:1].isdecimal() and not notes.hit("month", point.last + 1)
    )


_ENDING_VERBS = ("end", "expir", "run", "laeuft", "lauft", "endet", "termin", "scad", "eindig", "slut", "loper", "kon")


_EXPIRES = ("lauft", "laeuft", "endet", "expir", "arriv", "venc", "caduc", "scad", "loopt", "verloopt", "eindig", "gar",
            "loper", "wygas", "konczy", "termin", "ends", "runs", "echoit", "acaba", "prend")  # fmt: skip


def _of_the_held(notes: Notes, point: Point) -> bool:
    """`die Lizenz läuft am 31.3. aus, bitte verlängern`: when the licence that is held runs out."""
    start = notes.clause_start(point.first)
    return any(notes.words[at].startswith(_EXPIRES) for at in range(max(start, point.first - 5), point.first))


def _running_out(notes: Notes, until: Hit) -> bool:
    """`it ends in June, can we prolong it?`: the end of the licence there is, not of the one that is wanted."""
    if notes.words[until.first].startswith(_ENDING_VERBS) and notes.of("renew"):
        return True
    start = notes.clause_start(until.first)
    renewing = [hit for hit in notes.of("renew") if start <= hit.first < until.first]
    if renewing and not notes.words[until.first].startswith(_ENDING_VERBS):
        return False  # `extend our current licence through September`: the new end
    held = [at for at in range(start, until.first) if notes.words[at] in ("licence", "license", "lizenz", "licencia")]
    return any(notes.word(at - 1) in ("our", "current", "existing", "unsere", "nuestra") for at in held)


def _passing(notes: Notes, point: Point) -> bool:
    """`until tomorrow` is about the talk, not about the use."""
    hit = notes.hit("relative", point.first)
    if notes.context.role == "talent" and (hit is not None or notes.hit("weekday", point.first) is not None):
        return True
    weekday = notes.hit("weekday", point.first) is not None and notes.hit("month", point.last - 1) is None
    soon = hit is not None and hit.value in ("today", "tomorrow", "overmorrow")
    return (soon or weekday) and notes.context.asked != "ends_on"


_ENDISH = frozenset(
    "end ending stop last latest expiry expiration beyond longer later past ende enddatum letzter letzte ablauf fin"
    " dernier termine scadenza fim einde einddatum laatste slut slutdatum sista koniec ostatni".split()
)


def _lone_day(notes: Notes, point: Point) -> str | None:
    if any(
        word in _ENDISH for word in notes.words[max(notes.clause_start(point.first), point.first - 4) : point.first]
    ):
        return "end"
    relative = (
        notes.hit("relative", point.first) or notes.hit("weekday", point.first) or notes.hit("weekday", point.first + 1)
    )
    if notes.context.asked == "ends_on":
        return "end"
    if notes.context.asked == "starts_on":
        return "start"
    return None if relative and not notes.hit("month", point.last - 1) else "start"


_PERIOD_OPENERS = frozenset("in for during throughout all im en fur pour para per voor for whole year".split())


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
    if opener in _PERIOD_OPENERS:
        campaign = notes.hit("campaign", point.last) or notes.hit("campaign", point.last + 1)
        return None if campaign else "both"
    return None


def _elsewhen(notes: Notes, position: int) -> bool:
    """A word of calling, shooting, paying or answering stands close before, or the whole clause asks for an answer."""
    start = max(notes.clause_start(max(0, position - 1)), position - 6)
    hits = [
        hit for hit in notes.of("elsewhen")
        if start <= hit.first and hit.last <= position and not _free_from(notes, hit, position)
    ]  # fmt: skip
    return any(not notes.near("from", hit.last, position - 1) or position - hit.last <= 2 for hit in hits)


def _free_from(notes: Notes, hit: Hit, position: int) -> bool:
    """`is she available from May?`: a brand asks for the start of use, and not for a day to meet."""
    asked = notes.context.role == "brand" and notes.words[hit.first] in ("available", "availability")
    return asked and (notes.hit("from", position) or notes.ending("from", position)) is not None


_RANGE_WORDS = frozenset(
    "- . ~ to the bis zum au al a ao tot till do until til through thru から 到 至 부터 t / m and und et y e en"
    " och le el du dem il ad et met e le até ate hasta fino jusqu' jusqu'au , of".split()
)


_BETWEEN = frozenset("between zwischen entre tra fra tussen mellan".split())


def _pair_ranges(notes: Notes, found: list[tuple[Point, str | None]]) -> list[tuple[Point, str | None]]:
    """`10 Jan - 9 Jul`, `March to June`, `1-15 March`: the first is the start and the second the end."""
    paired = list(found)
    for index in range(len(found) - 1):
        (one, part), (other, other_part) = paired[index], found[index + 1]
        between = [notes.words[at] for at in range(one.last, other.first) if notes.hit("weekday", at) is None]
        joined = len(between) <= 3 and all(word in _RANGE_WORDS for word in between)
        connected = joined and between and any(word not in (",", "and", "the", "of") for word in between)
        connected = connected or (not between and other.edge == "end" and notes.words[other.first] == "a")  # `a fine`
        opened = notes.ending("scalehint", one.first) or notes.word(one.first - 1) in _BETWEEN
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
        joint = point.first - 1
        joint -= notes.words[joint] in ("the", "den", "der", "le", "el", "il", "dem")
        if notes.words[joint] in ("-", "to", "bis", "au", "al", "a", "ad", "tot", "till", "through", "~"):
            back = joint - 1
            back -= notes.word(back) in ("st", "nd", "rd", "th", ".", "er", "ro", "o", "º", "°")
            day = whole_number(notes, back)
            if (
                day is not None
                and point.month is not None
                and valid_day(point.year, point.month, day)
                and len(notes.word(back)) <= 2
            ):
                if notes.word(back - 1) in ("/", ".", "-") and notes.page.glued(back):
                    continue
                if notes.ending("month", back) is not None:
                    continue
                start = Point("day", point.year, point.month, day, back, back + 1, point.unclear)
                widened[-1:] = [(start, "start"), (point, "end")]
    return widened


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
        unclear["starts_on"] = unclear["ends_on"] = "the end is before the start"
        starts_on = ends_on = None
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
