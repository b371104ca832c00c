"""One negotiation played to its end, and what came of it."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from bench.negotiation.buyers import opening_move
from bench.negotiation.scenarios import Scenario
from bench.negotiation.sellers import Seller
from bot.domain.negotiation import Act, Move, Priced, guard
from bot.domain.ratecard import floor_minor, quote_minor


class Opponent(Protocol):
    """Who buys: the next move to what was said, None when it is over."""

    name: str

    def reply(self, act: Act) -> Move | None: ...


@dataclass(frozen=True)
class Outcome:
    """How a deal ended; `seconds` are processor time.

    `capture` is (fee - floor) / best joint surplus; `nash` the product of both gains' shares."""

    scenario: Scenario
    buyer: str
    style: str
    agreed: Priced | None
    capture: float
    nash: float
    rounds: int
    breaches: int
    seconds: tuple[float, ...]


def play(
    scenario: Scenario,
    maker: Callable[[Scenario, random.Random, str], Opponent],
    style: str,
    seller: Seller,
    salt: str = "",
) -> Outcome:
    """Play `scenario` between a buyer and a seller."""
    rng = random.Random(f"{scenario.seed} {style} {salt}")
    buyer = maker(scenario, rng, style)
    move = opening_move(scenario)
    seconds: list[float] = []
    breaches = rounds = 0
    agreed: Priced | None = None
    while True:
        started = time.process_time()
        act = seller.reply(move)
        seconds.append(time.process_time() - started)
        breaches += sum(_is_breach(scenario, priced, act.kind) for priced in act.packages)
        if act.kind in ("counter", "final"):
            rounds += 1
        if act.kind == "accept":
            agreed = act.packages[0]
        answer = buyer.reply(act)
        if answer is None:
            break
        move = answer
    breaches += rounds > scenario.rounds
    return _outcome(scenario, buyer, style, agreed, rounds, breaches, seconds)


def _is_breach(scenario: Scenario, priced: Priced, kind: str) -> bool:
    above = kind != "accept" and priced.fee_minor > quote_minor(scenario.limits.ratecard, priced.package)
    return above or bool(guard.check(scenario.limits, priced))


def _outcome(
    scenario: Scenario,
    buyer: Opponent,
    style: str,
    agreed: Priced | None,
    rounds: int,
    breaches: int,
    seconds: list[float],
) -> Outcome:
    capture = nash = 0.0
    if agreed is not None and scenario.best_surplus > 0:
        gain = agreed.fee_minor - floor_minor(scenario.limits.ratecard, agreed.package)
        theirs = scenario.values.of(agreed.package) - agreed.fee_minor
        capture = gain / scenario.best_surplus
        nash = 4 * max(0.0, capture) * max(0.0, theirs / scenario.best_surplus)
    return Outcome(scenario, buyer.name, style, agreed, capture, nash, rounds, breaches, tuple(seconds))
