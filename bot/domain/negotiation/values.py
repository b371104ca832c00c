"""The plain values a negotiation speaks in: limits, moves, acts. No strategy lives here (DESIGN §2, §6)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from bot.domain.errors import RuleBroken
from bot.domain.money import MAX_AMOUNT_MINOR
from bot.domain.ratecard import Package, RateCard
from bot.domain.vocabulary import ALL_MEDIA, EXCLUSIVITIES, MAX_TERM_MONTHS, MEDIA, WORLD

MoveKind = Literal["brief", "offer", "accept", "walk"]
ActKind = Literal["counter", "final", "accept", "walk", "closed"]

MENU_IN_CHAT = 3
MENU_MOST = 6
ROUNDS_MOST = 1_000


@dataclass(frozen=True)
class Blocked:
    """Exclusivities that may not be sold in some countries, because another licence already runs there.

    A holder's exclusivity closes a country altogether (`exclusivities` then holds all three); a plain licence
    there only rules out selling exclusivity on top of it.
    """

    territories: frozenset[str]
    exclusivities: frozenset[str]

    def hits(self, package: Package) -> bool:
        """Whether the package sells what is blocked; the world touches every country."""
        everywhere = WORLD in self.territories
        return package.exclusivity in self.exclusivities and (
            everywhere or touches(package.territories, self.territories)
        )


@dataclass(frozen=True)
class Limits:
    """What one talent's mandate lets a negotiation do. `disliked_media` are hers alone and are never shown.

    Refusing `001` refuses worldwide grants; refusing a country also rules out the world, which contains it.
    """

    ratecard: RateCard
    refused_media: frozenset[str] = frozenset()
    refused_territories: frozenset[str] = frozenset()
    max_months: int = 24
    exclusivity: frozenset[str] = frozenset({"none", "category"})
    disliked_media: frozenset[str] = frozenset()
    blocked: tuple[Blocked, ...] = ()

    def __post_init__(self) -> None:
        if ALL_MEDIA in self.refused_media:
            object.__setattr__(self, "refused_media", frozenset(MEDIA))
        if not 0 <= self.max_months <= MAX_TERM_MONTHS:
            raise RuleBroken("max_months_invalid", max_months=MAX_TERM_MONTHS)
        if self.exclusivity - set(EXCLUSIVITIES):
            raise RuleBroken("exclusivity_unknown", exclusivity=sorted(self.exclusivity))

    def allows(self, package: Package) -> bool:
        """Whether the mandate lets the package be sold at all, whatever its price."""
        return not (
            package.media & self.refused_media
            or touches(package.territories, self.refused_territories)
            or package.months > self.max_months
            or package.exclusivity not in self.exclusivity
            or any(block.hits(package) for block in self.blocked)
        )


@dataclass(frozen=True)
class Priced:
    """A package and the whole fee for it, in minor units of the mandate's currency."""

    package: Package
    fee_minor: int


@dataclass(frozen=True)
class Move:
    """What the buyer did. A brief or an offer has a package, an accept has the index of a listed one."""

    kind: MoveKind
    package: Package | None = None
    fee_minor: int | None = None
    index: int | None = None

    def __post_init__(self) -> None:
        if self.kind in ("brief", "offer") and self.package is None:
            raise RuleBroken("package_missing")
        if self.kind == "offer" and self.fee_minor is None:
            raise RuleBroken("fee_missing")
        if self.kind == "accept" and self.index is None:
            raise RuleBroken("index_missing")
        if self.fee_minor is not None and not 0 < self.fee_minor <= MAX_AMOUNT_MINOR:
            raise RuleBroken("fee_invalid")


@dataclass(frozen=True)
class Act:
    """What we do. `packages` are the menu of a counter or a final, or the one that an accept settles.

    `reason` explains the act to an operator, as codes with numbers; it is never shown to the two sides (I4).
    """

    kind: ActKind
    packages: tuple[Priced, ...] = ()
    reason: tuple[str, ...] = ()


def package_to_dict(package: Package) -> dict[str, Any]:
    """A package with its lists sorted; months as an exact fraction in text, such as `6` or `13/2`."""
    return {
        "media": sorted(package.media),
        "territories": sorted(package.territories),
        "months": str(package.months),
        "exclusivity": package.exclusivity,
    }


def package_from_dict(data: dict[str, Any]) -> Package:
    """The way back from `package_to_dict`."""
    return Package.of(data["media"], data["territories"], Fraction(data["months"]), data["exclusivity"])


def priced_to_dict(priced: Priced) -> dict[str, Any]:
    """A package beside its fee."""
    return {"package": package_to_dict(priced.package), "fee_minor": priced.fee_minor}


def priced_from_dict(data: dict[str, Any]) -> Priced:
    """The way back from `priced_to_dict`."""
    return Priced(package_from_dict(data["package"]), data["fee_minor"])


def touches(places: Iterable[str], others: frozenset[str]) -> bool:
    """Whether two sets of territories overlap; the world overlaps with any country."""
    wanted = frozenset(places)
    return bool(others) and (WORLD in wanted or bool(wanted & others))


def covers(whole: Package, part: Package) -> bool:
    """Whether one package grants at least all that another grants, so that it can't fairly cost less."""
    places = WORLD in whole.territories or part.territories <= whole.territories
    return (
        places
        and part.media <= whole.media
        and part.months <= whole.months
        and EXCLUSIVITIES.index(part.exclusivity) <= EXCLUSIVITIES.index(whole.exclusivity)
    )


def stricter(one: Limits, other: Limits) -> Limits:
    """What both allow: a running deal keeps its mandate except where the newer one is stricter."""
    if one.ratecard.currency != other.ratecard.currency:
        raise RuleBroken("currency_mismatch", ours=one.ratecard.currency, theirs=other.ratecard.currency)
    base = max(one.ratecard.base_minor, other.ratecard.base_minor)
    floor = max(one.ratecard.floor_base_minor, other.ratecard.floor_base_minor)
    return Limits(
        RateCard(one.ratecard.currency, base, floor),
        one.refused_media | other.refused_media,
        one.refused_territories | other.refused_territories,
        min(one.max_months, other.max_months),
        one.exclusivity & other.exclusivity,
        other.disliked_media,
        tuple(dict.fromkeys(one.blocked + other.blocked)),
    )
