"""Buyers to negotiate with: what to offer, what to take, when to leave. All are seeded and know nothing of floors.

A buyer wants a share of what he could gain at best and lets that share fall by his tactic. He takes what gives him at
least what he would ask for next. Which package he puts his figure on is his style. The second half is held out.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from bench.negotiation.scenarios import Scenario, factor_of
from bot.domain.negotiation import Act, Move
from bot.domain.ratecard import Package

Style = str
STYLES: tuple[Style, ...] = ("asked", "asked", "asked", "vary", "mirror", "trim", "best")


@dataclass
class Buyer:
    """One buyer in one scenario. `wanted(t)` is the share of `hope` he insists on at time t (0 to 1)."""

    name: str
    scenario: Scenario
    rng: random.Random
    style: Style
    wanted: Callable[[Buyer, float], float]
    deadline: float = 1.0
    patience: int = 0
    """Rounds in a row that brought him nothing better after which he walks; 0: never for that."""
    last_word: bool = True
    """Whether he makes one more offer when a final does not suit him."""
    raw_offer: Callable[[Buyer, float, Package], float] | None = None
    hope: float = 0.0
    seen: int = 0
    stale: int = 0
    best_gain: float = float("-inf")
    ask_ratio: float = 0.0
    shares: list[float] = field(default_factory=list)
    ratios: list[float] = field(default_factory=list)
    last_fee: dict[Package, float] = field(default_factory=dict)
    talkative: bool = True

    def __post_init__(self) -> None:
        self.talkative = self.rng.random() < 0.5
        worth = self.scenario.values.of(self.scenario.brief)
        fee = self.scenario.fee_minor
        start = fee / worth if fee else self.rng.uniform(0.3, 0.6)
        self.hope = (1 - start) * worth
        ranked = sorted(self.scenario.universe, key=lambda entry: entry[1] / entry[2] ** 0.7, reverse=True)
        self._pool = ranked[:40]

    def reply(self, act: Act) -> Move | None:
        """The buyer's next move to what was said; None when it is over."""
        if act.kind not in ("counter", "final"):
            return None
        self.seen += 1
        time = min(1.0, self.seen / (self.scenario.rounds * self.deadline))
        self._notice(act)
        best, gain = self._best_listed(act)
        final = act.kind == "final"
        share = self.wanted(self, min(1.0, time))
        if gain > 0 and gain >= share * self.hope:
            return Move("accept", index=best)
        if final and not (self.last_word and self.talkative):
            return Move("walk")
        if time >= 1 and not final:
            return Move("walk")
        if self.patience and self.stale >= self.patience:
            return Move("walk")
        self.shares.append(share)
        return self._offer(act, share, time)

    def _notice(self, act: Act) -> None:
        ratio = min(one.fee_minor / _factor(self, one.package) for one in act.packages)
        self.ratios.append(ratio)
        self.ask_ratio = ratio
        gain = self._best_listed(act)[1]
        self.stale = 0 if gain > self.best_gain + 0.001 * abs(self.hope) else self.stale + 1
        self.best_gain = max(self.best_gain, gain)

    def _best_listed(self, act: Act) -> tuple[int, float]:
        gains = [self.scenario.values.of(one.package) - one.fee_minor for one in act.packages]
        best = max(range(len(gains)), key=lambda k: gains[k])
        return best, gains[best]

    def _offer(self, act: Act, share: float, time: float) -> Move:
        package = self._package(act, share, time)
        worth = self.scenario.values.of(package)
        fee = worth - share * self.hope
        if self.raw_offer is not None:
            fee = self.raw_offer(self, time, package)
        fee = max(fee, 0.05 * worth)
        if self.name != "random":
            fee = min(max(fee, self.last_fee.get(package, 0.0)), worth)
            self.last_fee[package] = fee
        return Move("offer", package, max(1, int(fee)))

    def _package(self, act: Act, share: float, time: float) -> Package:
        values = self.scenario.values
        if self.style == "asked":
            return self.scenario.brief
        if self.style == "best":
            ratio = self.ask_ratio * 0.8
            return max(self.scenario.universe, key=lambda e: e[1] - ratio * e[2])[0]
        if self.style == "mirror":
            return max(act.packages, key=lambda one: values.of(one.package) - one.fee_minor).package
        if self.style == "trim":
            budget = values.of(self.scenario.brief) * 0.6
            rate = self.ask_ratio * (1 - 0.3 * time)
            able = [e for e in self.scenario.universe if rate * e[2] <= budget]
            return max(able, key=lambda e: e[1])[0] if able else self.scenario.brief
        return self.rng.choice(self._pool)[0]


