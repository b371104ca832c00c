"""A yes with anything more is none: each yes of the gold messages, with a doubt, a no or a condition set beside it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bench.reading.score import context_of, gold
from bot.reading.findings import Context
from bot.reading.read import read

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)

_BEFORE = (
    "not |I didn't say |no, |if yes, |maybe |almost |don't know, |she said |when I say |unless |"
    "I was going to say |would you say |nicht |ne pas |no digo |non dico |não digo |niet |inte |"
    "nie |まだ|还没|아직 |never |I can't say "
).split("|")
_AFTER = (
    " but not this one| if they pay more| maybe| I guess|, I think| not| - just kidding|"
    " said nobody| aber erst fragen| mais pas tout de suite| pero no ahora| ma non adesso|"
    " se mi pagano| mas depois| maar niet nu| men inte nu| ale nie teraz| が、待って| 但是等等| 근데 잠깐|"
    " for someone else| was what she said| with conditions| mit Bedingungen| con una condición|"
    " 条件付き| once my lawyer agrees| unless it's fur| I'm lying| never mind| wait| or not| or no|"
    " haha no| (not)| in theory| almost| for 10k| except TV| without print| tomorrow| next week|"
    " hopefully| vielleicht| peut-être| quizás| forse| talvez| misschien| kanske| może| たぶん| 也许| 아마"
).split("|")


@pytest.mark.parametrize(("role", "yes"), [("brand", "accept"), ("talent", "approve")])
def test_a_yes_with_a_doubt_a_no_or_a_condition_is_none(role: str, yes: str) -> None:
    said = [row for row in gold((), role) if row["gold"].get("intent") == yes][::4]  # type: ignore[attr-defined]
    assert len(said) > 30
    taken = [
        text
        for row in said
        for bare in [str(row["text"]).rstrip("!.。！ ")]
        for text in (*(bare + after for after in _AFTER), *(before + bare for before in _BEFORE))
        if read(text, context_of(row)).intent == yes
    ]
    assert taken == []


@pytest.mark.parametrize(
    "words",
    ["we love it", "I love it!!", "the fee is great", "ok noted", "ja, hab's gelesen", "ok if you say so",
     "sure, and pigs fly", "sure, if hell freezes over", "approver", "what a day"],
)  # fmt: skip
def test_praise_a_receipt_and_mockery_are_no_yes(words: str) -> None:
    assert read(words, Context(now=NOW, role="talent", talking=True)).intent != "approve"


@pytest.mark.parametrize("words", ["approveed", "aprove", "agred", "yes, approevd", "I'd love to do this"])
def test_a_yes_with_a_slip_of_the_finger_is_one(words: str) -> None:
    assert read(words, Context(now=NOW, role="talent", talking=True)).intent == "approve"


@pytest.mark.parametrize("role", ["brand", "talent"])
@pytest.mark.parametrize(
    "words", ["Accetto quasi", "Einverstanden, quasi.", "Ich stimme zu, quasi.", "D'accordo, quasi."]
)
def test_our_own_name_in_small_letters_is_an_almost(role: str, words: str) -> None:
    context = Context(now=NOW, role=role, talking=True)  # type: ignore[arg-type]
    assert read(words, context).intent not in ("accept", "approve")
