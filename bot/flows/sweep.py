"""What is due is done: one row a transaction, earliest first, each taken together with its effect (DESIGN §3.6).

A row whose handler fails goes back with a growing pause, so that it never holds up the others; after several tries the
operators hear of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import structlog

from bot.flows import answer_first, lapse, remind, renew, statement, take_down
from bot.flows.base import Deps, say
from bot.ports import Address, Due, Tx

log = structlog.get_logger("quasi.sweep")

Handler = Callable[[Tx, Deps, Due, datetime], None]
TRIES = 5
FIRST_PAUSE_S = 30

DUES: Mapping[str, Handler] = {
    **answer_first.DUES,
    **lapse.DUES,
    **remind.DUES,
    **renew.DUES,
    **take_down.DUES,
    **statement.DUES,
}


async def sweep(deps: Deps, now: datetime) -> int:
    """Does all that is due at `now`; returns how many rows were done. Raises StoreUnavailable."""
    done = 0
    while True:
        failed: list[Due] = []

        def take(tx: Tx, failed: list[Due] = failed) -> bool:
            rows = tx.take_due(now, limit=1)
            if not rows:
                return False
            failed[:] = rows
            _do(tx, deps, rows[0], now)
            return True

        try:
            if not await deps.store.transact(take):
                return done
            done += 1
        except Exception as fault:
            if not failed:
                raise
            log.error("sweep.failed", kind=failed[0].kind, key=failed[0].key, fault=type(fault).__name__)
            row = failed[0]
            await deps.store.transact(lambda tx, row=row: _put_back(tx, row, now))  # type: ignore[misc]


def _do(tx: Tx, deps: Deps, due: Due, now: datetime) -> None:
    handler = DUES.get(due.kind)
    if handler is None:
        log.error("sweep.unknown_kind", kind=due.kind, key=due.key)
        say(tx, now, f"sweep:{due.key}", Address.operators(), "due_unknown", kind=due.kind, ref=due.ref)
        return
    handler(tx, deps, due, now)


def _put_back(tx: Tx, due: Due, now: datetime) -> None:
    """The failed row again, later; the transaction that took it was undone, so it is moved, not doubled."""
    counter = f"tries:{due.key}"
    tries = int(tx.value(counter) or 0) + 1
    tx.set_value(counter, str(tries))
    if tries == TRIES:
        say(tx, now, f"sweep:{due.key}:{tries}", Address.operators(), "due_stuck", kind=due.kind, ref=due.ref)
    pause = min(FIRST_PAUSE_S * 2**tries, 6 * 3600)
    tx.set_due(Due(due.key, due.kind, due.ref, now + timedelta(seconds=pause)))
