"""Terms: canonical bytes, the hash, and what may not be a term (DESIGN §2)."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import RuleBroken
from bot.domain.money import Money
from bot.domain.terms import Terms, clean_text
from bot.domain.vocabulary import CATEGORIES, COUNTRIES, MEDIA


def some_terms(**changes: object) -> Terms:
    values: dict[str, object] = {
        "talent": "Imani Okafor", "licensee": "Northwind Outerwear SAS", "brand": "Northwind", "product": "Fjord parka",
        "category": "outerwear", "purpose": "Autumn campaign for the Fjord parka", "media": ("print", "ooh"),
        "territories": ("FR", "ES", "IT"), "starts_on": date(2027, 1, 10), "ends_on": date(2027, 7, 9),
        "tz": "Europe/Paris", "exclusivity": "category", "assets_max": 8, "replaces_casting": False,
        "fee": Money.parse("12000.00", "EUR"), "commission_bp": 1500, "disclosure": ("eu_ai_act_50",),
    }  # fmt: skip
    return Terms(**{**values, **changes})  # type: ignore[arg-type]


def test_the_canonical_object_is_the_one_of_the_design() -> None:
    raw = some_terms().as_dict()
    assert list(raw["media"]) == ["ooh", "print"]
    assert raw["territories"] == ["ES", "FR", "IT"]
    assert raw["fee"] == {"amount": "12000.00", "currency": "EUR"}
    assert raw["ai_training"] is False
    assert raw["depiction"] == dict.fromkeys(("age", "body_shape", "ethnicity", "hair", "skin_tone"), False)


texts = st.text(min_size=1, max_size=60).map(lambda text: clean_text(text, 60)).filter(bool)
any_terms = st.builds(
    some_terms,
    product=texts,
    purpose=texts,
    media=st.sets(st.sampled_from(MEDIA), min_size=1).map(tuple),
    territories=st.sets(st.sampled_from(sorted(COUNTRIES)), min_size=1, max_size=9).map(tuple),
    category=st.sampled_from(CATEGORIES),
    exclusivity=st.sampled_from(["none", "category", "full"]),
    fee=st.builds(Money, st.integers(1, 10**12), st.sampled_from(["EUR", "JPY", "KWD"])),
)


@given(any_terms)
def test_canonical_bytes_are_those_of_rfc_8785(terms: Terms) -> None:
    assert terms.canonical_bytes() == rfc8785.dumps(terms.as_dict())


@given(any_terms)
def test_terms_come_back_from_their_object_with_the_same_hash(terms: Terms) -> None:
    again = Terms.from_dict(terms.as_dict())
    assert again == terms
    assert again.sha256 == terms.sha256


@given(any_terms, any_terms)
def test_different_terms_have_different_hashes(one: Terms, other: Terms) -> None:
    assert (one == other) == (one.sha256 == other.sha256)


def test_the_talent_is_paid_the_fee_less_the_commission() -> None:
    terms = some_terms(fee=Money.parse("10600.00", "EUR"))
    assert terms.pay() == Money.parse("9010.00", "EUR")
    assert terms.commission() == Money.parse("1590.00", "EUR")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"ends_on": date(2033, 1, 1)}, "term_too_long"),
        ({"ends_on": date(2027, 1, 9)}, "dates_reversed"),
        ({"commission_bp": 2001}, "commission_too_high"),
        ({"fee": Money(0, "EUR")}, "fee_not_positive"),
        ({"category": "weapons"}, "category_unknown"),
        ({"media": ("radio",)}, "media_unknown"),
        ({"territories": ("XX",)}, "territory_unknown"),
        ({"assets_max": 0}, "assets_out_of_range"),
        ({"product": "two\nlines"}, "text_unusable"),
        ({"disclosure": ()}, "disclosure_unknown"),
    ],
)
def test_what_breaks_a_rule_is_no_terms(changes: dict[str, object], code: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        some_terms(**changes)
    assert broken.value.code == code


def test_i9_terms_that_allow_training_cannot_be_read_back() -> None:
    raw = {**some_terms().as_dict(), "ai_training": True}
    with pytest.raises(RuleBroken) as broken:
        Terms.from_dict(raw)
    assert broken.value.code == "terms_unreadable"


def test_every_field_is_in_the_canonical_object() -> None:
    assert {field.name for field in dataclasses.fields(Terms)} <= set(some_terms().as_dict())
