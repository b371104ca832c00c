"""Other worlds to negotiate in, from a few numbers that can be fitted, and nothing taken from the engine.

A buyer's worth is a product (or a sum) of concave gains from media, places, length and exclusivity, each 1 for what he
asked. What he did not ask for may be worth something too (`upside`), so the best package is often larger or another.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from fractions import Fraction

from bench.negotiation.scenarios import ZONES, Scenario, Zone, factor_of, subsets
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
from bot.domain.vocabulary import EXCLUSIVITIES, MEDIA, WORLD, Exclusivity

LENGTHS = (1, 3, 6, 12, 18, 24, 36)
LOOKED_AT = 160


@dataclass(frozen=True)
class World:
    """The numbers a benchmark of this kind rests on. Shares are of one; everything else is said."""

    # The mandate and the zone.
    floor_low: float = 0.4
    floor_high: float = 0.8
    """Between these shares of the card lies the floor."""
    wide_low: float = 1.3
    wide_high: float = 2.2
    narrow_high: float = 1.2
    terms_low: float = 0.6
    """What is asked is worth at least this share of its floor, where only other terms have a zone."""
    # What he values.
    upside: float = 0.5
    """What he did not ask for is worth up to this share of what he did, a piece."""
    concave: float = 0.7
    spread: float = 0.6
    """Standard deviation of the logarithm of a piece's worth."""
    exclusive: float = 0.5
    added: bool = False
    """Whether the gains from media, places and length add up, in place of multiplying."""
    # What he says first.
    honest: float = 0.85
    low: float = 0.5
    # How he moves.
    hope_best: float = 0.0
    """0: he measures himself by what he asked for; 1: by the best package at his opening share."""
    by_package: bool = False
    """Whether he wants a share of what each package is worth, in place of one sum whatever the package."""
    end: float = 0.05
    """Share of his hope that he still wants at his own deadline."""
    deadline_low: float = 0.6
    """His own deadline is drawn between this share of the rounds and all of them."""
    patience: int = 4
    """Rounds without a better offer that the impatient bear."""
    leaves: float = 0.0
    """Chance in each round that anybody is simply gone, where the last offers leave him nothing."""
    stays: float = 0.6
    """Share of scenarios in which he puts his figures on the brief alone."""
    follows: float = 0.2
    """Share in which he puts them on the best of what is listed; the rest name their favourites."""
    sellers_follow: bool = False
    """Whether textbook sellers price what the buyer named last, or the brief to the end."""
    conceder: float = 0.25
    boulware: float = 4.0
    """Powers of time of those two sellers."""
    over_all: bool = False
    """Whether the quoted averages are taken to run over every scenario, those without a zone too (they count 0)."""
    accept_next: bool = True
    """Whether he takes what beats his own next offer even where it is below his present wish."""


@dataclass(frozen=True)
class Worth:
    """What a package is worth to a buyer, in minor units."""

    scale: float
    media: dict[str, float]
    places: dict[str, float]
    elsewhere: float
    """What the world adds to the places he thinks of."""
    need_months: float
    power: float
    later: float
    exclusive: dict[str, float]
    concave: float
    added: bool
    known: dict[Package, float] = field(default_factory=dict, compare=False, repr=False)

    def of(self, package: Package) -> float:
        """The worth of a package."""
        found = self.known.get(package)
        if found is None:
            places = tuple(package.territories)
            parts = self.of_media(tuple(package.media)), self.of_places(places), self.of_months(float(package.months))
            found = self.scale * self.together(*parts) * self.exclusive[package.exclusivity]
            self.known[package] = found
        return found

    def together(self, media: float, places: float, months: float) -> float:
        if media * places * months == 0:
            return 0.0
        return (media + places + months) / 3 if self.added else media * places * months

    def of_media(self, media: tuple[str, ...]) -> float:
        return float(sum(self.media.get(code, 0.0) for code in sorted(media)) ** self.concave)

    def of_places(self, places: tuple[str, ...]) -> float:
        if WORLD in places:
            return float((sum(self.places.values()) + self.elsewhere) ** self.concave)
        return float(sum(self.places.get(country, 0.0) for country in sorted(places)) ** self.concave)

    def of_months(self, months: float) -> float:
        ratio = months / self.need_months
        return float(ratio**self.power) if ratio <= 1 else float(1 + self.later * (1 - 1 / ratio))


def make(world: World, count: int, seed: int) -> list[Scenario]:
    """`count` scenarios, zones in turn, repeatable."""
    made: list[Scenario] = []
    attempt = 0
    while len(made) < count:
        rng = random.Random(f"second {seed} {attempt}")
        attempt += 1
        zone = ZONES[len(made) % 4]
        scenario = _try(world, rng, zone, f"{zone}-{len(made)}")
        if scenario is not None:
            made.append(scenario)
    return made


