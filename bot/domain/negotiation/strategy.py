"""Which offer to take and what to ask next, blind to the floor until the clip.

From the belief about the buyer come the worth of each package to him and the menu; from the outlook the level to ask
at and the value of going on. Her real floor enters nowhere but in the clip (pricing.ask_minor) and in `takeable`.
"""

from __future__ import annotations

import math
import random
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from bot.domain.negotiation.belief import Belief, believe
from bot.domain.negotiation.margin import MARGIN_MOST_BP
from bot.domain.negotiation.outlook import LEVELS, Guess, Outlook, look_ahead
from bot.domain.negotiation.pricing import ask_minor, bounds_for
from bot.domain.negotiation.space import Option, Space
from bot.domain.negotiation.talk import Talk
from bot.domain.negotiation.tastes import Taste, tastes_for, worths
from bot.domain.negotiation.tuning import TUNING
from bot.domain.negotiation.values import Limits, Priced, covers
from bot.domain.ratecard import Package, multiplier

CANDIDATES = 40
CHOICE = 3
"""Packages that a menu holds at least, where it may hold as many: people want a choice."""
BARGAINS = 14
"""How many of the candidates are what the buyer may value most for what it weighs, whatever it brings us."""
TASTES_LOOKED_AT = 12
TASTES_FOR_A_FIRST_LOOK = 6


@dataclass(frozen=True)
class Plan:
    """What the strategy wants: to take the offer or to send the menu; `level` and `held_ratio` are its new state."""

    take: bool
    menu: tuple[Priced, ...]
    level: float
    held_ratio: float
    reason: tuple[str, ...]


@dataclass(frozen=True)
class _Cost:
    """What a package is taken to cost the talent, in units of the base: a share of its card price, floor-blind.

    Media she likes less cost her more, so they are offered later and sold dearer.
    """

    share: float
    disliked: frozenset[str]

    def rate(self, media: frozenset[str]) -> float:
        """Cost as a share of the card price."""
        return min(1.0, self.share * (1 + TUNING.dislike * len(media & self.disliked)))

    def of(self, package: Package) -> float:
        """Cost of a package."""
        return self.rate(package.media) * float(multiplier(package))


@dataclass(frozen=True)
class _View:
    """The options worth talking about: their worth to the buyer on average and under the likeliest tastes."""

    options: tuple[Option, ...]
    packages: tuple[Package, ...]
    nearest: Package
    """What was asked, or the nearest to it that the mandate allows."""
    base_minor: int
    costs: tuple[float, ...]
    worths: tuple[float, ...]
    """Relative to the asked package."""
    by_taste: tuple[tuple[float, tuple[float, ...]], ...]
    """Weight of a taste, and worth of each option under it."""
    welcome: tuple[bool, ...]
    """Whether she likes all its media well enough."""


def plan(talk: Talk, limits: Limits, space: Space, offer: Priced | None, *, takeable: bool, share: float) -> Plan:
    """Plan the answer to `offer` (or to a brief without a fee), `share` of the negotiation being spent with it."""
    base_minor = limits.ratecard.base_minor
    belief = believe(talk, offer, base_minor)
    cost = _Cost(max(TUNING.cost, talk.held_ratio / (1 + MARGIN_MOST_BP / 10_000)), limits.disliked_media)
    insisted_on = _insisted_on(talk, offer)
    view = _view(talk, space, belief, cost, base_minor, insisted_on)
    guesses = _guesses(talk, limits, belief, view, offer, cost)
    menu = _choose(talk, view, guesses, belief.worth, _shown(offer, base_minor), insisted_on)
    spoken_of = {past.package for past in (*talk.offers, *([offer] if offer else ()))}
    asks = _asks(talk, view, menu, belief.worth, base_minor, _stride(talk, offer, base_minor), spoken_of)
    outlook = _outlook(talk, view, menu, guesses, asks)
    listed, held = _price(talk, limits, view, menu, asks[outlook.level], base_minor)
    take = offer is not None and takeable and _is_enough(talk, limits, offer, listed, outlook, cost)
    reason = (
        f"worth to the buyer {belief.worth:.3f} of base",
        f"level {LEVELS[outlook.level]:.2f}",
        f"value of going on {outlook.value:.3f}",
        f"share {share:.2f}",
    )
    return Plan(take, listed, LEVELS[outlook.level], held, reason)


