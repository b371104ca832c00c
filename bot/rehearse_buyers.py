"""A few simple buyers to watch the engine against: `quasi rehearse --mandate FILE --against NAME`.

They are for an operator's eye, not for measuring (bench/negotiation has many more): each values a package by the
card's own multiplier and a private taste drawn from the seed, and gives way in its own manner.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.domain.negotiation import Act, Move, Priced
from bot.domain.ratecard import Package, RateCard, quote_minor

Manner = Callable[[float], float]

MANNERS: dict[str, Manner] = {
    "steady": lambda time: 1 - time,
    "eager": lambda time: 1 - time**0.4,
    "late": lambda time: 1 - time**5,
    "stubborn": lambda time: 0.6,
    "hurried": lambda time: max(0.0, 1 - 2 * time),
}
"""Share of his hoped-for gain that each buyer still insists on at a time from 0 to 1."""


@dataclass
class WatchedBuyer:
    """One buyer; `rate` is what he pays at most of the card's price for what he likes fully."""

    name: str
    card: RateCard
    asked: Package
    rounds: int
    seed: int
    heard: int = 0
    rate: float = 0.0
    likes: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        rng = random.Random(f"watched {self.name} {self.seed}")
        self.rate = rng.uniform(0.7, 1.1)
        codes = sorted(self.asked.media | self.asked.territories | {"none", "category", "full"})
        self.likes = {code: rng.uniform(0.8, 1.1) for code in codes}

    def worth(self, package: Package) -> float:
        """What a package is worth to him, in minor units."""
        codes = [*package.media, *package.territories, package.exclusivity]
        liking = sum(self.likes.get(code, 0.4) for code in codes) / len(codes)
        return self.rate * liking * quote_minor(self.card, package)

    def reply(self, act: Act) -> Move:
        """His answer to a counter or a final."""
        self.heard += 1
        insists = MANNERS[self.name](min(1.0, self.heard / self.rounds)) * 0.5 * self.worth(self.asked)
        best = max(range(len(act.packages)), key=lambda k: self._gain(act.packages[k]))
        if self._gain(act.packages[best]) >= max(insists, 1):
            return Move("accept", index=best)
        if act.kind == "final":
            return Move("walk")
        wanted = act.packages[best].package
        return Move("offer", wanted, max(1, int(self.worth(wanted) - insists)))

    def _gain(self, priced: Priced) -> float:
        return self.worth(priced.package) - priced.fee_minor
