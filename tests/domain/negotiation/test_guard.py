"""The guard sees every breach by itself, and nothing gets past it."""

from __future__ import annotations

import random

import pytest

from bench.negotiation.wander import wander
from bot.domain.negotiation import Blocked, Limits, Priced, begin, engine, guard, strategy
from bot.domain.ratecard import floor_minor, quote_minor
from tests.domain.negotiation.builders import CARD, brief, limits, package

FAIR = quote_minor(CARD, package())


def test_a_package_inside_the_mandate_passes() -> None:
    assert guard.check(limits(), Priced(package(), FAIR)) == ()


@pytest.mark.parametrize(
    ("mandate", "code"),
    [
        (limits(refused_media=frozenset({"print"})), "refused_medium"),
        (limits(refused_territories=frozenset({"FR"})), "refused_territory"),
        (limits(max_months=5), "too_long"),
        (limits(exclusivity=frozenset({"full"})), "exclusivity_not_allowed"),
        (limits(blocked=(Blocked(frozenset({"ES"}), frozenset({"none"})),)), "conflict"),
        (limits(blocked=(Blocked(frozenset({"001"}), frozenset({"none"})),)), "conflict"),
    ],
)
def test_each_limit_is_seen(mandate: Limits, code: str) -> None:
    assert guard.check(mandate, Priced(package(), FAIR)) == (code,)


def test_the_world_holds_every_refused_country() -> None:
    world = package(territories="001")
    mandate = limits(refused_territories=frozenset({"CN"}))
    assert "refused_territory" in guard.check(mandate, Priced(world, 10**9))


def test_one_minor_unit_below_the_floor_is_below_the_floor() -> None:
    floor = floor_minor(CARD, package())
    assert guard.check(limits(), Priced(package(), floor)) == ()
    assert guard.check(limits(), Priced(package(), floor - 1)) == ("below_floor",)


def test_an_ask_above_the_card_is_seen_and_an_offer_above_it_is_none_of_the_guards_business() -> None:
    assert guard.check_ask(limits(), Priced(package(), FAIR + 1)) == ("above_quote",)
    assert guard.check(limits(), Priced(package(), FAIR + 1)) == ()


def test_what_a_broken_strategy_wants_to_send_is_stopped_and_reported_without_figures(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cheap = Priced(package(), 1)
    fair = Priced(package(months=3), quote_minor(CARD, package(months=3)))
    broken = strategy.Plan(False, (cheap, fair), 1.0, 0.0, ())
    monkeypatch.setattr(engine.strategy, "plan", lambda *_, **__: broken)
    _, act = begin(limits(), brief(), rounds=5, seed=1)
    assert act.packages == (fair,)
    assert "guard stopped below_floor" in act.reason


def test_random_and_hostile_moves_never_bring_a_breach() -> None:
    made, found = wander(random.Random(1), 600)
    assert made >= 600
    assert found == 0
