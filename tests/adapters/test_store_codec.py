"""Bodies: what goes in comes out, and the same value is always the same text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.deal import Deal
from bot.domain.mandate import Mandate
from bot.domain.people import Person, Talent
from bot.domain.ratecard import RateCard
from storage.codec import BodyUnreadable, decode, encode, instant, stamp
from tests.stored import a_consent, a_deal, a_mandate, a_person, a_talent


@dataclass(frozen=True)
class Odd:
    """Every kind of value that a body may hold."""

    share: Fraction
    amount: Decimal
    day: date
    hour: time
    at: datetime
    codes: frozenset[str]
    pairs: tuple[tuple[int, str], ...]
    note: str | None


ODD = st.builds(
    Odd,
    share=st.fractions(),
    amount=st.decimals(allow_nan=False, allow_infinity=False),
    day=st.dates(),
    hour=st.times(),
    at=st.datetimes(timezones=st.just(UTC)),
    codes=st.frozensets(st.text(st.characters(exclude_categories=["Cs"]))),
    pairs=st.lists(st.tuples(st.integers(), st.text(st.characters(exclude_categories=["Cs"])))).map(tuple),
    note=st.none() | st.text(st.characters(exclude_categories=["Cs"])),
)


@given(ODD)
def test_every_kind_of_value_comes_back_exactly(odd: Odd) -> None:
    assert decode(Odd, encode(odd)) == odd


@pytest.mark.parametrize(
    "value", [a_deal(), a_mandate(), a_talent(), a_person(), a_consent()], ids=lambda v: type(v).__name__
)
def test_every_aggregate_comes_back_exactly(value: object) -> None:
    again = decode(type(value), encode(value))
    assert again == value
    assert encode(again) == encode(value)


def test_sets_are_written_in_one_order_only() -> None:
    assert '"refused_categories":["alcohol","fur","tobacco"]' in encode(a_mandate())


def test_a_body_written_before_a_field_existed_takes_its_default() -> None:
    assert decode(Person, '{"user_id":"7","name":"Jun","a_field_since_dropped":1}') == Person("7", "Jun")


def test_times_come_back_aware() -> None:
    deal = decode(Deal, encode(a_deal()))
    assert deal.opened_at.utcoffset() == timedelta(0)


def test_an_unreadable_body_says_where_and_never_what() -> None:
    secret = encode(a_mandate()).replace('"floor_base_minor":650000', '"floor_base_minor":"secret-650000"')
    with pytest.raises(BodyUnreadable) as caught:
        decode(Mandate, secret)
    assert "floor_base_minor" in str(caught.value)
    assert "650000" not in str(caught.value)
    assert "650000" not in repr(RateCard("EUR", 900_000, 650_000))


def test_half_a_surrogate_pair_and_a_nul_do_no_harm() -> None:
    talent = a_talent(name="Imani \ud800\x00")
    assert decode(Talent, encode(talent)).name == "Imani ?\x00"


@given(st.datetimes(timezones=st.sampled_from([UTC, ZoneInfo("Asia/Kathmandu"), timezone(timedelta(hours=-5))])))
def test_a_stamp_is_the_same_instant_and_sorts_as_time_does(at: datetime) -> None:
    if not datetime(1, 1, 3, tzinfo=UTC) < at < datetime(9999, 12, 29, tzinfo=UTC):
        return
    later = at.astimezone(UTC) + timedelta(microseconds=1)
    assert instant(stamp(at)) == at
    assert stamp(at) < stamp(later)
    assert len(stamp(at)) == 27


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        stamp(datetime(2026, 1, 1))  # noqa: DTZ001
