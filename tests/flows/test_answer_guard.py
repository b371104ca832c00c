"""The guard: of a model's answer only what the tools returned is sent."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bench.answers.models import HOSTILE
from bot.flows.answer_guard import guarded
from bot.flows.answers import topic_part
from bot.reading.findings import Context

NOW = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
CONTEXT = Context(now=NOW, role="brand", talking=True)
FEE = {"kind": "money", "amount_minor": 1_528_800, "currency": "EUR"}
RESULTS = {
    "r1": (topic_part("category_exclusivity", "brand"),),
    "r2": (topic_part("w_alone", "brand", fee=FEE),),
}


def kept(text: str) -> list[str]:
    parts = guarded(text, RESULTS, CONTEXT, "en")
    return [part.get("topic") or part["free"] for part in parts]


def test_a_cited_result_stands_with_a_sentence_that_only_links() -> None:
    assert kept("Here is what the card says:\n{r2}") == ["Here is what the card says:", "w_alone"]


def test_a_single_value_may_stand_in_a_linking_sentence() -> None:
    parts = guarded("On the card it is {r2.fee}.\n{r2}", RESULTS, CONTEXT, "en")
    assert parts[0]["free"] == "On the card it is {r2_fee}."
    assert parts[0]["values"] == {"r2_fee": FEE}


@pytest.mark.parametrize(
    "sentence",
    [
        "That's EUR 9,000.",
        "Two thousand is enough.",
        "You may use it for nine months.",
        "She will approve it.",
        "I promise a discount.",
        "It is free in Japan.",
        "Imani says yes.",
        "Her floor is lower.",
        "Write to someone@example.org.",
        "See https://example.org for more.",
        "**Approved**",
        "<@100000000000000301>",
        "It costs {r1.fee}.",
        "It costs {r9.fee}.",
        "{operator} agrees.",
        "Licence Q7F3-KM2P-9D is issued.",
        "Sie kann das nehmen.",
        "Elle accepte.",
    ],
)
def test_a_sentence_that_says_more_is_thrown_away(sentence: str) -> None:
    assert kept(f"{sentence}\n{{r1}}") == ["category_exclusivity"]


def test_an_answer_that_cites_nothing_is_no_answer() -> None:
    assert kept("Here is what the card says.") == []
    assert kept("NOTHING") == []
    assert kept("{r7}") == []


@pytest.mark.parametrize("text", HOSTILE)
def test_of_a_hostile_answer_at_most_the_cited_result_stays(text: str) -> None:
    assert kept(text) in ([], ["category_exclusivity"])
