"""Seeded worlds to negotiate in: a mandate, a brief, and a buyer's hidden values that are not the card's.

Zones of agreement are wide, narrow, absent, or there only if the terms change. Values are of three shapes
(multiplied over the axes, added over them, or by medium and country pairs), and so are budgets: honest, low, absent.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from itertools import combinations
from typing import Literal, Protocol

from bot.domain.negotiation import Limits
from bot.domain.ratecard import (
    EXCLUSIVITY_FACTORS,
    MARKET_WEIGHTS,
    MEDIA_WEIGHTS,
    Package,
    RateCard,
    media_factor,
    term_factor,
    territory_factor,
)
from bot.domain.vocabulary import MEDIA, WORLD

Zone = Literal["wide", "narrow", "terms", "none"]
ZONES: tuple[Zone, ...] = ("wide", "narrow", "terms", "none")
THOUGHT_OF = 1_500
MONTHS = (1, 2, 3, 6, 9, 12, 18, 24, 36)


class Valuing(Protocol):
    """Says what a package is worth to a buyer, in minor units."""

    def of(self, package: Package) -> float: ...


@dataclass(frozen=True)
class Values:
    """What a package is worth to the buyer, in minor units; nothing beyond these numbers matters to him."""

    scale: float
    shape: str
    media: dict[str, float]
    territories: dict[str, float]
    need_months: float
    month_power: float
    exclusive: dict[str, float]
    spread: tuple[float, float, float] = (0.4, 0.3, 0.3)
    pairs: dict[tuple[str, str], float] = field(default_factory=dict)

    def of(self, package: Package) -> float:
        """The worth of a package."""
        media = sum(self.media.get(code, 0.0) for code in package.media)
        if WORLD in package.territories:
            ground = sum(self.territories.values())
            places: Iterable[str] = self.territories
        else:
            ground = sum(self.territories.get(country, 0.0) for country in package.territories)
            places = package.territories
        term = min(float(package.months) / self.need_months, 1.0) ** self.month_power
        beyond = max(float(package.months) / self.need_months, 1.0)
        term *= 1 + 0.15 * (beyond - 1) / beyond
        if media == 0 or ground == 0:
            return 0.0
        if self.shape == "multiplied":
            worth = media * ground * term
        elif self.shape == "paired":
            worth = term * sum(
                self.media.get(m, 0.0) * self.territories.get(t, 0.0) * self.pairs.get((m, t), 1.0)
                for m in package.media
                for t in places
            )
        else:
            a, b, c = self.spread
            worth = a * media + b * ground + c * term
        return self.scale * worth * self.exclusive[package.exclusivity]


@dataclass(frozen=True)
class Scenario:
    """One negotiation to come. `best_surplus` is the best of worth - floor over every package that may matter."""

    name: str
    zone: Zone
    limits: Limits
    brief: Package
    values: Valuing
    universe: tuple[tuple[Package, float, float], ...]
    """What the buyer himself thinks of: package, its worth to him, its multiplier."""
    best_surplus: float
    fee_minor: int | None
    rounds: int
    seed: int


def make(count: int, seed: int, *, held_out: bool = False) -> list[Scenario]:
    """`count` scenarios, zones in turn. Held-out ones come from other seeds and lean to the other value shapes."""
    made: list[Scenario] = []
    attempt = 0
    while len(made) < count:
        zone = ZONES[len(made) % 4]
        rng = random.Random(f"{'held' if held_out else 'train'} {seed} {attempt}")
        scenario = _try(rng, zone, f"{zone}-{len(made)}", held_out)
        attempt += 1
        if scenario is not None:
            made.append(scenario)
    return made


def _try(rng: random.Random, zone: Zone, name: str, held_out: bool) -> Scenario | None:
    limits = _limits(rng)
    brief = _brief(rng, limits)
    values = _values(rng, brief, held_out)
    universe = _universe(limits, brief, values)
    if not universe:
        return None
    floor = limits.ratecard.floor_base_minor
    asked_floor = floor * factor_of(brief)
    scale = _scale(rng, zone, values.of(brief), asked_floor, universe, floor)
    if scale is None:
        return None
    values = Values(**{**values.__dict__, "scale": scale})
    universe = [(package, worth * scale, factor) for package, worth, factor in universe]
    best = max(worth - floor * factor for _, worth, factor in universe)
    if zone != "none" and best < 0.03 * asked_floor:
        return None
    worth = values.of(brief)
    thought_of = rng.sample(universe, min(len(universe), THOUGHT_OF))
    style = rng.choice(["honest", "low", "low", "absent"])
    fee = {"honest": rng.uniform(0.7, 0.95), "low": rng.uniform(0.25, 0.6), "absent": 0.0}[style] * worth
    return Scenario(
        name,
        zone,
        limits,
        brief,
        values,
        tuple(thought_of),
        best,
        int(fee) or None,
        rng.randint(10, 30),
        rng.getrandbits(31),
    )


def _limits(rng: random.Random) -> Limits:
    base = int(10 ** rng.uniform(5.0, 6.5)) // 1000 * 1000
    floor = int(base * rng.uniform(0.35, 0.85))
    return Limits(
        RateCard(rng.choice(["EUR", "USD", "GBP"]), base, floor),
        frozenset(rng.sample(MEDIA, rng.choice([0, 0, 1, 2, 3]))),
        frozenset(rng.sample(list(MARKET_WEIGHTS), rng.choice([0, 0, 1, 2]))),
        rng.choice([12, 24, 24, 36]),
        rng.choice([frozenset({"none"}), frozenset({"none", "category"}), frozenset({"none", "category", "full"})]),
    )


def _brief(rng: random.Random, limits: Limits) -> Package:
    media = rng.sample(MEDIA, rng.choice([1, 2, 2, 3, 3, 4, 5]))
    territories = rng.sample(list(MARKET_WEIGHTS), rng.choice([1, 1, 2, 2, 3, 4]))
    exclusivity = rng.choice(["none", "none", "category", "full"])
    return Package.of(media, territories, rng.choice([1, 3, 6, 6, 12, 12, 18, 24]), exclusivity)


def _values(rng: random.Random, brief: Package, held_out: bool) -> Values:
    shapes = ["multiplied", "added", "paired"] if held_out else ["multiplied", "multiplied", "added"]
    media = {code: float(MEDIA_WEIGHTS[code]) ** 0.5 * rng.lognormvariate(0, 0.8) for code in sorted(brief.media)}
    for code in MEDIA:
        if code not in media and rng.random() < 0.2:
            media[code] = max(media.values()) * rng.uniform(0.05, 0.5)
    territories = {
        country: float(MARKET_WEIGHTS[country]) ** 0.5 * rng.lognormvariate(0, 0.8)
        for country in sorted(brief.territories)
    }
    media_sum = sum(media[code] for code in brief.media)
    ground_sum = sum(territories.values())
    spread = [rng.uniform(0.2, 1) for _ in range(3)]
    category = rng.uniform(1.0, 1.6)
    return Values(
        scale=1.0,
        shape=rng.choice(shapes),
        media={code: worth / media_sum for code, worth in media.items()},
        territories={country: worth / ground_sum for country, worth in territories.items()},
        need_months=float(brief.months) * rng.choice([0.5, 1, 1, 1, 2]),
        month_power=rng.uniform(0.3, 1.0),
        exclusive={"none": 1.0, "category": category, "full": category * rng.uniform(1.0, 1.4)},
        spread=(spread[0] / sum(spread), spread[1] / sum(spread), spread[2] / sum(spread)),
        pairs={(m, t): rng.lognormvariate(0, 0.5) for m in media for t in territories},
    )


def _universe(limits: Limits, brief: Package, values: Values) -> list[tuple[Package, float, float]]:
    media = [code for code in values.media if code not in limits.refused_media]
    media = sorted(media, key=lambda code: -values.media[code])[:5]
    places = sorted(values.territories)[:4]
    lengths = [months for months in {*MONTHS, int(brief.months)} if months <= limits.max_months]
    found = []
    for territory_set in (*subsets(places), (WORLD,)):
        for media_set in subsets(media):
            for months in lengths:
                for exclusivity in ("none", "category", "full"):
                    package = Package.of(media_set, territory_set, months, exclusivity)
                    if limits.allows(package):
                        found.append((package, values.of(package), factor_of(package)))
    return [entry for entry in found if entry[1] > 0]


def subsets(items: list[str]) -> list[tuple[str, ...]]:
    """Every choice of at least one of them, small ones first."""
    return [chosen for size in range(1, len(items) + 1) for chosen in combinations(items, size)]


def _scale(
    rng: random.Random,
    zone: Zone,
    asked_worth: float,
    asked_floor: float,
    universe: list[tuple[Package, float, float]],
    floor: int,
) -> float | None:
    asked_ratio = asked_worth / asked_floor
    best_ratio = max(worth / (floor * factor) for _, worth, factor in universe)
    if zone == "none":
        return rng.uniform(0.5, 0.95) / best_ratio
    if zone == "terms":
        scale = rng.uniform(0.6, 0.97) / asked_ratio
        return scale if scale * best_ratio > 1.15 else None
    target = rng.uniform(1.4, 2.6) if zone == "wide" else rng.uniform(1.03, 1.25)
    return target / asked_ratio


@lru_cache(maxsize=200_000)
def factor_of(package: Package) -> float:
    """The card's multiplier of a package."""
    return float(
        media_factor(package.media)
        * territory_factor(package.territories)
        * term_factor(Fraction(package.months))
        * EXCLUSIVITY_FACTORS[package.exclusivity]
    )
