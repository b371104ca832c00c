"""A stop ends in good time, whatever hangs."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot import ending, wiring
from tests.fakes import FakeClock, fresh_store
from tests.stored import NOW

FAR_TOO_LONG_S = 20
ROOT = Path(__file__).parents[1]


async def for_ever() -> None:
    await asyncio.Event().wait()


async def hears_no_cancelling() -> None:
    while not released.is_set():
        try:
            await released.wait()
        except asyncio.CancelledError:
            continue


released = asyncio.Event()


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    within = ending.within
    monkeypatch.setattr(ending, "within", lambda step, doing: within(step, doing, 0.05))


class HangingClient:
    """Discord's client, whose good-bye is never answered."""

    def __init__(self) -> None:
        self.http = SimpleNamespace(close=self._close_http)
        self.http_closed = False

    async def close(self) -> None:
        await for_ever()

    async def _close_http(self) -> None:
        self.http_closed = True


def a_quasi(jobs: Any, client: Any, *tasks: asyncio.Task[Any]) -> wiring.Quasi:
    quasi = object.__new__(wiring.Quasi)
    quasi.jobs, quasi.client, quasi._tasks = jobs, client, list(tasks)
    return quasi


async def test_a_stop_ends_though_the_jobs_a_task_and_discord_all_hang() -> None:
    deaf = asyncio.create_task(hears_no_cancelling())
    await asyncio.sleep(0)
    client = HangingClient()
    quasi = a_quasi(SimpleNamespace(stop=for_ever), client, deaf)
    try:
        await asyncio.wait_for(quasi.stop(), FAR_TOO_LONG_S)
    finally:
        released.set()
    await deaf
    assert client.http_closed


async def test_one_step_that_fails_does_not_keep_the_others_from_being_done() -> None:
    async def fails() -> None:
        raise OSError("reset by peer")

    client = HangingClient()
    await a_quasi(SimpleNamespace(stop=fails), client).stop()
    assert client.http_closed


async def test_a_transaction_that_is_under_way_at_the_end_is_still_committed(tmp_path: Path) -> None:
    with fresh_store(tmp_path) as store:
        writing = asyncio.create_task(store.transact(lambda tx: tx.first_time("message:1", FakeClock(NOW).now())))
        await asyncio.sleep(0)
        assert await ending.within("store", store.close())
        assert await writing


def test_at_the_end_no_memory_is_searched_for_garbage(tmp_path: Path) -> None:
    """The word lists alone are hundreds of thousands of objects: searching them took 8 s on a busy machine."""
    script = (
        "import gc, sys; from bot import wiring; from bot.__main__ import main\n"
        "async def at_once(*_, **__): print('ran', gc.isenabled())\n"
        "wiring.run = at_once; code = main(['run', '--sandbox', '--data', sys.argv[1]])\n"
        "print('ended', gc.isenabled(), gc.get_count()[0] < gc.get_freeze_count()); sys.exit(code)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], cwd=ROOT, timeout=FAR_TOO_LONG_S, capture_output=True, text=True
    )
    assert ended.stdout.splitlines() == ["ran True", "ended False True"], ended.stderr


@pytest.mark.parametrize(
    "early",
    [
        "doctor.refusals = lambda *_, **__: end() or []",
        "async def starting(*_, **__): end(); await asyncio.sleep(20)\nwiring.run = starting",
    ],
    ids=["before its loop", "in its loop"],
)
def test_sigterm_during_a_start_ends_it_with_one_sentence(tmp_path: Path, early: str) -> None:
    script = (
        "import asyncio, os, signal, sys; from bot import doctor, wiring; from bot.__main__ import main\n"
        "def end(): os.kill(os.getpid(), signal.SIGTERM)\n"
        f"{early}\nsys.exit(main(['run', '--sandbox', '--data', sys.argv[1]]))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], cwd=ROOT, timeout=FAR_TOO_LONG_S, capture_output=True, text=True
    )
    assert (ended.returncode, ended.stderr) == (0, "quasi: Told to stop before it had started.\n")


def test_the_process_ends_though_a_thread_of_it_never_does() -> None:
    script = (
        "import threading; from bot import ending; "
        "threading.Thread(target=threading.Event().wait).start(); ending.process_within(0.05, code=7)"
    )
    ended = subprocess.run([sys.executable, "-c", script], cwd=ROOT, timeout=FAR_TOO_LONG_S)
    assert ended.returncode == 7
