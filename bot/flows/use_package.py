"""`Use this`: a package that was priced in an answer goes on to the brief or to the table."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.domain.deal import DealState
from bot.flows import negotiate, understand
from bot.flows.base import NOTHING, Deps, Press, Reply, tell
from bot.flows.looking import old_button, own_deal
from bot.flows.what_if import kept
from bot.ports import Tx


async def use_package(deps: Deps, press: Press, now: datetime) -> Reply:
    """`Use this`: the package that was priced becomes what they ask for."""

    def inner(tx: Tx) -> Reply:
        deal = own_deal(tx, press)
        brief = kept(tx, deal, press.action.arg)
        if brief is None or deal.version != press.action.version:
            return old_button(tx, deal)
        match deal.state:
            case DealState.DRAFT:
                understand.advance(tx, deps, replace(deal, brief=brief, misses=0), now, remarks=[], show_card=True)
            case DealState.NEGOTIATING:
                negotiate.move(tx, deps, deal, brief, None, now, [])
            case DealState.OFFERED:
                deal = deal.to(DealState.NEGOTIATING, now, terms=None)
                tx.cancel_due(ref=deal.id)
                tx.append_ledger("deal.reopened", deal.id, {"state": deal.state.value, "reason": "what_if"}, now)
                negotiate.present(tx, deps, replace(deal, brief=brief), now)
            case _:
                return tell("too_late_to_edit")
        return NOTHING

    return await deps.store.transact(inner)


ACTIONS = {"use_package": use_package}
