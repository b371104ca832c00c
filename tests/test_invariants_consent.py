"""Invariants I1, I2, I3 and I5 of DESIGN §3: what a licence rests on, at the level where a deal would break it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.consent import Answer, Consent
from bot.domain.deal import Deal, DealState
from bot.domain.errors import RuleBroken
from bot.domain.licence import Licence, terms_conflict
from bot.flows import issue_licence
from bot.ports import Address, Tx
from bot.sandbox.people import ADA, BEN, HUMANS, IMANI, NOOR, Person
from tests.flows.stage import WHOLE, Stage, code_of

HER_BUTTONS = (
    "Review and approve", "I approve", "Decline", "Ask for a change", "Ask the brand", "Bring in my adviser",
    "Pause everything",
)  # fmt: skip
EXCLUSIVE = WHOLE.replace("no exclusivity", "exclusive for outerwear")


# ---- I1: no licence without a consent, by that talent, for that exact hash, checked in the issuing transaction


async def test_i1_terms_that_change_between_review_and_code_are_not_approved(stage: Stage) -> None:
    deal_id = await stage.offered()
    await stage.click(IMANI, "Review and approve")
    await stage.click(IMANI, "I approve")
    stage.write(lambda tx: _dearer(tx, deal_id))
    reply = await stage.submit(IMANI, code=await stage.code())
    assert code_of(reply) == "terms_changed"
    assert stage.licences() == []


async def test_i1_terms_that_change_while_the_papers_are_made_are_not_licensed(stage: Stage) -> None:
    deal_id = await stage.offered()
    await stage.click(IMANI, "Review and approve")
    await stage.click(IMANI, "I approve")
    papers = stage.deps.documents
    stage.deps = replace(stage.deps, documents=_Meanwhile(papers, lambda: stage.write(lambda tx: _dearer(tx, deal_id))))
    reply = await stage.submit(IMANI, code=await stage.code())
    assert code_of(reply) == "terms_changed"
    assert stage.licences() == []


def _asked(tx: Tx, deal_id: str) -> tuple[Deal, Consent]:
    """A deal that she was asked about, and her consent as it is stored."""
    deal = tx.deal(deal_id)
    assert deal is not None and deal.consent_id is not None
    stored = tx.consent(deal.consent_id)
    assert stored is not None
    return deal, stored


def _issue(tx: Tx, stage: Stage, deal: Deal, consent: Consent, licence: Licence) -> None:
    approved, papers = deal.to(DealState.APPROVED, stage.now), {"pdf": b"", "json": b""}
    issue_licence.issue(tx, stage.deps, approved, consent, licence, papers, stage.now)


@pytest.mark.parametrize("answer", [Answer.OPEN, Answer.DECLINED, Answer.LAPSED, Answer.STOPPED])
async def test_i1_issuing_asks_the_store_for_the_consent_once_more(stage: Stage, answer: Answer) -> None:
    deal_id = await stage.offered()

    def issue(tx: Tx) -> None:
        deal, stored = _asked(tx, deal_id)
        tx.save_consent(replace(stored, answer=answer))
        claimed = replace(stored, answer=Answer.APPROVED, answered_at=stage.now)
        _issue(tx, stage, deal, claimed, issue_licence.draft(tx, stage.deps, deal, claimed, stage.now))

    with pytest.raises(RuleBroken, match="consent_missing"):
        stage.write(issue)
    assert stage.licences() == []


async def test_i1_a_consent_of_another_talent_carries_no_licence(stage: Stage) -> None:
    deal_id = await stage.offered()

    def issue(tx: Tx) -> None:
        deal, stored = _asked(tx, deal_id)
        approved = replace(stored, answer=Answer.APPROVED, answered_at=stage.now)
        tx.save_consent(approved)
        licence = replace(issue_licence.draft(tx, stage.deps, deal, approved, stage.now), talent_id="mara")
        _issue(tx, stage, deal, approved, licence)

    with pytest.raises(RuleBroken, match="consent_missing"):
        stage.write(issue)


# ---- I2: only the talent's own account approves


@pytest.mark.parametrize("who", [who for who in HUMANS if who != IMANI], ids=lambda who: who.name)
async def test_i2_nobody_elses_account_answers_in_her_place(stage: Stage, who: Person) -> None:
    await stage.offered()
    await stage.click(IMANI, "Review and approve")
    await stage.click(IMANI, "I approve")
    form = stage.forms[-1][1]
    code = await stage.code()
    for label in HER_BUTTONS:
        assert code_of(await stage.click(who, label)) == "not_for_you", label
    assert code_of(await stage.press(who, form.action, fields={"code": code})) == "not_for_you"
    assert stage.licences() == []
    assert stage.read(lambda tx: [c.answer for c in tx.consents("imani")]) == [Answer.OPEN]
    await stage.submit(IMANI, code=code)
    assert len(stage.licences()) == 1


async def test_i2_an_adviser_who_was_brought_in_sees_no_button_that_decides(stage: Stage) -> None:
    await stage.offered()
    await stage.click(IMANI, "Bring in my adviser")
    shown = [item.action.verb for item in stage.shown if item.to == Address.dm(NOOR.id)]
    assert shown == ["comment"]


# ---- I3: text, reactions and silence never approve; a confirm button works once


@pytest.mark.parametrize(
    "words",
    ["yes", "I approve", "approved!", "👍", "✅", "ja gerne", "oui d'accord", "code 7F3K", "sign it", "go ahead, done"],
)
async def test_i3_no_words_of_hers_approve(stage: Stage, words: str) -> None:
    await stage.offered()
    await stage.click(IMANI, "Review and approve")
    await stage.say(IMANI, words, dm=True)
    await stage.say(IMANI, await stage.code(), dm=True)
    assert stage.licences() == []
    assert stage.read(lambda tx: [c.answer for c in tx.consents("imani")]) == [Answer.OPEN]


async def test_i3_silence_is_a_no(stage: Stage) -> None:
    await stage.offered()
    await stage.click(IMANI, "Review and approve")
    await stage.click(IMANI, "I approve")
    code = await stage.code()
    stage.now += timedelta(hours=48, seconds=1)  # and nothing has swept
    assert code_of(await stage.submit(IMANI, code=code)) == "consent_late"
    await stage.pass_time(hours=1)
    assert stage.licences() == []
    assert stage.read(lambda tx: [c.answer for c in tx.consents("imani")]) == [Answer.LAPSED]


async def test_i3_the_brand_confirms_by_the_button_alone_and_once(stage: Stage) -> None:
    await stage.say(ADA, WHOLE)
    await stage.click(ADA, "Accept A")
    thread = stage.sent_to(Address.deal(stage.newest("Confirm offer").action.ref))[-1].channel_id
    for words in ("yes, confirmed", "I confirm the offer", "deal!"):
        await stage.say(ADA, words, thread=thread)
    assert stage.read(lambda tx: list(tx.consents("imani"))) == []
    confirm = stage.newest("Confirm offer")
    await stage.press(ADA, confirm.action)
    assert code_of(await stage.press(ADA, confirm.action)) == "old_button"
    assert len(stage.read(lambda tx: tx.consents("imani"))) == 1


async def test_i3_one_code_sent_many_times_at_once_issues_one_licence(stage: Stage) -> None:
    await stage.offered()
    await stage.click(IMANI, "Review and approve")
    await stage.click(IMANI, "I approve")
    code = await stage.code()
    replies = await asyncio.gather(*(stage.submit(IMANI, code=code) for _ in range(8)))
    assert len(stage.licences()) == 1
    assert sorted(code_of(reply) for reply in replies) == ["", *["consent_closed"] * 7]


# ---- I5: no two licences whose exclusivities conflict


async def test_i5_of_two_approvals_in_one_breath_one_becomes_a_licence(stage: Stage) -> None:
    forms = []
    for brand, text in ((ADA, EXCLUSIVE), (BEN, EXCLUSIVE.replace("Fjord parka", "Harbor raincoat"))):
        await stage.offered(brand, text)
        await stage.click(IMANI, "Review and approve")
        await stage.click(IMANI, "I approve")
        forms.append((stage.forms[-1][1].action, {"code": await stage.code()}))
    await asyncio.gather(*(stage.press(IMANI, action, fields=fields) for action, fields in forms))
    assert len(stage.licences()) == 1


async def test_i5_the_other_ask_ends_in_the_transaction_that_issues(stage: Stage) -> None:
    await stage.offered(ADA, EXCLUSIVE)
    other = await stage.offered(BEN, EXCLUSIVE.replace("Fjord parka", "Harbor raincoat"))
    stage.shown = [item for item in stage.shown if item.action.ref != _consent_id(stage, other)]
    await stage.approve()
    assert stage.read(lambda tx: list(tx.open_consents("imani"))) == []
    assert "came first" in stage.text_to(Address.deal(other))


async def test_i5_an_ask_that_stayed_open_still_finds_the_licence_in_its_way(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The check inside the issuing transaction, alone: nothing closes the other ask beforehand."""
    monkeypatch.setattr(issue_licence, "_end_what_it_excludes", lambda *_: None)
    await stage.offered(ADA, EXCLUSIVE)
    other = await stage.offered(BEN, EXCLUSIVE.replace("Fjord parka", "Harbor raincoat"))
    await stage.click(IMANI, "Review and approve")
    await stage.click(IMANI, "I approve")
    form, code = stage.forms[-1][1], await stage.code()
    stage.shown = [item for item in stage.shown if item.action.ref != _consent_id(stage, other)]
    await stage.approve()
    assert code_of(await stage.press(IMANI, form.action, fields={"code": code})) == "cannot_issue"
    assert len(stage.licences()) == 1


