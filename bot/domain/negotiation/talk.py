"""The whole state of one negotiation as a plain value, with its JSON form for the store.

It holds what was said by both sides and the drawn margin, but no floor and no rate card: those come in with
the mandate at every move, so that a stricter one binds at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from bot.domain.errors import RuleBroken
from bot.domain.negotiation.memory import Memory
from bot.domain.negotiation.values import (
    MENU_IN_CHAT,
    Priced,
    package_from_dict,
    package_to_dict,
    priced_from_dict,
    priced_to_dict,
)
from bot.domain.ratecard import Package

Status = Literal["open", "agreed", "walked"]
VERSION = 1


@dataclass(frozen=True)
class Turn:
    """One round: what the buyer offered, if anything, and the menu we answered it with."""

    offer: Priced | None
    menu: tuple[Priced, ...]
    share: float
    """Share of the negotiation that was spent when we answered, 0 to 1."""


@dataclass(frozen=True)
class Talk:
    """State between moves. `spent` counts our counters and the final; `last` says the final has been sent."""

    asked: Package
    rounds: int
    seed: int
    margin_bp: int
    menu_size: int = MENU_IN_CHAT
    memory: Memory = Memory()
    turns: tuple[Turn, ...] = ()
    standing: tuple[Priced, ...] = ()
    held_ratio: float = 0.0
    level: float = 1.0
    status: Status = "open"
    agreed: Priced | None = None

    @property
    def spent(self) -> int:
        """Counters and final sent so far."""
        return len(self.turns)

    @property
    def listed(self) -> tuple[Priced, ...]:
        """What the buyer may accept now."""
        return self.turns[-1].menu if self.turns and self.status == "open" else ()

    @property
    def offers(self) -> tuple[Priced, ...]:
        """All that the buyer offered, oldest first."""
        return tuple(turn.offer for turn in self.turns if turn.offer is not None)

    def to_dict(self) -> dict[str, Any]:
        """The JSON form: only objects, lists, strings and numbers."""
        return {
            "v": VERSION,
            "asked": package_to_dict(self.asked),
            "rounds": self.rounds,
            "seed": self.seed,
            "margin_bp": self.margin_bp,
            "menu_size": self.menu_size,
            "memory": self.memory.to_dict(),
            "turns": [
                {
                    "offer": None if turn.offer is None else priced_to_dict(turn.offer),
                    "menu": [priced_to_dict(priced) for priced in turn.menu],
                    "share": turn.share,
                }
                for turn in self.turns
            ],
            "standing": [priced_to_dict(priced) for priced in self.standing],
            "held_ratio": self.held_ratio,
            "level": self.level,
            "status": self.status,
            "agreed": None if self.agreed is None else priced_to_dict(self.agreed),
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Talk:
        """From `to_dict`'s form. Raises RuleBroken `talk_unreadable` for anything else."""
        try:
            if data["v"] != VERSION:
                raise RuleBroken("talk_unreadable", version=data["v"])
            return cls(
                asked=package_from_dict(data["asked"]),
                rounds=data["rounds"],
                seed=data["seed"],
                margin_bp=data["margin_bp"],
                menu_size=data["menu_size"],
                memory=Memory.from_dict(data["memory"]),
                turns=tuple(_turn_from_dict(turn) for turn in data["turns"]),
                standing=tuple(priced_from_dict(priced) for priced in data["standing"]),
                held_ratio=data["held_ratio"],
                level=data["level"],
                status=data["status"],
                agreed=None if data["agreed"] is None else priced_from_dict(data["agreed"]),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise RuleBroken("talk_unreadable") from error


def _turn_from_dict(data: dict[str, Any]) -> Turn:
    offer = data["offer"]
    return Turn(
        None if offer is None else priced_from_dict(offer),
        tuple(priced_from_dict(priced) for priced in data["menu"]),
        data["share"],
    )
