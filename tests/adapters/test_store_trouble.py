"""I13 underneath: a database that cannot take work says so, and nothing is half done."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import event

from bot.ports import StoreUnavailable, Tx
from storage.engine import check_engine, database_url, open_engine, sqlite_url
from storage.store import SqlStore
from tests.fakes import fresh_database
from tests.stored import a_deal, a_mandate, a_talent


async def test_i13_a_locked_database_refuses_and_goes_on_when_it_is_free(store: SqlStore, tmp_path: Path) -> None:
    holder = sqlite3.connect(tmp_path / "quasi.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailable, match="locked"):
        await store.transact(lambda tx: tx.save_deal(a_deal()))
    assert "locked" in check_engine(store.engine)[0]
    assert await store.read(lambda tx: tx.deals()) == ()  # readers never wait

    holder.execute("ROLLBACK")
    holder.close()
    await store.transact(lambda tx: tx.save_deal(a_deal()))
    assert await store.read(lambda tx: tx.deals()) == (a_deal(),)


async def test_i13_a_read_only_file_can_be_read_and_says_so(tmp_path: Path) -> None:
    path = fresh_database(tmp_path).removeprefix("sqlite:///")
    store = SqlStore.open(f"sqlite:///file:{path}?mode=ro&uri=true")
    with pytest.raises(StoreUnavailable, match="readonly"):
        await store.transact(lambda tx: tx.save_deal(a_deal()))
    assert await store.read(lambda tx: tx.deals()) == ()
    assert "readonly" in check_engine(store.engine)[0]
    await store.close()


async def test_i13_a_full_disk_undoes_the_whole_transaction(tmp_path: Path) -> None:
    engine = open_engine(fresh_database(tmp_path))

    @event.listens_for(engine, "connect")
    def _fill_the_disk(connection: Any, _record: Any) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages + 4}").close()

    store = SqlStore(engine)

    def too_much(tx: Tx) -> None:
        tx.save_deal(a_deal())
        tx.save_document("big.pdf", b"x" * 1_000_000)

    with pytest.raises(StoreUnavailable, match="full"):
        await store.transact(too_much)
    assert await store.read(lambda tx: (tx.deals(), tx.document("big.pdf"))) == ((), None)
    await store.transact(lambda tx: tx.set_value("small", "fits"))
    assert await store.read(lambda tx: tx.value("small")) == "fits"
    await store.close()


async def test_i13_a_file_that_is_no_database_says_so(tmp_path: Path) -> None:
    (tmp_path / "quasi.db").write_bytes(b"this is not a database, but long enough to look like a header" * 20)
    store = SqlStore.open(sqlite_url(tmp_path))
    with pytest.raises(StoreUnavailable, match="not a database"):
        await store.transact(lambda tx: tx.save_deal(a_deal()))
    assert "not a database" in check_engine(store.engine)[0]
    await store.close()


async def test_i13_a_folder_that_is_gone_says_so(tmp_path: Path) -> None:
    store = SqlStore.open(sqlite_url(tmp_path / "gone"))
    with pytest.raises(StoreUnavailable, match="unable to open"):
        await store.read(lambda tx: tx.deals())
    await store.close()


async def test_i13_a_process_killed_inside_a_transaction_leaves_no_trace_of_it(
    any_store: SqlStore, any_url: str
) -> None:
    code = (
        "import os, sys\n"
        "from storage.store import SqlStore\n"
        "from tests.stored import a_deal\n"
        "store = SqlStore.open(sys.argv[1])\n"
        "store.transact_sync(lambda tx: tx.set_value('before', 'kept'))\n"
        "store.transact_sync(lambda tx: (tx.set_value('during', 'lost'), tx.save_deal(a_deal()), os._exit(9)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code, any_url], capture_output=True, text=True)  # noqa: ASYNC221
    assert done.returncode == 9, done.stderr
    found = await any_store.read(lambda tx: (tx.value("before"), tx.value("during"), tx.deals()))
    assert found == ("kept", None, ())


async def test_i13_a_postgres_connection_cut_off_undoes_its_transaction(postgres_url: str) -> None:
    store = SqlStore.open(postgres_url)

    def cut_off(tx: Any) -> None:
        tx.save_deal(a_deal())
        victim = tx._connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
        with psycopg.connect(postgres_url.replace("+psycopg", "")) as other:
            other.execute("SELECT pg_terminate_backend(%s, 5000)", (victim,))
        tx.set_value("after", "lost")

    with pytest.raises(StoreUnavailable):
        await store.transact(cut_off)
    assert await store.read(lambda tx: (tx.deals(), tx.value("after"))) == ((), None)
    await store.close()


async def test_i13_a_read_only_postgres_says_so(postgres_url: str) -> None:
    with psycopg.connect(postgres_url.replace("+psycopg", ""), autocommit=True) as admin:
        admin.execute(f"ALTER DATABASE {admin.info.dbname} SET default_transaction_read_only = on")
    store = SqlStore.open(postgres_url)
    with pytest.raises(StoreUnavailable, match="read-only"):
        await store.transact(lambda tx: tx.save_deal(a_deal()))
    assert check_engine(store.engine) == ["PostgreSQL is read-only for this user or server."]
    assert await store.read(lambda tx: tx.deals()) == ()
    await store.close()


async def test_i13_a_postgres_that_is_not_there_says_so(tmp_path: Path) -> None:
    store = SqlStore.open(f"postgres://nobody@/none?host={tmp_path}")
    with pytest.raises(StoreUnavailable):
        await store.transact(lambda tx: tx.save_deal(a_deal()))
    assert check_engine(store.engine)[0].startswith("The database cannot be used: ")
    await store.close()


def test_a_sound_database_has_no_faults_and_is_left_as_it_was(any_store: SqlStore) -> None:
    assert check_engine(any_store.engine) == []
    assert check_engine(any_store.engine) == []


def test_every_sqlite_connection_is_durable_and_checks_its_keys(store: SqlStore) -> None:
    with store.engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 300}


def test_a_database_that_could_lose_a_commit_is_found_out(tmp_path: Path) -> None:
    engine = open_engine(fresh_database(tmp_path))
    event.listen(engine, "connect", lambda connection, _record: connection.execute("PRAGMA synchronous=NORMAL"))
    assert check_engine(engine) == ["SQLite's synchronous is 1, and must be 2."]
    engine.dispose()


async def test_i4_a_database_error_never_shows_what_was_written(any_store: SqlStore) -> None:
    def twice(tx: Tx) -> None:
        tx.save_talent(a_talent())
        tx.add_mandate(a_mandate())
        tx.add_mandate(a_mandate())

    with pytest.raises(Exception, match="store_conflict") as caught:
        await any_store.transact(twice)
    seen: list[str] = []
    error: BaseException | None = caught.value
    while error is not None:
        seen.append(repr(error) + str(error))
        error = error.__cause__ or error.__context__
    assert "650000" not in "".join(seen)


@pytest.mark.parametrize(
    ("given", "driver"),
    [
        ("postgres://u:p@h/d", "postgresql+psycopg"),
        ("postgresql://u:p@h/d", "postgresql+psycopg"),
        ("postgresql+psycopg://u:p@h/d", "postgresql+psycopg"),
        ("sqlite:///quasi.db", "sqlite"),
    ],
)
def test_the_driver_is_chosen_here(given: str, driver: str) -> None:
    assert database_url(given).drivername == driver


@pytest.mark.parametrize("given", ["mysql://h/d", "sqlite://", "sqlite:///:memory:", "nonsense", ""])
def test_another_database_is_refused_without_repeating_the_url(given: str) -> None:
    with pytest.raises(ValueError, match="DATABASE_URL"):
        database_url(given)
