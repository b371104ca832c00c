"""`quasi rehearse` and `quasi price` keep their contracts to the letter (DESIGN §6)."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot import price_cli, rehearse_cli

CARD = {"currency": "EUR", "base_minor": 1_000_000, "floor_base_minor": 500_000}
WANTED = {"media": ["print", "website"], "territories": ["FR", "ES"], "months": 6, "exclusivity": "none"}


def first(deal: str = "a", **more: Any) -> dict[str, Any]:
    mandate = {"ratecard": CARD, "refused_media": ["tv"], "refused_territories": ["CN"], "max_months": 24}
    return {"deal": deal, "mandate": mandate, "brief": WANTED, "rounds": 4, "seed": 7, **more}


def rehearse(*lines: object) -> list[dict[str, Any]]:
    text = "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines)
    out = io.StringIO()
    assert rehearse_cli.run(io.StringIO(text), out) == 0
    answers = [json.loads(line) for line in out.getvalue().splitlines()]
    assert len(answers) == len(lines)
    return answers


def test_the_first_answer_is_a_counter_that_begins_with_what_was_asked_at_the_card() -> None:
    (answer,) = rehearse(first())
    assert answer["deal"] == "a"
    assert answer["act"] == "counter"
    assert 1 <= len(answer["packages"]) <= 6
    asked = {**WANTED, "territories": ["ES", "FR"], "fee_minor": 980_000}
    assert answer["packages"][0] == asked


def test_an_accept_settles_the_listed_terms_exactly() -> None:
    listed, settled, closed = rehearse(first(), {"deal": "a", "accept": 1}, {"deal": "a", "walk": True})
    assert settled == {"deal": "a", "act": "accept", "terms": listed["packages"][1]}
    assert closed == {"deal": "a", "act": "closed"}


def test_an_offer_above_the_card_is_accepted_as_offered() -> None:
    offered = {**WANTED, "fee_minor": 2_000_001}
    _, settled = rehearse(first(), {"deal": "a", "offer": offered})
    assert settled["act"] == "accept"
    assert settled["terms"] == {**offered, "territories": ["ES", "FR"]}


def test_a_fee_in_the_brief_is_the_first_offer() -> None:
    (settled,) = rehearse(first(brief={**WANTED, "fee_minor": 980_000}))
    assert (settled["act"], settled["terms"]["fee_minor"]) == ("accept", 980_000)


def test_the_rounds_end_with_a_final_and_then_a_walk() -> None:
    low = {"deal": "a", "offer": {**WANTED, "fee_minor": 1_000}}
    assert [answer["act"] for answer in rehearse(first(), low, low, low, low, low)] == [
        "counter",
        "counter",
        "counter",
        "final",
        "walk",
        "closed",
    ]


def test_deals_may_interleave_and_do_not_know_each_other() -> None:
    offer = {"offer": {**WANTED, "fee_minor": 600_000}}
    alone = rehearse(first("a"), {"deal": "a", **offer}, {"deal": "a", **offer})
    mixed = rehearse(
        first("a"), first("b", seed=9), {"deal": "a", **offer}, {"deal": "b", "walk": True}, {"deal": "a", **offer}
    )
    assert [answer for answer in mixed if answer["deal"] == "a"] == alone


def test_whole_months_and_days_as_fractions_both_come_back_as_they_went() -> None:
    for months in (6, 1.5):
        offered = {**WANTED, "months": months, "fee_minor": 3_000_000}
        _, settled = rehearse(first(), {"deal": "a", "offer": offered})
        assert settled["terms"]["months"] == months


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "nonsense",
        "[1, 2]",
        "7",
        '{"deal": "a", "offer": {"fee_minor": NaN}}',
        "[" * 100_000,
        {"offer": {}},
        {"deal": None, "walk": True},
        {"deal": ["a"], "walk": True},
        {"deal": "unheard", "accept": 0},
        {"deal": "a"},
        {"deal": "a", "walk": "yes"},
        {"deal": "a", "accept": "0"},
        {"deal": "a", "accept": True},
        {"deal": "a", "accept": 0, "walk": True},
        {"deal": "a", "offer": WANTED},
        {"deal": "a", "offer": {**WANTED, "fee_minor": 0}},
        {"deal": "a", "offer": {**WANTED, "fee_minor": -5}},
        {"deal": "a", "offer": {**WANTED, "fee_minor": 10.5}},
        {"deal": "a", "offer": {**WANTED, "fee_minor": 10**40}},
        {"deal": "a", "offer": {**WANTED, "fee_minor": 9, "media": ["hologram"]}},
        {"deal": "a", "offer": {**WANTED, "fee_minor": 9, "media": []}},
        {"deal": "a", "offer": {**WANTED, "fee_minor": 9, "territories": ["XX"]}},
        {"deal": "a", "offer": {**WANTED, "fee_minor": 9, "months": 0}},
        {"deal": "a", "offer": {**WANTED, "fee_minor": 9, "months": 61}},
        {"deal": "a", "offer": {**WANTED, "fee_minor": 9, "exclusivity": "total"}},
        first("a"),
        first("z", rounds=0),
        first("z", mandate={"ratecard": {**CARD, "floor_base_minor": 2_000_000}}),
        first("z", mandate={"ratecard": CARD, "max_months": 99}),
        first("z", mandate=None),
    ],
    ids=lambda bad: json.dumps(bad)[:60],
)
def test_a_bad_line_gets_one_sentence_and_changes_nothing(bad: object) -> None:
    after = {"deal": "a", "offer": {**WANTED, "fee_minor": 600_000}}
    undisturbed = rehearse(first(), after)
    opening, error, answer = rehearse(first(), bad, after)
    assert set(error) == {"deal", "error"}
    assert error["error"].endswith(".")
    assert [opening, answer] == undisturbed


def test_a_line_that_is_no_object_names_no_deal() -> None:
    assert rehearse("7")[0]["deal"] is None


def test_outside_the_mandate_even_a_fortune_is_answered_with_what_is_allowed() -> None:
    offered = {"media": ["tv", "print"], "territories": ["CN", "FR"], "months": 36, "exclusivity": "full"}
    _, answer = rehearse(first(), {"deal": "a", "offer": {**offered, "fee_minor": 10**12}})
    assert answer["act"] == "counter"
    for one in answer["packages"]:
        assert "tv" not in one["media"]
        assert "CN" not in one["territories"]
        assert one["months"] <= 24
        assert one["exclusivity"] in ("none", "category")


def test_watching_tells_the_reasons_and_ends(tmp_path: Path) -> None:
    mandate = tmp_path / "mandate.json"
    mandate.write_text(json.dumps({"ratecard": CARD, "refused_media": ["print"]}), encoding="utf-8")
    out = io.StringIO()
    assert rehearse_cli.watch(mandate, "steady", 6, 1, out) == 0
    assert "value of going on" in out.getvalue()
    assert "Quasi: accept" in out.getvalue() or "Quasi: closed" in out.getvalue()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"ratecard": 3}'])
def test_a_mandate_that_cannot_be_read_is_said_in_one_sentence(
    tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    mandate = tmp_path / "mandate.json"
    mandate.write_text(text, encoding="utf-8")
    assert rehearse_cli.watch(mandate, "steady", 6, 1, io.StringIO()) == 2
    assert capsys.readouterr().err.count("\n") == 1


def price(*lines: object) -> list[dict[str, Any]]:
    text = "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines)
    out = io.StringIO()
    assert price_cli.run(io.StringIO(text), out) == 0
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_price_gives_quote_and_floor_of_section_7() -> None:
    # M 1, G 1 + .40, T .70, X 1: 1,000,000 x .98
    assert price({"id": 1, "ratecard": CARD, "terms": WANTED}) == [
        {"id": 1, "quote_minor": 980_000, "floor_minor": 490_000}
    ]


def test_price_opens_all_and_the_world_and_rounds_half_up_once() -> None:
    card = {"currency": "EUR", "base_minor": 3, "floor_base_minor": 1}
    terms = {"media": ["all"], "territories": ["001"], "months": 60, "exclusivity": "full"}
    # M 1 + 3.15, G 4, T 3.2, X 2.5 is 132.8
    assert price({"id": "x", "ratecard": card, "terms": terms}) == [{"id": "x", "quote_minor": 398, "floor_minor": 133}]


def test_a_bad_line_of_price_costs_itself_alone() -> None:
    good = {"id": 2, "ratecard": CARD, "terms": WANTED}
    bad = {"id": 1, "ratecard": CARD, "terms": {**WANTED, "months": "six"}}
    answers = price(bad, "{", good, {"ratecard": CARD, "terms": WANTED})
    assert [set(answer) == {"id", "error"} for answer in answers] == [True, True, False, True]
    assert [answer["id"] for answer in answers] == [1, None, 2, None]


ASKED = ("lookbook organic_social print tv website", "AE", 3, "full")
WANDERING = [
    (ASKED, 760_816), (ASKED, 1_437_215), (ASKED, 473_899), (ASKED, 461_313),
    (("paid_social", "CH DE IT KR", 1, "category"), 284_790), (ASKED, 1_066_368),
    (("editorial email internal ooh packaging website", "CN FR IT SA", 12, "full"), 1_954_395),
    (ASKED, 445_570), (ASKED, 1_294_953),
    (("internal lookbook organic_social paid_social print", "AE KR NL SG", 12, "category"), 1_848_950),
    (ASKED, 1_095_024), (ASKED, 813_899), (("editorial email internal packaging tv", "CH IN", 1, "none"), 103_463),
]  # fmt: skip
"""A buyer who changes what he wants all the time: here sums over sets, added in another order, once changed a menu."""


def test_a_seed_repeats_a_deal_in_every_process_whatever_order_python_gives_its_sets() -> None:
    def terms(package: tuple[str, str, int, str], fee_minor: int) -> dict[str, Any]:
        media, places, months, exclusivity = package
        return {"media": media.split(), "territories": places.split(), "months": months, "exclusivity": exclusivity,
                "fee_minor": fee_minor}  # fmt: skip

    card = {"currency": "EUR", "base_minor": 1_200_000, "floor_base_minor": 500_000}
    mandate = {"ratecard": card, "max_months": 24, "exclusivity": ["none", "category", "full"]}
    brief = {"deal": "a", "mandate": mandate, "brief": terms(ASKED, 300_000), "rounds": 14, "seed": 13}
    lines = [brief, *({"deal": "a", "offer": terms(*one)} for one in WANDERING)]
    said = {
        subprocess.run(
            [sys.executable, "-m", "bot", "rehearse"],
            input="\n".join(map(json.dumps, lines)),
            env={**os.environ, "PYTHONHASHSEED": order},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for order in ("1", "2", "3")
    }
    assert len(said) == 1 and said.pop().count("packages") > 8
