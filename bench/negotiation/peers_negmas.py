"""`python -m bench.negotiation.peers_negmas`: published agents of NegMAS and its leagues as sellers on our scenarios.

They run in an environment of their own, which Quasi never depends on: NegMAS is AGPL, so nothing of it is copied and
it is imported only where somebody has installed it (docs/negotiation.md, "Published agents"). Each agent plays inside
NegMAS's own alternating-offers mechanism; the moves of our buyers are handed to that mechanism from outside.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import importlib.util
import json
import os
import random
import statistics
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench.negotiation.__main__ import OURS, SELLERS, SINGLE, Row, play_half, summarise, table
from bench.negotiation.grid import Grid, Outcome, Width, scaled
from bench.negotiation.peers import Answer, Peer, Tally
from bench.negotiation.play import Outcome as Played
from bench.negotiation.scenarios import Scenario
from bench.negotiation.second.family import FAMILY
from bench.negotiation.second.fit import run
from bench.negotiation.second.worlds import make
from bench.negotiation.sellers import Seller

ISSUES = ("media", "territories", "months", "exclusivity", "fee")


@dataclass(frozen=True)
class Agent:
    """Where a published agent is found, and whether its league told agents the other side's values."""

    path: str
    told_opponent: bool = False
    options: tuple[tuple[str, Any], ...] = ()


def _league(year: int, **agents: str) -> dict[str, Agent]:
    return {f"ANL {year} {name}": Agent(f"anl_agents.anl{year}.{path}", year == 2024) for name, path in agents.items()}


def _negolog(*names: str) -> dict[str, Agent]:
    return {f"NegoLog {name}": Agent(f"negmas_negolog.{name}") for name in names}


AGENTS: dict[str, Agent] = {
    "NegMAS boulware": Agent("negmas.sao.BoulwareTBNegotiator"),
    "NegMAS linear": Agent("negmas.sao.LinearTBNegotiator"),
    "NegMAS conceder": Agent("negmas.sao.ConcederTBNegotiator"),
    "NegMAS aspiration": Agent("negmas.sao.AspirationNegotiator"),
    "NegMAS MiCRO": Agent("negmas.sao.MiCRONegotiator"),
    "NegMAS naive tit for tat": Agent("negmas.sao.NaiveTitForTatNegotiator"),
    "NegMAS hybrid": Agent("negmas.sao.HybridNegotiator"),
    **_league(
        2024,
        Shochan="takafam.Shochan",
        UOAgent="team_moto.UOAgent",
        AgentRenting2024="team_renting.AgentRenting2024",
        AntiAgent="antiagents.AntiAgent",
        HardChaosNegotiator="team_199.HardChaosNegotiator",
        KosAgent="team_205.KosAgent",
        Nayesian2="susumu.Nayesian2",
        CARCAgent="carc.CARCAgent",
        BidBot="team_240.BidBot",
        AgentNyan="team_123.AgentNyan",
    ),
    **_league(
        2026,
        AaNanteLucky="team_21329.MAIN_AGENT",
        AgentNexus="team_21639.MAIN_AGENT",
        Anchor="team_21786.MAIN_AGENT",
        AOA007="team_21621.MAIN_AGENT",
        BadIronV4="team_21565.MAIN_AGENT",
        BetterCallAgent="team_21762.MAIN_AGENT",
        ChangAgent="team_21381.MAIN_AGENT",
        HalucinatorAgent="team_21676.MAIN_AGENT",
        Ianos="team_20963.MAIN_AGENT",
        MirageV145="team_22289.MAIN_AGENT",
        PerikosV3="team_22271.MAIN_AGENT",
        Phantom8="team_21810.MAIN_AGENT",
        SBDANL="team_22290.MAIN_AGENT",
        Snake="team_20829.MAIN_AGENT",
        StabornNegotiator="team_22146.MAIN_AGENT",
        Whale="team_21350.MAIN_AGENT",
    ),
    **_negolog(
        "HardHeaded", "CUHKAgent", "Atlas3Agent", "Caduceus", "PonPokoAgent", "AgentGG",
        "NiceTitForTat", "HybridAgent", "SAGAAgent", "AgentKN", "Rubick", "AhBuNeAgent",
        "ParsCatAgent", "YXAgent", "MICROAgent",
    ),
}  # fmt: skip
"""Who is asked to play. 2024: the ten finalists, told an assumed buyer as their league told them the real one. 2026:
the finalists, who model the other side by themselves, but for BalanceAgent, which needs additive values. NegoLog:
agents of earlier ANAC competitions. The league of 2025 was about many deals at once and does not fit here."""


