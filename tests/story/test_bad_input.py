"""Messages nobody expected: a clear answer where we were addressed, silence where we were not, never a trace (I13)."""

from __future__ import annotations

import re

import pytest

from bot.sandbox.people import ADA, BEN, HUMANS, IMANI, LEE, MARA, NOOR, QUASI, SOFIA, Person
from tests.story import looks, steps
from tests.story.town import Town, words

ODD = {
    "emoji": "🔥🔥🔥 👩🏽‍🦱",
    "right to left": "أريد صورة \u202eلإيماني\u202c من فضلك",
    "zero width": "\u200b\u200d\ufeff \u2060",
    "markdown": "**_`~~||> # [x](http://x.example) ```py\nprint(1)\n",
    "mentions": f"@everyone @here <@{IMANI.id}> <@&1100000000000000012> <#1100000000000000022>",
    "long": "parka " * 666,
    "control": "a\u0007b\u0000c"[:2] + " \u202e abc",
    "numbers": "9" * 300,
    "a custom id": "approve|x|1|y",
    "braces": "{data[floor]} {0.__class__} %s %(x)s ${PATH}",
    "nothing said": ".",
    "half a surrogate's neighbour": "𝔉𝔧𝔬𝔯𝔡 👁️‍🗨️ ﷽",
}
TRACE = re.compile(r"Traceback|Error\b|Exception|\.py\b|\bNone\b|\{[a-z_]+\}|KeyError|null\b")


async def _count(town: Town) -> int:
    assert town.quasi is not None
    return len(
        [item for item in (await town.get("inbox", **{"as": LEE.id}, since=0))["items"] if item["kind"] == "message"]
    )


async def test_i13_unaddressed_talk_in_the_channel_is_left_alone(town: Town) -> None:
    before = await _count(town)
    for odd in ODD.values():
        await town.say(BEN, odd, "licensing")
        await town.say(SOFIA, "I like " + odd[:1000], "licensing")
    assert await _count(town) == before + 2 * len(ODD)


@pytest.mark.parametrize("half", [0, 1])
async def test_i13_odd_words_get_a_clear_answer_in_channel_thread_and_dm(town: Town, half: int) -> None:
    speakers = (IMANI, BEN, NOOR, LEE, SOFIA, MARA)
    for odd in list(ODD.values())[half::2]:
        await town.say(ADA, f"<@{QUASI.id}> {odd}"[:4000], "licensing")
        await town.say(ADA, odd, await town.thread(ADA))
        thread = await steps.brief(town)
        await town.say(ADA, odd, thread)
        await town.click(ADA, "Accept A")
        await town.say(ADA, odd, thread)
        for who in speakers:
            before = len(await looks.dms(town, who))
            await town.say(who, odd)
            answers = [item for item in (await looks.dms(town, who))[before:] if item["author"] == QUASI.id]
            assert len(answers) == 1, (who.name, odd[:40])
    for who in HUMANS:
        for text in await _said_to(town, who):
            for odd in ODD.values():
                text = text.replace(odd[:100], "")
            assert not TRACE.search(text), text


async def test_i13_odd_words_in_her_dm_while_something_is_open_leave_it_open(town: Town) -> None:
    await steps.offer(town)
    for odd in ODD.values():
        await town.say(IMANI, odd)
    assert await steps.approve(town) in await looks.thread(town, ADA)


async def test_i13_odd_words_in_every_form_keep_the_world_as_it_was(town: Town) -> None:
    await steps.brief(town)
    for odd in ODD.values():
        await town.click(ADA, "Counter")
        await town.submit(ADA, fee=odd[:60], rest=odd[:900])
        await town.click(ADA, "Edit")
        await town.submit(
            ADA, media=odd[:300], territories=odd[:300], length=odd[:300], exclusivity=odd[:300], rest=odd[:900]
        )
        if "Accept A" not in await looks.buttons(town, ADA):
            await town.click(ADA, "Withdraw")
            await steps.brief(town)
    assert await looks.licences(town) == []
    for text in await _said_to(town, ADA):
        assert not TRACE.search(text), text


async def test_her_words_reach_the_brand_as_words_and_ping_nobody(town: Town) -> None:
    await steps.offer(town)
    await town.click(IMANI, "Ask the brand")
    await town.submit(IMANI, words=f"@everyone <@{BEN.id}> **who** [pays](https://x.example)? ||secret|| `code`")
    requests = (await town.get("requests"))["requests"]
    body = next(entry["body"] for entry in reversed(requests) if "pays" in str(entry["body"]))
    assert body["allowed_mentions"]["parse"] == []
    assert "@everyone" not in body["content"]
    assert f"<@{BEN.id}>" not in body["content"]
    assert "**who**" not in body["content"]


async def _said_to(town: Town, who: Person) -> list[str]:
    return [words(item) for item in await town.inbox(who) if item["kind"] == "message" and item["author"] == QUASI.id]
