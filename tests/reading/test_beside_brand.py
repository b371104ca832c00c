"""A brand's yes beside papers, thanks or a story is one; beside a condition, a wait or a change it is none."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from bot.reading.findings import Context, Findings, OnTable
from bot.reading.read import read

NOW = datetime(2026, 11, 2, 10, tzinfo=UTC)


def _said(words: str) -> Findings:
    currency = "GBP" if "£" in words else "EUR"
    table = OnTable(terms=None, ours=(Decimal(6000), currency), theirs=(Decimal(5200), currency))
    return read(words, Context(now=NOW, role="brand", on_table=table))


def _lines(name: str) -> list[str]:
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@pytest.mark.parametrize("words", _lines("beside_brand_yes.txt"))
def test_a_yes_stands_beside_papers_thanks_and_stories(words: str) -> None:
    found = _said(words)
    assert (found.intent, found.media, found.territories, found.category) == ("accept", (), (), None)


@pytest.mark.parametrize("words", _lines("beside_brand_none.txt"))
def test_the_same_papers_and_stories_make_no_yes_of_what_is_none(words: str) -> None:
    assert _said(words).intent != "accept"


@pytest.mark.parametrize(
    ("words", "fee"),
    [
        ("5,500 EUR. Contract to Rossi Calzature S.p.A., via Roma 5, 20121 Milano.", 5500),
        ("Put 5500 EUR in the contract, invoice to Hollis & Finch Ltd, 14 Mill Lane, Leeds LS1 4AP.", 5500),
        ("Die Rechnung an Lindner Mode GmbH, 80331 München, und zwar über 5.500 €.", 5500),
    ],
)
def test_a_figure_beside_an_address_is_still_an_offer(words: str, fee: int) -> None:
    found = _said(words)
    assert found.fee is not None
    assert (found.intent, found.fee[0]) == ("offer", Decimal(fee))


@pytest.mark.parametrize(
    "words",
    ["The contract is for Spain and Italy then, invoice to Textiles Roca S.L.",
     "Send the contract to 14 Mill Lane, Leeds, for Spain and Italy.",
     "We accept. Send the contract to 14 Mill Lane, Leeds, for Spain and Italy."],
)  # fmt: skip
def test_lands_named_beside_papers_are_still_lands(words: str) -> None:
    found = _said(words)
    assert (found.intent, found.territories[-1:]) == ("offer", ("IT",))
