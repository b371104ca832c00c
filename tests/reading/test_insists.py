"""A last word is heard as one, in five languages; a question, their last word or final images are none."""

from __future__ import annotations

import pytest

from bot.reading.insists import insists


@pytest.mark.parametrize(
    "said",
    [
        "final.", "9k, and that's final", "Take it or leave it.", "that\u2019s all we have", "12k, not a cent more",
        "our last offer", "7,200 for A, full stop", "7,200 for A. Period.",
        "8000, letztes Angebot", "Das ist mein letztes Wort", "9000 €, dernière offre", "c'est à prendre ou à laisser",
        "8.000, última oferta", "8.000, ultima offerta",
    ],
)  # fmt: skip
def test_a_last_word_is_heard(said: str) -> None:
    assert insists(said)


@pytest.mark.parametrize(
    "said",
    [
        "is that your final offer?", "your last word was 9k", "8 final images", "that's not final yet", "9k for A",
        "a short period", "8k for that period", "das ist nicht mein letztes Wort", "finally!",
        "ce n'est pas mon dernier mot", "",
    ],
)  # fmt: skip
def test_other_words_are_no_last_word(said: str) -> None:
    assert not insists(said)


def test_the_longest_message_is_read_at_once() -> None:
    assert not insists("final images " * 300 + "not  " * 300)
