"""What every part of a transaction shares: running statements, taking row locks, refusing to write while reading.

Statements are built once, at import: SQLAlchemy then finds their compiled form by identity, at a third of the cost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, CursorResult, Executable, Insert, Row, Select, Table, bindparam, select, text
from sqlalchemy.dialects import postgresql, sqlite

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


def upsert(row: type[StoredRow], *keys: str) -> Mapping[str, Insert]:
    """Inserts a row, or updates all else of the one with the same `keys`."""
    table = table_of(row)
    rest = [column.name for column in table.columns if column.name not in keys]
    on_sqlite, on_postgres = sqlite.insert(table), postgresql.insert(table)
    return {
        "sqlite": on_sqlite.on_conflict_do_update(
            index_elements=keys, set_={name: on_sqlite.excluded[name] for name in rest}
        ),
        "postgresql": on_postgres.on_conflict_do_update(
            index_elements=keys, set_={name: on_postgres.excluded[name] for name in rest}
        ),
    }


def insert_once(row: type[StoredRow], key: str) -> Mapping[str, Insert]:
    """Inserts a row, or leaves the one with the same `key` as it is; the result's `rowcount` says which."""
    table = table_of(row)
    on_sqlite, on_postgres = sqlite.insert(table), postgresql.insert(table)
    return {
        "sqlite": on_sqlite.on_conflict_do_nothing(index_elements=[key]),
        # Without the option SQLAlchemy throws an INSERT's row count away here.
        "postgresql": on_postgres.on_conflict_do_nothing(index_elements=[key]).execution_options(
            preserve_rowcount=True
        ),
    }


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

    def _put(self, statements: Mapping[str, Insert], **values: Any) -> CursorResult[Any]:
        return self._write(statements[self._dialect], values)

    def _lock(self, key: int) -> None:
        """Serialises on one of the LOCK_ keys until the end; on SQLite writers are serial anyway."""
        if self._dialect == "postgresql":
            self._write(_ADVISORY_LOCK, {"space": LOCK_SPACE, "key": key})
