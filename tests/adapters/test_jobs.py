"""Waking the sweep: at the due instant, once, also after jumps of the clock, faults and restarts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot import jobs as scheduling
from bot.jobs import Jobs
from bot.ports import Due, StoreUnavailable
from storage.store import SqlStore
from tests.fakes import FakeClock, eventually
from tests.stored import NOW

HOUR = timedelta(hours=1)


class Sweeper:
    """A sweep that takes what is due and keeps a list of it."""

    def __init__(self, store: SqlStore, clock: FakeClock) -> None:
        self.store, self.clock = store, clock
        self.taken: list[str] = []
        self.runs = 0
        self.at_once = 0
        self.most_at_once = 0

    async def __call__(self) -> None:
        self.runs += 1
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        now = self.clock.now()
        while batch := await self.store.transact(lambda tx: tx.take_due(now, limit=1)):
            self.taken += [due.key for due in batch]
        self.at_once -= 1


@asynccontextmanager
async def running(
    store: SqlStore, clock: FakeClock, sweep: Callable[[], Awaitable[None]], **settings: Any
) -> AsyncIterator[Jobs]:
    jobs = Jobs(store, clock, sweep, **settings)
    jobs.start()
    try:
        yield jobs
    finally:
        await jobs.stop()


async def set_due(store: SqlStore, key: str, at: datetime) -> None:
    await store.transact(lambda tx: tx.set_due(Due(key, "remind", "licence1", at)))


async def idle(jobs: Jobs) -> None:
    await eventually(lambda: not jobs.in_hand)


async def test_what_came_due_while_nobody_ran_is_done_at_the_start(store: SqlStore) -> None:
    clock = FakeClock(NOW)
    await set_due(store, "long ago", NOW - 1000 * HOUR)
    sweep = Sweeper(store, clock)
    async with running(store, clock, sweep) as jobs:
        await idle(jobs)
    assert sweep.taken == ["long ago"]


async def test_a_jump_of_the_clock_brings_what_is_due_by_then_and_no_more(store: SqlStore) -> None:
    clock = FakeClock(NOW)
    sweep = Sweeper(store, clock)
    async with running(store, clock, sweep) as jobs:
        for days in (7, 1, 30):
            await set_due(store, f"{days} d", NOW + timedelta(days=days))
        jobs.wake()
        await idle(jobs)
        assert sweep.taken == []
        clock.advance(timedelta(days=7))
        jobs.wake()
        assert jobs.in_hand > 0
        await idle(jobs)
    assert sweep.taken == ["1 d", "7 d"]


async def test_a_commit_that_sets_something_due_now_wakes_the_sweep(store: SqlStore) -> None:
    clock = FakeClock(NOW)
    sweep = Sweeper(store, clock)
    async with running(store, clock, sweep) as jobs:
        store.listen(due=jobs.wake)
        await set_due(store, "now", NOW)
        assert jobs.in_hand > 0
        await idle(jobs)
    assert sweep.taken == ["now"]


async def test_a_due_instant_is_met_in_real_time_by_a_clock_that_runs_ahead(store: SqlStore) -> None:
    class Ahead(FakeClock):
        """A year ahead of real time, and running."""

        def now(self) -> datetime:
            return datetime.now(UTC) + timedelta(days=365)

    clock = Ahead(NOW)
    sweep = Sweeper(store, clock)
    due_at = clock.now() + timedelta(milliseconds=120)
    await set_due(store, "soon", due_at)
    async with running(store, clock, sweep) as jobs:
        await eventually(lambda: sweep.taken)
        assert clock.now() >= due_at
        await idle(jobs)
    assert sweep.runs == 1


async def test_an_earlier_due_row_moves_the_wake_up_forward(store: SqlStore) -> None:
    clock = FakeClock(NOW)
    sweep = Sweeper(store, clock)
    await set_due(store, "in an hour", NOW + HOUR)
    async with running(store, clock, sweep) as jobs:
        await idle(jobs)
        await set_due(store, "already", NOW - HOUR)
        jobs.wake()
        await eventually(lambda: sweep.taken)
    assert sweep.taken == ["already"]


async def test_sweeps_never_overlap_and_a_wake_up_during_one_is_not_lost(store: SqlStore) -> None:
    clock = FakeClock(NOW)
    sweep = Sweeper(store, clock)
    async with running(store, clock, sweep) as jobs:
        store.listen(due=jobs.wake)
        await asyncio.gather(*(set_due(store, f"k{n:02}", NOW) for n in range(40)))
        await idle(jobs)
    assert sorted(sweep.taken) == [f"k{n:02}" for n in range(40)]
    assert sweep.most_at_once == 1


@pytest.mark.parametrize("error", [StoreUnavailable("locked"), KeyError("a fault")])
async def test_a_sweep_that_fails_is_run_again(
    store: SqlStore, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduling, "FIRST_RETRY_S", 0.01)
    clock = FakeClock(NOW)
    await set_due(store, "k", NOW)
    takes = Sweeper(store, clock)
    failures = [error, error]

    async def sweep() -> None:
        if failures:
            raise failures.pop()
        await takes()

    async with running(store, clock, sweep):
        await eventually(lambda: takes.taken)
    assert takes.taken == ["k"]


async def test_a_database_away_at_the_start_is_asked_again(store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    class Away:
        times = 2

        async def read(self, fn):  # type: ignore[no-untyped-def]
            if self.times:
                self.times -= 1
                raise StoreUnavailable("locked")
            return await store.read(fn)

    monkeypatch.setattr(scheduling, "FIRST_RETRY_S", 0.01)
    clock = FakeClock(NOW)
    await set_due(store, "k", NOW)
    sweep = Sweeper(store, clock)
    async with running(Away(), clock, sweep):  # type: ignore[arg-type]
        await eventually(lambda: sweep.taken)
    assert sweep.taken == ["k"]


async def test_a_row_written_by_another_process_is_found_by_the_slow_poll(store: SqlStore) -> None:
    clock = FakeClock(NOW)
    sweep = Sweeper(store, clock)
    async with running(store, clock, sweep, safety_poll_s=0.05) as jobs:
        await idle(jobs)
        await set_due(store, "theirs", NOW)  # nobody wakes us
        await eventually(lambda: sweep.taken)
    assert sweep.taken == ["theirs"]


async def test_a_sweep_that_leaves_its_row_lying_does_not_run_without_a_pause(store: SqlStore) -> None:
    runs: list[datetime] = []

    async def lazy() -> None:
        runs.append(datetime.now(UTC))

    await set_due(store, "k", NOW)
    async with running(store, FakeClock(NOW), lazy):
        await eventually(lambda: len(runs) >= 3)
    assert (runs[2] - runs[0]).total_seconds() >= 1.9 * scheduling.STUCK_PAUSE_S


async def test_stopping_cuts_a_sweep_off_and_ends(store: SqlStore) -> None:
    begun, cut_off = asyncio.Event(), asyncio.Event()

    async def endless() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            cut_off.set()

    await set_due(store, "k", NOW)
    async with asyncio.timeout(10):
        async with running(store, FakeClock(NOW), endless):
            await begun.wait()
        assert cut_off.is_set()
    assert [task for task in asyncio.all_tasks() if task is not asyncio.current_task()] == []


async def test_stopping_right_after_starting_leaves_nothing_behind(store: SqlStore) -> None:
    await set_due(store, "k", NOW)
    async with asyncio.timeout(10):
        for turns in range(8):
            async with running(store, FakeClock(NOW), Sweeper(store, FakeClock(NOW))):
                for _ in range(turns):
                    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert [task for task in asyncio.all_tasks() if task is not asyncio.current_task()] == []


async def test_the_upkeep_runs_soon_after_the_start_and_nobody_waits_for_it(store: SqlStore) -> None:
    ran = asyncio.Event()

    async def upkeep() -> None:
        ran.set()
        await asyncio.Event().wait()

    clock = FakeClock(NOW)
    jobs = Jobs(store, clock, Sweeper(store, clock), upkeep=upkeep, first_upkeep_s=0.0)
    jobs.start()
    await asyncio.wait_for(ran.wait(), 10)
    await idle(jobs)
    await asyncio.wait_for(jobs.stop(), 10)


async def test_an_upkeep_that_fails_harms_nothing_and_is_tried_again(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduling, "UPKEEP_EVERY", timedelta(seconds=1))
    clock, runs = FakeClock(NOW), []

    async def upkeep() -> None:
        runs.append(clock.now())
        raise (StoreUnavailable("locked") if len(runs) == 1 else OSError("full"))

    jobs = Jobs(store, clock, Sweeper(store, clock), upkeep=upkeep, first_upkeep_s=0.0)
    jobs.start()
    await eventually(lambda: len(runs) > 2)
    await jobs.stop()
