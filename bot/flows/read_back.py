"""Step 3: the terms are fixed and the whole sheet is read back; nothing binds until the brand confirms (UETA § 10)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.domain.deal import Deal, DealState
from bot.domain.licence import terms_conflict
from bot.domain.money import Money
from bot.domain.ratecard import Package
from bot.flows.base import Deps, say
from bot.flows.exclusive import tell_conflict
from bot.flows.guard import breaches, guard_stopped
from bot.flows.looking import brand_of_deal, first_name, talent_of_deal
from bot.flows.mandate import binding_mandate
from bot.flows.tongue import tongue
from bot.ports import Address, Due, Tx

OFFER_STANDS_H = 48
REMIND_BEFORE_H = 24

Remark = tuple[str, dict[str, Any]]


def read_back(
    tx: Tx,
    deps: Deps,
    deal: Deal,
    package: Package,
    fee: Money,
    now: datetime,
    *,
    remarks: Sequence[Remark] = (),
    first: bool = False,
) -> None:
    """Fixes the terms and shows them whole; nothing binds until the brand confirms (UETA § 10)."""
    mandate, talent, brand = binding_mandate(tx, deal), talent_of_deal(tx, deal), brand_of_deal(tx, deal)
    brief = deal.brief.with_package(package)
    terms = brief.terms(fee, talent, mandate, brand)
    if breaches(mandate, package, fee):
        return guard_stopped(tx, deal, now)
    if any(terms_conflict(terms, other) for other in tx.licences(talent_id=talent.id)):
        return tell_conflict(tx, deal, talent, now, [])
    until = now + timedelta(hours=OFFER_STANDS_H)
    deal = deal.to(DealState.OFFERED, now, brief=brief, terms=terms, asked=None)
    tx.save_deal(deal)
    _set_offer_dues(tx, deal, until)
    tx.append_ledger("deal.offered", deal.id, {"terms_sha256": terms.sha256, "state": deal.state.value}, now)
    say(tx, now, f"{deal.id}:v{deal.version}:readback", Address.deal(deal.id), "readback", deal=deal.id,
        version=deal.version, terms=terms.as_dict(), until=until.isoformat(), tz=brand.tz,
        talent=talent.name, rep=first_name(tx, deal.rep_id), first=first,
        remarks=[list(remark) for remark in remarks], language=tongue(tx, deal))  # fmt: skip
    return None


def _set_offer_dues(tx: Tx, deal: Deal, until: datetime) -> None:
    tx.cancel_due(ref=deal.id)
    tx.set_due(Due(f"offer:{deal.id}", "offer_lapse", deal.id, until))
    tx.set_due(Due(f"offer-remind:{deal.id}", "offer_remind", deal.id, until - timedelta(hours=REMIND_BEFORE_H)))
