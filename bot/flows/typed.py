"""What people type into the forms of enrolment and mandate, read strictly: one value, or a rule that says what to do.

Nothing here guesses: 03/04/2001 and a bare "$" are asked about. Pure, but for the tables of zones and currencies.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time
from functools import lru_cache
from zoneinfo import available_timezones

from bot.domain.errors import RuleBroken
from bot.domain.money import MAX_AMOUNT_MINOR, minor_digits
from bot.domain.terms import clean_text
from bot.domain.vocabulary import COUNTRIES, REPRESENTED, WORLD

MAX_SOURCES = 200
MAX_ADVISERS = 5
SHOWN_BACK_CHARS = 60

_NONE = frozenset({"", "-", "–", "none", "no", "nothing", "nowhere", "nobody", "no one", "off", "n/a"})
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SIGNS = {"€": "EUR", "£": "GBP", "₩": "KRW", "₹": "INR", "zł": "PLN", "euro": "EUR", "euros": "EUR"}
_REPRESENTED = {
    **{code: code for code in REPRESENTED},
    "no": "none",
    "nobody": "none",
    "myself": "none",
    "agency": "agent",
    "manager": "agent",
    "attorney": "lawyer",
    "solicitor": "lawyer",
    "guild": "union",
}
_SEPARATORS = re.compile(r"[,;\n/]|\band\b|&")
_USER_ID = re.compile(r"<@!?(\d{15,20})>|(\d{15,20})")
_CLOCK = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?\s*h?\s*(am|pm)?")


def is_nothing(text: str) -> bool:
    """Whether a field says "none" in one of the ways people do."""
    return text.strip().casefold().rstrip(".") in _NONE


def shown_back(text: str) -> str:
    """What was typed, short enough to stand in a sentence."""
    return clean_text(text, SHOWN_BACK_CHARS)


def read_name(text: str) -> str:
    """A person's name of 2 to 120 characters. Raises RuleBroken `name_missing`."""
    name = clean_text(text, 120)
    if len(name) < 2 or not any(ch.isalpha() for ch in name):
        raise RuleBroken("name_missing")
    return name


def read_day(text: str, field: str) -> date:
    """A calendar day: `2001-05-14`, `14.5.2001`, `14 May 2001`, `May 14, 2001`.

    Raises RuleBroken `day_unreadable`, or `day_ambiguous` for 03/04/2001.
    """
    words = re.findall(r"\d+|[^\W\d_]+", text.casefold())
    words = [word for word in words if word not in ("st", "nd", "rd", "th", "of")]
    if len(words) != 3:
        raise RuleBroken("day_unreadable", field=field)
    try:
        return _day_of(words, slashed="/" in text, field=field)
    except ValueError:
        raise RuleBroken("day_unreadable", field=field) from None


def _day_of(words: list[str], *, slashed: bool, field: str) -> date:
    named = [place for place, word in enumerate(words) if word.isalpha()]
    if named:
        month = _MONTHS.index(words.pop(named[0])[:3]) + 1
        day, year = words if len(words[1]) == 4 else reversed(words)
        return _full_date(year, month, day)
    if len(words[0]) == 4:
        return _full_date(words[0], int(words[1]), words[2])
    first, second = int(words[0]), int(words[1])
    if slashed and first <= 12 and second <= 12 and first != second:
        raise RuleBroken("day_ambiguous", field=field)
    if slashed and second > 12:
        first, second = second, first
    return _full_date(words[2], second, str(first))


def _full_date(year: str, month: int, day: str) -> date:
    if len(year) != 4:
        raise ValueError(year)
    return date(int(year), month, int(day))


def read_zone(text: str) -> str:
    """An IANA zone from its name or its city: `Europe/Madrid`, `madrid`, `New York`. Raises RuleBroken `tz_unknown`."""
    wanted = "_".join(text.strip().casefold().split())
    zone = _zones().get(wanted)
    if zone is None:
        raise RuleBroken("tz_unknown", typed=shown_back(text))
    return zone


@lru_cache(maxsize=1)
def _zones() -> dict[str, str]:
    """Every zone under its name and under its city; a city that stands in two names takes the shorter."""
    zones = [zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "US/"))]
    zones.sort(key=lambda zone: (-len(zone), zone))
    table = {zone.rsplit("/", 1)[-1].casefold(): zone for zone in zones}
    table |= {zone.casefold(): zone for zone in zones}
    return table | {"utc": "UTC", "gmt": "UTC"}


def read_represented(text: str) -> str:
    """`none`, `agent`, `lawyer` or `union`. Raises RuleBroken `represented_unknown`."""
    found = _REPRESENTED.get(text.strip().casefold() or "none")
    if found is None:
        raise RuleBroken("represented_unknown", typed=shown_back(text))
    return found


def read_currency(text: str) -> str:
    """An ISO 4217 code from a code or a sign that means one currency alone. Raises RuleBroken `currency_unknown`."""
    typed = text.strip()
    code = _SIGNS.get(typed.casefold(), typed.upper())
    if code not in _currencies():
        raise RuleBroken("currency_unknown", currency=shown_back(typed))
    return code