def _insisted_on(talk: Talk, offer: Priced | None) -> Package | None:
    """What he has put a figure on twice running: it belongs on the menu, whatever we would rather sell."""
    if offer is None or not talk.offers or talk.offers[-1].package != offer.package:
        return None
    return offer.package


def _view(talk: Talk, space: Space, belief: Belief, cost: _Cost, base_minor: int, insisted_on: Package | None) -> _View:
    order = sorted(range(len(belief.tastes)), key=lambda i: -belief.tastes[i])[:TASTES_LOOKED_AT]
    whole = sum(belief.tastes[i] for i in order)
    tastes = tastes_for(talk.asked, talk.seed)
    shares = [belief.tastes[i] / whole for i in order]
    likely = order[:TASTES_FOR_A_FIRST_LOOK]
    best = _candidates(talk, space, _mean_worths([tastes[i] for i in likely], shares, space), belief, cost, insisted_on)
    options = tuple(space.options[k] for k in best)
    rows = [tuple(tastes[i].table(space, options)) for i in order]
    return _View(
        options,
        tuple(space.package(option) for option in options),
        space.package(space.options[0]),
        base_minor,
        tuple(cost.rate(space.media[option.media]) * option.weight for option in options),
        tuple(sum(weight * row[k] for weight, row in zip(shares, rows, strict=True)) for k in range(len(options))),
        tuple(zip(shares, rows, strict=True)),
        tuple(not space.media[option.media] & cost.disliked for option in options),
    )


def _mean_worths(tastes: Sequence[Taste], shares: Sequence[float], space: Space) -> list[float]:
    """Worth of each option of the space on average over some tastes."""
    whole = sum(shares[: len(tastes)])
    grids = [taste.grid(space, share / whole) for share, taste in zip(shares, tastes, strict=False)]
    means = list(map(sum, zip(*grids, strict=True)))
    return [means[place] for place in space.places]


def _candidates(
    talk: Talk, space: Space, means: list[float], belief: Belief, cost: _Cost, insisted_on: Package | None
) -> list[int]:
    """The options worth a closer look: likely profit, likely bargains for him, what was asked and what is listed."""
    level = TUNING.likely_level * belief.worth
    weights = [option.weight for option in space.options]
    rates = [cost.rate(codes) for codes in space.media]
    profits = [
        min(option.weight, level * mean) - rates[option.media] * option.weight
        for option, mean in zip(space.options, means, strict=True)
    ]
    best = sorted(range(len(means)), key=profits.__getitem__, reverse=True)[: CANDIDATES - BARGAINS]
    ratios = [mean / weight**0.85 for mean, weight in zip(means, weights, strict=True)]
    bargains = sorted(range(len(means)), key=ratios.__getitem__, reverse=True)[:BARGAINS]
    known = [
        *(priced.package for priced in talk.listed),
        *talk.memory.taken[:1],
        *([insisted_on] if insisted_on else []),
    ]
    listed = [k for k in (space.find(package) for package in known) if k is not None]
    return list(dict.fromkeys([*best, *bargains, 0, *listed]))


