"""A stop asked for at any moment, also while the bot is still starting: it is quick, and leaves no trace of a fault."""

from __future__ import annotations

import asyncio
import gc
from pathlib import Path
from typing import Any

from bot import wiring
from bot.sandbox.people import ADA, QUASI
from bot.sandbox.server import Sandbox
from bot.settings import load
from tests.story import watch
from tests.story.town import Town

QUICK_S = 2.0
"""Less than a step of a stop may take: nothing was waited for in vain."""


async def test_a_stop_while_still_starting_leaves_no_fault_and_waits_for_nothing(tmp_path: Path) -> None:
    loop, unheard = asyncio.get_running_loop(), list[Any]()
    loop.set_exception_handler(lambda _, context: unheard.append(context))
    sandbox = Sandbox(tmp_path)
    await sandbox.start()
    with watch.overheard() as events:
        for moment in ("at once", "connect", "ready"):
            async with wiring.quasi_in(sandbox, load(None), tmp_path) as quasi:
                if moment != "at once":
                    await quasi.client.wait_for(moment)
                told_at = loop.time()
            assert loop.time() - told_at < QUICK_S, moment
            # discord.py calls itself ready this long after it heard of the last guild.
            await asyncio.sleep(2 * quasi.client._connection.guild_ready_timeout)
            gc.collect()
            assert unheard == [], moment
    await sandbox.stop()
    assert alarms(events) == []


async def test_a_stop_in_the_midst_of_messages_and_presses_leaves_no_fault_and_loses_nothing(town: Town) -> None:
    asked = f"<@{QUASI.id}> Imani Okafor for our parka, print and website, France, 6 months from 10 January 2027"
    with watch.overheard() as events:
        for turns in (2, 10, 30):
            await town.post("say", **{"as": ADA.id}, channel="licensing", text=f"{asked}, {turns + 1} images")
            await town.post("command", **{"as": ADA.id}, channel="licensing", name="licence list", options={})
            for _ in range(turns):
                await asyncio.sleep(0)
            await town.restart_bot()
            assert f"{turns + 1} image" in await town.last(ADA, 3)
    assert alarms(events) == []


def alarms(events: list[watch.Event]) -> list[watch.Event]:
    return [event for event in events if event["log_level"] != "info"]
