"""The quoted table, how near a world's table comes to it, and the search for worlds that come near.

The engine is not played here: no figure of it takes part in the choice.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import math
import random
import statistics
from collections.abc import Callable

from bench.negotiation.play import Outcome, play
from bench.negotiation.scenarios import Scenario
from bench.negotiation.second.people import people
from bench.negotiation.second.sellers import sellers
from bench.negotiation.second.worlds import World, make
from bench.negotiation.sellers import Seller

QUOTED = {
    "fixed price": 0.069,
    "linear": 0.142,
    "boulware": 0.091,
    "conceder": 0.110,
    "tit for tat": 0.100,
    "micro": 0.129,
    "first at floor": 0.093,
    "floor at once": 0.002,
    "plain menu": 0.152,
    "knows the buyer": 0.679,
}
ZONE_SHARE = 0.75
"""Of the scenarios; with an average over all of them, those without a zone count 0."""


def run(world: World, seller: Callable[[Scenario], Seller], made: list[Scenario]) -> list[Outcome]:
    """Every scenario against every buyer."""
    return [play(scenario, maker, name, seller(scenario)) for scenario in made for name, maker in people(world).items()]


def captures(world: World, count: int, seed: int) -> dict[str, float]:
    """Mean capture of each quoted seller over the scenarios with a zone."""
    made = [scenario for scenario in make(world, count, seed) if scenario.zone != "none"]
    return {
        name: statistics.mean(one.capture for one in run(world, seller, made))
        for name, seller in sellers(world).items()
    }


def distance(found: dict[str, float], share: float = 1.0) -> float:
    """Root mean square of the logarithms of found / quoted; `share` turns zone averages into averages over all."""
    errors = [math.log(max(found[name] * share, 1e-3) / want) for name, want in QUOTED.items() if want > 0.01]
    errors.append(math.log(max(1.0, found["floor at once"] * share / 0.01)))
    return math.sqrt(statistics.mean(error * error for error in errors))


CHOICES: dict[str, tuple[object, ...]] = {
    "floor_low": (0.3, 0.4, 0.5),
    "floor_high": (0.6, 0.7, 0.8, 0.9),
    "wide_low": (1.2, 1.3, 1.5),
    "wide_high": (1.7, 2.2, 3.0),
    "narrow_high": (1.15, 1.2, 1.3),
    "terms_low": (0.5, 0.7),
    "upside": (0.2, 0.5, 0.8, 1.2),
    "concave": (0.5, 0.7, 0.85),
    "spread": (0.4, 0.7, 1.0),
    "exclusive": (0.2, 0.5, 1.0),
    "added": (False, True),
    "by_package": (False, True),
    "honest": (0.8, 0.9),
    "low": (0.3, 0.4, 0.5, 0.6),
    "hope_best": (0.0, 0.2, 0.5),
    "end": (0.0, 0.0, 0.05, 0.15),
    "deadline_low": (0.3, 0.5, 0.7, 0.9),
    "patience": (2, 3, 5),
    "leaves": (0.0, 0.03, 0.06, 0.1),
    "stays": (0.2, 0.5, 0.8),
    "follows": (0.0, 0.2),
    "sellers_follow": (False, True),
    "conceder": (0.1, 0.15, 0.2, 0.25),
    "boulware": (3.0, 4.0, 5.0),
    "accept_next": (False, True),
}


def search(tries: int, seed: int, scenarios: tuple[int, int], start: World, pins: dict[str, object]) -> None:
    """Changes of one to four numbers of the best so far, those of `pins` held; prints each world that is nearer."""
    rng = random.Random(seed)
    best = dataclasses.replace(start, **pins)  # type: ignore[arg-type]
    least = math.inf
    free = [key for key in CHOICES if key not in pins]
    for i in range(tries):
        keys = rng.sample(free, rng.choice([1, 2, 3, 4])) if i else []
        world = dataclasses.replace(best, **{key: rng.choice(CHOICES[key]) for key in keys})  # type: ignore[arg-type]
        found = captures(world, *scenarios)
        share = ZONE_SHARE if world.over_all else 1.0
        far = distance(found, share)
        if far < least:
            best, least = world, far
            table = {name: round(value * share, 3) for name, value in found.items()}
            print(json.dumps({"far": round(far, 3), "world": dataclasses.asdict(world), "found": table}), flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.negotiation.second.fit")
    parser.add_argument("--tries", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1, help="of the search; scenarios have their own")
    parser.add_argument("--scenarios", type=int, default=60)
    parser.add_argument("--scenario-seed", type=int, default=1)
    parser.add_argument("--start", type=json.loads, default={}, help="a world as JSON to go on from")
    parser.add_argument("--pins", type=json.loads, default={}, help="numbers to hold, as JSON")
    wanted = parser.parse_args()
    search(wanted.tries, wanted.seed, (wanted.scenarios, wanted.scenario_seed), World(**wanted.start), wanted.pins)