def seat(scenario: Scenario, agent: Agent, tally: Tally, width: Width) -> Peer:
    """A published agent, ready to sell in a scenario. What it draws by chance is the same in every run."""
    random.seed(scenario.seed)
    importlib.import_module("numpy").random.seed(scenario.seed)
    grid = Grid.make(scenario.limits, scenario.brief, width)
    return Peer(scenario, grid, _Table(grid, scenario.rounds, agent), tally)


class _Table:
    """NegMAS's alternating-offers mechanism with an agent on one side and a chair for our buyer on the other."""

    def __init__(self, grid: Grid, rounds: int, agent: Agent) -> None:
        negmas = importlib.import_module("negmas")
        self._sao = importlib.import_module("negmas.sao")
        issues = [
            negmas.make_issue([str(value) for value in range(size)], name)
            for name, size in zip(ISSUES, grid.sizes, strict=True)
        ]
        self._space = negmas.make_os(issues)
        self._rounds = rounds
        self._mechanism = self._sao.SAOMechanism(
            outcome_space=self._space, n_steps=self._rounds, sync_calls=True, ignore_negotiator_exceptions=False
        )
        told = {"opponent_ufun": self._ufun(negmas, grid, grid.assumed_buyer_gain, 0.0)} if agent.told_opponent else {}
        mine = self._ufun(negmas, grid, grid.gain, None)
        module, _, name = agent.path.rpartition(".")
        maker: Callable[..., Any] = getattr(importlib.import_module(module), name)
        self._agent = maker(name="seller", private_info=told, **dict(agent.options))
        self._chair = self._sao.RandomNegotiator(name="buyer")
        flat = self._ufun(negmas, grid, grid.assumed_buyer_gain, 0.0)
        if not (self._mechanism.add(self._chair, ufun=flat) and self._mechanism.add(self._agent, ufun=mine)):
            raise RuntimeError("the agent did not take its seat")

    def answer(self, offer: Outcome | None, spent: int) -> Answer:
        """The agent's answer to the buyer's offer, or to a brief without a figure."""
        response = self._sao.SAOResponse
        reject = self._sao.ResponseType.REJECT_OFFER
        said = None if offer is None else _named(offer)
        if spent >= self._rounds:
            return self._last_word(said)
        # Without a figure the mechanism needs at least a word, or it ends the talk.
        move = response(reject, said, None if said is not None else {"text": "brief"})
        state = self._mechanism.step(action={self._chair.id: move})
        if state.agreement is not None:
            return Answer(True, None)
        if state.current_proposer != self._agent.id or state.current_offer is None or state.broken:
            return Answer(False, None)
        return Answer(False, _numbered(state.current_offer))

    def _last_word(self, said: Any) -> Answer:
        # The mechanism is over when its rounds are. Our buyers may say one more thing, which can only be taken or left.
        over = self._mechanism.state_for(self._agent)
        attrs = importlib.import_module("attrs")
        state = attrs.evolve(
            over, running=True, timedout=False, step=self._rounds, relative_time=1.0, current_offer=said,
            current_proposer=self._chair.id,
        )  # fmt: skip
        answer = self._agent(state)
        return Answer(answer.response == self._sao.ResponseType.ACCEPT_OFFER, None)

    def _ufun(self, negmas: Any, grid: Grid, gain: Callable[[Outcome], float], reserved: float | None) -> Any:
        gains = {outcome: gain(outcome) for outcome in grid.outcomes()}
        scale = scaled(gains)
        return negmas.MappingUtilityFunction(
            {_named(outcome): scale(value) for outcome, value in gains.items()},
            outcome_space=self._space,
            reserved_value=scale(0.0) if reserved is None else reserved,
        )


