"""Pricing a package: price = base x M x G x T x X in exact rational arithmetic (DESIGN §7).

The weights are an operator's to change, here and nowhere else. The base is a base usage rate as photographers'
and models' unions define it: two media, one country, one year.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from bot.domain.errors import RuleBroken
from bot.domain.money import MAX_AMOUNT_MINOR, Money, round_half_up
from bot.domain.vocabulary import ALL_MEDIA, COUNTRIES, EXCLUSIVITIES, MAX_TERM_MONTHS, MEDIA, WORLD, Exclusivity

MEDIA_WEIGHTS: dict[str, Fraction] = {
    code: Fraction(weight, 100)
    for code, weight in {
        "organic_social": 20, "paid_social": 35, "website": 30, "email": 15, "digital_ads": 40, "print": 45, "ooh": 60,
        "tv": 100, "in_store": 25, "packaging": 60, "lookbook": 20, "editorial": 15, "internal": 10,
    }.items()
}  # fmt: skip
MEDIA_IN_BASE = 2

MARKET_WEIGHTS: dict[str, Fraction] = {
    country: Fraction(weight, 100)
    for countries, weight in (
        ("US", 100), ("CN", 80), ("JP", 60), ("GB DE FR", 50), ("IT ES CA KR AU BR IN", 40),
        ("MX NL CH SE AE SA SG HK", 25),
    )
    for country in countries.split()
}  # fmt: skip
OTHER_MARKET_WEIGHT = Fraction(15, 100)
TERRITORY_CAP = Fraction(4)

TERM_POINTS: tuple[tuple[int, Fraction], ...] = tuple(
    (months, Fraction(hundredths, 100))
    for months, hundredths in ((0, 20), (1, 30), (3, 50), (6, 70), (12, 100), (24, 170), (36, 230), (60, 320))
)

_ALL_MEDIA = frozenset(MEDIA)
_ALL_PLACES = COUNTRIES | {WORLD}

EXCLUSIVITY_FACTORS: dict[str, Fraction] = {"none": Fraction(1), "category": Fraction(3, 2), "full": Fraction(5, 2)}


@dataclass(frozen=True)
class Package:
    """What is priced: media codes, ISO countries (or `001`), a length in months, an exclusivity.

    `months` may be a fraction: days are months of 30.
    """

    media: frozenset[str]
    territories: frozenset[str]
    months: Fraction
    exclusivity: Exclusivity

    def __post_init__(self) -> None:
        unknown_media = self.media - _ALL_MEDIA
        if unknown_media or not self.media:
            raise RuleBroken("media_unknown", media=sorted(unknown_media))
        unknown_places = self.territories - _ALL_PLACES
        if unknown_places or not self.territories:
            raise RuleBroken("territory_unknown", territories=sorted(unknown_places))
        if self.months <= 0:
            raise RuleBroken("term_empty")
        if self.months > MAX_TERM_MONTHS:
            raise RuleBroken("term_too_long", max_months=MAX_TERM_MONTHS)
        if self.exclusivity not in EXCLUSIVITIES:
            raise RuleBroken("exclusivity_unknown", exclusivity=self.exclusivity)
        # A negotiation looks packages up thousands of times a move, and a Fraction is slow to hash.
        object.__setattr__(self, "_hash", hash((self.media, self.territories, self.months, self.exclusivity)))

    def __hash__(self) -> int:
        return self._hash  # type: ignore[attr-defined,no-any-return]

    @classmethod
    def of(
        cls, media: Iterable[str], territories: Iterable[str], months: int | Fraction, exclusivity: Exclusivity
    ) -> Package:
        """From loose values: `all` opens up to every medium, and the world swallows single countries."""
        wanted = frozenset(media)
        places = frozenset(territories)
        return cls(
            frozenset(MEDIA) if ALL_MEDIA in wanted else wanted,
            frozenset({WORLD}) if WORLD in places else places,
            Fraction(months),
            exclusivity,
        )


@dataclass(frozen=True)
class RateCard:
    """A talent's prices: `base_minor` is asked, `floor_base_minor` is the secret least (I4)."""

    currency: str
    base_minor: int
    floor_base_minor: int

    def __post_init__(self) -> None:
        Money(0, self.currency)
        if not 0 < self.floor_base_minor <= self.base_minor <= MAX_AMOUNT_MINOR // 1_000:
            raise RuleBroken("ratecard_invalid")

    def __repr__(self) -> str:
        # A traceback or a log line that shows a rate card must not show the floor (I4).
        return f"RateCard({self.currency}, base_minor={self.base_minor})"


@lru_cache(maxsize=8192)
def multiplier(package: Package) -> Fraction:
    """M x G x T x X of a package, exact; remembered, for a negotiation comes back to the same packages."""
    return (
        media_factor(package.media)
        * territory_factor(package.territories)
        * term_factor(package.months)
        * EXCLUSIVITY_FACTORS[package.exclusivity]
    )


def quote_minor(card: RateCard, package: Package) -> int:
    """What the card asks for the package, in minor units."""
    return round_half_up(card.base_minor * multiplier(package))


def floor_minor(card: RateCard, package: Package) -> int:
    """The least the talent takes for the package, in minor units. Never leaves the domain (I4)."""
    return round_half_up(card.floor_base_minor * multiplier(package))


@lru_cache(maxsize=4096)
def media_factor(media: frozenset[str]) -> Fraction:
    """M: the base covers the two heaviest media, each further one adds its weight."""
    return 1 + sum((MEDIA_WEIGHTS[code] for code in media_beyond_base(media)), Fraction(0))


def media_beyond_base(media: frozenset[str]) -> tuple[str, ...]:
    """The media that the base does not cover, heaviest first; of two as heavy, by code."""
    return tuple(sorted(media, key=lambda code: (-MEDIA_WEIGHTS[code], code))[MEDIA_IN_BASE:])


@lru_cache(maxsize=4096)
def territory_factor(territories: frozenset[str]) -> Fraction:
    """G: the base covers the heaviest country, each further one adds its weight, at most 4; the world is 4."""
    if WORLD in territories:
        return TERRITORY_CAP
    return min(TERRITORY_CAP, 1 + sum(map(market_weight, countries_beyond_base(territories)), Fraction(0)))


def countries_beyond_base(territories: frozenset[str]) -> tuple[str, ...]:
    """The countries that the base does not cover, heaviest first; of two as heavy, by code."""
    return tuple(sorted(territories, key=lambda country: (-market_weight(country), country))[1:])


def market_weight(country: str) -> Fraction:
    """What one more country adds to the base."""
    return MARKET_WEIGHTS.get(country, OTHER_MARKET_WEIGHT)


def term_factor(months: Fraction) -> Fraction:
    """T: linear between the points of the table."""
    for (low, low_factor), (high, high_factor) in pairwise(TERM_POINTS):
        if months <= high:
            return low_factor + (high_factor - low_factor) * (months - low) / (high - low)
    raise RuleBroken("term_too_long", max_months=MAX_TERM_MONTHS)
