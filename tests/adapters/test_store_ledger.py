"""I8: the ledger only grows, without gaps, and stays verifiable whatever races."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.domain.ledger import Entry, first_break
from bot.domain.ledger_tree import entry_bytes
from bot.ports import Tx
from storage import tx_deals
from storage.store import SqlStore
from tests.stored import NOW


def entry(number: int, subject: str = "deal1") -> Callable[[Tx], Entry]:
    return lambda tx: tx.append_ledger("deal.changed", subject, {"n": number, "reason": "ünïcode"}, NOW)


async def test_an_entry_reads_back_as_it_was_written(any_store: SqlStore) -> None:
    first = await any_store.transact(
        lambda tx: tx.append_ledger("deal.opened", "deal1", {"b": [1, None], "a": "é"}, NOW)
    )
    second = await any_store.transact(entry(2, "deal2"))
    assert first.at == "2026-11-03T17:40:00.123Z"
    assert await any_store.read(lambda tx: tx.ledger()) == (first, second)
    assert await any_store.read(lambda tx: tx.ledger(subject="deal2")) == (second,)
    assert first_break(await any_store.read(lambda tx: tx.ledger())) is None


async def test_the_lines_of_a_ledger_are_those_of_its_entries_however_many(
    any_store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tx_deals, "LINES_AT_ONCE", 2)
    for number in range(5):
        await any_store.transact(entry(number))
        entries = await any_store.read(lambda tx: tx.ledger())
        assert await any_store.read(lambda tx: list(tx.ledger_lines())) == [entry_bytes(each) for each in entries]


async def test_i8_a_changed_entry_has_the_line_that_it_is_exported_with(store: SqlStore) -> None:
    await store.transact(entry(1))
    with store.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER ledger_no_update"))
        connection.execute(text("""UPDATE ledger SET body = '{ "reason": "another", "n": 1 }'"""))
    (changed,) = await store.read(lambda tx: tx.ledger())
    assert await store.read(lambda tx: list(tx.ledger_lines())) == [entry_bytes(changed)]
    assert first_break([changed]) is not None


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE ledger SET subject = 'deal9'",
        "DELETE FROM ledger WHERE seq = 2",
        "INSERT INTO ledger SELECT 9, at, kind, subject, body, 'p', 'h' FROM ledger WHERE seq = 1",
        "INSERT INTO ledger SELECT 3, at, kind, subject, body, prev, 'h' FROM ledger WHERE seq = 1",
    ],
)
async def test_i8_the_database_itself_refuses_to_change_the_ledger(any_store: SqlStore, tampering: str) -> None:
    for number in (1, 2):
        await any_store.transact(entry(number))
    before = await any_store.read(lambda tx: tx.ledger())
    with pytest.raises(DBAPIError), any_store.engine.begin() as connection:
        connection.execute(text(tampering))
    assert await any_store.read(lambda tx: tx.ledger()) == before


@pytest.mark.parametrize("key", ["seq = 1", "hash"])
async def test_i8_replacing_an_entry_is_refused_by_any_sqlite_client(store: SqlStore, tmp_path: Path, key: str) -> None:
    await store.transact(entry(1))
    row = "1, at, kind, 'x', body, prev, hash" if key == "seq = 1" else "2, at, kind, 'x', body, 'p', hash"
    with sqlite3.connect(tmp_path / "quasi.db") as connection, pytest.raises(sqlite3.IntegrityError):
        connection.execute(f"INSERT OR REPLACE INTO ledger SELECT {row} FROM ledger WHERE seq = 1")
    assert [each.subject for each in await store.read(lambda tx: tx.ledger())] == ["deal1"]


async def test_i8_the_ledger_cannot_be_truncated(postgres_url: str) -> None:
    store = SqlStore.open(postgres_url)
    await store.transact(entry(1))
    with pytest.raises(DBAPIError), store.engine.begin() as connection:
        connection.execute(text("TRUNCATE ledger"))
    await store.close()


async def test_i8_the_ledger_has_no_gap_though_many_write_and_some_fail(any_store: SqlStore, any_url: str) -> None:
    def failing(tx: Tx) -> None:
        tx.append_ledger("deal.changed", "deal1", {}, NOW)
        raise LookupError("changed my mind")

    second = SqlStore.open(any_url)
    try:
        work = [store.transact(fn) for n in range(30) for store in (any_store, second) for fn in (entry(n), failing)]
        outcomes = await asyncio.gather(*work, return_exceptions=True)
    finally:
        await second.close()
    entries = await any_store.read(lambda tx: tx.ledger())
    assert sum(isinstance(outcome, LookupError) for outcome in outcomes) == 60
    assert len(entries) == 60
    assert first_break(entries) is None


async def test_i8_a_clock_put_back_does_not_break_the_ledger(any_store: SqlStore) -> None:
    first = await any_store.transact(entry(1))
    late = NOW - timedelta(hours=1)
    second = await any_store.transact(lambda tx: tx.append_ledger("deal.changed", "deal1", {}, late))
    assert second.at == first.at
    assert first_break(await any_store.read(lambda tx: tx.ledger())) is None
