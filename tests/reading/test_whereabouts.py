"""Where somebody is, how long she is away and why it took so long are no terms, and telling them offers nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from bot.reading.findings import Context, Findings, OnTable
from bot.reading.read import read

TABLE = OnTable(terms=None, ours=(Decimal(6000), "EUR"), theirs=(Decimal(5200), "EUR"))


def _said(words: str) -> Findings:
    return read(words, Context(now=datetime(2026, 11, 2, 10, tzinfo=UTC), role="brand", on_table=TABLE))


def _meant() -> list[tuple[str, ...]]:
    text = (Path(__file__).parent / "meant.tsv").read_text(encoding="utf-8")
    return [tuple(line.split("\t")) for line in text.splitlines() if line and not line.startswith("#")]


@pytest.mark.parametrize(("meant", "words"), _meant())
def test_a_wait_a_question_a_no_and_a_withdrawal_are_told_apart(meant: str, words: str) -> None:
    assert _said(words).intent == meant


@pytest.mark.parametrize(
    ("words", "lands"),
    [
        ("The campaign is in Spain, 5,000 EUR.", ("ES",)),
        ("We need it in Norway and Sweden.", ("NO", "SE")),
        ("Our market is Italy, so Italy only.", ("IT",)),
        ("Bitte auch in Österreich zeigen.", ("AT",)),
        ("On l'utilise en Belgique.", ("BE",)),
    ],
)
def test_a_land_of_use_stays_one(words: str, lands: tuple[str, ...]) -> None:
    assert _said(words).territories == lands
