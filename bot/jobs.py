"""Waking the sweep when something is due; the only importer of apscheduler.

The due-table is the one place where work to come is written down. The scheduler's job store here holds no jobs: it
shows one job, `sweep`, whose next run is the earliest due instant, turned from the world's time into real time. A slow
poll runs it in any case, so that a missed wake-up (another process wrote the row) costs a minute and never a licence.

Beside it runs the upkeep, which nobody waits for: soon after the start, and then once in a day of real time.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from apscheduler.executors.asyncio import AsyncIOExecutor
from apscheduler.job import Job
from apscheduler.jobstores.base import BaseJobStore
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger

from bot.ports import Clock, Store, StoreUnavailable

SAFETY_POLL_S = 60.0
FIRST_RETRY_S = 1.0
STUCK_PAUSE_S = 0.05
FIRST_UPKEEP_S = 600.0
UPKEEP_EVERY = timedelta(days=1)
SWEEP, UPKEEP = "sweep", "upkeep"

log = structlog.get_logger("quasi.jobs")


class Jobs:
    """Runs `sweep` at each due instant, one run at a time, and again with growing pauses where a run failed.

    Args:
        store: where the due-table is.
        clock: the world's time, which may jump ahead of real time.
        sweep: does all that is due at `clock.now()`, each row in its own transaction.
        safety_poll_s: real seconds after which the sweep runs in any case.
        upkeep: what is done once a day, if anything.
        first_upkeep_s: real seconds from the start to the first upkeep, so that it is not in the way of a start.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        sweep: Callable[[], Awaitable[None]],
        *,
        safety_poll_s: float = SAFETY_POLL_S,
        upkeep: Callable[[], Awaitable[Any]] | None = None,
        first_upkeep_s: float = FIRST_UPKEEP_S,
    ) -> None:
        self._store = store
        self._clock = clock
        self._sweep = sweep
        self._safety_poll_s = safety_poll_s
        self._upkeep = upkeep
        self._first_upkeep_s = first_upkeep_s
        self._due = DueJobStore(self._run)
        self._scheduler = AsyncIOScheduler(
            timezone=UTC,
            jobstores={"default": self._due, UPKEEP: MemoryJobStore()},
            executors={"default": AsyncIOExecutor()},
        )
        self._looking: asyncio.Task[None] | None = None
        self._sweeping: asyncio.Task[Any] | None = None
        self._keeping_up: asyncio.Task[Any] | None = None
        self._look_again = False
        self._stopped = False
        self._failures = 0
        self._next_due_at: datetime | None = None
        self._swept_due_at: datetime | None = None

    @property
    def in_hand(self) -> int:
        """0 when no sweep runs, none is about to, and no wake-up is still to be looked at."""
        about_to_run = self._due.run_at is not None and self._due.run_at <= datetime.now(UTC)
        return int(self._due.handed_out) + int(self._looking is not None) + int(about_to_run)

    def start(self) -> None:
        """Begins, on the running event loop, with a look at what came due meanwhile."""
        self._scheduler.start()
        if self._upkeep is not None:
            first = datetime.now(UTC) + timedelta(seconds=self._first_upkeep_s)
            every = IntervalTrigger(seconds=int(UPKEEP_EVERY.total_seconds()), timezone=UTC)
            self._scheduler.add_job(
                self._keep_up, every, id=UPKEEP, jobstore=UPKEEP, next_run_time=first,
                misfire_grace_time=None, coalesce=True, max_instances=1,
            )  # fmt: skip
        self.wake()

    def wake(self) -> None:
        """Works out the next run anew: call it after each commit that touched a due row, and when the clock jumps."""
        self._look_again = True
        if self._looking is None and self._scheduler.running and not self._stopped:
            self._looking = asyncio.get_running_loop().create_task(self._look())

    async def stop(self) -> None:
        """Ends; a sweep under way is cut off between two of its transactions."""
        self._stopped = True
        self._due.run_at = None
        # A sweep that was handed out in this very turn begins in the next, and can then be cut off.
        await asyncio.sleep(0)
        tasks = [task for task in (self._looking, self._sweeping, self._keeping_up) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
            await asyncio.sleep(0)

    async def _look(self) -> None:
        try:
            while self._look_again:
                self._look_again = False
                wait_s = await self._wait_s()
                self._due.run_at = datetime.now(UTC) + timedelta(seconds=wait_s)
            self._scheduler.wakeup()
        finally:
            self._looking = None

    async def _wait_s(self) -> float:
        """Real seconds to the next run."""
        if self._failures:
            return min(FIRST_RETRY_S * 2.0 ** (self._failures - 1), self._safety_poll_s)
        try:
            due_at = await self._store.read(lambda tx: tx.next_due_at())
        except StoreUnavailable as error:
            log.warning("jobs.store_unavailable", reason=str(error))
            return FIRST_RETRY_S
        except Exception:
            log.exception("jobs.look_failed")
            return FIRST_RETRY_S
        # A sweep that left a row lying is not run again at once, or it would run without a pause.
        least_s = STUCK_PAUSE_S if due_at is not None and due_at == self._swept_due_at else 0.0
        self._next_due_at = due_at
        wait_s = self._safety_poll_s if due_at is None else (due_at - self._clock.now()).total_seconds()
        return min(max(wait_s, least_s), self._safety_poll_s)

    async def _run(self) -> None:
        self._sweeping = asyncio.current_task()
        self._swept_due_at = self._next_due_at
        try:
            await self._sweep()
            self._failures = 0
        except StoreUnavailable as error:
            self._failures += 1
            log.warning("jobs.store_unavailable", reason=str(error))
        except Exception:
            self._failures += 1
            log.exception("jobs.sweep_failed", failures=self._failures)
        finally:
            self._sweeping = None
            self.wake()
            self._due.handed_out = False

    async def _keep_up(self) -> None:
        assert self._upkeep is not None
        self._keeping_up = asyncio.current_task()
        try:
            await self._upkeep()
        except StoreUnavailable as error:
            log.warning("jobs.store_unavailable", reason=str(error))
        except Exception:
            log.exception("jobs.upkeep_failed")
        finally:
            self._keeping_up = None


class DueJobStore(BaseJobStore):  # type: ignore[misc]  # apscheduler 3 has no types
    """A job store that holds no jobs: it shows one when `run_at` (real time) has come, until that one has ended.

    What the scheduler wants to store, change or remove is the due-table's business, and is ignored.
    """

    def __init__(self, run: Callable[[], Awaitable[None]]) -> None:
        super().__init__()
        self.run_at: datetime | None = None
        self.handed_out = False
        self._run = run

    def get_due_jobs(self, now: datetime) -> list[Job]:
        """The sweep, once its time has come."""
        if self.handed_out or self.run_at is None or self.run_at > now:
            return []
        self.handed_out = True
        return [self._job(self.run_at)]

    def get_next_run_time(self) -> datetime | None:
        """When the sweep's time comes; unknown while it runs, for it is worked out anew at its end."""
        return None if self.handed_out else self.run_at

    def get_all_jobs(self) -> list[Job]:
        """None are held."""
        return []

    def lookup_job(self, job_id: str) -> Job | None:
        """None are held."""
        return None

    def add_job(self, job: Job) -> None:
        """Nothing is held."""

    def update_job(self, job: Job) -> None:
        """Nothing is held."""

    def remove_job(self, job_id: str) -> None:
        """The scheduler removes a job once it was handed out: its time is used up."""
        self.run_at = None

    def remove_all_jobs(self) -> None:
        """Nothing is held."""

    def _job(self, run_at: datetime) -> Job:
        settings: dict[str, Any] = {
            "id": SWEEP,
            "name": SWEEP,
            "trigger": DateTrigger(run_at, timezone=UTC),
            "func": self._run,
            "args": (),
            "kwargs": {},
            "executor": "default",
            "next_run_time": run_at,
            # A late wake-up is still a wake-up (the default drops one later than 1 s), and several are one.
            "misfire_grace_time": None,
            "coalesce": True,
            "max_instances": 1,
        }
        job = Job(self._scheduler, **settings)
        job._jobstore_alias = self._alias
        return job
