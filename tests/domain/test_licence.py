"""Licences: numbers, the life computed from the clock (I10), conflicts (I5), takedown."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import RuleBroken
from bot.domain.licence import Licence, LicenceState, Place, number_from, read_number, terms_conflict
from tests.domain.test_terms import some_terms

NOON = datetime(2026, 11, 3, 12, tzinfo=UTC)


def some_licence(**terms: object) -> Licence:
    made = some_terms(**terms)
    return Licence("Q7F3-KM2P-9D", "deal", "imani", "northwind", "ada", made, made.sha256, "consent", NOON, NOON,
                   places=tuple(Place(medium) for medium in made.media))  # fmt: skip


@given(st.integers(0, 2**40 - 1))
def test_a_number_reads_back_however_it_is_typed(entropy: int) -> None:
    number = number_from(entropy)
    if number is not None:
        assert read_number(number.lower().replace("-", " ")) == number


@given(st.integers(0, 2**40 - 1), st.integers(1, 9), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
def test_one_wrong_character_is_always_found(entropy: int, place: int, wrong: str) -> None:
    number = number_from(entropy)
    if number is None:
        return
    bare = number.replace("-", "")
    typed = bare[:place] + wrong + bare[place + 1 :]
    assert (read_number(typed) == number) == (typed == bare)


def test_i10_a_licence_ends_at_its_instant_whether_or_not_any_job_ran() -> None:
    licence = some_licence()
    end = datetime(2027, 7, 9, 22, tzinfo=UTC)  # midnight in Paris, summer time
    assert licence.state(end - timedelta(milliseconds=1)) is LicenceState.ACTIVE
    assert licence.state(end) is LicenceState.EXPIRED
    assert licence.why_not("print", "FR", end) == "licence_expired"


def test_a_licence_is_scheduled_until_its_first_midnight() -> None:
    licence = some_licence()
    start = datetime(2027, 1, 9, 23, tzinfo=UTC)
    assert licence.state(start - timedelta(seconds=1)) is LicenceState.SCHEDULED
    assert licence.state(start) is LicenceState.ACTIVE


@pytest.mark.parametrize(
    ("medium", "territory", "why"),
    [("print", "FR", None), ("print", "BE", "territory_not_covered"), ("tv", "FR", "medium_not_covered")],
)
def test_a_check_answers_with_the_reason(medium: str, territory: str, why: str | None) -> None:
    assert some_licence().why_not(medium, territory, datetime(2027, 3, 1, tzinfo=UTC)) == why


@pytest.mark.parametrize(
    ("mine", "theirs", "conflict"),
    [
        ({}, {}, True),
        ({}, {"category": "beauty"}, False),
        ({"exclusivity": "full"}, {"category": "beauty"}, True),
        ({"exclusivity": "none"}, {"exclusivity": "none"}, False),
        ({}, {"territories": ("DE",)}, False),
        ({}, {"territories": ("001",)}, True),
        ({}, {"starts_on": date(2027, 7, 10), "ends_on": date(2027, 12, 9)}, False),
        ({}, {"starts_on": date(2027, 7, 9), "ends_on": date(2027, 12, 9)}, True),
    ],
)
def test_i5_conflict_is_shared_time_and_place_with_exclusivity(
    mine: dict[str, object], theirs: dict[str, object], conflict: bool
) -> None:
    assert terms_conflict(some_terms(**mine), some_licence(**theirs)) is conflict
    assert terms_conflict(some_terms(**theirs), some_licence(**mine)) is conflict


def test_a_takedown_closes_the_licence_once_every_place_is_confirmed() -> None:
    licence, later = some_licence(), datetime(2027, 7, 11, tzinfo=UTC)
    half = licence.confirm_places(frozenset({"print"}), later)
    assert half.open_places == ("ooh",)
    assert half.closed_at is None
    whole = half.confirm_places(frozenset({"ooh"}), later)
    assert whole.state(later) is LicenceState.CLOSED


def test_nothing_is_taken_down_while_the_licence_runs() -> None:
    with pytest.raises(RuleBroken) as broken:
        some_licence().confirm_places(frozenset({"print"}), datetime(2027, 3, 1, tzinfo=UTC))
    assert broken.value.code == "licence_still_runs"
