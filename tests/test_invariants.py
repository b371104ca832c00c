"""The thirteen invariants of DESIGN §3, each at the level where a deal would break it.

More tests named after them stand beside what keeps them; `docs/security.md` lists all.
"""

from __future__ import annotations

import asyncio
import itertools
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.consent import Answer
from bot.domain.deal import DealState
from bot.domain.errors import RuleBroken
from bot.domain.ledger import first_break
from bot.domain.licence import LicenceState, terms_conflict
from bot.flows import issue_licence
from bot.flows.base import Action
from bot.ports import Address, ChatUnavailable, StoreUnavailable, Tx
from bot.sandbox.people import ADA, BEN, HUMANS, IMANI, LEE, NOOR, SOFIA, Person
from bot.surfaces.render import render
from storage.store import SqlStore
from tests.fakes import fresh_store
from tests.flows.stage import WHOLE, Stage, code_of, words_of

HER_BUTTONS = (
    "Review and approve", "I approve", "Decline", "Ask for a change", "Ask the brand", "Bring in my adviser",
    "Pause everything",
)  # fmt: skip
EXCLUSIVE = WHOLE.replace("no exclusivity", "exclusive for outerwear")


class Unlucky(dict[Address, list[BaseException]]):
    """Each address fails after its first, third, fifth … message was taken."""

    def __init__(self) -> None:
        super().__init__()
        self.tries: Counter[Address] = Counter()

    def get(self, to: Address, default: object = None) -> list[BaseException]:
        self.tries[to] += 1
        return [ChatUnavailable("500")] if self.tries[to] % 2 else []

    def __getitem__(self, to: Address) -> list[BaseException]:
        return [ChatUnavailable("500")]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    with fresh_store(tmp_path) as opened:
        yield opened


@pytest.fixture
def stage(store: SqlStore) -> Stage:
    return Stage(store)


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


@pytest.mark.parametrize("answer", [Answer.OPEN, Answer.DECLINED, Answer.LAPSED, Answer.STOPPED])
async def test_i1_issuing_asks_the_store_for_the_consent_once_more(stage: Stage, answer: Answer) -> None:
    deal_id = await stage.offered()

    def issue(tx: Tx) -> None:
        deal = tx.deal(deal_id)
        assert deal is not None and deal.consent_id is not None
        stored = tx.consent(deal.consent_id)
        assert stored is not None
        tx.save_consent(replace(stored, answer=answer))
        claimed = replace(stored, answer=Answer.APPROVED, answered_at=stage.now)
        licence = issue_licence.draft(tx, stage.deps, deal, claimed, stage.now)
        issue_licence.issue(
            tx, stage.deps, deal.to(DealState.APPROVED, stage.now), claimed, licence, b"", b"", stage.now
        )

    with pytest.raises(RuleBroken, match="consent_missing"):
        stage.write(issue)
    assert stage.licences() == []


async def test_i1_a_consent_of_another_talent_carries_no_licence(stage: Stage) -> None:
    deal_id = await stage.offered()

    def issue(tx: Tx) -> None:
        deal = tx.deal(deal_id)
        assert deal is not None and deal.consent_id is not None
        stored = tx.consent(deal.consent_id)
        assert stored is not None
        approved = replace(stored, answer=Answer.APPROVED, answered_at=stage.now)
        tx.save_consent(approved)
        licence = replace(issue_licence.draft(tx, stage.deps, deal, approved, stage.now), talent_id="mara")
        issue_licence.issue(
            tx, stage.deps, deal.to(DealState.APPROVED, stage.now), approved, licence, b"", b"", stage.now
        )

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


# ---- I7: each message that must be sent is sent once


async def test_i7_a_whole_deal_with_every_send_failing_once_before_and_once_after(stage: Stage) -> None:
    stage.chat.after, stage.chat.forgets_nonces = Unlucky(), True
    await stage.say(ADA, WHOLE)
    for step in ("Accept A", "Confirm offer", "Review and approve", "I approve"):
        await stage.pass_time(minutes=1)
        await stage.pass_time(minutes=1)
        await stage.click(ADA if step in ("Accept A", "Confirm offer") else IMANI, step)
    await stage.submit(IMANI, code=await stage.code())
    for _ in range(4):
        await stage.pass_time(minutes=2)
    rows = [message.nonce for message in stage.chat.messages]
    assert len(rows) == len(set(rows))
    assert stage.read(lambda tx: tx.outbox_pending(stage.now)) == 0
    assert stage.chat.kinds().count("licence_talent") == stage.chat.kinds().count("licence_brand") == 1


