"""Step 3, the brand's second step: the offer binds from `Confirm offer` until the talent has answered (UETA § 10)."""

from __future__ import annotations

from datetime import datetime

from bot.domain.calendar import end_instant
from bot.domain.deal import Deal, DealState
from bot.domain.errors import RuleBroken
from bot.domain.licence import terms_conflict
from bot.domain.people import Talent
from bot.flows import ask_consent, negotiate
from bot.flows.base import NOTHING, Deps, Press, Reply
from bot.flows.guard import breaches
from bot.flows.looking import old_button, own_deal, talent_of_deal
from bot.flows.mandate import binding_mandate
from bot.ports import Tx


async def confirm(deps: Deps, press: Press, now: datetime) -> Reply:
    """`Confirm offer`: binding for the brand from here until the talent has answered or time has run out."""

    def inner(tx: Tx) -> Reply:
        deal = own_deal(tx, press)
        if deal.state is not DealState.OFFERED or deal.version != press.action.version:
            return old_button(tx, deal)
        assert deal.terms is not None
        talent = talent_of_deal(tx, deal)
        if (why := _stale(tx, deal, talent, now)) is not None:
            deal = deal.to(DealState.NEGOTIATING, now, terms=None)
            tx.append_ledger("deal.reopened", deal.id, {"state": deal.state.value, "reason": why}, now)
            negotiate.restart(tx, deps, deal, deal.brief, now, [(why, {"talent": talent.name})])
            return NOTHING
        ask_consent.ask(tx, deps, deal, now)
        return NOTHING

    return await deps.store.transact(inner)


async def change_something(deps: Deps, press: Press, now: datetime) -> Reply:
    """`Change something`: back to the packages, with the brief ready to edit."""

    def inner(tx: Tx) -> Reply:
        deal = own_deal(tx, press)
        if deal.state is not DealState.OFFERED or deal.version != press.action.version:
            return old_button(tx, deal)
        deal = deal.to(DealState.NEGOTIATING, now, terms=None)
        tx.cancel_due(ref=deal.id)
        tx.append_ledger("deal.reopened", deal.id, {"state": deal.state.value, "version": deal.version}, now)
        negotiate.restart(tx, deps, deal, deal.brief, now, [("what_to_change", {})])
        return NOTHING

    return await deps.store.transact(inner)


def _stale(tx: Tx, deal: Deal, talent: Talent, now: datetime) -> str | None:
    """Why an offer that was read back can no longer be confirmed as it is, if it cannot."""
    assert deal.terms is not None
    try:
        talent.require_bookable()
    except RuleBroken as broken:
        return broken.code
    mandate = binding_mandate(tx, deal)
    if breaches(mandate, deal.terms.package(), deal.terms.fee) or deal.terms.category in mandate.refused_categories:
        return "mandate_changed"
    if deal.terms.depiction != mandate.depiction or deal.terms.commission_bp != mandate.commission_bp:
        return "mandate_changed"
    if any(terms_conflict(deal.terms, other) for other in tx.licences(talent_id=talent.id)):
        return "taken_meanwhile"
    return "start_in_past_now" if end_instant(deal.terms.starts_on, deal.terms.tz) <= now else None


ACTIONS = {"confirm": confirm, "change": change_something}
