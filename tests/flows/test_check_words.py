"""A licence check in words: a yes names its medium and countries, and is said to nothing that it may not mean."""

from __future__ import annotations

import pytest

from bot.ports import Note
from bot.sandbox.people import ADA
from bot.surfaces.render import render
from tests.flows.stage import Stage, words_of


async def answer_to(stage: Stage, question: str) -> str:
    """Ada's licence covers print and website in France and Spain for half a year from 10 January 2027."""
    await stage.offered()
    thread = next(message.channel_id for message in stage.chat.messages if message.to.kind == "deal")
    await stage.approve()
    await stage.say(ADA, question, thread=thread)
    return words_of(render(stage.chat.messages[-1].note))


async def test_a_medium_that_is_covered_is_a_yes_with_its_countries(stage: Stage) -> None:
    seen = await answer_to(stage, "may we run it in print on 1 March 2027?")
    assert seen.startswith("**Yes.**") and "print in France · Spain on Mon 1 Mar 2027" in seen


async def test_what_is_never_covered_is_told_before_that_the_licence_has_not_begun(stage: Stage) -> None:
    assert "Adding TV would be a new offer" in await answer_to(stage, "may we run it on TV in France?")


async def test_what_is_covered_later_is_no_yes_today(stage: Stage) -> None:
    assert "hasn't begun" in await answer_to(stage, "may we run it in print in France?")


@pytest.mark.parametrize(
    "question",
    [
        "may we use it on Instagram in France on 1 March 2027?",
        "can we put it on mugs in France on 1 March 2027?",
        "dürfen wir es in Frankreich am 1. März 2027 auf Social Media zeigen?",
    ],
)
async def test_a_medium_that_is_not_read_is_never_a_yes(stage: Stage, question: str) -> None:
    seen = await answer_to(stage, question)
    assert "**Yes.**" not in seen and "**Ja.**" not in seen


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "it"])
def test_without_a_medium_the_answer_says_what_is_covered_and_no_bare_yes(language: str) -> None:
    data = {
        "number": "Q7F3-KM2P-9D", "why": None, "media": [], "territories": ["FR"], "missing_medium": None,
        "missing_territory": None, "covers_media": ["print"], "covers_territories": ["FR"], "starts_on": "2027-01-10",
        "ends_on": "2027-07-09", "on_date": None, "talent": "Imani Okafor", "language": language,
    }  # fmt: skip
    seen = words_of(render(Note("licence_check", data)))
    assert not seen.startswith("**") and "Q7F3-KM2P-9D" in seen
