"""A patient prober learns nothing by asking often: the figures a brand names for one talent are counted.

At most five beyond the normal rounds in 30 days, and the same whatever her floor is (I4).
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from bot.domain.deal import Deal
from bot.ports import Tx

WITHIN = timedelta(days=30)
BEYOND_ROUNDS = 5


def next_figure_at(tx: Tx, deal: Deal, rounds: int, now: datetime) -> datetime | None:
    """When the brand may name a figure for this talent again; None when it may now.

    An issued licence clears the count: who closes deals is no prober.
    """
    named = _named(tx, deal, now)
    over = len(named) - rounds - BEYOND_ROUNDS
    return None if over < 0 else named[over] + WITHIN


def note_figure(tx: Tx, deal: Deal, now: datetime) -> None:
    """Counts one figure named now."""
    named = [*_named(tx, deal, now), now]
    tx.set_value(_key(deal), json.dumps([at.isoformat() for at in named]))


def _named(tx: Tx, deal: Deal, now: datetime) -> list[datetime]:
    kept = [datetime.fromisoformat(at) for at in json.loads(tx.value(_key(deal)) or "[]")]
    licences = tx.licences(talent_id=deal.talent_id, brand_id=deal.brand_id)
    since = max([now - WITHIN, *(licence.issued_at for licence in licences)])
    return [at for at in kept if at > since]


def _key(deal: Deal) -> str:
    return f"figures:{deal.brand_id}:{deal.talent_id}"
