"""What every part of a transaction shares: running statements, taking row locks, refusing to write while reading.

Statements are built once: SQLAlchemy then finds their compiled form by identity, at a third of the cost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from sqlalchemy import Connection, CursorResult, Executable, Insert, Row, Select, Table, bindparam, select, text

from storage.tables import Row as StoredRow
from storage.tables import metadata

LOCK_SPACE = 72_110
LOCK_LEDGER = 1
LOCK_OUTBOX = 2
LOCK_LOSERS = 3
TALENT_LOCK_SPACE = 72_111

_ADVISORY_LOCK = text("SELECT pg_advisory_xact_lock(:space, :key)")


@dataclass(frozen=True)
class Lookup:
    """One query, as it stands and with its rows locked (on SQLite the two are one)."""

    plain: Select[Any]
    locked: Select[Any]


def table_of(row: type[StoredRow]) -> Table:
    """The Core table of a row class."""
    return metadata.tables[str(row.__tablename__)]


def lookup(query: Select[Any]) -> Lookup:
    """A query and its locking twin."""
    return Lookup(query, query.with_for_update())


def body_by(row: type[StoredRow], *columns: str) -> Lookup:
    """The body of the row whose `columns` have the values bound under the same names."""
    table = table_of(row)
    return lookup(select(table.c.body).where(*(table.c[name] == bindparam(name) for name in columns)))


@dataclass(frozen=True)
class Saving:
    """A write that reads differently on each database; each form is built when it is first needed.

    So a start on SQLite does not load SQLAlchemy's PostgreSQL dialect, which takes longer than all tables together.
    """

    row: type[StoredRow]
    keys: tuple[str, ...]
    replaces: bool

    def on(self, dialect: str) -> Insert:
        """The statement for `sqlite` or `postgresql`."""
        return _saving(self, dialect)


@cache
def _saving(saving: Saving, dialect: str) -> Insert:
    table = table_of(saving.row)
    insert: Any = import_module(f"sqlalchemy.dialects.{dialect}").insert(table)
    if saving.replaces:
        rest = [column.name for column in table.columns if column.name not in saving.keys]
        taken: Insert = insert.on_conflict_do_update(
            index_elements=saving.keys, set_={name: insert.excluded[name] for name in rest}
        )
        return taken
    once: Insert = insert.on_conflict_do_nothing(index_elements=saving.keys)
    # Without the option SQLAlchemy throws an INSERT's row count away on PostgreSQL.
    return once.execution_options(preserve_rowcount=True) if dialect == "postgresql" else once


def upsert(row: type[StoredRow], *keys: str) -> Saving:
    """Inserts a row, or updates all else of the one with the same `keys`."""
    return Saving(row, keys, replaces=True)


def insert_once(row: type[StoredRow], key: str) -> Saving:
    """Inserts a row, or leaves the one with the same `key` as it is; the result's `rowcount` says which."""
    return Saving(row, (key,), replaces=False)


class TxBase:
    """A transaction on one connection. `outbox_touched` and `due_touched` say whom to wake after the commit."""

    def __init__(self, connection: Connection, *, writable: bool) -> None:
        self._connection = connection
        self._dialect = connection.dialect.name
        self._writable = writable
        self.outbox_touched = False
        self.due_touched = False

    def wait_for_other_losers(self) -> None:
        """Lets transactions that lost a race before run one at a time, so that they do not lose to each other again."""
        self._lock(LOCK_LOSERS)

    def _rows(self, query: Lookup, **values: Any) -> Sequence[Row[Any]]:
        statement = query.locked if self._writable else query.plain
        return self._connection.execute(statement, values).all()

    def _row(self, query: Lookup, **values: Any) -> Row[Any] | None:
        statement = query.locked if self._writable else query.plain
        return self._connection.execute(statement, values).first()

    def _unlocked(self, query: Select[Any], **values: Any) -> Sequence[Row[Any]]:
        return self._connection.execute(query, values).all()

    def _write(self, statement: Executable, values: Any = None) -> CursorResult[Any]:
        if not self._writable:
            raise RuntimeError("store.read must not write; use store.transact")
        return self._connection.execute(statement, values)

    def _put(self, saving: Saving, **values: Any) -> CursorResult[Any]:
        return self._write(saving.on(self._dialect), values)

    def _lock(self, key: int) -> None:
        """Serialises on one of the LOCK_ keys until the end; on SQLite writers are serial anyway."""
        if self._dialect == "postgresql":
            self._write(_ADVISORY_LOCK, {"space": LOCK_SPACE, "key": key})
