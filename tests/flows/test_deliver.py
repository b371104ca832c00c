"""Delivering the outbox: each message once, in order, and never lost without an operator hearing of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.flows import deliver as delivering
from bot.flows.deliver import Deliverer, back_off_s, deliver_due
from bot.ports import (
    Address,
    AddressClosed,
    Chat,
    ChatUnavailable,
    MessageRefused,
    Note,
    Outgoing,
    StoreUnavailable,
    Tx,
)
from bot.surfaces.render.registry import render
from storage.store import SqlStore
from tests.fakes import FakeChat, FakeClock, eventually, fresh_store
from tests.stored import (
    ADVISER_USER,
    NOW,
    REP_USER,
    TALENT_USER,
    a_brand,
    a_deal,
    a_mandate,
    a_message,
    a_person,
    a_talent,
)

DEAL, HER, OPERATORS = Address.deal("deal1"), Address.dm(TALENT_USER), Address.operators()
ADVISER, REP = Address.dm(ADVISER_USER), Address.dm(REP_USER)
CLOSED = AddressClosed("50007")
A_LEASE = timedelta(seconds=delivering.LEASE_S)
A_WHILE = timedelta(minutes=10)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    with fresh_store(tmp_path) as store:
        store.transact_sync(_people)
        yield store


def _people(tx: Tx) -> None:
    tx.save_person(a_person())
    tx.save_brand(a_brand())
    tx.save_talent(a_talent())
    tx.add_mandate(a_mandate())
    tx.save_deal(a_deal(message_id="message1", thread_id=None))


async def queue(store: SqlStore, *messages: Outgoing) -> None:
    def enqueue(tx: Tx) -> None:
        for message in messages:
            tx.enqueue(message, NOW)

    await store.transact(enqueue)


async def dead_reasons(store: SqlStore) -> list[str | None]:
    return [row.last_error for row in await store.read(lambda tx: tx.dead_letters())]


# --- once, and in order


async def test_messages_to_one_address_arrive_in_order(store: SqlStore) -> None:
    chat = FakeChat()
    await queue(store, *(a_message(f"k{n}", HER, f"note{n}") for n in range(5)))
    assert await deliver_due(store, chat, NOW) == 5
    assert chat.kinds() == [f"note{n}" for n in range(5)]
    assert await deliver_due(store, chat, NOW) == 0


async def test_a_slow_address_does_not_hold_up_another(store: SqlStore) -> None:
    second_was_sent = asyncio.Event()

    class SlowToHer(FakeChat):
        async def send(self, to, channel_id, note, files, nonce):  # type: ignore[no-untyped-def]
            if to == HER:
                await second_was_sent.wait()
            sent = await super().send(to, channel_id, note, files, nonce)
            second_was_sent.set()
            return sent

    await queue(store, a_message("h", HER, "slow"), a_message("r", REP, "quick"))
    chat = SlowToHer()
    await asyncio.wait_for(deliver_due(store, chat, NOW), 10)
    assert chat.kinds() == ["quick", "slow"]


async def test_files_go_along(store: SqlStore) -> None:
    chat = FakeChat()
    await store.transact(lambda tx: tx.save_document("licence.pdf", b"%PDF"))
    await queue(store, a_message("k", HER, files=("licence.pdf",)))
    await deliver_due(store, chat, NOW)
    assert [(each.filename, each.content) for each in chat.messages[0].files] == [("licence.pdf", b"%PDF")]


async def test_a_message_whose_file_is_missing_is_not_sent_without_it(store: SqlStore) -> None:
    chat = FakeChat()
    await queue(store, a_message("k", HER, "licence_ready", files=("gone.pdf",)))
    await deliver_due(store, chat, NOW)
    assert chat.kinds() == ["dead_letter"]


async def test_the_nonce_is_short_stable_and_this_installations_own(store: SqlStore) -> None:
    chat = FakeChat()
    chat.fails[HER] = [ChatUnavailable("503")]
    await queue(store, a_message("k", HER), a_message("r", REP))
    await deliver_due(store, chat, NOW)
    await deliver_due(store, chat, NOW + A_WHILE)
    to_her = [nonce for to, nonce in chat.tries if to == HER]
    assert to_her[0] == to_her[1]
    assert len({nonce for _, nonce in chat.tries}) == 2
    assert all(len(nonce) <= 25 for _, nonce in chat.tries)


async def test_i7_an_answer_lost_on_its_way_back_does_not_double_the_message(store: SqlStore) -> None:
    chat = FakeChat(forgets_nonces=True)
    chat.after[HER] = [ChatUnavailable("timeout")]
    await queue(store, a_message("k", HER))
    await deliver_due(store, chat, NOW)
    assert await deliver_due(store, chat, NOW + A_WHILE) == 1
    assert chat.kinds() == ["card"]
    assert await store.read(lambda tx: tx.outbox_pending(NOW + A_WHILE)) == 0


async def test_i7_a_crash_between_sending_and_marking_does_not_double_the_message(store: SqlStore) -> None:
    chat = FakeChat(forgets_nonces=True)
    chat.after[HER] = [asyncio.CancelledError()]  # killed just as the message had gone
    await queue(store, a_message("k", HER), a_message("k2", HER, "second"))
    with pytest.raises(asyncio.CancelledError):
        await deliver_due(store, chat, NOW)
    assert await deliver_due(store, chat, NOW) == 0
    await deliver_due(store, chat, NOW + A_LEASE)
    assert chat.kinds() == ["card", "second"]


async def test_i7_a_crash_before_sending_does_not_lose_the_message(store: SqlStore) -> None:
    chat = FakeChat()
    chat.fails[HER] = [asyncio.CancelledError()]  # type: ignore[list-item]
    await queue(store, a_message("k", HER))
    with pytest.raises(asyncio.CancelledError):
        await deliver_due(store, chat, NOW)
    await deliver_due(store, chat, NOW + A_LEASE)
    assert chat.kinds() == ["card"]


async def test_i7_within_the_services_window_the_nonce_alone_drops_a_repeat(store: SqlStore) -> None:
    class Blind(FakeChat):
        async def find_sent(self, to, channel_id, note, since):  # type: ignore[no-untyped-def]
            return None

    chat = Blind()
    chat.after[HER] = [asyncio.CancelledError()]
    await queue(store, a_message("k", HER))
    with pytest.raises(asyncio.CancelledError):
        await deliver_due(store, chat, NOW)
    await deliver_due(store, chat, NOW + A_LEASE)
    assert len(chat.tries) == 2
    assert chat.kinds() == ["card"]


async def test_i7_a_database_that_fails_after_the_sending_does_not_double_the_message(store: SqlStore) -> None:
    class Forgetful:
        """The store, except that it cannot note the first message as sent."""

        def __init__(self) -> None:
            self.writes = 0

        async def transact(self, fn):  # type: ignore[no-untyped-def]
            self.writes += 1
            if self.writes == 2:
                raise StoreUnavailable("disk is full")
            return await store.transact(fn)

        read = store.read

    chat = FakeChat(forgets_nonces=True)
    await queue(store, a_message("k", HER))
    await deliver_due(Forgetful(), chat, NOW)
    await deliver_due(store, chat, NOW + A_LEASE)
    assert chat.kinds() == ["card"]
    assert await store.read(lambda tx: tx.outbox_pending(NOW + A_LEASE)) == 0


# --- the deal's thread


async def test_a_deals_first_message_opens_its_thread(store: SqlStore) -> None:
    chat = FakeChat()
    await queue(store, a_message("k1", DEAL, "first"), a_message("k2", DEAL, "second"))
    await deliver_due(store, chat, NOW)
    assert chat.thread_titles == ["Northwind × Imani Okafor"]
    assert [message.channel_id for message in chat.messages] == ["thread-1", "thread-1"]
    assert (await store.read(lambda tx: tx.deal_in_thread("thread-1"))) is not None


async def test_a_thread_opened_just_before_a_crash_is_found_again(store: SqlStore) -> None:
    chat = FakeChat()
    await chat.open_deal_thread("channel1", "message1", "the one already there")
    await queue(store, a_message("k1", DEAL))
    await deliver_due(store, chat, NOW)
    assert len(chat.threads) == 1


async def test_a_long_title_is_cut_and_a_nameless_deal_has_one(store: SqlStore) -> None:
    def rename(tx: Tx) -> None:
        tx.save_brand(a_brand(name="N" * 120))
        tx.save_deal(a_deal("bare", brand_id="unknown", talent_id=None, message_id=None, thread_id=None))

    await store.transact(rename)
    chat = FakeChat()
    await queue(store, a_message("k1", DEAL))
    await deliver_due(store, chat, NOW)
    await queue(store, a_message("k2", Address.deal("bare")))
    await deliver_due(store, chat, NOW)
    assert chat.thread_titles == ["N" * 100, "Licence"]


# --- trouble that passes


async def test_what_could_not_go_is_tried_again_and_keeps_its_place(store: SqlStore) -> None:
    chat = FakeChat()
    chat.fails[HER] = [ChatUnavailable("503"), OSError("reset by peer"), ChatUnavailable("500")]
    await queue(store, a_message("k1", HER, "first"), a_message("k2", HER, "second"))
    for minute in range(5):
        await deliver_due(store, chat, NOW + minute * A_WHILE)
    assert chat.kinds() == ["first", "second"]


async def test_a_rate_limit_is_waited_out(store: SqlStore) -> None:
    chat = FakeChat()
    chat.fails[HER] = [ChatUnavailable("429", retry_after_s=90.0)]
    await queue(store, a_message("k", HER))
    await deliver_due(store, chat, NOW)
    assert await store.read(lambda tx: tx.next_outbox_at()) == NOW + timedelta(seconds=90)
    assert await deliver_due(store, chat, NOW + timedelta(seconds=89)) == 0
    assert await deliver_due(store, chat, NOW + timedelta(seconds=90)) == 1


def test_pauses_grow_to_five_minutes_and_are_spread() -> None:
    assert [back_off_s(n, lambda: 0.5) for n in (0, 1, 2, 3, 8, 9, 50)] == [1, 2, 4, 8, 256, 300, 300]
    assert back_off_s(9, lambda: 0.0) == pytest.approx(270)
    assert back_off_s(9, lambda: 1.0) == pytest.approx(330)


async def test_after_a_day_without_success_the_operators_hear_of_it(store: SqlStore) -> None:
    chat = FakeChat()
    chat.fails[HER] = [ChatUnavailable("503")] * 2
    await queue(store, a_message("k", HER, "licence_ready"))
    await deliver_due(store, chat, NOW)
    await deliver_due(store, chat, NOW + timedelta(hours=24))
    assert await dead_reasons(store) == ["unavailable"]
    (told,) = chat.messages
    assert (told.to, told.note.kind) == (OPERATORS, "dead_letter")
    assert told.note.data == {
        "row": 1, "kind": "licence_ready", "to": "dm", "to_id": TALENT_USER, "reason": "unavailable",
    }  # fmt: skip


# --- trouble that stays


@pytest.mark.parametrize(
    ("error", "reason"), [(MessageRefused("50035"), "refused"), (KeyError("no such template"), "fault:KeyError")]
)
async def test_a_message_that_can_never_go_is_given_up_at_once(store: SqlStore, error: Exception, reason: str) -> None:
    chat = FakeChat()
    chat.fails[HER] = [error]
    await queue(store, a_message("k1", HER, "broken"), a_message("k2", HER, "sound"))
    await deliver_due(store, chat, NOW)
    assert await dead_reasons(store) == [reason]
    assert sorted(chat.kinds()) == ["dead_letter", "sound"]


async def test_news_of_a_dead_letter_that_dies_makes_no_more_news(store: SqlStore) -> None:
    chat = FakeChat()
    chat.fails = {HER: [MessageRefused("50035")], OPERATORS: [MessageRefused("50035")]}
    await queue(store, a_message("k", HER))
    await deliver_due(store, chat, NOW)
    assert await dead_reasons(store) == ["refused", "refused"]
    assert await deliver_due(store, chat, NOW + A_WHILE) == 0
    assert chat.messages == []


async def test_a_dead_letter_tried_anew_goes_out(store: SqlStore) -> None:
    chat = FakeChat()
    chat.fails[HER] = [MessageRefused("50035")]
    await queue(store, a_message("k", HER))
    await deliver_due(store, chat, NOW)
    await store.transact(lambda tx: tx.outbox_requeue(1, NOW))
    await deliver_due(store, chat, NOW)
    assert chat.kinds() == ["dead_letter", "card"]


# --- closed addresses


async def test_a_closed_dm_falls_back_to_a_private_thread_with_her_whole_message(store: SqlStore) -> None:
    chat = FakeChat(closed={HER: CLOSED})
    await queue(store, a_message("k1", HER, "consent_ask"), a_message("k2", HER, "reminder"))
    await deliver_due(store, chat, NOW)
    assert chat.kinds() == ["consent_ask", "reminder"]
    assert {message.channel_id for message in chat.messages} == {"private-1"}
    assert chat.private_threads == [TALENT_USER]


async def test_where_no_thread_can_be_had_her_adviser_learns_that_she_cannot_be_reached(store: SqlStore) -> None:
    chat = FakeChat(closed={HER: CLOSED}, private_thread_error=CLOSED)
    await queue(store, Outgoing("k", HER, Note("consent_ask", {"fee": "10600.00", "consent": "c1"})))
    await deliver_due(store, chat, NOW)
    (told,) = chat.messages
    assert (told.to, told.note.kind) == (ADVISER, "unreachable")
    assert told.note.data == {"row": 1, "user_id": TALENT_USER, "name": "Imani Okafor", "about": "consent_ask"}


async def test_her_message_waits_until_she_can_be_reached_and_is_then_sent_to_her(store: SqlStore) -> None:
    chat = FakeChat(closed={HER: CLOSED})
    await queue(store, a_message("k0", HER, "hello"))
    await deliver_due(store, chat, NOW)
    chat.closed[Address("channel", "private-1")] = CLOSED
    await queue(store, a_message("k1", HER, "consent_ask"))
    await deliver_due(store, chat, NOW)
    (dead,) = await store.read(lambda tx: tx.dead_letters())
    assert (dead.outgoing.to, dead.outgoing.note.kind) == (HER, "consent_ask")

    chat.closed.clear()
    await store.transact(lambda tx: tx.outbox_requeue(dead.id, NOW))
    await deliver_due(store, chat, NOW)
    assert [(message.to, message.note.kind) for message in chat.messages][-1] == (HER, "consent_ask")


def test_the_notes_of_a_failed_delivery_have_words() -> None:
    for kind in ("unreachable", "dead_letter"):
        data = {
            "row": 1,
            "user_id": "1",
            "name": "",
            "about": "consent_ask",
            "kind": "x",
            "to": "dm",
            "reason": "refused",
        }
        message = render(Note(kind, data))
        assert message.text
        assert kind == "dead_letter" or not message.rows


@pytest.mark.parametrize("adviser_ids", [(), (ADVISER_USER,)], ids=["no adviser", "adviser closed too"])
async def test_i2_behind_her_adviser_come_the_operators_and_none_gets_her_buttons(
    store: SqlStore, adviser_ids: tuple[str, ...]
) -> None:
    await store.transact(lambda tx: tx.add_mandate(a_mandate(version=2, adviser_ids=adviser_ids)))
    chat = FakeChat(closed={HER: CLOSED, ADVISER: CLOSED}, private_thread_error=CLOSED)
    await queue(store, Outgoing("k", HER, Note("consent_ask", {"consent": "c1"}), files=("terms.pdf",)))
    await store.transact(lambda tx: tx.save_document("terms.pdf", b"%PDF"))
    await deliver_due(store, chat, NOW)
    (told,) = chat.messages
    assert (told.to, told.note.kind, told.files) == (OPERATORS, "unreachable", ())
    assert "c1" not in str(told.note.data)


async def test_a_private_thread_that_was_deleted_is_opened_anew_for_the_next_message(store: SqlStore) -> None:
    chat = FakeChat(closed={HER: CLOSED})
    await queue(store, a_message("k1", HER))
    await deliver_due(store, chat, NOW)
    chat.closed[Address("channel", "private-1")] = CLOSED
    await queue(store, a_message("k2", HER, "second"))
    await deliver_due(store, chat, NOW)
    await queue(store, a_message("k3", HER, "third"))
    await deliver_due(store, chat, NOW)
    assert [(message.to, message.note.kind) for message in chat.messages] == [
        (Address("channel", "private-1"), "card"),
        (ADVISER, "unreachable"),
        (Address("channel", "private-2"), "third"),
    ]


async def test_each_step_down_is_in_the_ledger_by_ids_alone(store: SqlStore) -> None:
    chat = FakeChat(closed={HER: CLOSED, ADVISER: CLOSED}, private_thread_error=CLOSED)
    await queue(store, a_message("k", HER))
    await deliver_due(store, chat, NOW)
    entries = await store.read(lambda tx: tx.ledger())
    assert [(entry.kind, entry.body["from"], entry.body["to"]) for entry in entries] == [
        ("delivery.fallback", ["dm", TALENT_USER], ["dm", ADVISER_USER]),
        ("delivery.fallback", ["dm", ADVISER_USER], ["operators", ""]),
    ]
    assert "Imani" not in str(entries)


async def test_a_closed_deal_thread_falls_back_to_the_brands_speaker_then_to_the_operators(store: SqlStore) -> None:
    chat = FakeChat(closed={DEAL: CLOSED})
    await queue(store, a_message("k1", DEAL, "offer"))
    await deliver_due(store, chat, NOW)
    chat.closed[REP] = CLOSED
    await queue(store, a_message("k2", DEAL, "offer"))
    await deliver_due(store, chat, NOW)
    assert [(message.to, message.note.kind) for message in chat.messages] == [
        (REP, "offer"),
        (OPERATORS, "unreachable"),
    ]


async def test_a_lost_channel_and_a_vanished_deal_reach_the_operators(store: SqlStore) -> None:
    gone, channel = Address.deal("gone"), Address("channel", "77")
    chat = FakeChat(closed={gone: CLOSED, channel: CLOSED})
    await queue(store, a_message("k1", gone), a_message("k2", channel))
    await deliver_due(store, chat, NOW)
    assert [(message.to, message.note.kind) for message in chat.messages] == [(OPERATORS, "unreachable")] * 2


async def test_a_closed_operators_channel_is_tried_again_for_a_day(store: SqlStore) -> None:
    chat = FakeChat(closed={OPERATORS: CLOSED})
    await queue(store, a_message("k", OPERATORS))
    await deliver_due(store, chat, NOW)
    assert await dead_reasons(store) == []
    chat.closed.clear()
    await deliver_due(store, chat, NOW + A_WHILE)
    assert chat.kinds() == ["card"]


async def test_a_thread_that_cannot_be_opened_just_now_is_tried_again(store: SqlStore) -> None:
    chat = FakeChat(closed={HER: CLOSED}, private_thread_error=ChatUnavailable("503"))
    await queue(store, a_message("k", HER))
    await deliver_due(store, chat, NOW)
    chat.private_thread_error = None
    await deliver_due(store, chat, NOW + A_WHILE)
    assert [message.channel_id for message in chat.messages] == ["private-1"]


# --- the loop


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
