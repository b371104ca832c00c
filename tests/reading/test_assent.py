"""A clause of nothing but assent is a yes in any order and person; with one word more it is none."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.reading.findings import Context
from bot.reading.read import read

NOW = datetime(2026, 11, 2, 10, tzinfo=UTC)


def _intent(words: str) -> str:
    return read(words, Context(now=NOW, role="talent", talking=True)).intent


@pytest.mark.parametrize(
    "words",
    ["Geht klar von meiner Seite", "Von Herzen ja", "Nehme ich sehr gerne an", "Da stimme ich natürlich zu",
     "Dat doe ik heel graag", "Ik stem daar graag mee in", "Ja tuurlijk doe ik mee", "Det gör jag så gärna",
     "För min del går det bra", "Ja, det gör vi gärna", "Jasne, robię to z przyjemnością", "Dla mnie spoko",
     "Zrobię to z wielką chęcią"],
)  # fmt: skip
def test_such_a_clause_is_a_yes(words: str) -> None:
    assert _intent(words) == "approve"


@pytest.mark.parametrize(
    "words",
    ["Geht klar von meiner Seite?", "Von Herzen nein", "Nehme ich sehr gerne mit ins Bett",
     "Da stimme ich natürlich nicht zu",
     "Geht klar von meiner Seite, sobald der Preis stimmt",
     "Ist das von meiner Seite so ok", "Dat doe ik heel graag niet",
     "Ik stem daar graag mee in als het korter kan", "Det gör jag så gärna nästa år", "För min del går det bra utan tv",
     "Zrobię to z wielką chęcią po urlopie", "Ja gern, kommt vorbei, mein Bruder grillt"],
)  # fmt: skip
def test_with_one_word_more_it_is_none(words: str) -> None:
    assert _intent(words) != "approve"
