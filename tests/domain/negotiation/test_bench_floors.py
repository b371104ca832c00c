"""The floors that CI holds on a small fixed subset of bench/negotiation: the engine stays better than the textbook."""

from __future__ import annotations

import pytest

from bench.negotiation.__main__ import OURS, SINGLE, Row, run, summarise

SCENARIOS, SEED = 8, 3


@pytest.fixture(scope="module")
def rows() -> dict[str, Row]:
    """Both halves together, each seller on the same negotiations."""
    return {
        name: summarise(name, [one for held in (False, True) for one in run(name, SCENARIOS, SEED, held)])
        for name in (*SINGLE, OURS)
    }


@pytest.mark.slow
def test_the_engine_captures_more_than_every_textbook_seller(rows: dict[str, Row]) -> None:
    assert rows[OURS].capture > max(rows[name].capture for name in SINGLE)


@pytest.mark.slow
def test_the_engine_closes_as_many_deals_as_the_best_of_them(rows: dict[str, Row]) -> None:
    assert rows[OURS].deals >= max(rows[name].deals for name in SINGLE)


@pytest.mark.slow
def test_the_engine_breaks_no_limit_and_sells_nothing_where_nothing_can_be_sold(rows: dict[str, Row]) -> None:
    assert rows[OURS].breaches == 0
    assert rows[OURS].deals_without_zone == 0
