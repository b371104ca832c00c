"""Pruning by age, on both databases: what was sent is not sent again, what was heard is not heard again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.flows import catch_up, prune
from bot.ports import Address, Due, LlmCall, Said, Store, Tx
from bot.settings import Settings
from storage import tables
from storage.store import SqlStore
from storage.tx_base import table_of
from tests.stored import NOW, TALENT_USER, a_message

KEEP_DAYS = 90
LATER = NOW + timedelta(days=KEEP_DAYS, seconds=1)


def queue(tx: Tx, *keys: str, now: datetime = NOW) -> None:
    for key in keys:
        tx.enqueue(a_message(key, Address.dm(key), files=("a.pdf",)), now)


def send(tx: Tx, now: datetime = NOW, limit: int = 1000) -> list[str]:
    rows = tx.claim_outbox(now, limit=limit, lease_s=60)
    for row in rows:
        tx.outbox_sent(row.id, "m", now)
    return [row.outgoing.key for row in rows]


def rows_of(store: SqlStore, row: type[tables.Row]) -> list[dict[str, Any]]:
    with store.engine.connect() as connection:
        return [dict(each._mapping) for each in connection.execute(select(table_of(row)))]


@pytest.fixture
def sent_store(any_store: SqlStore) -> SqlStore:
    """One message whose key is an event's, one whose key is a licence's, and a newer one; all sent at NOW."""
    any_store.transact_sync(lambda tx: queue(tx, "reply:41", "Q7F3:let-end", "newest"))
    any_store.transact_sync(send)
    return any_store


async def test_i7_what_was_sent_long_ago_is_not_sent_again_when_its_key_comes_again(sent_store: SqlStore) -> None:
    assert await prune.prune(sent_store, LATER, KEEP_DAYS) == 2
    await sent_store.transact(lambda tx: queue(tx, "Q7F3:let-end", now=LATER))
    assert await sent_store.transact(lambda tx: send(tx, LATER)) == []


async def test_of_what_was_sent_long_ago_nothing_or_only_the_key_is_left(sent_store: SqlStore) -> None:
    await prune.prune(sent_store, LATER, KEEP_DAYS)
    kept = {row["key"]: (row["state"], row["note_data"], row["files"]) for row in rows_of(sent_store, tables.OutboxRow)}
    assert kept.keys() == {"Q7F3:let-end", "newest"}
    assert kept["Q7F3:let-end"] == ("sent", "{}", "[]")


async def test_what_is_within_its_days_stays_as_it_is(sent_store: SqlStore) -> None:
    sent_store.transact_sync(lambda tx: tx.first_time("message:1", NOW))
    before = rows_of(sent_store, tables.OutboxRow), rows_of(sent_store, tables.SeenRow)
    assert await prune.prune(sent_store, NOW + timedelta(days=KEEP_DAYS), KEEP_DAYS) == 0
    assert (rows_of(sent_store, tables.OutboxRow), rows_of(sent_store, tables.SeenRow)) == before


async def test_i7_a_rows_number_is_never_given_again(any_store: SqlStore) -> None:
    """Its nonce is made from it."""
    any_store.transact_sync(lambda tx: queue(tx, "reply:1", "reply:2"))
    any_store.transact_sync(send)
    highest = max(row["id"] for row in rows_of(any_store, tables.OutboxRow))
    await prune.prune(any_store, LATER, KEEP_DAYS)
    any_store.transact_sync(lambda tx: queue(tx, "reply:3", now=LATER))
    assert max(row["id"] for row in rows_of(any_store, tables.OutboxRow)) > highest


async def test_what_still_has_to_be_said_or_seen_to_stays_however_old(any_store: SqlStore) -> None:
    any_store.transact_sync(lambda tx: queue(tx, "dead-letter"))
    (row,) = any_store.transact_sync(lambda tx: tx.claim_outbox(NOW, limit=1, lease_s=60))
    any_store.transact_sync(lambda tx: tx.outbox_dead(row.id, "refused", NOW))
    any_store.transact_sync(lambda tx: queue(tx, "reply:waiting", "reply:newest"))
    any_store.transact_sync(lambda tx: tx.append_ledger("deal.opened", "deal1", {}, NOW))
    any_store.transact_sync(lambda tx: tx.set_due(Due("k", "remind", "licence1", NOW)))
    assert await prune.prune(any_store, LATER, KEEP_DAYS) == 0
    (dead,) = await any_store.read(lambda tx: tx.dead_letters())
    assert dead.outgoing == a_message("dead-letter", Address.dm("dead-letter"), files=("a.pdf",))
    assert any_store.transact_sync(lambda tx: send(tx, LATER)) == ["reply:waiting", "reply:newest"]


async def test_words_said_long_ago_go_and_newer_ones_stay_and_are_still_exported(any_store: SqlStore) -> None:
    def remember(tx: Tx) -> None:
        for words, at in (("long ago", NOW), ("of late", LATER)):
            tx.remember(Said("deal:deal1", TALENT_USER, words, at))

    any_store.transact_sync(remember)
    assert await prune.prune(any_store, LATER, KEEP_DAYS) == 1
    assert [said.text for said in await any_store.read(lambda tx: tx.said_by(TALENT_USER))] == ["of late"]
    assert [said.text for said in await any_store.read(lambda tx: tx.remembered("deal:deal1"))] == ["of late"]


async def test_old_events_and_readings_go_and_new_ones_stay(any_store: SqlStore) -> None:
    def remember(tx: Tx) -> None:
        for key, at in (("message:old", NOW), ("message:new", LATER)):
            tx.first_time(key, at)
            tx.cache_extraction(key, "{}", at)

    any_store.transact_sync(remember)
    assert await prune.prune(any_store, LATER, KEEP_DAYS) == 2
    assert [row["key"] for row in rows_of(any_store, tables.SeenRow)] == ["message:new"]
    assert [row["key"] for row in rows_of(any_store, tables.ExtractionRow)] == ["message:new"]


async def test_old_calls_to_the_language_model_go_and_what_is_spent_today_stays_right(any_store: SqlStore) -> None:
    def record(tx: Tx) -> None:
        for at, cost in ((NOW, 7), (LATER - timedelta(days=1), 20), (LATER, 300)):
            tx.record_llm_call(LlmCall("understand", "", "", "ok", 1, 1, cost, 1, "brand1", at))

    any_store.transact_sync(record)
    assert await prune.prune(any_store, LATER, KEEP_DAYS) == 1
    assert await any_store.read(lambda tx: tx.llm_spent_micro_usd(NOW)) == 320
    today = LATER - timedelta(hours=1)
    assert await any_store.read(lambda tx: tx.llm_spent_micro_usd(today, "brand1")) == 300


async def test_much_goes_in_batches_each_its_own_transaction(any_store: SqlStore) -> None:
    many = 2 * prune.BATCH + 1

    def remember(tx: Tx) -> None:
        queue(tx, *(f"reply:{n}" for n in range(many)), "newest")
        for n in range(many):
            tx.first_time(f"message:{n}", NOW)

    any_store.transact_sync(remember)
    any_store.transact_sync(send)
    counted = Counting(any_store)
    assert await prune.prune(counted, LATER, KEEP_DAYS) == 2 * many
    assert counted.batches == [2 * prune.BATCH, 2 * prune.BATCH, 2, 0]


def test_no_setting_forgets_what_catching_up_may_still_find() -> None:
    least = min(each.ge for each in Settings.model_fields["keep_days"].metadata if hasattr(each, "ge"))
    assert timedelta(days=least) > 2 * catch_up.LOOK_BACK


async def test_finding_what_is_old_reads_no_row_that_is_not(store: SqlStore) -> None:
    store.transact_sync(lambda tx: queue(tx, "deal1:v1", "deal2:v1", "newest"))
    store.transact_sync(send)
    await prune.prune(store, LATER, KEEP_DAYS)
    old = [row for row in rows_of(store, tables.OutboxRow) if row["done_at"] is not None]
    assert [row["key"] for row in old] == ["newest"]
    with store.engine.connect() as connection:
        for table, column in (("outbox", "done_at"), ("seen", "at"), ("extraction", "at"), ("llm_call", "at")):
            query = f"EXPLAIN QUERY PLAN SELECT 1 FROM {table} WHERE {column} < 'z' ORDER BY {column}"
            assert f"ix_{table}_{column}" in str(connection.exec_driver_sql(query).all())


class Counting:
    """A store that notes what each transaction gave back."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.read = store.read
        self.batches: list[Any] = []

    async def transact(self, fn: Any) -> Any:
        self.batches.append(await self._store.transact(fn))
        return self.batches[-1]
