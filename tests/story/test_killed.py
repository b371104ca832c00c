"""The whole process killed at many moments, as by a power cut; started again, it goes on as before (I7, I13)."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import re
import signal
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.sandbox.people import ADA, IMANI, QUASI, Person
from storage.store import SqlStore
from tests.fakes import free_port
from tests.story import steps
from tests.story.town import Item, Town, words

START_WITHIN_S = 40
ROOT = Path(__file__).parents[2]


class KilledTown(Town):
    """A town whose world and bot run in a process of their own, which dies at a random moment after an act."""

    def __init__(self, data_dir: Path, seed: int) -> None:
        self.data_dir = data_dir
        self.quasi = None
        self.kills = 0
        self._random = random.Random(seed)
        self._port = free_port()
        self._process: asyncio.subprocess.Process
        self._http = httpx.AsyncClient(base_url=f"http://127.0.0.1:{self._port}", timeout=60)

    async def start(self) -> None:
        """`quasi run --sandbox`, until its page answers with the bot in it."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", "--sandbox", "--port", str(self._port), "--data", str(self.data_dir),
            cwd=ROOT, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        async with asyncio.timeout(START_WITHIN_S):
            while not await self._connected():  # noqa: ASYNC110  (another process: there is no event to wait for)
                await asyncio.sleep(0.1)
        await self.settle()

    async def kill(self) -> None:
        """SIGKILL, and a new start on what is on the disk."""
        self.kills += 1
        self._process.send_signal(signal.SIGKILL)
        await self._process.wait()
        await self.start()

    async def stop(self) -> None:
        """Ends it for good."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()
        await self._http.aclose()

    async def then_killed(self, path: str, **body: Any) -> None:
        """An act, and a kill some milliseconds into what comes of it."""
        with contextlib.suppress(httpx.HTTPError):
            await self.post(path, **body)
        await asyncio.sleep(self._random.choice((0, 0.005, 0.02, 0.05, 0.1, 0.2)))
        await self.kill()

    async def press_until(self, who: Person, label: str, done: str, of: Person | None = None) -> None:
        """Presses, dies, and presses again as a person would who saw no answer, until `done` can be seen."""
        item = await self.find(who, label)
        await self.then_killed("click", **{"as": who.id}, message=item["id"], component=label)
        if not await self.sees(of or who, done):
            with contextlib.suppress(AssertionError):
                await self.click(who, label, item["id"])
        assert await self.sees(of or who, done), (label, await self.last(who, 3))

    async def say_once(self, who: Person, channel: str, text: str, done: str) -> None:
        """Says it and dies; what was said is answered all the same."""
        await self.then_killed("say", **{"as": who.id}, channel=channel, text=text)
        await self.settle()
        assert await self.sees(who, done), await self.last(who)

    async def sees(self, who: Person, fragment: str) -> bool:
        """Whether those words stand anywhere in what the person sees."""
        return any(fragment in words(item) for item in await self.inbox(who))

    async def _connected(self) -> bool:
        try:
            return bool((await self.get("world"))["bot_connected"])
        except (httpx.HTTPError, ValueError):
            return False


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(int(os.environ.get("QUASI_KILL_RUNS", "4"))))
async def test_i7_killed_after_every_act_nothing_is_lost_and_nothing_doubled(tmp_path: Path, seed: int) -> None:
    town = KilledTown(tmp_path, seed)
    try:
        await town.start()
        await _deal_with_kills(town)
        await _looks_right(town)
    finally:
        await town.stop()


async def _deal_with_kills(town: KilledTown) -> None:
    await town.say_once(ADA, "licensing", steps.FIRST, "What I understood")
    await town.press_until(ADA, "Yes, no exclusivity", "Offers for Imani Okafor")
    thread = await town.thread(ADA)
    await town.say_once(ADA, thread, "we could do 7,000 for A", "Your figure: EUR 7,000.00")
    await town.press_until(ADA, "Accept A", "Here is the whole offer")
    await town.press_until(ADA, "Confirm offer", "would like to use your clone", IMANI)
    await town.press_until(IMANI, "Review and approve", "This is the whole text")
    review = await town.find(IMANI, "I approve")
    await town.then_killed("click", **{"as": IMANI.id}, message=review["id"], component="I approve")
    if not await _forms(town):
        await town.click(IMANI, "I approve", review["id"])
    modal = (await _forms(town))[-1]
    code = await steps.code(town)
    await town.then_killed("submit", **{"as": IMANI.id}, modal=modal["id"], fields={"code": code})
    await town.settle()
    if not await town.sees(IMANI, "Your licence is"):
        await town.click(IMANI, "I approve")
        await town.submit(IMANI, code=code)


async def _forms(town: KilledTown) -> list[Item]:
    return [item for item in await town.inbox(IMANI) if item["kind"] == "modal"]


async def _looks_right(town: KilledTown) -> None:
    number = await steps.number(town)
    assert await town.sees(ADA, number)
    for who in (ADA, IMANI):
        told = Counter(_plain(item) for item in await town.inbox(who) if _is_news(item))
        assert {text: count for text, count in told.items() if count > 1} == {}
    store = SqlStore.open(f"sqlite:///{town.data_dir / 'quasi.db'}")
    try:
        kinds = Counter(entry.kind for entry in store.read_sync(lambda tx: list(tx.ledger())))
        assert kinds["licence.issued"] == kinds["consent.approved"] == kinds["deal.opened"] == 1
        assert len(store.read_sync(lambda tx: list(tx.licences()))) == 1
        assert store.read_sync(lambda tx: list(tx.dead_letters())) == []
    finally:
        store.close_sync()


def _is_news(item: Item) -> bool:
    """What the outbox sent: not an answer to a press, which a person may have pressed twice."""
    return (
        item["kind"] == "message"
        and item["author"] == QUASI.id
        and not item["ephemeral"]
        and not item.get("interaction")
    )


def _plain(item: Item) -> tuple[str, str]:
    return item["channel"], re.sub(r"\s+", " ", words(item))
