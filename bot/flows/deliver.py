"""Delivering the outbox: each queued message goes out once (I7), in order for each address, or an operator hears of it.

A row is claimed, sent, and marked in three separate steps. Whatever dies between them leaves a claim that runs out; the
next claim is then in doubt and first asks the chat service whether the message is there already. The nonce is the
row's own, so that the service itself drops a repeat. What happens to a message that cannot be written where it
belongs is in `fall_back`.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from bot.flows.fall_back import dead_letter, next_address, operators_own
from bot.ports import (
    AddressClosed,
    Attachment,
    Chat,
    ChatError,
    ChatUnavailable,
    Clock,
    MessageRefused,
    Queued,
    Sent,
    Store,
    StoreUnavailable,
    Tx,
)

AT_ONCE = 8
"""Addresses served at the same time."""
LEASE_S = 60
FIRST_BACK_OFF_S = 1.0
LONGEST_BACK_OFF_S = 300.0
GIVE_UP_AFTER = timedelta(hours=24)
SAFETY_POLL_S = 60.0
TITLE_CHARS = 100

log = structlog.get_logger("quasi.deliver")


@dataclass(frozen=True)
class Parcel:
    """One claimed row with all that sending it needs."""

    row: Queued
    nonce: str
    channel_id: str | None
    attachments: tuple[Attachment, ...]
    thread_to_open: Thread | None = None


@dataclass(frozen=True)
class Thread:
    """The thread of a deal that has none yet."""

    channel_id: str
    message_id: str | None
    title: str


async def deliver_due(store: Store, chat: Chat, now: datetime) -> int:
    """Sends everything that can be sent now; returns how many rows were tried.

    Raises StoreUnavailable when the outbox cannot be read or claimed.
    """
    tried = 0
    while parcels := await store.transact(lambda tx: claim(tx, now, AT_ONCE)):
        tried += len(parcels)
        await asyncio.gather(*(deliver(store, chat, parcel, now) for parcel in parcels))
    return tried


def claim(tx: Tx, now: datetime, limit: int) -> Sequence[Parcel]:
    """Claims up to `limit` rows, one an address, and gathers what sending them needs."""
    rows = tx.claim_outbox(now, limit=limit, lease_s=LEASE_S)
    return [_pack(tx, row) for row in rows]


async def deliver(store: Store, chat: Chat, parcel: Parcel, now: datetime) -> None:
    """Sends one claimed row and marks what came of it. Never raises: what is not marked is claimed anew later."""
    row = parcel.row
    try:
        try:
            sent = await _send(store, chat, parcel, now)
        except ChatUnavailable as error:
            await _put_off(store, row, error, now)
        except AddressClosed as error:
            await _go_elsewhere(store, chat, row, error, now)
        except ChatError as error:
            log.error("delivery.refused", row=row.id, reason=str(error))
            await _give_up(store, row, "refused", now)
        except OSError as error:
            await _put_off(store, row, ChatUnavailable(type(error).__name__), now)
        else:
            await store.transact(lambda tx: _mark_sent(tx, parcel, sent, now))
            log.info("delivery.sent", row=row.id, kind=row.outgoing.note.kind, attempt=row.attempts + 1)
    except StoreUnavailable:
        # The claim stays, runs out, and is then in doubt: nothing is lost, and nothing is sent unseen.
        log.warning("delivery.unmarked", row=row.id)
    except Exception as error:
        log.exception("delivery.fault", row=row.id, kind=row.outgoing.note.kind)
        with contextlib.suppress(StoreUnavailable):
            await _give_up(store, row, f"fault:{type(error).__name__}", now)


class Deliverer:
    """Keeps the outbox moving: on `wake`, when a row becomes ready, and every minute in any case.

    A slow address holds up nobody but itself: each row is sent in a task of its own, at most AT_ONCE at a time.
    """

    def __init__(self, store: Store, chat: Chat, clock: Clock) -> None:
        self._store = store
        self._chat = chat
        self._clock = clock
        self._woken = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._claiming = False

    @property
    def in_hand(self) -> int:
        """Sends under way, plus one while there may be more to claim: 0 means nothing left to do now."""
        return len(self._tasks) + (self._claiming or self._woken.is_set())

    def wake(self) -> None:
        """There may be something to send; call it after a commit or a jump of the clock, on the event loop."""
        self._woken.set()

    async def run(self) -> None:
        """Delivers until cancelled; a send under way is then cut off, and looked for at the next start."""
        pause_s = 0.0
        try:
            while True:
                # Not wait_for: in Python 3.11 it swallows a cancellation that comes together with the event.
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(pause_s):
                        await self._woken.wait()
                try:
                    await self._claim_and_start()
                    pause_s = await self._pause_s()
                except StoreUnavailable as error:
                    log.warning("delivery.store_unavailable", reason=str(error))
                    pause_s = FIRST_BACK_OFF_S
        finally:
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _claim_and_start(self) -> None:
        self._claiming = True
        try:
            self._woken.clear()
            room = AT_ONCE - len(self._tasks)
            if room <= 0:
                return
            now = self._clock.now()
            for parcel in await self._store.transact(lambda tx: claim(tx, now, room)):
                task = asyncio.create_task(deliver(self._store, self._chat, parcel, now))
                self._tasks.add(task)
                task.add_done_callback(self._done)
        finally:
            self._claiming = False

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        # The next row of that address may go now.
        self._woken.set()

    async def _pause_s(self) -> float:
        if self._tasks:
            return SAFETY_POLL_S
        ready_at = await self._store.read(lambda tx: tx.next_outbox_at())
        if ready_at is None:
            return SAFETY_POLL_S
        return min(max((ready_at - self._clock.now()).total_seconds(), 0.05), SAFETY_POLL_S)


def back_off_s(attempts: int, spread: Callable[[], float] = random.random) -> float:
    """Seconds to wait after a failed try that had `attempts` before it: 1 s, doubled to 300 s, spread a little."""
    return min(FIRST_BACK_OFF_S * 2.0 ** min(attempts, 16), LONGEST_BACK_OFF_S) * (0.9 + 0.2 * spread())


def _pack(tx: Tx, row: Queued) -> Parcel:
    to = row.outgoing.to
    files = [(name, tx.document(name)) for name in row.outgoing.files]
    parcel = Parcel(
        row=row,
        nonce=f"q{row.id}-{_installation(tx)}",
        channel_id=tx.value(_place_key(row)),
        attachments=tuple(Attachment(name, content) for name, content in files if content is not None),
    )
    match to.kind:
        case "channel":
            return replace(parcel, channel_id=to.id)
        case "deal":
            return _pack_for_deal(tx, parcel)
        case _:
            return parcel


def _pack_for_deal(tx: Tx, parcel: Parcel) -> Parcel:
    deal = tx.deal(parcel.row.outgoing.to.id)
    if deal is None or deal.thread_id is not None:
        return replace(parcel, channel_id=deal.thread_id if deal else None)
    brand = tx.brand(deal.brand_id)
    talent = tx.talent(deal.talent_id) if deal.talent_id else None
    title = " × ".join(party.name for party in (brand, talent) if party) or "Licence"
    return replace(parcel, thread_to_open=Thread(deal.channel_id, deal.message_id, title[:TITLE_CHARS]))


def _installation(tx: Tx) -> str:
    """A few random characters that are this database's own, so that two installations never share a nonce."""
    known = tx.value("installation")
    if known is None:
        known = secrets.token_hex(4)
        tx.set_value("installation", known)
    return known


