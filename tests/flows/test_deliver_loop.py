"""The deliverer's loop: woken, cut off, started again, and never in the way of a stop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.flows import deliver as delivering
from bot.flows.deliver import Deliverer
from bot.ports import (
    Address,
    Chat,
    StoreUnavailable,
)
from storage.store import SqlStore
from tests.fakes import FakeChat, FakeClock, eventually
from tests.flows.post_office import (
    HER,
    REP,
    queue,
)
from tests.stored import (
    NOW,
    a_message,
)

pytestmark = pytest.mark.usefixtures("known_people")


@asynccontextmanager
async def running(store: object, chat: Chat, clock: FakeClock) -> AsyncIterator[Deliverer]:
    deliverer = Deliverer(store, chat, clock)  # type: ignore[arg-type]
    task = asyncio.create_task(deliverer.run())
    try:
        yield deliverer
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def until_sent(chat: FakeChat, count: int) -> None:
    await eventually(lambda: len(chat.messages) >= count)


async def test_the_loop_sends_what_was_waiting_and_what_comes(store: SqlStore) -> None:
    chat = FakeChat()
    await queue(store, a_message("k1", HER))
    async with running(store, chat, FakeClock(NOW)) as deliverer:
        store.listen(outbox=deliverer.wake)
        await until_sent(chat, 1)
        await queue(store, *(a_message(f"n{n}", HER, f"note{n}") for n in range(20)))
        await until_sent(chat, 21)
    assert chat.kinds() == ["card", *(f"note{n}" for n in range(20))]


async def test_the_loop_sends_a_scheduled_message_when_the_clock_jumps_there(store: SqlStore) -> None:
    chat, clock = FakeChat(), FakeClock(NOW)
    await queue(store, a_message("morning", HER, not_before=NOW + timedelta(hours=9)), a_message("now", REP))
    async with running(store, chat, clock) as deliverer:
        await until_sent(chat, 1)
        clock.advance(timedelta(hours=9))
        deliverer.wake()
        await until_sent(chat, 2)
    assert [message.to for message in chat.messages] == [REP, HER]


async def test_the_loop_survives_a_database_that_is_away_for_a_while(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Away:
        """The store, away the first two times it is asked."""

        times = 2
        read = store.read

        async def transact(self, fn):  # type: ignore[no-untyped-def]
            if self.times:
                self.times -= 1
                raise StoreUnavailable("locked")
            return await store.transact(fn)

    monkeypatch.setattr(delivering, "FIRST_BACK_OFF_S", 0.01)
    chat = FakeChat()
    await queue(store, a_message("k", HER))
    async with running(Away(), chat, FakeClock(NOW)):
        await until_sent(chat, 1)


async def test_nothing_is_in_hand_once_all_is_sent(store: SqlStore) -> None:
    chat = FakeChat()
    async with running(store, chat, FakeClock(NOW)) as deliverer:
        store.listen(outbox=deliverer.wake)
        await queue(store, *(a_message(f"k{n}", Address.dm(str(n))) for n in range(30)))
        assert deliverer.in_hand > 0
        await eventually(lambda: not deliverer.in_hand)
        assert len(chat.messages) == 30
        assert await store.read(lambda tx: tx.outbox_pending(NOW)) == 0


@pytest.mark.parametrize("turns", range(6))
async def test_the_loop_can_be_stopped_in_the_very_moment_it_is_woken(store: SqlStore, turns: int) -> None:
    chat = FakeChat()
    await queue(store, a_message("k", HER))
    deliverer = Deliverer(store, chat, FakeClock(NOW))
    task = asyncio.create_task(deliverer.run())
    await until_sent(chat, 1)
    await eventually(lambda: not deliverer.in_hand)
    for _ in range(20):  # by now it sleeps
        await store.read(lambda tx: tx.next_outbox_at())
    deliverer.wake()
    for _ in range(turns):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task], timeout=5)
    assert task.cancelled()


async def test_i7_a_loop_cut_off_while_sending_sends_it_once_after_the_restart(store: SqlStore) -> None:
    sending = asyncio.Event()

    class Stalls(FakeChat):
        async def send(self, to, channel_id, note, files, nonce):  # type: ignore[no-untyped-def]
            sent = await super().send(to, channel_id, note, files, nonce)
            if not sending.is_set():
                sending.set()
                await asyncio.Event().wait()
            return sent

    chat = Stalls(forgets_nonces=True)
    await queue(store, a_message("k1", HER, "first"), a_message("k2", HER, "second"))
    async with running(store, chat, FakeClock(NOW)):
        await asyncio.wait_for(sending.wait(), 10)
    store.release_claims_sync()
    async with running(store, chat, FakeClock(NOW)):
        await until_sent(chat, 2)
    assert chat.kinds() == ["first", "second"]


def test_the_fake_chat_has_the_ports_every_method() -> None:
    chat: Chat = FakeChat()
    assert replace(FakeChat(), forgets_nonces=True) != chat
