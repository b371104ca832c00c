"""Bringing a database to the newest revision, and telling which one it is at. Upgrades alone; there is no way down.

alembic is loaded only where there is something to upgrade: it brings a template engine and a syntax highlighter, which
would be a fifth of every start.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from bot.ports import StoreUnavailable
from storage.engine import open_engine, short_reason, transaction

if TYPE_CHECKING:
    from alembic.config import Config

_FOLDER = Path(__file__).parent / "migrations"
_VERSION_TABLE = "alembic_version"
_LOCK_KEY = 7_211_000_001


def upgrade(url: str) -> str:
    """Brings the database at `url` to the newest revision and returns it; all or nothing, safe to run twice.

    Raises StoreUnavailable when the database cannot take it.
    """
    at = current(url)
    if at == newest():
        return at
    refuse_newer(at)

    from alembic import command

    engine = open_engine(url)
    try:
        with transaction(engine, write=True) as connection:
            if engine.dialect.name == "postgresql":
                # Two processes that start together must not both migrate.
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK_KEY})
            command.upgrade(_config(connection), "head")
    except SQLAlchemyError as error:
        raise StoreUnavailable(short_reason(error)) from error
    finally:
        engine.dispose()
    return newest()


def current(url: str) -> str | None:
    """The revision the database is at; None for an empty one. Raises StoreUnavailable."""
    engine = open_engine(url)
    try:
        return current_of(engine)
    finally:
        engine.dispose()


def current_of(engine: Engine) -> str | None:
    """The same, for an engine already open."""
    try:
        with engine.connect() as connection:
            if not inspect(connection).has_table(_VERSION_TABLE):
                return None
            return connection.execute(text(f"SELECT version_num FROM {_VERSION_TABLE}")).scalar()  # noqa: S608
    except SQLAlchemyError as error:
        raise StoreUnavailable(short_reason(error)) from error


def is_current(url: str) -> bool:
    """Whether the database is at the newest revision."""
    return current(url) == newest()


def is_newer(revision: str | None) -> bool:
    """Whether a later version than this one left the database at that revision."""
    return revision is not None and revision > newest()


def refuse_newer(revision: str | None) -> None:
    """Raises StoreUnavailable, for its user to read, where `is_newer`."""
    if is_newer(revision):
        raise StoreUnavailable("a newer version of Quasi made it; run that version, or restore a backup")


def newest() -> str:
    """The newest revision there is: its number stands in the name of its file."""
    return max(file.name[1:5] for file in (_FOLDER / "versions").glob("r[0-9][0-9][0-9][0-9]_*.py"))


def _config(connection: Connection) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