def _try(world: World, rng: random.Random, zone: Zone, name: str) -> Scenario | None:
    limits = _limits(world, rng)
    media = rng.sample(MEDIA, rng.choice([1, 2, 2, 3, 3, 4]))
    places = rng.sample(list(MARKET_WEIGHTS), rng.choice([1, 1, 2, 3]))
    brief = Package.of(media, places, rng.choice([3, 6, 6, 12, 12, 24]), rng.choice(["none", "none", "category"]))
    worth = _worth(world, rng, brief)
    space = _space(limits, worth, brief)
    if not space:
        return None
    floor = limits.ratecard.floor_base_minor
    best_ratio = max(value / cost for value, cost, _ in space) / floor
    own_ratio = worth.of(brief) / (floor * factor_of(brief))
    scale = _scale(world, rng, zone, own_ratio, best_ratio, limits.allows(brief))
    if scale is None:
        return None
    worth = Worth(**{**worth.__dict__, "scale": scale, "known": {}})
    best = max(scale * value - floor * cost for value, cost, _ in space)
    if zone != "none" and best < 0.05 * floor * factor_of(brief):
        return None
    style = rng.choice(["honest", "low", "absent"])
    said = {"honest": world.honest, "low": world.low, "absent": 0.0}[style] * rng.uniform(0.85, 1.15)
    fee = int(min(said, 1.0) * worth.of(brief))
    looked_at = _looked_at(space, scale, floor, rng)
    universe = tuple((package, worth.of(package), factor_of(package)) for package in (brief, *looked_at))
    rounds = rng.randint(10, 30)
    return Scenario(name, zone, limits, brief, worth, universe, best, fee or None, rounds, rng.getrandbits(31))


def _limits(world: World, rng: random.Random) -> Limits:
    base = int(10 ** rng.uniform(5.2, 6.6)) // 1000 * 1000
    return Limits(
        RateCard(rng.choice(["EUR", "USD"]), base, int(base * rng.uniform(world.floor_low, world.floor_high))),
        frozenset(rng.sample(MEDIA, rng.choice([0, 0, 1, 2]))),
        frozenset(rng.sample(list(MARKET_WEIGHTS), rng.choice([0, 0, 0, 1]))),
        rng.choice([12, 24, 24, 36]),
        rng.choice([frozenset({"none"}), frozenset({"none", "category"}), frozenset(EXCLUSIVITIES)]),
    )


def _worth(world: World, rng: random.Random, brief: Package) -> Worth:
    def pieces(asked: frozenset[str], weights: dict[str, Fraction], others: int) -> dict[str, float]:
        worths = {x: float(weights[x]) ** 0.5 * rng.lognormvariate(0, world.spread) for x in sorted(asked)}
        total = sum(worths.values())
        found = {x: worth / total for x, worth in worths.items()}
        mean = 1 / len(worths)
        for x in rng.sample(sorted(set(weights) - asked), others):
            found[x] = mean * world.upside * rng.random()
        return found

    category = 1 + world.exclusive * rng.random()
    exclusive = {"none": 1.0, "category": category, "full": category * (1 + world.exclusive * rng.random())}
    return Worth(
        1.0,
        pieces(brief.media, MEDIA_WEIGHTS, 3),
        pieces(brief.territories, MARKET_WEIGHTS, 2),
        world.upside * rng.random(),
        float(brief.months),
        rng.uniform(0.3, 1.0),
        world.upside * rng.random(),
        {code: worth / exclusive[brief.exclusivity] for code, worth in exclusive.items()},
        world.concave,
        world.added,
    )


Terms = tuple[tuple[str, ...], tuple[str, ...], int, Exclusivity]


def _space(limits: Limits, worth: Worth, brief: Package) -> list[tuple[float, float, Terms]]:
    """(worth at scale 1, multiplier of the card, terms) of every allowed package that he may want."""
    media = sorted(set(worth.media) - limits.refused_media, key=lambda x: -worth.media[x])[:6]
    places = sorted(set(worth.places) - limits.refused_territories, key=lambda x: -worth.places[x])[:4]
    grounds = [*subsets(places)] if limits.refused_territories else [*subsets(places), (WORLD,)]
    lengths = [months for months in LENGTHS if months <= limits.max_months]
    uses = [(worth.of_media(x), float(media_factor(frozenset(x))), x) for x in subsets(media)]
    where = [(worth.of_places(x), float(territory_factor(frozenset(x))), x) for x in grounds]
    ends: list[tuple[float, float, float, int, Exclusivity]] = [
        (
            worth.of_months(months),
            worth.exclusive[code],
            float(term_factor(Fraction(months)) * EXCLUSIVITY_FACTORS[code]),
            months,
            code,
        )
        for months in lengths
        for code in EXCLUSIVITIES
        if code in limits.exclusivity
    ]
    return [
        (worth.together(a, b, c) * e, x * y * z, (m, g, months, code))
        for a, x, m in uses
        for b, y, g in where
        for c, e, z, months, code in ends
        if a * b > 0
    ]


def _scale(
    world: World, rng: random.Random, zone: Zone, own_ratio: float, best_ratio: float, is_allowed: bool
) -> float | None:
    if zone == "none":
        return rng.uniform(0.6, 0.97) / best_ratio
    if zone == "terms":
        scale = rng.uniform(world.terms_low, 0.97) / own_ratio
        return scale if scale * best_ratio > 1.1 else None
    if not is_allowed and rng.random() < 0.5:
        return None
    target = rng.uniform(world.wide_low, world.wide_high) if zone == "wide" else rng.uniform(1.03, world.narrow_high)
    return target / own_ratio


def _looked_at(space: list[tuple[float, float, Terms]], scale: float, floor: int, rng: random.Random) -> list[Package]:
    """The packages of most joint surplus, and some of all."""
    ranked = sorted(space, key=lambda entry: floor * entry[1] - scale * entry[0])
    chosen = [*ranked[: LOOKED_AT // 2], *rng.sample(space, min(len(space), LOOKED_AT // 2))]
    return list({Package.of(m, g, months, code) for _, _, (m, g, months, code) in chosen})
