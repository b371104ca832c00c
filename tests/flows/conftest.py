"""Where the tests of the flows begin, besides the `stage` that others use too."""

from __future__ import annotations

import pytest

from storage.store import SqlStore
from tests.flows.desk import Desk
from tests.flows.post_office import people


@pytest.fixture
def desk(store: SqlStore) -> Desk:
    """Where talents are enrolled and change their mandates."""
    return Desk(store)


@pytest.fixture
def known_people(store: SqlStore) -> None:
    """The store knows the people of the post office."""
    store.transact_sync(people)
