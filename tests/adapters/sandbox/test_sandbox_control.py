"""The control API: what it refuses, how it waits, how it steps through time, whom it speaks with."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest

from bot.sandbox.clock import WORLD_START
from bot.sandbox.errors import Refused
from bot.sandbox.people import ADA, IMANI, LEE, QUASI, SOFIA
from bot.sandbox.permissions import BITS
from bot.sandbox.server import Sandbox
from tests.adapters.sandbox.helpers import AT_QUASI, Hands, TestBot


async def test_the_world_is_listed(hands: Hands) -> None:
    world = await hands.get("world")
    assert datetime.fromisoformat(world["now"]) - WORLD_START < timedelta(minutes=1)
    assert [(c["name"], c["kind"]) for c in world["channels"]] == [("licensing", "text"), ("licence-log", "text")]
    assert {"id": SOFIA.id, "name": "Sofía Reyes", "role": "talent", "tz": "Europe/Madrid", "firm": ""} in world[
        "users"
    ]
    assert {u["role"] for u in world["users"]} == {"brand", "talent", "adviser", "operator", "bot"}


REFUSED: list[tuple[str, dict[str, Any], int, str]] = [
    ("say", {"as": "Eve", "channel": "licensing", "text": "x"}, 404, "There is nobody called 'Eve' here."),
    ("say", {"as": QUASI.id, "channel": "licensing", "text": "x"}, 403, "Quasi is the bot; be one of the people."),
    ("say", {"as": ADA.id, "channel": "sales", "text": "x"}, 404, "Ada Moreau sees no channel 'sales'."),
    (
        "say",
        {"as": ADA.id, "channel": "licensing", "text": " "},
        400,
        "There is nothing to say: the text is empty.",
    ),
    (
        "say",
        {"as": ADA.id, "channel": "licensing", "text": "x" * 4001},
        400,
        "The text has 4,001 characters; Discord takes at most 4,000.",
    ),
    ("click", {"as": ADA.id, "message": "1", "component": "A"}, 404, "Ada Moreau sees no message '1'."),
    ("submit", {"as": ADA.id, "modal": "1", "fields": {}}, 404, "Ada Moreau has no open form '1'."),
    ("clock", {"advance_s": -1}, 400, "Time only moves forward."),
    ("clock", {"advance_s": 10**10}, 400, "That is more than ten years ahead."),
    ("clock", {}, 400, "Say by how many seconds the time moves: advance_s."),
    ("permissions", {"channel": "licensing", "deny": [[]]}, 400, f"The permissions are {', '.join(BITS)}."),
    ("fault", {"kind": "502"}, 400, "The faults are 429, 500, 500_late, slow, dm_closed, drop_gateway."),
    ("fault", {"kind": "429", "times": 0}, 400, "Say how many times, from 1 to 1,000."),
]


async def test_a_refused_act_is_one_sentence(hands: Hands) -> None:
    for path, body, status, sentence in REFUSED:
        assert await hands.post(path, **body) == (status, {"error": sentence})


async def test_what_is_no_json_object_is_refused(sandbox: Sandbox) -> None:
    async with aiohttp.ClientSession() as session:
        for raw in (b"{", b"[]", b'{"as": "\\ud800"}'):
            async with session.post(f"{sandbox.base_url}/sandbox/say", data=raw) as answer:
                assert answer.status == 400
                assert list(await answer.json()) == ["error"]


async def test_odd_words_arrive_as_they_are(bot: TestBot, hands: Hands) -> None:
    for text in ("👍", "שלום", "\u200b", "**bold", "@everyone", "a\x00b", "x" * 4000):
        await hands.say(text, IMANI.id, dm=True)
        assert bot.messages[-1].content == text
        assert not bot.messages[-1].mention_everyone


async def test_other_sites_are_kept_out(sandbox: Sandbox) -> None:
    foreign = {"Host": "sandbox.example"}, {"Origin": "https://evil.example"}, {"Host": "127.0.0.1.evil.example"}
    async with aiohttp.ClientSession() as session:
        for headers in foreign:
            async with session.get(f"{sandbox.base_url}/sandbox/world", headers=headers) as answer:
                assert answer.status == 403
        async with session.get(f"{sandbox.base_url}/sandbox/world", headers={"Host": "localhost"}) as answer:
            assert answer.status == 200


async def test_the_stream_tells_of_changes_and_jumps(sandbox: Sandbox, hands: Hands) -> None:
    address = f"{sandbox.base_url}/sandbox/stream"
    async with aiohttp.ClientSession() as session, session.get(address, params={"as": ADA.id}) as stream:
        assert stream.content_type == "text/event-stream"
        assert await _event(stream) == ("clock", ["now"])
        assert await _event(stream) == ("change", ["seq"])
        await hands.say("news")
        assert await _event(stream) == ("change", ["seq"])
        await hands.do("clock", advance_s=60)
        assert await _event(stream) == ("clock", ["now"])


async def _event(stream: aiohttp.ClientResponse) -> tuple[str, list[str]]:
    async with asyncio.timeout(5):
        name = (await stream.content.readline()).decode().removeprefix("event: ").strip()
        data = json.loads((await stream.content.readline()).decode().removeprefix("data: "))
        await stream.content.readline()
    return name, list(data)


# ---- waiting and time travel, with a bot that only pretends


class Diary:
    """A probe with things to do at given times; each takes a few looks to finish."""

    def __init__(self, sandbox: Sandbox, *due: datetime) -> None:
        self._sandbox = sandbox
        self.due = sorted(due)
        self.done: list[datetime] = []
        self._in_hand = 0
        sandbox.clock.add_listener(self._woken)

    def _woken(self) -> None:
        now = self._sandbox.clock.now()
        while self.due and self.due[0] <= now:
            self.due.pop(0)
            self.done.append(now)
            self._in_hand = 3

    async def busy(self, last_event_seq: int) -> bool:
        self._in_hand -= 1
        return self._in_hand > 0

    async def next_due(self) -> datetime | None:
        return self.due[0] if self.due else None


async def test_a_jump_of_forty_days_stops_at_every_reminder(sandbox: Sandbox, hands: Hands, bot: TestBot) -> None:
    start = sandbox.clock.now()
    reminders = [start + timedelta(days=d) for d in (10, 23, 30, 39, 50)]
    sandbox.probe = diary = Diary(sandbox, *reminders)
    answer = await hands.do("clock", advance_s=40 * 86_400)
    assert answer["stops"] == 4
    late = [seen - due for seen, due in zip(diary.done, reminders, strict=False)]
    assert all(timedelta(0) <= by < timedelta(seconds=5) for by in late)
    assert diary.due == reminders[4:]
    assert datetime.fromisoformat(answer["now"]) >= start + timedelta(days=40)
    assert (await hands.get("due"))["next_due"] == reminders[4].astimezone(UTC).isoformat(timespec="microseconds")


async def test_a_bot_that_never_finishes_what_is_due_does_not_hold_time(sandbox: Sandbox, hands: Hands) -> None:
    class Stuck(Diary):
        def _woken(self) -> None:
            pass

    sandbox.probe = Stuck(sandbox, sandbox.clock.now() + timedelta(days=1))
    await hands.do("clock", advance_s=2 * 86_400)
    assert (await hands.get("world"))["now"] > "2026-11-05T09:00"


async def test_a_bot_that_stays_busy_is_reported(
    sandbox: Sandbox, bot: TestBot, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot.running = 1
    with pytest.raises(Refused, match="still had something in hand"):
        await sandbox.settler.settle(0.1)
    bot.running = 0
    await hands.do("settle")


async def test_settling_waits_for_what_the_bot_still_does(bot: TestBot, hands: Hands) -> None:
    finish = asyncio.Event()
    bot.on_said = lambda _message: _until(finish)
    await hands.post("say", **{"as": ADA.id}, channel="licensing", text=f"{AT_QUASI} think")
    waiting = asyncio.create_task(hands.post("settle"))
    done, _ = await asyncio.wait({waiting}, timeout=0.15)
    assert not done
    finish.set()
    assert (await waiting)[0] == 200


async def _until(event: asyncio.Event) -> None:
    await event.wait()


async def test_a_bot_that_is_still_starting_is_waited_for(sandbox: Sandbox, hands: Hands) -> None:
    sandbox.settler.bot_grace_s = 10.0
    late = TestBot()
    saying = asyncio.create_task(hands.post("say", **{"as": ADA.id}, channel="licensing", text=f"{AT_QUASI} early"))
    with sandbox.point_discord_here():
        running = asyncio.create_task(late.start(sandbox.token))
        assert (await saying)[0] == 200
        sandbox.probe = late
        await hands.do("settle")
        assert [m.content for m in late.messages] == [f"{AT_QUASI} early"]
        sandbox.probe = None
        await late.close()
        await running


async def test_the_operator_and_only_the_operator_may_ping_everyone(bot: TestBot, hands: Hands) -> None:
    await hands.say("@everyone", LEE.id)
    await hands.say("@everyone", ADA.id)
    assert [m.mention_everyone for m in bot.messages] == [True, False]
