"""STOP and RESUME: a talent's word that acts in the very transaction which receives it (DESIGN §3.8, I11)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.domain.consent import Answer
from bot.domain.deal import DealState
from bot.domain.errors import RuleBroken
from bot.domain.people import Talent, TalentState
from bot.flows.base import NOTHING, Deps, Press, Reply, say
from bot.flows.looking import first_name
from bot.ports import Address, Tx


async def stop(deps: Deps, press: Press, now: datetime) -> Reply:
    """`Pause everything` and /stop."""

    def inner(tx: Tx) -> Reply:
        stop_in(tx, deps, _own_self(tx, press), press.event_id, now)
        return NOTHING

    return await deps.store.transact(inner)


async def resume(deps: Deps, press: Press, now: datetime) -> Reply:
    """/resume."""

    def inner(tx: Tx) -> Reply:
        resume_in(tx, deps, _own_self(tx, press), press.event_id, now)
        return NOTHING

    return await deps.store.transact(inner)


def stop_in(tx: Tx, deps: Deps, talent: Talent, event_key: str, now: datetime) -> int:
    """Ends every open ask and talk of hers and blocks new ones; returns how many open asks were ended."""
    asks = 0
    for consent in tx.open_consents(talent.id):
        tx.save_consent(consent.closed(Answer.STOPPED, now))
        tx.cancel_due(ref=consent.id)
        tx.append_ledger("consent.stopped", consent.deal_id, {"consent": consent.id}, now)
        asks += 1
    for deal in tx.deals(talent_id=talent.id, open_only=True):
        deal = deal.ended(DealState.DECLINED, now, "talent_stopped")
        tx.save_deal(deal)
        tx.cancel_due(ref=deal.id)
        tx.append_ledger("deal.stopped", deal.id, {"reason": "talent_stopped", "state": deal.state.value}, now)
        say(tx, now, f"{deal.id}:v{deal.version}:stopped", Address.deal(deal.id), "stopped_brand", talent=talent.name,
            rep=first_name(tx, deal.rep_id))  # fmt: skip
    if talent.stopped_at is None:
        tx.save_talent(replace(talent, stopped_at=now))
        tx.append_ledger("talent.stopped", talent.id, {}, now)
    running = [licence.number for licence in tx.licences(talent_id=talent.id) if now < licence.over_at]
    say(tx, now, f"{talent.id}:stop:{event_key}", Address.dm(talent.user_id), "stopped", asks=asks,
        running=len(running))  # fmt: skip
    return asks


def resume_in(tx: Tx, deps: Deps, talent: Talent, event_key: str, now: datetime) -> None:
    """Lets requests reach her again."""
    was_stopped = talent.stopped_at is not None
    if was_stopped:
        tx.save_talent(replace(talent, stopped_at=None))
        tx.append_ledger("talent.resumed", talent.id, {}, now)
    enrolled = talent.state is TalentState.ENROLLED
    say(tx, now, f"{talent.id}:resume:{event_key}", Address.dm(talent.user_id), "resumed", was_stopped=was_stopped,
        enrolled=enrolled)  # fmt: skip


def _own_self(tx: Tx, press: Press) -> Talent:
    talent = tx.talent_of(press.user_id)
    consent = tx.consent(press.action.ref) if press.action.verb == "pause" and press.action.ref else None
    if consent is not None and consent.user_id != press.user_id:
        owner = tx.talent(consent.talent_id)
        raise RuleBroken("not_for_you", name=owner.name if owner else "someone else")
    if talent is None:
        raise RuleBroken("talents_only")
    return talent


ACTIONS = {"pause": stop}
COMMANDS = {"stop": stop, "resume": resume}
