"""JSON Lines for the operator's tools: one answer for each line, and the values that `price` and `rehearse`
share.

Numbers are read exactly (decimals as `Decimal`), and whatever is wrong becomes one sentence in the line's
place.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any, NoReturn, TextIO

from bot.domain.errors import RuleBroken
from bot.domain.ratecard import Package, RateCard
from bot.domain.vocabulary import ALL_MEDIA, COUNTRIES, EXCLUSIVITIES, MAX_TERM_MONTHS, MEDIA, WORLD


class BadLine(Exception):
    """A line that can't be used; the message is one sentence for the operator."""


def answer_lines(lines: TextIO, out: TextIO, key: str, answer: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Write `answer(line)` for each line, flushed; a bad one gets `{key, "error"}` and the rest goes on."""
    reconfigure = getattr(lines, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="surrogateescape")
    for text in lines:
        out.write(json.dumps(_answer_one(text, key, answer), ensure_ascii=False) + "\n")
        out.flush()


def object_in(text: str) -> dict[str, Any]:
    """The JSON object on one line, with decimals exact. Raises BadLine where a guess would be needed."""
    if any("\udc80" <= character <= "\udcff" for character in text):
        raise BadLine("The line is not UTF-8.")
    try:
        line = json.loads(text, parse_float=Decimal, parse_constant=_no_constant, object_pairs_hook=_once_each)
    except (ValueError, ArithmeticError, RecursionError):  # 1e99999999999999999999 is the second
        raise BadLine("The line is not JSON.") from None
    if not isinstance(line, dict):
        raise BadLine("The line is not a JSON object.")
    return line


def _answer_one(text: str, key: str, answer: Callable[[dict[str, Any]], dict[str, Any]]) -> dict[str, Any]:
    name: object = None
    try:
        line = object_in(text)
        name = _name_in(line, key)
        return answer(line)
    except BadLine as bad:
        return {key: name, "error": str(bad)}


def _name_in(line: dict[str, Any], key: str) -> str | int | None:
    name = line.get(key)
    if isinstance(name, bool) or not isinstance(name, str | int | None):
        raise BadLine(f"The {key} is neither a text nor a whole number.")
    return name


def ratecard_in(value: Any) -> RateCard:
    """A rate card from `{"currency","base_minor","floor_base_minor"}`."""
    if not isinstance(value, dict):
        raise BadLine("ratecard is missing or not an object.")
    currency = value.get("currency")
    if not isinstance(currency, str):
        raise BadLine("ratecard has no currency.")
    base = whole_in(value.get("base_minor"), "base_minor")
    floor = whole_in(value.get("floor_base_minor"), "floor_base_minor")
    try:
        return RateCard(currency, base, floor)
    except RuleBroken as broken:
        raise BadLine(f"ratecard can't be used ({broken.code}).") from broken


def package_in(value: Any, name: str) -> Package:
    """A package from `{"media","territories","months","exclusivity"}`; other keys are left alone."""
    if not isinstance(value, dict):
        raise BadLine(f"{name} is missing or not an object.")
    media = codes_in(value.get("media"), "media", {*MEDIA, ALL_MEDIA})
    territories = codes_in(value.get("territories"), "territories", COUNTRIES | {WORLD})
    if not media or not territories:
        raise BadLine(f"{name} names no media or no territories.")
    exclusivity = next((code for code in EXCLUSIVITIES if code == value.get("exclusivity")), None)
    if exclusivity is None:
        raise BadLine("The exclusivity is not none, category or full.")
    try:
        return Package.of(media, territories, months_in(value.get("months")), exclusivity)
    except RuleBroken as broken:
        raise BadLine(f"{name} can't be used ({broken.code}).") from broken


def package_out(package: Package) -> dict[str, Any]:
    """The same shape, with sorted lists."""
    whole = package.months.denominator == 1
    return {
        "media": sorted(package.media),
        "territories": sorted(package.territories),
        "months": int(package.months) if whole else float(package.months),
        "exclusivity": package.exclusivity,
    }


def months_in(value: Any) -> Fraction:
    """A length in months, whole or decimal (to 20 places), above 0 and at most 60."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise BadLine("The months are missing or not a number.")
    # Rounded, because the exact fraction of 1e-999999999 would be computed for hours.
    if not 0 < value <= MAX_TERM_MONTHS or not (months := Fraction(round(Decimal(value), 20))):
        raise BadLine(f"The months are not between 0 and {MAX_TERM_MONTHS}.")
    return months


def whole_in(value: Any, name: str) -> int:
    """A whole number."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadLine(f"{name} is missing or not a whole number.")
    return value


def codes_in(value: Any, name: str, known: frozenset[str] | set[str]) -> list[str]:
    """A list of codes of a closed list."""
    if not isinstance(value, list) or not all(isinstance(code, str) for code in value):
        raise BadLine(f"The {name} are missing or not a list of codes.")
    unknown = sorted(set(value) - known)
    if unknown:
        raise BadLine(f"The {name} hold a code that isn't known.")
    return value


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise BadLine("The line names a key twice.")
    return made


def _no_constant(text: str) -> NoReturn:
    raise ValueError(text)
