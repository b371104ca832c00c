"""Stored values read as people would say them, in one wording everywhere."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from bot.domain.disclosure import EU
from bot.domain.money import Money
from bot.domain.terms import Depiction
from bot.domain.vocabulary import CATEGORIES, COUNTRIES, DEPICTIONS, MEDIA, ORIGINS, REPRESENTED
from bot.surfaces import words


@pytest.mark.parametrize(
    ("money", "locale", "said"),
    [
        (Money(1_176_000, "EUR"), "en", "EUR 11,760.00"),
        (Money(1_176_000, "EUR"), "de", "EUR 11.760,00"),
        (Money(1_176_000, "EUR"), "fr", "EUR 11\u202f760,00"),
        (Money(123_456_789_00, "INR"), "en-IN", "INR 12,34,56,789.00"),
        (Money(120_000, "JPY"), "ja", "JPY 120,000"),
        (Money(1, "KWD"), "en-US", "KWD 0.001"),
        (Money(-5_00, "USD"), "xx-nowhere", "USD -5.00"),
    ],
)
def test_money_keeps_its_code_first_and_the_readers_separators(money: Money, locale: str, said: str) -> None:
    assert words.money_words(money, locale) == said


def test_media_stand_in_their_fixed_order_and_every_one_is_all() -> None:
    assert words.media_words(["website", "print"]) == words.media_words(("print", "website")) == "website · print"
    assert words.media_words(MEDIA) == words.media_words(["all"]) == words.medium_word("all") == "all media"


def test_every_code_of_the_closed_lists_has_words_without_underscores() -> None:
    said = [words.medium_word(code) + words.medium_meaning(code) for code in MEDIA]
    said += [words.category_word(code) for code in CATEGORIES] + [words.attribute_word(code) for code in DEPICTIONS]
    said += [words.origin_words(code) for code in ORIGINS] + [words.represented_words(code) for code in REPRESENTED]
    assert all(text and "_" not in text for text in said)


def test_every_country_has_a_name_longer_than_its_code() -> None:
    assert all(len(words.territory_word(code)) > 2 for code in COUNTRIES)


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        (["001", "FR"], "worldwide"),
        (["ES", "FR"], "France · Spain"),
        (EU, "EU (27 countries)"),
        (EU | {"GB", "CH"}, "EU (27 countries) · Switzerland · United Kingdom"),
        (EU | {"IS", "LI", "NO"}, "EEA (30 countries)"),
        (["FR", "ES", "IT", "PT", "AT"], "France · Italy · Spain and 2 more"),
    ],
)
def test_long_lists_of_countries_are_said_shortly(codes: list[str], said: str) -> None:
    assert words.territory_words(codes) == said


def test_the_full_list_names_every_country() -> None:
    assert words.territory_words(COUNTRIES, full=True).count(" · ") == len(COUNTRIES) - 1


def test_dates_carry_their_weekday_and_times_their_city() -> None:
    instant = datetime(2026, 11, 5, 17, 40, tzinfo=UTC)
    assert words.datetime_words(instant, "Europe/Paris") == "Thu 5 Nov 2026, 18:40 (Paris)"
    assert words.datetime_words(instant, "America/New_York", "en-US") == "Thu, Nov 5, 2026, 12:40 PM (New York)"


def test_a_period_says_first_and_last_day_and_its_length() -> None:
    said = words.period_words(date(2027, 1, 10), date(2027, 7, 9))
    assert said == "Sun 10 Jan 2027 – Fri 9 Jul 2027 (6 months)"
    assert words.period_words(date(2027, 1, 10), date(2027, 1, 10)) == "Sun 10 Jan 2027 (1 day)"


def test_lengths_are_months_where_whole_and_days_where_not() -> None:
    assert [words.months_words(n) for n in (1, 6, Fraction(3, 2), Fraction(1, 30))] == [
        "1 month", "6 months", "45 days", "1 day",
    ]  # fmt: skip


def test_percent_drops_idle_zeros() -> None:
    assert [words.percent_bp(bp) for bp in (1500, 1250, 2000, 5, 0)] == ["15 %", "12.5 %", "20 %", "0.05 %", "0 %"]


def test_depiction_says_what_may_and_what_may_not_be_altered() -> None:
    none = words.depiction_words(Depiction())
    assert none == "skin tone, body shape, age, ethnicity and hair may not be altered"
    hair = words.depiction_words(Depiction(hair=True))
    assert hair == "hair may be altered; skin tone, body shape, age and ethnicity may not"
