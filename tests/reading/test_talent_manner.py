"""What talents say around a yes, a no and a later: it neither hides a plain yes nor makes one of a nod."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bench.reading.score import NOW, ROSTER
from bot.reading.findings import Context, Findings, OnTable
from bot.reading.read import read


def _reply(text: str) -> Findings:
    table = OnTable({}, (Decimal(6000), "USD"), (Decimal(4500), "USD"))
    return read(text, Context(NOW, "talent", ROSTER, table))


@pytest.mark.parametrize(
    "text",
    ["sorry for the late reply, just landed! yes, happy to do it", "No jasne, akceptuję", "J'ai tout relu, j'accepte."],
)
def test_why_she_answers_only_now_leaves_her_yes_a_yes(text: str) -> None:
    assert _reply(text).intent == "approve"


@pytest.mark.parametrize(
    "text",
    [
        "just woke up, ok",
        "I read it twice.",
        "I haven't read it yet, ok?",
        "spricht nichts dagegen, wenn der Preis steigt",
        "remind me tomorrow, yes?",
        "yes, in their dreams",
    ],
)
def test_a_nod_beside_a_reason_is_no_yes(text: str) -> None:
    assert _reply(text).intent != "approve"


@pytest.mark.parametrize(
    "text", ["4,500? dream on", "nem morta, por 4.500 dólares", "sì certo, 4.500, nei loro sogni!"]
)
def test_a_no_that_laughs_at_a_figure_does_not_ask_for_it(text: str) -> None:
    said = _reply(text)
    assert said.intent == "decline"
    assert said.fee is None


def test_a_figure_of_her_own_after_the_laugh_is_a_wish() -> None:
    assert _reply("Hell freezes over before I do it for 4,500, but 9,000 works").intent == "counter"


@pytest.mark.parametrize("text", ["remind me on Friday, ok?", "recuérdamelo el lunes, ¿vale?"])
def test_a_nod_asked_for_at_the_end_makes_no_question_of_a_later(text: str) -> None:
    assert _reply(text).intent == "later"
