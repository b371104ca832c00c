"""The real discord.py client reads, writes, edits and deletes in the sandbox as it would at Discord."""

from __future__ import annotations

import asyncio
import io
from typing import Any

import discord
import pytest

from bot.sandbox.people import ADA, APPLICATION_ID, BEN, GUILD_ID, IMANI, LEE, LICENCE_LOG, LICENSING
from bot.sandbox.server import Sandbox
from tests.adapters.sandbox.helpers import AT_QUASI, Hands, TestBot, channel, connected


async def test_the_client_logs_in_and_sees_the_guild(bot: TestBot) -> None:
    assert bot.user is not None
    assert str(bot.user.id) == APPLICATION_ID
    guild = bot.get_guild(int(GUILD_ID))
    assert guild is not None
    assert {c.name for c in guild.text_channels} == {"licensing", "licence-log"}
    assert channel(bot, LICENSING.id).permissions_for(guild.me).create_private_threads


async def test_a_mention_is_read_and_answered_by_a_reply(bot: TestBot, hands: Hands) -> None:
    async def answer(message: discord.Message) -> None:
        await message.reply("Hello Ada.")

    bot.on_said = answer
    asked = await hands.say(f"{AT_QUASI} we'd love Imani's double")
    last = await hands.last()
    assert (last["text"], last["author"], last["reply_to"]) == ("Hello Ada.", APPLICATION_ID, asked)
    assert last["mentions"] == [ADA.id], "a reply pings by default"


async def test_without_the_content_intent_unaddressed_messages_are_blank(bot: TestBot, hands: Hands) -> None:
    await hands.say("just chatting")
    await hands.say(f"{AT_QUASI} over here")
    await hands.say("in private", IMANI.id, dm=True)
    assert [m.content for m in bot.messages] == ["", f"{AT_QUASI} over here", "in private"]


async def test_with_the_content_intent_everything_is_read(sandbox: Sandbox, hands: Hands) -> None:
    intents = discord.Intents.default()
    intents.message_content = True
    async with connected(sandbox, TestBot(intents)) as bot:
        await hands.say("just chatting")
        assert bot.messages[-1].content == "just chatting"


async def test_a_reply_to_the_bot_addresses_it(bot: TestBot, hands: Hands) -> None:
    sent = await channel(bot, LICENSING.id).send("Which countries?")
    await hands.say("France", reply_to=str(sent.id))
    heard = bot.messages[-1]
    assert heard.content == "France"
    assert bot.user in heard.mentions
    assert heard.reference is not None
    assert isinstance(heard.reference.resolved, discord.Message)
    assert heard.reference.resolved.content == "Which countries?"


async def test_the_same_nonce_is_the_same_message(bot: TestBot, hands: Hands) -> None:
    place = channel(bot, LICENSING.id)
    first = await place.send("once", nonce="outbox-1")
    again = await place.send("once", nonce="outbox-1")
    other = await place.send("twice", nonce="outbox-2")
    assert first.id == again.id != other.id
    assert [i["text"] for i in await hands.items()] == ["once", "twice"]


async def test_a_nonce_is_known_after_a_restart(sandbox: Sandbox) -> None:
    async with connected(sandbox, TestBot()) as bot:
        first = await channel(bot, LICENSING.id).send("once", nonce="7")
    async with connected(sandbox, TestBot()) as bot:
        assert (await channel(bot, LICENSING.id).send("once", nonce="7")).id == first.id


async def test_an_edit_comes_again_with_the_same_id(bot: TestBot, hands: Hands) -> None:
    sent = await channel(bot, LICENSING.id).send("draft", embed=discord.Embed(title="Brief"))
    seq = (await hands.get("inbox", **{"as": ADA.id}))["seq"]
    await sent.edit(content="final")
    changed = await hands.items(since=seq)
    assert [(i["id"], i["text"], i["embeds"][0]["title"]) for i in changed] == [(str(sent.id), "final", "Brief")]
    assert changed[0]["edited_at"] is not None


