"""Sellers to be measured against: the textbook's, and one that knows what it cannot know.

Each sees the true floor and never goes below it. They ask for the package the buyer last put a figure on where the
mandate allows it, and for the nearest allowed one otherwise.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from bench.negotiation.scenarios import Scenario
from bot.domain.negotiation import Act, Limits, Move, Priced, Talk, answer, begin
from bot.domain.negotiation.space import space_for
from bot.domain.ratecard import Package, floor_minor, quote_minor


class Seller(Protocol):
    """Answers each move of the buyer, the brief first."""

    def reply(self, move: Move) -> Act: ...


class Ours:
    """The engine."""

    def __init__(self, scenario: Scenario, menu: int = 6) -> None:
        self._scenario = scenario
        self._menu = menu
        self.talk: Talk | None = None

    def reply(self, move: Move) -> Act:
        limits = self._scenario.limits
        if self.talk is None:
            self.talk, act = begin(
                limits, move, rounds=self._scenario.rounds, seed=self._scenario.seed, menu=self._menu
            )
        else:
            self.talk, act = answer(self.talk, limits, move)
        return act


@dataclass
class Textbook:
    """Asks `fraction(t)` of the way from the card down to the floor; takes what beats its next ask."""

    scenario: Scenario
    fraction: Callable[[Textbook, float], float]
    variants: int = 1
    spent: int = 0
    listed: tuple[Priced, ...] = ()
    offers: list[Priced] = field(default_factory=list)

    def reply(self, move: Move) -> Act:
        limits = self.scenario.limits
        if move.kind == "accept":
            return Act("accept", (self.listed[move.index or 0],))
        if move.kind == "walk":
            return Act("closed")
        assert move.package is not None
        if move.fee_minor is not None:
            self.offers.append(Priced(move.package, move.fee_minor))
        time = min(1.0, self.spent / max(1, self.scenario.rounds - 1))
        share = self.fraction(self, time)
        if move.fee_minor is not None and limits.allows(move.package):
            least = self._ask(limits, move.package, share)
            if move.fee_minor >= max(least, floor_minor(limits.ratecard, move.package)):
                return Act("accept", (Priced(move.package, move.fee_minor),))
        if self.spent >= self.scenario.rounds:
            return Act("walk")
        self.spent += 1
        options = space_for(limits, move.package)
        packages = [options.package(option) for option in options.options[: self.variants]]
        if not packages:
            return Act("walk")
        self.listed = tuple(Priced(package, self._ask(limits, package, share)) for package in packages)
        return Act("final" if self.spent == self.scenario.rounds else "counter", self.listed)

    def _ask(self, limits: Limits, package: Package, share: float) -> int:
        quote, floor = quote_minor(limits.ratecard, package), floor_minor(limits.ratecard, package)
        return max(floor, round(quote - share * (quote - floor)))


class Knowing:
    """Knows the buyer's values: asks all of the best package's joint surplus that the card lets it ask, to the end."""

    def __init__(self, scenario: Scenario) -> None:
        card = scenario.limits.ratecard

        def gain(entry: tuple[Package, float, float]) -> float:
            return min(entry[1] * 0.98, card.base_minor * entry[2]) - card.floor_base_minor * entry[2]

        package, worth, _ = max(scenario.universe, key=gain)
        fee = int(min(worth * 0.98, quote_minor(card, package)))
        self._priced = Priced(package, max(fee, floor_minor(card, package)))
        self._rounds, self._spent = scenario.rounds, 0

    def reply(self, move: Move) -> Act:
        if move.kind == "accept":
            return Act("accept", (self._priced,))
        if move.kind == "walk" or self._spent >= self._rounds:
            return Act("closed")
        self._spent += 1
        return Act("final" if self._spent == self._rounds else "counter", (self._priced,))


def _power(power: float) -> Callable[[Textbook, float], float]:
    return lambda seller, time: time**power


def _tit_for_tat(seller: Textbook, time: float) -> float:
    card = seller.scenario.limits.ratecard
    ratios = [offer.fee_minor / quote_minor(card, offer.package) for offer in seller.offers]
    if len(ratios) < 2:
        return 0.0
    room = 1 - card.floor_base_minor / card.base_minor
    return min(1.0, max(0.0, (max(ratios) - ratios[0]) / room))


def _micro(seller: Textbook, time: float) -> float:
    made = len({(offer.package, offer.fee_minor) for offer in seller.offers})
    return min(1.0, made / max(8, seller.scenario.rounds))


BASELINES: dict[str, Callable[[Scenario], Seller]] = {
    "fixed price": lambda s: Textbook(s, lambda seller, time: 0.0),
    "linear": lambda s: Textbook(s, _power(1.0)),
    "boulware": lambda s: Textbook(s, _power(4.0)),
    "conceder": lambda s: Textbook(s, _power(0.3)),
    "tit for tat": lambda s: Textbook(s, _tit_for_tat),
    "micro": lambda s: Textbook(s, _micro),
    "linear, six packages": lambda s: Textbook(s, _power(1.0), 6),
    "boulware, six packages": lambda s: Textbook(s, _power(4.0), 6),
}