def _guesses(talk: Talk, limits: Limits, belief: Belief, view: _View, offer: Priced | None, cost: _Cost) -> list[Guess]:
    """Guesses at the buyer, drawn evenly by weight, with the same luck at every move of a talk."""
    rng = random.Random(f"guesses {talk.seed}")
    stands = _spread_out([stand.weight for stand in belief.stands], rng.random())
    rows = _spread_out([weight for weight, _ in view.by_taste], rng.random())
    rng.shuffle(rows)
    order = sorted(range(len(belief.tastes)), key=lambda i: -belief.tastes[i])[:TASTES_LOOKED_AT]
    spoken_of = offer.package if offer is not None else talk.asked
    spoken_worths = worths(talk.asked, talk.seed, spoken_of)
    spoken_cost = cost.of(spoken_of)
    may_be_taken = limits.allows(spoken_of)
    before_the_final = (talk.rounds - 1) / talk.rounds
    guesses = []
    for s, t in zip(stands, rows, strict=True):
        stand = belief.stands[s]
        last = stand.worth * spoken_worths[order[t]] - stand.hope * stand.manner.insists(before_the_final) - spoken_cost
        guesses.append(
            Guess(
                [stand.worth * worth for worth in view.by_taste[t][1]],
                stand.hope,
                stand.manner,
                max(0.0, last) if stand.manner.deadline >= 1 and may_be_taken else 0.0,
            )
        )
    return guesses


def _spread_out(weights: Sequence[float], start: float) -> list[int]:
    """`samples` indices, as even over the weights as can be (systematic resampling)."""
    chosen = []
    k, filled = 0, weights[0]
    for n in range(TUNING.samples):
        mark = (n + start) / TUNING.samples
        while filled < mark and k < len(weights) - 1:
            k += 1
            filled += weights[k]
        chosen.append(k)
    return chosen


def _shown(offer: Priced | None, base_minor: int) -> float:
    """The share of the card price that the buyer has shown himself ready to pay; 1 where he has named no figure."""
    if offer is None:
        return 1.0
    return min(1.0, float(offer.fee_minor / (base_minor * multiplier(offer.package))))


def _choose(
    talk: Talk, view: _View, guesses: list[Guess], worth: float, shown: float, insisted_on: Package | None
) -> list[int]:
    """Greedily the packages that together give the guessed buyers most, among those that give us nearly as much."""
    level = TUNING.likely_level * worth
    fees = [min(level * share, option.weight) for share, option in zip(view.worths, view.options, strict=True)]
    profits = [fee - cost for fee, cost in zip(fees, view.costs, strict=True)]
    chosen = [max(range(len(profits)), key=lambda k: (view.packages[k] == view.nearest, profits[k]))]
    if insisted_on in view.packages and talk.menu_size > 1:
        chosen = list(dict.fromkeys([*chosen, view.packages.index(insisted_on)]))
    fixed = tuple(chosen)
    chosen += _kept(talk, view, guesses, chosen, min(TUNING.kept, max(0, talk.menu_size - 1 - len(chosen))))
    gains = [max(guess.worths[k] - fees[k] for k in chosen) for guess in guesses]
    chosen, able = _of_like_worth(talk, view, profits, chosen, shown, fixed)
    heard_of = {one.package for one in talk.standing}
    left = {k: [guess.worths[k] - fees[k] for guess in guesses] for k in able}
    while able and len(chosen) < talk.menu_size:
        # What suits him better than what he asked for he has to see first: the last places are for what is new.
        new = [k for k in able if view.packages[k] not in heard_of]
        among = new if new and talk.menu_size - len(chosen) <= TUNING.fresh else able
        totals = [sum(map(max, gains, left[k])) for k in among]
        k = among[totals.index(max(totals))]
        able.remove(k)
        chosen.append(k)
        gains = list(map(max, gains, left[k]))
    others = sorted(set(range(len(profits))) - set(chosen), key=lambda k: (-view.options[k].weight, k))
    small = [k for k in others if view.options[k].weight < view.options[chosen[0]].weight]
    fallback = [*small, *(k for k in others if k not in small)]
    return [*chosen, *fallback[: max(0, min(CHOICE, talk.menu_size) - len(chosen))]]


