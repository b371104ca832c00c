"""Any text at all: no exception, evidence word for word, cost in proportion to length; and the floors of the bench."""

from __future__ import annotations

import io
import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bench.reading.attacks import score_attacks
from bench.reading.oracle import score_dates, score_lengths, score_money
from bench.reading.score import TUNED, gold, score
from bot.reading.findings import Context
from bot.reading.grounding import bears_out
from bot.reading.read import read, to_json
from bot.reading_cli import UnusableInput, run
from tests.reading.conftest import NOW, ROSTER, TABLE, Reading

_MESSAGES = [str(row["text"]) for row in gold()]
_PIECES = st.lists(
    st.one_of(
        st.text(max_size=12),
        st.sampled_from(_MESSAGES).map(lambda text: text[:40]),
        st.sampled_from(list("0123456789.,/-'€$k%\n>?")),
    ),
    max_size=12,
).map("".join)


@given(
    _PIECES,
    st.sampled_from(["brand", "talent"]),
    st.sampled_from([None, "exclusivity", "assets", "purpose", "length", "fee"]),
)
@example("½½½ 1½", "brand", None)
@example("²³ x²", "talent", "fee")
@example("\u200b\u202e٣٣٣", "brand", "assets")
@settings(max_examples=400, deadline=None)
def test_any_text_is_read_without_an_exception_and_its_evidence_is_verbatim(
    text: str, role: str, asked: str | None
) -> None:
    context = Context(NOW, role, ROSTER, TABLE, asked=asked)  # type: ignore[arg-type]
    found = read(text, context)
    json.dumps(to_json(found))
    assert all(words in text for words in found.evidence.values())


@pytest.mark.parametrize(("sets", "role", "floor"), [
    (TUNED, "brand", 0.98), (TUNED, "talent", 0.98),
    (("held",), "brand", 0.85), (("held", "held-t"), "talent", 0.88),
])  # fmt: skip
def test_the_gold_messages_stay_above_their_floor(sets: tuple[str, ...], role: str, floor: float) -> None:
    result = score(gold(sets, role))
    assert result.messages >= 50
    assert result.exact / result.messages >= floor
    assert result.false_yes == []


@pytest.mark.parametrize("field", ["fee", "media", "territories", "length", "starts_on", "intent"])
def test_each_field_keeps_its_precision_and_recall_on_messages_never_tuned_on(field: str) -> None:
    tally = score(gold(("held",), "brand")).fields[field]
    assert (tally.precision >= 0.95, tally.recall >= 0.85) == (True, True)


def test_attack_strings_state_nothing_for_anyone() -> None:
    result = score_attacks()
    if result is None:
        pytest.skip("../shared/corpora/attacks.jsonl is absent")
    assert result.texts > 2000
    assert result.wrong == []


def test_the_oracle_of_money_and_time_keeps_its_floor() -> None:
    money, days, lengths = score_money(), score_dates(), score_lengths()
    if not money.phrases:
        pytest.skip("../shared/corpora/money_dates.jsonl is absent")
    assert money.right / (money.right + money.wrong) >= 0.92
    assert days.right / (days.right + days.wrong) >= 0.75
    assert lengths.right / (lengths.right + lengths.wrong) >= 0.85


@pytest.mark.parametrize(
    ("field", "value", "quote", "holds"),
    [
        ("fee", ("9000", "EUR"), "around 9k €", True),
        ("fee", ("8000", "EUR"), "around 9k €", False),
        ("fee", ("9000", "EUR"), "9000 euros", False),
        ("media", ["print"], "print", True),
        ("media", ["tv"], "print", False),
        ("months", 6, "half a year", True),
        ("starts_on", date(2027, 1, 10), "from 10 January", True),
        ("starts_on", "2027-01-11", "from 10 January", False),
        ("talent", "Imani Okafor", "Imani", True),
        ("exclusivity", "full", "print", False),
    ],
)
def test_a_quote_bears_out_only_what_it_says(field: str, value: object, quote: str, holds: bool) -> None:
    message = "we'd love Imani, print, half a year from 10 January, around 9k €"
    assert bears_out(field, value, quote, message, Context(NOW, "brand", ROSTER)) is holds