async def test_a_deleted_message_vanishes_for_everyone(bot: TestBot, hands: Hands) -> None:
    sent = await channel(bot, LICENSING.id).send("oops")
    seq = (await hands.get("inbox", **{"as": BEN.id}))["seq"]
    await sent.delete()
    assert await hands.items(BEN.id) == []
    assert await hands.items(BEN.id, since=seq) == [{"kind": "deleted", "id": str(sent.id), "channel": LICENSING.id}]
    with pytest.raises(discord.NotFound) as gone:
        await channel(bot, LICENSING.id).fetch_message(sent.id)
    assert gone.value.code == 10008


async def test_history_is_paged_as_at_discord(bot: TestBot) -> None:
    place = channel(bot, LICENSING.id)
    sent = [await place.send(f"n{i}") for i in range(5)]
    assert [m.content async for m in place.history(limit=2)] == ["n4", "n3"]
    assert [m.content async for m in place.history(limit=2, before=sent[3])] == ["n2", "n1"]
    assert [m.content async for m in place.history(after=sent[2], oldest_first=True)] == ["n3", "n4"]


async def test_files_go_up_and_come_down(bot: TestBot, hands: Hands) -> None:
    paper = discord.File(io.BytesIO(b"%PDF-1.7 test"), "licence Q7F3.pdf", description="The licence")
    sent = await channel(bot, LICENSING.id).send("Here it is.", file=paper)
    item = (await hands.last())["attachments"][0]
    assert item["filename"] == "licence_Q7F3.pdf"
    assert item["content_type"] == "application/pdf"
    assert await hands.file(item["url"]) == (200, b"%PDF-1.7 test")
    assert await sent.attachments[0].read() == b"%PDF-1.7 test"
    await sent.edit(attachments=[])
    assert (await hands.last())["attachments"] == []


async def test_a_reaction_by_a_person_reaches_the_bot(bot: TestBot, hands: Hands) -> None:
    sent = await channel(bot, LICENSING.id).send("Approve?")
    await hands.do("react", **{"as": ADA.id}, message=str(sent.id), emoji="👍")
    (payload,) = bot.named("raw_reaction_add")[-1]
    assert (payload.message_id, payload.user_id, str(payload.emoji)) == (sent.id, int(ADA.id), "👍")
    await sent.add_reaction("✅")
    assert [r["emoji"] for r in (await hands.last())["reactions"]] == ["👍", "✅"]


async def test_direct_messages_are_between_two(bot: TestBot, hands: Hands) -> None:
    imani = await bot.fetch_user(int(IMANI.id))
    await imani.send("Northwind would like to use your clone.")
    assert (await hands.last(IMANI.id))["text"] == "Northwind would like to use your clone."
    assert await hands.items(LEE.id) == []
    await hands.say("yes!", IMANI.id, dm=True)
    assert isinstance(bot.messages[-1].channel, discord.DMChannel)


async def test_only_the_operator_reads_the_log(bot: TestBot, hands: Hands) -> None:
    await channel(bot, LICENCE_LOG.id).send("issued")
    assert [i["text"] for i in await hands.items(LEE.id)] == ["issued"]
    assert await hands.items(ADA.id) == []
    assert (await hands.post("say", **{"as": ADA.id}, channel="licence-log", text="hi"))[0] == 404


async def test_many_messages_at_once_all_arrive_in_order(bot: TestBot, hands: Hands) -> None:
    await asyncio.gather(*(hands.post("say", **{"as": ADA.id}, channel="licensing", text=f"{i}") for i in range(60)))
    await hands.do("settle")
    assert sorted(m.id for m in bot.messages) == [m.id for m in bot.messages]
    assert len(bot.messages) == 60


