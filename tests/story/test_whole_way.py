"""The whole way of a deal, from the first message to the takedown, with the bot restarted between all steps."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from bot.domain.ledger import first_break
from bot.proof import verify_licence_file
from bot.sandbox.people import ADA, IMANI
from tests.story import steps
from tests.story.town import Town, words


@pytest.mark.slow
async def test_a_deal_goes_the_whole_way_and_survives_a_restart_after_every_step(town: Town) -> None:
    thread = await steps.brief(town)
    await town.restart_bot()
    await town.say(ADA, "we can do 4000 for A", thread)
    assert "your figure" in (await town.last(ADA)).casefold()
    await town.restart_bot()
    await town.click(ADA, "Counter")
    await town.submit(ADA, fee="5,000")
    await town.restart_bot()
    await town.click(ADA, "Accept A")
    assert "Nothing is binding until you confirm" in await town.last(ADA)
    await town.restart_bot()
    await town.click(ADA, "Confirm offer")
    await town.restart_bot()
    await town.click(IMANI, "Review and approve")
    await town.restart_bot()
    await town.click(IMANI, "I approve")
    await town.restart_bot()
    await town.submit(IMANI, code=await steps.code(town))
    number = await steps.number(town)
    await town.restart_bot()
    await _papers_are_in_both_inboxes(town, number)
    await _checks_answer(town, number)
    await _reminders_come(town, number)
    renewed = await _renews_with_new_consent(town, number)
    await _is_taken_down(town, renewed)
    await _the_ledger_holds(town)


async def _papers_are_in_both_inboxes(town: Town, number: str) -> None:
    for who in (ADA, IMANI):
        message = next(item for item in reversed(await town.inbox(who)) if item.get("attachments"))
        files = {file["filename"]: await town.fetch(file["url"]) for file in message["attachments"]}
        assert set(files) == {f"{number}.pdf", f"{number}.json", f"{number}.ics"}
        assert number in PdfReader(BytesIO(files[f"{number}.pdf"])).pages[0].extract_text()
        assert verify_licence_file(files[f"{number}.json"]).verdict in ("genuine", "intact")
        assert json.loads(files[f"{number}.json"])["number"] == number
    page = (await town.fetch(f"/verify/{number}")).decode()
    assert number in page
    assert "Imani Okafor" in page


async def _checks_answer(town: Town, number: str) -> None:
    await town.command(ADA, "licence check", licence=number, medium="print", territory="Belgium", date="2027-02-01")
    assert "**No.**" in await town.last(ADA)
    assert "Belgium" in await town.last(ADA)
    await town.restart_bot()
    await town.command(ADA, "licence check", licence=number, medium="print", territory="France", date="2027-02-01")
    assert "**Yes.**" in await town.last(ADA)


async def _reminders_come(town: Town, number: str) -> None:
    await town.restart_bot()
    for day, left in (("2027-06-09", "30 days"), ("2027-06-25", "14 days"), ("2027-07-02", "7 days")):
        await town.travel_to(datetime.fromisoformat(f"{day}T12:00:00+00:00"))
        assert f"in {left}" in await town.last(IMANI)
        assert f"in {left}" in await _newest(town, f"licence {number}")
        await town.restart_bot()


async def _renews_with_new_consent(town: Town, number: str) -> str:
    await town.click(ADA, "Renew")
    assert "new consent" in await town.last(ADA, 2)
    await town.restart_bot()
    if "Accept A" in str(await town.inbox(ADA)):
        item = await town.find(ADA, "Withdraw")
        if any(part["label"] == "Accept A" for part in item["components"]):
            await town.click(ADA, "Accept A")
    await town.click(ADA, "Confirm offer")
    await town.restart_bot()
    renewed = await steps.approve(town)
    assert renewed != number
    await town.restart_bot()
    await town.travel_to(datetime(2027, 7, 10, 12, tzinfo=UTC))
    assert "Confirm takedown" not in str([item for item in await town.inbox(ADA) if number in str(item)])
    return renewed


async def _is_taken_down(town: Town, number: str) -> None:
    await town.travel_to(datetime(2028, 1, 10, 12, tzinfo=UTC))
    assert "ended last night" in await _newest(town, number)
    await town.restart_bot()
    await town.pass_time(days=3)
    assert "ended 3 days ago" in await _newest(town, number)
    await town.choose(ADA, "Places that are down", "print")
    await town.click(ADA, "Confirm takedown")
    assert "Still open: website" in await town.last(ADA)
    await town.restart_bot()
    await town.choose(ADA, "Places that are down", "website")
    await town.click(ADA, "Confirm takedown")
    assert "closed" in await town.last(ADA)
    assert "is down" in await town.last(IMANI)


async def _the_ledger_holds(town: Town) -> None:
    assert town.quasi is not None
    entries = await town.quasi.deps.store.read(lambda tx: list(tx.ledger()))
    assert first_break(entries) is None
    kinds = [entry.kind for entry in entries]
    assert kinds.count("licence.issued") == 2
    assert kinds.count("consent.approved") == 2
    assert kinds.count("licence.expired") == 2
    assert kinds.count("licence.closed") == 1


async def _newest(town: Town, fragment: str) -> str:
    seen = [words(item) for item in await town.inbox(ADA) if item["kind"] == "message"]
    return next(text for text in reversed(seen) if fragment in text)
