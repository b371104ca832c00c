"""Step 5, the licence: number, papers, ledger, reminders and messages, all in one transaction (DESIGN §3.5).

The transaction checks again what consent rests on: the same terms hash (I1), the mandate as it is now (I9), and that
no other licence's exclusivity stands in the way (I5).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from bot.domain.brief import Brief, refusals
from bot.domain.calendar import end_instant, local
from bot.domain.consent import Answer, Consent
from bot.domain.deal import Deal, DealState
from bot.domain.errors import RuleBroken
from bot.domain.licence import Licence, Place, number_from, terms_conflict
from bot.flows import asks, hand_over, remind
from bot.flows.base import Deps, say
from bot.flows.looking import brand_of_deal, first_name, talent_of_deal
from bot.flows.mandate import binding_mandate
from bot.flows.tongue import tongue
from bot.ports import Address, Note, Outgoing, Tx

NUMBER_BITS = 40
NUMBER_TRIES = 50


def draft(tx: Tx, deps: Deps, deal: Deal, consent: Consent, now: datetime) -> Licence:
    """The licence that this consent would become, with a free number; nothing is written."""
    assert deal.terms is not None
    at = now.replace(microsecond=0)
    return Licence(
        number=_free_number(tx, deps),
        deal_id=deal.id,
        talent_id=consent.talent_id,
        brand_id=deal.brand_id,
        rep_id=deal.rep_id,
        terms=deal.terms,
        terms_sha256=consent.terms_sha256,
        consent_id=consent.id,
        approved_at=at,
        issued_at=at,
        places=tuple(Place(medium) for medium in deal.terms.media),
    )


def obstacle(tx: Tx, deal: Deal, now: datetime) -> str | None:
    """The code of what stands between an approved consent and a licence now; None when nothing does.

    The caller holds the talent's lock, so that two races for one exclusivity are decided one after the other (I5).
    """
    assert deal.terms is not None
    talent, mandate, terms = talent_of_deal(tx, deal), binding_mandate(tx, deal), deal.terms
    try:
        talent.require_bookable()
    except RuleBroken as broken:
        return broken.code
    if end_instant(terms.starts_on, terms.tz) <= now:
        return "start_in_past_now"
    today = local(now, terms.tz).date()
    if refusals(Brief.of(terms), mandate, today) or terms.depiction.allowed() - mandate.depiction.allowed():
        return "mandate_changed"
    if any(terms_conflict(terms, other) for other in tx.licences(talent_id=talent.id)):
        return "taken_meanwhile"
    return None


def issue(
    tx: Tx, deps: Deps, deal: Deal, consent: Consent, licence: Licence, papers: Mapping[str, bytes], now: datetime
) -> Licence:
    """Writes the licence and everything that follows from it; `papers` are its pdf, json and ics by these endings.

    Raises RuleBroken unless the consent covers it (I1).
    """
    _require_covering_consent(tx, deal, consent, licence)
    licence = replace(licence, document_sha256=sha256(papers["pdf"]).hexdigest())
    tx.save_licence(licence)
    files = {f"{licence.number}.{ending}": content for ending, content in papers.items()}
    for file, content in files.items():
        tx.save_document(file, content)
    deal = deal.to(DealState.LICENSED, now)
    tx.save_deal(deal)
    body = {
        "deal": deal.id,
        "consent": consent.id,
        "terms_sha256": licence.terms_sha256,
        "pdf_sha256": licence.document_sha256,
        "json_sha256": sha256(papers["json"]).hexdigest(),
        "state": deal.state.value,
    }
    tx.append_ledger("licence.issued", licence.number, body, now)
    remind.schedule(tx, licence, now)
    if deal.renewal_of is not None:
        hand_over.link(tx, deal.renewal_of, licence, now)
    _announce(tx, deps, deal, licence, tuple(files), now)
    _end_what_it_excludes(tx, licence, now)
    return licence


def _require_covering_consent(tx: Tx, deal: Deal, consent: Consent, licence: Licence) -> None:
    stored = tx.consent(consent.id)
    sound = (
        stored is not None
        and stored.answer is Answer.APPROVED
        and stored.talent_id == licence.talent_id == deal.talent_id
        and stored.terms_sha256 == licence.terms_sha256 == licence.terms.sha256
        and stored.deal_id == deal.id == licence.deal_id
        and licence.consent_id == stored.id
    )
    if not sound:
        raise RuleBroken("consent_missing")


def _announce(tx: Tx, deps: Deps, deal: Deal, licence: Licence, files: tuple[str, ...], now: datetime) -> None:
    brand, talent, mandate = brand_of_deal(tx, deal), talent_of_deal(tx, deal), binding_mandate(tx, deal)
    data = {
        "number": licence.number,
        "talent": talent.name,
        "brand": brand.name,
        "rep": first_name(tx, deal.rep_id),
        "terms": licence.terms.as_dict(),
        "approved_at": licence.approved_at.isoformat(),
        "verify": f"{deps.house.public_url}/verify/{licence.number}",
        "renewal_of": deal.renewal_of,
    }
    to_talent = Note("licence_talent", {**data, "tz": mandate.tz})
    to_brand = Note("licence_brand", {**data, "tz": brand.tz, "language": tongue(tx, deal)})
    tx.enqueue(Outgoing(f"{licence.number}:talent", Address.dm(talent.user_id), to_talent, files=files), now)
    tx.enqueue(Outgoing(f"{licence.number}:brand", Address.deal(deal.id), to_brand, files=files), now)
    say(tx, now, f"{licence.number}:log", Address.operators(), "licence_log", **{**data, "tz": brand.tz})


def _end_what_it_excludes(tx: Tx, licence: Licence, now: datetime) -> None:
    """Other open asks of hers that this licence rules out end now, not at her next tap (I5)."""
    for consent in tx.open_consents(licence.talent_id):
        deal = tx.deal(consent.deal_id)
        if deal is None or deal.state is not DealState.ASKING or deal.terms is None:
            continue
        if terms_conflict(deal.terms, licence):
            asks.reopen(tx, deal, consent, "taken_meanwhile", now)
            say(tx, now, f"{consent.id}:taken", Address.dm(consent.user_id), "ask_overtaken",
                brand=brand_of_deal(tx, deal).name, number=licence.number)  # fmt: skip


def _free_number(tx: Tx, deps: Deps) -> str:
    for _ in range(NUMBER_TRIES):
        number = number_from(deps.entropy(NUMBER_BITS))
        if number is not None and tx.licence(number) is None:
            return number
    raise RuleBroken("try_again")
