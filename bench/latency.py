"""How long a person waits for an answer while 50 conversations go on at once, beside a bot that only echoes.

From the moment a brand's words are sent to the sandbox until the answer stands there: HTTP, gateway, discord.py, the
reading, the flow, its durable transactions, the outbox, and the message back. Two ways to be busy: `talking` (each
conversation says something every few seconds, at its own moments, whether or not it was answered) and `at once` (all
50 in the same instant). The peer is the sandbox's demo bot on the same discord.py and the same server, which reads
nothing, keeps nothing and answers with a card. Run: `python -m bench.latency`.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import random
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx

from bench.start_up import free_port
from bot.sandbox.people import ADA, BEN, QUASI

ROOT = Path(__file__).parents[1]
CONVERSATIONS, EVERY_S, TURNS, BURSTS = 50, 5.0, 6, 4
WITHIN_MS = 150.0
PATIENCE_S = 60.0

BRIEF = (
    f"<@{QUASI.id}> we'd love {{talent}}'s digital double for our Fjord parka, print + our website, France and Spain,"
    " half a year from 10 January 2027, for the autumn campaign, not exclusive. 8 images, they replace no casting."
)
TALENTS = ("Imani Okafor", "Mara Lindqvist", "Jun Park")
LINES = (
    "and what would {fee} get us?",
    "we can do {fee} for everything",
    "add Italy and we go to {fee}",
    "could you come down to {fee}, paid within a week?",
    "is the website included in that?",
    "what about four months instead, for {fee}",
)


@dataclass(frozen=True)
class Place:
    """Where one conversation goes on."""

    speaker: str
    channel: str
    number: int


@dataclass(frozen=True)
class Sent:
    """Something said: where, its message id, and the real time at which it went off."""

    place: Place
    message: str
    at_s: float


class World:
    """A sandbox in a process of its own, acted in through its control API alone."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http

    async def say(self, place: Place, text: str) -> Sent:
        """Says something; the time counts from before the request goes off."""
        at_s = time.time()
        answer = await self._http.post(
            "/sandbox/say", json={"as": place.speaker, "channel": place.channel, "text": text}
        )
        return Sent(place, answer.raise_for_status().json()["message"], at_s)

    async def settle(self) -> None:
        """Until the bot has nothing in hand."""
        (await self._http.post("/sandbox/settle", json={})).raise_for_status()

    async def messages(self, speaker: str) -> list[dict[str, Any]]:
        """All that a person sees, oldest first."""
        answer = await self._http.get("/sandbox/inbox", params={"as": speaker, "since": 0})
        return [item for item in answer.raise_for_status().json()["items"] if item["kind"] == "message"]

    async def ahead_s(self) -> float:
        """How far the world's clock is ahead of real time, in seconds: the best of a few looks."""
        looks = []
        for _ in range(9):
            began = time.time()
            answer = await self._http.get("/sandbox/world")
            ended = time.time()
            looks.append((ended - began, _seconds(answer.json()["now"]) - (began + ended) / 2))
        return min(looks)[1]


