"""What is still to be expected: menus played forward against guesses at the buyer, along paths of falling levels.

A level is the share of a package's expected worth to the buyer that we ask. Each path is a way of lowering it until
the final. The best path gives the next level and the value of going on, against which an offer is weighed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import sub

from bot.domain.negotiation.belief import Manner
from bot.domain.negotiation.tuning import TUNING

LEVELS: tuple[float, ...] = (1.25, 1.1, 1.0, 0.93, 0.86, 0.78, 0.7, 0.6, 0.5, 0.4)
PATHS: tuple[tuple[int, int, float], ...] = tuple(
    (start, end, power)
    for start in range(len(LEVELS))
    for end in range(start, len(LEVELS))
    if end - start in (0, 1, 2, 4)
    for power in ((1.0, 3.0) if end > start else (1.0,))
)


_Rows = list[list[float | None]]
"""Our profit by time and level where the deal ends there, None where it goes on; the last row is his last offer."""


@dataclass(frozen=True)
class Guess:
    """One buyer to play against: his worth of each listed package, his hope and manner, his gain for a last offer."""

    worths: Sequence[float]
    hope: float
    manner: Manner
    last_profit: float
    """What his offer just before the final would leave us, where the mandate allows its package."""


@dataclass(frozen=True)
class Outlook:
    """The best way on: the level to ask at now, and what it is expected to leave above cost."""

    level: int
    value: float


def look_ahead(
    guesses: Sequence[Guess],
    asks: Sequence[Sequence[float]],
    costs: Sequence[float],
    spent: int,
    rounds: int,
) -> Outlook:
    """The best path. `asks` are the fees of the menu at each level; `costs` what its packages are taken to cost."""
    times = _times(spent, rounds)
    outcomes = [_outcomes(guess.worths, asks, costs) for guess in guesses]
    needs = [
        [
            guess.hope * guess.manner.insists(at / rounds) if at / rounds <= guess.manner.deadline else None
            for at in times
        ]
        for guess in guesses
    ]
    alive = [(1 - TUNING.hazard) ** (at - spent - 1) for at in times]
    paid = [
        _paid(outcome, need, alive, guess.last_profit)
        for outcome, need, guess in zip(outcomes, needs, guesses, strict=True)
    ]
    tree = _paths(tuple(at - spent - 1 for at in times), max(1, rounds - spent - 1))
    value, level = max((_best({level: rest}, paid, 0, 0.0), -level) for level, rest in tree.items())
    return Outlook(-level, value / len(guesses))


Tree = dict[int, "Tree"]
"""Level sequences by their first level; the last level of each leads to an empty tree."""


@lru_cache(maxsize=4096)
def _paths(ahead: tuple[int, ...], span: int) -> Tree:
    """Level sequences at the times looked at, those that begin alike together."""
    tree: Tree = {}
    for start, end, power in PATHS:
        place = tree
        for at in ahead:
            place = place.setdefault(int(start + (end - start) * (at / span) ** power + 0.5), {})
    return tree


def _best(tree: Tree, alive: list[_Rows], step: int, paid: float) -> float:
    """The most that a sequence of `tree` brings in all: what is paid so far, and by the buyers still there."""
    if not tree:
        return paid + sum(rows[-1][0] or 0.0 for rows in alive)
    best = float("-inf")
    for level, rest in tree.items():
        here = [rows[step][level] for rows in alive]
        left = [rows for rows, profit in zip(alive, here, strict=True) if profit is None]
        best = max(best, _best(rest, left, step + 1, paid + sum(profit or 0.0 for profit in here)))
    return best


def _paid(
    outcome: list[tuple[float, float]], needs: list[float | None], alive: list[float], last_profit: float
) -> _Rows:
    """Our profit by time and level where the deal ends there, None where it goes on; the last row is his last offer."""
    rows: _Rows = []
    for need, chance in zip(needs, alive, strict=True):
        if need is None:
            return [*rows, [0.0] * len(outcome)]
        rows.append(
            [chance * (profit + TUNING.closing) if gain > 0 and gain >= need else None for gain, profit in outcome]
        )
    return [*rows, [alive[-1] * last_profit] * len(outcome)]


def _outcomes(
    worths: Sequence[float], asks: Sequence[Sequence[float]], costs: Sequence[float]
) -> list[tuple[float, float]]:
    """At each level the buyer's gain from the package he would take, and our profit from it."""
    found = []
    for fees in asks:
        gains = list(map(sub, worths, fees))
        gain = max(gains)
        k = gains.index(gain)
        found.append((gain, fees[k] - costs[k]))
    return found


def _times(spent: int, rounds: int) -> list[int]:
    left = rounds - spent
    if left <= 5:
        return list(range(spent + 1, rounds + 1))
    first, last = spent + 1, rounds
    return sorted({first, first + 1, first + (left - 1) // 3, first + 2 * (left - 1) // 3, last - 1, last})
