"""A short way to read one message as the tests' fixed day, roster and table."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from bot.reading.findings import Context, Findings, OnTable, TalentName
from bot.reading.read import read

NOW = datetime(2026, 11, 3, 12, tzinfo=UTC)
ROSTER = (TalentName("Imani Okafor", ("Immy",)), TalentName("Mara Lindqvist"), TalentName("Jun Park"))
TABLE = OnTable({}, (Decimal(6000), "USD"), (Decimal(4500), "USD"))

Reading = Callable[..., Findings]


def say(text: str, role: Any = "brand", on_table: OnTable | None = None, **more: Any) -> Findings:
    """Read `text` on 3 November 2026."""
    return read(text, Context(now=NOW, role=role, roster=ROSTER, on_table=on_table, **more))


@pytest.fixture
def first() -> Reading:
    """A brand's first message."""
    return say


@pytest.fixture
def talk() -> Reading:
    """A brand's message in a running talk: ours is USD 6,000 and theirs USD 4,500."""
    return lambda text, **more: say(text, on_table=TABLE, **more)


@pytest.fixture
def talent() -> Reading:
    """A talent's reply to an ask."""
    return lambda text, **more: say(text, role="talent", on_table=TABLE, **more)