LONG: dict[str, Any] = {
    "content over 2,000": {"content": "x" * 2001},
    "title over 256": {"embed": discord.Embed(title="x" * 257)},
    "description over 4,096": {"embed": discord.Embed(description="x" * 4097)},
    "field name over 256": {"embed": discord.Embed().add_field(name="x" * 257, value="v")},
    "field value over 1,024": {"embed": discord.Embed().add_field(name="n", value="x" * 1025)},
    "empty field value": {"embed": discord.Embed().add_field(name="n", value="")},
    "footer over 2,048": {"embed": discord.Embed().set_footer(text="x" * 2049)},
    "author over 256": {"embed": discord.Embed().set_author(name="x" * 257)},
    "embeds over 6,000 together": {"embeds": [discord.Embed(description="x" * 3001)] * 2},
    "an empty embed": {"embed": discord.Embed(color=1)},
    "nonce over 25": {"content": "x", "nonce": "x" * 26},
}


async def test_what_is_too_long_or_empty_is_refused(bot: TestBot, hands: Hands) -> None:
    codes: dict[str, int] = {}
    for what, message in LONG.items():
        with pytest.raises(discord.HTTPException) as refused:
            await channel(bot, LICENSING.id).send(**message)
        codes[what] = refused.value.code
    assert codes == dict.fromkeys(LONG, 50035)
    assert await hands.items() == []


async def test_the_error_tree_names_the_field(bot: TestBot) -> None:
    embed = discord.Embed(title="fine").add_field(name="n", value="x" * 1025)
    with pytest.raises(discord.HTTPException, match=r"embeds\.0\.fields\.0\.value: Must be between 1 and 1024"):
        await channel(bot, LICENSING.id).send(embed=embed)


async def test_26_fields_and_11_embeds_are_too_many(bot: TestBot) -> None:
    embed = discord.Embed()
    for _ in range(26):
        embed.add_field(name="n", value="v")
    with pytest.raises(discord.HTTPException, match="25"):
        await channel(bot, LICENSING.id).send(embed=embed)
    too_many = {"embeds": [{"title": "x"}] * 11}
    with pytest.raises(discord.HTTPException, match="10"):
        await bot.http.request(_post_to(LICENSING.id), json=too_many)


async def test_an_empty_message_is_refused(bot: TestBot) -> None:
    with pytest.raises(discord.HTTPException) as refused:
        await channel(bot, LICENSING.id).send("  ")
    assert refused.value.code == 50006


async def test_unknown_and_ill_typed_fields_are_refused(bot: TestBot) -> None:
    bodies: list[Any] = [{"contents": "x"}, {"content": 5}, {"content": "x", "embeds": {}}, ["x"], 5]
    for body in bodies:
        with pytest.raises(discord.HTTPException) as refused:
            await bot.http.request(_post_to(LICENSING.id), json=body)
        assert refused.value.code == 50035, body


async def test_what_is_not_there_is_named(bot: TestBot) -> None:
    with pytest.raises(discord.NotFound) as channel_gone:
        await bot.fetch_channel(5)
    with pytest.raises(discord.NotFound) as user_gone:
        await bot.fetch_user(5)
    assert (channel_gone.value.code, user_gone.value.code) == (10003, 10013)


async def test_another_persons_message_cannot_be_edited(bot: TestBot, hands: Hands) -> None:
    await hands.say(f"{AT_QUASI} mine")
    with pytest.raises(discord.Forbidden) as refused:
        await bot.messages[-1].edit(content="yours")
    assert refused.value.code == 50005


async def test_a_channel_where_the_bot_may_not_write(bot: TestBot, hands: Hands) -> None:
    await hands.do("permissions", channel="licensing", deny=["send_messages"])
    place = channel(bot, LICENSING.id)
    assert not place.permissions_for(place.guild.me).send_messages
    with pytest.raises(discord.Forbidden) as refused:
        await place.send("hello")
    assert refused.value.code == 50013


def _post_to(channel_id: str) -> discord.http.Route:
    return discord.http.Route("POST", "/channels/{channel_id}/messages", channel_id=channel_id)