@pytest.mark.parametrize(
    ("field", "value", "quote", "message"),
    [
        ("assets", 8, "8", "we can do 8k in March"),
        ("fee", ("500", None), "500", "I have 500 friends who love it"),
        ("fee", ("3000", None), "3k", "last year we paid 3k for Mara"),
        ("fee", ("9000", None), "9k", "your mail said 9k; we can do 7"),
        ("fee", ("6000", "EUR"), "€6k", "between €6k and €8k"),
        ("fee", ("5000", None), "5k", "5k plus 10%"),
        ("fee", ("5900", None), "5,900", "let's say 5,900 USD"),
        ("fee", ("2000", "EUR"), "€2,000", "the parka sells at €2,000, print in France"),
        ("starts_on", "2027-03-01", "March", "the March collection, print in France"),
        ("ends_on", "2027-06-30", "ends in June", "Can we extend Imani's licence by a year? It ends in June."),
        ("ends_on", "2027-01-31", "31 January", "Our licence runs out on 31 January, we'd like six more months"),
        ("territories", ["ES"], "Spain", "print in France, not Spain"),
        ("media", ["tv"], "TV", "print only, drop TV please"),
        ("exclusivity", "none", "yes", "yes, we still want print in France"),
        ("months", 6, "6 months", "not 6 months in France"),
        ("territories", ["FR"], "Paris", "we'd love Mara for print in Spain. Our Paris office will sign"),
        ("territories", ["DE"], "Germany", "print in Spain\n\nBest regards\nLena Vogt\n10117 Berlin, Germany"),
        ("fee", ("6000", "USD"), "USD 6,000", "> The card says USD 6,000\n\nprint in Spain please"),
    ],
)
def test_what_its_sentence_turns_no_quote_brings_back(field: str, value: object, quote: str, message: str) -> None:
    for talking in (False, True):
        assert not bears_out(field, value, quote, message, Context(NOW, "brand", ROSTER, talking=talking))


@pytest.mark.parametrize(
    ("field", "value", "quote", "message"),
    [
        ("fee", ("5900", "USD"), "5,900", "let's say 5,900 USD"),
        ("fee", ("5000", "CAD"), "$5k", "print in Canada, $5k all in"),
        ("starts_on", "2027-04-03", "from 03/04/2027", "Wir möchten Mara für Plakate in Deutschland, from 03/04/2027"),
        ("days", 56, "8 Wochen", "Plakate, 8 Wochen ab dem 3. Mai 2027, Honorar 9'500 CHF"),
    ],
)
def test_a_quote_is_read_with_the_table_language_and_lands_of_its_message(
    field: str, value: object, quote: str, message: str
) -> None:
    assert bears_out(field, value, quote, message, Context(NOW, "brand", ROSTER, talking=True))


def test_a_message_read_to_the_last_word_needs_no_model(first: Reading) -> None:
    assert first("we'd love Imani for print in France, 6 months, 9k €").whole
    assert not first("we'd love Imani for the zorbling of flimsy quonks in France").whole


def test_the_command_answers_each_line_and_goes_on_after_a_bad_one(tmp_path: Path) -> None:
    roster = tmp_path / "roster.jsonl"
    roster.write_text('{"name": "Imani Okafor", "aliases": ["Immy"]}\n', encoding="utf-8")
    table = {"terms": {}, "ours": ["6000", "USD"], "theirs": ["4500", "USD"]}
    rows = [
        {"id": 1, "text": "Immy, print in France, 9k €"},
        {"id": 3, "text": "split the difference", "on_table": table},
    ]
    lines = io.StringIO("\n".join((json.dumps(rows[0]), "nonsense", json.dumps(rows[1]), '{"id": 4}')))
    out = io.StringIO()
    assert run("brand", NOW, roster, lines, out) == 0
    answers = [json.loads(line) for line in out.getvalue().splitlines()]
    assert answers[0]["talent"] == "Imani Okafor"
    assert answers[0]["fee"] == ["9000", "EUR"]
    assert set(answers[1]) == {"id", "error"}
    assert answers[2]["fee"] == ["5250", "USD"]
    assert answers[3] == {"id": 4, "error": "The line has no text."}


def test_a_wrong_role_or_roster_is_one_sentence(tmp_path: Path) -> None:
    for role, roster in (("agent", None), ("brand", tmp_path / "missing.jsonl")):
        with pytest.raises(UnusableInput, match=r"^The "):
            run(role, NOW, roster, io.StringIO(), io.StringIO())


def test_a_fee_is_written_plainly() -> None:
    found = read("1.200,50 €", Context(NOW, "brand", ROSTER, TABLE))
    assert to_json(found)["fee"] == ["1200.50", "EUR"]
    assert found.fee == (Decimal("1200.50"), "EUR")
