"""What the sandbox's tests share: a person's hands on the control API, and a bot that does what it is told."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime
from typing import Any

import aiohttp
import discord

from bot.sandbox.people import ADA
from bot.sandbox.server import Sandbox

AT_QUASI = "<@1100000000000000100>"


class Hands:
    """Acts as people through the control API alone."""

    def __init__(self, base_url: str, session: aiohttp.ClientSession) -> None:
        self._base_url = base_url
        self._session = session

    async def post(self, path: str, **body: Any) -> tuple[int, dict[str, Any]]:
        async with self._session.post(f"{self._base_url}/sandbox/{path}", json=body) as answer:
            return answer.status, await answer.json()

    async def get(self, path: str, **query: str) -> Any:
        async with self._session.get(f"{self._base_url}/sandbox/{path}", params=query) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.json()

    async def do(self, path: str, **body: Any) -> dict[str, Any]:
        """An act that must be allowed, and the bot's answer to it waited for."""
        status, answer = await self.post(path, **body)
        assert status == 200, answer
        if path not in ("settle", "clock", "fault"):
            status, settled = await self.post("settle")
            assert status == 200, settled
        return answer

    async def say(self, text: str, who: str = ADA.id, channel: str = "licensing", **more: Any) -> str:
        where = {} if more.get("dm") else {"channel": channel}
        return str((await self.do("say", **{"as": who}, text=text, **where, **more))["message"])

    async def items(self, who: str = ADA.id, since: int = 0) -> list[dict[str, Any]]:
        return (await self.get("inbox", **{"as": who}, since=str(since)))["items"]  # type: ignore[no-any-return]

    async def last(self, who: str = ADA.id, kind: str = "message") -> dict[str, Any]:
        return [i for i in await self.items(who) if i["kind"] == kind][-1]

    async def file(self, url: str) -> tuple[int, bytes]:
        async with self._session.get(url) as answer:
            return answer.status, await answer.read()


OnMessage = Callable[[discord.Message], Awaitable[Any]]
OnInteraction = Callable[[discord.Interaction[Any]], Awaitable[Any]]


class TestBot(discord.Client):
    """The real client. What it does on a message or an interaction is set by the test; all it met is kept."""

    __test__ = False

    def __init__(self, intents: discord.Intents | None = None) -> None:
        super().__init__(intents=intents or discord.Intents.default(), guild_ready_timeout=0.02)
        self.on_said: OnMessage | None = None
        self.on_pressed: OnInteraction | None = None
        self.messages: list[discord.Message] = []
        self.interactions: list[discord.Interaction[Any]] = []
        self.seen: list[tuple[str, tuple[Any, ...]]] = []
        self.errors: list[BaseException] = []
        self.running = 0
        self.received = 0

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """discord.py waits five seconds before it identifies anew; a test need not."""

    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:
        self.seen.append((event, args))
        super().dispatch(event, *args, **kwargs)
        self.received = self.ws.sequence or 0 if self.ws else 0

    def named(self, event: str) -> list[tuple[Any, ...]]:
        return [args for name, args in self.seen if name == event]

    async def on_message(self, message: discord.Message) -> None:
        if message.author.bot:
            return
        self.messages.append(message)
        if self.on_said:
            await self._run(self.on_said(message))

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        self.interactions.append(interaction)
        if self.on_pressed:
            await self._run(self.on_pressed(interaction))

    async def _run(self, work: Awaitable[Any]) -> None:
        self.running += 1
        try:
            await work
        except Exception as error:
            self.errors.append(error)
        finally:
            self.running -= 1

    # the sandbox's BotProbe

    async def busy(self, last_event_seq: int) -> bool:
        return self.running > 0 or self.received < last_event_seq

    async def next_due(self) -> datetime | None:
        return None


@contextlib.asynccontextmanager
async def connected(sandbox: Sandbox, bot: TestBot) -> AsyncIterator[TestBot]:
    """The bot, logged in and ready, until the block ends."""
    with sandbox.point_discord_here():
        task = asyncio.create_task(bot.start(sandbox.token))
        ready = asyncio.create_task(_ready(bot))
        done, _ = await asyncio.wait({task, ready}, timeout=10, return_when=asyncio.FIRST_COMPLETED)
        assert ready in done, "the bot did not become ready"
        sandbox.probe = bot
        try:
            yield bot
        finally:
            sandbox.probe = None
            await bot.close()
            with contextlib.suppress(asyncio.CancelledError):
                await task


async def _ready(bot: TestBot) -> None:
    """Wait until the client has logged in far enough to be waited for, and then until it is ready."""
    login_done = asyncio.Event()
    setup = bot.setup_hook

    async def hooked() -> None:
        await setup()
        login_done.set()

    bot.setup_hook = hooked  # type: ignore[method-assign]
    await login_done.wait()
    await bot.wait_until_ready()


def channel(bot: TestBot, id: str) -> discord.TextChannel:
    found = bot.get_channel(int(id))
    assert isinstance(found, discord.TextChannel)
    return found
