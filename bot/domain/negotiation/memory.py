"""What earlier deals with one brand teach: which packages it took, and nothing about money.

What a brand paid, offered or said it could pay is not kept, so that no honest word is charged for the next time. The
packages tell what it cares for: they make some tastes likelier, and the newest one stands on the opening menu.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.domain.negotiation.values import package_from_dict, package_to_dict
from bot.domain.ratecard import Package

REMEMBERED = 3


@dataclass(frozen=True)
class Memory:
    """The packages that this brand has licensed from this talent, newest first, at most REMEMBERED."""

    taken: tuple[Package, ...] = ()

    @classmethod
    def of(cls, taken: tuple[Package, ...]) -> Memory:
        """From all that it licensed, newest first."""
        return cls(tuple(dict.fromkeys(taken))[:REMEMBERED])

    def to_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return {"taken": [package_to_dict(package) for package in self.taken]}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Memory:
        """From `to_dict`'s form; one without packages is empty."""
        return cls(tuple(package_from_dict(one) for one in data.get("taken", ())))
