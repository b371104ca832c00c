"""Fees as people write them, and the many numbers that are none."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.numbers import compound, figure
from tests.reading.conftest import TABLE, Reading, say


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("12'500 CHF", "12500", "CHF"),
        ("€ 12.500", "12500", "EUR"),
        ("12,500 USD", "12500", "USD"),
        ("1.200,50 €", "1200.50", "EUR"),
        ("$1,200.50", "1200.50", "USD"),
        ("10 000 kr, Sverige", "10000", "SEK"),
        ("around 9k €", "9000", "EUR"),
        ("10.2k for A and we sign today", "10200", None),
        ("nine grand", "9000", None),
        ("two thousand five hundred pounds", "2500", "GBP"),
        ("zweitausendfünfhundert Euro", "2500", "EUR"),
        ("duemilacinquecento euro", "2500", "EUR"),
        ("neuf mille euros", "9000", "EUR"),
        ("dos mil quinientos euros", "2500", "EUR"),
        ("vijfduizend euro", "5000", "EUR"),
        ("tjugo tusen kronor, Sverige", "20000", "SEK"),
        ("pięć tysięcy złotych", "5000", "PLN"),
        ("120万円", "1200000", "JPY"),
        ("8万元", "80000", "CNY"),
        ("300만원", "3000000", "KRW"),
        ("5 lakh rupees", "500000", "INR"),
        ("C$5,500 max", "5500", "CAD"),
        ("not a penny more than 5500", "5500", None),
        ("2k, sorry, 3k", "3000", None),
        ("your mail said 9k; we can do 7", "7000", None),
        ("6k is too much, 5k works", "5000", None),
        ("$800 per image for 6 images", "4800", "USD"),
        ("500 € a month for six months", "3000", "EUR"),
        ("２０００ €", "2000", "EUR"),
        ("٢٠٠٠ €", "2000", "EUR"),
        ("＄2000", "2000", "USD"),
    ],
)
def test_a_single_figure_is_the_fee(talk: Reading, text: str, amount: str, currency: str | None) -> None:
    assert talk(text).fee == (Decimal(amount), currency)


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("5-7k €", "7000", "EUR"),
        ("between 5 and 7k", "7000", None),
        ("entre 5.000 y 7.000 euros", "7000", "EUR"),
        ("zwischen 5 und 7 Tausend Euro", "7000", "EUR"),
        ("€5,000–€7,000", "7000", "EUR"),
    ],
)
def test_a_range_gives_its_upper_end_alone(talk: Reading, text: str, amount: str, currency: str | None) -> None:
    found = talk(text)
    assert (found.fee, found.fee_max) == (None, (Decimal(amount), currency))


@pytest.mark.parametrize(
    "text",
    [
        "we have 12,000 followers",
        "call me on +49 151 2345678",
        "our shop is open 24/7",
        "founded in 1998",
        "size 38",
        "8 images",
        "6 months",
        "our parka costs 450 € in the shop",
        "other agencies charge 4k",
        "we just went up by 3 million",
        "we came up 500k already",
        "wir sind gerade über 3 Millionen hochgegangen",
        "a revenue of $5m",
        "Friedrichstr. 12, 10117",
        "NaN",
        "1e400 EUR",
    ],
)
def test_a_number_about_something_else_is_no_fee(talk: Reading, text: str) -> None:
    found = talk(text)
    assert (found.fee, found.fee_max) == (None, None)


@pytest.mark.parametrize(
    "text",
    ["0 €", "-500 €", "€5,000 or $6,000", "mid four figures", "a couple of thousand", "500 an image", "5000 kr?"],
)
def test_a_figure_that_cannot_be_settled_is_asked_about(talk: Reading, text: str) -> None:
    assert "fee" in talk(text).unclear


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("split the difference", "5250"),
        ("meet in the middle?", "5250"),
        ("on coupe la poire en deux", "5250"),
        ("we can do half", "3000"),
        ("10% off", "5400"),
        ("15 % Rabatt", "5100"),
        ("add 500", "5000"),
        ("raise it by 200", "4700"),
        ("knock off 500 and it's a deal", "5500"),
        ("double it", "9000"),
    ],
)
def test_a_move_counts_from_the_table(talk: Reading, text: str, amount: str) -> None:
    assert talk(text).fee == (Decimal(amount), "USD")


def test_a_move_without_a_table_is_asked_about(first: Reading) -> None:
    assert first("10% off please", talking=True).unclear == ("fee",)


def test_a_dollar_is_the_dollar_of_the_territory_or_the_deal(first: Reading, talk: Reading) -> None:
    assert first("print, $5k, Canada only").fee == (Decimal(5000), "CAD")
    assert talk("$5k, Canada only").fee == (Decimal(5000), "USD")


@given(st.integers(min_value=100, max_value=10**9), st.sampled_from([",", ".", "'", " "]))
def test_a_whole_number_reads_the_same_with_any_separator(value: int, separator: str) -> None:
    written = f"{value:,}".replace(",", separator)
    assert figure(written) == Decimal(value)


@given(st.integers(min_value=101, max_value=10**8))
def test_a_figure_with_its_code_is_read_back_exactly(value: int) -> None:
    assert say(f"we offer {value:,} EUR", on_table=TABLE).fee == (Decimal(value), "EUR")


@pytest.mark.parametrize(
    ("word", "value"), [("fünfundzwanzig", 25), ("achtenveertig", 48), ("trentotto", 38), ("tvahundra", 200)]
)
def test_a_compound_number_is_taken_apart(word: str, value: int) -> None:
    from bot.reading.text import fold

    assert compound(fold(word)[0]) == value


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("Wir dachten an 5.000 Euro", "5000"),
        ("Wir hatten eher an 5.000 Euro gedacht", "5000"),
        ("we went up by 3,000 already. Fine: 5,400, our last word", "5400"),
        ("wir sind auf 5.400 hochgegangen", "5400"),
    ],
)
def test_a_figure_one_has_in_mind_or_came_to_is_the_fee(talk: Reading, text: str, amount: str) -> None:
    found = talk(text)
    assert found.fee is not None and found.fee[0] == Decimal(amount)
