"""The packages a negotiation may move in: variants around what was asked and offered, inside the mandate.

Four axes (media, territories, months, exclusivity) with a bounded number of options each, and their product.
What the buyer brings up widens the axes; what the mandate refuses never enters. No price is known here beyond
the public multiplier of the rate card.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from bot.domain.negotiation.values import Blocked, Limits, touches
from bot.domain.ratecard import (
    EXCLUSIVITY_FACTORS,
    MARKET_WEIGHTS,
    MEDIA_WEIGHTS,
    Package,
    media_factor,
    term_factor,
    territory_factor,
)
from bot.domain.vocabulary import EXCLUSIVITIES, MEDIA, WORLD, Exclusivity

MEDIA_OPTIONS_MOST = 9
TERRITORY_OPTIONS_MOST = 6
MONTH_OPTIONS_MOST = 5
OFFERS_SEEN = 5
"""What the buyer asked for and his latest packages span the axes."""
MONTHS_GRID = (1, 3, 6, 12, 18, 24, 36)
_MEDIA_RANK = {code: k for k, code in enumerate(sorted(MEDIA, key=lambda code: (-MEDIA_WEIGHTS[code], code)))}
_MARKET_RANK = {
    country: k for k, country in enumerate(sorted(MARKET_WEIGHTS, key=lambda code: (-MARKET_WEIGHTS[code], code)))
}


class Option(NamedTuple):
    """One package of the space: its place on the four axes, and what it weighs. A tuple, for it is read so often."""

    media: int
    territories: int
    months: int
    exclusivity: int
    weight: float
    """The card's multiplier M x G x T x X, for strategy arithmetic; prices are made from the exact one."""


@dataclass(frozen=True)
class Space:
    """Axes and the allowed options of their product. The first option is the nearest to what was asked."""

    media: tuple[frozenset[str], ...]
    territories: tuple[frozenset[str], ...]
    months: tuple[Fraction, ...]
    exclusivities: tuple[Exclusivity, ...]
    options: tuple[Option, ...]
    points: dict[tuple[int, int, int, int], int]
    """Where in `options` a point of the axes stands."""
    places: tuple[int, ...]
    """Where each option stands among all points of the axes (media, countries, lengths, exclusivities in turn)."""

    def find(self, package: Package) -> int | None:
        """The option that stands for the package, where there is one."""
        try:
            point = (
                self.media.index(package.media),
                self.territories.index(package.territories),
                self.months.index(package.months),
                self.exclusivities.index(package.exclusivity),
            )
        except ValueError:
            return None
        return self.points.get(point)

    def package(self, option: Option) -> Package:
        """The package an option stands for."""
        return Package(
            self.media[option.media],
            self.territories[option.territories],
            self.months[option.months],
            self.exclusivities[option.exclusivity],
        )


@dataclass(frozen=True)
class _Rules:
    """The part of the limits that shapes the space; hashable, and without any price."""

    refused_media: frozenset[str]
    refused_territories: frozenset[str]
    max_months: int
    exclusivity: frozenset[str]
    blocked: tuple[Blocked, ...]


def space_for(limits: Limits, asked: Package, offered: Iterable[Package] = ()) -> Space:
    """The space around `asked` and what the buyer has offered since. Empty `options` where nothing may be
    sold.
    """
    rules = _Rules(
        limits.refused_media,
        limits.refused_territories,
        limits.max_months,
        limits.exclusivity,
        limits.blocked,
    )
    seen = tuple(dict.fromkeys((asked, *reversed(tuple(offered)))))[:OFFERS_SEEN]
    return _build(
        rules,
        _media_axis(rules, [package.media for package in seen]),
        _territory_axis(rules, [package.territories for package in seen]),
        _month_axis(rules, [package.months for package in seen]),
        _exclusivity_axis(rules, asked.exclusivity),
    )


@lru_cache(maxsize=24)
def _build(
    rules: _Rules,
    media: tuple[frozenset[str], ...],
    territories: tuple[frozenset[str], ...],
    months: tuple[Fraction, ...],
    exclusivities: tuple[Exclusivity, ...],
) -> Space:
    media_factors = [float(media_factor(codes)) for codes in media]
    territory_factors = [float(territory_factor(places)) for places in territories]
    term_factors = [float(term_factor(length)) for length in months]
    exclusivity_factors = [float(EXCLUSIVITY_FACTORS[code]) for code in exclusivities]
    points: Iterable[tuple[int, int, int, int]] = _points(len(media), len(territories), len(months), len(exclusivities))
    blocked = {
        (t, x)
        for t, places in enumerate(territories)
        for x, exclusivity in enumerate(exclusivities)
        if _is_blocked(rules.blocked, places, exclusivity)
    }
    if blocked:
        points = [point for point in points if (point[1], point[3]) not in blocked]
    options = tuple(
        Option(m, t, k, x, territory_factors[t] * exclusivity_factors[x] * media_factors[m] * term_factors[k])
        for m, t, k, x in points
    )
    where = {point: k for k, point in enumerate(points)}
    k_size, x_size = len(months), len(exclusivities)
    places = tuple(((m * len(territories) + t) * k_size + k) * x_size + x for m, t, k, x in points)
    return Space(media, territories, months, exclusivities, options, where, places)


