"""Time while nobody answers: quiet hours, the reminder a day before, silence that is a no, STOP and RESUME."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.sandbox.people import ADA, BEN, IMANI, LEE, MARA
from tests.story import looks, steps
from tests.story.town import Town

BENS = (
    "<@1100000000000000100> Mara Lindqvist's clone for our Harbor jeans, website, Sweden and Norway, three months from"
    " 1 February 2027, for the spring catalogue. 6 images, they replace no casting."
)


async def test_an_offer_confirmed_at_night_reaches_her_in_the_morning(town: Town) -> None:
    await steps.brief(town)
    await town.click(ADA, "Accept A")
    await town.travel_to(datetime(2026, 11, 3, 22, tzinfo=UTC))  # 23:00 in Paris
    await town.click(ADA, "Confirm offer")
    assert await looks.dms(town, IMANI) == []
    await town.travel_to(datetime(2026, 11, 4, 6, 59, tzinfo=UTC))
    assert await looks.dms(town, IMANI) == []
    await town.pass_time(hours=0.1)
    ask = (await looks.dms(town, IMANI))[0]
    assert ask["at"][:16] == "2026-11-04T07:00"  # 08:00 in Paris
    assert "Fri 6 Nov 2026, 08:00" in await looks.dm(town, IMANI)  # 48 h from the morning, not from the night


async def test_no_answer_is_a_no_and_she_is_reminded_a_day_before(town: Town) -> None:
    await steps.offer(town)
    await town.pass_time(hours=24.1)
    assert "One day is left" in await looks.dm(town, IMANI)
    await town.pass_time(hours=24)
    assert "the answer was no" in await looks.dm(town, IMANI)
    assert "no answer is a no" in await looks.thread(town, ADA)
    await town.click(IMANI, "Review and approve")
    assert "Nothing changed" in await looks.dm(town, IMANI)
    assert len([item for item in await looks.dms(town, IMANI) if "One day is left" in item["text"]]) == 1
    assert await looks.licences(town) == []


async def test_an_offer_nobody_confirms_is_reminded_of_once_and_ends(town: Town) -> None:
    await steps.brief(town)
    await town.click(ADA, "Accept A")
    await town.pass_time(hours=24.1)
    assert "Nothing is sent on before you confirm" in await looks.thread(town, ADA)
    await town.pass_time(hours=24)
    assert "off the table" in await looks.thread(town, ADA)
    await town.click(ADA, "Confirm offer")
    assert "That talk is over" in await looks.alone(town, ADA)
    assert await looks.dms(town, IMANI) == []


async def test_a_silent_draft_is_put_aside_after_two_weeks(town: Town) -> None:
    await town.say(ADA, "<@1100000000000000100> we'd like Imani Okafor for our parka", "licensing")
    await town.pass_time(days=14.1)
    assert "put this aside" in await looks.thread(town, ADA)
    assert (await looks.ledger(town))[-1] == "deal.lapsed"


async def test_stop_ends_both_open_asks_at_once_and_resume_lets_new_ones_come(town: Town) -> None:
    await steps.offer(town)
    await steps.offer(town, BEN, text=BENS.replace("Mara Lindqvist", "Imani Okafor"))
    assert len([item for item in await looks.dms(town, IMANI) if "would like to use your clone" in item["text"]]) == 2
    await town.say(IMANI, "stop")
    assert "2 open requests" in await looks.dm(town, IMANI)
    for brand in (ADA, BEN):
        assert "takes no requests at the moment, so this one ends here" in await looks.thread(town, brand)
    await town.click(IMANI, "Review and approve")
    assert "Nothing changed" in await looks.dm(town, IMANI)
    await town.say(ADA, steps.FIRST, "licensing")
    assert "takes no new requests at the moment" in await looks.thread(town, ADA, 2)
    await town.say(IMANI, "RESUME")
    await steps.offer(town)
    assert await steps.approve(town) in await looks.thread(town, ADA)


async def test_pause_everything_on_the_card_does_the_same_as_stop(town: Town) -> None:
    await steps.offer(town)
    await town.click(IMANI, "Pause everything")
    assert "Stopped" in await looks.dm(town, IMANI)
    assert (await looks.ledger(town))[-3:] == ["consent.stopped", "deal.stopped", "talent.stopped"]


async def test_a_licence_ended_early_runs_out_after_its_notice_and_is_taken_down(town: Town) -> None:
    number = await steps.licensed(town)
    await town.travel_to(datetime(2027, 2, 1, 12, tzinfo=UTC))
    await town.say(IMANI, "I want to end the Northwind licence")
    await town.click(IMANI, "How to end a licence")
    await town.click(IMANI, f"End {number}")
    await town.click(IMANI, "End this licence")
    code = (await looks.dm(town, IMANI, 1)).split("code **")[1][:4]
    await town.submit(IMANI, code=code)
    assert number in await looks.dm(town, IMANI)
    assert number in await looks.thread(town, ADA)
    await town.command(ADA, "licence check", licence=number, medium="print", territory="France")
    assert "**Yes.**" in await looks.alone(town, ADA)
    await town.pass_time(hours=73)
    await town.command(ADA, "licence check", licence=number, medium="print", territory="France")
    assert "**No.**" in await looks.alone(town, ADA)
    await town.pass_time(days=1)
    await town.choose(ADA, "Places that are down", "print", "website")
    await town.click(ADA, "Confirm takedown")
    assert "closed" in await looks.thread(town, ADA)
    assert (await looks.ledger(town)).count("licence.ended_by_revocation") == 1


async def test_an_operator_takes_a_deal_over_and_hands_it_back(town: Town) -> None:
    thread = await steps.brief(town)
    await town.command(LEE, "takeover", channel=thread)
    assert "A person at" in await looks.thread(town, ADA)
    await town.say(ADA, "we could do 9500 for A", thread)
    log = [
        item for item in await town.inbox(LEE) if item["kind"] == "message" and item["channel_name"] == "licence-log"
    ]
    assert "we could do 9500" in log[-1]["text"]
    assert "A person at" in await looks.thread(town, BEN, 2)
    await town.command(LEE, "handback", channel=thread)
    assert "I'm Quasi, the AI agent, and I'm back" in await looks.thread(town, ADA)
    await town.say(ADA, "we could do 9500 for A", thread)
    assert {"Accept A", "Confirm offer"} & set(await looks.buttons(town, ADA))
    assert "A person at" not in await looks.thread(town, ADA)


async def test_maras_answer_comes_in_her_own_currency(town: Town) -> None:
    await steps.offer(town, BEN, text=BENS)
    assert "SEK" in await looks.dm(town, MARA)
    assert "USD" not in await looks.dm(town, MARA)
    assert await steps.approve(town, MARA) in await looks.thread(town, BEN)
