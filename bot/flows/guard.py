"""The guard: every package is checked once more against the mandate alone before it leaves, whoever made it up.

What it stops is not sent; the operators hear of it, without figures (I4).
"""

from __future__ import annotations

from datetime import datetime

from bot.domain import negotiation
from bot.domain.deal import Deal
from bot.domain.mandate import Mandate
from bot.domain.money import Money
from bot.domain.negotiation import Limits, Priced
from bot.domain.ratecard import Package
from bot.flows.base import say
from bot.ports import Address, Tx


def limits_of(mandate: Mandate) -> Limits:
    """The mandate as the strategy sees it."""
    return Limits(
        ratecard=mandate.ratecard,
        refused_media=mandate.refused_media,
        refused_territories=mandate.refused_territories,
        max_months=mandate.max_months,
        exclusivity=mandate.exclusivity,
        disliked_media=mandate.disliked_media,
    )


def breaches(mandate: Mandate, package: Package, fee: Money) -> tuple[str, ...]:
    """The guard's word on one package at one fee (codes only); the fee must be in the mandate's currency."""
    if fee.currency != mandate.currency:
        return ("currency",)
    return negotiation.guard.check(limits_of(mandate), Priced(package, fee.amount_minor))


def guard_stopped(tx: Tx, deal: Deal, now: datetime) -> None:
    tx.append_ledger("guard.stopped", deal.id, {"version": deal.version}, now)
    say(tx, now, f"{deal.id}:v{deal.version}:guard", Address.operators(), "guard_stopped", deal=deal.id)
