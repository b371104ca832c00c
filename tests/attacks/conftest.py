"""Worlds to attack: the real flows and store with a chat that keeps what it was sent, on either database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.store import SqlStore
from tests.adapters.conftest import any_store, any_url, postgres_server, postgres_url
from tests.fakes import fresh_store
from tests.flows.stage import Stage

__all__ = ["any_store", "any_url", "postgres_server", "postgres_url"]


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """A world on SQLite."""
    with fresh_store(tmp_path) as store:
        yield Stage(store)


@pytest.fixture
def any_stage(any_store: SqlStore) -> Stage:
    """A world on each database in turn."""
    return Stage(any_store)
