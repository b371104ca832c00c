"""Migrations: from nothing to exactly the tables, on both databases."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from bot.ports import StoreUnavailable
from storage import migrate
from storage.engine import open_engine, sqlite_url
from storage.tables import metadata


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return sqlite_url(tmp_path)
    url: str = request.getfixturevalue("empty_postgres_url")
    return url


def test_an_empty_database_goes_up_to_the_newest_revision(empty_url: str) -> None:
    assert migrate.current(empty_url) is None
    assert not migrate.is_current(empty_url)
    assert migrate.upgrade(empty_url) == migrate.newest()
    assert migrate.is_current(empty_url)


def test_upgrading_twice_changes_nothing(empty_url: str) -> None:
    assert migrate.upgrade(empty_url) == migrate.upgrade(empty_url) == migrate.current(empty_url)


def test_the_migrations_make_exactly_the_tables(empty_url: str) -> None:
    migrate.upgrade(empty_url)
    engine = open_engine(empty_url)
    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata)
        constraints = {
            table.name: {each["name"] for each in inspect(connection).get_foreign_keys(table.name)}
            for table in metadata.sorted_tables
        }
    engine.dispose()
    assert differences == []
    assert constraints["licence"] == {"fk_licence_deal", "fk_licence_consent"}


def test_a_migration_that_fails_leaves_the_database_as_it_was(empty_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.guards.SQLITE_UP", ("THIS IS NOT SQL",))
    monkeypatch.setattr("storage.guards.POSTGRES_UP", ("THIS IS NOT SQL",))
    with pytest.raises(StoreUnavailable):
        migrate.upgrade(empty_url)
    engine = open_engine(empty_url)
    assert inspect(engine).get_table_names() == []
    engine.dispose()


def test_a_database_that_cannot_be_opened_says_so(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "nowhere")
    for verb in (migrate.upgrade, migrate.current):
        with pytest.raises(StoreUnavailable):
            verb(url)


def test_the_newest_revision_is_the_one_that_alembic_finds() -> None:
    folder = Path(migrate.__file__).parent / "migrations"
    assert ScriptDirectory(str(folder)).get_current_head() == migrate.newest()
