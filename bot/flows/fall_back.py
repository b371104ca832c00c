"""Where a message goes that cannot be written where it belongs (DESIGN §8).

To a talent: a private thread with her, then her first adviser's DM, then the operators. To a deal's thread: the
brand's speaker by DM, then the operators. Whoever stands in for a person learns only that she cannot be reached, and
about what: never her message itself, and never its buttons (I2). Her message then waits among the dead letters, from
where an operator can send it again once she can be reached.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.ports import Address, AddressClosed, Chat, Note, Outgoing, Queued, Store, Tx

UNREACHABLE = "unreachable"
DEAD_LETTER = "dead_letter"
ADDRESS_CLOSED = "address_closed"


@dataclass(frozen=True)
class Step:
    """The next address of a row. `note` is what is said there in its place, None where the message itself goes."""

    to: Address
    note: Note | None = None
    private_thread_of: str | None = None
    """Set where `to` is a private thread with that person, so that it is found again."""

    def take(self, tx: Tx, row: Queued, now: datetime) -> None:
        """Sends the row on, and logs the try (ids alone)."""
        if self.private_thread_of is not None:
            tx.set_value(_thread_key(self.private_thread_of), self.to.id)
            tx.set_value(_owner_key(self.to.id), self.private_thread_of)
        elif (owner := _owner_of_thread(tx, row)) is not None:
            # That thread is gone: the next message to her opens a new one.
            tx.set_value(_thread_key(owner), "")
        if self.note is None:
            tx.outbox_readdress(row.id, self.to, ADDRESS_CLOSED)
        else:
            self._tell_instead(tx, row, self.note, now)
        was = row.outgoing.to
        body = {"row": row.id, "from": [was.kind, was.id], "to": [self.to.kind, self.to.id]}
        tx.append_ledger("delivery.fallback", f"outbox:{row.id}", body, now)

    def _tell_instead(self, tx: Tx, row: Queued, note: Note, now: datetime) -> None:
        owner = _owner_of_thread(tx, row)
        if owner is not None:
            # Sent again, it starts where it first belonged.
            tx.outbox_readdress(row.id, Address.dm(owner), ADDRESS_CLOSED)
        tx.outbox_dead(row.id, UNREACHABLE, now)
        tx.enqueue(Outgoing(f"unreachable:{row.id}:{now.isoformat()}", self.to, note), now)


async def next_address(store: Store, chat: Chat, row: Queued) -> Step:
    """The step after the address that turned out closed. Raises ChatUnavailable when a thread cannot be opened now."""
    step = await store.read(lambda tx: _next_step(tx, row))
    if isinstance(step, Step):
        return step
    try:
        thread_id = await chat.open_private_thread(step.user_id, step.title)
    except AddressClosed:
        return await store.read(lambda tx: _to_adviser(tx, row, step.user_id))
    return Step(Address("channel", thread_id), private_thread_of=step.user_id)


def dead_letter(tx: Tx, row: Queued, reason: str, now: datetime) -> None:
    """Gives a row up, and tells the operators, unless it was that very news that could not be told."""
    tx.outbox_dead(row.id, reason, now)
    if row.outgoing.note.kind == DEAD_LETTER:
        return
    to = row.outgoing.to
    data = {"row": row.id, "kind": row.outgoing.note.kind, "to": to.kind, "to_id": to.id, "reason": reason}
    tx.enqueue(Outgoing(f"dead:{row.id}:{now.isoformat()}", Address.operators(), Note(DEAD_LETTER, data)), now)


def operators_own(row: Queued) -> bool:
    """Whether the row is for the operators themselves, behind whom there is nobody."""
    return row.outgoing.to.kind == "operators"


@dataclass(frozen=True)
class _OpenThread:
    user_id: str
    title: str


def _next_step(tx: Tx, row: Queued) -> Step | _OpenThread:
    to = row.outgoing.to
    if row.outgoing.note.kind == UNREACHABLE:
        return Step(Address.operators())
    if to.kind == "deal":
        return _to_speaker(tx, row)
    if to.kind == "dm":
        talent = tx.talent_of(to.id)
        if talent is None:
            return Step(Address.operators(), _unreachable(tx, row, to.id))
        thread_id = thread_with(tx, to.id)
        if thread_id:
            return Step(Address("channel", thread_id), private_thread_of=to.id)
        return _OpenThread(to.id, f"Quasi × {talent.name}"[:100])
    owner = _owner_of_thread(tx, row)
    if owner is not None:
        return _to_adviser(tx, row, owner)
    return Step(Address.operators(), _unreachable(tx, row, ""))


def _to_speaker(tx: Tx, row: Queued) -> Step:
    deal = tx.deal(row.outgoing.to.id)
    if deal is None:
        return Step(Address.operators(), _unreachable(tx, row, ""))
    return Step(Address.dm(deal.rep_id))


def _to_adviser(tx: Tx, row: Queued, user_id: str) -> Step:
    talent = tx.talent_of(user_id)
    mandate = tx.mandate(talent.id) if talent else None
    if mandate is None or not mandate.adviser_ids:
        return Step(Address.operators(), _unreachable(tx, row, user_id))
    return Step(Address.dm(mandate.adviser_ids[0]), _unreachable(tx, row, user_id))


def _unreachable(tx: Tx, row: Queued, user_id: str) -> Note:
    talent = tx.talent_of(user_id) if user_id else None
    person = tx.person(user_id) if user_id else None
    name = talent.name if talent else (person.name if person else "")
    return Note(UNREACHABLE, {"row": row.id, "user_id": user_id, "name": name, "about": row.outgoing.note.kind})


def owner_of(tx: Tx, channel_id: str) -> str | None:
    """The user whose private thread with us that is."""
    return tx.value(_owner_key(channel_id))


def _owner_of_thread(tx: Tx, row: Queued) -> str | None:
    to = row.outgoing.to
    return owner_of(tx, to.id) if to.kind == "channel" else None


def _thread_key(user_id: str) -> str:
    return f"private_thread:{user_id}"


def thread_with(tx: Tx, user_id: str) -> str | None:
    """The private thread that stands for that user's DM, where there is one."""
    return tx.value(_thread_key(user_id))


def _owner_key(thread_id: str) -> str:
    return f"private_thread_owner:{thread_id}"