def _named(outcome: Outcome) -> tuple[str, ...]:
    # Names, not numbers: several agents take a range of numbers for its two ends.
    return tuple(str(value) for value in outcome)


def _numbered(outcome: tuple[Any, ...]) -> Outcome:
    media, territories, months, exclusivity, fee = (int(value) for value in outcome)
    return media, territories, months, exclusivity, fee


WIDTHS: tuple[Width, ...] = ("asked", "within", "around")
CHOSEN: dict[str, Width] = {
    "NegMAS linear": "within",
    "NegMAS hybrid": "within",
    "NegMAS conceder": "around",
    "ANL 2024 AgentRenting2024": "around",
    "ANL 2024 AntiAgent": "around",
    "ANL 2026 AgentNexus": "around",
    "ANL 2026 BadIronV4": "around",
    "ANL 2026 BetterCallAgent": "around",
    "ANL 2026 ChangAgent": "around",
    "ANL 2026 MirageV145": "around",
    "ANL 2026 SBDANL": "around",
    "ANL 2026 StabornNegotiator": "around",
    "ANL 2026 Whale": "around",
}
"""The width in which an agent captured most on the training half of seed 1 (`--choose`, 8 scenarios, for NegMAS's own
12), where it is not `asked`. Not looked at: all but three of NegoLog, BidBot, HardChaosNegotiator and AgentNyan."""

BESIDE = (*SINGLE, "linear, six packages", "boulware, six packages", f"{OURS}, three packages", OURS)
MISSING = """NegMAS is not installed here, so no published agent was played. It is AGPL and stays outside of Quasi; to
play its agents make an environment of its own, as docs/negotiation.md tells under "Published agents"."""


def is_installed() -> bool:
    """Whether this Python has NegMAS."""
    return importlib.util.find_spec("negmas") is not None


@dataclass(frozen=True)
class Ground:
    """Where they play: a half of the first benchmark, or a world of the second."""

    count: int
    seed: int
    held_out: bool = False
    world: str = ""

    def played(self, seller: Callable[[Scenario], Seller]) -> list[Played]:
        """A seller through all of it."""
        if not self.world:
            return play_half(seller, self.count, self.seed, self.held_out)
        chosen = FAMILY[self.world]
        return run(chosen, seller, make(chosen, self.count, self.seed))


def play_agent(name: str, width: Width, ground: Ground) -> tuple[list[Played], Tally]:
    """One published agent on one ground, its own prints kept from ours."""
    tally = Tally()
    with open(os.devnull, "w", encoding="utf-8") as nowhere, contextlib.redirect_stdout(nowhere):
        played = ground.played(lambda scenario: seat(scenario, AGENTS[name], tally, width))
    return played, tally


def choose(names: list[str], count: int, seed: int) -> None:
    """Print what each agent captures on the training half in each width, the best last."""
    for name in names:
        captures: dict[Width, float] = {}
        for width in WIDTHS:
            played, tally = play_agent(name, width, Ground(count, seed))
            captures[width] = summarise(name, played).capture
            if tally.failed:
                print(f"    {name}, {width}: {tally.failed} of {tally.moves} moves failed ({tally.error})")
        line = ", ".join(f"{width} {capture:.3f}" for width, capture in captures.items())
        print(f'    "{name}": "{max(captures, key=lambda width: captures[width])}",  # {line}', flush=True)


def compare(names: list[str], ground: Ground) -> Iterator[dict[str, Any]]:
    """Rows of sellers and agents on the same negotiations, each as soon as it is there."""
    for name in names:
        started = time.perf_counter()
        tally: Tally | None = None
        if name in AGENTS:
            played, tally = play_agent(name, CHOSEN.get(name, "asked"), ground)
        else:
            played = ground.played(SELLERS[name])
        row = asdict(summarise(name, played))
        row["by_scenario"] = by_scenario(played)
        if tally is not None:
            row |= {"width": CHOSEN.get(name, "asked"), "tally": asdict(tally)}
        print(
            f"{name}: capture {row['capture']:.3f}, {time.perf_counter() - started:.0f} s", file=sys.stderr, flush=True
        )
        yield row


