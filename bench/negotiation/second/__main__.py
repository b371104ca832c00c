"""`python -m bench.negotiation.second`: the engine beside the sellers of the quoted table, in each world of the family.

Prints, world by world, one row a seller beside the quoted figure, and then where ours falls behind: by buyer and by
zone, against the best of the textbook's and against who knows the buyer.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from bench.negotiation.__main__ import Row, summarise
from bench.negotiation.play import Outcome
from bench.negotiation.scenarios import Scenario
from bench.negotiation.second.family import FAMILY
from bench.negotiation.second.fit import QUOTED, ZONE_SHARE, distance, run
from bench.negotiation.second.sellers import SIMPLE, sellers
from bench.negotiation.second.worlds import World, make
from bench.negotiation.sellers import Ours, Seller

OURS, THREE, KNOWS = "quasi", "quasi, three packages", "knows the buyer"
TEXTBOOK = ("fixed price", "linear", "boulware", "conceder", "tit for tat", "micro")


def all_sellers(world: World) -> dict[str, Callable[[Scenario], Seller]]:
    """Those of the quoted table, two simple ones, and the engine with three packages and with six."""
    return {**sellers(world), **SIMPLE, THREE: lambda scenario: Ours(scenario, 3), OURS: Ours}


def row(world: str, seller: str, count: int, seed: int) -> Row:
    """One seller in one world of the family."""
    return summarise(seller, outcomes(world, seller, count, seed))


def outcomes(world: str, seller: str, count: int, seed: int) -> list[Outcome]:
    chosen = FAMILY[world]
    return run(chosen, all_sellers(chosen)[seller], make(chosen, count, seed))


def table(world: World, rows: dict[str, Row]) -> str:
    """The rows as Markdown; capture as the quoted average is taken to run in this world."""
    share = ZONE_SHARE if world.over_all else 1.0
    lines = [
        "| seller | quoted | capture (95 %) | deals with a zone | Nash | rounds | breaches | ms a move, median |",
        "|---|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {name} | {QUOTED.get(name, '')} | {share * one.capture:.3f} ({share * one.capture_low:.3f}–"
        f"{share * one.capture_high:.3f}) | {one.deals:.3f} | {one.nash:.3f} | {one.rounds:.1f} | {one.breaches} "
        f"| {one.median_ms:.2f} |"
        for name, one in rows.items()
    ]
    return "\n".join(lines)


def losses(rows: dict[str, Row]) -> str:
    """Capture by zone and by buyer, over deals with a zone: ours, the best of the textbook, the simple, who knows."""
    best = max(TEXTBOOK, key=lambda name: rows[name].capture)
    columns = [rows[name] for name in (OURS, THREE, best, *SIMPLE, KNOWS)]
    lines = ["| where | " + " | ".join(one.seller for one in columns) + " |", "|---" * (len(columns) + 1) + "|"]
    for kind in ("by_zone", "by_buyer"):
        for key in getattr(columns[0], kind):
            lines.append(f"| {key} | " + " | ".join(f"{getattr(one, kind)[key]:.3f}" for one in columns) + " |")
    return "\n".join(lines)


@dataclass(frozen=True)
class Verdict:
    """Ours as a multiple of the best textbook seller, in one world."""

    world: str
    six: float
    three: float
    best: str

    def __str__(self) -> str:
        return (
            f"{self.world}: {self.six:.2f} × the best textbook seller ({self.best}); three packages {self.three:.2f} ×"
        )


def verdict(world: str, rows: dict[str, Row]) -> Verdict:
    best = max((rows[name] for name in TEXTBOOK), key=lambda one: one.capture)
    return Verdict(world, rows[OURS].capture / best.capture, rows[THREE].capture / best.capture, best.seller)


def main() -> None:
    """Play each world of the family and print what came of it."""
    parser = argparse.ArgumentParser(prog="python -m bench.negotiation.second")
    parser.add_argument("--scenarios", type=int, default=60, help="in each world; a quarter has no zone of agreement")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--worlds", nargs="*", default=list(FAMILY), choices=list(FAMILY))
    parser.add_argument("--out", type=Path, help="write the tables to a file as well")
    wanted = parser.parse_args()
    said = []
    for name in wanted.worlds:
        world = FAMILY[name]
        with ProcessPoolExecutor(wanted.workers) as pool:
            jobs = {x: pool.submit(row, name, x, wanted.scenarios, wanted.seed) for x in all_sellers(world)}
            rows = {x: job.result() for x, job in jobs.items()}
        share = ZONE_SHARE if world.over_all else 1.0
        far = distance({x: rows[x].capture for x in QUOTED}, share)
        text = f"## {name}: {wanted.scenarios} scenarios × 13 buyers, {far:.3f} from the quoted table\n\n"
        text += f"{table(world, rows)}\n\n{losses(rows)}\n\n{verdict(name, rows)}\n"
        print(text, flush=True)
        said.append(text)
    if wanted.out:
        wanted.out.write_text("\n".join(said), encoding="utf-8")


if __name__ == "__main__":
    main()
