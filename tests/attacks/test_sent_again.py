"""A form sent again, as Discord lets people do when an answer came late: it counts once (I7)."""

from __future__ import annotations

import pytest

from bot.domain.deal import Deal
from bot.flows.base import Form
from bot.sandbox.people import ADA, IMANI, NOOR, Person
from tests.flows.stage import WHOLE, Stage, code_of


def _deal(stage: Stage) -> Deal:
    return stage.read(lambda tx: tx.deals(brand_id="northwind"))[-1]


def _opened(stage: Stage) -> Form:
    return stage.forms[-1][1]


def _kinds(stage: Stage, kind: str) -> int:
    return sum(message.note.kind == kind for message in stage.chat.messages)


async def test_an_answer_sent_twice_never_answers_the_next_question(stage: Stage) -> None:
    await stage.say(ADA, "Imani Okafor, print, France, six months from 10 January 2027, no exclusivity")
    for _ in range(2):
        await stage.say(ADA, "hmm hmm", thread=_deal(stage).thread_id)
    await stage.click(ADA, "Answer in a form")
    form = _opened(stage)
    await stage.press(ADA, form.action, fields={"answer": "outerwear"})
    assert (_deal(stage).asked, _deal(stage).brief.category) == ("purpose", "outerwear")
    reply = await stage.press(ADA, form.action, fields={"answer": "outerwear"})
    assert reply.note is not None and reply.note.kind == "old_button"
    assert _deal(stage).brief.purpose is None


async def test_a_counter_sent_twice_moves_the_talk_once(stage: Stage) -> None:
    await stage.say(ADA, WHOLE)
    await stage.click(ADA, "Counter")
    form = _opened(stage)
    await stage.press(ADA, form.action, fields={"fee": "6000", "rest": ""})
    after_one = _deal(stage)
    reply = await stage.press(ADA, form.action, fields={"fee": "6000", "rest": ""})
    assert code_of(reply) == "sent_already"
    assert _deal(stage) == after_one


async def test_a_brief_sent_twice_opens_one_talk(stage: Stage) -> None:
    await stage.command(ADA, "license")
    form = _opened(stage)
    for _ in range(2):
        await stage.press(ADA, form.action, fields={"brief": WHOLE})
    assert len(stage.read(lambda tx: tx.deals(brand_id="northwind"))) == 1


async def test_a_changed_brief_sent_twice_is_priced_once(stage: Stage) -> None:
    await stage.say(ADA, WHOLE.replace(" 8 images, they replace no casting.", ""))
    await stage.click(ADA, "Edit")
    form = _opened(stage)
    await stage.press(ADA, form.action, fields={"rest": "8 images, they replace no casting"})
    after_one = _deal(stage)
    await stage.press(ADA, form.action, fields={"rest": "8 images, they replace no casting"})
    assert _deal(stage) == after_one


@pytest.mark.parametrize(
    ("who", "label", "kind", "entry"),
    [
        (IMANI, "Ask the brand", "talent_question", "consent.question"),
        (ADA, "Answer", "brand_answer", "consent.answer"),
        (NOOR, "Comment", "adviser_comment", "consent.comment"),
    ],
)
async def test_words_sent_twice_are_passed_on_once(
    stage: Stage, who: Person, label: str, kind: str, entry: str
) -> None:
    await stage.offered()
    if who == ADA:
        await stage.click(IMANI, "Ask the brand")
        await stage.submit(IMANI, words="who shoots it?")
    if who == NOOR:
        await stage.click(IMANI, "Bring in my adviser")
    await stage.click(who, label)
    form = _opened(stage)
    for _ in range(2):
        await stage.press(who, form.action, fields={"words": "a word"})
    assert _kinds(stage, kind) == 1
    assert [item.kind for item in stage.ledger()].count(entry) == 1


async def test_two_questions_in_two_forms_are_two_questions(stage: Stage) -> None:
    await stage.offered()
    for _ in range(2):
        await stage.click(IMANI, "Ask the brand")
        await stage.submit(IMANI, words="who shoots it?")
    assert _kinds(stage, "talent_question") == 2
