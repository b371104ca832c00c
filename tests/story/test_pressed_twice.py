"""Old buttons, and every button pressed twice in one breath: one effect, and at most one sentence more (I3)."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from bot.sandbox.people import ADA, IMANI, Person
from tests.story import looks, steps
from tests.story.town import Item, Town, words


async def _twice(town: Town, who: Person, label: str, item: Item | None = None) -> None:
    item = item or await town.find(who, label)
    press = {"as": who.id, "message": item["id"], "component": label}
    await asyncio.gather(town.post("click", **press), town.post("click", **press))
    await town.settle()


async def _submit_twice(town: Town, who: Person, **fields: str) -> None:
    """The open form, sent twice in one breath; the world takes at least the first."""
    form = [item for item in await town.inbox(who) if item["kind"] == "modal"][-1]
    body = {"as": who.id, "modal": form["id"], "fields": fields}
    await asyncio.gather(town.post("submit", **body), town.post("submit", **body), return_exceptions=True)
    await town.settle()


async def test_i3_each_button_of_a_deal_works_once_though_pressed_twice(town: Town) -> None:
    await steps.brief(town)
    offers = await town.find(ADA, "Accept A")
    await _twice(town, ADA, "Accept A")
    assert await _said(town, ADA, "Here is the whole offer") == 1
    await _twice(town, ADA, "Confirm offer")
    assert await _said(town, IMANI, "would like to use your clone") == 1
    assert await _said(town, ADA, "Confirmed.") == 1
    await town.click(IMANI, "Review and approve")
    await town.click(IMANI, "I approve")
    await _submit_twice(town, IMANI, code=await steps.code(town))
    assert len(await looks.licences(town)) == 1
    assert len([item for item in await looks.dms(town, IMANI) if "Your licence is" in words(item)]) == 1
    assert await _said(town, ADA, "has said yes") == 1
    assert (await looks.ledger(town)).count("licence.issued") == 1
    await town.click(ADA, "Accept A", offers["id"])
    assert "Nothing changed" in await looks.alone(town, ADA) or "nothing changed" in await looks.alone(town, ADA)


async def test_i3_a_decline_and_a_change_work_once_though_sent_twice(town: Town) -> None:
    await steps.offer(town)
    await town.click(IMANI, "Ask for a change")
    await _submit_twice(town, IMANI, words="only France")
    assert await _said(town, ADA, "asks for a change") == 1
    await town.click(ADA, "Accept A")
    await town.click(ADA, "Confirm offer")
    await _twice(town, IMANI, "Decline")
    assert await _said(town, ADA, "has said no") == 1
    assert (await looks.ledger(town)).count("consent.declined") == 1


async def test_an_old_table_says_that_it_is_old(town: Town) -> None:
    thread = await steps.brief(town)
    old = await town.find(ADA, "Accept A")
    await town.say(ADA, "we could do 7000 for A", thread)
    await town.restart_bot()
    for label in ("Accept A", "Counter"):
        await town.click(ADA, label, old["id"])
        assert "That offer changed on" in await looks.alone(town, ADA)
    await town.click(ADA, "Accept A")
    readback = await town.find(ADA, "Confirm offer")
    await town.click(ADA, "Change something")
    await town.click(ADA, "Confirm offer", readback["id"])
    assert "That offer changed on" in await looks.alone(town, ADA)
    assert await looks.dms(town, IMANI) == []


async def test_renew_and_takedown_pressed_twice_do_one_thing(town: Town) -> None:
    number = await steps.licensed(town)
    await town.travel_to(datetime(2027, 6, 9, 12, tzinfo=UTC))
    await _twice(town, ADA, "Renew")
    assert (await looks.ledger(town)).count("deal.opened") == 2
    await town.click(ADA, "Withdraw")
    await town.travel_to(datetime(2027, 7, 10, 12, tzinfo=UTC))
    await town.choose(ADA, "Places that are down", "print", "website")
    await _twice(town, ADA, "Confirm takedown")
    assert (await looks.ledger(town)).count("licence.closed") == 1
    assert await _said(town, IMANI, f"{number}") >= 1
    assert (await looks.licences(town))[0].closed_at is not None


async def test_stop_and_pause_in_one_breath_stop_once(town: Town) -> None:
    await steps.offer(town)
    ask = await town.find(IMANI, "Pause everything")
    await asyncio.gather(
        town.post("click", **{"as": IMANI.id}, message=ask["id"], component="Pause everything"),
        town.post("say", **{"as": IMANI.id}, dm=True, text="STOP"),
    )
    await town.settle()
    assert (await looks.ledger(town)).count("talent.stopped") == 1
    assert (await looks.ledger(town)).count("consent.stopped") == 1
    assert await _said(town, ADA, "takes no requests at the moment") == 1


async def _said(town: Town, who: Person, fragment: str) -> int:
    """How many messages that this person sees hold those words."""
    return len([item for item in await town.inbox(who) if item["kind"] == "message" and fragment in words(item)])
