"""Everything at the same moment, on both databases: one effect, and never one that a rule forbids (I1, I5, I8, I11)."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from bot.domain.consent import Answer
from bot.domain.deal import Deal, DealState
from bot.domain.ledger import first_break
from bot.domain.licence import terms_conflict
from bot.flows.base import Action, Heard, Press, Reply
from bot.flows.hear import hear
from bot.sandbox.people import ADA, BEN, IMANI, Person
from bot.surfaces import router
from tests.flows.stage import WHOLE, Stage, code_of

EXCLUSIVE = WHOLE.replace("no exclusivity", "exclusive for outerwear")
BENS = EXCLUSIVE.replace("Fjord parka", "Harbor raincoat").replace("autumn", "spring")
AT_ONCE = 50


def _press(stage: Stage, who: Person, action: Action, number: int, **fields: str) -> Press:
    return Press(f"race{number}-{action.verb}", who.id, who.name, "dm", action, (), fields, is_dm=True)


async def _at_code(stage: Stage) -> tuple[Action, str]:
    """Her newest ask, up to the form for the code."""
    await stage.click(IMANI, "Review and approve")
    code = await stage.code()
    await stage.click(IMANI, "I approve")
    return stage.forms[-1][1].action, code


def _deals(stage: Stage) -> list[Deal]:
    return stage.read(lambda tx: list(tx.deals()))


def _kinds(stage: Stage) -> list[str]:
    return [entry.kind for entry in stage.ledger()]


def _is_whole(stage: Stage) -> bool:
    return first_break(stage.ledger()) is None


async def test_i3_fifty_right_codes_at_once_issue_one_licence(any_stage: Stage) -> None:
    stage = any_stage
    await stage.offered()
    action, code = await _at_code(stage)
    presses = [_press(stage, IMANI, action, number, code=code) for number in range(AT_ONCE)]
    replies = await asyncio.gather(*(router.act(stage.deps, press, stage.now) for press in presses))
    await stage.deliver()
    assert len(stage.licences()) == 1
    assert sum(reply.note is None for reply in replies) == 1
    assert {code_of(reply) for reply in replies if reply.note} <= {"consent_closed", "store_conflict", "busy"}
    assert (_kinds(stage).count("consent.approved"), _kinds(stage).count("licence.issued")) == (1, 1)
    assert sum(message.note.kind == "licence_talent" for message in stage.chat.messages) == 1
    assert _is_whole(stage)


async def test_i3_wrong_codes_at_once_are_each_counted_and_lock_the_right_one_out(any_stage: Stage) -> None:
    stage = any_stage
    await stage.offered()
    action, code = await _at_code(stage)
    wrong = "0000" if code != "0000" else "1111"
    presses = [_press(stage, IMANI, action, number, code=wrong) for number in range(AT_ONCE)]
    await asyncio.gather(*(router.act(stage.deps, press, stage.now) for press in presses))
    reply = await stage.press(IMANI, action, fields={"code": code})
    assert code_of(reply) == "code_locked"
    assert stage.licences() == []


async def test_i11_stop_beside_her_own_code_leaves_a_licence_or_a_stopped_ask_never_both(any_stage: Stage) -> None:
    stage = any_stage
    for _ in range(4):
        await stage.offered()
        action, code = await _at_code(stage)
        heard = Heard(f"s{stage.events}", IMANI.id, IMANI.name, "dm", "STOP", stage.now, is_dm=True)
        before = len(stage.licences())
        acting = router.act(stage.deps, _press(stage, IMANI, action, stage.events, code=code), stage.now)
        await asyncio.gather(acting, hear(stage.deps, heard, stage.now))
        await stage.deliver()
        consent = stage.read(lambda tx, ref=action.ref: tx.consent(ref))  # type: ignore[misc]
        issued = len(stage.licences()) - before
        assert consent is not None
        assert (consent.answer is Answer.APPROVED) == (issued == 1)
        assert consent.answer in (Answer.APPROVED, Answer.STOPPED)
        await stage.say(IMANI, "RESUME", dm=True)
    assert _is_whole(stage)


async def test_a_withdrawal_beside_her_code_ends_in_one_of_the_two(any_stage: Stage) -> None:
    stage = any_stage
    for _ in range(4):
        deal_id = await stage.offered()
        action, code = await _at_code(stage)
        approve = _press(stage, IMANI, action, stage.events, code=code)
        withdraw = _press(stage, ADA, Action("withdraw", deal_id, 1), stage.events)
        await asyncio.gather(*(router.act(stage.deps, press, stage.now) for press in (withdraw, approve)))
        await stage.deliver()
        deal = next(deal for deal in _deals(stage) if deal.id == deal_id)
        issued = [licence for licence in stage.licences() if licence.deal_id == deal_id]
        assert deal.state in (DealState.WITHDRAWN, DealState.LICENSED)
        assert (deal.state is DealState.LICENSED) == bool(issued)
    assert _is_whole(stage)


async def test_i5_two_codes_for_one_exclusive_at_once_issue_one(any_stage: Stage) -> None:
    stage = any_stage
    await stage.offered(ADA, EXCLUSIVE)
    adas = await _at_code(stage)
    await stage.offered(BEN, BENS)
    bens = await _at_code(stage)
    presses = [_press(stage, IMANI, action, number, code=code) for number, (action, code) in enumerate((adas, bens))]
    await asyncio.gather(*(router.act(stage.deps, press, stage.now) for press in presses))
    await stage.deliver()
    [licence] = stage.licences()
    others = [deal for deal in _deals(stage) if deal.id != licence.deal_id]
    assert [deal.state for deal in others] == [DealState.DRAFT]
    assert _kinds(stage).count("licence.issued") == 1
    assert not any(terms_conflict(deal.terms, licence) for deal in others if deal.terms)


async def test_i9_a_limit_she_sets_between_review_and_code_stops_the_licence(any_stage: Stage) -> None:
    stage = any_stage
    await stage.offered()
    action, code = await _at_code(stage)

    def refuse_print(tx: object) -> None:
        mandate = tx.mandate("imani")  # type: ignore[attr-defined]
        tx.add_mandate(replace(mandate, version=mandate.version + 1, refused_media=frozenset({"print"})))  # type: ignore[attr-defined]

    stage.write(refuse_print)
    reply = await stage.press(IMANI, action, fields={"code": code})
    assert code_of(reply) == "cannot_issue"
    assert stage.licences() == []
    assert _kinds(stage).count("consent.approved") == 0


async def test_each_button_of_a_brand_pressed_many_times_at_once_moves_the_deal_once(any_stage: Stage) -> None:
    stage = any_stage
    await stage.say(ADA, WHOLE)
    for label, kind in (("Accept A", "deal.offered"), ("Confirm offer", "consent.asked")):
        action = stage.newest(label).action
        presses = [_press(stage, ADA, action, number) for number in range(20)]
        replies: list[Reply] = await asyncio.gather(*(router.act(stage.deps, press, stage.now) for press in presses))
        await stage.deliver()
        assert sum(reply.note is None for reply in replies) == 1
        assert _kinds(stage).count(kind) == 1