def _of_like_worth(
    talk: Talk, view: _View, profits: list[float], chosen: list[int], shown: float, fixed: tuple[int, ...]
) -> tuple[list[int], list[int]]:
    """What of `chosen` may stay on the menu, and what else may come on it.

    Packages of like worth to us, from large to small: a small one at the card's price, shown too early, is what a buyer
    with a large budget would help himself to. `shown` is the share of the card that he is ready to pay.
    """
    time = talk.spent / max(1, talk.rounds - 1)
    near = TUNING.near_first + (TUNING.near_last - TUNING.near_first) * time
    able = [k for k, profit in enumerate(profits) if profit >= near * max(profits)]
    fill = TUNING.fill_held if talk.held_ratio else TUNING.fill if time >= TUNING.fill_from else 0
    able += sorted((k for k in range(len(profits)) if view.welcome[k]), key=lambda k: -profits[k])[:fill]
    size = TUNING.like + (1 - TUNING.like) * shown - time / TUNING.like_until
    least = 0.999 * size * view.options[chosen[0]].weight
    stays = [k for k in chosen if not talk.turns or k in fixed or view.options[k].weight >= least]
    return stays, [k for k in dict.fromkeys(able) if k not in stays and view.options[k].weight >= least]


def _kept(talk: Talk, view: _View, guesses: list[Guess], chosen: list[int], most: int) -> list[int]:
    """What the buyer probably liked best of our last menu stays on it, so that he can see it get better.

    The first menu has what he took the last time instead.
    """
    listed = {priced.package: priced.fee_minor for priced in talk.listed}
    if not talk.turns:
        return [k for k, package in enumerate(view.packages) if package in talk.memory.taken[:1] and k not in chosen][
            :most
        ]
    again = [k for k, package in enumerate(view.packages) if package in listed and k not in chosen]
    if not again:
        return []
    votes = dict.fromkeys(again, 0)
    for guess in guesses:
        votes[max(again, key=lambda k: guess.worths[k] - listed[view.packages[k]] / view.base_minor)] += 1
    return sorted(again, key=lambda k: (-votes[k], k))[:most]


@dataclass(frozen=True)
class _Stride:
    """The most that a fee may come down at once, as a share of the card: of what he asked for or put a figure on, and
    of everything else."""

    spoken_of: float
    others: float
    least: float = 0.0
    """The least that what he spoke of comes down: the part of his own step that is always answered."""


def _stride(talk: Talk, offer: Priced | None, base_minor: int) -> _Stride:
    """As much as his own step answers for: no move without a move.

    So many times his own step, and nothing where he stood still or has a wish without a figure. A step too small to be
    one (`TUNING.real_step`) is standing still: a hundred more must not buy a thousand off.
    Other ways to get there he is shown at better terms all the same, so that somebody who names one figure and waits
    has something to take. A plunge out of nowhere reads as odd, and tells more than the figure it brings.
    """
    if offer is None:
        return _Stride(0.0, 0.0)
    even = (1 - TUNING.ceiling_end) / max(1, talk.rounds - 1)
    most = min(TUNING.stride * even, TUNING.plunge)
    aside = min(TUNING.aside * even, TUNING.plunge_aside)
    before = next((past.fee_minor for past in reversed(talk.offers) if past.package == offer.package), None)
    if before is None:
        return _Stride(most, most)
    moved = float((offer.fee_minor - before) / (base_minor * multiplier(offer.package)))
    if moved < TUNING.real_step * even:
        return _Stride(0.0, aside)
    step = min(most, TUNING.answer * moved)
    return _Stride(step, max(step, aside), min(step, TUNING.match * moved))


