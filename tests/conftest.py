"""What every test shares. Imported where it is used, so that a test of pure functions loads no database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot import logs

if TYPE_CHECKING:
    from storage.store import SqlStore
    from tests.flows.stage import Stage

logs.configure("WARNING")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    """A store on a new SQLite file, `quasi.db` in `tmp_path`."""
    from tests.fakes import fresh_store

    with fresh_store(tmp_path) as opened:
        yield opened


@pytest.fixture
def stage(store: SqlStore) -> Stage:
    """A world of flows on that store, without Discord."""
    from tests.flows.stage import Stage

    return Stage(store)
