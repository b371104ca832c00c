"""Figures said aloud in a talk, fees in parts, shares of a figure, and words that sound like a refusal and are none."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from bot.reading.findings import Context, Findings, OnTable
from bot.reading.read import read

NOW = datetime(2026, 11, 3, 12, tzinfo=UTC)
DOLLARS = OnTable({"media": ["print"], "months": 6}, (Decimal(6000), "USD"), (Decimal(4500), "USD"))
WON = OnTable({}, (Decimal(12_000_000), "KRW"), (Decimal(9_000_000), "KRW"))


def said(text: str, table: OnTable | None = DOLLARS, asked: str | None = None) -> Findings:
    return read(text, Context(NOW, "brand", (), table, asked=asked))


@pytest.mark.parametrize(
    ("text", "fee"),
    [
        ("five two fifty", 5250),
        ("make it fifty two fifty", 5250),
        ("four eight then", 4800),
        ("5 and a half?", 5500),
        ("sixty percent of that", 3600),
        ("two thirds of what you quoted", 4000),
        ("we can go up 200", 4700),
        ("can you come down 500?", 5500),
        ("come down to 5,000", 5000),
        ("3,000 on signing and 3,000 on delivery", 6000),
        ("5000 now and 500 later", 5500),
    ],
)
def test_a_figure_said_aloud_is_read_against_the_table(text: str, fee: int) -> None:
    found = said(text)
    assert found.fee is not None and found.fee[0] == fee


@pytest.mark.parametrize(
    "text",
    ["we go up 200, you come down 200", "3000 now, the rest on delivery", "5k now, 6k later if we extend"],
)
def test_a_fee_that_is_not_whole_is_asked_about(text: str) -> None:
    found = said(text)
    assert found.fee is None and "fee" in found.unclear


@pytest.mark.parametrize(
    "text", ["we'd pay 50% of the fee on signing", "five and a half months", "call five two fifty"]
)
def test_what_is_said_of_payment_time_or_a_phone_names_no_other_fee(text: str) -> None:
    found = said(text, None)
    assert found.fee is None


def test_an_m_beside_millions_is_money_and_beside_thousands_a_time() -> None:
    assert said("11m", WON).fee == (Decimal(11_000_000), None)
    assert said("11m").months == 11
    assert said("10m for 6m", WON).months == 6


def test_a_count_asked_for_is_no_fee() -> None:
    found = said("12, and nobody else would have been shot", asked="assets")
    assert (found.assets, found.fee) == (12, None)
    assert found.replaces_casting is False


@pytest.mark.parametrize("text", ["I'm out this week, back on monday", "we're out of the office until Thursday"])
def test_who_is_away_has_not_withdrawn(text: str) -> None:
    assert said(text).intent == "other"
    assert said("we're out").intent == "withdraw"


def test_what_is_forgotten_is_left_out() -> None:
    found = said("forget Norway")
    assert found.territories == () and found.territories_removed == ("NO",)


def test_not_exclusive_and_yet_kept_from_a_category_is_asked_about() -> None:
    found = said("non-exclusive but she can't work for any other lingerie brand")
    assert found.exclusivity is None and "exclusivity" in found.unclear


def test_a_phrase_waits_until_a_message_comes_to_it_and_then_counts_as_if_spelt_out() -> None:
    from bot.reading.lexicon import Lexicon

    waiting, spelt = Lexicon(), Lexicon()
    for learnt in (waiting, spelt):
        learnt.add("{please |}{send|mail} {us |}the {form|papers}", "errand", "papers")
        learnt.add("send the form", "errand", "first learnt later")
    spelt.spelt_out()
    for text in ("please mail us the form", "send the form", "send us the papers now", "mail the", "please"):
        words = text.split()
        assert waiting.find(words, lambda first, last: False) == spelt.find(words, lambda first, last: False), text
    assert [hit.value for hit in waiting.find("send the form".split(), lambda first, last: False)] == [
        "papers",
        "first learnt later",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "we can't drop Austria, 5,200 for A",
        "don't drop Austria",
        "we don't want to lose Austria, 5.2k",
        "auf Österreich können wir nicht verzichten",
        "on ne peut pas enlever l'Autriche",
        "no podemos quitar Austria",
    ],
)
def test_what_cannot_be_dropped_is_kept(text: str) -> None:
    assert said(text).territories == ("AT",) and not said(text).territories_removed


@pytest.mark.parametrize("text", ["can't we drop Austria?", "why not drop Austria", "no, drop Austria. 5000"])
def test_what_may_be_dropped_is_no_wish_for_it(text: str) -> None:
    assert not said(text).territories
