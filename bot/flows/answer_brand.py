"""A brand's question in a deal's thread gets an answer, then the open step again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.domain.deal import Deal, DealState
from bot.flows import check
from bot.flows.base import Deps, Heard, say
from bot.flows.looking import brand_of_deal, first_name
from bot.ports import Address, Note, Tx
from bot.reading.findings import Findings


def answer(tx: Tx, deps: Deps, deal: Deal, found: Findings, heard: Heard, now: datetime) -> None:
    """Answers from the store: a licence check where a licence is talked about, else where the deal stands."""
    note = _licence_answer(tx, deps, deal, found, now) or _status(tx, deal, heard)
    say(tx, now, f"reply:{heard.message_id}", Address.deal(deal.id), note.kind, **note.data)


def _licence_answer(tx: Tx, deps: Deps, deal: Deal, found: Findings, now: datetime) -> Note | None:
    if deal.state is not DealState.LICENSED:
        return None
    licence = tx.licence_of_deal(deal.id)
    if licence is None or not (found.media or found.territories or found.starts_on):
        return None
    brand = brand_of_deal(tx, deal)
    return check.answer_check(tx, deps, brand, [licence], found.media, found.territories, found.starts_on, now)


def _status(tx: Tx, deal: Deal, heard: Heard) -> Note:
    talent = tx.talent(deal.talent_id) if deal.talent_id else None
    licence = tx.licence_of_deal(deal.id) if deal.state is DealState.LICENSED else None
    consent = tx.consent(deal.consent_id) if deal.consent_id else None
    data: dict[str, Any] = {
        "deal": deal.id,
        "version": deal.version,
        "state": deal.state.value,
        "rep": first_name(tx, heard.user_id),
        "talent": talent.name if talent else None,
        "number": licence.number if licence else None,
        "question": deal.asked,
        "letters": [item.letter for item in deal.menu],
        "until": consent.expires_at.isoformat() if consent and deal.state is DealState.ASKING else None,
        "tz": brand_of_deal(tx, deal).tz,
    }
    return Note("where_it_stands", data)
