"""While she decides: a change she wants, a question for the brand, her adviser's view. None of it approves anything."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.domain.brief import Brief, refusals
from bot.domain.calendar import local
from bot.domain.consent import Answer, Consent
from bot.domain.deal import Deal, DealState
from bot.domain.errors import RuleBroken
from bot.domain.money import Money, minor_digits, round_half_up
from bot.domain.ratecard import Package, multiplier
from bot.domain.terms import clean_text
from bot.flows import negotiate
from bot.flows.asks import consent_data, own_consent
from bot.flows.base import NOTHING, Deps, Form, Press, Reply, say, sent_before, tell
from bot.flows.looking import brand_of_deal, first_name, talent_of_deal
from bot.flows.mandate import binding_mandate
from bot.flows.merge import merge
from bot.ports import Address, Note, Tx
from bot.reading.findings import Context, OnTable
from bot.reading.read import read

TEXT_MOST = 900


async def open_change(deps: Deps, press: Press, now: datetime) -> Reply:
    """`Ask for a change`: a form for what she would change, in her own words."""
    return await _open(deps, press, now, "change_wanted", "change_asked")


async def open_question(deps: Deps, press: Press, now: datetime) -> Reply:
    """`Ask the brand`: a form for her question."""
    return await _open(deps, press, now, "ask_brand", "brand_asked")


async def _open(deps: Deps, press: Press, now: datetime, form: str, verb: str) -> Reply:
    def inner(tx: Tx) -> Reply:
        consent, _deal = own_consent(tx, press)
        consent.require_answerable(press.user_id, now)
        action = replace(press.action, verb=verb, arg=press.event_id)
        return Reply(form=Form(form, action, {"words": press.action.arg}))

    return await deps.store.read(inner)


async def change_asked(deps: Deps, press: Press, now: datetime) -> Reply:
    """Her change: this ask ends, and the brand gets her words beside what they come to as a package."""

    def inner(tx: Tx) -> Reply:
        consent, deal = own_consent(tx, press)
        consent.require_answerable(press.user_id, now)
        words = clean_text(press.fields.get("words", ""), TEXT_MOST)
        if not words:
            return tell("words_missing")
        tx.save_consent(consent.closed(Answer.CHANGE, now))
        tx.cancel_due(ref=consent.id)
        tx.append_ledger("consent.change", deal.id, {"consent": consent.id}, now)
        _give_back(tx, deps, deal, consent, words, now)
        say(tx, now, f"{consent.id}:change:talent", Address.dm(consent.user_id), "change_passed_on",
            brand=brand_of_deal(tx, deal).name)  # fmt: skip
        return NOTHING

    return await deps.store.transact(inner)


def _give_back(tx: Tx, deps: Deps, deal: Deal, consent: Consent, words: str, now: datetime) -> None:
    assert deal.terms is not None
    talent, brief = talent_of_deal(tx, deal), deal.brief
    agreed, before = deal.terms.fee, brief.package()
    wanted, fee = _read_change(tx, deal, brief, agreed, words, now)
    deal = deal.to(DealState.NEGOTIATING, now, consent_id=None, brief=wanted)
    tx.append_ledger("deal.reopened", deal.id, {"state": deal.state.value, "reason": "talent_change"}, now)
    understood = wanted.package() != before or fee != agreed
    negotiate.reopen_with(tx, deps, deal, (wanted.package(), fee), now, "talent_change", talent=talent.name,
                          words=words, understood=understood)  # fmt: skip


def _read_change(tx: Tx, deal: Deal, brief: Brief, agreed: Money, words: str, now: datetime) -> tuple[Brief, Money]:
    """Her words as a package and a fee; where they hold neither, the offer stays as it was for the brand to change.

    Without a figure of her own a changed package keeps the agreed fee's relation to its size.
    """
    mandate = binding_mandate(tx, deal)
    context = Context(
        now=now,
        role="talent",
        on_table=OnTable({"media": list(brief.media), "territories": list(brief.territories)}, None, None),
        currency=agreed.currency,
        territories=brief.territories,
        tz=mandate.tz,
        talking=True,
    )
    found = read(words, context)
    wanted = merge(brief, found, (), agreed.currency).brief
    today = local(now, mandate.tz).date()
    try:
        if wanted.next_question() is not None or refusals(wanted, mandate, today):
            return brief, agreed
        fee = _scaled(agreed, brief.package(), wanted.package())
    except RuleBroken:
        return brief, agreed
    if found.fee is not None and found.fee[1] in (None, agreed.currency):
        asked = Money.parse(str(round(found.fee[0], minor_digits(agreed.currency))), agreed.currency)
        fee = asked if asked.amount_minor > 0 else fee
    return wanted, fee


def _scaled(fee: Money, before: Package, after: Package) -> Money:
    if before == after:
        return fee
    return Money(round_half_up(fee.amount_minor * multiplier(after) / multiplier(before)), fee.currency)


async def brand_asked(deps: Deps, press: Press, now: datetime) -> Reply:
    """Her question goes into the deal's thread; the clock goes on."""

    def inner(tx: Tx) -> Reply:
        consent, deal = own_consent(tx, press)
        words = clean_text(press.fields.get("words", ""), TEXT_MOST)
        if not words:
            return tell("words_missing")
        if sent_before(tx, press, now):
            return tell("sent_already")
        tx.set_value(f"question:{deal.id}", words)
        tx.append_ledger("consent.question", deal.id, {"consent": consent.id}, now)
        say(tx, now, f"{consent.id}:question:{press.event_id}", Address.deal(deal.id), "talent_question", deal=deal.id,
            talent=talent_of_deal(tx, deal).name, words=words, rep=first_name(tx, deal.rep_id))  # fmt: skip
        return tell("question_passed_on", brand=brand_of_deal(tx, deal).name)

    return await deps.store.transact(inner)


