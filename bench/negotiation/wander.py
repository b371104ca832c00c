"""`python -m bench.negotiation.wander 1000000`: random and hostile moves, random mandates, and the breaches seen.

Briefs, figures and indices that no decent buyer sends, mandates that change in mid-talk, moves after the end. A breach
is anything outside the mandate, below the floor, above the card, or one round more than was agreed.
"""

from __future__ import annotations

import random
import sys
from concurrent.futures import ProcessPoolExecutor

from bot.domain.errors import RuleBroken
from bot.domain.negotiation import Act, Limits, Move, answer, begin
from bot.domain.ratecard import MARKET_WEIGHTS, Package, RateCard, floor_minor, quote_minor
from bot.domain.vocabulary import EXCLUSIVITIES, MEDIA, WORLD

CARD = RateCard("EUR", 1_000_000, 500_000)
AT_A_TIME = 10_000


def any_limits(rng: random.Random) -> Limits:
    """A mandate, odd ones among them."""
    base = rng.choice([1, 7, 99, 12_345, 1_000_000, 10**9])
    return Limits(
        RateCard("EUR", base, rng.randint(1, base)),
        frozenset(rng.sample(MEDIA, rng.randint(0, len(MEDIA)))),
        frozenset(rng.sample([*MARKET_WEIGHTS, WORLD], rng.randint(0, 5))),
        rng.choice([0, 1, 6, 12, 24, 60]),
        frozenset(rng.sample(EXCLUSIVITIES, rng.randint(0, 3))),
    )


def any_package(rng: random.Random) -> Package:
    """A package, mostly outside the mandate."""
    places = [WORLD] if rng.random() < 0.1 else rng.sample([*MARKET_WEIGHTS, "PT", "BE", "FI"], rng.randint(1, 5))
    return Package.of(
        rng.sample(MEDIA, rng.randint(1, 6)), places, rng.choice([1, 2, 3, 6, 12, 24, 60]), rng.choice(EXCLUSIVITIES)
    )


def breaches(mandate: Limits, act: Act) -> int:
    """How many of the packages of an act the mandate does not allow at their fee, judged without the engine's guard."""
    card, ours = mandate.ratecard, act.kind in ("counter", "final")
    found = 0
    for priced in act.packages:
        package, fee = priced.package, priced.fee_minor
        found += bool(
            package.media & mandate.refused_media
            or package.territories & mandate.refused_territories
            or (WORLD in package.territories and mandate.refused_territories)
            or package.months > mandate.max_months
            or package.exclusivity not in mandate.exclusivity
            or fee < floor_minor(card, package)
            or (ours and fee > quote_minor(card, package))
        )
    return found


def wander(rng: random.Random, moves: int) -> tuple[int, int]:
    """Random and hostile moves against random mandates; moves made and breaches seen."""
    made = found = 0
    while made < moves:
        mandate, asked, rounds = any_limits(rng), any_package(rng), rng.randint(1, 12)
        fee = rng.choice([None, 1, rng.randint(1, 10**10), 10**14])
        talk, act = begin(mandate, Move("brief", asked, fee), rounds=rounds, seed=rng.getrandbits(32), menu=6)
        made, found, spoken = made + 1, found + breaches(mandate, act), int(act.kind in ("counter", "final"))
        for _ in range(rounds + 2):
            if rng.random() < 0.1:
                mandate = any_limits(rng)
            try:
                talk, act = answer(talk, mandate, any_move(rng, asked, act))
            except RuleBroken:
                continue
            made, found = made + 1, found + breaches(mandate, act)
            spoken += act.kind in ("counter", "final")
        found += int(spoken > rounds)
    return made, found


def any_move(rng: random.Random, asked: Package, act: Act) -> Move:
    """A figure for something, an index that may be listed, or the end."""
    draw = rng.random()
    if draw < 0.1:
        return Move("accept", index=rng.choice([-1, 0, 1, 5, 6, 10**9]))
    if draw < 0.13:
        return Move("walk")
    wanted = any_package(rng) if draw < 0.5 or not act.packages else rng.choice(act.packages).package
    near = quote_minor(CARD, wanted)
    return Move("offer", wanted, rng.choice([1, max(1, near // 3), max(1, int(near * rng.random())), near, 10**14]))


def _part(seed: int) -> tuple[int, int]:
    return wander(random.Random(f"wander {seed}"), AT_A_TIME)


def main() -> None:
    """Wander on every core."""
    moves = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    made = found = 0
    with ProcessPoolExecutor() as pool:
        for part_made, part_found in pool.map(_part, range(-(-moves // AT_A_TIME))):
            made, found = made + part_made, found + part_found
    print(f"{made:,} random and hostile moves, {found} breaches")


if __name__ == "__main__":
    main()
