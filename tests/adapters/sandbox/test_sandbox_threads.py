"""Threads: on a message, private ones, who sees them, archiving."""

from __future__ import annotations

import discord
import pytest

from bot.sandbox.people import ADA, BEN, IMANI, LEE, LICENSING
from tests.adapters.sandbox.helpers import AT_QUASI, Hands, TestBot, channel


async def test_a_thread_on_a_message_is_seen_by_all_and_only_once(bot: TestBot, hands: Hands) -> None:
    asked = await hands.say(f"{AT_QUASI} hello")
    thread = await bot.messages[-1].create_thread(name="Northwind × Imani")
    assert str(thread.id) == asked
    await thread.send("Hello Ada.")
    start = next(i for i in await hands.items(BEN.id) if i["id"] == asked)
    assert start["thread"] == {"id": asked, "name": "Northwind × Imani"}
    assert (await hands.last(BEN.id))["text"] == "Hello Ada."
    listed = (await hands.get("world", **{"as": BEN.id}))["channels"]
    assert [c["kind"] for c in listed if c["id"] == asked] == ["thread"] or listed[-1]["kind"] == "thread"
    with pytest.raises(discord.HTTPException) as refused:
        await bot.messages[-1].create_thread(name="again")
    assert refused.value.code == 160004


async def test_a_person_speaks_in_a_thread(bot: TestBot, hands: Hands) -> None:
    await hands.say(f"{AT_QUASI} hello")
    thread = await bot.messages[-1].create_thread(name="Northwind × Imani")
    await hands.say(f"{AT_QUASI} France", channel="Northwind × Imani")
    assert bot.messages[-1].channel.id == thread.id
    assert isinstance(bot.messages[-1].channel, discord.Thread)
    assert {m.id for m in await thread.fetch_members()} >= {int(ADA.id)}


async def test_a_private_thread_is_its_members_own(bot: TestBot, hands: Hands) -> None:
    place = channel(bot, LICENSING.id)
    thread = await place.create_thread(name="For Imani", type=discord.ChannelType.private_thread, invitable=False)
    await thread.send("Your DMs are closed, so here.")
    seq = (await hands.get("inbox", **{"as": IMANI.id}))["seq"]
    assert await hands.items(IMANI.id) == []
    await thread.add_user(discord.Object(int(IMANI.id)))
    assert [i["text"] for i in await hands.items(IMANI.id, since=seq)] == ["Your DMs are closed, so here."]
    for outsider in (ADA.id, BEN.id, LEE.id):
        assert await hands.items(outsider) == []
    await thread.remove_user(discord.Object(int(IMANI.id)))
    assert await hands.items(IMANI.id) == []


async def test_writing_wakes_an_archived_thread(bot: TestBot, hands: Hands) -> None:
    await hands.say(f"{AT_QUASI} hello")
    thread = await bot.messages[-1].create_thread(name="Northwind")
    await thread.edit(archived=True)
    with pytest.raises(discord.HTTPException):
        await thread.edit(name="renamed")
    await hands.say("one more thing", channel=str(thread.id))
    fresh = await bot.fetch_channel(thread.id)
    assert isinstance(fresh, discord.Thread)
    assert not fresh.archived


async def test_a_locked_thread_takes_no_words(bot: TestBot, hands: Hands) -> None:
    await hands.say(f"{AT_QUASI} hello")
    thread = await bot.messages[-1].create_thread(name="Northwind")
    await thread.edit(locked=True)
    status, answer = await hands.post("say", **{"as": ADA.id}, channel=str(thread.id), text="but")
    assert (status, answer["error"]) == (403, "The thread Northwind is locked.")


async def test_a_thread_needs_a_name_of_1_to_100(bot: TestBot, hands: Hands) -> None:
    await hands.say(f"{AT_QUASI} hello")
    for name in ("", "x" * 101):
        with pytest.raises(discord.HTTPException) as refused:
            await bot.messages[-1].create_thread(name=name)
        assert refused.value.code == 50035


async def test_where_the_bot_may_not_open_threads(bot: TestBot, hands: Hands) -> None:
    await hands.do("permissions", channel="licensing", deny=["create_public_threads", "create_private_threads"])
    await hands.say(f"{AT_QUASI} hello")
    with pytest.raises(discord.Forbidden) as refused:
        await bot.messages[-1].create_thread(name="x")
    assert refused.value.code == 50013
    with pytest.raises(discord.Forbidden):
        await channel(bot, LICENSING.id).create_thread(name="x", type=discord.ChannelType.private_thread)


async def test_a_deleted_thread_is_gone(bot: TestBot, hands: Hands) -> None:
    await hands.say(f"{AT_QUASI} hello")
    thread = await bot.messages[-1].create_thread(name="Northwind")
    await thread.send("soon gone")
    await thread.delete()
    assert "soon gone" not in [i["text"] for i in await hands.items()]
    with pytest.raises(discord.NotFound):
        await bot.fetch_channel(thread.id)


async def test_a_silent_thread_is_archived_in_its_time(bot: TestBot, hands: Hands) -> None:
    await hands.say(f"{AT_QUASI} hello")
    thread = await bot.messages[-1].create_thread(name="Northwind", auto_archive_duration=4320)
    sent = await thread.send("Which countries?")
    await hands.do("clock", advance_s=2 * 86_400)
    await sent.edit(content="Which countries, please?")
    await hands.do("clock", advance_s=1 * 86_400)
    assert bot.guilds[0].get_thread(thread.id) is None
    with pytest.raises(discord.HTTPException) as refused:
        await sent.edit(content="Hello?")
    assert refused.value.code == 50083
    await bot.get_partial_messageable(thread.id).send("Still there?")
    assert (await hands.last())["text"] == "Still there?"
    assert bot.guilds[0].get_thread(thread.id) is not None
