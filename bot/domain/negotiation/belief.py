"""What the buyer's moves say about him: which tastes fit, how much the deal is worth to him, how he gives way.

Two weighted sets, each computed from the talk alone. Tastes are weighed by what he offered for and what he left on
the table; his worth and his manner by a grid of (worth of what he asked for, manner of conceding). A buyer who offers
f for a package of worth v keeps v - f for himself, and turns down what leaves him less. Amounts are in units of the
card's base. Sources: frequency and concession models of the ANAC literature (Baarslag et al. 2016, survey).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import repeat
from operator import add, mul, sub
from typing import NamedTuple

from bot.domain.negotiation.talk import Talk
from bot.domain.negotiation.tastes import COUNT, worths
from bot.domain.negotiation.tuning import TUNING
from bot.domain.negotiation.values import Priced
from bot.domain.ratecard import Package, multiplier


@dataclass(frozen=True)
class Manner:
    """How the part of his gain that a buyer insists on falls with time: to `end` by `deadline`, by `power`."""

    power: float
    deadline: float
    end: float
    prior: float

    def insists(self, time: float) -> float:
        """The share of his hoped-for gain that he still insists on at `time`, 0 to 1."""
        if self.power == 0:
            return self.end
        return self.end + (1 - self.end) * (1 - math.pow(min(1.0, time / self.deadline), self.power))


MANNERS: tuple[Manner, ...] = (
    Manner(0.4, 1.0, 0.0, 2.0),
    Manner(1.0, 1.0, 0.0, 2.0),
    Manner(2.0, 1.0, 0.0, 1.0),
    Manner(4.0, 1.0, 0.0, 1.0),
    Manner(9.0, 1.0, 0.0, 1.0),
    Manner(1.0, 1.0, 0.3, 0.9),
    Manner(3.0, 1.0, 0.3, 0.5),
    Manner(0.0, 1.0, 0.5, 0.6),
    Manner(0.0, 1.0, 0.75, 0.4),
    Manner(1.0, 0.55, 0.0, 0.9),
    Manner(2.0, 0.75, 0.05, 0.7),
)
HONEST = (0.85, 0.2)
LOW = (0.4, 0.4)
"""Two ways to open: near what the package is worth to him, or with a low anchor. The share of that worth at the middle,
and the spread of its logarithm."""
_NEITHER = 0.05
_SPREAD = (-2.4, -1.9, -1.5, -1.1, -0.8, -0.5, -0.25, 0.0, 0.25, 0.5, 0.9, 1.4, 2.0)
_MEMORY = 7
"""Turns looked back on besides the first: later ones say more, and a long talk stays cheap."""


@dataclass(frozen=True)
class Stand:
    """One guess at the buyer: what the asked package is worth to him, the gain he hoped for, his manner."""

    weight: float
    worth: float
    hope: float
    manner: Manner


@dataclass(frozen=True)
class Belief:
    """Weights over the tastes (in their order) and over stands; both sum to 1."""

    tastes: tuple[float, ...]
    stands: tuple[Stand, ...]

    @property
    def worth(self) -> float:
        """Expected worth of the asked package."""
        return sum(stand.weight * stand.worth for stand in self.stands)


@dataclass(frozen=True)
class _Heard:
    """An offer: when, what for, how much; its worth under each taste; and the menu it turned down."""

    time: float
    package: Package
    fee: float
    worths: tuple[float, ...]
    menu: tuple[tuple[tuple[float, ...], float], ...]


def believe(talk: Talk, offer: Priced | None, base_minor: int) -> Belief:
    """Belief after `offer`, which is not in the talk yet."""
    heard = _heard(talk, offer, base_minor)
    even = (1 / COUNT,) * COUNT
    stands = _weigh_stands(talk, heard, even, _SPREAD[1::3])
    if not talk.memory.taken and not any(one.package != talk.asked or one.menu for one in heard):
        return Belief(even, _weigh_stands(talk, heard, even, _SPREAD))
    worth = sum(stand.weight * stand.worth for stand in stands)
    weights = _weigh_tastes(talk, heard, worth)
    return Belief(weights, _weigh_stands(talk, heard, weights, _SPREAD))


def _heard(talk: Talk, offer: Priced | None, base_minor: int) -> list[_Heard]:
    heard = []
    menus: list[tuple[Priced, ...]] = [(), *(turn.menu for turn in talk.turns)]
    for k, said in enumerate([*(turn.offer for turn in talk.turns), offer]):
        if said is None:
            continue
        menu = tuple(
            (worths(talk.asked, talk.seed, priced.package), priced.fee_minor / base_minor) for priced in menus[k]
        )
        at = k / talk.rounds
        worth = worths(talk.asked, talk.seed, said.package)
        heard.append(_Heard(at, said.package, said.fee_minor / base_minor, worth, menu))
    return heard[:1] + heard[1:][-_MEMORY:]


def _weigh_tastes(talk: Talk, heard: list[_Heard], worth: float) -> tuple[float, ...]:
    asked_weight = float(multiplier(talk.asked))
    logs = _remembered(talk, asked_weight)
    soft = TUNING.softness * worth
    before: _Heard | None = None
    kept_before = [0.0] * COUNT
    seen = {talk.asked}
    for one in heard:
        kept = [worth * share - one.fee for share in one.worths]
        shown = _best_gains(one.menu, worth)
        chosen = one.package not in seen
        seen.add(one.package)
        logs = list(map(add, logs, map(_fit, kept, shown, repeat(soft))))
        if before is not None and before.package != one.package:
            logs = list(map(sub, logs, map(_unlike, kept, kept_before, repeat(soft))))
        if chosen:
            logs = list(map(add, logs, _liking(one.package, one.worths, asked_weight)))
        before, kept_before = one, kept
    return _normal(logs)


def _fit(kept: float, shown: float, soft: float) -> float:
    """How well an offer that keeps so much for him fits, where our menu showed him a gain that he turned down."""
    if kept < 0.0:
        return kept / soft - (min(3.0, shown / soft) if shown > 0.0 else 0.0)
    missed = shown - kept
    return -min(3.0, missed / soft) if missed > 0.0 else 0.0


def _unlike(kept: float, before: float, soft: float) -> float:
    """How badly two offers in turn for unlike packages fit, where one keeps him more than the other."""
    return min(2.5, abs(kept - before) / (2 * soft))


def _remembered(talk: Talk, asked_weight: float) -> list[float]:
    """What the packages taken in earlier deals say about the tastes: half as much as a choice in this one."""
    logs = [0.0] * COUNT
    for package in talk.memory.taken:
        liking = _liking(package, worths(talk.asked, talk.seed, package), asked_weight)
        logs = [log + one / 2 for log, one in zip(logs, liking, strict=True)]
    return logs


def _liking(package: Package, shares: tuple[float, ...], asked_weight: float) -> list[float]:
    """How much likelier each taste is for his choosing this package: one that finds it worth more than its size."""
    bulk = 0.7 * math.log(float(multiplier(package)) / asked_weight)
    return [TUNING.choice * max(-3.0, min(3.0, math.log(max(share, 0.02)) - bulk)) for share in shares]


def _best_gains(menu: tuple[tuple[tuple[float, ...], float], ...], worth: float) -> list[float]:
    best = [float("-inf")] * COUNT
    for shares, fee in menu:
        best = list(map(max, best, [worth * share - fee for share in shares]))
    return best


def _weigh_stands(
    talk: Talk, heard: list[_Heard], weights: tuple[float, ...], spread: tuple[float, ...]
) -> tuple[Stand, ...]:
    middle = float(multiplier(talk.asked)) * TUNING.prior_worth
    seen = [_Seen.of(one, weights) for one in heard]
    insists = [[manner.insists(one.time) for one in seen] for manner in MANNERS]
    late = [sum(3.0 for one in seen[1:] if one.time > manner.deadline) for manner in MANNERS]
    priors = [math.log(manner.prior) for manner in MANNERS]
    logs: list[float] = []
    guesses: list[tuple[float, float, Manner]] = []
    for z in spread:
        worth = middle * math.exp(TUNING.prior_spread * z)
        common = -0.5 * z * z - sum(
            min(4.0, max(0.0, one.fee - worth * one.share) / (worth * (0.04 + one.doubt))) for one in seen
        )
        common += _opening(seen[0].fee / (worth * seen[0].share)) if seen and seen[0].share else 0.0
        marks = [_mark(one, worth) for one in seen[1:]]
        for k, shares in enumerate(insists):
            hope = _hope(worth, seen, shares)
            logs.append(common + priors[k] - late[k] - _misfit(hope, shares, marks))
            guesses.append((worth, hope, MANNERS[k]))
    return tuple(Stand(weight, *guess) for weight, guess in zip(_normal(logs), guesses, strict=True) if weight > 1e-4)


@dataclass(frozen=True)
class _Seen:
    """An offer in the eyes of the mean taste; `doubt` is how far tastes differ about its package."""

    time: float
    fee: float
    share: float
    doubt: float
    menu: tuple[tuple[float, float], ...]

    @classmethod
    def of(cls, one: _Heard, weights: tuple[float, ...]) -> _Seen:
        share = _mean(weights, one.worths)
        doubt = sum(weight * abs(worth - share) for weight, worth in zip(weights, one.worths, strict=True))
        menu = tuple((_mean(weights, shares), fee) for shares, fee in one.menu)
        return cls(one.time, one.fee, share, doubt, menu)


def _opening(share: float) -> float:
    """How likely (as a logarithm) somebody opens at this share of what the package is worth to him."""
    log = math.log(max(share, 0.02))
    ways = (math.exp(-(((log - math.log(middle)) / spread) ** 2) / 2) / spread for middle, spread in (HONEST, LOW))
    return math.log(sum(ways) + _NEITHER)


def _hope(worth: float, seen: list[_Seen], shares: list[float]) -> float:
    if not seen:
        return TUNING.prior_hope * worth
    return max(worth * seen[0].share - seen[0].fee, 0.02 * worth) / max(shares[0], 0.05)


class _Mark(NamedTuple):
    """An offer in the eyes of one worth: what he kept for himself, what our menu left him, and how sure we are."""

    kept: float
    sureness: float
    left: float
    sharpness: float


def _mark(one: _Seen, worth: float) -> _Mark:
    left = max([worth * share - fee for share, fee in one.menu], default=-1.0)
    sureness = 1 / (worth * (TUNING.noise + one.doubt))
    return _Mark(worth * one.share - one.fee, sureness, left, 1 / (2 * TUNING.softness * worth))


def _misfit(hope: float, shares: list[float], marks: list[_Mark]) -> float:
    """How badly a hope that falls by `shares` explains what he offered and what he turned down (Huber's loss)."""
    misfit = 0.0
    for share, (kept, sureness, left, sharpness) in zip(shares[1:], marks, strict=True):
        insisted = hope * share
        off = abs(kept - insisted) * sureness
        misfit += off * off / 2 if off < 1.5 else 1.5 * off - 1.125
        refused = (left - insisted) * sharpness
        if refused > 0:
            misfit += refused if refused < 4.0 else 4.0
    return misfit


def _mean(weights: tuple[float, ...], values: tuple[float, ...]) -> float:
    return math.fsum(map(mul, weights, values))


def _normal(logs: list[float]) -> tuple[float, ...]:
    top = max(logs)
    raw = [math.exp(log - top) for log in logs]
    whole = sum(raw)
    return tuple(weight / whole for weight in raw)
