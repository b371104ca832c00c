"""The last look at a package before it leaves: written from the mandate alone, sharing no code with the
strategy.

A package that fails is not sent; the operator learns the codes, never the figures (I4).
"""

from __future__ import annotations

from fractions import Fraction

from bot.domain import ratecard
from bot.domain.negotiation.values import Limits, Priced

_EVERYWHERE = "001"


def check(limits: Limits, priced: Priced) -> tuple[str, ...]:
    """Codes of every limit that the priced package breaks; empty when it may be sold at that fee."""
    package = priced.package
    breaches: list[str] = []
    if any(medium in limits.refused_media for medium in package.media):
        breaches.append("refused_medium")
    if any(_covers(package.territories, country) for country in limits.refused_territories):
        breaches.append("refused_territory")
    if package.months > Fraction(limits.max_months):
        breaches.append("too_long")
    if package.exclusivity not in limits.exclusivity:
        breaches.append("exclusivity_not_allowed")
    for block in limits.blocked:
        if package.exclusivity in block.exclusivities and any(
            country == _EVERYWHERE or _covers(package.territories, country) for country in block.territories
        ):
            breaches.append("conflict")
            break
    if priced.fee_minor < ratecard.floor_minor(limits.ratecard, package):
        breaches.append("below_floor")
    return tuple(breaches)


def check_ask(limits: Limits, priced: Priced) -> tuple[str, ...]:
    """As `check`, for a fee that we ask: it also never goes above the rate card."""
    above = priced.fee_minor > ratecard.quote_minor(limits.ratecard, priced.package)
    return check(limits, priced) + (("above_quote",) if above else ())


def _covers(territories: frozenset[str], country: str) -> bool:
    return country in territories or _EVERYWHERE in territories
