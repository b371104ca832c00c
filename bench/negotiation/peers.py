"""A seller that speaks for an agent of another platform: our moves in, its outcomes out, our mandate kept.

An agent knows only the outcomes of a grid. So an offer is shown to it as the nearest outcome, and what it accepts is
the offer itself where the mandate allows that, and otherwise the outcome it was shown, which is then held to the end.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bench.negotiation.grid import Grid, Outcome
from bench.negotiation.scenarios import Scenario
from bot.domain.negotiation import Act, Move, Priced
from bot.domain.ratecard import floor_minor


@dataclass(frozen=True)
class Answer:
    """What an agent says to an offer. `outcome` is what it offers back; None for a walk, and for an accept."""

    accepts: bool
    outcome: Outcome | None = None


class Desk(Protocol):
    """Where an agent sits. `spent` counts its own offers so far; `offer` is None for a brief without a figure."""

    def answer(self, offer: Outcome | None, spent: int) -> Answer: ...


@dataclass
class Tally:
    """What went on at the desk: moves, asks below the floor that were lifted to it, accepts that the mandate did not
    allow as they stood, and moves at which the agent failed (which end the talk).
    """

    moves: int = 0
    lifted: int = 0
    held: int = 0
    failed: int = 0
    error: str = ""


class Peer:
    """A seller (bench.negotiation.sellers.Seller) that asks an agent what to do, one package a turn."""

    def __init__(self, scenario: Scenario, grid: Grid, desk: Desk, tally: Tally) -> None:
        self._scenario, self._grid, self._desk, self._tally = scenario, grid, desk, tally
        self._spent = 0
        self._ask: Priced | None = None
        self._is_bound = False

    def reply(self, move: Move) -> Act:
        """The agent's answer in our words."""
        if move.kind == "accept":
            assert self._ask is not None
            return Act("accept", (self._ask,))
        if move.kind == "walk":
            return Act("closed")
        assert move.package is not None
        offer = None if move.fee_minor is None else Priced(move.package, move.fee_minor)
        if self._is_bound:
            return self._hold(offer)
        self._tally.moves += 1
        try:
            answer = self._desk.answer(None if offer is None else self._grid.outcome(offer), self._spent)
        except Exception as error:
            # Whatever an agent of somebody else's raises ends its talk, as it would in its own league.
            self._tally.failed += 1
            self._tally.error = self._tally.error or f"{type(error).__name__}: {error}"[:120]
            return Act("walk")
        if answer.accepts and offer is not None:
            return self._take(offer)
        return Act("walk") if answer.outcome is None else self._say(answer.outcome)

    def _take(self, offer: Priced) -> Act:
        if self._is_sellable(offer):
            return Act("accept", (offer,))
        self._tally.held += 1
        self._is_bound = True
        return self._say(self._grid.outcome(offer))

    def _hold(self, offer: Priced | None) -> Act:
        assert self._ask is not None
        if offer is not None and self._is_sellable(offer) and self._gain(offer) >= self._gain(self._ask):
            return Act("accept", (offer,))
        return self._counter(self._ask)

    def _is_sellable(self, offer: Priced) -> bool:
        return self._scenario.limits.allows(offer.package) and self._gain(offer) >= 0

    def _gain(self, priced: Priced) -> int:
        return priced.fee_minor - floor_minor(self._scenario.limits.ratecard, priced.package)

    def _say(self, outcome: Outcome) -> Act:
        self._tally.lifted += self._grid.gain(outcome) < 0
        return self._counter(self._grid.priced(outcome))

    def _counter(self, ask: Priced) -> Act:
        if self._spent >= self._scenario.rounds:
            return Act("walk")
        self._spent += 1
        self._ask = ask
        return Act("final" if self._spent == self._scenario.rounds else "counter", (ask,))
