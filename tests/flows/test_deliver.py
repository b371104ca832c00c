"""Delivering the outbox: each message once, in order, and never lost without an operator hearing of it."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.flows.deliver import back_off_s, deliver_due
from bot.ports import (
    Address,
    ChatUnavailable,
    MessageRefused,
    StoreUnavailable,
    Tx,
)
from storage.store import SqlStore
from tests.fakes import FakeChat
from tests.flows.post_office import (
    A_LEASE,
    A_WHILE,
    DEAL,
    HER,
    OPERATORS,
    REP,
    dead_reasons,
    queue,
)
from tests.stored import (
    NOW,
    TALENT_USER,
    a_brand,
    a_deal,
    a_message,
)

pytestmark = pytest.mark.usefixtures("known_people")


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
