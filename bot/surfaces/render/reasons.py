"""Why a package costs what the card says: its four factors in a line, from the card's public weights alone.

Neither an ask nor a floor comes in here (I4): two packages that differ in nothing but their fee get the same line.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from fractions import Fraction

from bot.domain.ratecard import (
    EXCLUSIVITY_FACTORS,
    MEDIA_WEIGHTS,
    Package,
    countries_beyond_base,
    market_weight,
    media_beyond_base,
    media_factor,
    term_factor,
    territory_factor,
)
from bot.domain.vocabulary import WORLD
from bot.surfaces import words

NAMED_MOST = 2
_EXCLUSIVITY = {"none": "without exclusivity", "category": "category exclusivity", "full": "full exclusivity"}
BASE_IS = "two uses, one country and 12 months"
"""What the card's base covers, in words."""


def why(package: Package, changed: Collection[str] = ()) -> str:
    """`+30 % website, +50 % Germany, × 0.7 for 6 months`; the parts in `changed` stand in bold, also where they add nothing."""
    parts = (
        ("media", _media(package.media)),
        ("territories", _territories(package.territories)),
        ("months", _term(package.months)),
        ("exclusivity", _exclusivity(package.exclusivity)),
    )
    told = [f"**{text}**" if key in changed else text for key, (adds, text) in parts if adds or key in changed]
    return ", ".join(told) or f"the card's base: {BASE_IS}"


def _media(media: frozenset[str]) -> tuple[bool, str]:
    beyond = media_beyond_base(media)
    if not beyond:
        return False, "the base covers the use" if len(media) == 1 else "the base covers both uses"
    added = media_factor(media) - 1
    if len(beyond) <= NAMED_MOST:
        return True, ", ".join(f"+{_percent(MEDIA_WEIGHTS[code])} {words.medium_word(code)}" for code in beyond)
    return True, f"+{_percent(added)} {len(beyond)} further uses"


def _territories(territories: frozenset[str]) -> tuple[bool, str]:
    factor = territory_factor(territories)
    if WORLD in territories:
        return True, f"×\u00a0{_number(factor)} worldwide"
    beyond: Sequence[str] = countries_beyond_base(territories)
    if not beyond:
        return False, "the base covers the country"
    if len(beyond) <= NAMED_MOST:
        return True, ", ".join(f"+{_percent(market_weight(code))} {words.territory_word(code)}" for code in beyond)
    return True, f"+{_percent(factor - 1)} {len(beyond)} further countries"


def _term(months: Fraction) -> tuple[bool, str]:
    factor = term_factor(months)
    return factor != 1, f"×\u00a0{_number(factor)} for {words.months_words(months)}"


def _exclusivity(code: str) -> tuple[bool, str]:
    factor = EXCLUSIVITY_FACTORS[code]
    return factor != 1, f"×\u00a0{_number(factor)} {_EXCLUSIVITY[code]}"


def _percent(share: Fraction) -> str:
    return f"{_number(share * 100)}\u00a0%"


def _number(value: Fraction) -> str:
    """Two places at most, without the noughts at the end."""
    return f"{float(value):.2f}".rstrip("0").rstrip(".")
