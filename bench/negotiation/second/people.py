"""Thirteen buyers, after the literature, who talk in offers, acceptances and walks alone.

Time-dependent and behaviour-dependent tactics (Faratin, Sierra and Jennings 1998), MiCRO (de Jonge 2022), hard-headed
and deadline agents of ANAC, zero intelligence (Gode and Sunder 1993), and what people do on marketplaces (He and others
2018): anchors and round numbers, splitting the difference, a budget, walking off, one figure and then silence.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bench.negotiation.scenarios import Scenario, factor_of
from bench.negotiation.second.worlds import World
from bot.domain.negotiation import Act, Move, Priced
from bot.domain.ratecard import Package

Wish = Callable[["Person", float], float]


@dataclass
class Person:
    """One buyer. `wish(self, t)` is the share of `hope` he wants at time t (0 to 1 at his own deadline)."""

    name: str
    world: World
    scenario: Scenario
    rng: random.Random
    wish: Wish
    impatient: bool = False
    silent: bool = False
    """Never puts another figure than his first."""
    rounded: bool = False
    splits: bool = False
    has_budget: bool = False
    is_random: bool = False
    to_the_end: bool = False
    """His deadline is the last round."""
    hope: float = 0.0
    budget: float = float("inf")
    deadline: int = 1
    seen: int = 0
    stale: int = 0
    best_gain: float = float("-inf")
    last: dict[Package, float] = field(default_factory=dict)
    asks: list[float] = field(default_factory=list)
    """Of each act: its fees as shares of the card's multipliers, the least of them."""
    figures: set[tuple[Package, int]] = field(default_factory=set)

    def __post_init__(self) -> None:
        world, scenario, rng = self.world, self.scenario, self.rng
        of = scenario.values.of
        asked = of(scenario.brief)
        opening = (scenario.fee_minor or asked * world.low * rng.uniform(0.8, 1.2)) / asked
        self.opening = min(0.95, opening)
        own = (1 - self.opening) * asked
        best = (1 - self.opening) * max(worth for _, worth, _ in scenario.universe)
        self.hope = (1 - world.hope_best) * own + world.hope_best * best
        share = 1.0 if self.to_the_end else rng.uniform(world.deadline_low, 1.0)
        self.deadline = max(2, round(share * scenario.rounds))
        if self.has_budget:
            self.budget = asked * rng.uniform(0.7, 1.0)
        draw = rng.random()
        self.style = "stays" if draw < world.stays else "follows" if draw < world.stays + world.follows else "roams"

    def reply(self, act: Act) -> Move | None:
        """His next move; None when it is over."""
        if act.kind not in ("counter", "final"):
            return None
        self.seen += 1
        time = min(1.0, self.seen / self.deadline)
        k, gain, hope = self._best(act)
        self._notice(act, gain)
        share = self.wish(self, time)
        move = self._figure(act, share, time)
        if gain > 0 and self._is_enough(gain, share * hope, move):
            return Move("accept", index=k)
        if act.kind == "final":
            return move if gain > -0.2 * self.hope and self.rng.random() < 0.5 else Move("walk")
        if time >= 1 or (self.impatient and self.stale >= self.world.patience):
            return Move("walk")
        if gain < 0 and self.rng.random() < self.world.leaves:
            return Move("walk")
        return move

    def _hope(self, package: Package) -> float:
        return (1 - self.opening) * self.scenario.values.of(package) if self.world.by_package else self.hope

    def _is_enough(self, gain: float, wanted: float, move: Move) -> bool:
        if gain >= wanted:
            return True
        assert move.package is not None
        own = self.scenario.values.of(move.package) - (move.fee_minor or 0)
        return self.world.accept_next and not self.is_random and not self.silent and gain >= own

    def _best(self, act: Act) -> tuple[int, float, float]:
        gains = [self.scenario.values.of(one.package) - one.fee_minor for one in act.packages]
        payable = [g if one.fee_minor <= self.budget else -1.0 for g, one in zip(gains, act.packages, strict=True)]
        best = max(range(len(gains)), key=lambda k: payable[k])
        return best, payable[best], self._hope(act.packages[best].package)

    def _notice(self, act: Act, gain: float) -> None:
        self.asks.append(min(one.fee_minor / factor_of(one.package) for one in act.packages))
        self.figures |= {(one.package, one.fee_minor) for one in act.packages}
        self.stale = 0 if gain > self.best_gain + 0.005 * self.hope else self.stale + 1
        self.best_gain = max(self.best_gain, gain)

    def _figure(self, act: Act, share: float, time: float) -> Move:
        package = self._package(act, share)
        worth = self.scenario.values.of(package)
        fee = worth - share * self._hope(package)
        if self.silent:
            package, fee = self.scenario.brief, self.opening * self.scenario.values.of(self.scenario.brief)
        elif self.is_random:
            fee = worth * self.rng.uniform(0.1, 1.0)
        elif self.splits:
            fee = self._halfway(package, worth, act)
        least = self.last.get(package, 0.0) if not self.is_random else 0.0
        fee = min(max(fee, 0.1 * worth, least), worth, self.budget)
        self.last[package] = fee
        if self.rounded:
            fee = _round(fee, worth)
        return Move("offer", package, max(1, int(fee)))

    def _halfway(self, package: Package, worth: float, act: Act) -> float:
        """Half of the way from his last figure to the ask; the first time from his opening."""
        before = self.last.get(package, self.opening * worth)
        ask = min(one.fee_minor / factor_of(one.package) for one in act.packages) * factor_of(package)
        return before + 0.5 * max(0.0, min(ask, worth) - before) * (0.6 if self.seen > 1 else 0.3)

    def _package(self, act: Act, share: float) -> Package:
        of = self.scenario.values.of
        brief = self.scenario.brief
        if self.style == "stays" or self.seen == 1:
            return brief
        if self.style == "follows":
            chosen: Priced = max(act.packages, key=lambda one: of(one.package) - one.fee_minor)
            return chosen.package if of(chosen.package) > 0 else brief
        # He names what he would gain most from at the rate he hears, and his pocket reaches.
        rate = 0.85 * self.asks[-1]
        reach = min(self.budget, 1.3 * of(brief))
        able = [entry for entry in self.scenario.universe if rate * entry[2] <= reach]
        return max(able, key=lambda entry: entry[1] - rate * entry[2])[0] if able else brief


