"""Discord fails, the gateway drops, a DM is closed, the database is held: nothing lost, nothing doubled (I7, I13)."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import timedelta

import pytest

from bot.sandbox.people import ADA, BEN, IMANI, LEE, NOOR, QUASI, Person
from tests.story import looks, steps
from tests.story.town import Town, words

Trouble = Callable[[], Awaitable[None]]


async def _nothing_doubled(town: Town) -> None:
    """Each outbox row is one message, and no two messages of ours say the same in the same place at the same time."""
    for who in (ADA, IMANI, LEE):
        said = Counter(
            (item["channel"], words(item), item["at"][:16])
            for item in await town.inbox(who)
            if item["kind"] == "message"
            and item["author"] == QUASI.id
            and not item["ephemeral"]
            and not item.get("interaction")
        )
        assert [text for (_, text, _), count in said.items() if count > 1] == []


@pytest.mark.parametrize("fault", ["429", "500", "500_late", "drop_gateway"])
async def test_i7_a_fault_before_each_step_loses_and_doubles_nothing(town: Town, fault: str) -> None:
    async def trouble() -> None:
        await town.post("fault", kind=fault, times=1)

    await trouble()
    await town.say(ADA, steps.FIRST, "licensing")
    await _until_delivered(town)
    for who, label in (
        (ADA, "Yes, no exclusivity"),
        (ADA, "Accept A"),
        (ADA, "Confirm offer"),
        (IMANI, "Review and approve"),
    ):
        await _press_in_trouble(town, trouble, who, label)
    await town.click(IMANI, "I approve")
    await trouble()
    await town.submit(IMANI, code=await steps.code(town))
    await _until_delivered(town)
    number = await steps.number(town)
    assert number in await looks.thread(town, ADA)
    assert len(await looks.licences(town)) == 1
    await _nothing_doubled(town)


async def _press_in_trouble(town: Town, trouble: Trouble, who: Person, label: str) -> None:
    """Presses while something fails; where the answer was lost, presses again, as a person would."""
    item = await town.find(who, label)
    await trouble()
    await town.click(who, label, item["id"])
    await _until_delivered(town)
    if label == "Review and approve" and "code **" not in str(await looks.dms(town, who)):
        await town.click(who, label, item["id"])
        await _until_delivered(town)


async def _until_delivered(town: Town) -> None:
    """Back-off is a matter of seconds of the world's time."""
    await town.pass_time(hours=0.05)


async def test_a_closed_dm_becomes_a_private_thread_in_which_she_can_approve(town: Town) -> None:
    await steps.brief(town)
    await town.click(ADA, "Accept A")
    await town.post("fault", kind="dm_closed", times=50, user=IMANI.id)
    await town.click(ADA, "Confirm offer")
    ask = await town.find(IMANI, "Review and approve")
    assert (ask["channel_kind"], ask["channel_name"]) == ("thread", "Quasi × Imani Okafor")
    for other in (ADA, NOOR):
        assert "would like to use your clone" not in str(await town.inbox(other))
    await town.click(IMANI, "Review and approve")
    await town.click(IMANI, "I approve")
    await town.submit(IMANI, code=await steps.code(town))
    assert await steps.number(town) in await looks.thread(town, ADA)
    assert "delivery.fallback" in await looks.ledger(town)


async def test_i11_stop_is_heard_in_the_private_thread_that_stands_for_a_closed_dm(town: Town) -> None:
    await town.post("fault", kind="dm_closed", times=50, user=IMANI.id)
    await steps.offer(town)
    thread = (await town.find(IMANI, "Review and approve"))["channel"]
    await town.say(IMANI, "what happens if I say no?", thread)
    assert "Then nothing is licensed" in await looks.thread(town, IMANI)
    await town.say(IMANI, "STOP", thread)
    assert "RESUME" in await looks.thread(town, IMANI)
    assert [deal.is_open for deal in await looks.deals(town)] == [False]


async def test_what_is_said_there_while_nobody_hears_is_heard_at_the_next_start(town: Town) -> None:
    await town.post("fault", kind="dm_closed", times=50, user=IMANI.id)
    await steps.offer(town)
    thread = (await town.find(IMANI, "Review and approve"))["channel"]
    await town.stop_bot()
    await town.post("say", **{"as": IMANI.id}, channel=thread, text="STOP")
    await town.start_bot()
    assert [deal.is_open for deal in await looks.deals(town)] == [False]


