"""A deal is talked in the brand's own language, its cards and papers in English; every language has every line."""

from __future__ import annotations

import string

import pytest

from bot.answers import LANGUAGES
from bot.sandbox.people import ADA
from bot.surfaces.render import render
from bot.surfaces.render.phrases import table
from tests.flows.stage import Stage, words_of

GERMAN = (
    "Wir hätten gern Imani Okafor für unsere Winterjacke, Website und Print in Deutschland und Österreich, ab"
    " 1. Dezember 2026 für ein halbes Jahr, ohne Exklusivität, 8 Bilder. Budget 8.000 Euro."
)


def newest(stage: Stage) -> str:
    return words_of(render(stage.chat.messages[-1].note))


async def test_a_german_brief_is_answered_in_german_up_to_the_last_button(stage: Stage) -> None:
    await stage.say(ADA, GERMAN)
    thread = stage.chat.messages[0].channel_id
    assert "Guten Tag, Ada." in newest(stage)
    assert "Eines noch, bevor ich ein Honorar nennen kann: Wofür sind die Bilder, in einem Satz?" in newest(stage)
    await stage.say(ADA, "für die Winterkampagne", thread=thread)
    await stage.click(ADA, "No, they replace no casting")
    assert "nennt die Preiskarte von Imani **EUR 9.660,00**" in newest(stage)
    assert "Alles steht unter dem Vorbehalt, dass Imani selbst Ja sagt." in newest(stage)
    await stage.click(ADA, "Accept A")
    assert "Hier ist das ganze Angebot" in newest(stage)
    await stage.click(ADA, "Confirm offer")
    told = [words_of(render(one.note)) for one in stage.chat.messages[-2:]]
    assert any("Bestätigt. Imani hat bis" in words for words in told)


async def test_a_word_or_a_figure_changes_no_language(stage: Stage) -> None:
    await stage.say(ADA, GERMAN)
    thread = stage.chat.messages[0].channel_id
    await stage.say(ADA, "winter campaign", thread=thread)
    await stage.say(ADA, "no", thread=thread)
    await stage.say(ADA, "8500", thread=thread)
    assert newest(stage).startswith("Danke.")


async def test_a_brand_that_goes_on_in_english_is_answered_in_english(stage: Stage) -> None:
    await stage.say(ADA, GERMAN)
    thread = stage.chat.messages[0].channel_id
    await stage.say(ADA, "It is for our winter campaign and the shop windows of the season", thread=thread)
    assert "Do the images stand in for a casting" in newest(stage)


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - {"en"}))
def test_every_line_that_english_has_is_there_with_the_same_values(language: str) -> None:
    def values(text: str) -> set[str]:
        return {field for _, field, _, _ in string.Formatter().parse(text) if field}

    ours, english = table(language), table("en")
    assert set(english) <= set(ours)
    assert {key for key in english if not values(ours[key]) <= values(english[key])} == set()


async def test_a_no_said_twice_is_no_spanish(stage: Stage) -> None:
    await stage.say(ADA, "imani, fjord parka, website, france, 6 months from january, no excl, 10 pics, no casting")
    assert "Hi Ada" in newest(stage) or "Hello Ada" in newest(stage), newest(stage)
