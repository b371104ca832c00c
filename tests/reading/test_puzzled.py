"""Who did not understand our question is told it in other words; a question about something is none of that."""

from __future__ import annotations

import pytest

from bot.reading.puzzled import puzzled


@pytest.mark.parametrize(
    "said",
    [
        "what do you mean?", "Sorry, I don't understand the question.", "hm, what does that mean?", "Was heißt das?",
        "Ich verstehe die Frage nicht", "Pardon, je ne comprends pas la question. Ça veut dire quoi ?", "No entiendo.",
        "¿qué quiere decir eso?", "non ho capito", "cosa significa?",
    ],
)  # fmt: skip
def test_not_understanding_is_heard(said: str) -> None:
    assert puzzled(said)


@pytest.mark.parametrize(
    "said",
    [
        "what does category exclusivity mean?", "was heißt Kategorie-Exklusivität?", "what does that mean for the fee?",
        "qué significa exclusividad?", "8 images", "I understand", "",
    ],
)  # fmt: skip
def test_a_question_about_something_is_no_such_thing(said: str) -> None:
    assert not puzzled(said)
