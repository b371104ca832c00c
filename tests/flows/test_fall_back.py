"""Where a message goes whose address is closed: nobody gets her buttons, and the operators hear of it."""

from __future__ import annotations

import pytest

from bot.flows.deliver import deliver_due
from bot.ports import (
    Address,
    ChatUnavailable,
    Note,
    Outgoing,
)
from bot.surfaces.render.registry import render
from storage.store import SqlStore
from tests.fakes import FakeChat
from tests.flows.post_office import (
    A_WHILE,
    ADVISER,
    CLOSED,
    DEAL,
    HER,
    OPERATORS,
    REP,
    dead_reasons,
    queue,
)
from tests.stored import (
    ADVISER_USER,
    NOW,
    TALENT_USER,
    a_mandate,
    a_message,
)

pytestmark = pytest.mark.usefixtures("known_people")


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
