"""Time runs out: an ask without an answer is a no, an offer nobody confirmed ends, an idle draft is put away."""

from __future__ import annotations

from datetime import datetime

from bot.domain.consent import Answer
from bot.domain.deal import Deal, DealState
from bot.flows.asks import consent_data
from bot.flows.base import Deps, say
from bot.flows.looking import brand_of_deal, first_name, talent_of_deal
from bot.flows.mandate import binding_mandate
from bot.flows.tongue import tongue
from bot.ports import Address, Due, Note, Outgoing, Tx


def remind_consent(tx: Tx, deps: Deps, due: Due, now: datetime) -> None:
    """A day before her answer is a no: one reminder, outside her quiet hours, with the ask again."""
    consent = tx.consent(due.ref)
    deal = tx.deal(consent.deal_id) if consent else None
    if consent is None or deal is None or consent.answer is not Answer.OPEN or deal.terms is None:
        return
    mandate = binding_mandate(tx, deal)
    at = mandate.quiet_hours.next_open(now, mandate.tz)
    if at >= consent.expires_at:
        return
    data = consent_data(tx, deal, consent, talent_of_deal(tx, deal), mandate)
    note = Note("consent_reminder", data)
    later = at if at > now else None
    tx.enqueue(Outgoing(f"{consent.id}:remind", Address.dm(consent.user_id), note, not_before=later), now)


def lapse_consent(tx: Tx, deps: Deps, due: Due, now: datetime) -> None:
    """No answer by the deadline is a no; both are told."""
    consent = tx.consent(due.ref)
    deal = tx.deal(consent.deal_id) if consent else None
    if consent is None or deal is None or consent.answer is not Answer.OPEN:
        return
    tx.save_consent(consent.closed(Answer.LAPSED, now))
    tx.cancel_due(ref=consent.id)
    tx.append_ledger("consent.lapsed", deal.id, {"consent": consent.id}, now)
    deal = _lapse(tx, deal, "no_answer", now)
    brand, talent = brand_of_deal(tx, deal), talent_of_deal(tx, deal)
    say(tx, now, f"{consent.id}:lapsed:talent", Address.dm(consent.user_id), "lapsed_talent", brand=brand.name)
    say(tx, now, f"{consent.id}:lapsed:brand", Address.deal(deal.id), "lapsed_brand", talent=talent.name,
        rep=first_name(tx, deal.rep_id), language=tongue(tx, deal))  # fmt: skip


def remind_offer(tx: Tx, deps: Deps, due: Due, now: datetime) -> None:
    """A day before an unconfirmed offer ends."""
    deal = tx.deal(due.ref)
    until = next((row.due_at for row in tx.dues(ref=due.ref) if row.kind == "offer_lapse"), None)
    if deal is None or deal.state is not DealState.OFFERED or until is None:
        return
    say(tx, now, f"{deal.id}:v{deal.version}:offer-remind", Address.deal(deal.id), "offer_reminder", deal=deal.id,
        version=deal.version, talent=talent_of_deal(tx, deal).name, until=until.isoformat(),
        tz=brand_of_deal(tx, deal).tz, rep=first_name(tx, deal.rep_id))  # fmt: skip


def lapse_offer(tx: Tx, deps: Deps, due: Due, now: datetime) -> None:
    """Nobody confirmed the offer in time."""
    deal = tx.deal(due.ref)
    if deal is None or deal.state is not DealState.OFFERED:
        return
    deal = _lapse(tx, deal, "offer_not_confirmed", now)
    say(tx, now, f"{deal.id}:v{deal.version}:lapsed", Address.deal(deal.id), "offer_lapsed",
        rep=first_name(tx, deal.rep_id))  # fmt: skip


def lapse_draft(tx: Tx, deps: Deps, due: Due, now: datetime) -> None:
    """Two weeks without a word: the draft or the talk is put away."""
    deal = tx.deal(due.ref)
    if deal is None or deal.state not in (DealState.DRAFT, DealState.NEGOTIATING) or deal.handled_by is not None:
        return
    deal = _lapse(tx, deal, "idle", now)
    say(tx, now, f"{deal.id}:v{deal.version}:idle", Address.deal(deal.id), "idle_lapsed",
        rep=first_name(tx, deal.rep_id))  # fmt: skip


def _lapse(tx: Tx, deal: Deal, reason: str, now: datetime) -> Deal:
    deal = deal.ended(DealState.LAPSED, now, reason)
    tx.save_deal(deal)
    tx.cancel_due(ref=deal.id)
    tx.append_ledger("deal.lapsed", deal.id, {"reason": reason, "state": deal.state.value}, now)
    return deal


DUES = {
    "consent_remind": remind_consent,
    "consent_lapse": lapse_consent,
    "offer_remind": remind_offer,
    "offer_lapse": lapse_offer,
    "draft_lapse": lapse_draft,
}