def _place_key(row: Queued) -> str:
    return f"place:{row.outgoing.to.kind}:{row.outgoing.to.id}"


async def _send(store: Store, chat: Chat, parcel: Parcel, now: datetime) -> Sent:
    row, channel_id = parcel.row, parcel.channel_id
    if len(parcel.attachments) < len(row.outgoing.files):
        raise MessageRefused("file_missing")
    if parcel.thread_to_open is not None:
        channel_id = await _open_thread(store, chat, row.outgoing.to.id, parcel.thread_to_open)
    if row.in_doubt or row.attempts:
        # A failed try is in doubt too: a 5xx or a time-out may come after the service took the message.
        there = await chat.find_sent(row.outgoing.to, channel_id, row.outgoing.note, row.first_tried_at or now)
        if there is not None:
            return there
    return await chat.send(row.outgoing.to, channel_id, row.outgoing.note, parcel.attachments, parcel.nonce)


async def _open_thread(store: Store, chat: Chat, deal_id: str, thread: Thread) -> str:
    opened = await chat.open_deal_thread(thread.channel_id, thread.message_id, thread.title)

    def keep(tx: Tx) -> str:
        deal = tx.deal(deal_id)
        if deal is None or deal.thread_id is not None:
            return opened if deal is None else str(deal.thread_id)
        tx.save_deal(replace(deal, thread_id=opened))
        return opened

    return await store.transact(keep)


def _mark_sent(tx: Tx, parcel: Parcel, sent: Sent, now: datetime) -> None:
    tx.outbox_sent(parcel.row.id, sent.message_id, now)
    if parcel.row.outgoing.to.kind in ("dm", "operators") and parcel.channel_id != sent.channel_id:
        tx.set_value(_place_key(parcel.row), sent.channel_id)


async def _put_off(store: Store, row: Queued, error: ChatUnavailable, now: datetime) -> None:
    if row.first_tried_at is not None and now - row.first_tried_at >= GIVE_UP_AFTER:
        await _give_up(store, row, "unavailable", now)
        return
    wait_s = max(back_off_s(row.attempts), error.retry_after_s or 0.0)
    await store.transact(lambda tx: tx.outbox_retry(row.id, str(error), now + timedelta(seconds=wait_s)))
    log.info("delivery.put_off", row=row.id, attempt=row.attempts + 1, wait_s=round(wait_s, 1))


async def _go_elsewhere(store: Store, chat: Chat, row: Queued, error: AddressClosed, now: datetime) -> None:
    if operators_own(row):
        await _put_off(store, row, ChatUnavailable(str(error)), now)
        return
    try:
        step = await next_address(store, chat, row)
    except ChatUnavailable as unavailable:
        await _put_off(store, row, unavailable, now)
        return
    await store.transact(lambda tx: step.take(tx, row, now))
    log.warning("delivery.fallback", row=row.id, was=row.outgoing.to.kind, to=step.to.kind, kind=row.outgoing.note.kind)


async def _give_up(store: Store, row: Queued, reason: str, now: datetime) -> None:
    await store.transact(lambda tx: dead_letter(tx, row, reason, now))
    log.error("delivery.dead", row=row.id, kind=row.outgoing.note.kind, reason=reason)
