"""The outbox and the due-table of a transaction: what is to be said (I7), and what is to be done at an instant.

An address is served in order. A row that is being sent, or was tried and waits to be tried again, holds back the later
ones of its address; a row that is merely scheduled for later holds back nobody. After `HOLDING_ATTEMPTS` tries (about
three quarters of an hour) a row stops holding others back: one poisoned message must not silence an address.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, and_, bindparam, delete, exists, func, or_, select, update

from bot.ports import Address, AddressKind, Due, Note, OutboxState, Outgoing, Queued
from storage.codec import encode
from storage.tables import DueRow, OutboxRow
from storage.tx_base import LOCK_OUTBOX, TxBase, insert_once, table_of, upsert

HOLDING_ATTEMPTS = 16
ERROR_CHARS = 200

_box, _due = table_of(OutboxRow), table_of(DueRow)
_other = _box.alias("other")

_UNDELIVERED = _box.c.state.in_(("waiting", "claimed"))


def _held_back(*, by_ready: bool) -> ColumnElement[bool]:
    """Whether another row of the same address goes first; with `by_ready`, also any earlier one that is ready."""
    earlier: list[ColumnElement[bool]] = [_other.c.attempts.between(1, HOLDING_ATTEMPTS)]
    if by_ready:
        earlier.append(_other.c.ready_at <= bindparam("now"))
    return exists().where(
        _other.c.address == _box.c.address,
        _other.c.id != _box.c.id,
        _other.c.state.in_(("waiting", "claimed")),
        or_(_other.c.state == "claimed", and_(_other.c.id < _box.c.id, or_(*earlier))),
    )


_CLAIMABLE = (
    select(_box)
    .where(
        _UNDELIVERED,
        _box.c.ready_at <= bindparam("now"),
        # A claim that ran out keeps its turn.
        or_(_box.c.state == "claimed", ~_held_back(by_ready=True)),
    )
    .order_by(_box.c.id)
    .limit(bindparam("most"))
)
_CLAIM = (
    update(_box)
    .where(
        _box.c.id == bindparam("of_id"),
        _box.c.state == bindparam("was_state"),
        _box.c.ready_at == bindparam("was_ready_at"),
    )
    .values(
        state="claimed",
        ready_at=bindparam("until"),
        attempts=_box.c.attempts + 1,
        in_doubt=bindparam("doubt"),
        first_tried_at=func.coalesce(_box.c.first_tried_at, bindparam("now", type_=_box.c.first_tried_at.type)),
    )
)
_PENDING = select(func.count()).where(
    _UNDELIVERED,
    or_(
        _box.c.state == "claimed",
        and_(_box.c.ready_at <= bindparam("now"), ~_held_back(by_ready=True)),
    ),
)
_NEXT = select(func.min(_box.c.ready_at)).where(
    _UNDELIVERED, or_(_box.c.state == "claimed", ~_held_back(by_ready=False))
)
_DEAD = select(_box).where(_box.c.state == "dead").order_by(_box.c.id)
_ENQUEUE = insert_once(OutboxRow, "key")

_this = _box.c.id == bindparam("of_id")
_SENT = update(_box).where(_this, _UNDELIVERED)
_CLAIMED = update(_box).where(_this, _box.c.state == "claimed")
_REQUEUE = update(_box).where(_this, _box.c.state == "dead")
_RELEASE = update(_box).where(_box.c.state == "claimed").values(ready_at=bindparam("at"))

_MARK_SENT = _SENT.values(
    state="sent", message_id=bindparam("message"), done_at=bindparam("now"), last_error=None, in_doubt=False
)
_MARK_RETRY = _CLAIMED.values(state="waiting", ready_at=bindparam("at"), last_error=bindparam("error"))
_MARK_DEAD = _SENT.values(state="dead", last_error=bindparam("error"), done_at=bindparam("now"))
_READDRESS = _CLAIMED.values(
    state="waiting",
    address=bindparam("to"),
    ready_at=_box.c.enqueued_at,
    attempts=0,
    in_doubt=False,
    first_tried_at=None,
    last_error=bindparam("error"),
)
_MARK_WAITING = _REQUEUE.values(
    state="waiting",
    ready_at=bindparam("now"),
    in_doubt=_box.c.attempts > 0,
    attempts=0,
    first_tried_at=None,
    done_at=None,
)

_SET_DUE = upsert(DueRow, "key")
_DUE_NOW = (
    select(_due)
    .where(_due.c.due_at <= bindparam("now"))
    .order_by(_due.c.due_at, _due.c.key)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_DROP_DUE = delete(_due).where(_due.c.key == bindparam("of_key"))
_CANCEL = delete(_due).where(_due.c.ref == bindparam("of_ref"))
_CANCEL_KINDS = _CANCEL.where(_due.c.kind.in_(bindparam("kinds", expanding=True)))
_DUES = select(_due).order_by(_due.c.due_at, _due.c.key)
_DUES_OF = _DUES.where(_due.c.ref == bindparam("ref"))
_NEXT_DUE = select(func.min(_due.c.due_at))


class QueuesTx(TxBase):
    """See `bot.ports.Tx`."""

    def enqueue(self, outgoing: Outgoing, now: datetime) -> None:
        """Queues a message; a key that was queued before is left as it is."""
        self._put(
            _ENQUEUE,
            key=outgoing.key,
            address=_written(outgoing.to),
            note_kind=outgoing.note.kind,
            note_data=encode(outgoing.note.data),
            files=encode(outgoing.files),
            state="waiting",
            attempts=0,
            in_doubt=False,
            enqueued_at=now,
            ready_at=outgoing.not_before or now,
            not_before=outgoing.not_before,
        )
        self.outbox_touched = True

    def claim_outbox(self, now: datetime, *, limit: int, lease_s: int) -> Sequence[Queued]:
        """Claims the first deliverable row of each address, in order of id."""
        self._lock(LOCK_OUTBOX)
        rows = self._unlocked(_CLAIMABLE, now=now, most=limit)
        return tuple(_queued(row, _is_doubtful(row)) for row in rows if self._claim(row, now, lease_s))

    def _claim(self, row: Any, now: datetime, lease_s: int) -> bool:
        values = {
            "of_id": row.id,
            "was_state": row.state,
            "was_ready_at": row.ready_at,
            "until": now + timedelta(seconds=lease_s),
            "doubt": _is_doubtful(row),
            "now": now,
        }
        return self._write(_CLAIM, values).rowcount == 1

    def outbox_sent(self, row_id: int, message_id: str | None, now: datetime) -> None:
        """It is out; `message_id` is where it landed."""
        self._change(_MARK_SENT, of_id=row_id, message=message_id, now=now)

    def outbox_retry(self, row_id: int, error: str, not_before: datetime) -> None:
        """It shall be tried again, not before that instant."""
        self._change(_MARK_RETRY, of_id=row_id, error=error[:ERROR_CHARS], at=not_before)

    def outbox_readdress(self, row_id: int, to: Address, error: str) -> None:
        """It goes elsewhere, and starts afresh there."""
        self._change(_READDRESS, of_id=row_id, to=_written(to), error=error[:ERROR_CHARS])

    def outbox_dead(self, row_id: int, error: str, now: datetime) -> None:
        """It will not be tried again unless an operator says so."""
        self._change(_MARK_DEAD, of_id=row_id, error=error[:ERROR_CHARS], now=now)

    def outbox_requeue(self, row_id: int, now: datetime) -> bool:
        """Tries a dead letter anew; False where there is no such dead letter."""
        return self._change(_MARK_WAITING, of_id=row_id, now=now)

    def release_claims(self, now: datetime) -> int:
        """Ends every claim: for the start of the only process there is, when whoever claimed is gone."""
        return self._write(_RELEASE, {"at": now}).rowcount

    def dead_letters(self) -> Sequence[Queued]:
        """What was given up, oldest first."""
        return tuple(_queued(row, row.in_doubt) for row in self._unlocked(_DEAD))

    def outbox_pending(self, now: datetime) -> int:
        """Rows that could be sent now or are being sent."""
        return cast(int, self._unlocked(_PENDING, now=now)[0][0])

    def next_outbox_at(self) -> datetime | None:
        """When the outbox next has something to do: a message is ready, or a claim runs out."""
        return cast("datetime | None", self._unlocked(_NEXT)[0][0])

    def _change(self, statement: Any, **values: Any) -> bool:
        self.outbox_touched = True
        return self._write(statement, values).rowcount == 1

    def set_due(self, due: Due) -> None:
        """Sets or moves what is due under that key."""
        self._put(_SET_DUE, key=due.key, kind=due.kind, ref=due.ref, due_at=due.due_at)
        self.due_touched = True

    def cancel_due(self, *, ref: str, kinds: Sequence[str] | None = None) -> int:
        """Drops what is due about `ref`, all of it or of some kinds; says how many."""
        self.due_touched = True
        if kinds is None:
            return self._write(_CANCEL, {"of_ref": ref}).rowcount
        return self._write(_CANCEL_KINDS, {"of_ref": ref, "kinds": list(kinds)}).rowcount

    def take_due(self, now: datetime, *, limit: int) -> Sequence[Due]:
        """Takes (deletes) what is due, earliest first: two sweeps never take the same row."""
        rows = self._unlocked(_DUE_NOW, now=now, most=limit)
        if rows:
            self._write(_DROP_DUE, [{"of_key": row.key} for row in rows])
            self.due_touched = True
        return tuple(_due_of(row) for row in rows)

    def dues(self, *, ref: str | None = None) -> Sequence[Due]:
        """What is due, all of it or about `ref`, earliest first."""
        rows = self._unlocked(_DUES) if ref is None else self._unlocked(_DUES_OF, ref=ref)
        return tuple(_due_of(row) for row in rows)

    def next_due_at(self) -> datetime | None:
        """The earliest instant at which something is due."""
        return cast("datetime | None", self._unlocked(_NEXT_DUE)[0][0])


def _written(to: Address) -> str:
    return f"{to.kind}:{to.id}"


def _address(written: str) -> Address:
    kind, _, ident = written.partition(":")
    return Address(cast(AddressKind, kind), ident)


def _is_doubtful(row: Any) -> bool:
    return bool(row.in_doubt) or row.state == "claimed"


def _queued(row: Any, in_doubt: bool) -> Queued:
    return Queued(
        id=row.id,
        outgoing=Outgoing(
            key=row.key,
            to=_address(row.address),
            note=Note(row.note_kind, json.loads(row.note_data)),
            not_before=row.not_before,
            files=tuple(json.loads(row.files)),
        ),
        attempts=row.attempts,
        in_doubt=in_doubt,
        first_tried_at=row.first_tried_at,
        enqueued_at=row.enqueued_at,
        state=cast(OutboxState, "claimed" if row.state == "waiting" else row.state),
        last_error=row.last_error,
    )


def _due_of(row: Any) -> Due:
    return Due(row.key, row.kind, row.ref, row.due_at)
