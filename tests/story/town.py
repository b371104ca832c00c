"""Acting as people in a sandbox world, through its control API alone (DESIGN §6): what a person can do, and no more."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx

from bot import wiring
from bot.sandbox import people
from bot.sandbox.server import Sandbox
from bot.settings import load

Item = dict[str, Any]


class Town:
    """A world with its people, and a bot that can be stopped and started again."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self.sandbox = Sandbox(data_dir)
        self.quasi: wiring.Quasi | None = None
        self._bot = contextlib.AsyncExitStack()
        self._http: httpx.AsyncClient

    async def open(self) -> None:
        """Opens the world and starts the bot in it."""
        await self.sandbox.start()
        self._http = httpx.AsyncClient(base_url=self.sandbox.base_url, timeout=90)
        await self.start_bot()

    async def close(self) -> None:
        """Ends both."""
        await self._bot.aclose()
        await self._http.aclose()
        await self.sandbox.stop()

    async def start_bot(self) -> None:
        """Starts the bot on what the last one left."""
        self._bot = contextlib.AsyncExitStack()
        context = wiring.quasi_in(self.sandbox, load(None), self.data_dir)
        self.quasi = await self._bot.enter_async_context(context)
        await self.settle()

    async def stop_bot(self) -> None:
        """The bot goes away; its world goes on."""
        await self._bot.aclose()

    async def restart_bot(self) -> None:
        """A new bot process, as far as anything in memory goes."""
        await self.stop_bot()
        await self.start_bot()

    # ---- the control API

    async def post(self, path: str, **body: Any) -> dict[str, Any]:
        """One act; raises with the sandbox's own sentence when it is refused."""
        answer = await self._http.post(f"/sandbox/{path}", json=body)
        if answer.status_code >= 400:
            raise Refused(answer.status_code, answer.json().get("error", answer.text))
        return answer.json()  # type: ignore[no-any-return]

    async def get(self, path: str, **query: Any) -> dict[str, Any]:
        """One look."""
        answer = await self._http.get(f"/sandbox/{path}", params=query)
        answer.raise_for_status()
        return answer.json()  # type: ignore[no-any-return]

    async def fetch(self, url: str) -> bytes:
        """A file or page of the world."""
        answer = await self._http.get(url)
        answer.raise_for_status()
        return answer.content

    async def settle(self) -> None:
        """Until the bot has nothing left in hand."""
        await self.post("settle")

    async def now(self) -> datetime:
        """The world's time."""
        return datetime.fromisoformat((await self.get("world"))["now"].replace("Z", "+00:00"))

    async def pass_time(self, *, days: float = 0, hours: float = 0) -> None:
        """Time goes by."""
        await self.post("clock", advance_s=int(days * 86400 + hours * 3600))

    async def travel_to(self, instant: datetime) -> None:
        """Time goes by until `instant`."""
        await self.post("clock", advance_s=int((instant - await self.now()).total_seconds()))

    async def say(self, who: people.Person, text: str, channel: str | None = None) -> None:
        """Says something, in a DM where no channel is given, and waits for what comes of it."""
        where = {"dm": True} if channel is None else {"channel": channel}
        await self.post("say", **{"as": who.id}, text=text, **where)
        await self.settle()

    async def inbox(self, who: people.Person) -> list[Item]:
        """All that a person can see, oldest first."""
        return (await self.get("inbox", **{"as": who.id}, since=0))["items"]  # type: ignore[no-any-return]

    async def find(self, who: people.Person, label: str) -> Item:
        """The newest message with a button or select of that label or custom id."""
        for item in reversed(await self.inbox(who)):
            if item["kind"] == "message" and any(
                label in (part["label"], part["custom_id"]) and not part["disabled"] for part in item["components"]
            ):
                return item
        raise AssertionError(f"{who.name} sees no {label!r}; last seen: {await self.last(who)}")

    async def click(self, who: people.Person, label: str, message: str | None = None) -> None:
        """Presses the newest button of that label (or the one on `message`)."""
        message = message or (await self.find(who, label))["id"]
        await self.post("click", **{"as": who.id}, message=message, component=label)
        await self.settle()

    async def choose(self, who: people.Person, label: str, *values: str) -> None:
        """Chooses in the newest select of that label."""
        item = await self.find(who, label)
        await self.post("choose", **{"as": who.id}, message=item["id"], component=label, values=list(values))
        await self.settle()

    async def submit(self, who: people.Person, **fields: str) -> None:
        """Fills in the open form; fields not given keep what stands in them."""
        modal = next(item for item in reversed(await self.inbox(who)) if item["kind"] == "modal")
        filled = {field["id"]: fields.get(field["id"], field["value"] or "") for field in modal["fields"]}
        await self.post("submit", **{"as": who.id}, modal=modal["id"], fields=filled)
        await self.settle()

    async def command(self, who: people.Person, name: str, channel: str = "licensing", **options: str) -> None:
        """Uses a slash command."""
        await self.post("command", **{"as": who.id}, channel=channel, name=name, options=options)
        await self.settle()

    async def last(self, who: people.Person, count: int = 1) -> str:
        """The words of the newest messages a person sees, their cards included."""
        messages = [item for item in await self.inbox(who) if item["kind"] == "message"]
        return "\n".join(words(item) for item in messages[-count:])

    async def thread(self, who: people.Person) -> str:
        """The id of the newest thread a person sees."""
        world = await self.get("world", **{"as": who.id})
        seen = {item["channel"] for item in await self.inbox(who) if item["kind"] == "message"}
        threads = [place["id"] for place in world["channels"] if place["kind"] == "thread" and place["id"] in seen]
        return threads[-1]  # type: ignore[no-any-return]


class Refused(AssertionError):
    """The sandbox refused an act."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(f"{status}: {sentence}")
        self.status = status
        self.sentence = sentence


def words(item: Item) -> str:
    """All the text of a message: what it says, and what its cards hold."""
    parts = [item.get("text") or ""]
    for embed in item.get("embeds", ()):
        footer = (embed.get("footer") or {}).get("text") or ""
        parts += [embed.get("title") or "", embed.get("description") or "", footer]
        parts += [f"{field['name']}: {field['value']}" for field in embed.get("fields", ())]
    return "\n".join(part for part in parts if part)


@contextlib.asynccontextmanager
async def open_town(data_dir: Path) -> AsyncIterator[Town]:
    """A town for one story."""
    town = Town(data_dir)
    await town.open()
    try:
        yield town
    finally:
        await town.close()
