"""Open asks, as several flows need them: whose they are, what they show, and how they end other than by her answer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.domain.consent import Answer, Consent
from bot.domain.deal import Deal, DealState
from bot.domain.errors import RuleBroken
from bot.domain.mandate import Mandate
from bot.domain.people import Talent
from bot.domain.terms import Terms
from bot.flows.base import Press, say
from bot.flows.exclusive import tell_taken
from bot.flows.looking import brand_of_deal
from bot.ports import Address, Tx


def end_open_ask(tx: Tx, deal: Deal, answer: str, now: datetime) -> Consent | None:
    """Closes the deal's open ask, if there is one, and tells the talent when the brand or time ended it."""
    consent = tx.consent(deal.consent_id) if deal.consent_id else None
    if consent is None or consent.answer is not Answer.OPEN:
        return None
    consent = consent.closed(Answer(answer), now)
    tx.save_consent(consent)
    tx.cancel_due(ref=consent.id)
    tx.append_ledger(f"consent.{answer}", deal.id, {"consent": consent.id}, now)
    if answer == Answer.WITHDRAWN.value:
        say(tx, now, f"{consent.id}:withdrawn", Address.dm(consent.user_id), "ask_withdrawn",
            brand=brand_of_deal(tx, deal).name)  # fmt: skip
    return consent


def consent_data(tx: Tx, deal: Deal, consent: Consent, talent: Talent, mandate: Mandate) -> dict[str, Any]:
    """What the consent card shows, as plain values: who, what, where, how long, pay, exclusions, what is unusual."""
    assert deal.terms is not None
    brand = brand_of_deal(tx, deal)
    earlier = [licence for licence in tx.licences(talent_id=talent.id) if licence.brand_id == brand.id]
    day_rate = mandate.day_rate()
    return {
        "consent": consent.id,
        "talent": talent.name,
        "brand": brand.name,
        "terms": deal.terms.as_dict(),
        "terms_sha256": consent.terms_sha256,
        "until": consent.expires_at.isoformat(),
        "tz": mandate.tz,
        "day_rate": None
        if day_rate is None
        else {"amount_minor": day_rate.amount_minor, "currency": day_rate.currency},
        "earlier": len(earlier),
        "renewal_of": deal.renewal_of,
        "has_adviser": bool(mandate.adviser_ids),
    }


def reopen(tx: Tx, deal: Deal, consent: Consent, why: str, now: datetime) -> None:
    """Ends an ask that can no longer lead to a licence, and gives the deal back to the brand with the reason."""
    tx.save_consent(consent.closed(Answer.WITHDRAWN, now))
    tx.cancel_due(ref=consent.id)
    tx.append_ledger("consent.withdrawn", deal.id, {"consent": consent.id, "reason": why}, now)
    deal = deal.to(DealState.NEGOTIATING, now, consent_id=None, terms=None, menu=())
    tx.append_ledger("deal.reopened", deal.id, {"state": deal.state.value, "reason": why}, now)
    tx.save_deal(deal)
    tell_taken(tx, deal, why, now)


def own_consent(tx: Tx, press: Press) -> tuple[Consent, Deal]:
    """The ask a button is about and its deal. Raises RuleBroken unless the presser is the talent herself (I2)."""
    consent = tx.consent(press.action.ref)
    deal = tx.deal(consent.deal_id) if consent else None
    if consent is None or deal is None:
        raise RuleBroken("deal_gone")
    if press.user_id != consent.user_id:
        talent = tx.talent(consent.talent_id)
        raise RuleBroken("not_for_you", name=talent.name if talent else "someone else")
    if consent.answer is not Answer.OPEN:
        raise RuleBroken("consent_closed", answer=consent.answer.value)
    return consent, deal


def open_asks(tx: Tx, talent: Talent) -> list[tuple[Consent, Deal, Terms]]:
    """Every open ask of a talent, with its deal and terms, oldest first."""
    found = []
    for consent in tx.open_consents(talent.id):
        deal = tx.deal(consent.deal_id)
        if deal is not None and deal.terms is not None and deal.state is DealState.ASKING:
            found.append((consent, deal, deal.terms))
    return sorted(found, key=lambda item: item[0].asked_at)
