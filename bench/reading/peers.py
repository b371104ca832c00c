"""Other readers of money and time on the same rows, where they are installed; else each says that it is not.

None is a dependency of Quasi. To compare, give them an environment of their own and run the bench in it (`bot/reading`
needs the standard library alone). Recognizers-Text asks for `emoji`, and breaks with a version of 2 or more:

    uv venv peers
    uv pip install --python peers/bin/python recognizers-text-suite 'emoji<2' price-parser quantulum3 dateparser
    peers/bin/python -m bench.reading
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

from bench.reading.oracle import Row, in_days

_CULTURES = {
    code.partition("-")[0]: code for code in "en-us de-de fr-fr es-es it-it pt-br nl-nl ja-jp ko-kr zh-cn sv-se".split()
}
_DIGITS_ONCE = re.compile(r"\d")


def _load(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except Exception:  # a peer may fail to import in many ways; the bench goes on without it
        return None


def price_parser() -> Callable[[Row], list[Decimal]] | None:
    """price-parser: one price a text."""
    module = _load("price_parser")
    if module is None:
        return None

    def read(row: Row) -> list[Decimal]:
        price = module.Price.fromstring(str(row["text"]))
        return [price.amount] if price.amount is not None and price.currency else []

    return read


def quantulum() -> Callable[[Row], list[Decimal]] | None:
    """quantulum3: English quantities, those whose entity is a currency."""
    module = _load("quantulum3.parser")
    if module is None:
        return None

    def read(row: Row) -> list[Decimal]:
        try:
            found = module.parse(str(row["text"]))
        except Exception:  # it raises on some texts; that is a miss
            return []
        return [Decimal(str(q.value)) for q in found if q.unit.entity.name == "currency"]

    return read


def recognizers_money() -> Callable[[Row], list[Decimal]] | None:
    """Recognizers-Text for Python: amounts with a currency."""
    module = _load("recognizers_number_with_unit")
    if module is None:
        return None

    def read(row: Row) -> list[Decimal]:
        try:
            found = module.recognize_currency(str(row["text"]), _CULTURES[str(row["lang"])])
        except Exception:
            return []
        values = [str((item.resolution or {}).get("value") or "") for item in found]
        return [Decimal(value) for value in values if re.fullmatch(r"-?\d+(\.\d+)?", value)]

    return read


def dateparser_days() -> Callable[[Row], list[str]] | None:
    """dateparser.search: days in a text, resolved to the future."""
    module = _load("dateparser.search")
    if module is None:
        return None

    def read(row: Row) -> list[str]:
        now = datetime.fromisoformat(str(row.get("now") or "2019-01-01"))
        settings = {"RELATIVE_BASE": now.replace(tzinfo=None), "PREFER_DATES_FROM": "future"}
        try:
            found = module.search_dates(str(row["text"]), languages=[str(row["lang"])], settings=settings)
        except Exception:
            return []
        return [day.date().isoformat() for words, day in found or [] if _DIGITS_ONCE.search(words)]

    return read


def recognizers_days(*, ranges: bool = False) -> Callable[[Row], list[str]] | None:
    """Recognizers-Text's days, resolved to the future; with `ranges` the first and last day of ranges too."""
    found = _recognizers_times()
    if found is None:
        return None
    names = ("value", "start", "end") if ranges else ("value",)

    def read(row: Row) -> list[str]:
        days = []
        for kind, values in found(row):
            if kind == "date" or (ranges and kind == "daterange"):
                days += [str(values[-1][name]) for name in names if name in values[-1]]
        return days

    return read


def recognizers_lengths() -> Callable[[Row], list[Decimal]] | None:
    """Recognizers-Text's lengths in days, by the bench's own rule (a month is 30, a year 360)."""
    found = _recognizers_times()
    if found is None:
        return None

    def read(row: Row) -> list[Decimal]:
        lengths = []
        for kind, values in found(row):
            match = re.fullmatch(r"P(\d+(?:\.\d+)?)([YMWD])", str(values[-1].get("timex", "")))
            if kind == "duration" and match is not None:
                lengths += in_days([(match.group(2), Decimal(match.group(1)))])
        return lengths

    return read


def _recognizers_times() -> Callable[[Row], list[tuple[str, list[dict[str, Any]]]]] | None:
    module = _load("recognizers_date_time")
    if module is None:
        return None

    def read(row: Row) -> list[tuple[str, list[dict[str, Any]]]]:
        now = datetime.fromisoformat(str(row.get("now") or "2019-01-01")).replace(tzinfo=None)
        try:
            found = module.recognize_datetime(str(row["text"]), _CULTURES[str(row["lang"])], reference=now)
        except Exception:  # a language it does not know, or a phrase it breaks on
            return []
        return [
            (item.type_name.removeprefix("datetimeV2."), item.resolution["values"])
            for item in found
            if item.resolution and item.resolution.get("values")
        ]

    return read
