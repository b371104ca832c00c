"""A fresh world, a bot in it, and hands to act with."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from bot.sandbox.server import Sandbox
from tests.adapters.sandbox.helpers import Hands, TestBot, connected


@pytest.fixture
async def sandbox(tmp_path: Path) -> AsyncIterator[Sandbox]:
    world = Sandbox(tmp_path / "data")
    world.settler.bot_grace_s = 0.0
    await world.start()
    yield world
    await world.stop()


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[TestBot]:
    async with connected(sandbox, TestBot()) as client:
        yield client


@pytest.fixture
async def hands(sandbox: Sandbox) -> AsyncIterator[Hands]:
    async with aiohttp.ClientSession() as session:
        yield Hands(sandbox.base_url, session)