@contextlib.asynccontextmanager
async def opened(*command: str) -> AsyncIterator[World]:
    """A world that a command started, ended with it."""
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        process = await asyncio.create_subprocess_exec(
            sys.executable, *command, "--port", str(port), "--data", folder, cwd=ROOT,
            stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        limits = httpx.Limits(max_connections=CONVERSATIONS + 5, keepalive_expiry=2.0)
        try:
            async with httpx.AsyncClient(
                base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE_S, limits=limits
            ) as http:
                await _until_it_answers(http)
                yield World(http)
        finally:
            process.send_signal(signal.SIGINT)
            await process.wait()


async def _until_it_answers(http: httpx.AsyncClient) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        with contextlib.suppress(httpx.TransportError):
            if (await http.get("/sandbox/world")).json().get("bot_connected"):
                return
        await asyncio.sleep(0.1)
    raise SystemExit("The world did not come up.")


def _seconds(instant: str) -> float:
    return datetime.fromisoformat(instant).timestamp()


# ── The two worlds' conversations ────────────────────────────────────────────────────────────────────────


async def open_deals(world: World) -> list[Place]:
    """Fifty deals with packages on the table, each in its own thread."""
    for number in range(CONVERSATIONS):
        speaker = (ADA, BEN)[number % 2].id
        await world.say(Place(speaker, "licensing", number), BRIEF.format(talent=TALENTS[number % len(TALENTS)]))
    await world.settle()
    places = []
    for speaker in (ADA.id, BEN.id):
        threads = {m["channel"]: None for m in await world.messages(speaker) if m["channel_kind"] == "thread"}
        places += [(speaker, thread) for thread in threads]
    unique = {thread: speaker for speaker, thread in places}
    owners = await _owners(world, unique)
    return [Place(owners[thread], thread, number) for number, thread in enumerate(owners)]


async def _owners(world: World, threads: dict[str, str]) -> dict[str, str]:
    """Who began the deal of each thread: the author of the message it hangs on."""
    owners = {}
    for speaker in (ADA.id, BEN.id):
        for message in await world.messages(speaker):
            thread = message["thread"]
            if thread and thread["id"] in threads:
                owners[thread["id"]] = message["author"]
    return owners


async def open_echoes(world: World) -> list[Place]:
    """Fifty speakers in one channel: the demo bot knows no threads of its own."""
    return [Place((ADA, BEN)[number % 2].id, "licensing", number) for number in range(CONVERSATIONS)]


def deal_line(place: Place, turn: int) -> str:
    """What is said in a deal: counters and questions, no two alike."""
    fee = 2_000 + 37 * place.number + 250 * turn
    return LINES[(place.number + turn) % len(LINES)].format(fee=fee)


def echo_line(place: Place, turn: int) -> str:
    """The same words, with the mention the demo bot wants."""
    return f"<@{QUASI.id}> {deal_line(place, turn)}"


Line = Callable[[Place, int], str]


async def talking(world: World, places: list[Place], line: Line) -> list[Sent]:
    """Each conversation at its own moments: a fixed plan, so that a slow answer does not spare the bot work."""
    dice = random.Random(7)

    async def one(place: Place, starts_s: float) -> list[Sent]:
        await asyncio.sleep(starts_s)
        began, said = time.monotonic(), []
        for turn in range(TURNS):
            await asyncio.sleep(max(0.0, began + turn * EVERY_S - time.monotonic()))
            said.append(await world.say(place, line(place, turn)))
        return said

    found = await asyncio.gather(*(one(place, dice.uniform(0, EVERY_S)) for place in places))
    await world.settle()
    return [sent for said in found for sent in said]


async def at_once(world: World, places: list[Place], line: Line) -> list[Sent]:
    """All in the same instant, a few times over."""
    said: list[Sent] = []
    for turn in range(TURNS, TURNS + BURSTS):
        said += await asyncio.gather(*(world.say(place, line(place, turn)) for place in places))
        await world.settle()
    return said


async def waits_ms(world: World, said: list[Sent]) -> list[float]:
    """How long each waited for its answer. Raises where one was never answered: that is no measure of speed."""
    ahead_s = await world.ahead_s()
    seen = {m["id"]: m for speaker in (ADA.id, BEN.id) for m in await world.messages(speaker)}
    answers = sorted((m for m in seen.values() if m["author"] == QUASI.id), key=lambda m: int(m["id"]))
    waits = []
    for sent in said:
        answer = next((m for m in answers if _answers(m, sent, seen)), None)
        if answer is None:
            raise SystemExit(f"Nobody answered: {seen[sent.message]['text']}")
        waits.append((_seconds(answer["at"]) - ahead_s - sent.at_s) * 1_000)
    return waits


def _answers(message: dict[str, Any], sent: Sent, seen: dict[str, Any]) -> bool:
    """Our answer is the next thing in the deal's thread; the demo bot's replies to the message."""
    if message["reply_to"] is not None:
        return bool(message["reply_to"] == sent.message)
    return bool(message["channel"] == seen[sent.message]["channel"] and int(message["id"]) > int(sent.message))


async def measure(
    command: tuple[str, ...], begin: Callable[[World], Awaitable[list[Place]]], line: Line
) -> tuple[list[float], list[float]]:
    """Waits in milliseconds, while talking and at once."""
    async with opened(*command) as world:
        places = await begin(world)
        if len(places) != CONVERSATIONS:
            raise SystemExit(f"Only {len(places)} of {CONVERSATIONS} conversations came to be.")
        calm = await talking(world, places, line)
        busy = await at_once(world, places, line)
        return await waits_ms(world, calm), await waits_ms(world, busy)


def main() -> int:
    """Prints both, and their ratios. Returns 1 where the goal was missed and `--strict` asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--strict", action="store_true", help="exit with 1 where the goal is missed")
    asked = parser.parse_args()
    ours = asyncio.run(measure(("-m", "bot", "run", "--sandbox"), open_deals, deal_line))
    peer = asyncio.run(measure(("-m", "bot.sandbox", "--echo"), open_echoes, echo_line))
    kept = True
    for name, mine, theirs in zip(("talking", "at once"), ours, peer, strict=True):
        median, peer_median = statistics.median(mine), statistics.median(theirs)
        kept = kept and median < WITHIN_MS
        print(
            f"{CONVERSATIONS} conversations, {name:8} {median:7.1f} ms median {_p95(mine):7.1f} ms p95  "
            f"goal < {WITHIN_MS:g} ms {'kept  ' if median < WITHIN_MS else 'MISSED'}  "
            f"{median / peer_median:5.2f} × discord.py echo bot ({peer_median:.1f} ms, p95 {_p95(theirs):.1f} ms)"
        )
    return 1 if asked.strict and not kept else 0


def _p95(waits: list[float]) -> float:
    return statistics.quantiles(waits, n=20)[-1]


if __name__ == "__main__":
    raise SystemExit(main())
