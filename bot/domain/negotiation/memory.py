"""What earlier deals with one brand teach: how near the card it paid and what it cared for.

Memory travels with the talk; the strategy does not use it yet. Whatever it does later, it never raises a price above
what a stranger would be asked: a brand that told its budget honestly is not charged for it next time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Memory:
    """Sums over past deals with one brand and talent; `paid_ratio` is fee / card price of the last one
    agreed.
    """

    deals: int = 0
    agreed: int = 0
    paid_ratio: float = 0.0
    liked: tuple[str, ...] = ()
    """Codes of media and territories of the packages the brand took."""

    def after(self, paid_ratio: float | None, liked: tuple[str, ...] = ()) -> Memory:
        """With one more deal: `paid_ratio` None where it ended without agreement."""
        if paid_ratio is None:
            return Memory(self.deals + 1, self.agreed, self.paid_ratio, self.liked)
        return Memory(self.deals + 1, self.agreed + 1, paid_ratio, tuple(sorted({*self.liked, *liked})))

    def to_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return {
            "deals": self.deals,
            "agreed": self.agreed,
            "paid_ratio": self.paid_ratio,
            "liked": list(self.liked),
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Memory:
        """From `to_dict`'s form."""
        return cls(data["deals"], data["agreed"], data["paid_ratio"], tuple(data["liked"]))