async def test_i7_a_message_heard_twice_is_answered_once(stage: Stage) -> None:
    stage.events = 41
    await stage.say(ADA, WHOLE)
    before = len(stage.chat.messages)
    stage.events = 41
    await stage.say(ADA, WHOLE)
    assert len(stage.chat.messages) == before
    assert stage.read(lambda tx: len(tx.deals())) == 1


# ---- I8: the ledger holds exactly one entry for each change of state


async def test_i8_every_end_of_an_ask_has_its_one_entry(stage: Stage) -> None:
    async def lapse() -> None:
        await stage.pass_time(hours=49)

    async def change() -> None:
        await stage.click(IMANI, "Ask for a change")
        await stage.submit(IMANI, words="only France")
        await stage.click(ADA, "Withdraw")

    async def stop() -> None:
        await stage.say(IMANI, "STOP", dm=True)
        await stage.say(IMANI, "RESUME", dm=True)

    ends: dict[str, Callable[[], Awaitable[object]]] = {
        "declined": lambda: stage.click(IMANI, "Decline"),
        "lapsed": lapse,
        "change": change,
        "stopped": stop,
        "withdrawn": lambda: stage.click(ADA, "Withdraw"),
        "approved": lambda: stage.approve(),
    }
    for answer, end in ends.items():
        deal_id = await stage.offered()
        await end()
        entries = [e for e in stage.ledger() if deal_id in (e.subject, e.body.get("deal"))]
        assert [e.kind for e in entries if e.kind == f"consent.{answer}"] == [f"consent.{answer}"], answer
        states = [e.body["state"] for e in entries if "state" in e.body]
        deal = stage.read(lambda tx, deal_id=deal_id: tx.deal(deal_id))  # type: ignore[misc]
        assert deal is not None
        assert states[-1] == deal.state.value
        assert all(was != then for was, then in itertools.pairwise(states) if then not in ("draft", "negotiating")), (
            states
        )
    assert first_break(stage.ledger()) is None


# ---- I9: no licence for a refused category, against depiction limits, for training, or for the unenrolled


async def test_i9_limits_are_asked_again_when_the_licence_is_issued(stage: Stage) -> None:
    await stage.offered()
    await stage.click(IMANI, "Review and approve")
    await stage.click(IMANI, "I approve")
    mandate = stage.read(lambda tx: tx.mandate("imani"))
    assert mandate is not None
    stricter = replace(mandate, version=2, refused_categories=mandate.refused_categories | {"outerwear"})
    stage.write(lambda tx: tx.add_mandate(stricter))  # as if nothing had told the running deal
    reply = await stage.submit(IMANI, code=await stage.code())
    assert code_of(reply) == "cannot_issue"
    assert stage.licences() == []


@pytest.mark.parametrize(
    "text",
    [
        WHOLE.replace("Imani Okafor", "Sofía Reyes"),
        WHOLE.replace("Imani Okafor's digital double", "An invented model, nobody real,"),
        WHOLE.replace("Fjord parka", "Fjord whisky"),
    ],
)
async def test_i9_no_price_is_even_named_for_what_cannot_be_licensed(stage: Stage, text: str) -> None:
    await stage.say(ADA, text)
    assert "offers" not in stage.chat.kinds()
    assert not [item for item in stage.shown if item.label.startswith("Accept")]


# ---- I10: validity is computed


async def test_i10_after_its_last_instant_no_licence_covers_anything_though_nothing_ran(stage: Stage) -> None:
    await stage.offered()
    licence = await stage.approve()
    stage.now = licence.over_at - timedelta(seconds=1)
    assert (await _check(stage)) is None
    stage.now = licence.over_at
    assert (await _check(stage)) == "licence_expired"
    assert stage.licences()[0].state(stage.now) is LicenceState.EXPIRED


# ---- I11: STOP acts in the transaction that receives it


async def test_i11_what_is_open_is_closed_when_stop_returns_though_no_message_went_out(stage: Stage) -> None:
    await stage.offered()
    await stage.click(IMANI, "Review and approve")
    await stage.click(IMANI, "I approve")
    code = await stage.code()
    stage.chat.fails = {to: [ChatUnavailable("500")] * 99 for to in (Address.dm(IMANI.id), Address.operators())}
    await stage.say(IMANI, "stop", dm=True)
    assert stage.read(lambda tx: [c.answer for c in tx.consents("imani")]) == [Answer.STOPPED]
    assert code_of(await stage.submit(IMANI, code=code)) == "consent_closed"
    assert stage.licences() == []
    await stage.say(ADA, WHOLE)
    assert "Accept A" not in stage.text_to(stage.chat.messages[-1].to)


