"""After a time away: where somebody may have spoken to us while nobody was there to hear it (I13)."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.flows import fall_back
from bot.flows.base import House
from bot.ports import Tx

LOOK_BACK = timedelta(hours=24)
"""How far back words are still taken up; after that an answer would puzzle more than it helps."""
PLACES_MOST = 300


def places(tx: Tx, house: House, now: datetime) -> tuple[str, ...]:
    """Channel ids to look through: where brands ask, threads of talks that go on, and direct messages we know of
    (or the private threads in their place).
    """
    threads = [deal.thread_id for deal in tx.deals(open_only=True)]
    threads += [_thread_of(tx, licence.deal_id) for licence in tx.licences() if licence.closed_at is None]
    talents = tx.talents()
    mandates = [tx.mandate(talent.id) for talent in talents]
    people = [talent.user_id for talent in talents]
    people += [adviser for mandate in mandates if mandate is not None for adviser in mandate.adviser_ids]
    dms = [tx.value(f"place:dm:{user_id}") for user_id in people]
    own = [fall_back.thread_with(tx, talent.user_id) for talent in talents]
    known = dict.fromkeys(place for place in (house.licensing_channel_id, *threads, *dms, *own) if place)
    return tuple(known)[:PLACES_MOST]


def _thread_of(tx: Tx, deal_id: str) -> str | None:
    deal = tx.deal(deal_id)
    return deal.thread_id if deal else None
