"""A message may tell something and ask something: both are heard."""

from __future__ import annotations

import pytest

from bot.answers.split import statement_in
from bot.sandbox.people import ADA
from bot.surfaces.render import render
from tests.flows.stage import Stage, words_of

BRIEF = (
    "Imani Okafor for our parka, website and print in France, 6 months from 1 December 2026. 8 images, no casting lost."
)


async def seen(stage: Stage, *said: str) -> list[str]:
    """What the thread reads after the last of Ada's lines."""
    await stage.say(ADA, BRIEF)
    thread, before = stage.chat.messages[0].channel_id, 0
    for words in said:
        before = len(stage.chat.messages)
        await stage.say(ADA, words, thread=thread)
    return [words_of(render(one.note)) for one in stage.chat.messages[before:]]


def test_a_message_is_cut_into_what_it_asks_and_what_it_tells() -> None:
    assert statement_in("No exclusivity. What is category exclusivity?") == "No exclusivity"
    assert statement_in("What is category exclusivity?") == statement_in("?! ...") == ""


async def test_an_answer_beside_a_question_is_taken_and_the_next_thing_asked(stage: Stage) -> None:
    (answer,) = await seen(stage, "no exclusivity please. What does category exclusivity mean?")
    assert "same kind of product" in answer
    assert "What are the images for, in a sentence?" in answer
    assert "stay free" not in answer


async def test_the_last_answer_beside_a_question_brings_the_offers_and_then_its_answer(stage: Stage) -> None:
    offers, answer = await seen(stage, "no exclusivity", "The winter campaign. And who sees my data?")
    assert "I train no AI on them" in answer
    assert "A – as you asked" in offers


async def test_what_has_to_be_spoken_about_first_is_not_taken_in_passing(stage: Stage) -> None:
    (answer,) = await seen(stage, "fully exclusive please. What does category exclusivity mean?")
    assert "stay free" in answer


async def test_a_price_asked_for_beside_an_answer_is_no_purpose_and_sells_nothing(stage: Stage) -> None:
    offers, answer = await seen(stage, "no exclusivity", "For the winter campaign. What would TV add?")
    assert "A – as you asked: website · print\nFrance" in offers
    assert "EUR 2,520.00" in answer
    await stage.click(ADA, "Use this")
    assert "A – as you asked: website · print · TV" in words_of(render(stage.chat.messages[-1].note))


async def test_a_figure_with_a_question_is_no_purpose_and_adds_no_use(stage: Stage) -> None:
    (answer,) = await seen(stage, "no exclusivity", "4.2k, and does that include TV?")
    assert "That doesn't include TV so far." in answer
    assert "What are the images for, in a sentence?" in answer
    await stage.say(ADA, "the winter campaign", thread=stage.chat.messages[0].channel_id)
    offers = words_of(render(stage.chat.messages[-1].note))
    assert "A – as you asked: website · print\nFrance" in offers and "4,200.00" in offers


@pytest.mark.parametrize("figure", ["4.2k", "4,200 EUR for A", "wir bieten 4.200 Euro", "we can do 4,200"])
async def test_a_figure_by_itself_is_no_purpose(stage: Stage, figure: str) -> None:
    (answer,) = await seen(stage, "no exclusivity", figure)
    assert "4,200.00" in answer and "Purpose" not in answer
    await stage.say(ADA, "winter push, 4,300 EUR", thread=stage.chat.messages[0].channel_id)
    assert "A – as you asked" in words_of(render(stage.chat.messages[-1].note))
