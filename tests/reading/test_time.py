"""Days, periods and lengths."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reading.conftest import NOW, TABLE, Reading, say


@pytest.mark.parametrize(
    ("text", "starts", "ends"),
    [
        ("half a year from 10 January", "2027-01-10", None),
        ("from 10 to 25 January", "2027-01-10", "2027-01-25"),
        ("10 Jan – 9 Jul 2027", "2027-01-10", "2027-07-09"),
        ("2027-01-10 to 2027-07-09", "2027-01-10", "2027-07-09"),
        ("vom 01.03. bis 31.05.2027", "2027-03-01", "2027-05-31"),
        ("du 1er mars au 31 mai 2027", "2027-03-01", "2027-05-31"),
        ("desde el 10 de enero hasta el 9 de julio", "2027-01-10", "2027-07-09"),
        ("dal 10 gennaio al 9 luglio 2027", "2027-01-10", "2027-07-09"),
        ("vanaf 1 mei", "2027-05-01", None),
        ("od 1 marca do 31 maja 2027", "2027-03-01", "2027-05-31"),
        ("2027年1月10日から6ヶ月", "2027-01-10", None),
        ("2027년 3월 1일부터 6개월", "2027-03-01", None),
        ("from 02/15/2027", "2027-02-15", None),
        ("through end of Q3", None, "2027-09-30"),
        ("in Q2 2027", "2027-04-01", "2027-06-30"),
        ("for the whole of 2027", "2027-01-01", "2027-12-31"),
        ("from next Monday", "2026-11-09", None),
        ("six weeks from launch on 5 May", "2027-05-05", None),
        ("move the start to 1 February", "2027-02-01", None),
    ],
)
def test_a_period_is_read_against_today(talk: Reading, text: str, starts: str | None, ends: str | None) -> None:
    found = talk(text)
    assert (found.starts_on and found.starts_on.isoformat(), found.ends_on and found.ends_on.isoformat()) == (
        starts,
        ends,
    )


@pytest.mark.parametrize(
    ("text", "months", "days"),
    [
        ("half a year", 6, None),
        ("a year and a half", 18, None),
        ("1.5 years", 18, None),
        ("a fortnight", None, 14),
        ("six weeks", None, 42),
        ("90 days", None, 90),
        ("two quarters", 6, None),
        ("anderthalb Jahre", 18, None),
        ("un an et demi", 18, None),
        ("pół roku", 6, None),
        ("半年", 6, None),
        ("6 months, no wait, 9 months", 9, None),
        ("1 year and 3 months", 15, None),
    ],
)
def test_a_length_is_months_or_days(talk: Reading, text: str, months: int | None, days: int | None) -> None:
    found = talk(text)
    assert (found.months, found.days) == (months, days)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("from 03/04/2027", "starts_on"),
        ("from 10 January 2025", "starts_on"),
        ("until Christmas", "ends_on"),
        ("for the summer", "months"),
        ("6 to 12 months", "months"),
        ("from 1 March to 31 May, six months", "months"),
        ("from 29 February 2027", "starts_on"),
    ],
)
def test_a_time_that_cannot_be_settled_is_asked_about(talk: Reading, text: str, field: str) -> None:
    found = talk(text)
    assert field in found.unclear
    assert getattr(found, field) is None


@pytest.mark.parametrize(
    "text",
    [
        "please answer by Friday",
        "the shoot is on 3 March",
        "payment within 30 days",
        "in business for 20 years",
        "make her look ten years younger",
    ],
)
def test_a_time_about_something_else_is_no_term(talk: Reading, text: str) -> None:
    found = talk(text)
    assert (found.starts_on, found.ends_on, found.months, found.days) == (None, None, None, None)


@pytest.mark.parametrize("territory", ["print in the US, $5k", "print in the UK, £5k"])
def test_the_order_of_day_and_month_follows_the_writer(first: Reading, territory: str) -> None:
    month_first = "US" in territory
    expected = date(2027, 3, 4) if month_first else date(2027, 4, 3)
    assert first(f"{territory}, from 03/04/2027").starts_on == expected


@given(st.dates(min_value=date(2026, 11, 4), max_value=date(2035, 1, 1)))
def test_every_coming_day_is_read_back_from_three_spellings(day: date) -> None:
    for written in (day.isoformat(), f"{day.day} {day:%B} {day.year}", f"{day:%B} {day.day}, {day.year}"):
        assert say(f"starting {written}", on_table=TABLE).starts_on == day


@given(st.integers(min_value=1, max_value=364))
def test_a_day_without_a_year_is_the_next_to_come(ahead: int) -> None:
    day = NOW.date() + timedelta(days=ahead)
    assert say(f"from {day.day} {day:%B}", on_table=TABLE).starts_on == day
