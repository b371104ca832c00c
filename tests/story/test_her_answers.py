"""What a talent can answer besides yes: no, a change, a question, her adviser's view; and what approves nothing."""

from __future__ import annotations

import pytest

from bot.sandbox.people import ADA, BEN, IMANI, LEE, NOOR
from tests.story import looks, steps
from tests.story.town import Refused, Town, words


async def test_she_declines_and_the_brand_hears_it_without_a_reason(town: Town) -> None:
    await steps.offer(town)
    await town.click(IMANI, "Decline")
    assert "Declined. I've told Northwind" in await looks.dm(town, IMANI)
    assert "has said no" in await looks.thread(town, ADA)
    await town.click(IMANI, "Review and approve")
    assert "closed already. Nothing changed." in await looks.dm(town, IMANI)


async def test_she_asks_for_a_change_that_can_be_read_and_approves_it_after_the_brand_accepts(town: Town) -> None:
    thread = await steps.offer(town)
    await town.click(IMANI, "Ask for a change")
    await town.submit(IMANI, words="only France please, and EUR 11,000")
    assert "you get a new one to decide on" in await looks.dm(town, IMANI)
    seen = await looks.thread(town, ADA)
    assert "asks for a change" in seen
    assert "only France please" in seen
    assert "EUR 11,000.00" in seen
    await town.click(ADA, "Accept A")
    assert "EUR 11,000.00" in await looks.thread(town, ADA)
    await town.click(ADA, "Confirm offer")
    number = await steps.approve(town)
    assert number in await looks.thread(town, ADA)
    assert "France" in await looks.thread(town, ADA) and "Spain" not in await looks.thread(town, ADA)
    assert thread in str(await town.inbox(ADA))


async def test_she_asks_for_a_change_in_free_words_and_the_brand_acts_on_it(town: Town) -> None:
    thread = await steps.offer(town)
    await town.click(IMANI, "Ask for a change")
    await town.submit(IMANI, words="I'd like to see the layouts first")
    seen = await looks.thread(town, ADA)
    assert "see the layouts first" in seen
    assert "The offer itself is as it was" in seen
    await town.say(ADA, "make it only print", thread)
    await town.click(ADA, "Accept A")
    await town.click(ADA, "Confirm offer")
    assert (await steps.approve(town)) in await looks.thread(town, ADA)


async def test_her_question_is_relayed_and_answered_by_message_and_by_button(town: Town) -> None:
    thread = await steps.offer(town)
    await town.click(IMANI, "Ask the brand")
    await town.submit(IMANI, words="Which photographs will you place me in?")
    assert "Which photographs" in await looks.thread(town, ADA)
    await town.say(ADA, "Street scenes in Lyon, no studio.", thread)
    assert "Street scenes in Lyon" in await looks.dm(town, IMANI)
    await town.say(IMANI, "who is the photographer?")
    assert "Ask the brand" in str((await town.find(IMANI, "Ask the brand"))["components"])
    await town.click(IMANI, "Ask the brand")
    await town.submit(IMANI, words="And who retouches them?")
    await town.click(ADA, "Answer")
    await town.submit(ADA, words="Our own studio.")
    assert "Our own studio." in await looks.dm(town, IMANI)
    assert (await steps.approve(town)) in await looks.thread(town, ADA)


async def test_her_adviser_reads_and_comments_and_cannot_approve(town: Town) -> None:
    await steps.offer(town)
    ask = await town.find(IMANI, "Review and approve")
    await town.click(IMANI, "Bring in my adviser")
    assert "Noor" in await looks.dm(town, IMANI)
    asked = await town.find(NOOR, "Comment")
    assert [part["label"] for part in asked["components"]] == ["Comment"]
    assert "deciding stays with Imani" in words(asked)
    await town.click(NOOR, "Comment")
    await town.submit(NOOR, words="The fee is fair; ask about the retouching.")
    assert "The fee is fair" in await looks.dm(town, IMANI)
    await town.say(NOOR, "approve")
    await town.say(NOOR, "I approve, yes, go ahead")
    for label in ("Review and approve", "Decline", ask["components"][0]["custom_id"]):
        with pytest.raises(Refused, match="sees no message"):
            await town.click(NOOR, label, ask["id"])
    assert "is issued" not in str(await town.inbox(ADA))
    assert "Your licence" not in str(await town.inbox(IMANI))


@pytest.mark.parametrize("said", ["yes!", "I approve", "👍", "ok go ahead and sign it for me"])
async def test_i3_words_and_emoji_never_approve(town: Town, said: str) -> None:
    await steps.offer(town)
    await town.say(IMANI, said)
    assert "Review and approve" in str((await town.find(IMANI, "Review and approve"))["components"])
    ask = await town.find(IMANI, "Decline")
    await town.post("react", **{"as": IMANI.id}, message=ask["id"], emoji="👍")
    await town.settle()
    assert "Your licence" not in str(await town.inbox(IMANI))
    assert await looks.licences(town) == []


async def test_a_wrong_code_approves_nothing_and_five_take_a_new_review(town: Town) -> None:
    await steps.offer(town)
    await town.click(IMANI, "Review and approve")
    right = await steps.code(town)
    for left in (4, 3, 2, 1, 0):
        await town.click(IMANI, "I approve")
        await town.submit(IMANI, code="ZZZZ" if right != "ZZZZ" else "YYYY")
        assert ("one try" if left == 1 else f"{left} tries" if left else "for a new code") in await looks.dm(
            town, IMANI
        )
    await town.click(IMANI, "Review and approve")
    assert await looks.licences(town) == []
    await town.click(IMANI, "I approve")
    await town.submit(IMANI, code=(await steps.code(town)).lower())
    assert (await steps.number(town)) in await looks.thread(town, ADA)


async def test_the_brand_withdraws_while_she_is_asked(town: Town) -> None:
    await steps.offer(town)
    await town.click(ADA, "Withdraw")
    assert "Withdrawn. Nothing was licensed" in await looks.thread(town, ADA)
    assert "has withdrawn its request" in await looks.dm(town, IMANI)
    await town.click(IMANI, "Review and approve")
    assert "Nothing changed" in await looks.dm(town, IMANI)


async def test_buttons_of_someone_else_cost_one_private_sentence(town: Town) -> None:
    await steps.brief(town)
    offers = await town.find(ADA, "Accept A")
    for label in ("Accept A", "Counter", "Withdraw"):
        await town.click(BEN, label, offers["id"])
        assert "This one is for Northwind Outerwear. Nothing changed." in await looks.alone(town, BEN)
        seen = [item for item in await town.inbox(ADA) if "Nothing changed" in words(item)]
        assert seen == []
    await town.click(LEE, "Accept A", offers["id"])
    assert "Nothing changed" in await looks.alone(town, LEE)