async def test_i11_a_confirmation_after_stop_asks_her_nothing(stage: Stage) -> None:
    await stage.say(ADA, WHOLE)
    await stage.click(ADA, "Accept A")
    await stage.say(IMANI, "STOP", dm=True)
    assert stage.read(lambda tx: [deal.state for deal in tx.deals()]) == [DealState.DECLINED]
    await stage.click(ADA, "Confirm offer")
    assert stage.read(lambda tx: list(tx.consents("imani"))) == []


# ---- I12: people learn that they speak with an AI before they negotiate with it


@pytest.mark.parametrize(
    "text",
    [
        WHOLE,
        "hello",
        "Imani Okafor for our parka",
        WHOLE.replace("Fjord parka", "Fjord whisky"),
        WHOLE.replace("Imani Okafor", "Nobody Known"),
        WHOLE + " We pay 10 euros, not a penny more.",
    ],
)
async def test_i12_the_first_message_of_every_talk_says_that_an_ai_speaks(stage: Stage, text: str) -> None:
    await stage.say(ADA, text)
    assert "an AI agent" in words_of(render(stage.chat.messages[0].note))


async def test_i12_also_where_another_licence_is_in_the_way_from_the_start(stage: Stage) -> None:
    await stage.offered(ADA, EXCLUSIVE)
    await stage.approve()
    await stage.say(BEN, EXCLUSIVE.replace("Fjord parka", "Harbor raincoat"))
    first = next(m for m in stage.chat.messages if m.to.kind == "deal" and m.to.id != stage.licences()[0].deal_id)
    assert first.note.kind == "conflict"
    assert "an AI agent" in words_of(render(first.note))


async def test_i12_also_by_command_and_for_talents_advisers_operators_and_strangers(stage: Stage) -> None:
    await stage.command(BEN, "license", brief=WHOLE)
    await stage.say(ADA, WHOLE)
    await stage.click(ADA, "Accept A")
    await stage.click(ADA, "Confirm offer")
    await stage.click(IMANI, "Bring in my adviser")
    for who in (SOFIA, LEE):
        await stage.say(who, "hello?", dm=True)
    firsts: dict[Address, str] = {}
    for message in stage.chat.messages:
        firsts.setdefault(message.to, words_of(render(message.note)))
    silent = {Address.operators()}
    assert {to for to, text in firsts.items() if " AI " not in text} - silent == set()


# ---- I13: bad luck costs at most a sentence, and loses nothing


@pytest.mark.parametrize(
    "verb", ["accept", "confirm", "review", "approve", "decline", "renew", "end_now", "nonsense", ""]
)
@pytest.mark.parametrize("ref", ["", "nothing", "x" * 60, "'; drop table deal; --"])
async def test_i13_a_forged_button_costs_a_sentence(stage: Stage, verb: str, ref: str) -> None:
    reply = await stage.press(ADA, Action(verb, ref, 7, "Z"), fields={"code": "0000"})
    assert reply.note is not None
    assert "Nothing changed" in words_of(render(reply.note)) or "don't" in words_of(render(reply.note))


async def test_i13_a_store_that_is_gone_in_the_middle_of_a_press_changes_nothing(stage: Stage) -> None:
    await stage.offered()
    before = len(stage.ledger())
    stage.deps = replace(stage.deps, store=_Gone(stage.store))
    assert code_of(await stage.click(IMANI, "Decline")) == "busy"
    assert len(stage.ledger()) == before
    assert stage.read(lambda tx: [c.answer for c in tx.consents("imani")]) == [Answer.OPEN]


def test_conflicting_licences_of_the_exclusive_brief_do_conflict(stage: Stage) -> None:
    """The race above races for something."""
    asyncio.run(_one_licence(stage))
    terms = stage.licences()[0].terms
    assert terms_conflict(terms, stage.licences()[0])


async def _one_licence(stage: Stage) -> None:
    await stage.offered(ADA, EXCLUSIVE)
    await stage.approve()


async def _check(stage: Stage) -> object:
    reply = await stage.command(ADA, "licence check", medium="print", territory="France")
    assert reply.note is not None
    return reply.note.data["why"]


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


class _Gone:
    """A store that can be read, and fails at each commit after the work was done in it."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store

    async def read(self, fn):  # type: ignore[no-untyped-def]
        return await self._store.read(fn)

    async def transact(self, fn):  # type: ignore[no-untyped-def]
        def undone(tx: Tx) -> None:
            fn(tx)
            raise StoreUnavailable("gone")

        return await self._store.transact(undone)
