"""Connections that break, faults that strike, and worlds that go on after a restart."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import aiohttp
import discord
import pytest

from bot.sandbox import faults, front
from bot.sandbox.people import ADA, IMANI, LICENSING
from bot.sandbox.server import Sandbox
from bot.sandbox.store import WorldInUse
from tests.adapters.sandbox.helpers import AT_QUASI, Hands, TestBot, channel, connected


async def until(met: Callable[[], bool]) -> None:
    """Wait for something another task does."""
    async with asyncio.timeout(8):
        while not met():  # noqa: ASYNC110
            await asyncio.sleep(0.005)


async def test_a_dropped_gateway_resumes_and_misses_nothing(bot: TestBot, hands: Hands) -> None:
    await hands.say(f"{AT_QUASI} one")
    await hands.post("fault", kind="drop_gateway", times=2)
    for word in ("two", "three"):
        await hands.post("say", **{"as": ADA.id}, channel="licensing", text=f"{AT_QUASI} {word}")
    await hands.do("settle")
    assert [m.content.split()[1] for m in bot.messages] == ["one", "two", "three"]
    assert len(bot.named("ready")) == 1
    assert bot.named("resumed")


async def test_a_press_while_cut_off_arrives_on_resuming(bot: TestBot, hands: Hands) -> None:
    shown = discord.ui.View(timeout=None)
    shown.add_item(discord.ui.Button(label="Go", custom_id="go"))
    sent = await channel(bot, LICENSING.id).send("x", view=shown)
    bot.on_pressed = lambda i: i.response.edit_message(content="gone")
    await hands.post("fault", kind="drop_gateway", times=1)
    await hands.do("click", **{"as": ADA.id}, message=str(sent.id), component="Go")
    assert (await hands.last())["text"] == "gone"


async def test_what_was_said_while_the_bot_was_away_is_not_replayed(sandbox: Sandbox, hands: Hands) -> None:
    async with connected(sandbox, TestBot()):
        pass
    await hands.post("say", **{"as": ADA.id}, channel="licensing", text=f"{AT_QUASI} missed")
    async with connected(sandbox, TestBot()) as bot:
        await hands.say(f"{AT_QUASI} heard")
        assert [m.content for m in bot.messages] == [f"{AT_QUASI} heard"]
        history = [m.content async for m in channel(bot, LICENSING.id).history()]
        assert f"{AT_QUASI} missed" in history


async def test_a_stale_session_is_told_to_identify_anew(bot: TestBot, sandbox: Sandbox, hands: Hands) -> None:
    session = sandbox.gateway.live
    assert session is not None
    assert session.line is not None
    sandbox.gateway.sessions.clear()
    await session.line.close(4000)
    await until(lambda: len(bot.named("connect")) == 2)
    await hands.say(f"{AT_QUASI} again")
    assert bot.messages[-1].content == f"{AT_QUASI} again"


async def test_a_wrong_token_is_turned_away(sandbox: Sandbox) -> None:
    with sandbox.point_discord_here():
        client = TestBot()
        with pytest.raises(discord.LoginFailure):
            await client.login("another-token")
        await client.close()


async def test_the_gateway_speaks_zlib_plain_and_heartbeats(sandbox: Sandbox) -> None:
    address = f"ws://127.0.0.1:{sandbox.port}/gateway?v=10&encoding=json"
    async with aiohttp.ClientSession() as session:
        async with session.ws_connect(address) as plain:
            assert (await plain.receive_json())["op"] == 10
            await plain.send_json({"op": 1, "d": None})
            assert (await plain.receive_json())["op"] == 11
            await plain.send_json({"op": 2, "d": {"token": "wrong", "intents": 0}})
            await plain.receive()
            assert plain.close_code == 4004
        async with session.ws_connect(address + "&compress=zlib-stream") as packed:
            stream = zlib.decompressobj()
            frame = await packed.receive_bytes()
            assert frame.endswith(b"\x00\x00\xff\xff")
            assert json.loads(stream.decompress(frame))["op"] == 10
            await packed.send_json({"op": 2, "d": {"token": sandbox.token, "intents": 0}})
            ready = json.loads(stream.decompress(await packed.receive_bytes()))
            assert (ready["t"], ready["s"], ready["d"]["guilds"][0]["unavailable"]) == ("READY", 1, True)


async def test_members_come_with_their_intent_or_when_asked_for(sandbox: Sandbox) -> None:
    intents = discord.Intents.default()
    intents.members = True
    async with connected(sandbox, TestBot(intents)) as bot:
        assert len(bot.guilds[0].members) == 9
    async with connected(sandbox, TestBot()) as bot:
        assert len(bot.guilds[0].members) == 1
        (imani,) = await bot.guilds[0].query_members(user_ids=[int(IMANI.id)])
        assert imani.display_name == "Imani Okafor"


# ---- faults


async def test_a_429_is_waited_out_by_the_client(bot: TestBot, hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front, "RETRY_AFTER_S", 0.05)
    await hands.post("fault", kind="429", times=2)
    await channel(bot, LICENSING.id).send("after all")
    assert [i["text"] for i in await hands.items()] == ["after all"]
    seen = (await hands.get("requests"))["requests"]
    assert [r["status"] for r in seen if r["method"] == "POST"][-3:] == [429, 429, 200]


@pytest.mark.parametrize("kind", ["500", "500_late"])
async def test_after_a_500_the_client_tries_again_and_the_nonce_keeps_it_single(
    bot: TestBot, hands: Hands, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("discord.http.asyncio.sleep", _at_once(asyncio.sleep))
    await hands.post("fault", kind=kind, times=1)
    await channel(bot, LICENSING.id).send("once", nonce="1")
    assert [i["text"] for i in await hands.items()] == ["once"]


def _at_once(sleep: Callable[[float], Awaitable[None]]) -> Callable[[float], Awaitable[None]]:
    async def short(_seconds: float) -> None:
        await sleep(0)

    return short


async def test_a_slow_answer_is_slow(bot: TestBot, hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front, "SLOW_S", 0.2)
    await hands.post("fault", kind="slow", times=1)
    before = asyncio.get_running_loop().time()
    await channel(bot, LICENSING.id).send("at last")
    assert asyncio.get_running_loop().time() - before >= 0.2


async def test_a_closed_dm_is_refused_as_often_as_asked(bot: TestBot, hands: Hands) -> None:
    imani, ada = await bot.fetch_user(int(IMANI.id)), await bot.fetch_user(int(ADA.id))
    await imani.create_dm()
    await hands.post("fault", kind="dm_closed", times=2, user=IMANI.id)
    await ada.send("open")
    for _ in range(2):
        with pytest.raises(discord.Forbidden) as refused:
            await imani.send("closed")
        assert refused.value.code == 50007
    await imani.send("open again")
    assert (await hands.last(IMANI.id))["text"] == "open again"


async def test_every_answer_carries_rate_limit_headers(bot: TestBot, sandbox: Sandbox) -> None:
    headers = {"Authorization": f"Bot {sandbox.token}"}
    async with aiohttp.ClientSession(headers=headers) as session:
        async with session.get(f"{sandbox.base_url}/api/v10/users/@me") as fine:
            first = int(fine.headers["X-RateLimit-Remaining"])
        async with session.get(f"{sandbox.base_url}/api/v10/users/@me") as again:
            assert int(again.headers["X-RateLimit-Remaining"]) == first - 1
        async with session.get(f"{sandbox.base_url}/api/v10/nothing") as missing:
            assert missing.status == 404
            assert "X-RateLimit-Bucket" in missing.headers
            assert await missing.json() == {"message": "404: Not Found", "code": 0}


async def test_too_many_calls_at_once_are_held_back(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front, "CALLS_PER_WINDOW", 3)
    headers = {"Authorization": f"Bot {sandbox.token}"}
    async with aiohttp.ClientSession(headers=headers) as session:
        statuses = []
        for _ in range(4):
            async with session.get(f"{sandbox.base_url}/api/v10/users/@me") as answer:
                statuses.append(answer.status)
                body = await answer.json()
    assert statuses == [200, 200, 200, 429]
    assert body["retry_after"] == faults.RETRY_AFTER_S


# ---- restarts


async def test_a_restarted_world_goes_on_where_it_stopped(tmp_path: Path) -> None:
    async def first(bot: TestBot, hands: Hands) -> dict[str, Any]:
        place = channel(bot, LICENSING.id)
        asked = await hands.say(f"{AT_QUASI} hello")
        thread = await bot.messages[-1].create_thread(name="Northwind × Imani")
        await thread.send("In here.")
        await (await bot.fetch_user(int(IMANI.id))).send("A DM")
        await place.send("with a file", file=discord.File(Path(__file__), "f.py"))
        await hands.do("clock", advance_s=43_200)
        return {"asked": asked, "thread": thread.id, "items": await hands.items(), "imani": await hands.items(IMANI.id)}

    async def second(bot: TestBot, hands: Hands) -> None:
        assert bot.guilds[0].get_thread(known["thread"]) is not None
        assert _portless(await hands.items()) == _portless(known["items"])
        assert _portless(await hands.items(IMANI.id)) == _portless(known["imani"])
        assert (await hands.get("world"))["now"] > "2026-11-03T21:00"
        newer = await channel(bot, LICENSING.id).send("newer")
        assert newer.id > max(int(i["id"]) for i in known["items"])
        attachment = next(i for i in await hands.items() if i["attachments"])["attachments"][0]
        assert (await hands.file(attachment["url"]))[0] == 200

    known = await _in_a_world(tmp_path, first)
    await _in_a_world(tmp_path, second)


async def _in_a_world(data: Path, act: Callable[[TestBot, Hands], Awaitable[Any]]) -> Any:
    world = Sandbox(data)
    await world.start()
    try:
        async with connected(world, TestBot()) as bot, aiohttp.ClientSession() as session:
            return await act(bot, Hands(world.base_url, session))
    finally:
        await world.stop()


async def test_a_killed_world_has_kept_all_it_answered(tmp_path: Path) -> None:
    async with _process(tmp_path, "--echo") as (killed, hands):
        said = [await hands.say(f"word {n}") for n in range(20)]
        await hands.do("clock", advance_s=3 * 86_400)
        killed.kill()
    async with _process(tmp_path) as (_, hands):
        assert [i["id"] for i in await hands.items()] == said
        assert (await hands.get("world"))["now"] > "2026-11-06T09:00"


async def test_a_press_left_unanswered_by_a_restart_has_failed(tmp_path: Path) -> None:
    async def press(bot: TestBot, hands: Hands) -> None:
        shown = discord.ui.View(timeout=None)
        shown.add_item(discord.ui.Button(label="Go", custom_id="go"))
        sent = await channel(bot, LICENSING.id).send("x", view=shown)
        await hands.post("click", **{"as": ADA.id}, message=str(sent.id), component="Go")

    async def look(_: TestBot, hands: Hands) -> None:
        assert [i["kind"] for i in await hands.items()] == ["message", "failed"]

    await _in_a_world(tmp_path, press)
    await _in_a_world(tmp_path, look)


async def test_one_folder_holds_one_open_world(sandbox: Sandbox, tmp_path: Path) -> None:
    with pytest.raises(WorldInUse, match="Another sandbox already runs in"):
        Sandbox(tmp_path / "data")


@contextlib.asynccontextmanager
async def _process(data: Path, *more: str) -> AsyncIterator[tuple[asyncio.subprocess.Process, Hands]]:
    """The sandbox as a process of its own, on a free port."""
    command = [sys.executable, "-m", "bot.sandbox", "--port", "0", "--data", str(data), *more]
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, cwd=Path(__file__).parents[3]
    )
    assert process.stdout is not None
    address = (await process.stdout.readline()).decode().split()[-1].rstrip("/")
    try:
        async with aiohttp.ClientSession() as session:
            yield process, Hands(address, session)
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
        await process.wait()


def _portless(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Items without the port of the file addresses, which a restart may change."""
    for item in items:
        for attachment in item["attachments"]:
            attachment["url"] = attachment["url"].split("/sandbox/")[1]
    return items
