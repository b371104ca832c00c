"""What the language model may cost a day, for all and for one brand, kept also while many calls are under way."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from bot.ports import LlmUnavailable

Spent = Callable[[datetime, str | None], Awaitable[int]]
"""What was spent since an instant, by a brand or (None) by all, in millionths of a US dollar."""


@dataclass(frozen=True)
class Budget:
    """The most for one UTC day, in millionths of a US dollar, and who knows what was spent."""

    day_micro_usd: int
    brand_micro_usd: int
    spent: Spent

    @classmethod
    def usd(cls, day_usd: float, brand_usd: float, spent: Spent) -> Budget:
        """The same from dollars."""
        return cls(round(day_usd * 1_000_000), round(brand_usd * 1_000_000), spent)


class Purse:
    """Sets aside what a call may cost at worst until it is over, so that calls at once can't overspend together."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._held_for_all = 0
        self._held: Counter[str] = Counter()

    @asynccontextmanager
    async def hold(self, worst_micro_usd: int, brand_id: str | None, now: datetime) -> AsyncIterator[None]:
        """Hold that much during the `with` block. Raises LlmUnavailable where less is left of a budget."""
        self._held_for_all += worst_micro_usd
        if brand_id is not None:
            self._held[brand_id] += worst_micro_usd
        try:
            await self._check(brand_id, now)
            yield
        finally:
            self._held_for_all -= worst_micro_usd
            if brand_id is not None:
                self._held[brand_id] -= worst_micro_usd
                if not self._held[brand_id]:
                    del self._held[brand_id]

    async def _check(self, brand_id: str | None, now: datetime) -> None:
        since = now.replace(hour=0, minute=0, second=0, microsecond=0)
        if await self._budget.spent(since, None) + self._held_for_all > self._budget.day_micro_usd:
            raise LlmUnavailable("The day's budget for the language model is spent.")
        if brand_id is None:
            return
        if await self._budget.spent(since, brand_id) + self._held[brand_id] > self._budget.brand_micro_usd:
            raise LlmUnavailable("This brand's budget for the language model is spent for today.")
