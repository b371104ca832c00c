"""Packages side by side: what was asked for, one that the brand's figure pays for, and why each costs what it does."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.money import round_half_up
from bot.domain.negotiation import Limits, Priced
from bot.domain.negotiation.values import covers
from bot.domain.ratecard import Package, RateCard, floor_minor, multiplier, quote_minor
from bot.domain.vocabulary import EXCLUSIVITIES, MEDIA
from bot.flows.menu import LENGTHS, for_figure, simple_parts, worth_showing
from bot.surfaces.render.reasons import why

CARD = RateCard("EUR", 1_200_000, 900_000)
LIMITS = Limits(CARD)
ASKED = Package.of(["website", "paid_social", "print"], ["FR", "DE"], 6, "none")


def at(package: Package, share: Fraction = Fraction(1)) -> Priced:
    return Priced(package, round_half_up(quote_minor(CARD, package) * share))


# ---- which packages


def test_a_figure_that_does_not_pay_for_what_was_asked_is_shown_the_nearest_it_does_pay_for() -> None:
    found = for_figure(LIMITS, at(ASKED), 1_100_000, [at(ASKED)])
    assert found == Priced(Package.of(ASKED.media, ["DE"], 6, "none"), 1_092_000)


def test_it_costs_the_same_share_of_the_card_as_what_was_asked_and_ends_evenly() -> None:
    lead = at(ASKED, Fraction(9, 10))
    found = for_figure(LIMITS, lead, 1_100_000, [lead])
    assert found == Priced(Package.of(ASKED.media, ASKED.territories, 3, "none"), 1_053_000)


def test_what_differs_in_three_of_four_parts_is_no_way_to_what_was_asked() -> None:
    stranger = at(Package.of(["print", "website"], ["FR", "DE"], 3, "category"))
    assert worth_showing(ASKED, [at(ASKED), stranger], None) == [at(ASKED)]


def test_what_is_more_on_the_card_and_yet_costs_less_is_not_shown_beside_it() -> None:
    lead = at(ASKED)
    poster = at(Package.of(["website", "in_store"], ["FR", "DE"], 6, "none"), Fraction(99, 100))
    box = Priced(Package.of(["website", "packaging", "print"], ["FR", "DE"], 6, "none"), poster.fee_minor - 1_000)
    assert multiplier(box.package) > multiplier(poster.package)
    assert worth_showing(ASKED, [lead, poster, box], None) in ([lead, poster], [lead, box])


def test_a_part_costs_no_more_than_a_whole_that_was_named() -> None:
    cheap_whole = Priced(Package.of(ASKED.media, ASKED.territories, 12, "none"), 950_000)
    found = for_figure(LIMITS, at(ASKED), 1_100_000, [cheap_whole])
    assert found is not None and found.fee_minor == 950_000


def test_a_figure_that_pays_for_what_was_asked_needs_nothing_smaller() -> None:
    assert for_figure(LIMITS, at(ASKED), at(ASKED).fee_minor, []) is None


def test_nothing_is_made_up_for_a_figure_that_pays_for_nothing() -> None:
    assert for_figure(LIMITS, at(ASKED), 100, []) is None


PACKAGES = st.builds(
    Package.of,
    st.sets(st.sampled_from(MEDIA), min_size=1),
    st.sets(st.sampled_from(["US", "FR", "DE", "BE", "JP"]), min_size=1),
    st.integers(1, 24),
    st.sampled_from(EXCLUSIVITIES[:2]),
)


@given(
    PACKAGES,
    st.integers(1, 20_000_000),
    st.fractions(Fraction(76, 100), 1),
    st.fractions(Fraction(1, 2), Fraction(3, 4)),
)
def test_i4_what_a_figure_pays_for_is_a_part_within_it_above_the_floor_and_the_same_for_every_floor(
    asked: Package, figure_minor: int, share: Fraction, floor: Fraction
) -> None:
    lead = at(asked, share)
    found = for_figure(LIMITS, lead, figure_minor, [lead])
    other = Limits(RateCard("EUR", CARD.base_minor, int(CARD.base_minor * floor)))
    assert found == for_figure(other, lead, figure_minor, [lead])
    if found is not None:
        assert covers(asked, found.package) and found.package != asked
        assert floor_minor(CARD, found.package) <= found.fee_minor <= min(figure_minor, lead.fee_minor)


def test_less_of_what_was_asked_stands_before_a_swap_and_nothing_dearer_beside_it() -> None:
    less = at(Package.of(ASKED.media, ["DE"], 6, "none"))
    swap = at(Package.of(["print", "email"], ["FR", "DE"], 3, "none"))
    larger = at(Package.of(ASKED.media, ["FR", "DE"], 12, "category"))
    assert worth_showing(ASKED, [at(ASKED), swap, larger], less) == [at(ASKED), less, swap]
    assert worth_showing(ASKED, [at(ASKED), larger], None) == [at(ASKED), larger]


def test_a_part_is_not_shown_beside_a_whole_that_costs_no_more() -> None:
    within = at(Package.of(ASKED.media, ASKED.territories, 3, "none"))
    part = Priced(Package.of(["print"], ASKED.territories, 3, "none"), within.fee_minor + 10)
    other = at(Package.of(ASKED.media, ["DE"], 3, "none"))
    assert worth_showing(ASKED, [at(ASKED), part, other], within) == [at(ASKED), within, other]


def test_further_uses_beside_all_that_were_asked_for_are_no_way_to_pay_less() -> None:
    more = at(Package.of([*ASKED.media, "tv"], ["FR", "DE"], 3, "none"))
    swap = at(Package.of(["website", "paid_social", "email"], ["FR", "DE"], 3, "none"))
    assert worth_showing(ASKED, [at(ASKED), more, swap], None) == [at(ASKED), swap]


def test_what_room_is_left_is_filled_with_one_part_less_at_the_same_share_of_the_card() -> None:
    lead = at(ASKED, Fraction(9, 10))
    shown = worth_showing(ASKED, [lead], None, simple_parts(LIMITS, lead, None, [lead]))
    assert [one.package for one in shown] == [
        ASKED,
        Package.of(["paid_social", "print"], ["FR", "DE"], 6, "none"),
        Package.of(ASKED.media, ["FR", "DE"], 3, "none"),
    ]
    assert all(quote_minor(CARD, one.package) * Fraction(9, 10) <= one.fee_minor < lead.fee_minor for one in shown[1:])


def test_who_names_a_figure_far_below_is_shown_the_smallest_first() -> None:
    parts = simple_parts(LIMITS, at(ASKED), 100, [])
    assert [one.fee_minor for one in parts] == sorted(one.fee_minor for one in parts)
    assert parts[0].package == Package.of(ASKED.media, ["DE"], 6, "none")


def test_what_is_shorter_lasts_for_as_long_as_the_figure_pays() -> None:
    lead = at(Package.of(["website", "paid_social"], ["US", "CA"], 4, "none"))
    shown = worth_showing(
        lead.package,
        [lead, at(replace(lead.package, months=Fraction(1)))],
        for_figure(LIMITS, lead, 720_000, [lead]),
        simple_parts(LIMITS, lead, 720_000, [lead]),
        720_000,
    )
    assert [(sorted(one.package.territories), int(one.package.months)) for one in shown] == [
        (["CA", "US"], 4),
        (["US"], 4),
        (["CA", "US"], 2),
    ]


def test_of_two_that_cost_the_same_the_one_with_more_uses_is_shown() -> None:
    lead = at(Package.of(["website", "paid_social", "ooh"], ["FR"], 12, "none"))
    found = for_figure(LIMITS, lead, 1_200_000, [lead])
    assert found is not None and len(found.package.media) == 2


def test_what_fills_the_menu_is_another_way_than_those_on_it() -> None:
    lead = at(Package.of(["website", "paid_social", "ooh"], ["FR"], 12, "none"))
    within = for_figure(LIMITS, lead, 1_200_000, [lead])
    shown = worth_showing(lead.package, [lead], within, simple_parts(LIMITS, lead, 1_200_000, [lead]))
    assert [(len(one.package.media), int(one.package.months)) for one in shown] == [(3, 12), (2, 12), (3, 7)]


@given(PACKAGES, st.fractions(Fraction(76, 100), 1), st.none() | st.integers(1, 20_000_000))
def test_i4_parts_of_what_was_asked_stand_above_the_floor_and_are_the_same_for_every_floor(
    asked: Package, share: Fraction, figure_minor: int | None
) -> None:
    lead = at(asked, share)
    parts = simple_parts(LIMITS, lead, figure_minor, [lead])
    assert parts == simple_parts(Limits(RateCard("EUR", CARD.base_minor, 1)), lead, figure_minor, [lead])
    for one in parts:
        assert covers(asked, one.package) and one.package != asked
        assert floor_minor(CARD, one.package) <= one.fee_minor < lead.fee_minor


def test_all_that_was_asked_for_and_a_further_country_is_no_way_to_pay_less() -> None:
    more = at(Package.of(ASKED.media, ["FR", "DE", "BE"], 3, "none"))
    assert worth_showing(ASKED, [at(ASKED), more], None) == [at(ASKED)]


def test_no_heavy_use_and_no_large_country_is_given_up_where_a_lighter_one_would_save_as_much() -> None:
    film = Package.of(["tv", "print", "digital_ads"], ["US", "JP"], 12, "none")
    without_film = at(Package.of(["print", "digital_ads"], ["US", "JP"], 12, "none"))
    japan_alone = at(Package.of(film.media, ["JP"], 12, "none"))
    parts = simple_parts(LIMITS, at(film), 2_000_000, [])
    shown = worth_showing(film, [at(film), without_film, japan_alone], None, parts, 2_000_000)
    assert len(shown) == 3
    assert all("tv" in one.package.media and "US" in one.package.territories for one in shown)


def test_one_change_stands_before_two() -> None:
    two = at(Package.of(["print", "paid_social"], ["FR", "DE"], Fraction(59, 10), "none"))
    shown = worth_showing(ASKED, [at(ASKED), two], None, simple_parts(LIMITS, at(ASKED), None, []))
    assert two not in shown and len(shown) == 3


def test_of_two_lengths_the_one_nearest_to_the_figure_is_shown() -> None:
    one_month, parts = (
        at(Package.of(ASKED.media, ["FR", "DE"], 1, "none")),
        simple_parts(LIMITS, at(ASKED), 1_200_000, []),
    )
    shown = worth_showing(ASKED, [at(ASKED), one_month], None, parts, 1_200_000)
    assert one_month not in shown and Package.of(ASKED.media, ["FR", "DE"], 3, "none") in [one.package for one in shown]


def test_what_the_figure_pays_for_is_on_the_menu_whatever_the_strategy_holds_beside_it() -> None:
    asked = Package.of(["paid_social", "website", "digital_ads"], ["DE", "US"], 6, "category")
    lead = at(asked, Fraction(21, 25))
    fewer_uses, not_exclusive, one_month = (
        at(package, Fraction(21, 25))
        for package in (
            Package.of(["paid_social", "digital_ads"], asked.territories, 6, "category"),
            Package.of(asked.media, asked.territories, 6, "none"),
            Package.of(asked.media, asked.territories, 1, "category"),
        )
    )
    figure_minor = not_exclusive.fee_minor - 50_000
    within = for_figure(LIMITS, lead, figure_minor, [lead])
    shown = worth_showing(asked, [lead, fewer_uses, not_exclusive, one_month], within, (), figure_minor)
    assert any(Fraction(3, 4) * figure_minor <= one.fee_minor <= figure_minor for one in shown)


def test_a_simple_part_far_below_the_figure_does_not_push_out_what_comes_nearest() -> None:
    asked = Package.of(["website", "paid_social"], ["DE", "AT"], 6, "none")
    one_country, shorter = (
        at(Package.of(asked.media, places, months, "none")) for places, months in ((["DE"], 6), (["DE", "AT"], 3))
    )
    shown = worth_showing(asked, [at(asked)], one_country, [shorter], 880_000)
    assert shown == [at(asked), one_country, shorter]


def test_a_figure_is_met_by_two_changes_where_one_would_leave_it_far_below() -> None:
    limits = replace(LIMITS, exclusivity=frozenset(EXCLUSIVITIES))
    asked = Package.of(["print", "website"], ["FR", "BE"], 1, "full")
    found = for_figure(limits, at(asked), 579_600, [at(asked)])
    assert found == at(Package.of(asked.media, ["FR"], 1, "category"))


def test_a_figure_is_met_by_any_length_that_people_take_something_for() -> None:
    lead = at(ASKED, Fraction(9, 10))
    found = for_figure(LIMITS, lead, 1_350_000, [lead])
    assert found == Priced(replace(ASKED, months=Fraction(5)), 1_334_000)


@given(PACKAGES, st.integers(40, 99))
def test_no_longer_time_of_the_same_would_cost_no_more_than_the_figure(asked: Package, hundredths: int) -> None:
    figure_minor = at(asked).fee_minor * hundredths // 100
    found = for_figure(LIMITS, at(asked), figure_minor, [at(asked)])
    if found is not None:
        longer = [months for months in (*LENGTHS, asked.months) if found.package.months < months <= asked.months]
        assert all(at(replace(found.package, months=months)).fee_minor > figure_minor - 1_000 for months in longer)


def test_two_lengths_of_the_same_are_shown_only_where_nothing_else_is_less() -> None:
    five, three = (at(Package.of(ASKED.media, ASKED.territories, months, "none")) for months in (5, 3))
    one_country = at(Package.of(ASKED.media, ["DE"], 6, "none"))
    assert worth_showing(ASKED, [at(ASKED), five, three, one_country], None) == [at(ASKED), five, one_country]
    assert worth_showing(ASKED, [at(ASKED), five, three], None) == [at(ASKED), five, three]


# ---- why a package costs what it does


@pytest.mark.parametrize(
    ("media", "places", "months", "exclusivity", "told"),
    [
        (["print", "website"], ["FR"], 12, "none", "the card's base: two uses, one country and 12 months"),
        (["print", "website", "tv"], ["FR"], 12, "none", "+30 % website"),
        (["print", "website", "email"], ["FR", "DE"], 6, "category",
         "+15 % email, +50 % France, × 0.7 for 6 months, × 1.5 category exclusivity"),
        (["tv"], ["001"], 24, "full", "× 4 worldwide, × 1.7 for 24 months, × 2.5 full exclusivity"),
        (list(MEDIA), ["FR", "DE", "IT", "ES", "BE"], 12, "none", "+315 % 11 further uses, +145 % 4 further countries"),
        (["print"], ["US", "JP", "BE"], 1, "none", "+60 % Japan, +15 % Belgium, × 0.3 for 1 month"),
    ],
)  # fmt: skip
def test_each_factor_of_the_card_is_told_in_a_line(
    media: list[str], places: list[str], months: int, exclusivity: Any, told: str
) -> None:
    assert why(Package.of(media, places, months, exclusivity)).replace("\u00a0", " ") == told


def test_what_differs_from_what_was_asked_stands_in_bold_even_where_it_adds_nothing() -> None:
    one_country = Package.of(["print", "website", "email"], ["DE"], 12, "none")
    told = why(one_country, ("territories",)).replace("\u00a0", " ")
    assert told == "+15 % email, **the base covers the country**"


@given(PACKAGES)
def test_i4_the_line_says_the_cards_own_factors_and_nothing_of_a_fee(package: Package) -> None:
    told = why(package).replace("\u00a0", " ")
    assert "EUR" not in told and f"{quote_minor(CARD, package) / 100:,.2f}" not in told
    assert (told.startswith("the card's base")) == (multiplier(package) == 1)
