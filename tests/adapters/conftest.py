"""The databases that store tests run on: SQLite always, PostgreSQL wherever a server can be started."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from storage import migrate
from storage.store import SqlStore
from tests.adapters import postgres
from tests.fakes import fresh_database

_numbers = count(1)
_TEMPLATE = "quasi_template"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A server with a migrated template database; yields its URL with `{db}` for the database's name."""
    try:
        with postgres.server() as url:
            postgres.execute(url.format(db="postgres"), f"CREATE DATABASE {_TEMPLATE}")
            migrate.upgrade(url.format(db=_TEMPLATE))
            yield url
    except postgres.NoPostgres as why:
        pytest.skip(f"no PostgreSQL: {why}")


@pytest.fixture
def postgres_url(postgres_server: str) -> str:
    """A new, migrated PostgreSQL database."""
    name = f"quasi_{next(_numbers)}"
    postgres.execute(postgres_server.format(db="postgres"), f"CREATE DATABASE {name} TEMPLATE {_TEMPLATE}")
    return postgres_server.format(db=name)


@pytest.fixture
def empty_postgres_url(postgres_server: str) -> str:
    """A new PostgreSQL database without tables."""
    name = f"quasi_{next(_numbers)}"
    postgres.execute(postgres_server.format(db="postgres"), f"CREATE DATABASE {name}")
    return postgres_server.format(db=name)


@pytest.fixture(params=["sqlite", "postgresql"])
def any_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a new, migrated database, of each kind in turn."""
    if request.param == "sqlite":
        return fresh_database(tmp_path)
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
def any_store(any_url: str) -> Iterator[SqlStore]:
    """A store on a new database, of each kind in turn."""
    store = SqlStore.open(any_url)
    yield store
    store.close_sync()
