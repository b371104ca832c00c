"""The sellers of the quoted table, written again from its words, on their own feet.

Each sees the true floor and the card, and asks between them. None uses the engine or what it is made of.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

from bench.negotiation.scenarios import Scenario, factor_of
from bench.negotiation.second.worlds import World
from bench.negotiation.sellers import Seller
from bot.domain.negotiation import Act, Limits, Move, Priced
from bot.domain.ratecard import MARKET_WEIGHTS, Package, floor_minor, quote_minor
from bot.domain.vocabulary import EXCLUSIVITIES, MEDIA, WORLD


def nearest(limits: Limits, package: Package) -> Package | None:
    """What is left of a package when the mandate has taken out what it refuses; None where nothing is."""
    media = package.media - limits.refused_media or frozenset(
        [code for code in MEDIA if code not in limits.refused_media][:1]
    )
    places = package.territories
    if WORLD in places and limits.refused_territories:
        places = frozenset(MARKET_WEIGHTS)
    places = places - limits.refused_territories
    months = min(package.months, Fraction(limits.max_months))
    allowed = [code for code in EXCLUSIVITIES if code in limits.exclusivity]
    if not media or not places or months <= 0 or not allowed:
        return None
    exclusivity = package.exclusivity if package.exclusivity in allowed else allowed[-1]
    found = Package.of(media, places, months, exclusivity)
    return found if limits.allows(found) else None


@dataclass
class Curve:
    """Asks `share(self, t)` of the way from the card to the floor; takes what reaches its next ask."""

    scenario: Scenario
    share: Callable[[Curve, float], float]
    follows: bool = False
    any_above_floor: bool = False
    deaf_at_first: bool = False
    """Names its own figure before it looks at the buyer's."""
    spent: int = 0
    listed: tuple[Priced, ...] = ()
    offers: list[Priced] = field(default_factory=list)
    asked: Package | None = None

    def reply(self, move: Move) -> Act:
        limits = self.scenario.limits
        if move.kind == "accept":
            return Act("accept", (self.listed[move.index or 0],))
        if move.kind == "walk" or move.package is None:
            return Act("closed")
        if self.asked is None or self.follows:
            self.asked = nearest(limits, move.package) or self.asked
        if move.fee_minor is not None:
            self.offers.append(Priced(move.package, move.fee_minor))
        share = self.share(self, min(1.0, self.spent / max(1, self.scenario.rounds - 1)))
        hears = move.kind != "brief" or not self.deaf_at_first
        if hears and move.fee_minor is not None and limits.allows(move.package):
            least = 0 if self.any_above_floor else self._fee(move.package, share)
            if move.fee_minor >= max(least, floor_minor(limits.ratecard, move.package)):
                return Act("accept", (Priced(move.package, move.fee_minor),))
        if self.spent >= self.scenario.rounds or self.asked is None:
            return Act("walk")
        self.spent += 1
        self.listed = tuple(Priced(package, self._fee(package, share)) for package in self.menu())
        return Act("final" if self.spent == self.scenario.rounds else "counter", self.listed)

    def menu(self) -> list[Package]:
        assert self.asked is not None
        return [self.asked]

    def _fee(self, package: Package, share: float) -> int:
        card = self.scenario.limits.ratecard
        quote, floor = quote_minor(card, package), floor_minor(card, package)
        return max(floor, round(quote - share * (quote - floor)))


@dataclass
class FrequentMenu(Curve):
    """Three packages down a straight line, chosen by how often each term was in what the buyer named."""

    known: dict[tuple[Package, ...], list[Package]] = field(default_factory=dict)

    def menu(self) -> list[Package]:
        assert self.asked is not None
        seen = tuple(dict.fromkeys((self.asked, *(offer.package for offer in self.offers[-8:]))))
        if seen not in self.known:
            self.known[seen] = self._around(seen)
        named = Counter(offer.package for offer in self.offers) or Counter({self.scenario.brief: 1})
        ranked = sorted(self.known[seen], key=lambda one: self._liking(one, named), reverse=True)
        return [self.asked, *[one for one in ranked if one != self.asked][:2]]

    def _around(self, seen: tuple[Package, ...]) -> list[Package]:
        limits = self.scenario.limits
        found = []
        for one in seen:
            found += [Package.of(one.media - {x}, one.territories, one.months, one.exclusivity)
                      for x in sorted(one.media) if len(one.media) > 1]  # fmt: skip
            found += [Package.of(one.media | {x}, one.territories, one.months, one.exclusivity)
                      for x in MEDIA if WORLD not in one.territories]  # fmt: skip
            found += [Package.of(one.media, one.territories - {x}, one.months, one.exclusivity)
                      for x in sorted(one.territories) if len(one.territories) > 1]  # fmt: skip
            found += [Package.of(one.media, one.territories, months, one.exclusivity) for months in (3, 6, 12, 24)]
            found += [Package.of(one.media, one.territories, one.months, code) for code in EXCLUSIVITIES]
            found += [one]
        return [one for one in dict.fromkeys(found) if limits.allows(one)]

    def _liking(self, package: Package, named: Counter[Package]) -> float:
        liked, brief = 0.0, self.scenario.brief
        for one, times in named.items():
            likes = len(package.media & one.media) / len(package.media | brief.media)
            likes += len(package.territories & one.territories) / len(package.territories | brief.territories)
            likes += min(1.0, float(package.months / one.months))
            likes += 0.5 * (one.exclusivity == package.exclusivity)
            liked += likes * times
        return liked / named.total()


