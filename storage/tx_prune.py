"""What a transaction lets go of with age: messages long sent, what was long heard, the language model's work.

A sent message's key is what keeps it from being sent again (I7). Only keys that hold an event's or an instant's own id
may go, for those cannot come again; of any other message the key stays, and its contents go.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Column, bindparam, delete, func, select, update

from storage.tables import ExtractionRow, LlmCallRow, OutboxRow, SaidRow, SeenRow
from storage.tx_base import TxBase, table_of

UNREPEATABLE = ("about:", "dead:", "help:", "introduce:", "many:", "relay:", "reply:", "unreachable:")
"""How the keys begin that are made of one event or one instant, and of nothing that a later event could name."""

_box, _seen, _extraction, _said = table_of(OutboxRow), table_of(SeenRow), table_of(ExtractionRow), table_of(SaidRow)
_call, _newest = table_of(LlmCallRow), _box.alias("newest")

_OLD_SENT = (
    select(_box.c.id, _box.c.key)
    .where(
        _box.c.state == "sent",
        _box.c.done_at < bindparam("before"),
        # SQLite would give the newest row's id once more, and a nonce is made from it.
        _box.c.id < select(func.max(_newest.c.id)).scalar_subquery(),
    )
    .order_by(_box.c.done_at)
    .limit(bindparam("most"))
)
_DROP_SENT = delete(_box).where(_box.c.id == bindparam("of_id"))
_EMPTY_SENT = update(_box).where(_box.c.id == bindparam("of_id")).values(note_data="{}", files="[]", done_at=None)
# Words are numbered as they are said: only the oldest are looked at, and no index by time is needed.
_FIRST_SAID = select(_said.c.id, _said.c.at).order_by(_said.c.id).limit(bindparam("most")).subquery()
_DROP_SAID = delete(_said).where(_said.c.id.in_(select(_FIRST_SAID.c.id).where(_FIRST_SAID.c.at < bindparam("before"))))


class PruneTx(TxBase):
    """See `bot.ports.Tx`."""

    def prune(self, before: datetime, *, limit: int) -> int:
        """Lets go of up to `limit` of each kind that were done before that instant; says of how many."""
        return (
            self._prune_sent(before, limit)
            + self._prune_by(_seen.c.key, before, limit)
            + self._prune_by(_extraction.c.key, before, limit)
            + self._prune_by(_call.c.id, before, limit)
            + self._write(_DROP_SAID, {"before": before, "most": limit}).rowcount
        )

    def _prune_sent(self, before: datetime, limit: int) -> int:
        rows = self._unlocked(_OLD_SENT, before=before, most=limit)
        gone = [{"of_id": row.id} for row in rows if row.key.startswith(UNREPEATABLE)]
        kept = [{"of_id": row.id} for row in rows if not row.key.startswith(UNREPEATABLE)]
        if gone:
            self._write(_DROP_SENT, gone)
        if kept:
            self._write(_EMPTY_SENT, kept)
        return len(rows)

    def _prune_by(self, key: Column[Any], before: datetime, limit: int) -> int:
        table = key.table
        old = select(key).where(table.c.at < before).order_by(table.c.at).limit(limit)
        return self._write(delete(table).where(key.in_(old))).rowcount
