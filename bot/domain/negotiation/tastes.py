"""What a buyer may care for: a fixed handful of guesses at how the worth of a package depends on its terms.

Each taste is drawn from a prior around the brief: media and countries he named count, others rarely do; a length is
worth less and less beyond his need; worth multiplies over the axes or adds up. Worth is relative to what he asked
for (which is worth 1). Only the brief and the seed decide them, so they need not be stored.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from math import fsum

from bot.domain.negotiation.space import Option, Space
from bot.domain.ratecard import MARKET_WEIGHTS, MEDIA_WEIGHTS, OTHER_MARKET_WEIGHT, Package
from bot.domain.vocabulary import MEDIA, WORLD

COUNT = 40
_ADDED_SHARE = 0.4
_WORLD_BONUS = 1.1
_BEYOND_NEED = 0.15
NOTHING = -1e9
"""Without a medium or a country that he wants, no length is worth anything."""


@dataclass(frozen=True)
class Taste:
    """One guess. `added` holds the parts of media, countries and length where worth adds up, else None."""

    media: dict[str, float]
    countries: dict[str, float]
    need_months: float
    month_power: float
    exclusive: dict[str, float]
    added: tuple[float, float, float] | None
    elsewhere: float = 0.0
    """Worth of a country that he did not name at first, should he come to speak of it."""
    scale: float = 1.0
    known: dict[frozenset[str], float] = field(default_factory=dict, compare=False)
    """Sums over media and over countries that were made already; a talk asks for the same ones again and again."""

    def worth(self, package: Package) -> float:
        """Worth of a package relative to what was asked."""
        media, ground = self._media(package.media), self._ground(package.territories)
        if not media or not ground:
            return 0.0
        term = self._term(float(package.months))
        if self.added is None:
            whole = media * ground * term
        else:
            whole = self.added[0] * media + self.added[1] * ground + self.added[2] * term
        return self.scale * whole * self.exclusive[package.exclusivity]

    def table(self, space: Space, options: Sequence[Option]) -> list[float]:
        """Worth of some options of a space, in their order."""
        media, ground, term, exclusive = self._axes(space)
        if self.added is None:
            return [media[m] * ground[t] * term[k] * exclusive[x] for m, t, k, x, _ in options]
        sums = [(media[m] + ground[t] + term[k]) * exclusive[x] for m, t, k, x, _ in options]
        return [whole if whole > 0 else 0.0 for whole in sums]

    def grid(self, space: Space, weight: float) -> list[float]:
        """Worth, times a weight, at every point of the axes (media, countries, lengths, exclusivities in turn)."""
        media, ground, term, exclusive = self._axes(space)
        exclusive = [weight * part for part in exclusive]
        if self.added is None:
            ends = [a * b for a in term for b in exclusive]
            return [a * b * end for a in media for b in ground for end in ends]
        tails = [(a, b) for a in term for b in exclusive]
        sums = [(a + b + c) * x for a in media for b in ground for c, x in tails]
        return [whole if whole > 0 else 0.0 for whole in sums]

    def _axes(self, space: Space) -> tuple[list[float], list[float], list[float], list[float]]:
        media = [self._media(codes) for codes in space.media]
        ground = [self._ground(places) for places in space.territories]
        term = [self._term(float(months)) for months in space.months]
        exclusive = [self.scale * self.exclusive[code] for code in space.exclusivities]
        if self.added is not None:
            media = [self.added[0] * part if part else NOTHING for part in media]
            ground = [self.added[1] * part if part else NOTHING for part in ground]
            term = [self.added[2] * part for part in term]
        return media, ground, term, exclusive

    def _media(self, codes: frozenset[str]) -> float:
        if (known := self.known.get(codes)) is None:
            # Exact, so that the order in which Python walks a set can't change a menu.
            known = self.known[codes] = fsum([self.media[code] for code in codes])
        return known

    def _ground(self, places: frozenset[str]) -> float:
        if (known := self.known.get(places)) is None:
            if WORLD in places:
                known = fsum(self.countries.values()) * _WORLD_BONUS
            else:
                known = fsum([self.countries.get(country, self.elsewhere) for country in places])
            self.known[places] = known
        return known

    def _term(self, months: float) -> float:
        share = months / self.need_months
        if share <= 1:
            return float(share**self.month_power)
        return 1 + _BEYOND_NEED * (1 - 1 / share)


@lru_cache(maxsize=128)
def tastes_for(asked: Package, seed: int) -> tuple[Taste, ...]:
    """The guesses for one brief."""
    rng = random.Random(f"tastes {seed}")
    return tuple(_draw(rng, asked) for _ in range(COUNT))


@lru_cache(maxsize=8192)
def worths(asked: Package, seed: int, package: Package) -> tuple[float, ...]:
    """Worth of a package under each guess."""
    return tuple(taste.worth(package) for taste in tastes_for(asked, seed))


def _draw(rng: random.Random, asked: Package) -> Taste:
    media = {code: float(MEDIA_WEIGHTS[code]) ** 0.5 * rng.lognormvariate(0, 0.8) for code in sorted(asked.media)}
    heaviest = max(media.values())
    for code in MEDIA:
        if code not in media:
            media[code] = heaviest * rng.uniform(0.05, 0.5) if rng.random() < 0.2 else 0.0
    countries = {
        country: float(MARKET_WEIGHTS.get(country, OTHER_MARKET_WEIGHT)) ** 0.5 * rng.lognormvariate(0, 0.8)
        for country in sorted(asked.territories)
    }
    category = rng.uniform(1.0, 1.6)
    parts = [rng.uniform(0.2, 1.0) for _ in range(3)]
    whole = sum(parts)
    media_sum = fsum(media[code] for code in asked.media)
    ground_sum = sum(countries.values())
    taste = Taste(
        media={code: worth / media_sum for code, worth in media.items()},
        countries={country: worth / ground_sum for country, worth in countries.items()},
        need_months=float(asked.months) * rng.choice([0.5, 1.0, 1.0, 1.0, 2.0]),
        month_power=rng.uniform(0.3, 1.0),
        exclusive={"none": 1.0, "category": category, "full": category * rng.uniform(1.0, 1.4)},
        elsewhere=rng.uniform(0.1, 1.0) / len(countries),
        added=(parts[0] / whole, parts[1] / whole, parts[2] / whole) if rng.random() < _ADDED_SHARE else None,
    )
    return replace(taste, scale=1 / taste.worth(asked))
