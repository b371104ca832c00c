"""Bad luck on demand: the next calls of the bot fail as Discord fails."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

CALL_FAULTS = ("429", "500", "500_late", "slow")
"""Faults of any HTTP call. `500_late` does the work and loses the answer; `slow` takes four seconds."""
DM_FAULTS = ("dm_closed",)
KINDS = (*CALL_FAULTS, *DM_FAULTS, "drop_gateway")
SLOW_S = 4.0
RETRY_AFTER_S = 0.3


@dataclass
class Faults:
    """How many calls each fault has still to hit; `closed_for` limits `dm_closed` to one person."""

    left: Counter[str] = field(default_factory=Counter)
    closed_for: str | None = None

    def add(self, kind: str, times: int, person_id: str | None = None) -> None:
        self.left[kind] += times
        if kind == "dm_closed":
            self.closed_for = person_id

    def take(self, *kinds: str) -> str | None:
        """Use up one hit of the first of these kinds that has any left."""
        for kind in kinds:
            if self.left[kind] > 0:
                self.left[kind] -= 1
                return kind
        return None

    def dm_is_closed(self, person_id: str) -> bool:
        """Whether this call to a person's DMs is to fail; uses up one hit."""
        if self.closed_for not in (None, person_id):
            return False
        return self.take("dm_closed") is not None