async def open_answer(deps: Deps, press: Press, now: datetime) -> Reply:
    """The brand's `Answer` button: a form for the answer."""
    return Reply(form=Form("answer_talent", replace(press.action, verb="talent_answered", arg=press.event_id)))


async def talent_answered(deps: Deps, press: Press, now: datetime) -> Reply:
    """The brand's answer from the form."""

    def inner(tx: Tx) -> Reply:
        deal = tx.deal(press.action.ref)
        brand = tx.brand_of(press.user_id)
        if deal is None or brand is None or brand.id != deal.brand_id:
            raise RuleBroken("deal_gone")
        if sent_before(tx, press, now):
            return tell("sent_already")
        return pass_answer_on(tx, deal, press.fields.get("words", ""), press.event_id, now)

    return await deps.store.transact(inner)


def has_open_question(tx: Tx, deal: Deal) -> bool:
    """Whether the talent waits for the brand's answer."""
    return deal.state is DealState.ASKING and bool(tx.value(f"question:{deal.id}"))


def pass_answer_on(tx: Tx, deal: Deal, text: str, event_id: str, now: datetime) -> Reply:
    """Gives the brand's answer to the talent, with the ask and its buttons again."""
    words = clean_text(text, TEXT_MOST)
    consent = tx.consent(deal.consent_id) if deal.consent_id else None
    if not words:
        return tell("words_missing")
    if consent is None or consent.answer is not Answer.OPEN:
        return tell("no_longer_asked")
    question = tx.value(f"question:{deal.id}") or ""
    tx.set_value(f"question:{deal.id}", "")
    tx.append_ledger("consent.answer", deal.id, {"consent": consent.id}, now)
    talent = talent_of_deal(tx, deal)
    data = consent_data(tx, deal, consent, talent, binding_mandate(tx, deal))
    say(tx, now, f"{consent.id}:answer:{event_id}", Address.dm(consent.user_id), "brand_answer", question=question,
        words=words, **data)  # fmt: skip
    say(tx, now, f"{consent.id}:answered:{event_id}", Address.deal(deal.id), "answer_passed_on",
        talent=talent.name)  # fmt: skip
    return NOTHING


