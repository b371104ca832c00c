"""Worlds to attack: the real flows and store with a chat that keeps what it was sent, on either database."""

from __future__ import annotations

import pytest

from storage.store import SqlStore
from tests.adapters.conftest import any_store, any_url, postgres_server, postgres_url
from tests.flows.stage import Stage

__all__ = ["any_store", "any_url", "postgres_server", "postgres_url"]


@pytest.fixture
def any_stage(any_store: SqlStore) -> Stage:
    """A world on each database in turn."""
    return Stage(any_store)