@lru_cache(maxsize=1)
def _currencies() -> frozenset[str]:
    import pycountry  # loaded when the first rate card is typed, not at start

    # X codes are metals, funds and tests, except the four that are real money of several countries.
    codes = {str(currency.alpha_3) for currency in pycountry.currencies}
    return frozenset(code for code in codes if code[0] != "X" or code in {"XAF", "XCD", "XOF", "XPF"})


def read_amount(text: str, currency: str) -> int | None:
    """Minor units of a positive amount such as `12,000`, `12.000,50`, `12 000`, `12k`; None where it is not one.

    The caller words what is wrong: an amount may be a secret floor, so no error may repeat it (I4).
    """
    bare = text.strip().upper().removeprefix(currency).removesuffix(currency).strip()
    bare = re.sub(r"[\s'’_€£$¥₩]", "", bare)
    thousands = 1_000 if bare.endswith("K") else 1
    bare = bare.removesuffix("K")
    if not re.fullmatch(r"[0-9]{1,15}([.,][0-9]+)*", bare):
        return None
    whole, fraction = _split_decimals(bare)
    digits = minor_digits(currency)
    if whole is None or len(fraction.rstrip("0")) > digits + (3 if thousands > 1 else 0):
        return None
    scaled = int(whole + (fraction + "0" * 6)[:6]) * 10**digits * thousands
    minor, rest = divmod(scaled, 10**6)
    return minor if not rest and 0 < minor <= MAX_AMOUNT_MINOR else None


def _split_decimals(bare: str) -> tuple[str | None, str]:
    """Whole and decimal digits. One sign before exactly three digits groups thousands; before fewer it is decimal."""
    marks = [ch for ch in bare if ch in ".,"]
    if not marks:
        return bare, ""
    last = marks[-1]
    head, tail = bare.rsplit(last, 1)
    decimal = len(set(marks)) == 2 or (len(marks) == 1 and len(tail) != 3)
    if decimal and last in head:
        return None, ""
    groups = re.split(r"[.,]", head if decimal else bare)
    if len(groups) > 1 and (len(groups[0]) > 3 or any(len(group) != 3 for group in groups[1:])):
        return None, ""
    return "".join(groups), tail if decimal else ""


def read_countries(text: str, regions: Callable[[str], tuple[str, ...]]) -> frozenset[str]:
    """ISO countries from names and codes, parted by commas or lines; "none" is the empty set.

    `regions` reads what is neither (other languages, "the Gulf states"). Raises RuleBroken `place_unknown`, or
    `world_refused` where the whole world is named.
    """
    if is_nothing(text):
        return frozenset()
    found: set[str] = set()
    for piece in filter(None, map(str.strip, _SEPARATORS.split(text.replace("&", " & ")))):
        places = _country(piece) or regions(piece)
        if not places:
            raise RuleBroken("place_unknown", typed=shown_back(piece))
        found |= set(places)
    if WORLD in found or found >= COUNTRIES:
        raise RuleBroken("world_refused")
    return frozenset(found)


def _country(piece: str) -> tuple[str, ...]:
    if piece.upper() in COUNTRIES and len(piece) == 2:
        return (piece.upper(),)
    import pycountry

    try:
        return (str(pycountry.countries.lookup(piece).alpha_2),)
    except LookupError:
        return ()


def read_clock(text: str) -> time:
    """A time of day: `21:00`, `21`, `9 pm`. Raises RuleBroken `clock_unreadable`."""
    found = _CLOCK.fullmatch(text.strip().casefold())
    if found is None:
        raise RuleBroken("clock_unreadable", typed=shown_back(text))
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3] and 1 <= hour <= 12:
        hour = hour % 12 + (12 if found[3] == "pm" else 0)
    elif found[3]:
        raise RuleBroken("clock_unreadable", typed=shown_back(text))
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        raise RuleBroken("clock_unreadable", typed=shown_back(text))
    return time(hour % 24, minute)


def read_digests(text: str, already: tuple[str, ...] = ()) -> tuple[str, ...]:
    """SHA-256 digests, one a line, after those `already` there; lines of `sha256sum` will do, file names are dropped.

    Raises RuleBroken `likeness_source_not_sha256` with the line's number, or `likeness_sources_too_many`.
    """
    digests = list(already)
    for number, line in enumerate(text.splitlines(), start=1):
        words = line.casefold().lstrip("\\").split()
        if not words:
            continue
        if not re.fullmatch(r"[0-9a-f]{64}", words[0].strip(",;")):
            raise RuleBroken("likeness_source_not_sha256", line=number)
        digests.append(words[0].strip(",;"))
    unique = tuple(dict.fromkeys(digests))
    if len(unique) > MAX_SOURCES:
        raise RuleBroken("likeness_sources_too_many", most=MAX_SOURCES)
    return unique


def read_user_id(text: str) -> str | None:
    """The account id in a mention or a bare id, or None."""
    found = _USER_ID.fullmatch(text.strip())
    return (found[1] or found[2]) if found else None


def read_user_list(text: str) -> tuple[str, ...]:
    """The people named in a field, one a line or parted by commas: mentions, ids or names, as typed."""
    if is_nothing(text):
        return ()
    return tuple(filter(None, (piece.strip() for piece in re.split(r"[,;\n]", text))))


def today_in(now: datetime, zone: str) -> date:
    """The calendar day of `now` on the clock of `zone`."""
    from bot.domain.calendar import local

    return local(now, zone).date()
