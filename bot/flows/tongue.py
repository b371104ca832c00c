"""The language a deal is talked in: the brand's own, as far as we write it; English for any other."""

from __future__ import annotations

from bot.answers import LANGUAGES
from bot.answers.language import language_of, small_words
from bot.answers.topics import fold
from bot.domain.deal import Deal
from bot.ports import Tx

AHEAD_BY = 2
"""Small words by which another language must lead: a "no", a name or a city change none."""


def tongue(tx: Tx, deal: Deal) -> str:
    """The language of the deal's newest message that told one."""
    return tx.value(_key(deal)) or "en"


def note_tongue(tx: Tx, deal: Deal, text: str) -> None:
    """Takes the language from a message of the brand's."""
    before = tongue(tx, deal)
    # Each word once: "no exclusivity, no casting" is no Spanish.
    found, counts = language_of(text, before), small_words(" ".join(dict.fromkeys(fold(text).split())))
    if found in LANGUAGES and counts[found] >= counts[before] + AHEAD_BY:
        tx.set_value(_key(deal), found)


def _key(deal: Deal) -> str:
    return f"tongue:{deal.id}"
