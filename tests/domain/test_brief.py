"""A brief made of terms, and moved to another first day."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.brief import Brief
from bot.domain.errors import RuleBroken
from tests.licences import some_terms

JANUARY = date(2027, 1, 10)


def test_terms_become_the_brief_they_could_have_come_from() -> None:
    terms = some_terms()
    brief = Brief.of(terms)
    shared = set(Brief.__dataclass_fields__) & set(type(terms).__dataclass_fields__)
    assert {name: getattr(brief, name) for name in shared} == {name: getattr(terms, name) for name in shared}
    assert brief.term_end() == terms.ends_on


def test_whole_months_stay_whole_months_from_another_first_day() -> None:
    brief = Brief.of(some_terms(starts_on=JANUARY, ends_on=date(2027, 7, 9)))
    moved = brief.starting_on(date(2027, 8, 31))
    assert (moved.months, moved.days, moved.term_end()) == (6, None, date(2028, 2, 28))


def test_a_length_that_is_no_whole_months_stays_as_many_days() -> None:
    brief = Brief.of(some_terms(starts_on=JANUARY, ends_on=date(2027, 2, 23)))
    moved = brief.starting_on(date(2027, 3, 1))
    assert (moved.months, moved.days, moved.term_end()) == (None, 45, date(2027, 4, 14))


def test_a_brief_without_a_length_cannot_be_moved() -> None:
    with pytest.raises(RuleBroken, match="brief_incomplete"):
        Brief(starts_on=JANUARY).starting_on(date(2027, 2, 1))