def _asks(
    talk: Talk,
    view: _View,
    menu: list[int],
    worth: float,
    base_minor: int,
    stride: _Stride,
    spoken_of: Collection[Package],
) -> list[list[float]]:
    """Fees of the menu at each level: between two falling shares of the card, never above what already stands."""
    if not talk.turns:
        return [[view.options[k].weight for k in menu] for _ in LEVELS]
    standing = {priced.package: priced.fee_minor / base_minor for priced in talk.standing}
    time = talk.spent / max(1, talk.rounds - 1)
    lowest = 1 - (1 - TUNING.lowest_end) * math.pow(time, TUNING.lowest_power)
    highest = 1 - (1 - TUNING.ceiling_end) * math.pow(time, TUNING.ceiling_power)
    shares = [float(one.fee_minor / (base_minor * multiplier(one.package))) for one in talk.turns[-1].menu]

    named = (view.packages[menu[0]], *spoken_of)

    def between(k: int) -> tuple[float, float]:
        weight = view.options[k].weight
        # More than he spoke of, for less, would bring down what he spoke of too.
        is_spoken_of = any(covers(view.packages[k], package) for package in named)
        step, led = (stride.spoken_of, shares[0]) if is_spoken_of else (stride.others, min(shares))
        stands = standing.get(view.packages[k])
        within = (stands / weight if stands is not None else led) - step
        # A mere change of wishes (no step) makes nothing dearer than what was last asked, by the card.
        unheard = float("inf") if step else led * weight
        answered = max(min(TUNING.token, step), stride.least if is_spoken_of else 0.0)
        most = stands - answered * weight if stands is not None else unheard
        return max(view.costs[k], lowest * weight, within * weight), min(max(highest, within) * weight, most)

    bounds = [(k, *between(k)) for k in menu]
    return [
        [
            max(min(max(level * worth * view.worths[k], low), high), talk.held_ratio * view.options[k].weight)
            for k, low, high in bounds
        ]
        for level in LEVELS
    ]


def _outlook(talk: Talk, view: _View, menu: list[int], guesses: list[Guess], asks: list[list[float]]) -> Outlook:
    if talk.spent >= talk.rounds:
        return Outlook(0, 0.0)
    listed = [Guess([guess.worths[k] for k in menu], guess.hope, guess.manner, guess.last_profit) for guess in guesses]
    return look_ahead(listed, asks, [view.costs[k] for k in menu], talk.spent, talk.rounds)


def _price(
    talk: Talk, limits: Limits, view: _View, menu: list[int], fees: list[float], base_minor: int
) -> tuple[tuple[Priced, ...], float]:
    standing = {priced.package: priced.fee_minor for priced in talk.standing}
    held = talk.held_ratio
    listed: list[tuple[Priced, int]] = []
    for k, wish in zip(menu, fees, strict=True):
        bounds = bounds_for(limits, view.packages[k], talk.margin_bp)
        if bounds.quote_minor < 1:
            continue
        fee, clipped = ask_minor(wish * base_minor, bounds, held_minor=int(held * bounds.quote_minor))
        if view.packages[k] in standing:
            fee = min(fee, max(standing[view.packages[k]], bounds.least_minor))
        held = max(held, fee / bounds.quote_minor) if clipped else held
        listed.append((Priced(view.packages[k], fee), bounds.least_minor))
    said = [*(one for one, _ in listed), *talk.standing]
    return tuple(Priced(one.package, max(least, _no_more_than_whole(one, said))) for one, least in listed), held


def _no_more_than_whole(one: Priced, others: Iterable[Priced]) -> int:
    """Its fee, or less: a part never costs more than a whole that we ask or have asked for."""
    return min(other.fee_minor for other in (one, *others) if covers(other.package, one.package))


def _is_enough(
    talk: Talk, limits: Limits, offer: Priced, listed: tuple[Priced, ...], outlook: Outlook, cost: _Cost
) -> bool:
    """Enough is what we would ask next, what the card says, or what leaves as much as going on is expected to."""
    if talk.spent >= talk.rounds:
        return True
    asked = [one.fee_minor for one in (*talk.standing, *listed) if covers(one.package, offer.package)]
    bounds = bounds_for(limits, offer.package, talk.margin_bp)
    if offer.fee_minor >= min([*asked, bounds.quote_minor]):
        return True
    profit = offer.fee_minor / limits.ratecard.base_minor - cost.of(offer.package)
    return profit >= outlook.value
