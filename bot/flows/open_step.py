"""The step a deal waits at, as plain data: what an answer shows again below it, so that the talk goes on."""

from __future__ import annotations

from typing import Any

from bot.domain.deal import MISSES_BEFORE_FORM, Deal, DealState
from bot.domain.errors import RuleBroken
from bot.domain.people import Talent
from bot.domain.vocabulary import EXCLUSIVITIES
from bot.flows.looking import first_name
from bot.flows.mandate import binding_mandate
from bot.ports import Tx

CHOICES_MOST = 25


def open_step(tx: Tx, deal: Deal) -> dict[str, Any]:
    """State, version, what is asked and what is on the table, with the choices where they are few."""
    talent = tx.talent(deal.talent_id) if deal.talent_id else None
    return {
        "deal": deal.id,
        "version": deal.version,
        "state": deal.state.value,
        "rep": first_name(tx, deal.rep_id),
        "talent": talent.name if talent else None,
        "category": deal.brief.category,
        "question": deal.asked if deal.state is DealState.DRAFT else None,
        "letters": [item.letter for item in deal.menu],
        "form": deal.misses >= MISSES_BEFORE_FORM,
        "misses": 0,
        "final": deal.final,
        **choices_for(tx, deal),
    }


def choices_for(tx: Tx, deal: Deal) -> dict[str, Any]:
    """The answers to choose from, for a question that has few."""
    if deal.asked == "talent":
        return {"choices": [[t.id, t.name] for t in tx.talents() if not_bookable(t) is None][:CHOICES_MOST]}
    if deal.asked == "exclusivity" and deal.talent_id:
        allowed = binding_mandate(tx, deal).exclusivity
        return {"choices": [code for code in EXCLUSIVITIES if code in allowed]}
    return {}


def not_bookable(talent: Talent) -> tuple[str, dict[str, Any]] | None:
    """Why no request may reach her, as a remark; None when one may."""
    try:
        talent.require_bookable()
    except RuleBroken as broken:
        return broken.code, {"talent": talent.name}
    return None
