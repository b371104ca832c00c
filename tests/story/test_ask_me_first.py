"""A talent who wants a word before large deals are talked about."""

from __future__ import annotations

from dataclasses import replace

from bot.sandbox.people import ADA, BEN, IMANI
from tests.story import steps
from tests.story.town import Town


async def _ask_me_first_above(town: Town, amount_minor: int) -> None:
    assert town.quasi is not None

    def inner(tx):  # type: ignore[no-untyped-def]
        mandate = tx.mandate("imani")
        tx.add_mandate(replace(mandate, version=mandate.version + 1, ask_first_above_minor=amount_minor))

    await town.quasi.deps.store.transact(inner)


async def test_no_price_is_named_for_a_large_deal_before_the_talent_lets_it_be_talked_about(town: Town) -> None:
    await _ask_me_first_above(town, 500_000)
    await steps.brief(town)
    assert "wants to decide first" in await town.last(ADA)
    assert "EUR" not in await town.last(ADA)
    assert "EUR 11,760.00" in await town.last(IMANI)
    await town.restart_bot()
    await town.click(IMANI, "Go ahead")
    assert "Accept A" in str(await town.find(ADA, "Accept A"))


async def test_not_this_one_ends_it_and_silence_is_a_no(town: Town) -> None:
    await _ask_me_first_above(town, 500_000)
    await steps.brief(town)
    await town.click(IMANI, "Not this one")
    assert "said no" in await town.last(ADA)
    await steps.brief(town)
    await town.pass_time(days=3)
    assert "no answer is a no" in await town.last(ADA)


async def test_her_words_decide_nothing_here_either_and_bring_the_question_back(town: Town) -> None:
    await _ask_me_first_above(town, 500_000)
    await steps.brief(town)
    await town.say(IMANI, "ok, go ahead and talk")
    assert "May I talk with Northwind Outerwear about it?" in await town.last(IMANI)
    assert "wants to decide first" in await town.last(ADA)
    await town.click(IMANI, "Go ahead")
    await town.find(ADA, "Accept A")


async def test_only_she_lets_it_be_talked_about(town: Town) -> None:
    await _ask_me_first_above(town, 500_000)
    await steps.brief(town)
    ask = await town.find(IMANI, "Go ahead")
    assert await _refused(town, BEN, ask["id"])


async def test_a_small_deal_is_talked_about_at_once(town: Town) -> None:
    await _ask_me_first_above(town, 2_000_000)
    await steps.brief(town)
    await town.find(ADA, "Accept A")


async def _refused(town: Town, who, message: str) -> bool:  # type: ignore[no-untyped-def]
    from tests.story.town import Refused

    try:
        await town.click(who, "Go ahead", message)
    except Refused:
        return True
    return "is for Imani" in await town.last(who)
