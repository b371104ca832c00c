"""`python -m bench.negotiation`: the engine beside textbook sellers on the same negotiations.

Prints one table for the training half (scenarios and buyers that the engine's numbers were set on) and one for the
held-out half, with 95 % intervals over scenarios, and writes what the plots need. `--quick` is the small fixed
subset that CI holds floors on.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.negotiation import buyers, scenarios, sellers
from bench.negotiation.play import Outcome, play

OURS, KNOWING = "quasi", "knowing the buyer"
SINGLE = ("fixed price", "linear", "boulware", "conceder", "tit for tat", "micro")
SELLERS: dict[str, Callable[[scenarios.Scenario], sellers.Seller]] = {
    **sellers.BASELINES,
    KNOWING: sellers.Knowing,
    f"{OURS}, three packages": lambda scenario: sellers.Ours(scenario, 3),
    OURS: sellers.Ours,
}


@dataclass(frozen=True)
class Row:
    """One line of the table, over the deals where a zone of agreement exists."""

    seller: str
    capture: float
    capture_low: float
    capture_high: float
    deals: float
    deals_low: float
    deals_high: float
    nash: float
    rounds: float
    breaches: int
    deals_without_zone: int
    median_ms: float
    worst_ms: float
    by_buyer: dict[str, float]
    by_zone: dict[str, float]


def run(seller: str, count: int, seed: int, held_out: bool) -> list[Outcome]:
    """Every scenario against every buyer of one half, for a seller of `SELLERS`."""
    return play_half(SELLERS[seller], count, seed, held_out)


def play_half(
    seller: Callable[[scenarios.Scenario], sellers.Seller], count: int, seed: int, held_out: bool
) -> list[Outcome]:
    """Every scenario against every buyer of one half; styles take turns."""
    made = scenarios.make(count, seed, held_out=held_out)
    opponents = buyers.HELD_OUT if held_out else buyers.TRAIN
    outcomes = []
    for i, scenario in enumerate(made):
        for j, maker in enumerate(opponents.values()):
            style = buyers.STYLES[(i // 4 + j) % len(buyers.STYLES)]
            outcomes.append(play(scenario, maker, style, seller(scenario)))
    return outcomes


def summarise(seller: str, outcomes: list[Outcome]) -> Row:
    """Means over the deals with a zone, with bootstrap intervals over scenarios."""
    zone = [outcome for outcome in outcomes if outcome.scenario.zone != "none"]
    capture = _interval([(one.scenario.name, one.capture) for one in zone])
    deals = _interval([(one.scenario.name, float(one.agreed is not None)) for one in zone])
    seconds = sorted(second for one in outcomes for second in one.seconds)
    return Row(
        seller,
        *capture,
        *deals,
        nash=statistics.mean(one.nash for one in zone),
        rounds=statistics.mean(one.rounds for one in zone),
        breaches=sum(one.breaches for one in outcomes),
        deals_without_zone=sum(one.agreed is not None for one in outcomes if one.scenario.zone == "none"),
        median_ms=1e3 * seconds[len(seconds) // 2],
        worst_ms=1e3 * seconds[-1],
        by_buyer=_means([(one.buyer, one.capture) for one in zone]),
        by_zone=_means([(one.scenario.zone, one.capture) for one in zone]),
    )


def _means(pairs: list[tuple[str, float]]) -> dict[str, float]:
    groups: dict[str, list[float]] = {}
    for name, value in pairs:
        groups.setdefault(name, []).append(value)
    return {name: statistics.mean(values) for name, values in groups.items()}


def _interval(pairs: list[tuple[str, float]]) -> tuple[float, float, float]:
    by_scenario = list(_means(pairs).values())
    rng = random.Random(1)
    means = sorted(statistics.mean(rng.choices(by_scenario, k=len(by_scenario))) for _ in range(1_000))
    return statistics.mean(by_scenario), means[25], means[974]


def table(rows: list[Row]) -> str:
    """The rows as Markdown."""
    lines = [
        "| seller | capture (95 %) | deals with a zone (95 %) | Nash | rounds | breaches | ms a move, median |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {row.seller} | {row.capture:.3f} ({row.capture_low:.3f}–{row.capture_high:.3f}) "
        f"| {row.deals:.3f} ({row.deals_low:.3f}–{row.deals_high:.3f}) "
        f"| {row.nash:.3f} | {row.rounds:.1f} | {row.breaches} | {row.median_ms:.2f} |"
        for row in rows
    ]
    return "\n".join(lines)


def verdict(rows: list[Row]) -> str:
    """Ours against the best of the textbook's six, in one sentence."""
    by_name = {row.seller: row for row in rows}
    best = max((by_name[name] for name in SINGLE), key=lambda row: row.capture)
    most = max((by_name[name] for name in SINGLE), key=lambda row: row.deals)
    ours = by_name[OURS]
    return (
        f"Capture {ours.capture / best.capture:.2f} × the best textbook seller ({best.seller}); deals {ours.deals:.3f} "
        f"beside {most.deals:.3f} ({most.seller}); {ours.breaches} breaches."
    )


def main() -> None:
    """Play both halves, print their tables, and keep the rows for the plots."""
    parser = argparse.ArgumentParser(prog="python -m bench.negotiation")
    parser.add_argument("--scenarios", type=int, default=60, help="in each half; a quarter has no zone of agreement")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--quick", action="store_true", help="8 scenarios in each half")
    parser.add_argument("--out", type=Path, help="write the rows as JSON")
    wanted = parser.parse_args()
    count = 8 if wanted.quick else wanted.scenarios
    kept: dict[str, list[dict[str, object]]] = {}
    for half, held_out in (("training half", False), ("held-out half", True)):
        with ProcessPoolExecutor(wanted.workers) as pool:
            jobs = {name: pool.submit(run, name, count, wanted.seed, held_out) for name in SELLERS}
            rows = [summarise(name, job.result()) for name, job in jobs.items()]
        print(f"\n## {half}: {count} scenarios\n\n{table(rows)}\n\n{verdict(rows)}")
        kept[half] = [asdict(row) for row in rows]
    if wanted.out:
        wanted.out.write_text(json.dumps(kept, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
