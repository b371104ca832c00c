"""I4 in the negotiation: the floor shows nowhere but as a clip, and a clip says no more than its margin's spread."""

from __future__ import annotations

import random

import pytest

from bot.domain.negotiation import Act, Move, Talk, answer, begin, margin
from bot.domain.ratecard import floor_minor, quote_minor
from tests.domain.negotiation.builders import CARD, brief, limits, offer, package, played

FLOORS = (200_000, 400_000, 550_000, 700_000, 850_000, 990_000)


def buyers() -> list[list[Move]]:
    """Buyers who do not look at our answers, so that only the floor can tell two talks apart."""
    rng = random.Random(5)
    steady = [offer(300_000 + 15_000 * k) for k in range(14)]
    stubborn = [offer(420_000) for _ in range(14)]
    roaming = [offer(150_000 + 9_000 * k, package(months=rng.choice([3, 6, 12]))) for k in range(14)]
    patient = [offer(480_000 + 1_000 * k) for k in range(14)]
    return [[brief(), *moves] for moves in (steady, stubborn, roaming, patient)]


def lowest_ratio(act: Act) -> float:
    return min((one.fee_minor / quote_minor(CARD, one.package) for one in act.packages), default=1.0)


@pytest.mark.parametrize("moves", buyers(), ids=["steady", "stubborn", "roaming", "patient"])
def test_talks_that_differ_in_the_floor_alone_are_equal_until_a_clip(moves: list[Move]) -> None:
    blind = played(limits(1), moves)
    for floor in FLOORS:
        seen = played(limits(floor), moves)
        most = 1 + margin.MARGIN_MOST_BP / 10_000
        clip = floor * most / 1_000_000
        for ours, free, move in zip(seen, blind, moves, strict=False):
            could_clip = lowest_ratio(free) <= clip * 1.001
            fee = move.fee_minor or 0
            could_refuse = move.package is not None and fee < clip * 1.001 * quote_minor(CARD, move.package)
            if could_clip or (free.kind == "accept" and could_refuse):
                break
            assert (ours.kind, ours.packages) == (free.kind, free.packages)


@pytest.mark.parametrize("moves", buyers(), ids=["steady", "stubborn", "roaming", "patient"])
def test_what_is_asked_under_any_clip_leaves_the_floor_unknown_within_the_spread(moves: list[Move]) -> None:
    """No ask stands nearer to the floor than the least margin, and the margin cannot be told from the asks."""
    for floor in FLOORS:
        for seed in (1, 2, 3):
            for act in played(limits(floor), moves, seed=seed):
                for one in act.packages:
                    least = floor_minor(limits(floor).ratecard, one.package)
                    assert one.fee_minor >= min(
                        least * (1 + margin.MARGIN_LEAST_BP / 10_000), quote_minor(CARD, one.package)
                    )


def test_a_patient_prober_learns_the_floor_and_margin_and_not_the_floor() -> None:
    """By bisection he finds what we take; over mandates its ratio to the floor spreads as the margin does."""
    ratios = []
    for seed in range(14):
        low, high = 300_000 * 7 // 10, 1_000_000
        for _ in range(10):
            middle = (low + high) // 2
            low, high = (low, middle) if taken_at_the_end(middle, seed) else (middle, high)
        ratios.append(high / floor_minor(CARD, package()))
    assert min(ratios) >= 1 + margin.MARGIN_LEAST_BP / 10_000 - 0.002
    assert max(ratios) <= 1 + margin.MARGIN_MOST_BP / 10_000 + 0.02
    assert max(ratios) - min(ratios) > 0.6 * (margin.MARGIN_MOST_BP - margin.MARGIN_LEAST_BP) / 10_000


def taken_at_the_end(fee_minor: int, seed: int) -> bool:
    talk: Talk
    talk, act = begin(limits(), brief(), rounds=2, seed=seed)
    while talk.status == "open":
        talk, act = answer(talk, limits(), offer(fee_minor))
    return act.kind == "accept"


def test_the_margin_is_the_secrets_and_not_the_deals() -> None:
    secret = b"mandate 3, brand 8"
    drawn = {begin(limits(), brief(), rounds=5, seed=seed, secret=secret)[0].margin_bp for seed in range(20)}
    assert len(drawn) == 1
    many = {margin.draw_bp(f"mandate {k}".encode()) for k in range(300)}
    assert min(many) < margin.MARGIN_LEAST_BP + 40
    assert max(many) > margin.MARGIN_MOST_BP - 40


def test_the_reasons_of_an_act_hold_no_floor() -> None:
    for act in played(limits(543_210), buyers()[0]):
        assert not any("543" in reason or "floor" in reason for reason in act.reason)