@lru_cache(maxsize=256)
def _points(media: int, territories: int, months: int, exclusivities: int) -> tuple[tuple[int, int, int, int], ...]:
    """Every point of the axes, those nearest to what was asked (the first of each axis) first."""
    every = product(range(territories), range(exclusivities), range(media), range(months))
    return tuple(sorted(((m, t, k, x) for t, x, m, k in every), key=sum))


def _is_blocked(blocked: tuple[Blocked, ...], places: frozenset[str], exclusivity: str) -> bool:
    return any(
        exclusivity in block.exclusivities and (WORLD in block.territories or touches(places, block.territories))
        for block in blocked
    )


def _media_axis(rules: _Rules, seen: list[frozenset[str]]) -> tuple[frozenset[str], ...]:
    allowed = frozenset(MEDIA) - rules.refused_media
    if not allowed:
        return ()
    wanted = [codes & allowed for codes in seen if codes & allowed] or [frozenset({_lightest(allowed)})]
    asked = wanted[0]
    variants = dict.fromkeys(wanted)
    for codes in wanted[:3]:
        variants.update(dict.fromkeys(codes - {medium} for medium in _by_weight(codes) if len(codes) > 1))
    variants.update(dict.fromkeys(frozenset({medium}) for medium in _by_weight(asked)))
    variants.update(dict.fromkeys(asked | {medium} for medium in _by_weight(allowed - asked)))
    return tuple(variants)[:MEDIA_OPTIONS_MOST]


def _territory_axis(rules: _Rules, seen: list[frozenset[str]]) -> tuple[frozenset[str], ...]:
    wanted = [places for places in (_allowed_places(rules, asked) for asked in seen) if places]
    if not wanted:
        fallback = [country for country in MARKET_WEIGHTS if country not in rules.refused_territories]
        wanted = [frozenset(fallback[:1])] if fallback else []
    if not wanted:
        return ()
    asked = wanted[0]
    variants = dict.fromkeys(wanted)
    by_weight = sorted(asked - {WORLD}, key=lambda country: (_MARKET_RANK.get(country, len(_MARKET_RANK)), country))
    variants.update(dict.fromkeys(frozenset(by_weight[:size]) for size in range(len(by_weight) - 1, 0, -1)))
    variants.update(dict.fromkeys(frozenset({country}) for country in by_weight))
    return tuple(places for places in variants if places)[:TERRITORY_OPTIONS_MOST]


def _allowed_places(rules: _Rules, places: frozenset[str]) -> frozenset[str]:
    if not touches(places, rules.refused_territories):
        return places
    if WORLD in places:
        return frozenset(MARKET_WEIGHTS) - rules.refused_territories
    return places - rules.refused_territories


def _month_axis(rules: _Rules, seen: list[Fraction]) -> tuple[Fraction, ...]:
    longest = Fraction(rules.max_months)
    if longest <= 0:
        return ()
    wanted = dict.fromkeys(min(length, longest) for length in seen)
    asked = next(iter(wanted))
    near = sorted(
        (Fraction(months) for months in MONTHS_GRID if months <= longest), key=lambda m: abs(math.log(m / asked))
    )
    wanted.update(dict.fromkeys(near))
    return tuple(wanted)[:MONTH_OPTIONS_MOST]


def _exclusivity_axis(rules: _Rules, asked: Exclusivity) -> tuple[Exclusivity, ...]:
    place = EXCLUSIVITIES.index(asked)
    allowed = [code for code in EXCLUSIVITIES if code in rules.exclusivity]
    return tuple(sorted(allowed, key=lambda code: (abs(EXCLUSIVITIES.index(code) - place), code)))


def _by_weight(codes: frozenset[str]) -> list[str]:
    return sorted(codes, key=_MEDIA_RANK.__getitem__)


def _lightest(codes: frozenset[str]) -> str:
    return _by_weight(codes)[-1]
