"""Money, dates and lengths beside the Recognizers-Text specifications, as far as a brand could write such a phrase.

Each in-scope phrase is right when a reader finds exactly its values. `why_out` says what is out of scope, and why.
"""

from __future__ import annotations

import json
import re
from calendar import monthrange
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path

from bot.reading import amounts, dates
from bot.reading.findings import Context
from bot.reading.notes import Notes
from bot.reading.point import Point, first_day, today
from bot.reading.polarity import mark
from bot.reading.text import Page
from bot.reading.written_lengths import length_at

CORPUS = Path(__file__).parents[3] / "shared" / "corpora" / "money_dates.jsonl"
Row = dict[str, object]
_UNITS = {
    "dollar": "$", "dólar": "$", "ドル": "$", "달러": "$", "美元": "USD", "united states dollar": "USD", "euro": "EUR",
    "pound": "GBP", "yen": "JPY", "japanese yen": "JPY", "chinese yuan": "CNY", "korean won": "KRW", "won": "KRW",
}  # fmt: skip
_SMALL_COIN = re.compile(
    r"cent|penn|pence|penique|centavo|øre|öre|sen\b|piast|kopek|jiao|fen\b|分|角|セント|ペニー|펜스|센트|groszy",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"\bago\b|\bday of|since|before|after|il y a|hace|geleden|vor |nach |以前|以后|之前|之后|前|後|전|후"
    r"|week|semaine|semana|settimana",
    re.IGNORECASE,
)
_UNCOUNTED = re.compile(
    r"some|few|several|quelques|plusieurs|varias|unos|algun|alcuni|divers|qualche|enkele|enige|wat |paar|nights?|nuits?"
    r"|noche|nott|nacht|\ball\b|whole|tout|todo|tutt|hele|ganze|heel|rest|다음|몇|며칠|数|几|全|まる|整|another|ander|altr"
    r"|otr|autre|outr",
    re.IGNORECASE,
)


@dataclass
class OracleScore:
    """Phrases in scope, how many were read exactly, values said rightly and wrongly, and what was left out and why."""

    phrases: int = 0
    exact: int = 0
    right: int = 0
    wrong: int = 0
    missed: int = 0
    out: Counter[str] = field(default_factory=Counter)
    mistakes: list[str] = field(default_factory=list)


def rows() -> list[Row]:
    """The corpus, or nothing where it is absent."""
    if not CORPUS.exists():
        return []
    return [json.loads(line) for line in CORPUS.read_text(encoding="utf-8").split("\n") if line]


# -- scope -------------------------------------------------------------------------------------------


def money_scope(row: Row) -> tuple[list[Decimal] | None, str]:
    """The amounts a row holds, or None and why it is out of scope."""
    wanted = []
    for found in row["found"]:  # type: ignore[attr-defined]
        unit = str(found.get("unit", ""))
        if _SMALL_COIN.search(unit) or _SMALL_COIN.search(str(found.get("words", ""))):
            return None, "small coins: no fee is in cents"
        amount = str(found.get("amount") or "")
        try:
            value = Decimal(amount.replace(",", ".") if amount.count(",") == 1 and "." not in amount else amount)
        except InvalidOperation:
            return None, "no amount in the specification"
        if not found.get("iso") and unit.lower() not in _UNITS and not _known(str(found["words"])):
            return None, "a currency without a live ISO 4217 code in our list"
        if value >= 10**12:
            return None, "beyond any fee"
        wanted.append(value)
    return (wanted, "") if wanted else (None, "no money in the phrase")


def _known(words: str) -> bool:
    return bool(Notes(Page(words), _context(None)).of("currency"))


def date_scope(row: Row) -> tuple[list[set[str]] | None, str]:
    """For each explicit day in the row the days it may stand for, or None and why it is out of scope."""
    wanted = []
    for found in row["found"]:  # type: ignore[attr-defined]
        values = found.get("values") or []
        timex = str(values[0].get("timex", "")) if values else ""
        if found["type"] != "date" or not re.fullmatch(r"(\d{4}|XXXX)-\d\d-\d\d", timex):
            return None, "not a calendar day (ranges, weeks, clock times, holidays)"
        words = str(found["words"])
        digits = re.findall(r"\d+", words)
        if not digits or _RELATIVE.search(words):
            return None, "counted from another day, or a holiday"
        if not (re.search(r"\d{4}|['’]\d\d", words) or timex.startswith("XXXX")):
            return None, "a weekday or a day without its month"
        days = {str(value.get("value")) for value in values} - {"not resolved", "None"}
        if not days:
            return None, "a day that does not exist"
        wanted.append(days)
    return (wanted, "") if wanted else (None, "no date in the phrase")