def _factor(buyer: Buyer, package: Package) -> float:
    return factor_of(package)


def _falling(power: float, end: float = 0.0) -> Callable[[Buyer, float], float]:
    return lambda buyer, time: end + (1 - end) * (1 - time**power)


def _stubborn(share: float) -> Callable[[Buyer, float], float]:
    return lambda buyer, time: share


def _tit_for_tat(buyer: Buyer, time: float) -> float:
    if len(buyer.ratios) < 2:
        return 1.0
    conceded = 1 - buyer.ratios[-1] / max(buyer.ratios)
    return max(0.0, 1 - 2.0 * conceded)


def _micro(buyer: Buyer, time: float) -> float:
    ours = len({round(ratio, 6) for ratio in buyer.ratios})
    steps = max(8, buyer.scenario.rounds)
    return max(0.0, 1 - ours / steps)


def _noisy(buyer: Buyer, time: float) -> float:
    return max(0.0, (1 - time) * buyer.rng.uniform(0.7, 1.3))


def _late_jump(buyer: Buyer, time: float) -> float:
    return 0.85 if time < 0.85 else 0.85 * (1 - time) / 0.15


def _split(buyer: Buyer, time: float) -> float:
    return max(0.0, 1 - 0.5 * min(1.0, 2 * time))


def _random_offer(buyer: Buyer, time: float, package: Package) -> float:
    return buyer.rng.uniform(0.2, 1.0) * buyer.scenario.values.of(package)


def _probe_offer(buyer: Buyer, time: float, package: Package) -> float:
    return buyer.scenario.values.of(package) * (0.15 + 0.5 * time)


def _split_offer(buyer: Buyer, time: float, package: Package) -> float:
    ask = buyer.ask_ratio * _factor(buyer, package)
    before = buyer.last_fee.get(package, 0.5 * ask)
    return min(buyer.scenario.values.of(package) * 0.98, before + 0.35 * max(0.0, ask - before))


def _sniper_offer(buyer: Buyer, time: float, package: Package) -> float:
    return 0.3 * buyer.scenario.values.of(package)


Maker = Callable[[Scenario, random.Random, Style], Buyer]


def _maker(name: str, wanted: Callable[[Buyer, float], float], **more: object) -> Maker:
    return lambda scenario, rng, style: Buyer(name, scenario, rng, style, wanted, **more)  # type: ignore[arg-type]


TRAIN: dict[str, Maker] = {
    "conceder": _maker("conceder", _falling(0.4)),
    "linear": _maker("linear", _falling(1.0)),
    "boulware": _maker("boulware", _falling(4.0), last_word=False),
    "hardliner": _maker("hardliner", _stubborn(0.55)),
    "tit_for_tat": _maker("tit_for_tat", _tit_for_tat),
    "random": _maker("random", lambda b, t: b.rng.uniform(0.0, 1.0), raw_offer=_random_offer),
    "walker": _maker("walker", _falling(1.5), patience=3),
    "hurried": _maker("hurried", _falling(1.2), deadline=0.5),
}
HELD_OUT: dict[str, Maker] = {
    "micro": _maker("micro", _micro),
    "prober": _maker("prober", _falling(6.0, 0.05), raw_offer=_probe_offer),
    "late_jump": _maker("late_jump", _late_jump, last_word=False),
    "splitter": _maker("splitter", _split, raw_offer=_split_offer),
    "sniper": _maker("sniper", _falling(8.0), raw_offer=_sniper_offer),
    "noisy": _maker("noisy", _noisy),
    "impatient": _maker("impatient", _falling(2.0, 0.1), patience=2, deadline=0.7),
    "firm_end": _maker("firm_end", _falling(1.0, 0.3)),
}


def opening_move(scenario: Scenario) -> Move:
    """The brief, with the buyer's figure where he names one."""
    return Move("brief", scenario.brief, scenario.fee_minor)