async def test_a_message_that_could_not_be_delivered_is_shown_to_the_operator_and_sent_again(town: Town) -> None:
    await steps.offer(town)
    await town.post("permissions", channel="licence-log", allow=[], deny=["send_messages"])
    number = await steps.approve(town)
    town.sandbox.clock.jump_to(await town.now() + timedelta(hours=25))
    await town.settle()
    await town.post("permissions", channel="licence-log", allow=["view_channel", "send_messages"], deny=[])
    await town.command(LEE, "outbox")
    assert "1 message could not be delivered" in await looks.alone(town, LEE)
    assert "licence\\_log to operators" in await looks.alone(town, LEE) or "licence_log" in await looks.alone(town, LEE)
    await _press_on_newest(town, LEE)
    assert "It goes out again now." in await looks.alone(town, LEE)
    log = [
        words(item)
        for item in await town.inbox(LEE)
        if item["kind"] == "message" and item["channel_name"] == "licence-log"
    ]
    assert len([text for text in log if f"**{number}** issued" in text]) == 1
    await town.command(LEE, "outbox")
    assert "Everything was delivered." in await looks.alone(town, LEE)


async def _press_on_newest(town: Town, who: Person) -> None:
    item = next(item for item in reversed(await town.inbox(who)) if item["kind"] == "message" and item["ephemeral"])
    await town.click(who, item["components"][0]["label"], item["id"])


async def test_only_an_operator_sees_the_outbox(town: Town) -> None:
    await town.command(ADA, "outbox")
    assert "Only the people who run Quasi" in await looks.alone(town, ADA)


async def test_i13_a_database_that_is_held_is_said_and_what_was_done_is_kept(town: Town) -> None:
    await steps.brief(town)
    with closing(sqlite3.connect(town.data_dir / "quasi.db", isolation_level=None)) as other:
        other.execute("begin exclusive")
        await town.click(ADA, "Accept A")
        assert "I can't take that in just now" in await looks.alone(town, ADA)
        other.execute("rollback")
    await town.click(ADA, "Accept A")
    await town.click(ADA, "Confirm offer")
    assert await steps.approve(town) in await looks.thread(town, ADA)


async def test_i13_a_database_held_while_a_message_comes_is_said_in_the_thread(town: Town) -> None:
    thread = await steps.brief(town)
    with closing(sqlite3.connect(town.data_dir / "quasi.db", isolation_level=None)) as other:
        other.execute("begin exclusive")
        await town.post("say", **{"as": ADA.id}, text="we could do 9,400 for A", channel=thread)
        await town.settle()
        assert "I can't take that in just now" in await looks.thread(town, ADA)
        other.execute("rollback")
    await town.say(ADA, "9,400 for A", thread)
    assert "9,400.00" in await looks.thread(town, ADA)


async def test_a_bot_that_was_away_answers_what_was_said_to_its_threads_on_its_return(town: Town) -> None:
    await steps.offer(town)
    for _ in range(3):
        await town.restart_bot()
        assert (
            len([item for item in await looks.dms(town, IMANI) if "would like to use your clone" in item["text"]]) == 1
        )
    assert await steps.approve(town) in await looks.thread(town, ADA)
    await _nothing_doubled(town)


async def test_i13_what_was_said_while_the_bot_was_away_is_answered_once_when_it_comes_back(town: Town) -> None:
    thread = await steps.brief(town)
    await steps.offer(town, BEN)
    await town.stop_bot()
    town.sandbox.settler.bot_grace_s = 0  # people do not wait for it either
    for who, text, where in (
        (ADA, "we could do 7,000 for A", {"channel": thread}),
        (IMANI, "STOP", {"dm": True}),
        (ADA, steps.FIRST.replace("Imani Okafor", "Mara Lindqvist"), {"channel": "licensing"}),
        (BEN, "nobody asked Quasi", {"channel": "licensing"}),
    ):
        await town.post("say", **{"as": who.id}, text=text, **where)
    town.sandbox.settler.bot_grace_s = 10
    await town.start_bot()
    assert "consent.stopped" in await looks.ledger(town)
    assert (await looks.ledger(town)).count("deal.opened") == 3
    said = await town.inbox(ADA)
    assert "Mara" in str(said)
    await town.restart_bot()
    await town.restart_bot()
    assert (await looks.ledger(town)).count("deal.opened") == 3
    assert len([item for item in await looks.dms(town, IMANI) if "Stopped" in item["text"]]) == 1
    await _nothing_doubled(town)
