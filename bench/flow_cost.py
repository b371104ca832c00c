"""What one flow's transaction costs with everything durable, beside a language-model agent that does nothing.

Ours: read a deal, save it, append one ledger entry, queue two messages, set one due row, commit to the disk. The peer:
langchain's `create_agent` around a model that answers at once, and one row written to the same kind of database.
Rounds alternate, so that what else the machine does disturbs both alike. Run: `python -m bench.flow_cost`.
"""

from __future__ import annotations

import argparse
import asyncio
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.domain.deal import Deal
from bot.ports import Address, Due, Note, Outgoing, Tx
from storage import migrate
from storage.engine import sqlite_url
from storage.store import SqlStore

NOW = datetime(2026, 11, 3, 9, tzinfo=UTC)
WITHIN_MS = 1.0
WARM_UP, ROUNDS, A_ROUND = 50, 10, 40


def flow(number: int) -> Callable[[Tx], None]:
    """What a brand's message does to the store, give or take a note."""

    def fn(tx: Tx) -> None:
        deal = tx.deal("deal1")
        assert deal is not None
        tx.save_deal(replace(deal, version=deal.version + 1))
        tx.append_ledger("deal.countered", "deal1", {"version": deal.version}, NOW)
        tx.enqueue(Outgoing(f"card:{number}", Address.deal("deal1"), Note("offers", {"deal": "deal1"})), NOW)
        tx.enqueue(Outgoing(f"log:{number}", Address.operators(), Note("countered", {"deal": "deal1"})), NOW)
        tx.set_due(Due("lapse:deal1", "lapse", "deal1", NOW + timedelta(hours=number)))

    return fn


@dataclass
class Cost:
    """Milliseconds by the clock, one for each time; and milliseconds of processor time, all threads', in the mean."""

    wall_ms: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)

    @property
    def median_ms(self) -> float:
        return statistics.median(self.wall_ms)

    def __str__(self) -> str:
        p95_ms = statistics.quantiles(self.wall_ms, n=20)[-1]
        return (
            f"{self.median_ms:6.2f} ms median {p95_ms:6.2f} ms p95 {statistics.median(self.cpu_ms):6.2f} ms processor"
        )


@contextmanager
def timed(cost: Cost, times: int) -> Iterator[None]:
    """Adds a round's processor time, shared out over its `times`."""
    began = time.process_time()
    yield
    cost.cpu_ms.append((time.process_time() - began) * 1_000 / times)


async def run_ours(store: SqlStore, numbers: range, cost: Cost) -> None:
    """Each transaction from the event loop and back to it."""
    with timed(cost, len(numbers)):
        for number in numbers:
            began = time.perf_counter()
            await store.transact(flow(number))
            cost.wall_ms.append((time.perf_counter() - began) * 1_000)


def run_sync(turn: Callable[[], object], times: int, cost: Cost) -> None:
    """Each call of `turn`."""
    with timed(cost, times):
        for _ in range(times):
            began = time.perf_counter()
            turn()
            cost.wall_ms.append((time.perf_counter() - began) * 1_000)


def peer(folder: Path) -> Callable[[], None]:
    """One turn of an agent with an instant model and no tools, and one durable row."""
    from langchain.agents import create_agent
    from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
    from langchain_core.messages import AIMessage, HumanMessage

    def answers() -> Iterator[AIMessage]:
        while True:
            yield AIMessage("noted")

    agent = create_agent(GenericFakeChatModel(messages=answers()), tools=[])
    database = sqlite3.connect(folder / "peer.db", isolation_level=None)
    for statement in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "CREATE TABLE said (text TEXT)"):
        database.execute(statement)

    def turn() -> None:
        answer = agent.invoke({"messages": [HumanMessage("10.2k and we sign today")]})
        database.execute("INSERT INTO said VALUES (?)", (answer["messages"][-1].text,))

    return turn


def bare_commit(folder: Path, times: int = 100) -> Cost:
    """The smallest durable commit: what the disk takes, which no transaction can undercut."""
    database = sqlite3.connect(folder / "bare.db", isolation_level=None)
    for statement in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "CREATE TABLE t (x)"):
        database.execute(statement)
    cost = Cost()
    run_sync(lambda: database.execute("INSERT INTO t VALUES (1)"), times, cost)
    return cost


async def measure(folder: Path) -> tuple[Cost, Cost]:
    """Ours and the peer's, in alternating rounds after a warm-up."""
    url = sqlite_url(folder)
    migrate.upgrade(url)
    store = SqlStore.open(url)
    turn = peer(folder)
    await store.transact(lambda tx: tx.save_deal(Deal("deal1", "brand1", "1", "2", NOW, NOW)))
    await run_ours(store, range(WARM_UP), Cost())
    run_sync(turn, WARM_UP, Cost())
    ours, theirs = Cost(), Cost()
    for number in range(ROUNDS):
        first = WARM_UP + number * A_ROUND
        await run_ours(store, range(first, first + A_ROUND), ours)
        run_sync(turn, A_ROUND, theirs)
    await store.close()
    return ours, theirs


def main() -> int:
    """Prints both, and their ratio. Returns 1 where the limit was missed and `--strict` asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, help="where the databases are made: the disk that is measured")
    parser.add_argument("--strict", action="store_true", help="exit with 1 where the limit is missed")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=asked.folder) as name:
        bare = bare_commit(Path(name))
        ours, theirs = asyncio.run(measure(Path(name)))
    kept = ours.median_ms < WITHIN_MS
    print(f"the disk's smallest durable commit  {bare}")
    print(f"a flow's whole transaction          {ours}  limit {WITHIN_MS} ms {'kept' if kept else 'MISSED'}")
    print(f"langchain create_agent and one row  {theirs}")
    print(f"the peer takes {theirs.median_ms / ours.median_ms:.2f} × our time by the clock")
    return 1 if asked.strict and not kept else 0


if __name__ == "__main__":
    raise SystemExit(main())