@dataclass
class SmallerInTurn(FrequentMenu):
    """What was asked, and beside it packages one and two steps smaller, other ones each round. Guesses nothing about
    the buyer and does not see the floor: a fee is the card's less a share that grows with time, and only then clipped.

    Not in the quoted table. It is here because it is so simple."""

    beside: int = 5

    def menu(self) -> list[Package]:
        assert self.asked is not None
        if (self.asked,) not in self.known:
            near = self._around((self.asked,))
            size = factor_of(self.asked)
            smaller = [one for one in dict.fromkeys(self._around(tuple(near))) if factor_of(one) < size]
            random.Random(self.scenario.seed).shuffle(smaller)
            self.known[(self.asked,)] = smaller
        smaller = self.known[(self.asked,)]
        first = self.spent * self.beside
        count = min(self.beside, len(smaller))
        return [self.asked, *(smaller[(first + k) % len(smaller)] for k in range(count))]

    def _fee(self, package: Package, share: float) -> int:
        card = self.scenario.limits.ratecard
        quote = quote_minor(card, package)
        return min(quote, max(round(1.035 * floor_minor(card, package)), round(quote * (1 - 0.7 * share))))


class Knower:
    """Knows what each package is worth to the buyer, though not how he moves: asks for the package from which both
    gain most, at what leaves him a share of that gain that grows with time. Takes what is worth as much to it."""

    def __init__(self, scenario: Scenario, leaves: tuple[float, float] = (0.02, 0.35), power: float = 1.0) -> None:
        self._scenario = scenario
        self._first, self._last, self._power = *leaves, power
        self._spent = 0
        self._listed: tuple[Priced, ...] = ()
        card = scenario.limits.ratecard
        self._entries = [
            (package, worth, floor_minor(card, package), quote_minor(card, package))
            for package, worth, _ in scenario.universe
            if scenario.limits.allows(package)
        ]

    def reply(self, move: Move) -> Act:
        if move.kind == "accept":
            return Act("accept", (self._listed[move.index or 0],))
        if move.kind == "walk" or not self._entries:
            return Act("closed")
        limits = self._scenario.limits
        time = min(1.0, self._spent / max(1, self._scenario.rounds - 1))
        ask, gain = self._ask(time)
        if move.package is not None and move.fee_minor is not None and limits.allows(move.package):
            offered = move.fee_minor - floor_minor(limits.ratecard, move.package)
            if offered >= max(gain, 0):
                return Act("accept", (Priced(move.package, move.fee_minor),))
        if self._spent >= self._scenario.rounds:
            return Act("walk")
        self._spent += 1
        self._listed = (ask,)
        return Act("final" if self._spent == self._scenario.rounds else "counter", self._listed)

    def _ask(self, time: float) -> tuple[Priced, float]:
        share = self._first + (self._last - self._first) * float(time**self._power)
        left = max(1.0, share * self._scenario.best_surplus)

        def gain(entry: tuple[Package, float, int, int]) -> float:
            return min(entry[1] - left, entry[3]) - entry[2]

        best = max(self._entries, key=gain)
        return Priced(best[0], max(best[2], int(min(best[1] - left, best[3])))), gain(best)


def _power(power: float) -> Callable[[Curve, float], float]:
    return lambda seller, time: float(time**power)


def _tit_for_tat(seller: Curve, time: float) -> float:
    """As much of its own room as the buyer gave of the card."""
    card = seller.scenario.limits.ratecard
    ratios = [offer.fee_minor / quote_minor(card, offer.package) for offer in seller.offers]
    if len(ratios) < 2:
        return 0.0
    return min(1.0, max(0.0, (max(ratios) - ratios[0]) / (1 - card.floor_base_minor / card.base_minor)))


def _micro(seller: Curve, time: float) -> float:
    """A step for each new figure of the buyer."""
    return min(
        1.0, len({(offer.package, offer.fee_minor) for offer in seller.offers}) / max(10, seller.scenario.rounds)
    )


def sellers(world: World) -> dict[str, Callable[[Scenario], Seller]]:
    """Those of the quoted table."""
    follows = world.sellers_follow
    return {
        "fixed price": lambda s: Curve(s, lambda seller, time: 0.0, follows),
        "linear": lambda s: Curve(s, _power(1.0), follows),
        "boulware": lambda s: Curve(s, _power(world.boulware), follows),
        "conceder": lambda s: Curve(s, _power(world.conceder), follows),
        "tit for tat": lambda s: Curve(s, _tit_for_tat, follows),
        "micro": lambda s: Curve(s, _micro, follows),
        "first at floor": lambda s: Curve(s, lambda seller, time: 0.0, follows, any_above_floor=True),
        "floor at once": lambda s: Curve(s, lambda seller, time: 1.0, follows, deaf_at_first=True),
        "plain menu": lambda s: FrequentMenu(s, _power(1.0), follows),
        "knows the buyer": Knower,
    }


SIMPLE: dict[str, Callable[[Scenario], Seller]] = {
    "smaller in turn, six": lambda s: SmallerInTurn(s, _power(0.5)),
    "smaller in turn, three": lambda s: SmallerInTurn(s, _power(0.5), beside=2),
}
