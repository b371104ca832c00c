"""Step 4, consent: the talent is asked in her DM, reviews the whole, types a code, and approves or not (DESIGN §3.4).

Only her own account answers (I2); only the form behind `I approve` approves (I3); no answer in time is a no.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.calendar import end_instant
from bot.domain.consent import ANSWER_WITHIN_H, CODE_TRIES, Answer, Consent, code_from
from bot.domain.deal import Deal, DealState
from bot.domain.errors import RuleBroken
from bot.domain.licence import Licence
from bot.flows import asks, issue_licence
from bot.flows.asks import consent_data, own_consent
from bot.flows.base import NOTHING, Deps, Form, Press, Reply, say, tell
from bot.flows.looking import brand_of_deal, first_name, talent_of_deal
from bot.flows.mandate import binding_mandate
from bot.flows.tongue import tongue
from bot.ports import Address, Due, Note, Outgoing, Tx

REMIND_BEFORE_H = 24


def ask(tx: Tx, deps: Deps, deal: Deal, now: datetime) -> Consent:
    """Puts the brand's confirmed offer before the talent, outside her quiet hours; the answer has a deadline."""
    assert deal.terms is not None
    talent, mandate = talent_of_deal(tx, deal), binding_mandate(tx, deal)
    opens = mandate.quiet_hours.next_open(now, mandate.tz)
    expires = min(opens + timedelta(hours=ANSWER_WITHIN_H), end_instant(deal.terms.starts_on, deal.terms.tz))
    code = code_from(deps.entropy(20))
    consent = Consent(deps.new_id(), deal.id, talent.id, talent.user_id, deal.terms.sha256, code, now, expires)
    deal = deal.to(DealState.ASKING, now, consent_id=consent.id)
    tx.save_consent(consent)
    tx.save_deal(deal)
    _set_dues(tx, consent, opens)
    body = {"terms_sha256": consent.terms_sha256, "consent": consent.id, "state": deal.state.value}
    tx.append_ledger("consent.asked", deal.id, body, now)
    note = Note("consent", consent_data(tx, deal, consent, talent, mandate))
    later = opens if opens > now else None
    tx.enqueue(Outgoing(f"{consent.id}:ask", Address.dm(talent.user_id), note, not_before=later), now)
    say(tx, now, f"{consent.id}:confirmed", Address.deal(deal.id), "offer_sent", deal=deal.id, version=deal.version,
        talent=talent.name, until=expires.isoformat(), tz=brand_of_deal(tx, deal).tz,
        language=tongue(tx, deal))  # fmt: skip
    return consent


async def review(deps: Deps, press: Press, now: datetime) -> Reply:
    """`Review and approve`: the whole text and the code, with `I approve` below."""

    def inner(tx: Tx) -> Reply:
        consent, deal = own_consent(tx, press)
        consent = consent.reviewed(press.user_id, now)
        if consent.wrong_codes >= CODE_TRIES:
            consent = replace(consent, code=code_from(deps.entropy(20)), wrong_codes=0)
        tx.save_consent(consent)
        mandate = binding_mandate(tx, deal)
        data = consent_data(tx, deal, consent, talent_of_deal(tx, deal), mandate)
        note = Note("review", {**data, "code": consent.code, "refused_media": sorted(mandate.refused_media)})
        return Reply(note, public=True)

    return await deps.store.transact(inner)


async def open_code(deps: Deps, press: Press, now: datetime) -> Reply:
    """`I approve`: the form for the code. Opening it approves nothing."""

    def inner(tx: Tx) -> Reply:
        consent, _deal = own_consent(tx, press)
        consent.require_answerable(press.user_id, now)
        if consent.reviewed_at is None:
            raise RuleBroken("not_reviewed")
        return Reply(form=Form("code", replace(press.action, verb="approve"), {"code": consent.code}))

    return await deps.store.read(inner)


@dataclass(frozen=True)
class _Ready:
    """A licence made up beforehand, so that the transaction that issues it only checks and writes."""

    licence: Licence
    papers: dict[str, bytes]
    """By the ending of their names."""


