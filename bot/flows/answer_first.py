"""Her word on a large deal before it is talked about: go ahead, or not this one; silence is a no."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.domain.deal import Deal, DealState
from bot.domain.errors import RuleBroken
from bot.domain.people import Talent
from bot.flows import negotiate
from bot.flows.base import NOTHING, Deps, Press, Reply, say
from bot.flows.looking import brand_of_deal, first_name, talent_of_deal
from bot.flows.tongue import tongue
from bot.ports import Address, Due, Tx


async def go_ahead(deps: Deps, press: Press, now: datetime) -> Reply:
    """`Go ahead`: the talk may begin; nothing is licensed by it."""

    def cleared(tx: Tx, deal: Deal, talent: Talent) -> None:
        deal = replace(deal, cleared=True)
        tx.save_deal(deal)
        tx.cancel_due(ref=deal.id, kinds=["ask_first_lapse"])
        tx.append_ledger("deal.cleared", deal.id, {"state": deal.state.value}, now)
        _tell_her(tx, deal, talent, "cleared", "ask_first_yes", now)
        negotiate.present(tx, deps, deal, now)

    return await _decided(deps, press, cleared)


async def not_this_one(deps: Deps, press: Press, now: datetime) -> Reply:
    """`Not this one`: the deal ends before it began."""

    def declined(tx: Tx, deal: Deal, talent: Talent) -> None:
        _tell_her(tx, deal, talent, "first-no", "declined_talent", now)
        _end(tx, deal, talent, DealState.DECLINED, "talent_declined", now)

    return await _decided(deps, press, declined)


async def _decided(deps: Deps, press: Press, then: Callable[[Tx, Deal, Talent], None]) -> Reply:
    """What follows from her word, in one transaction with the look at whether it is hers to give."""

    def inner(tx: Tx) -> Reply:
        then(tx, *_own(tx, press))
        return NOTHING

    return await deps.store.transact(inner)


def _tell_her(tx: Tx, deal: Deal, talent: Talent, key: str, kind: str, now: datetime) -> None:
    say(tx, now, f"{deal.id}:{key}", Address.dm(talent.user_id), kind, brand=brand_of_deal(tx, deal).name)


def lapse(tx: Tx, deps: Deps, due: Due, now: datetime) -> None:
    """No word from her in time is a no."""
    deal = tx.deal(due.ref)
    if deal is not None and deal.state is DealState.DRAFT and not deal.cleared:
        _end(tx, deal, talent_of_deal(tx, deal), DealState.LAPSED, "no_answer", now)


def _end(tx: Tx, deal: Deal, talent: Talent, state: DealState, reason: str, now: datetime) -> None:
    deal = deal.ended(state, now, reason)
    tx.save_deal(deal)
    tx.cancel_due(ref=deal.id)
    tx.append_ledger(f"deal.{state.value}", deal.id, {"reason": reason, "state": state.value}, now)
    kind = "declined_brand" if state is DealState.DECLINED else "lapsed_brand"
    say(tx, now, f"{deal.id}:v{deal.version}:{kind}", Address.deal(deal.id), kind, talent=talent.name,
        rep=first_name(tx, deal.rep_id), language=tongue(tx, deal))  # fmt: skip


def _own(tx: Tx, press: Press) -> tuple[Deal, Talent]:
    """The deal and the talent who was asked. Raises RuleBroken for anyone else (I2), or once it is answered."""
    deal = tx.deal(press.action.ref)
    if deal is None:
        raise RuleBroken("deal_gone")
    talent = talent_of_deal(tx, deal)
    if press.user_id != talent.user_id:
        raise RuleBroken("not_for_you", name=talent.name)
    if deal.state is not DealState.DRAFT or deal.cleared:
        raise RuleBroken("consent_closed")
    return deal, talent


ACTIONS = {"first_yes": go_ahead, "first_no": not_this_one}
DUES = {"ask_first_lapse": lapse}
