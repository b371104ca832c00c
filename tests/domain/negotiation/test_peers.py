"""Agents of other platforms at our table: what they say is heard inside the mandate, and what they do is not lost."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from fractions import Fraction

import pytest

from bench.negotiation import buyers, peers_negmas, scenarios
from bench.negotiation.grid import BELOW, Grid, Outcome
from bench.negotiation.peers import Answer, Peer, Tally
from bench.negotiation.play import play
from bot.domain.negotiation import Move, Priced, guard
from bot.domain.ratecard import Package, floor_minor, quote_minor

MADE = scenarios.make(12, 7, held_out=True)
needs_negmas = pytest.mark.skipif(
    importlib.util.find_spec("negmas") is None, reason="NegMAS is AGPL and lives in an environment of its own"
)


class Scripted:
    """A desk that answers what it was told to, and remembers what it was shown."""

    def __init__(self, *answers: Answer) -> None:
        self._answers: Iterator[Answer] = iter(answers)
        self.shown: list[Outcome | None] = []

    def answer(self, offer: Outcome | None, spent: int) -> Answer:
        self.shown.append(offer)
        return next(self._answers)


def refusing() -> scenarios.Scenario:
    """A scenario whose brief the mandate does not allow."""
    return next(one for one in MADE if not one.limits.allows(one.brief))


@pytest.mark.parametrize("width", peers_negmas.WIDTHS)
def test_every_outcome_is_said_inside_the_mandate_and_between_floor_and_card(width: str) -> None:
    for scenario in MADE:
        grid = Grid.make(scenario.limits, scenario.brief, width)  # type: ignore[arg-type]
        assert len(grid.outcomes()) <= 5_000
        for outcome in grid.outcomes()[::97]:
            assert not guard.check_ask(scenario.limits, grid.priced(outcome))


def test_an_offer_is_shown_on_its_own_side_of_the_floor() -> None:
    for scenario in MADE:
        grid = Grid.make(scenario.limits, scenario.brief, "within")
        floor = floor_minor(scenario.limits.ratecard, scenario.brief)
        assert grid.gain(grid.outcome(Priced(scenario.brief, floor - 1))) < 0
        assert grid.gain(grid.outcome(Priced(scenario.brief, floor))) >= 0


def test_what_the_grid_says_it_hears_again() -> None:
    for scenario in MADE:
        grid = Grid.make(scenario.limits, scenario.brief, "around")
        for outcome in grid.outcomes()[::97]:
            if outcome[4] >= BELOW:
                assert grid.outcome(grid.priced(outcome)) == outcome


def test_the_assumed_buyer_gains_nothing_from_more_than_he_asked_for() -> None:
    scenario = MADE[0]
    grid = Grid.make(scenario.limits, scenario.brief, "around")
    asked = (0, 0, 0, 0)
    assert grid.packages[asked] == scenario.brief or not scenario.limits.allows(scenario.brief)
    assert max(grid.assumed_worths.values()) == grid.assumed_worths[asked]


def test_an_accepted_offer_is_taken_at_exactly_its_fee() -> None:
    scenario = next(one for one in MADE if one.limits.allows(one.brief))
    fee = quote_minor(scenario.limits.ratecard, scenario.brief) + 1_234
    peer = Peer(scenario, Grid.make(scenario.limits, scenario.brief, "asked"), Scripted(Answer(True)), Tally())
    act = peer.reply(Move("brief", scenario.brief, fee))
    assert (act.kind, act.packages) == ("accept", (Priced(scenario.brief, fee),))


def test_a_yes_to_what_the_mandate_refuses_becomes_the_nearest_ask_and_stays() -> None:
    scenario = refusing()
    card, tally = scenario.limits.ratecard, Tally()
    grid = Grid.make(scenario.limits, scenario.brief, "asked")
    peer = Peer(scenario, grid, Scripted(Answer(True)), tally)
    offer = Move("brief", scenario.brief, quote_minor(card, scenario.brief))
    first = peer.reply(offer)
    assert first.kind == "counter" and not guard.check_ask(scenario.limits, first.packages[0])
    assert peer.reply(Move("offer", scenario.brief, offer.fee_minor)).packages == first.packages
    assert tally.held == 1
    better = Priced(first.packages[0].package, first.packages[0].fee_minor + 1)
    assert peer.reply(Move("offer", better.package, better.fee_minor)).packages == (better,)


def test_a_yes_below_the_floor_sells_nothing_below_the_floor() -> None:
    scenario = next(one for one in MADE if one.limits.allows(one.brief))
    least = floor_minor(scenario.limits.ratecard, scenario.brief)
    peer = Peer(scenario, Grid.make(scenario.limits, scenario.brief, "asked"), Scripted(Answer(True)), Tally())
    act = peer.reply(Move("brief", scenario.brief, least // 2))
    assert act.kind == "counter" and act.packages[0].fee_minor >= least


def test_an_ask_below_the_floor_is_lifted_to_it_and_counted() -> None:
    scenario, tally = MADE[0], Tally()
    grid = Grid.make(scenario.limits, scenario.brief, "asked")
    act = Peer(scenario, grid, Scripted(Answer(False, (0, 0, 0, 0, 0))), tally).reply(Move("brief", scenario.brief))
    package = act.packages[0].package
    assert act.packages[0].fee_minor == floor_minor(scenario.limits.ratecard, package)
    assert tally.lifted == 1


def test_an_agent_that_fails_walks_and_is_counted() -> None:
    scenario, tally = MADE[0], Tally()
    grid = Grid.make(scenario.limits, scenario.brief, "asked")
    assert Peer(scenario, grid, Scripted(), tally).reply(Move("brief", scenario.brief)).kind == "walk"
    assert (tally.failed, tally.error) == (1, "StopIteration: ")


def test_the_last_counter_says_that_it_is_the_last() -> None:
    scenario = MADE[0]
    grid = Grid.make(scenario.limits, scenario.brief, "asked")
    desk = Scripted(*[Answer(False, (0, 0, 0, 0, 26))] * (scenario.rounds + 1))
    peer = Peer(scenario, grid, desk, Tally())
    kinds = [peer.reply(Move("offer", scenario.brief, 1)).kind for _ in range(scenario.rounds + 1)]
    assert kinds == ["counter"] * (scenario.rounds - 1) + ["final", "walk"]


def test_distance_prefers_the_same_countries_over_the_same_length() -> None:
    scenario = next(one for one in MADE if len(one.brief.territories) > 1 and one.limits.allows(one.brief))
    grid = Grid.make(scenario.limits, scenario.brief, "within")
    odd = Package(scenario.brief.media, scenario.brief.territories, Fraction(7), scenario.brief.exclusivity)
    outcome = grid.outcome(Priced(odd, 10_000_000))
    assert grid.packages[outcome[:4]].territories == scenario.brief.territories


def test_without_negmas_the_bench_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(peers_negmas, "is_installed", lambda: False)
    monkeypatch.setattr(sys, "argv", ["peers_negmas"])
    peers_negmas.main()
    assert capsys.readouterr().out.startswith("NegMAS is not installed here")


@needs_negmas
@pytest.mark.parametrize("name", ["NegMAS linear", "NegMAS MiCRO", "NegMAS naive tit for tat"])
def test_a_negmas_agent_plays_whole_talks_without_a_breach(name: str) -> None:
    tally = Tally()
    for scenario in MADE[:4]:
        peer = peers_negmas.seat(scenario, peers_negmas.AGENTS[name], tally, "within")
        outcome = play(scenario, buyers.HELD_OUT["noisy"], "asked", peer)
        assert outcome.breaches == 0
    assert tally.moves > 4 and tally.failed == 0
