"""The way of a negotiation: what may be answered to which move. How we price and choose is the strategy's
business.

Rules kept here: counters and the final are at most `rounds`; only what the buyer offered or what is listed is
ever agreed, at exactly that fee; a package's ask never rises unless the mandate has become stricter; after an
agreement or a walk everything is closed; each package passes the guard before it leaves (DESIGN §6).
"""

from __future__ import annotations

from dataclasses import replace

from bot.domain.errors import RuleBroken
from bot.domain.negotiation import guard, margin, strategy
from bot.domain.negotiation.memory import Memory
from bot.domain.negotiation.pricing import bounds_for
from bot.domain.negotiation.space import space_for
from bot.domain.negotiation.talk import Talk, Turn
from bot.domain.negotiation.values import MENU_IN_CHAT, MENU_MOST, ROUNDS_MOST, Act, Limits, Move, Priced
from bot.domain.ratecard import Package


def begin(
    limits: Limits,
    brief: Move,
    *,
    rounds: int,
    seed: int,
    memory: Memory | None = None,
    deadline_share: float | None = None,
    menu: int = MENU_IN_CHAT,
    secret: bytes | None = None,
) -> tuple[Talk, Act]:
    """Open a talk on the buyer's brief; a fee in it is his first offer.

    `deadline_share` is the share of the time for the deal that has passed (0 to 1), where there is a
    deadline. `memory` is what earlier deals with this brand teach. `secret` belongs to the mandate version and
    the brand, and decides the margin; without it the seed stands in. Raises RuleBroken `rounds_invalid`,
    `menu_invalid`, `move_invalid`.
    """
    if brief.kind != "brief" or brief.package is None:
        raise RuleBroken("move_invalid", expected="brief")
    if not 1 <= rounds <= ROUNDS_MOST:
        raise RuleBroken("rounds_invalid", most=ROUNDS_MOST)
    if not 1 <= menu <= MENU_MOST:
        raise RuleBroken("menu_invalid", most=MENU_MOST)
    margin_bp = margin.draw_bp(margin.secret_of(seed) if secret is None else secret)
    memory = memory or Memory()
    talk = Talk(brief.package, rounds, seed, margin_bp, menu, memory, standing=memory.asked)
    offer = None if brief.fee_minor is None else Priced(brief.package, brief.fee_minor)
    return _reply(talk, limits, offer, deadline_share)


def answer(talk: Talk, limits: Limits, move: Move, *, time_share: float | None = None) -> tuple[Talk, Act]:
    """Answer one move of the buyer under the mandate as it is now.

    Raises RuleBroken `move_invalid` for a second brief, and `accept_unknown` for an accept of something that
    is not listed once no counter is left to restate with; the talk is then as it was.
    """
    if talk.status != "open":
        return talk, Act("closed", reason=(f"already {talk.status}",))
    if move.kind == "walk":
        return replace(talk, status="walked"), Act("closed", reason=("buyer walked",))
    if move.kind == "accept":
        return _take_accept(talk, limits, move.index if move.index is not None else -1, time_share)
    if move.kind != "offer" or move.package is None or move.fee_minor is None:
        raise RuleBroken("move_invalid", expected="offer, accept or walk")
    return _reply(talk, limits, Priced(move.package, move.fee_minor), time_share)


def rebrief(talk: Talk, limits: Limits, package: Package, *, time_share: float | None = None) -> tuple[Talk, Act]:
    """The buyer asks for another package and names no figure, or comes back to one agreed but not confirmed.

    What was asked for a package stands. Looking at something else costs no round: one is added for the answer.
    """
    rounds = min(ROUNDS_MOST, talk.rounds + 1)
    return _reply(replace(reopened(talk), asked=package, rounds=rounds), limits, None, time_share)


def reopened(talk: Talk) -> Talk:
    """The talk, open again after an agreement that was not confirmed, with at least one answer left."""
    return replace(talk, status="open", agreed=None, rounds=min(ROUNDS_MOST, max(talk.rounds, talk.spent + 1)))


def _take_accept(talk: Talk, limits: Limits, index: int, time_share: float | None) -> tuple[Talk, Act]:
    if 0 <= index < len(talk.listed):
        chosen = talk.listed[index]
        if _may_take(talk, limits, chosen):
            return _agree(talk, chosen, ("listed package accepted",))
    if talk.spent >= talk.rounds:
        raise RuleBroken("accept_unknown", listed=len(talk.listed))
    return _reply(talk, limits, None, time_share)


def _reply(talk: Talk, limits: Limits, offer: Priced | None, time_share: float | None) -> tuple[Talk, Act]:
    spoken_of = [*reversed(talk.memory.taken), *(past.package for past in talk.offers)]
    space = space_for(limits, talk.asked, [*spoken_of, offer.package] if offer else spoken_of)
    if not space.options:
        return replace(talk, status="walked"), Act("walk", reason=("nothing in the mandate can be sold",))
    share = _share(talk, time_share)
    takeable = offer is not None and _may_take(talk, limits, offer)
    plan = strategy.plan(talk, limits, space, offer, takeable=takeable, share=share)
    if offer is not None and takeable and plan.take:
        return _agree(talk, offer, plan.reason)
    if talk.spent >= talk.rounds:
        return replace(talk, status="walked"), Act("walk", reason=(*plan.reason, "no rounds left"))
    breaches = [guard.check_ask(limits, priced) for priced in plan.menu]
    menu = tuple(priced for priced, codes in zip(plan.menu, breaches, strict=True) if not codes)
    stopped = tuple(f"guard stopped {code}" for codes in breaches for code in codes)
    if not menu:
        return replace(talk, status="walked"), Act("walk", reason=(*plan.reason, *stopped))
    return _counter(talk, offer, menu, plan, share, stopped)


def _counter(
    talk: Talk,
    offer: Priced | None,
    menu: tuple[Priced, ...],
    plan: strategy.Plan,
    share: float,
    notes: tuple[str, ...],
) -> tuple[Talk, Act]:
    after = replace(
        talk,
        turns=(*talk.turns, Turn(offer, menu, share)),
        standing=_standing(talk.standing, menu),
        held_ratio=plan.held_ratio,
        level=plan.level,
    )
    kind = "final" if after.spent >= talk.rounds or share >= 1 else "counter"
    if kind == "final":
        after = replace(after, rounds=after.spent)
    return after, Act("final" if kind == "final" else "counter", menu, (*plan.reason, *notes))


def _standing(standing: tuple[Priced, ...], menu: tuple[Priced, ...]) -> tuple[Priced, ...]:
    asks = {priced.package: priced for priced in standing}
    asks.update({priced.package: priced for priced in menu})
    return tuple(asks.values())


def _agree(talk: Talk, chosen: Priced, reason: tuple[str, ...]) -> tuple[Talk, Act]:
    return replace(talk, status="agreed", agreed=chosen), Act("accept", (chosen,), reason)


def _may_take(talk: Talk, limits: Limits, priced: Priced) -> bool:
    """Inside the mandate, and at or above the clip (or the card, where the margin would stand above it)."""
    if not limits.allows(priced.package) or guard.check(limits, priced):
        return False
    return priced.fee_minor >= bounds_for(limits, priced.package, talk.margin_bp).least_minor


def _share(talk: Talk, time_share: float | None) -> float:
    """How much of the negotiation is spent with the answer we are about to give: rounds or time, what is
    scarcer.
    """
    by_rounds = (talk.spent + 1) / talk.rounds
    return min(1.0, max(by_rounds, 0.0 if time_share is None else time_share))
