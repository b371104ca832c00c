"""Pricing: the table of DESIGN §7, exact, and what must hold for every package."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import RuleBroken
from bot.domain.ratecard import Package, RateCard, floor_minor, multiplier, quote_minor
from bot.domain.vocabulary import COUNTRIES, MEDIA

IMANI = RateCard("EUR", 1_200_000, 900_000)


@pytest.mark.parametrize(
    ("media", "territories", "months", "exclusivity", "quote"),
    [
        (["print", "website"], ["FR", "ES"], 6, "none", 1_176_000),
        (["print", "website"], ["FR", "ES"], 3, "none", 840_000),
        (["print", "website"], ["FR"], 6, "none", 840_000),
        (["tv"], ["US"], 12, "none", 1_200_000),
        (["tv", "print", "website"], ["US"], 12, "category", 2_340_000),
        (["all"], ["001"], 60, "full", 159_360_000),
    ],
)
def test_a_quote_is_base_times_m_g_t_x(
    media: list[str], territories: list[str], months: int, exclusivity: str, quote: int
) -> None:
    package = Package.of(media, territories, months, exclusivity)  # type: ignore[arg-type]
    assert quote_minor(IMANI, package) == quote


packages = st.builds(
    Package.of,
    st.sets(st.sampled_from(MEDIA), min_size=1),
    st.sets(st.sampled_from(sorted(COUNTRIES)), min_size=1, max_size=12),
    st.integers(1, 60) | st.fractions(Fraction(1, 30), 60, max_denominator=30),
    st.sampled_from(["none", "category", "full"]),
)


@given(packages)
def test_the_floor_is_never_above_the_quote(package: Package) -> None:
    assert floor_minor(IMANI, package) <= quote_minor(IMANI, package)


@given(packages, st.sampled_from(MEDIA), st.sampled_from(sorted(COUNTRIES)))
def test_more_is_never_cheaper(package: Package, medium: str, country: str) -> None:
    wider = Package.of(package.media | {medium}, package.territories | {country}, package.months, package.exclusivity)
    assert multiplier(wider) >= multiplier(package)


@given(packages)
def test_a_longer_time_is_never_cheaper(package: Package) -> None:
    longer = min(package.months + 1, Fraction(60))
    stretched = Package.of(package.media, package.territories, longer, package.exclusivity)
    assert multiplier(stretched) >= multiplier(package)


def test_a_rate_card_never_shows_its_floor() -> None:
    assert "900" not in repr(IMANI)


@pytest.mark.parametrize(("base", "floor"), [(0, 0), (100, 101), (100, 0), (100, -1)])
def test_a_floor_is_above_nothing_and_not_above_the_base(base: int, floor: int) -> None:
    with pytest.raises(RuleBroken):
        RateCard("EUR", base, floor)
