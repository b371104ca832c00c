"""The outbox and the due-table, on both databases."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from datetime import datetime, timedelta
from functools import partial

import pytest

from bot.ports import Address, Due, Queued, Tx
from storage.store import SqlStore
from storage.tx_queues import HOLDING_ATTEMPTS
from tests.stored import NOW, a_message

DEAL, OTHER, HER = Address.deal("deal1"), Address.deal("deal2"), Address.dm("1001")
MINUTE = timedelta(minutes=1)


async def queue(store: SqlStore, *messages: object) -> None:
    def enqueue(tx: Tx) -> None:
        for message in messages:
            tx.enqueue(message, NOW)  # type: ignore[arg-type]

    await store.transact(enqueue)


async def claim(store: SqlStore, now: object = NOW, limit: int = 10) -> list[Queued]:
    return list(await store.transact(lambda tx: tx.claim_outbox(now, limit=limit, lease_s=60)))  # type: ignore[arg-type]


def put_off(tx: Tx, row_id: int, until: datetime) -> None:
    tx.outbox_retry(row_id, "500", until)


def mark_sent(tx: Tx, row_id: int) -> None:
    tx.outbox_sent(row_id, None, NOW)


def keys(rows: list[Queued]) -> list[str]:
    return [row.outgoing.key for row in rows]


async def test_a_queued_message_comes_out_as_it_went_in(any_store: SqlStore) -> None:
    message = a_message("k", DEAL, not_before=NOW - MINUTE, files=("a.pdf", "b.json"))
    await queue(any_store, message)
    (row,) = await claim(any_store)
    assert row.outgoing == message
    assert (row.attempts, row.in_doubt, row.first_tried_at, row.enqueued_at) == (0, False, None, NOW)


async def test_i7_a_key_is_queued_once_even_after_it_was_sent(any_store: SqlStore) -> None:
    await queue(any_store, a_message("k", DEAL), a_message("k", HER, "other"))
    (row,) = await claim(any_store)
    await any_store.transact(lambda tx: tx.outbox_sent(row.id, "m1", NOW))
    await queue(any_store, a_message("k", DEAL))
    assert await claim(any_store) == []


async def test_an_address_is_served_one_by_one_in_order(any_store: SqlStore) -> None:
    await queue(any_store, a_message("d1", DEAL), a_message("d2", DEAL), a_message("h1", HER), a_message("o1", OTHER))
    first = await claim(any_store)
    assert keys(first) == ["d1", "h1", "o1"]
    assert await claim(any_store) == []
    await any_store.transact(lambda tx: tx.outbox_sent(first[0].id, None, NOW))
    assert keys(await claim(any_store)) == ["d2"]


async def test_a_claim_takes_no_more_than_it_asked_for(any_store: SqlStore) -> None:
    await queue(any_store, a_message("d1", DEAL), a_message("h1", HER))
    assert keys(await claim(any_store, limit=1)) == ["d1"]


async def test_a_scheduled_message_waits_and_holds_back_nobody(any_store: SqlStore) -> None:
    soon = NOW + MINUTE / 2
    await queue(any_store, a_message("morning", HER, not_before=soon), a_message("now", HER))
    (row,) = await claim(any_store)
    assert row.outgoing.key == "now"
    assert await claim(any_store, soon) == []  # the other is still being sent
    await any_store.transact(lambda tx: tx.outbox_sent(row.id, None, NOW))
    assert keys(await claim(any_store, soon)) == ["morning"]


async def test_a_message_to_be_tried_again_holds_back_the_later_ones(any_store: SqlStore) -> None:
    await queue(any_store, a_message("d1", DEAL), a_message("d2", DEAL))
    (row,) = await claim(any_store)
    await any_store.transact(lambda tx: tx.outbox_retry(row.id, "500", NOW + MINUTE))
    assert await claim(any_store) == []
    assert await any_store.read(lambda tx: tx.next_outbox_at()) == NOW + MINUTE
    assert await any_store.read(lambda tx: tx.outbox_pending(NOW)) == 0
    (again,) = await claim(any_store, NOW + MINUTE)
    assert (again.outgoing.key, again.attempts, again.first_tried_at, again.last_error) == ("d1", 1, NOW, "500")


async def test_a_poisoned_message_does_not_silence_its_address_for_ever(any_store: SqlStore) -> None:
    await queue(any_store, a_message("poison", DEAL), a_message("d2", DEAL))
    for attempt in range(HOLDING_ATTEMPTS + 1):
        (row,) = await claim(any_store, NOW + attempt * MINUTE)
        assert row.outgoing.key == "poison"
        again = partial(put_off, row_id=row.id, until=NOW + (attempt + 1) * MINUTE)
        await any_store.transact(again)
    assert keys(await claim(any_store, NOW + HOLDING_ATTEMPTS * MINUTE)) == ["d2"]


async def test_i7_a_claim_that_ran_out_is_claimed_again_in_doubt(any_store: SqlStore) -> None:
    await queue(any_store, a_message("d0", DEAL, not_before=NOW + MINUTE / 2), a_message("d1", DEAL))
    (row,) = await claim(any_store)
    assert await claim(any_store, NOW + MINUTE - timedelta(microseconds=1)) == []
    (again,) = await claim(any_store, NOW + MINUTE)
    assert (again.id, again.in_doubt, again.attempts, again.first_tried_at) == (row.id, True, 1, NOW)


async def test_i7_two_claimers_never_get_the_same_row(any_store: SqlStore, any_url: str) -> None:
    await queue(any_store, *(a_message(f"k{n}", Address.deal(f"deal{n}")) for n in range(40)))
    second = SqlStore.open(any_url)
    try:
        claims = await asyncio.gather(*(claim(store, limit=3) for _ in range(10) for store in (any_store, second)))
    finally:
        await second.close()
    got = [row.id for rows in claims for row in rows]
    assert len(got) == len(set(got)) == 40


async def test_i7_a_process_killed_with_a_claim_in_hand_loses_nothing(any_store: SqlStore, any_url: str) -> None:
    await queue(any_store, a_message("d1", DEAL))
    code = (
        "import os, sys\n"
        "from datetime import datetime\n"
        "from storage.store import SqlStore\n"
        "now = datetime.fromisoformat(sys.argv[2])\n"
        "store = SqlStore.open(sys.argv[1])\n"
        "rows = store.transact_sync(lambda tx: tx.claim_outbox(now, limit=5, lease_s=60))\n"
        "assert len(rows) == 1\n"
        "store.transact_sync(lambda tx: (tx.outbox_sent(rows[0].id, 'm1', now), os._exit(9)))\n"
    )
    words = [sys.executable, "-c", code, any_url, NOW.isoformat()]
    done = await asyncio.to_thread(subprocess.run, words, capture_output=True, text=True)
    assert done.returncode == 9, done.stderr
    assert await claim(any_store) == []
    (row,) = await claim(any_store, NOW + MINUTE)
    assert (row.outgoing.key, row.in_doubt) == ("d1", True)


async def test_the_only_process_need_not_wait_for_a_dead_ones_lease(store: SqlStore) -> None:
    await queue(store, a_message("d1", DEAL))
    (row,) = await claim(store)
    assert store.release_claims_sync() == 1
    (again,) = await claim(store)
    assert (again.id, again.in_doubt) == (row.id, True)


async def test_a_dead_letter_is_listed_and_can_be_tried_anew(any_store: SqlStore) -> None:
    await queue(any_store, a_message("d1", DEAL), a_message("d2", DEAL))
    (row,) = await claim(any_store)
    await any_store.transact(lambda tx: tx.outbox_dead(row.id, "refused", NOW))
    (dead,) = await any_store.read(lambda tx: tx.dead_letters())
    assert (dead.id, dead.state, dead.last_error) == (row.id, "dead", "refused")
    (next_one,) = await claim(any_store)
    assert next_one.outgoing.key == "d2"
    await any_store.transact(lambda tx: tx.outbox_sent(next_one.id, None, NOW))

    assert await any_store.transact(lambda tx: tx.outbox_requeue(row.id, NOW)) is True
    assert await any_store.transact(lambda tx: tx.outbox_requeue(row.id, NOW)) is False
    (again,) = await claim(any_store, NOW + MINUTE)
    assert (again.id, again.attempts, again.in_doubt) == (row.id, 0, True)


async def test_a_readdressed_message_starts_afresh_elsewhere(any_store: SqlStore) -> None:
    await queue(any_store, a_message("h1", HER, files=("a.pdf",)))
    (row,) = await claim(any_store)
    there = Address("channel", "thread:9")
    await any_store.transact(lambda tx: tx.outbox_readdress(row.id, there, "closed"))
    (moved,) = await claim(any_store)
    assert (moved.id, moved.outgoing.to, moved.attempts, moved.in_doubt) == (row.id, there, 0, False)
    assert (moved.outgoing.note, moved.outgoing.files) == (row.outgoing.note, ("a.pdf",))


async def test_a_late_word_from_a_slow_sender_does_not_undo_what_happened_since(any_store: SqlStore) -> None:
    await queue(any_store, a_message("d1", DEAL))
    (row,) = await claim(any_store)
    await any_store.transact(lambda tx: tx.outbox_sent(row.id, "m1", NOW))
    await any_store.transact(lambda tx: tx.outbox_retry(row.id, "late", NOW))
    await any_store.transact(lambda tx: tx.outbox_dead(row.id, "late", NOW))
    assert await claim(any_store, NOW + 9 * MINUTE) == []
    assert await any_store.read(lambda tx: tx.dead_letters()) == ()


async def test_pending_counts_what_can_go_now_and_what_is_going(any_store: SqlStore) -> None:
    await queue(
        any_store, a_message("h1", HER), a_message("h2", HER), a_message("o1", OTHER),
        a_message("later", DEAL, not_before=NOW + MINUTE),
    )  # fmt: skip
    assert await any_store.read(lambda tx: tx.outbox_pending(NOW)) == 2
    rows = await claim(any_store)
    assert await any_store.read(lambda tx: tx.outbox_pending(NOW)) == 2
    for row in rows:
        await any_store.transact(partial(mark_sent, row_id=row.id))
    assert await any_store.read(lambda tx: tx.outbox_pending(NOW)) == 1
    assert await any_store.read(lambda tx: tx.outbox_pending(NOW + MINUTE)) == 2


@pytest.mark.parametrize("times", [1, 2])
async def test_a_due_key_is_one_row_and_setting_it_moves_it(any_store: SqlStore, times: int) -> None:
    moved = Due("lapse:deal1", "lapse", "deal1", NOW + MINUTE)

    def set_both(tx: Tx) -> None:
        tx.set_due(Due("lapse:deal1", "lapse", "deal1", NOW))
        tx.set_due(moved)

    for _ in range(times):
        await any_store.transact(set_both)
    assert await any_store.read(lambda tx: tx.dues()) == (moved,)
    assert await any_store.read(lambda tx: tx.next_due_at()) == NOW + MINUTE


async def test_what_is_due_is_taken_once_earliest_first(any_store: SqlStore, any_url: str) -> None:
    dues = [Due(f"k{n:02}", "remind", "licence1", NOW - n * MINUTE) for n in range(20)]

    def keep(tx: Tx) -> None:
        for due in [*dues, Due("not yet", "remind", "licence1", NOW + MINUTE)]:
            tx.set_due(due)

    await any_store.transact(keep)
    assert await any_store.transact(lambda tx: tx.take_due(NOW, limit=2)) == (dues[19], dues[18])
    second = SqlStore.open(any_url)
    try:
        sweeps = (
            store.transact(lambda tx: tx.take_due(NOW, limit=1)) for _ in range(12) for store in (any_store, second)
        )
        taken = [due for batch in await asyncio.gather(*sweeps) for due in batch]
    finally:
        await second.close()
    assert sorted(taken, key=lambda due: due.key) == dues[:18]


async def test_a_sweep_that_fails_leaves_its_row_due(any_store: SqlStore) -> None:
    due = Due("k", "remind", "licence1", NOW)
    await any_store.transact(lambda tx: tx.set_due(due))

    def fails(tx: Tx) -> None:
        assert tx.take_due(NOW, limit=1) == (due,)
        raise KeyError("a fault")

    with pytest.raises(KeyError):
        await any_store.transact(fails)
    assert await any_store.transact(lambda tx: tx.take_due(NOW, limit=1)) == (due,)


async def test_dues_are_cancelled_by_what_they_are_about(any_store: SqlStore) -> None:
    def keep(tx: Tx) -> None:
        for kind in ("remind", "expire", "chase"):
            tx.set_due(Due(f"{kind}:1", kind, "licence1", NOW))
        tx.set_due(Due("remind:2", "remind", "licence2", NOW))

    await any_store.transact(keep)
    assert await any_store.transact(lambda tx: tx.cancel_due(ref="licence1", kinds=["remind", "chase"])) == 2
    assert [due.key for due in await any_store.read(lambda tx: tx.dues(ref="licence1"))] == ["expire:1"]
    assert await any_store.transact(lambda tx: tx.cancel_due(ref="licence1")) == 1
    assert [due.key for due in await any_store.read(lambda tx: tx.dues())] == ["remind:2"]
