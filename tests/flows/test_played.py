"""Turns of talks that were played on the page and went wrong there (docs/played.md, "Five deals against no move without
a move")."""

from __future__ import annotations

import re

from bot.sandbox.people import ADA, IMANI
from bot.surfaces.render import render
from tests.flows.stage import Stage, words_of

BRIEF = (
    "Imani Okafor for our winter jackets, website, paid social and print, France and Germany, 6 months from"
    " 1 December 2026, no exclusivity, 10 images, they replace no casting, for the winter launch."
)


async def told(stage: Stage, *said: str, brief: str = BRIEF) -> str:
    """Ada's brief and her further lines; what the thread reads last."""
    await stage.say(ADA, brief)
    for words in said:
        await stage.say(ADA, words, thread=stage.chat.messages[0].channel_id)
    return last_read(stage)


async def told_more(stage: Stage, *said: str) -> str:
    """Ada's further lines; what the thread reads last."""
    for words in said:
        await stage.say(ADA, words, thread=stage.chat.messages[0].channel_id)
    return last_read(stage)


def last_read(stage: Stage) -> str:
    """The newest message, as plain words."""
    return words_of(render(stage.chat.messages[-1].note)).replace("\u00a0", " ")


async def test_a_package_named_with_what_it_holds_is_taken_as_it_is(stage: Stage) -> None:
    await told(stage)
    card = stage.chat.messages[-1].note.data
    one = next(item for item in card["items"] if item["months"] == "3")
    assert "(3 months)" in await told_more(stage, f"then {one['letter']}, 3 months")


async def test_a_package_named_with_a_wish_is_no_yes(stage: Stage) -> None:
    await told(stage)
    assert "Here is the whole offer" not in await told_more(stage, "then B, Spain only")


async def test_a_letter_that_means_another_package_now_is_not_said_to_stay(stage: Stage) -> None:
    await told(stage, "11,000 EUR")
    card = stage.chat.messages[-1].note.data
    one = next(item for item in card["items"] if item["territories"] == ["DE"])
    assert one["letter"] != "A"
    seen = await told_more(stage, "5,000 EUR for Germany alone")
    assert "A – as you asked" in seen and not re.search("A (?:stays|comes down)", seen)


async def test_who_says_a_figure_again_with_his_no_is_not_asked_for_one(stage: Stage) -> None:
    seen = await told(stage, "11,000 EUR for A", "No, I said 11,000 for A. I don't have more.")
    assert "Your last figure stands at **EUR 11,000.00**." in seen and "What would work for you" not in seen
    assert "What would work for you" in await told_more(stage, "no, that doesn't work for us")


async def test_what_if_names_the_package_that_is_on_the_table_already(stage: Stage) -> None:
    await told(stage, "11,000 EUR")
    card = stage.chat.messages[-1].note.data
    one = next(item for item in card["items"] if item["territories"] == ["DE"] and item["months"] == "6")
    seen = await told_more(stage, "what would Germany only cost?")
    assert re.search(rf"{one['letter']} is .*Germany.* for \*\*EUR", seen)


async def test_a_german_brand_hears_of_the_yes_and_of_the_no_in_german(stage: Stage) -> None:
    await told(
        stage,
        "Accept A",
        brief="Wir hätten gern Imani Okafor für unsere Winterjacken, Website und Print in Deutschland, sechs Monate ab"
        " 1. Dezember 2026, keine Exklusivität, 10 Bilder, kein Casting wird ersetzt. Zweck: der Winterkatalog.",
    )
    await stage.say(ADA, "der Winterkatalog", thread=stage.chat.messages[0].channel_id)
    await stage.click(ADA, "Accept A")
    await stage.click(ADA, "Confirm offer")
    await stage.click(IMANI, "Decline")
    assert any("hat hierzu Nein gesagt" in words_of(render(one.note)) for one in stage.chat.messages)
