"""The guard sees every breach by itself, and nothing gets past it."""

from __future__ import annotations

import random

import pytest

from bot.domain.errors import RuleBroken
from bot.domain.negotiation import Act, Blocked, Limits, Move, Priced, answer, begin, engine, guard, strategy
from bot.domain.ratecard import floor_minor, quote_minor
from tests.domain.negotiation.builders import CARD, any_limits, any_package, brief, limits, package

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


def breaches(mandate: Limits, act: Act) -> int:
    ours = act.kind in ("counter", "final")
    check = guard.check_ask if ours else guard.check
    return sum(bool(check(mandate, priced)) for priced in act.packages)


def wander(rng: random.Random, moves: int) -> tuple[int, int]:
    """Random and hostile moves against random mandates; moves made and breaches seen."""
    made = found = 0
    while made < moves:
        mandate, asked, rounds = any_limits(rng), any_package(rng), rng.randint(1, 12)
        fee = rng.choice([None, 1, rng.randint(1, 10**10), 10**14])
        talk, act = begin(mandate, Move("brief", asked, fee), rounds=rounds, seed=rng.getrandbits(32), menu=6)
        made, found, spoken = made + 1, found + breaches(mandate, act), act.kind in ("counter", "final")
        for _ in range(rounds + 2):
            if rng.random() < 0.1:
                mandate = any_limits(rng)
            try:
                talk, act = answer(talk, mandate, any_move(rng, asked, act))
            except RuleBroken:
                continue
            made, found = made + 1, found + breaches(mandate, act)
            spoken += act.kind in ("counter", "final")
        found += spoken > rounds
    return made, found


def any_move(rng: random.Random, asked: object, act: Act) -> Move:
    draw = rng.random()
    if draw < 0.1:
        return Move("accept", index=rng.choice([-1, 0, 1, 5, 6, 10**9]))
    if draw < 0.13:
        return Move("walk")
    wanted = any_package(rng) if draw < 0.5 or not act.packages else rng.choice(act.packages).package
    near = quote_minor(CARD, wanted)
    return Move("offer", wanted, rng.choice([1, max(1, near // 3), max(1, int(near * rng.random())), near, 10**14]))


def test_random_and_hostile_moves_never_bring_a_breach() -> None:
    made, found = wander(random.Random(1), 600)
    assert made >= 600
    assert found == 0
