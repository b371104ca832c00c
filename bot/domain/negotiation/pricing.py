"""From the strategy's floor-blind wish to the fee we say: rounded, never above the card, never below the
clip.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.money import round_half_up
from bot.domain.negotiation.margin import least_minor
from bot.domain.negotiation.values import Limits
from bot.domain.ratecard import Package, multiplier


@dataclass(frozen=True)
class Bounds:
    """For one package, in minor units: the card's quote and the least we ask or take (floor and margin)."""

    quote_minor: int
    least_minor: int


def bounds_for(limits: Limits, package: Package, margin_bp: int) -> Bounds:
    """Exact bounds of a package. The clip never stands above the card."""
    factor = multiplier(package)
    quote = round_half_up(limits.ratecard.base_minor * factor)
    least = least_minor(limits.ratecard.floor_base_minor, factor, margin_bp)
    return Bounds(quote, min(least, quote))


def ask_minor(wish_minor: float, bounds: Bounds, *, held_minor: int = 0) -> tuple[int, bool]:
    """The fee we say for a wish, and whether the clip decided it.

    `held_minor` is a least that an earlier clip made public; a mandate that has become looser does not go
    below it.
    """
    lowest = max(bounds.least_minor, min(held_minor, bounds.quote_minor))
    if wish_minor <= lowest:
        return min(_tidy_up(lowest), bounds.quote_minor), True
    if wish_minor >= bounds.quote_minor - 0.5:
        return bounds.quote_minor, False
    tidy = _tidy_down(int(wish_minor))
    if tidy < lowest:
        return min(_tidy_up(lowest), bounds.quote_minor), True
    return tidy, False


def _step(amount_minor: int) -> int:
    """People name figures with about three digits that count, so ours end evenly too."""
    step = 1
    while amount_minor // step >= 2_000:
        step *= 5 if str(step)[0] == "1" else 2
    return step


def _tidy_down(amount_minor: int) -> int:
    step = _step(amount_minor)
    return amount_minor // step * step


def _tidy_up(amount_minor: int) -> int:
    step = _step(amount_minor)
    return -(-amount_minor // step) * step
