"""Negotiating for a talent inside her mandate: floor-blind asks, menus, acceptance, and a guard outside of it
all.

Public: `begin` and `answer` move a `Talk` (a plain value the store keeps) and give the `Act` to send;
`guard.check` looks once more at what leaves. The model and its sources are told in docs/negotiation.md.
"""

from bot.domain.negotiation import guard
from bot.domain.negotiation.engine import answer, begin, rebrief, reopened
from bot.domain.negotiation.memory import Memory
from bot.domain.negotiation.talk import Talk, Turn
from bot.domain.negotiation.values import Act, Blocked, Limits, Move, Priced, stricter

__all__ = [
    "Act",
    "Blocked",
    "Limits",
    "Memory",
    "Move",
    "Priced",
    "Talk",
    "Turn",
    "answer",
    "begin",
    "guard",
    "rebrief",
    "reopened",
    "stricter",
]
