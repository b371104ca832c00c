"""Opening the database: SQLite for one process, PostgreSQL for many; the settings durability needs are set and checked.

SQLite: WAL, `synchronous=FULL` (a commit is on the disk before it returns), foreign keys on, and every writing
transaction begins with `BEGIN IMMEDIATE`, so that what it read cannot have changed when it writes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import SQLAlchemyError

BUSY_TIMEOUT_MS = 5_000
POOL_SIZE = 12
_EXPECTED_PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def open_engine(url: str | URL, *, busy_timeout_ms: int = BUSY_TIMEOUT_MS) -> Engine:
    """An engine for `sqlite:///…`, `postgres://…` or `postgresql://…`. Connects lazily; see `check_engine`.

    `hide_parameters` keeps values out of every error message and log (I4).
    """
    full = database_url(url)
    if full.get_backend_name() == "sqlite":
        return _open_sqlite(full, busy_timeout_ms)
    return create_engine(
        full,
        hide_parameters=True,
        pool_pre_ping=True,
        pool_size=POOL_SIZE,
        max_overflow=0,
        isolation_level="READ COMMITTED",
        connect_args={"connect_timeout": 5},
    )


def database_url(url: str | URL) -> URL:
    """The URL with the driver this project uses. Raises ValueError for a database it does not support."""
    try:
        parsed = make_url(url)
    except SQLAlchemyError:
        raise ValueError("DATABASE_URL is not a database URL") from None
    match parsed.drivername:
        case "sqlite" | "sqlite+pysqlite" if parsed.database and parsed.database != ":memory:":
            return parsed
        case "sqlite" | "sqlite+pysqlite":
            raise ValueError("DATABASE_URL must name a database file: nothing may be lost at a restart")
        case "postgres" | "postgresql" | "postgresql+psycopg":
            return parsed.set(drivername="postgresql+psycopg")
        case other:
            raise ValueError(f"DATABASE_URL must be sqlite or postgresql, not {other}")


@contextmanager
def transaction(engine: Engine, *, write: bool) -> Iterator[Connection]:
    """A transaction: committed at the end if it is to `write`, undone where something was raised.

    The only way in: the driver itself begins nothing. (An event on the engine could begin here too, but the mere
    presence of one makes SQLAlchemy run every statement a third slower.)
    """
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
        yield connection
        if write:
            _commit(connection)


def _commit(connection: Connection) -> None:
    try:
        connection.commit()
    except SQLAlchemyError:
        # SQLite keeps a transaction open whose commit a deferred key refused, and SQLAlchemy takes it for ended.
        if not connection.invalidated:
            connection.connection.rollback()
        raise


def sqlite_url(data_dir: Path) -> str:
    """The default database: `quasi.db` in the data directory."""
    return f"sqlite:///{data_dir / 'quasi.db'}"


def check_engine(engine: Engine) -> list[str]:
    """What is not as it must be, one sentence each; empty when all is well. Writes nothing that stays."""
    try:
        with transaction(engine, write=True) as connection:
            if engine.dialect.name == "sqlite":
                return _sqlite_faults(connection)
            return _postgres_faults(connection)
    except SQLAlchemyError as error:
        return [f"The database cannot be used: {short_reason(error)}."]


def short_reason(error: BaseException) -> str:
    """The driver's own first line, without statement or values."""
    cause = getattr(error, "orig", None) or error
    return str(cause).strip().split("\n", 1)[0].rstrip(".")[:200] or type(cause).__name__


def _open_sqlite(url: URL, busy_timeout_ms: int) -> Engine:
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_size=POOL_SIZE,
        max_overflow=0,
        connect_args={"check_same_thread": False, "cached_statements": 256, "timeout": busy_timeout_ms / 1_000},
    )

    @event.listens_for(engine, "connect")
    def _set_up(connection: sqlite3.Connection, _record: Any) -> None:
        # The driver must not begin transactions of its own: `transaction` does, with the right kind.
        connection.isolation_level = None
        for pragma in ("foreign_keys=ON", "synchronous=FULL", f"busy_timeout={busy_timeout_ms}"):
            connection.execute(f"PRAGMA {pragma}").close()
        if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            _try_wal(connection)

    return engine


def _try_wal(connection: sqlite3.Connection) -> None:
    try:
        connection.execute("PRAGMA journal_mode=WAL").close()
    except sqlite3.OperationalError:
        # A read-only file stays as it is; reading it must still work, and `check_engine` says what is wrong.
        return


def _sqlite_faults(connection: Connection) -> list[str]:
    faults = []
    for pragma, wanted in _EXPECTED_PRAGMAS.items():
        found = connection.exec_driver_sql(f"PRAGMA {pragma}").scalar_one()
        if found != wanted:
            faults.append(f"SQLite's {pragma} is {found}, and must be {wanted}.")
    # BEGIN IMMEDIATE alone does not fail on a read-only file in every mode; a write that is rolled back does.
    connection.exec_driver_sql("CREATE TABLE quasi_write_check (x)")
    connection.rollback()
    return faults


def _postgres_faults(connection: Connection) -> list[str]:
    faults = []
    if connection.execute(text("SHOW transaction_read_only")).scalar_one() == "on":
        faults.append("PostgreSQL is read-only for this user or server.")
    if connection.execute(text("SHOW synchronous_commit")).scalar_one() == "off":
        faults.append("PostgreSQL's synchronous_commit is off, and must be on.")
    if int(connection.execute(text("SHOW server_version_num")).scalar_one()) < 130_000:
        faults.append("PostgreSQL must be version 13 or later.")
    return faults
