"""The second benchmark runs, repeats itself, and sees no breach of ours nor of the sellers it holds ours against."""

from __future__ import annotations

import pytest

from bench.negotiation.scenarios import ZONES
from bench.negotiation.second.__main__ import KNOWS, OURS, all_sellers, outcomes
from bench.negotiation.second.family import FAMILY
from bench.negotiation.second.people import KINDS
from bench.negotiation.second.worlds import make

COUNT, SEED = 4, 3


def test_there_are_thirteen_buyers_and_every_zone_has_its_turn() -> None:
    assert len(KINDS) == 13
    for world in FAMILY.values():
        assert [scenario.zone for scenario in make(world, COUNT, SEED)] == list(ZONES)


@pytest.mark.parametrize("world", FAMILY)
def test_a_best_surplus_is_there_exactly_where_a_zone_is(world: str) -> None:
    for scenario in make(FAMILY[world], 2 * COUNT, SEED):
        assert (scenario.best_surplus > 0) == (scenario.zone != "none")


@pytest.mark.parametrize("seller", [OURS, "linear", "plain menu", "smaller in turn, six", KNOWS])
def test_nobody_breaks_a_limit_or_sells_where_nothing_can_be_sold(seller: str) -> None:
    played = outcomes("first", seller, COUNT, SEED)
    assert len(played) == COUNT * len(KINDS)
    assert sum(one.breaches for one in played) == 0
    assert all(one.agreed is None for one in played if one.scenario.zone == "none")


def test_the_same_seed_is_the_same_table() -> None:
    first, again = (outcomes("first", "plain menu", COUNT, SEED) for _ in range(2))
    assert [(one.buyer, one.capture) for one in first] == [(one.buyer, one.capture) for one in again]


def test_every_quoted_seller_is_played() -> None:
    for world in FAMILY.values():
        assert set(all_sellers(world)) > {"fixed price", "linear", "boulware", "micro", "plain menu", KNOWS}
