"""What earlier deals with one brand teach: which packages it took, and what we have asked of it.

What a brand paid, offered or said it could pay is not kept, so that no honest word is charged for the next time. The
packages tell what it cares for: they make some tastes likelier, and the newest one stands on the opening menu. What
we asked in a talk that came to nothing stands, so that nobody hears a higher figure for asking again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from bot.domain.negotiation.values import Priced, package_from_dict, package_to_dict, priced_from_dict, priced_to_dict
from bot.domain.ratecard import Package

REMEMBERED = 3


@dataclass(frozen=True)
class Memory:
    """The packages that this brand has licensed from this talent, newest first, at most REMEMBERED."""

    taken: tuple[Package, ...] = ()
    asked: tuple[Priced, ...] = ()
    """Our lowest asks of talks that came to nothing lately, under the same mandate."""

    @classmethod
    def of(cls, taken: Iterable[Package] = (), asked: Iterable[Priced] = ()) -> Memory:
        """From all that it licensed, newest first, and all that we asked."""
        lowest: dict[Package, Priced] = {}
        for one in asked:
            if one.package not in lowest or one.fee_minor < lowest[one.package].fee_minor:
                lowest[one.package] = one
        return cls(tuple(dict.fromkeys(taken))[:REMEMBERED], tuple(lowest.values()))

    def to_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return {
            "taken": [package_to_dict(package) for package in self.taken],
            "asked": [priced_to_dict(priced) for priced in self.asked],
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Memory:
        """From `to_dict`'s form; what is not there is empty."""
        return cls(
            tuple(package_from_dict(one) for one in data.get("taken", ())),
            tuple(priced_from_dict(one) for one in data.get("asked", ())),
        )