async def bring_adviser(deps: Deps, press: Press, now: datetime) -> Reply:
    """`Bring in my adviser`: her advisers read the whole and may comment; they cannot approve (I2)."""

    def inner(tx: Tx) -> Reply:
        consent, deal = own_consent(tx, press)
        consent.require_answerable(press.user_id, now)
        mandate, talent = binding_mandate(tx, deal), talent_of_deal(tx, deal)
        newest = tx.mandate(talent.id) or mandate
        if not newest.adviser_ids:
            return tell("no_adviser")
        if consent.adviser_told:
            return tell("adviser_has_it")
        tx.save_consent(replace(consent, adviser_told=True))
        tx.append_ledger("consent.adviser", deal.id, {"consent": consent.id}, now)
        data = consent_data(tx, deal, consent, talent, mandate)
        for adviser_id in newest.adviser_ids:
            adviser = tx.person(adviser_id)
            say(tx, now, f"{consent.id}:adviser:{adviser_id}", Address.dm(adviser_id), "adviser_ask",
                **{**data, "tz": adviser.tz if adviser else data["tz"]})  # fmt: skip
        names = [first_name(tx, adviser_id) or "your adviser" for adviser_id in newest.adviser_ids]
        say(tx, now, f"{consent.id}:adviser:told", Address.dm(consent.user_id), "adviser_brought_in",
            names=names, **data)  # fmt: skip
        return NOTHING

    return await deps.store.transact(inner)


async def open_comment(deps: Deps, press: Press, now: datetime) -> Reply:
    """The adviser's `Comment` button."""
    return Reply(form=Form("comment", replace(press.action, verb="commented", arg=press.event_id)))


async def commented(deps: Deps, press: Press, now: datetime) -> Reply:
    """The adviser's comment from the form."""

    def inner(tx: Tx) -> Reply:
        if sent_before(tx, press, now):
            return tell("sent_already")
        words = press.fields.get("words", "")
        return pass_comment_on(tx, press.action.ref, press.user_id, words, press.event_id, now)

    return await deps.store.transact(inner)


def pass_comment_on(tx: Tx, consent_id: str, adviser_id: str, text: str, event_id: str, now: datetime) -> Reply:
    """Gives an adviser's words to the talent, with the ask and its buttons again."""
    consent = tx.consent(consent_id)
    deal = tx.deal(consent.deal_id) if consent else None
    words = clean_text(text, TEXT_MOST)
    if consent is None or deal is None or not _advises(tx, consent, adviser_id):
        raise RuleBroken("not_for_you", name="the talent's adviser")
    if not words:
        return tell("words_missing")
    if consent.answer is not Answer.OPEN:
        return tell("no_longer_asked")
    tx.append_ledger("consent.comment", deal.id, {"consent": consent.id}, now)
    talent = talent_of_deal(tx, deal)
    data: dict[str, Any] = consent_data(tx, deal, consent, talent, binding_mandate(tx, deal))
    say(tx, now, f"{consent.id}:comment:{event_id}", Address.dm(consent.user_id), "adviser_comment",
        adviser=first_name(tx, adviser_id), words=words, **data)  # fmt: skip
    return Reply(Note("comment_passed_on", {"talent": talent.name}))


def consults_of(tx: Tx, adviser_id: str) -> list[Consent]:
    """Open asks that this adviser was brought into."""
    return [
        consent
        for talent in tx.talents_advised_by(adviser_id)
        for consent in tx.open_consents(talent.id)
        if consent.adviser_told
    ]


def _advises(tx: Tx, consent: Consent, adviser_id: str) -> bool:
    return any(talent.id == consent.talent_id for talent in tx.talents_advised_by(adviser_id))


ACTIONS = {
    "change_wanted": open_change,
    "change_asked": change_asked,
    "ask_brand": open_question,
    "brand_asked": brand_asked,
    "answer_talent": open_answer,
    "talent_answered": talent_answered,
    "adviser": bring_adviser,
    "comment": open_comment,
    "commented": commented,
}
