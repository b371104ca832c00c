"""Which offer to take and what to ask next. First, plain version: even steps down, variants of what was
asked.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.negotiation.pricing import ask_minor, bounds_for, bounds_of
from bot.domain.negotiation.space import Option, Space
from bot.domain.negotiation.talk import Talk
from bot.domain.negotiation.values import Limits, Priced

LOWEST_LEVEL = 0.55


@dataclass(frozen=True)
class Plan:
    """What the strategy wants: to take the offer or to send the menu; `level` and `held_ratio` are its new
    state.
    """

    take: bool
    menu: tuple[Priced, ...]
    level: float
    held_ratio: float
    reason: tuple[str, ...]


def plan(talk: Talk, limits: Limits, space: Space, offer: Priced | None, *, takeable: bool, share: float) -> Plan:
    """Plan the answer to `offer` (or to a brief without a fee), `share` of the negotiation being spent
    with it.
    """
    moved = _buyer_moved(talk, offer)
    first = not talk.turns
    level = 1.0 if first else min(talk.level, 1 - (1 - LOWEST_LEVEL) * share) if moved or share == 1 else talk.level
    held = talk.held_ratio
    menu = []
    for option in _choose(space, talk.menu_size):
        bounds = bounds_of(limits, option.multiplier, talk.margin_bp)
        wish = bounds.quote_minor * level
        fee, clipped = ask_minor(wish, bounds, held_minor=int(held * bounds.quote_minor))
        held = max(held, fee / bounds.quote_minor) if clipped else held
        menu.append(Priced(space.package(option), fee))
    take = offer is not None and takeable and _is_enough(talk, limits, offer, level, share)
    return Plan(take, tuple(menu), level, held, (f"level {level:.3f}", f"share {share:.2f}"))


def _is_enough(talk: Talk, limits: Limits, offer: Priced, level: float, share: float) -> bool:
    bounds = bounds_for(limits, offer.package, talk.margin_bp)
    return offer.fee_minor >= bounds.quote_minor * level or share >= 1


def _buyer_moved(talk: Talk, offer: Priced | None) -> bool:
    if offer is None or not talk.offers:
        return True
    return offer != talk.offers[-1]


def _choose(space: Space, size: int) -> list[Option]:
    return list(space.options[:size])