def length_scope(row: Row) -> tuple[list[tuple[str, Decimal]] | None, str]:
    """The lengths (unit, count) of a row, or None and why it is out of scope."""
    wanted = []
    for found in row["found"]:  # type: ignore[attr-defined]
        values = found.get("values") or []
        match = re.fullmatch(r"P(\d+(?:\.\d+)?)([YMWD])", str(values[0].get("timex", "")) if values else "")
        if found["type"] != "duration" or match is None:
            return None, "not a plain length in days, weeks, months or years"
        if _UNCOUNTED.search(str(found["words"])):
            return None, "no count is named, or nights"
        if values[0].get("Mod") or values[0].get("mod"):
            return None, "more or less than a length"
        wanted.append((match.group(2), Decimal(match.group(1))))
    return (wanted, "") if wanted else (None, "no length in the phrase")


# -- our reader, at the level of single values -------------------------------------------------------


def _context(now: object, language: str = "en") -> Context:
    moment = datetime.fromisoformat(str(now)) if now else datetime(2019, 1, 1)
    return Context(moment.replace(tzinfo=UTC), "brand", locale={"en": "en-US"}.get(language, language))


def _notes(row: Row) -> Notes:
    notes = Notes(Page(str(row["text"])), _context(row.get("now"), str(row["lang"])))
    mark(notes)
    return notes


def our_money(row: Row) -> list[Decimal]:
    """All amounts with a currency that our reader finds."""
    return [amount.value for amount in amounts.amounts(_notes(row)) if amount.currency and amount.unsure is None]


def our_dates(row: Row) -> list[str]:
    """All days that our reader finds, resolved to the nearest to come."""
    notes = _notes(row)
    now = today(notes)
    days = []
    for point in dates.points(notes, bytearray(notes.size)):
        if point.grain == "day" and point.edge is None and point.unclear is None:
            days.append(_resolved(point, now).isoformat())
    return days


def _resolved(point: Point, now: date) -> date:
    if point.year is not None:
        return first_day(point, point.year)
    if (point.month, point.day) == (2, 29):
        year = next(year for year in range(now.year, now.year + 9) if monthrange(year, 2)[1] == 29)
        return date(year, 2, 29)
    this_year = first_day(point, now.year)
    return this_year if this_year >= now else first_day(point, now.year + 1)


def our_lengths(row: Row) -> list[Decimal]:
    """All lengths our reader finds, in days (a month is 30, a year 360)."""
    notes = _notes(row)
    found = []
    at = 0
    while at < notes.size:
        length = length_at(notes, at)
        if length is None:
            at += 1
            continue
        found.append(Decimal(length.days if length.days is not None else (length.months or 0) * 30))
        at = length.last
    return found


def in_days(lengths_wanted: list[tuple[str, Decimal]]) -> list[Decimal]:
    """Lengths of the specification as days, by the same rule."""
    return [count * {"Y": 360, "M": 30, "W": 7, "D": 1}[unit] for unit, count in lengths_wanted]


# -- scoring -----------------------------------------------------------------------------------------


def score_money(read_money: Callable[[Row], list[Decimal]] = our_money) -> OracleScore:
    """Score a reader of amounts on the in-scope money rows."""
    result = OracleScore()
    for row in rows():
        if row["kind"] == "money":
            wanted, why = money_scope(row)
            if wanted is None:
                result.out[why] += 1
            else:
                _tally(
                    result,
                    row,
                    [{str(value.normalize())} for value in wanted],
                    [str(v.normalize()) for v in read_money(row)],
                )
    return result


def score_dates(read_dates: Callable[[Row], list[str]] = our_dates) -> OracleScore:
    """Score a reader of days on the in-scope date rows."""
    result = OracleScore()
    for row in rows():
        if row["kind"] == "date":
            wanted, why = date_scope(row)
            if wanted is None:
                result.out[why] += 1
            else:
                _tally(result, row, wanted, read_dates(row))
    return result


def score_lengths(read_lengths: Callable[[Row], list[Decimal]] = our_lengths) -> OracleScore:
    """Score a reader of lengths on the in-scope duration rows."""
    result = OracleScore()
    for row in rows():
        if row["kind"] == "date":
            wanted, why = length_scope(row)
            if wanted is None:
                result.out[why] += 1
            else:
                expected = [{str(value.normalize())} for value in in_days(wanted)]
                _tally(result, row, expected, [str(value.normalize()) for value in read_lengths(row)])
    return result


def _tally(result: OracleScore, row: Row, wanted: list[set[str]], got: list[str]) -> None:
    result.phrases += 1
    open_wants = list(wanted)
    wrong = []
    for value in got:
        match = next((choice for choice in open_wants if value in choice), None)
        if match is None:
            wrong.append(value)
        else:
            open_wants.remove(match)
            result.right += 1
    result.wrong += len(wrong)
    result.missed += len(open_wants)
    if not wrong and not open_wants:
        result.exact += 1
    else:
        result.mistakes.append(
            f"{row['lang']} {str(row['text'])[:100]!r}: {got} for {[sorted(choice) for choice in wanted]}"
        )
