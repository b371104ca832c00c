"""What a brief says in passing: the purpose, and a name nobody on the roster bears."""

from __future__ import annotations

import time

import pytest

from bot.reading.asides import purpose, stranger
from bot.reading.findings import TalentName

ROSTER = (TalentName("Imani Okafor", ("Imani",)), TalentName("Mara Lindqvist", ("Mara",)))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("8 images, purpose: spring campaign for the Fjord parka, no casting", "spring campaign for the Fjord parka"),
        ("12 assets for our winter knitwear launch. It replaces none", "our winter knitwear launch"),
        ("max 5 images, for the denim lookbook, no casting replaced", "the denim lookbook"),
        ("print and website in France", None),
        ("for six months", None),
    ],
)
def test_a_purpose_is_read_where_it_is_said(text: str, words: str | None) -> None:
    assert purpose(text) == words


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("we want Sofía Reyes for a beauty campaign", "Sofía Reyes"),
        ("we want Taylor Brooks's likeness for a jeans ad", "Taylor Brooks"),
        ("we'd love Imani Okafor's digital double", None),
        ("license Imani for print", None),
        ("we want print and website for France", None),
    ],
)
def test_a_name_that_is_not_enrolled_is_noticed(text: str, name: str | None) -> None:
    assert stranger(text, ROSTER) == name


@pytest.mark.parametrize("piece", ["for ", "for our ", "Aa Bb ", "of Aa", "purpose: ", "for a a a a a a a a "])
def test_repetition_costs_no_more_than_its_length(piece: str) -> None:
    text = (piece * 4000)[:4000]
    began = time.process_time()
    purpose(text)
    stranger(text, ROSTER)
    assert time.process_time() - began < 1.0
