"""A firm yes, a story, and plain words far off that undo it: none of it is a yes, whatever stands around it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.reading.findings import OnTable
from tests.reading.conftest import say

TABLE = OnTable({}, (Decimal(6000), "EUR"), (Decimal(5200), "EUR"))
LINES = [
    line.split("\t")
    for line in (Path(__file__).parent / "near_yes_stories.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(("role", "words"), LINES)
def test_a_yes_that_something_else_undoes_is_none(role: Any, words: str) -> None:
    assert say(words, role=role, on_table=TABLE).intent not in ("accept", "approve")


def test_the_net_is_as_wide_as_it_was_knotted() -> None:
    said = {(role, words) for role, words in LINES}
    assert len(said) == len(LINES) >= 900
    assert sum(role == "talent" for role, _ in LINES) >= 600