async def approve(deps: Deps, press: Press, now: datetime) -> Reply:
    """The typed code: her consent to exactly these terms, and with it the licence, in one transaction (I1)."""
    typed = press.fields.get("code", "")
    drafted = await deps.store.read(lambda tx: _draft(tx, deps, press, typed, now))
    if isinstance(drafted, Reply):
        return drafted
    ready = None
    if drafted is not None:
        papers = {
            "pdf": await asyncio.to_thread(deps.documents.licence_pdf, drafted),
            "json": deps.documents.licence_json(drafted),
            "ics": deps.documents.licence_ics(drafted),
        }
        ready = _Ready(drafted, papers)
    return await deps.store.transact(lambda tx: _approve(tx, deps, press, typed, ready, now))


def _draft(tx: Tx, deps: Deps, press: Press, typed: str, now: datetime) -> Licence | Reply | None:
    """The licence these terms would become. None when the code is wrong: the transaction counts that."""
    consent, deal = own_consent(tx, press)
    assert deal.terms is not None
    try:
        consent = consent.approve(press.user_id, typed, deal.terms.sha256, now)
    except RuleBroken as broken:
        if broken.code == "code_wrong":
            return None
        raise
    return issue_licence.draft(tx, deps, deal, consent, now)


def _approve(tx: Tx, deps: Deps, press: Press, typed: str, ready: _Ready | None, now: datetime) -> Reply:
    consent, deal = own_consent(tx, press)
    assert deal.terms is not None
    try:
        approved = consent.approve(press.user_id, typed, deal.terms.sha256, now)
    except RuleBroken as broken:
        if broken.code != "code_wrong":
            raise
        tx.save_consent(consent.with_wrong_code())
        return tell("code_wrong", left=broken.detail["left"], consent=consent.id)
    if ready is None or ready.licence.terms_sha256 != approved.terms_sha256:
        raise RuleBroken("try_again")
    tx.lock_talent(approved.talent_id)
    if (why := issue_licence.obstacle(tx, deal, now)) is not None:
        return _cannot_issue(tx, deps, deal, consent, why, now)
    tx.save_consent(approved)
    tx.cancel_due(ref=consent.id)
    deal = deal.to(DealState.APPROVED, now)
    body = {"consent": consent.id, "terms_sha256": approved.terms_sha256, "state": deal.state.value}
    tx.append_ledger("consent.approved", deal.id, body, now)
    issue_licence.issue(tx, deps, deal, approved, ready.licence, ready.papers, now)
    return NOTHING


def _cannot_issue(tx: Tx, deps: Deps, deal: Deal, consent: Consent, why: str, now: datetime) -> Reply:
    """She said yes, but something else came first: nothing is licensed, and both are told why."""
    asks.reopen(tx, deal, consent, why, now)
    return tell("cannot_issue", why=why, brand=brand_of_deal(tx, deal).name)


async def decline(deps: Deps, press: Press, now: datetime) -> Reply:
    """`Decline`: a plain no, which needs no reason."""

    def inner(tx: Tx) -> Reply:
        consent, deal = own_consent(tx, press)
        consent.require_answerable(press.user_id, now)
        tx.save_consent(consent.closed(Answer.DECLINED, now))
        tx.cancel_due(ref=consent.id)
        deal = deal.ended(DealState.DECLINED, now, "talent_declined")
        tx.save_deal(deal)
        tx.append_ledger("consent.declined", deal.id, {"consent": consent.id, "state": deal.state.value}, now)
        brand, talent = brand_of_deal(tx, deal), talent_of_deal(tx, deal)
        say(tx, now, f"{consent.id}:declined:talent", Address.dm(consent.user_id), "declined_talent", brand=brand.name)
        say(tx, now, f"{consent.id}:declined:brand", Address.deal(deal.id), "declined_brand", talent=talent.name,
            rep=first_name(tx, deal.rep_id), language=tongue(tx, deal))  # fmt: skip
        return NOTHING

    return await deps.store.transact(inner)


def _set_dues(tx: Tx, consent: Consent, opens: datetime) -> None:
    tx.cancel_due(ref=consent.deal_id)
    tx.set_due(Due(f"consent:{consent.id}", "consent_lapse", consent.id, consent.expires_at))
    remind_at = consent.expires_at - timedelta(hours=REMIND_BEFORE_H)
    if remind_at > opens:
        tx.set_due(Due(f"consent-remind:{consent.id}", "consent_remind", consent.id, remind_at))


ACTIONS = {"review": review, "approve_open": open_code, "approve": approve, "decline": decline}
