"""Mandates, packages and talks for the tests of the negotiation."""

from __future__ import annotations

from bot.domain.negotiation import Act, Limits, Move, Priced, Talk, answer, begin
from bot.domain.ratecard import Package, RateCard

CARD = RateCard("EUR", 1_000_000, 500_000)


def limits(floor_base_minor: int = 500_000, **more: object) -> Limits:
    return Limits(RateCard("EUR", 1_000_000, floor_base_minor), **more)  # type: ignore[arg-type]


def package(
    media: str = "print website", territories: str = "FR ES", months: int = 6, exclusivity: str = "none"
) -> Package:
    return Package.of(media.split(), territories.split(), months, exclusivity)  # type: ignore[arg-type]


def brief(fee_minor: int | None = None, wanted: Package | None = None) -> Move:
    return Move("brief", wanted or package(), fee_minor)


def offer(fee_minor: int, wanted: Package | None = None) -> Move:
    return Move("offer", wanted or package(), fee_minor)


def opened(
    fee_minor: int | None = None, *, rounds: int = 8, seed: int = 7, menu: int = 3, mandate: Limits | None = None
) -> tuple[Talk, Act]:
    return begin(mandate or limits(), brief(fee_minor), rounds=rounds, seed=seed, menu=menu)


def played(mandate: Limits, moves: list[Move], *, rounds: int = 12, seed: int = 7, menu: int = 6) -> list[Act]:
    """All acts of a talk that hears these moves, the brief first, until it is over."""
    talk, act = begin(mandate, moves[0], rounds=rounds, seed=seed, menu=menu)
    acts = [act]
    for move in moves[1:]:
        if talk.status != "open":
            break
        talk, act = answer(talk, mandate, move)
        acts.append(act)
    return acts


__all__ = ["CARD", "Priced", "brief", "limits", "offer", "opened", "package", "played"]
