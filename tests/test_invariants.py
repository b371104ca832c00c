"""Invariants I7 to I13 of DESIGN §3, each at the level where a deal would break it.

I1, I2, I3 and I5, what a licence rests on, are in `test_invariants_consent.py`; I4 and I6 are in
`test_invariants_secrets.py`. More tests named after them stand beside what keeps them; `docs/security.md` lists all.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.consent import Answer
from bot.domain.deal import DealState
from bot.domain.ledger import first_break
from bot.domain.licence import LicenceState
from bot.flows.base import Action
from bot.ports import Address, ChatUnavailable, StoreUnavailable, Tx
from bot.sandbox.people import ADA, BEN, IMANI, LEE, SOFIA
from bot.surfaces.render import render
from storage.store import SqlStore
from tests.flows.stage import WHOLE, Stage, code_of, words_of

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


async def _check(stage: Stage) -> object:
    reply = await stage.command(ADA, "licence check", medium="print", territory="France")
    assert reply.note is not None
    return reply.note.data["why"]


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
