"""Which labels an AI-made image owes, by where it runs. An operator's aid, not legal advice.

Sources: Regulation (EU) 2024/1689 Art. 50(4), applying from 2 August 2026; New York GBL § 396-b (synthetic
performers in advertising); China, Measures for Labelling AI-Generated Synthetic Content, in force since 1 September
2025; Korea, AI Basic Act Art. 31, in force since 22 January 2026. Where no law asks for a label, the house does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.vocabulary import WORLD

EU: frozenset[str] = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()
)


@dataclass(frozen=True)
class Duty:
    """One disclosure duty: the label's wording, where it goes, and the law (or house rule) that asks for it."""

    code: str
    wording: str
    place: str
    law: str
    countries: frozenset[str]


_WORDING = "AI-generated image: digital clone of {talent}, licensed with consent"

DUTIES: tuple[Duty, ...] = (
    Duty(
        "eu_ai_act_50",
        _WORDING,
        "clear and visible with the image, at first sight",
        "Regulation (EU) 2024/1689, Art. 50(4)",
        EU,
    ),
    Duty(
        "ny_gbl_396b",
        "This advertisement contains a synthetic performer: digital clone of {talent}",
        "conspicuous in the advertisement",
        "New York General Business Law § 396-b",
        frozenset({"US"}),
    ),
    Duty(
        "cn_ai_labelling",
        _WORDING,
        "visible on the image, and in the file's metadata",
        "China, Measures for Labelling AI-Generated Synthetic Content (2025)",
        frozenset({"CN"}),
    ),
    Duty(
        "kr_ai_basic_act_31",
        _WORDING,
        "clear to the viewer with the image",
        "Republic of Korea, AI Basic Act, Art. 31",
        frozenset({"KR"}),
    ),
    Duty("house_label", _WORDING, "with the image or its caption", "Quasi house rule", frozenset()),
)
BY_CODE: dict[str, Duty] = {duty.code: duty for duty in DUTIES}


def duties_for(territories: Iterable[str]) -> tuple[str, ...]:
    """Codes of the duties that apply in `territories` (ISO codes or `001`); never empty."""
    places = frozenset(territories)
    codes = tuple(duty.code for duty in DUTIES if duty.countries and (WORLD in places or duty.countries & places))
    return codes or ("house_label",)