def test_conflicting_licences_of_the_exclusive_brief_do_conflict(stage: Stage) -> None:
    """The race above races for something."""
    asyncio.run(_one_licence(stage))
    terms = stage.licences()[0].terms
    assert terms_conflict(terms, stage.licences()[0])


async def _one_licence(stage: Stage) -> None:
    await stage.offered(ADA, EXCLUSIVE)
    await stage.approve()


def _consent_id(stage: Stage, deal_id: str) -> str | None:
    deal = stage.read(lambda tx: tx.deal(deal_id))
    assert deal is not None
    return deal.consent_id


def _dearer(tx: Tx, deal_id: str) -> None:
    deal = tx.deal(deal_id)
    assert deal is not None and deal.terms is not None
    fee = replace(deal.terms.fee, amount_minor=deal.terms.fee.amount_minor + 100)
    tx.save_deal(replace(deal, terms=replace(deal.terms, fee=fee)))


class _Meanwhile:
    """Papers that take their time: something happens while they are made."""

    def __init__(self, papers, happens) -> None:  # type: ignore[no-untyped-def]
        self._papers, self._happens = papers, happens

    def licence_pdf(self, licence):  # type: ignore[no-untyped-def]
        self._happens()
        return self._papers.licence_pdf(licence)

    def licence_json(self, licence):  # type: ignore[no-untyped-def]
        return self._papers.licence_json(licence)

    def licence_ics(self, licence):  # type: ignore[no-untyped-def]
        return self._papers.licence_ics(licence)
