"""The packages and fees of one scenario as a small product of issues, as negotiators of other platforms want it.

An outcome is five whole numbers: a place on each axis of terms (media, territories, months, exclusivity) and a fee
level. Levels are shares of the card price, the same for every package: some below the floor, so that a low offer can
be told from a lower one, then the floor itself, then even steps up to the card.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product
from typing import Literal

from bench.negotiation.scenarios import factor_of
from bot.domain.negotiation import Limits, Priced
from bot.domain.negotiation.space import space_for
from bot.domain.ratecard import MARKET_WEIGHTS, Package, floor_minor, quote_minor
from bot.domain.vocabulary import EXCLUSIVITIES, WORLD

Outcome = tuple[int, int, int, int, int]
Width = Literal["asked", "within", "around"]
"""The asked package alone (as near as the mandate allows), that and what it contains, or what lies around it too."""

AXES_MOST = (5, 3, 4, 3)
BELOW, ABOVE = 6, 20
"""Fee levels below the floor, and steps from the floor up to the card: at most 4,860 outcomes with the axes above."""
LOWEST = 0.4
"""The lowest level is this share of the floor."""


@dataclass(frozen=True)
class Grid:
    """The outcomes of one scenario. Raises ValueError from `make` where the mandate allows nothing to be sold."""

    limits: Limits
    brief: Package
    axes: tuple[tuple[frozenset[str], ...], tuple[frozenset[str], ...], tuple[Fraction, ...], tuple[str, ...]]

    @classmethod
    def make(cls, limits: Limits, brief: Package, width: Width) -> Grid:
        """The grid around a brief; its first package is the nearest to it that the mandate allows."""
        space = space_for(limits, brief)
        if not space.options:
            raise ValueError("nothing in the mandate can be sold")
        nearest = space.package(space.options[0])
        axes = (space.media, space.territories, space.months, space.exclusivities)
        if width == "asked":
            return cls(limits, brief, tuple(axis[:1] for axis in axes))  # type: ignore[arg-type]
        if width == "within":
            axes = (
                tuple(media for media in space.media if media <= nearest.media),
                tuple(places for places in space.territories if places <= nearest.territories),
                tuple(months for months in space.months if months <= nearest.months),
                tuple(one for one in space.exclusivities if _rank(one) <= _rank(nearest.exclusivity)),
            )
        kept = tuple(axis[:most] for axis, most in zip(axes, AXES_MOST, strict=True))
        return cls(limits, brief, kept)  # type: ignore[arg-type]

    @property
    def sizes(self) -> tuple[int, int, int, int, int]:
        """How many values each issue has."""
        media, territories, months, exclusivities = self.axes
        return len(media), len(territories), len(months), len(exclusivities), BELOW + ABOVE + 1

    @cached_property
    def floor_share(self) -> float:
        """The floor as a share of the card, one and the same for every package."""
        return self.limits.ratecard.floor_base_minor / self.limits.ratecard.base_minor

    @cached_property
    def shares(self) -> tuple[float, ...]:
        """What each fee level is of the card price."""
        low = self.floor_share * LOWEST
        below = [low + (self.floor_share - low) * step / BELOW for step in range(BELOW)]
        return (*below, *(self.floor_share + (1 - self.floor_share) * step / ABOVE for step in range(ABOVE + 1)))

    @cached_property
    def packages(self) -> dict[tuple[int, int, int, int], Package]:
        """The package at each point of the four axes of terms."""
        media, territories, months, exclusivities = self.axes
        points = product(*(range(size) for size in self.sizes[:4]))
        return {
            (m, t, k, x): Package(media[m], territories[t], months[k], exclusivities[x])  # type: ignore[arg-type]
            for m, t, k, x in points
        }

    def priced(self, outcome: Outcome) -> Priced:
        """What we would say for an outcome: never above the card, and never below the floor."""
        package, level = self.packages[outcome[:4]], outcome[4]
        quote = quote_minor(self.limits.ratecard, package)
        fee = max(floor_minor(self.limits.ratecard, package), round(quote * self.shares[level]))
        return Priced(package, min(quote, fee))

    def outcome(self, offer: Priced) -> Outcome:
        """The outcome nearest to a buyer's offer; on the same side of the floor as the offer."""
        point = min(self.packages, key=lambda point: _distance(self.packages[point], offer.package))
        card = self.limits.ratecard
        share = offer.fee_minor / quote_minor(card, offer.package)
        if offer.fee_minor < floor_minor(card, offer.package):
            levels = range(BELOW)
        else:
            levels = range(BELOW, BELOW + ABOVE + 1)
        return (*point, min(levels, key=lambda level: abs(self.shares[level] - share)))

    @cached_property
    def factors(self) -> dict[tuple[int, int, int, int], float]:
        """The card's multiplier of each package."""
        return {point: factor_of(package) for point, package in self.packages.items()}

    @cached_property
    def assumed_worths(self) -> dict[tuple[int, int, int, int], float]:
        """A guess at the buyer, in base fees, for agents that must be given one: what he asked for is worth its card
        price to him, a part of it the part's card price, and anything beyond it nothing more.
        """
        return {point: _worth(package, self.brief) for point, package in self.packages.items()}

    def gain(self, outcome: Outcome) -> float:
        """What the talent keeps above her floor, in base fees; below zero under the floor."""
        return (self.shares[outcome[4]] - self.floor_share) * self.factors[outcome[:4]]

    def assumed_buyer_gain(self, outcome: Outcome) -> float:
        """What the guessed buyer would keep, in base fees."""
        return self.assumed_worths[outcome[:4]] - self.shares[outcome[4]] * self.factors[outcome[:4]]

    def outcomes(self) -> list[Outcome]:
        """Every outcome."""
        return [(*point, level) for point in self.packages for level in range(len(self.shares))]


def scaled(values: dict[Outcome, float]) -> Callable[[float], float]:
    """The straight line that takes the lowest of the values to 0 and the highest to 1."""
    low, high = min(values.values()), max(values.values())
    return lambda value: (value - low) / (high - low)


def _rank(exclusivity: str) -> int:
    return EXCLUSIVITIES.index(exclusivity)


def _distance(one: Package, other: Package) -> float:
    """How unlike two packages are, each axis counting at most about 1."""
    months = abs(math.log(one.months / other.months)) / math.log(12)
    exclusivity = abs(_rank(one.exclusivity) - _rank(other.exclusivity)) / 2
    return _unlike(one.media, other.media) + _unlike(_places(one), _places(other)) + min(1.0, months) + exclusivity


def _unlike(one: frozenset[str], other: frozenset[str]) -> float:
    return 1 - len(one & other) / len(one | other)


def _places(package: Package) -> frozenset[str]:
    return frozenset(MARKET_WEIGHTS) if WORLD in package.territories else package.territories


def _worth(package: Package, brief: Package) -> float:
    media, places = package.media & brief.media, _places(package) & _places(brief)
    if not media or not places:
        return 0.0
    exclusivity = min(package.exclusivity, brief.exclusivity, key=_rank)
    return factor_of(Package(media, places, min(package.months, brief.months), exclusivity))
