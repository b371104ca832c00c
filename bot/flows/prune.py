"""Once a day: lets go of what no rule needs any more, so that the database grows with the licences alone."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog

from bot.ports import Store

BATCH = 200
"""Rows of each kind a transaction: a few milliseconds, after which whoever waits to write goes first."""

log = structlog.get_logger("quasi.prune")


async def prune(store: Store, now: datetime, keep_days: int) -> int:
    """Lets go of what was sent, heard, read or asked of the language model over `keep_days` ago; says of how many rows.

    Waiting messages, dead letters, the ledger and aggregates stay: something needs them.
    Raises StoreUnavailable.
    """
    before, pruned = now - timedelta(days=keep_days), 0
    while batch := await store.transact(lambda tx: tx.prune(before, limit=BATCH)):
        pruned += batch
    log.info("prune.done", rows=pruned)
    return pruned