def _round(fee: float, worth: float) -> float:
    """Down to a figure that a person would say: two digits at most, the second 0 or 5."""
    step = 10.0 ** (len(str(int(max(worth, 1)))) - 2) * 5
    return max(step, fee // step * step) if fee >= step else fee


def _falls(power: float, more: float = 0.0) -> Wish:
    def wish(person: Person, time: float) -> float:
        end = min(0.9, person.world.end + more)
        return float(end + (1 - end) * (1 - time**power))

    return wish


def _tit_for_tat(person: Person, time: float) -> float:
    given = 1 - person.asks[-1] / max(person.asks)
    return max(person.world.end, 1 - 2.5 * given - 0.1 * time)


def _micro(person: Person, time: float) -> float:
    return max(person.world.end, 1 - (len(person.figures) - 1) / max(10, person.deadline))


def _sniper(person: Person, time: float) -> float:
    return 1.0 if time < 0.9 else person.world.end


def _content(person: Person, time: float) -> float:
    return 0.4 + person.world.end


def _limit(person: Person, time: float) -> float:
    return 0.05 + 0.5 * (1 - time)


def _random(person: Person, time: float) -> float:
    return person.rng.random()


Maker = Callable[[Scenario, random.Random, str], Person]

KINDS: dict[str, tuple[Wish, dict[str, Any]]] = {
    "conceder": (_falls(0.35), {}),
    "linear": (_falls(1.0), {}),
    "boulware": (_falls(4.0), {}),
    "hard-headed": (_falls(8.0, 0.25), {"to_the_end": True}),
    "tit for tat": (_tit_for_tat, {}),
    "micro": (_micro, {}),
    "anchors round": (_falls(1.5, 0.05), {"rounded": True}),
    "splits": (_falls(0.8), {"splits": True}),
    "impatient": (_falls(1.0, 0.1), {"impatient": True}),
    "one figure": (_content, {"silent": True}),
    "budget": (_limit, {"has_budget": True}),
    "random": (_random, {"is_random": True}),
    "sniper": (_sniper, {}),
}


def people(world: World) -> dict[str, Maker]:
    """The thirteen, as they are in this world."""

    def maker(name: str, wish: Wish, traits: dict[str, Any]) -> Maker:
        return lambda scenario, rng, style: Person(name, world, scenario, rng, wish, **traits)

    return {name: maker(name, wish, traits) for name, (wish, traits) in KINDS.items()}