def by_scenario(played: list[Played]) -> dict[str, float]:
    """Mean capture in each scenario with a zone."""
    groups: dict[str, list[float]] = {}
    for one in played:
        if one.scenario.zone != "none":
            groups.setdefault(one.scenario.name, []).append(one.capture)
    return {name: sum(captures) / len(captures) for name, captures in groups.items()}


def report(rows: list[dict[str, Any]]) -> str:
    """The table, ours against the best published agent, and what has to be known about the agents' play."""
    fields = Row.__dataclass_fields__
    plain = [Row(**{key: value for key, value in row.items() if key in fields}) for row in rows]
    published = sorted((row for row in rows if "tally" in row), key=lambda row: -row["capture"])
    order = {row["seller"]: place for place, row in enumerate(published)}
    plain.sort(key=lambda row: order.get(row.seller, -1))
    lines = [table(plain), ""]
    ours = next(row for row in rows if row["seller"] == OURS)
    if published:
        best = published[0]
        low, high = difference(ours["by_scenario"], best["by_scenario"])
        most = max(published, key=lambda row: float(row["deals"]))
        lines.append(
            f"Capture {ours['capture'] / best['capture']:.2f} x the best published agent ({best['seller']}); ours less "
            f"his, scenario by scenario: {low:+.3f} to {high:+.3f} (95 %). Deals {ours['deals']:.3f} beside "
            f"{most['deals']:.3f} ({most['seller']})."
        )
    for row in published:
        tally = row["tally"]
        if tally["failed"] or tally["lifted"]:
            lines.append(
                f"{row['seller']}: of {tally['moves']} moves {tally['failed']} failed, {tally['lifted']} asked less "
                f"than the floor and were lifted to it. {tally['error']}"
            )
    return "\n".join(lines)


def difference(ours: dict[str, float], theirs: dict[str, float]) -> tuple[float, float]:
    """The 95 % bootstrap interval of the mean difference, resampling scenarios."""
    gaps = [ours[name] - theirs[name] for name in ours]
    rng = random.Random(1)
    means = sorted(statistics.mean(rng.choices(gaps, k=len(gaps))) for _ in range(1_000))
    return means[25], means[974]


def main() -> None:
    """Play the published agents, or say that they are not here."""
    parser = argparse.ArgumentParser(prog="python -m bench.negotiation.peers_negmas")
    parser.add_argument("--scenarios", type=int, default=20)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--training", action="store_true", help="the training half instead of the held-out one")
    parser.add_argument("--world", default="", choices=["", *FAMILY], help="a world of the second benchmark instead")
    parser.add_argument("--choose", action="store_true", help="find each agent's best width on the training half")
    parser.add_argument("--agents", nargs="*", default=[], help="only agents whose names hold one of these")
    parser.add_argument("--out", type=Path, help="write the rows as JSON")
    parser.add_argument("--again", type=Path, help="play ours alone, the other rows being those of an earlier --out")
    wanted = parser.parse_args()
    if not is_installed():
        print(MISSING)
        return
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    warnings.filterwarnings("ignore")
    names = [name for name in AGENTS if not wanted.agents or any(part in name for part in wanted.agents)]
    if wanted.choose:
        choose(names, wanted.scenarios, wanted.seed)
        return
    earlier = json.loads(wanted.again.read_text(encoding="utf-8")) if wanted.again else []
    kept = [row for row in earlier if not row["seller"].startswith(OURS)]
    playing = [name for name in BESIDE if name.startswith(OURS)] if kept else [*BESIDE, *names]
    rows = list(kept)
    ground = Ground(wanted.scenarios, wanted.seed, not wanted.training, wanted.world)
    for row in compare(playing, ground):
        rows.append(row)
        if wanted.out:
            wanted.out.write_text(json.dumps(rows, indent=1), encoding="utf-8")
    print(report(rows))


if __name__ == "__main__":
    main()
