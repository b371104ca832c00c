"""Button ids that nobody was ever given: forged ids cost one sentence, and leave nothing that cannot go on (I13)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain.deal import Deal, DealState
from bot.flows.base import Action
from bot.sandbox.people import ADA, BEN, IMANI, LEE, MARA, NOOR, Person
from bot.surfaces.layout import decode
from tests.flows.stage import WHOLE, Stage, code_of

UNFINISHED = WHOLE.replace(" 8 images, they replace no casting.", "")


def _deal(stage: Stage) -> Deal:
    return stage.read(lambda tx: tx.deals(brand_id="northwind"))[-1]


@pytest.mark.parametrize("version", ["²", "٣", "9" * 5000, "-1", "1.0", "", " 1"])
def test_a_version_that_is_no_plain_number_makes_an_id_that_is_not_ours(version: str) -> None:
    assert decode(f"accept|deal|{version}|A") is None


@pytest.mark.parametrize("talent", ["nobody", "", "imani'; --", "x" * 60])
async def test_an_answer_that_names_nobody_leaves_the_brief_as_it_was(stage: Stage, talent: str) -> None:
    await stage.say(ADA, UNFINISHED)
    before = _deal(stage)
    reply = await stage.press(ADA, Action("answer", before.id, before.version, f"talent={talent}"))
    assert code_of(reply) == "answer_unknown"
    assert _deal(stage) == before


@pytest.mark.parametrize("starts_on", ["9999-12-31", "0001-01-01", "2027-02-30", "2027-W01-1", "99999-01-01", "nan"])
async def test_a_forged_start_is_refused_or_asked_about_again(stage: Stage, starts_on: str) -> None:
    await stage.say(ADA, UNFINISHED)
    before = _deal(stage)
    await stage.press(ADA, Action("answer", before.id, before.version, f"starts_on={starts_on}"))
    after = _deal(stage)
    assert after == before or after.brief.starts_on is None or stage.now.year <= after.brief.starts_on.year <= 2029
    await stage.say(ADA, "from 1 March 2027", thread=after.thread_id)
    assert _deal(stage).brief.starts_on is not None


@pytest.mark.parametrize("arg", ["evil/FR", "tv/XX", "tv/FR/IT", "<@1>/", "/' OR 1=1"])
@pytest.mark.parametrize("late", [False, True])
async def test_a_forged_place_or_medium_starts_no_offer(stage: Stage, arg: str, late: bool) -> None:
    await stage.offered()
    licence = await stage.approve()
    if late:
        stage.now = datetime(2028, 1, 1, 12, tzinfo=UTC)
    reply = await stage.press(ADA, Action("start_offer", licence.number, 0, arg))
    assert code_of(reply) == "answer_unknown"
    assert [deal.id for deal in stage.read(lambda tx: tx.deals(brand_id="northwind"))] == [licence.deal_id]


@pytest.mark.parametrize("who", [ADA, BEN, LEE, NOOR, MARA], ids=lambda person: person.name)
@pytest.mark.parametrize("verb", ["review", "approve_open", "approve", "decline", "change_asked", "brand_asked",
                                  "adviser", "pause"])  # fmt: skip
async def test_i2_nobody_else_moves_her_ask_with_her_buttons_and_her_code(stage: Stage, who: Person, verb: str) -> None:
    await stage.offered()
    await stage.click(IMANI, "Review and approve")
    code, ask = await stage.code(), stage.newest("I approve").action
    ledger = stage.ledger()
    reply = await stage.press(who, replace(ask, verb=verb), fields={"code": code, "words": "yes"})
    assert code_of(reply) in ("not_for_you", "not_yours")
    assert (stage.ledger(), stage.licences(), _deal(stage).state) == (ledger, [], DealState.ASKING)


@pytest.mark.parametrize("letter", ["", "D", "a|b", "Ａ", "A" * 80])
async def test_a_letter_that_is_not_on_the_table_accepts_nothing(stage: Stage, letter: str) -> None:
    await stage.say(ADA, WHOLE)
    before = _deal(stage)
    reply = await stage.press(ADA, Action("accept", before.id, before.version, letter))
    assert reply.note is not None
    assert _deal(stage) == before


async def test_the_buttons_of_a_talk_rest_while_a_person_has_it(stage: Stage) -> None:
    await stage.say(ADA, WHOLE)
    thread = _deal(stage).thread_id
    assert thread is not None
    await stage.command(LEE, "takeover", channel=thread)
    for label in ("Accept A", "Counter"):
        assert code_of(await stage.click(ADA, label)) == "handled_by_person"
    assert _deal(stage).state is DealState.NEGOTIATING
    await stage.command(LEE, "handback", channel=thread)
    await stage.click(ADA, "Accept A")
    assert _deal(stage).state is DealState.OFFERED


async def test_a_brand_may_withdraw_while_a_person_has_the_talk(stage: Stage) -> None:
    await stage.say(ADA, WHOLE)
    thread = _deal(stage).thread_id
    assert thread is not None
    await stage.command(LEE, "takeover", channel=thread)
    await stage.click(ADA, "Withdraw")
    assert _deal(stage).state is DealState.WITHDRAWN
