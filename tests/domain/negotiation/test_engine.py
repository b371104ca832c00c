"""The rules of the negotiation that hold whatever the strategy wants."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise

import pytest

from bot.domain.errors import RuleBroken
from bot.domain.negotiation import Blocked, Limits, Memory, Move, Priced, Talk, answer, begin, guard, rebrief, stricter
from bot.domain.ratecard import RateCard, quote_minor
from tests.domain.negotiation.builders import CARD, brief, limits, offer, opened, package, played


def test_without_a_fee_the_talk_opens_at_the_card_for_exactly_what_was_asked() -> None:
    _, act = opened()
    assert act.kind == "counter"
    assert act.packages[0] == Priced(package(), quote_minor(CARD, package()))


def test_a_menu_gives_a_choice_and_has_no_package_twice() -> None:
    for size in (1, 2, 3, 6):
        _, act = opened(menu=size)
        assert min(size, 3) <= len(act.packages) <= size
        assert len({priced.package for priced in act.packages}) == len(act.packages)


def test_a_fee_above_the_card_is_taken_as_offered() -> None:
    quote = quote_minor(CARD, package())
    talk, act = opened(quote + 12_345)
    assert (act.kind, act.packages) == ("accept", (Priced(package(), quote + 12_345),))
    assert talk.agreed == Priced(package(), quote + 12_345)


def test_a_listed_package_is_agreed_at_exactly_its_fee() -> None:
    talk, act = opened()
    after, settled = answer(talk, limits(), Move("accept", index=2))
    assert settled.kind == "accept"
    assert settled.packages == (act.packages[2],)
    assert after.status == "agreed"


def test_after_the_end_everything_is_closed() -> None:
    talk, _ = opened()
    for ending in (Move("accept", index=0), Move("walk")):
        ended, _ = answer(talk, limits(), ending)
        for move in (offer(10**9), Move("accept", index=0), Move("walk")):
            assert answer(ended, limits(), move)[1].kind == "closed"


def test_an_index_that_is_not_listed_restates_with_an_ordinary_counter() -> None:
    talk, _ = opened()
    after, act = answer(talk, limits(), Move("accept", index=9))
    assert act.kind == "counter"
    assert after.spent == talk.spent + 1


def test_an_unknown_index_after_the_final_is_an_error_and_changes_nothing() -> None:
    talk, act = opened(rounds=1)
    assert act.kind == "final"
    with pytest.raises(RuleBroken, match="accept_unknown"):
        answer(talk, limits(), Move("accept", index=9))
    assert answer(talk, limits(), Move("accept", index=0))[1].kind == "accept"


@pytest.mark.parametrize("rounds", [1, 2, 5, 12])
def test_counters_and_the_final_are_at_most_the_rounds_and_the_last_says_so(rounds: int) -> None:
    acts = played(limits(), [brief(), *[offer(1_000 + k) for k in range(rounds + 3)]], rounds=rounds)
    spoken = [act.kind for act in acts if act.kind in ("counter", "final")]
    assert spoken == ["counter"] * (rounds - 1) + ["final"]
    assert acts[-1].kind == "walk"


def test_a_deadline_that_is_reached_makes_the_answer_the_final_whatever_rounds_are_left() -> None:
    talk, _ = opened(rounds=20)
    _, act = answer(talk, limits(), offer(10_000), time_share=1.0)
    assert act.kind == "final"


def test_the_ask_for_a_package_never_rises() -> None:
    acts = played(limits(), [brief(), *[offer(100_000 + 20_000 * k) for k in range(12)]])
    asks: dict[object, int] = {}
    for act in acts:
        for priced in act.packages if act.kind != "accept" else ():
            assert priced.fee_minor <= asks.get(priced.package, priced.fee_minor)
            asks[priced.package] = priced.fee_minor


def test_an_offer_outside_the_mandate_is_answered_with_what_the_mandate_allows() -> None:
    mandate = limits(refused_media=frozenset({"tv"}), refused_territories=frozenset({"CN"}), max_months=6)
    forbidden = package("tv print", "CN FR", 24, "full")
    _, act = begin(mandate, Move("brief", forbidden, 10**12), rounds=8, seed=1)
    assert act.kind == "counter"
    assert act.packages
    assert all(mandate.allows(priced.package) for priced in act.packages)


def test_a_mandate_that_sells_nothing_ends_the_talk_at_once() -> None:
    for nothing in (limits(refused_media=frozenset({"all"})), limits(max_months=0), limits(exclusivity=frozenset())):
        talk, act = begin(nothing, brief(), rounds=8, seed=1)
        assert act.kind == "walk"
        assert talk.status == "walked"


def test_a_running_exclusive_elsewhere_rules_out_its_countries() -> None:
    taken = Blocked(frozenset({"FR"}), frozenset({"none", "category", "full"}))
    crowded = Blocked(frozenset({"ES"}), frozenset({"category", "full"}))
    mandate = limits(blocked=(taken, crowded))
    _, act = begin(mandate, brief(), rounds=8, seed=1, menu=6)
    assert act.packages
    for priced in act.packages:
        assert "FR" not in priced.package.territories
        assert not ("ES" in priced.package.territories and priced.package.exclusivity != "none")


def test_a_stricter_mandate_binds_at_once_even_for_what_is_listed() -> None:
    talk, act = opened()
    strict = limits(refused_media=frozenset({"print"}))
    after, answered = answer(talk, strict, Move("accept", index=0))
    assert answered.kind == "counter"
    assert after.status == "open"
    assert all("print" not in priced.package.media for priced in answered.packages)
    assert "print" in act.packages[0].package.media


def test_a_higher_floor_binds_at_once_even_for_what_is_listed() -> None:
    talk, _ = opened(400_000, rounds=8)
    talk, act = answer(talk, limits(), offer(500_000))
    dear = Limits(RateCard("EUR", 3_000_000, 2_900_000))
    _, answered = answer(talk, dear, Move("accept", index=0))
    assert answered.kind == "counter"
    assert all(priced.fee_minor >= 2_900_000 * 0.3 for priced in answered.packages)
    assert act.kind == "counter"


def test_a_looser_mandate_never_lowers_a_standing_ask() -> None:
    dear = limits(990_000)
    low = [offer(300_000 + k) for k in range(6)]
    talk, act = begin(dear, brief(), rounds=12, seed=3)
    for move in low:
        talk, act = answer(talk, dear, move)
    before = {priced.package: priced.fee_minor for priced in act.packages}
    _, after = answer(talk, limits(100_000), offer(300_100))
    again = {priced.package: priced.fee_minor for priced in after.packages}
    assert before.keys() & again.keys()
    ratios = [fee / quote_minor(CARD, one) for one, fee in again.items()]
    assert min(ratios) > 0.97


def test_stricter_keeps_what_both_mandates_allow() -> None:
    both = stricter(
        limits(400_000, refused_media=frozenset({"tv"}), max_months=12),
        limits(600_000, refused_territories=frozenset({"US"}), exclusivity=frozenset({"none"})),
    )
    assert both.ratecard.floor_base_minor == 600_000
    assert (both.refused_media, both.refused_territories) == (frozenset({"tv"}), frozenset({"US"}))
    assert (both.max_months, both.exclusivity) == (12, frozenset({"none"}))


def test_media_she_likes_less_are_offered_less() -> None:
    moves = [brief(), *[offer(100_000 + 5_000 * k) for k in range(11)]]

    def share(mandate: Limits) -> float:
        menus = [act.packages for seed in range(8) for act in played(mandate, moves, seed=seed)]
        listed = [priced.package for menu in menus for priced in menu]
        return sum("website" in one.media for one in listed) / len(listed)

    assert share(limits(disliked_media=frozenset({"website"}))) < share(limits())


def test_what_a_brand_took_before_stands_on_the_opening_menu_at_the_card() -> None:
    before = package("print", "FR", 6)
    memory = Memory.of((before, package("email", "DE", 1)))
    _, act = begin(limits(), brief(), rounds=8, seed=7, memory=memory)
    assert act.packages[0].package == package()
    assert Priced(before, quote_minor(CARD, before)) in act.packages


def test_what_a_brand_took_before_stays_out_where_the_mandate_has_come_to_refuse_it() -> None:
    memory = Memory.of((package("print tv", "FR", 6),))
    mandate = limits(refused_media=frozenset({"tv"}))
    _, act = begin(mandate, brief(), rounds=8, seed=7, memory=memory)
    assert not any("tv" in priced.package.media for priced in act.packages)


def test_memory_keeps_three_packages_and_no_figure_and_comes_back_from_its_json() -> None:
    taken = tuple(package("print", "FR", months) for months in (1, 1, 3, 6, 12))
    memory = Memory.of(taken)
    assert memory.taken == tuple(package("print", "FR", months) for months in (1, 3, 6))
    assert Memory.from_dict(json.loads(json.dumps(memory.to_dict()))) == memory
    assert "minor" not in json.dumps(memory.to_dict())


def test_what_we_asked_in_a_talk_that_came_to_nothing_stands_in_the_next() -> None:
    quote = quote_minor(CARD, package())
    memory = Memory.of(asked=(Priced(package(), quote - 50_000), Priced(package(), quote - 80_000)))
    assert Memory.from_dict(json.loads(json.dumps(memory.to_dict()))) == memory
    _, act = begin(limits(), brief(), rounds=8, seed=7, memory=memory)
    assert act.packages[0] == Priced(package(), quote - 80_000)


def test_an_old_ask_below_a_floor_that_has_risen_is_not_sold_at() -> None:
    mandate = limits(900_000)
    memory = Memory.of(asked=(Priced(package(), quote_minor(CARD, package()) // 2),))
    _, act = begin(mandate, brief(), rounds=8, seed=7, memory=memory)
    assert not guard.check_ask(mandate, act.packages[0])


def test_a_new_wish_without_a_figure_brings_nothing_down() -> None:
    talk, act = opened(rounds=6)
    for _ in range(3):
        talk, act = answer(talk, limits(), offer(300_000))
    lead = act.packages[0]
    share = lead.fee_minor / quote_minor(CARD, lead.package)
    wanted = package("print website email", "FR ES DE", 12)
    _, act = rebrief(talk, limits(), wanted)
    assert act.packages[0].package == wanted
    assert act.packages[0].fee_minor / quote_minor(CARD, wanted) >= 0.995 * share


@pytest.mark.parametrize("seed", range(1, 9))
@pytest.mark.parametrize("fee", [300_000, 700_000])
def test_a_new_wish_without_a_figure_makes_nothing_dearer_than_was_last_asked_by_the_card(seed: int, fee: int) -> None:
    talk, act = opened(rounds=8, seed=seed)
    for step in range(3):
        talk, act = answer(talk, limits(), offer(fee + 20_000 * step))
    assert act.kind == "counter"
    share = act.packages[0].fee_minor / quote_minor(CARD, act.packages[0].package)
    wanted = package("website paid_social", "FR", 12)
    _, act = rebrief(talk, limits(), wanted)
    assert act.packages[0].package == wanted
    assert act.packages[0].fee_minor / quote_minor(CARD, wanted) <= 1.005 * share


def lead_shares(moves: list[Move], rounds: int, seed: int = 1) -> list[float]:
    """What was asked for what the brief asks for, move by move, as shares of the card."""
    acts = [act for act in played(limits(100_000), moves, rounds=rounds, seed=seed) if act.kind != "accept"]
    leads = [act.packages[0] for act in acts]
    assert all(lead.package == package() for lead in leads)
    assert len(leads) > 3
    return [lead.fee_minor / quote_minor(CARD, lead.package) for lead in leads]


@pytest.mark.parametrize("rounds", [6, 12, 24])
def test_no_ask_plunges(rounds: int) -> None:
    moving = [brief(300_000), *[offer(300_000 + 20_000 * k) for k in range(1, rounds)]]
    shares = lead_shares(moving, rounds)
    assert all(before - after <= 0.26 for before, after in pairwise(shares))


@pytest.mark.parametrize("seed", range(1, 7))
@pytest.mark.parametrize("creep", [0, 500])
def test_no_move_without_a_move(creep: int, seed: int) -> None:
    moves = [brief(300_000), *[offer(300_000 + creep * k) for k in range(8)]]
    shares = lead_shares(moves, 9, seed)
    assert len(set(shares)) == 1, "somebody who stands still, or creeps, is brought nothing for what he names"


@pytest.mark.parametrize("seed", range(1, 7))
def test_who_stands_still_is_shown_other_ways_at_better_terms(seed: int) -> None:
    moves = [brief(300_000), *[offer(300_000)] * 8]
    acts = [act for act in played(limits(100_000), moves, rounds=9, seed=seed) if act.kind != "accept"]
    least = [min(one.fee_minor / quote_minor(CARD, one.package) for one in act.packages) for act in acts]
    assert least[-1] < 0.8 * least[0]


@pytest.mark.parametrize("seed", range(1, 7))
@pytest.mark.parametrize("step", [10_000, 40_000, 90_000])
def test_each_step_of_his_is_answered_by_half_of_it_at_least(step: int, seed: int) -> None:
    shares = lead_shares([brief(300_000), *[offer(300_000 + step * k) for k in range(1, 5)]], 12, seed)
    moved = step / quote_minor(CARD, package())
    assert all(before - after >= 0.5 * moved - 0.001 for before, after in pairwise(shares))


@pytest.mark.parametrize("seed", range(1, 7))
@pytest.mark.parametrize("step", [6_000, 10_000, 40_000])
def test_no_step_of_his_buys_more_than_four_times_itself(step: int, seed: int) -> None:
    shares = lead_shares([brief(300_000), *[offer(300_000 + step * k) for k in range(1, 5)]], 12, seed)
    moved = step / quote_minor(CARD, package())
    assert all(before - after <= 4 * moved + 0.001 for before, after in pairwise(shares)), "a small step bought a large"


def test_a_package_that_he_offers_for_twice_is_on_the_menu() -> None:
    wanted = package("print website paid_social")
    talk, _ = opened(300_000, menu=3)
    talk, _ = answer(talk, limits(), offer(300_000, wanted))
    _, act = answer(talk, limits(), offer(305_000, wanted))
    assert wanted in [priced.package for priced in act.packages]


def test_the_same_seed_gives_the_same_talk() -> None:
    moves = [brief(), *[offer(200_000 + 10_000 * k) for k in range(10)]]
    assert played(limits(), moves) == played(limits(), moves)


def test_a_talk_survives_json_and_goes_on_the_same() -> None:
    talk, _ = opened(300_000)
    talk, _ = answer(talk, limits(), offer(350_000, package(months=3)))
    again = Talk.from_dict(json.loads(json.dumps(talk.to_dict())))
    assert again == talk
    assert answer(again, limits(), offer(400_000)) == answer(talk, limits(), offer(400_000))


def test_a_talk_holds_no_floor() -> None:
    one, _ = opened(mandate=limits(300_000))
    other, _ = opened(mandate=limits(700_000))
    assert one == other


def test_a_broken_talk_is_said_to_be_unreadable() -> None:
    talk, _ = opened()
    for broken in ({}, {**talk.to_dict(), "v": 99}, {**talk.to_dict(), "turns": 3}):
        with pytest.raises(RuleBroken, match="talk_unreadable"):
            Talk.from_dict(broken)


@pytest.mark.parametrize("fee_minor", [0, -1, 10**15])
def test_a_fee_that_no_one_can_mean_is_refused(fee_minor: int) -> None:
    with pytest.raises(RuleBroken, match="fee_invalid"):
        offer(fee_minor)


@pytest.mark.parametrize("rounds", [0, -3, 1_001])
def test_rounds_that_no_one_can_mean_are_refused(rounds: int) -> None:
    with pytest.raises(RuleBroken, match="rounds_invalid"):
        opened(rounds=rounds)


def test_a_second_brief_is_refused() -> None:
    talk, _ = opened()
    with pytest.raises(RuleBroken, match="move_invalid"):
        answer(talk, limits(), replace(brief()))
