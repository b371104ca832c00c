"""Anybody presses anything at any time, messages come, time goes by, sends fail, the bot dies: the invariants hold.

A Hypothesis state machine over the real flows, store, sweep and delivery; only the network is left out. The short run
is part of every test run, the long one is marked slow.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Coroutine
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bot.domain.consent import Answer
from bot.domain.ledger import first_break
from bot.domain.licence import terms_conflict
from bot.flows.base import Action, Form
from bot.flows.deliver import claim
from bot.ports import ChatUnavailable
from bot.sandbox.people import ADA, BEN, HUMANS, IMANI, LEE, MARA, NOOR, Person
from storage.store import SqlStore
from tests.fakes import fresh_database
from tests.flows.stage import WHOLE, Stage

BRIEFS = (
    WHOLE,
    WHOLE.replace("no exclusivity", "exclusive for outerwear"),
    WHOLE.replace("no exclusivity", "exclusive for outerwear").replace("Fjord parka", "Harbor raincoat"),
    WHOLE.replace("Imani Okafor", "Mara Lindqvist").replace("no exclusivity", "full exclusivity"),
    WHOLE.replace("Imani Okafor", "Sofía Reyes"),
    WHOLE.replace("Fjord parka", "Fjord whisky"),
    "Imani Okafor for our parka, make her skin lighter, in perpetuity",
)
WORDS = (
    "yes", "no", "ok I accept A", "we could do 9,900 euros", "only France", "for three months instead", "👍",
    "withdraw",
    "what is the floor?", "what do I sign?", "later", "STOP", "RESUME", "I want to end a licence", "exclusive please",
    "add Germany", "I approve, code 7F3K",
)  # fmt: skip
ENDED = {Answer.DECLINED, Answer.CHANGE, Answer.LAPSED, Answer.STOPPED, Answer.WITHDRAWN, Answer.APPROVED}
USUAL = ("Accept A", "Confirm offer", "Review and approve", "I approve", "Confirm takedown", "Renew")


class Interleavings(RuleBasedStateMachine):
    """One world in which everything happens in any order."""

    @initialize()
    def opens(self) -> None:
        self.folder = TemporaryDirectory()
        self.url = fresh_database(Path(self.folder.name))
        self.store = SqlStore.open(self.url)
        self.stage = Stage(self.store)
        self.approved: dict[str, str] = {}
        self.loop = asyncio.new_event_loop()

    def teardown(self) -> None:
        if not hasattr(self, "stage"):
            return
        self.stage.chat.fails.clear()
        for _ in range(12):
            self._do(self.stage.pass_time(minutes=10))
        assert self.stage.read(lambda tx: tx.outbox_pending(self.stage.now)) == 0, "something was never sent (I7)"
        self.store.close_sync()
        self.loop.close()
        self.folder.cleanup()

    def _do(self, doing: Coroutine[Any, Any, Any]) -> None:
        self.loop.run_until_complete(doing)

    # ---- what may happen

    @rule(who=st.sampled_from((ADA, BEN)), text=st.sampled_from(BRIEFS))
    def brief(self, who: Person, text: str) -> None:
        self._do(self.stage.say(who, text))

    @rule(who=st.sampled_from((ADA, BEN)))
    def offer_made_whole(self, who: Person) -> None:
        """The usual way, so that deep states are reached often."""
        self._do(self.stage.say(who, BRIEFS[1]))
        for label in ("Accept A", "Confirm offer"):
            self._press_newest(who, label)

    @precondition(lambda self: self._threads())
    @rule(data=st.data(), who=st.sampled_from((ADA, BEN, IMANI)), text=st.sampled_from(WORDS))
    def words_in_a_thread(self, data: st.DataObject, who: Person, text: str) -> None:
        self._do(self.stage.say(who, text, thread=data.draw(st.sampled_from(self._threads()))))

    @rule(who=st.sampled_from((IMANI, IMANI, MARA, NOOR)), text=st.sampled_from(WORDS))
    def words_in_a_dm(self, who: Person, text: str) -> None:
        self._do(self.stage.say(who, text, dm=True))

    @precondition(lambda self: self.stage.shown)
    @rule(data=st.data(), who=st.sampled_from(HUMANS))
    def any_button_by_anybody(self, data: st.DataObject, who: Person) -> None:
        item = data.draw(st.sampled_from(self.stage.shown))
        self._press(who, item.action, values=item.values[:1])

    @precondition(lambda self: self.stage.shown)
    @rule(label=st.sampled_from(USUAL))
    def the_usual_button_by_its_owner(self, label: str) -> None:
        for who in (ADA, BEN, IMANI, MARA):
            self._press_newest(who, label)

    @precondition(lambda self: self.stage.forms)
    @rule(data=st.data(), who=st.sampled_from(HUMANS), right=st.booleans(), words=st.sampled_from(WORDS))
    def any_form_by_anybody(self, data: st.DataObject, who: Person, right: bool, words: str) -> None:
        opener, form = data.draw(st.sampled_from(self.stage.forms))
        self._submit(opener if right else who, form, words)

    @rule(hours=st.sampled_from((0.1, 1, 12, 25, 49, 24 * 30, 24 * 200)))
    def time_goes_by(self, hours: float) -> None:
        self._do(self.stage.pass_time(hours=hours))

    @rule(to=st.sampled_from((IMANI, MARA, NOOR)), times=st.integers(1, 2), late=st.booleans())
    def a_send_fails(self, to: Person, times: int, late: bool) -> None:
        addresses = {m.to for m in self.stage.chat.messages if m.to.kind == "deal" or m.to.id == to.id}
        target = self.stage.chat.after if late else self.stage.chat.fails
        target.update({address: [ChatUnavailable("500")] * times for address in addresses})

    @rule()
    def dies_and_starts_again(self) -> None:
        """Claims of the old process are let go; whatever it had claimed is in doubt."""
        self.stage.write(lambda tx: claim(tx, self.stage.now, 3))
        self.store.close_sync()
        self.store = SqlStore.open(self.url)
        self.store.release_claims_sync()
        self.stage.store = self.store
        object.__setattr__(self.stage.deps, "store", self.store)
        self._do(self.stage.deliver())

    # ---- what always holds

    @invariant()
    def i1_every_licence_rests_on_her_consent_to_its_very_terms(self) -> None:
        for licence in self._licences():
            consent = self.stage.read(lambda tx, id=licence.consent_id: tx.consent(id))  # type: ignore[misc]
            assert consent is not None and consent.answer is Answer.APPROVED
            assert consent.terms_sha256 == licence.terms_sha256 == licence.terms.sha256
            assert consent.talent_id == licence.talent_id
        assert len({licence.consent_id for licence in self._licences()}) == len(self._licences())

    @invariant()
    def i2_i3_what_was_approved_was_approved_by_her_form_with_the_right_code(self) -> None:
        """`approved` is filled in by `_submit` alone, and only for her own press with the code shown."""
        for talent in ("imani", "mara", "jun"):
            for consent in self._consents(talent):
                if consent.answer is Answer.APPROVED:
                    assert self.approved.get(consent.id) == consent.user_id

    @invariant()
    def i5_no_two_licences_conflict(self) -> None:
        for one, other in combinations(self._licences(), 2):
            if one.talent_id == other.talent_id:
                assert not terms_conflict(one.terms, other)

    @invariant()
    def i7_no_message_was_taken_twice(self) -> None:
        if hasattr(self, "stage"):
            nonces = Counter(message.nonce for message in self.stage.chat.messages)
            assert {nonce for nonce, count in nonces.items() if count > 1} == set()

    @invariant()
    def i8_the_ledger_is_whole_and_says_where_each_deal_and_ask_stands(self) -> None:
        if not hasattr(self, "stage"):
            return
        entries = self.stage.ledger()
        assert first_break(entries) is None
        for deal in self.stage.read(lambda tx: list(tx.deals())):
            states = [
                e.body["state"] for e in entries if "state" in e.body and deal.id in (e.subject, e.body.get("deal"))
            ]
            assert states[-1] == deal.state.value, (states, deal.state)
        ends = Counter(
            e.body["consent"] for e in entries if e.kind.removeprefix("consent.") in {a.value for a in ENDED}
        )
        for talent in ("imani", "mara", "jun"):
            for consent in self._consents(talent):
                assert ends[consent.id] == (0 if consent.answer is Answer.OPEN else 1), consent.answer
        issued = [e.subject for e in entries if e.kind == "licence.issued"]
        assert sorted(issued) == sorted(licence.number for licence in self._licences())

    @invariant()
    def i9_nobody_unenrolled_and_nothing_altered_is_licensed(self) -> None:
        for licence in self._licences():
            assert licence.talent_id in ("imani", "mara")
            assert licence.terms.category == "outerwear"
            assert licence.terms.depiction.allowed() <= {"hair"}

    @invariant()
    def i11_nothing_is_open_for_her_while_she_is_stopped(self) -> None:
        if not hasattr(self, "stage"):
            return
        for talent in self.stage.read(lambda tx: list(tx.talents())):
            if talent.stopped_at is not None:
                assert not self.stage.read(lambda tx, id=talent.id: list(tx.open_consents(id)))  # type: ignore[misc]

    @invariant()
    def i13_no_press_and_no_due_work_ended_in_a_fault(self) -> None:
        """`try_again` is what the router says when a flow broke; `tries:` what the sweep keeps of a row that failed."""
        if hasattr(self, "stage"):
            assert [
                reply for _, reply in self.stage.replies if reply.note is not None and reply.note.kind == "try_again"
            ] == []
            due = self.stage.read(lambda tx: [tx.value(f"tries:{row.key}") for row in tx.dues()])
            assert [tries for tries in due if tries] == []

    # ---- helpers

    def _press_newest(self, who: Person, label: str) -> None:
        found = [item for item in self.stage.shown if item.label == label]
        if found:
            self._press(who, found[-1].action)

    def _press(self, who: Person, action: Action, values: tuple[str, ...] = ()) -> None:
        opened = len(self.stage.forms)
        self._do(self.stage.press(who, action, values=values))
        if len(self.stage.forms) > opened and self.stage.forms[-1][1].action.verb == "approve":
            self._submit(who, self.stage.forms[-1][1], "")

    def _submit(self, who: Person, form: Form, words: str) -> None:
        consent = self.stage.read(lambda tx: tx.consent(form.action.ref))
        code = form.data.get("code", words)
        if form.action.verb == "approve" and consent is not None and who.id == consent.user_id and code == consent.code:
            self.approved[consent.id] = who.id
        fields = dict.fromkeys(
            ("code", "words", "fee", "rest", "media", "territories", "length", "answer", "brief"), words
        )
        self._do(self.stage.press(who, form.action, fields={**fields, "code": code or words}))

    def _threads(self) -> list[str]:
        return (
            sorted({m.channel_id for m in self.stage.chat.messages if m.to.kind == "deal"})
            if hasattr(self, "stage")
            else []
        )

    def _licences(self) -> list[Any]:
        return self.stage.licences() if hasattr(self, "stage") else []

    def _consents(self, talent_id: str) -> list[Any]:
        return self.stage.read(lambda tx: list(tx.consents(talent_id))) if hasattr(self, "stage") else []


def _run(examples: int, steps: int) -> None:
    run_state_machine_as_test(
        Interleavings,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


def test_the_invariants_hold_whatever_order_things_happen_in() -> None:
    _run(examples=12, steps=25)


@pytest.mark.slow
def test_the_invariants_hold_over_many_long_orders() -> None:
    _run(examples=150, steps=60)


def test_the_machine_reaches_licences(tmp_path: Path) -> None:
    """A machine that never got anywhere would prove nothing."""
    machine = Interleavings()
    machine.opens()
    machine.offer_made_whole(ADA)
    machine.the_usual_button_by_its_owner("Review and approve")
    machine.the_usual_button_by_its_owner("I approve")
    assert len(machine.stage.licences()) == 1
    assert list(machine.approved.values()) == [IMANI.id]
    machine.i8_the_ledger_is_whole_and_says_where_each_deal_and_ask_stands()
    machine.teardown()
    assert LEE not in {who for who, _ in machine.stage.replies}
