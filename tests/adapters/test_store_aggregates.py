"""Keeping people, deals and licences, and finding them again: the same on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from bot.domain.consent import Answer
from bot.domain.deal import DealState
from bot.domain.errors import RuleBroken
from bot.domain.licence import Licence
from bot.ports import LlmCall, Said, Tx
from storage.store import SqlStore
from tests.licences import a_licence, some_terms
from tests.stored import (
    ADVISER_USER,
    NOW,
    REP_USER,
    TALENT_USER,
    a_brand,
    a_consent,
    a_deal,
    a_mandate,
    a_person,
    a_talent,
    an_approved_consent,
)


def of_deal_one(**changes: Any) -> Licence:
    plain: dict[str, Any] = {"deal_id": "deal1", "talent_id": "talent1", "brand_id": "brand1", "consent_id": "consent1"}
    return a_licence(**{**plain, **changes})


def with_a_licence(tx: Tx) -> None:
    tx.save_deal(a_deal())
    tx.save_consent(an_approved_consent())
    tx.save_licence(of_deal_one())


async def test_people_are_found_by_every_key(any_store: SqlStore) -> None:
    def keep(tx: Tx) -> None:
        tx.save_person(a_person())
        tx.save_brand(a_brand())
        tx.save_talent(a_talent())
        tx.add_mandate(a_mandate())

    await any_store.transact(keep)
    found = await any_store.read(
        lambda tx: (
            tx.person(TALENT_USER),
            tx.brand("brand1"),
            tx.brand_of(REP_USER),
            tx.talent("talent1"),
            tx.talent_of(TALENT_USER),
            tx.talents(),
            tx.mandate("talent1"),
            tx.talents_advised_by(ADVISER_USER),
        )
    )
    talent, brand = a_talent(), a_brand()
    assert found == (a_person(), brand, brand, talent, talent, (talent,), a_mandate(), (talent,))
    assert found[6] is not None and found[6].made_at == NOW


async def test_what_is_not_there_is_none(any_store: SqlStore) -> None:
    found = await any_store.read(
        lambda tx: [
            tx.person("x"), tx.brand("x"), tx.brand_of("x"), tx.talent("x"), tx.talent_of("x"), tx.mandate("x"),
            tx.deal("x"), tx.deal_in_thread("x"), tx.consent("x"), tx.licence("x"), tx.licence_of_deal("x"),
            tx.document("x"), tx.value("x"), tx.cached_extraction("x"), tx.next_outbox_at(), tx.next_due_at(),
        ]
    )  # fmt: skip
    assert found == [None] * 16


async def test_a_brand_whose_speaker_left_is_no_longer_found_by_her(any_store: SqlStore) -> None:
    await any_store.transact(lambda tx: tx.save_brand(a_brand(rep_ids=("7", "8", "7"))))
    await any_store.transact(lambda tx: tx.save_brand(a_brand(rep_ids=("8",))))
    assert await any_store.read(lambda tx: tx.brand_of("7")) is None
    assert await any_store.read(lambda tx: tx.brand_of("8")) == a_brand(rep_ids=("8",))


async def test_the_newest_mandate_counts_and_old_ones_stay(any_store: SqlStore) -> None:
    newer = a_mandate(version=2, max_months=6, adviser_ids=("9",))

    def keep(tx: Tx) -> None:
        tx.add_mandate(a_mandate())
        tx.save_talent(a_talent())
        tx.add_mandate(newer)

    await any_store.transact(keep)
    assert await any_store.read(lambda tx: tx.mandate("talent1")) == newer
    assert await any_store.read(lambda tx: tx.mandate("talent1", 1)) == a_mandate()
    assert await any_store.read(lambda tx: tx.talents_advised_by(ADVISER_USER)) == ()
    assert await any_store.read(lambda tx: tx.talents_advised_by("9")) == (a_talent(),)


async def test_a_mandate_version_is_never_overwritten(any_store: SqlStore) -> None:
    def keep(tx: Tx) -> None:
        tx.save_talent(a_talent())
        tx.add_mandate(a_mandate())

    await any_store.transact(keep)
    with pytest.raises(RuleBroken, match="store_conflict"):
        await any_store.transact(lambda tx: tx.add_mandate(a_mandate(max_months=60)))
    assert await any_store.read(lambda tx: tx.mandate("talent1")) == a_mandate()


async def test_deals_are_found_by_side_by_thread_and_while_open(any_store: SqlStore) -> None:
    first = a_deal("z-first", thread_id="thread1")
    second = a_deal("a-second", opened_at=NOW + timedelta(seconds=1), talent_id=None)
    ended = a_deal("ended", opened_at=NOW + timedelta(seconds=2), state=DealState.WITHDRAWN)

    def keep(tx: Tx) -> None:
        for deal in (ended, second, first):
            tx.save_deal(deal)

    await any_store.transact(keep)
    found = await any_store.read(
        lambda tx: (
            tx.deal("z-first"),
            tx.deal_in_thread("thread1"),
            tx.deals(),
            tx.deals(talent_id="talent1"),
            tx.deals(brand_id="brand1", open_only=True),
            tx.deals(talent_id="talent1", brand_id="other"),
        )
    )
    assert found == (first, first, (first, second, ended), (first, ended), (first, second), ())


async def test_a_changed_deal_takes_the_place_of_the_old(any_store: SqlStore) -> None:
    await any_store.transact(lambda tx: tx.save_deal(a_deal()))
    changed = a_deal().ended(DealState.LAPSED, NOW, "time")
    await any_store.transact(lambda tx: tx.save_deal(changed))
    assert await any_store.read(lambda tx: tx.deals()) == (changed,)
    assert await any_store.read(lambda tx: tx.deals(open_only=True)) == ()


async def test_open_asks_come_oldest_first_and_answered_ones_not_at_all(any_store: SqlStore) -> None:
    later = a_consent("a-later", asked_at=NOW + timedelta(hours=1))
    declined = a_consent("declined").closed(Answer.DECLINED, NOW)

    def keep(tx: Tx) -> None:
        tx.save_deal(a_deal())
        for consent in (later, declined, a_consent()):
            tx.save_consent(consent)

    await any_store.transact(keep)
    assert await any_store.read(lambda tx: tx.open_consents("talent1")) == (a_consent(), later)
    assert await any_store.read(lambda tx: tx.consent("declined")) == declined


async def test_a_licence_is_found_by_number_deal_and_side(any_store: SqlStore) -> None:
    await any_store.transact(with_a_licence)
    licence = of_deal_one()
    found = await any_store.read(
        lambda tx: (
            tx.licence(licence.number),
            tx.licence_of_deal("deal1"),
            tx.licences(talent_id="talent1"),
            tx.licences(brand_id="brand1"),
            tx.licences(talent_id="talent1", brand_id="other"),
        )
    )
    assert found == (licence, licence, (licence,), (licence,), ())


async def test_i1_a_licence_without_its_consent_is_refused(any_store: SqlStore) -> None:
    def bare(tx: Tx) -> None:
        tx.save_deal(a_deal())
        tx.save_licence(of_deal_one())

    with pytest.raises(RuleBroken, match="store_conflict"):
        await any_store.transact(bare)
    assert await any_store.read(lambda tx: (tx.deals(), tx.licences())) == ((), ())


@pytest.mark.parametrize(
    "wrong",
    [{"terms_sha256": some_terms(assets_max=9).sha256}, {"talent_id": "talent2"}],
    ids=["other terms", "other talent"],
)
async def test_i1_a_licence_on_a_consent_to_something_else_is_refused(
    any_store: SqlStore, wrong: dict[str, str]
) -> None:
    def mismatched(tx: Tx) -> None:
        tx.save_deal(a_deal())
        tx.save_consent(an_approved_consent())
        tx.save_licence(of_deal_one(**wrong))

    with pytest.raises(RuleBroken, match="store_conflict"):
        await any_store.transact(mismatched)
    assert await any_store.read(lambda tx: tx.licences()) == ()


async def test_i1_a_deal_and_a_consent_give_one_licence_only(any_store: SqlStore) -> None:
    await any_store.transact(with_a_licence)
    with pytest.raises(RuleBroken, match="store_conflict"):
        await any_store.transact(lambda tx: tx.save_licence(of_deal_one(number="Q7F3-KM2Q-9E")))
    with pytest.raises(RuleBroken, match="store_conflict"):
        await any_store.transact(lambda tx: tx.save_consent(an_approved_consent("consent2")))
    assert len(await any_store.read(lambda tx: tx.licences())) == 1


async def test_documents_are_kept_byte_for_byte(any_store: SqlStore) -> None:
    await any_store.transact(lambda tx: tx.save_document("a.pdf", b"%PDF\x00\xff"))
    await any_store.transact(lambda tx: tx.save_document("a.pdf", b"\x00" * 70_000))
    assert await any_store.read(lambda tx: tx.document("a.pdf")) == b"\x00" * 70_000


async def test_an_event_is_new_once(any_store: SqlStore) -> None:
    assert [await any_store.transact(lambda tx: tx.first_time("event1", NOW)) for _ in range(3)] == [True, False, False]


async def test_the_last_things_said_come_oldest_first(any_store: SqlStore) -> None:
    said = [Said("thread1", REP_USER, f"line {n} \x00🧥", NOW + timedelta(seconds=n)) for n in range(5)]

    def keep(tx: Tx) -> None:
        for each in said:
            tx.remember(each)
        tx.remember(replace(said[0], place="elsewhere"))

    await any_store.transact(keep)
    found = await any_store.read(lambda tx: tx.remembered("thread1", limit=2))
    assert found == tuple(replace(each, text=each.text.replace("\x00", "")) for each in said[3:])


async def test_values_and_extractions_are_overwritten(any_store: SqlStore) -> None:
    def keep(tx: Tx, word: str) -> None:
        tx.set_value("k", word)
        tx.cache_extraction("e", word, NOW)

    for word in ("old", "new"):
        await any_store.transact(partial(keep, word=word))
    assert await any_store.read(lambda tx: (tx.value("k"), tx.cached_extraction("e"))) == ("new", "new")


async def test_spending_is_summed_since_an_instant_and_by_brand(any_store: SqlStore) -> None:
    call = LlmCall("extract", "ab", "some-model", "ok", 10, 5, 700, 90, "brand1", NOW)

    def keep(tx: Tx) -> None:
        tx.record_llm_call(call)
        tx.record_llm_call(replace(call, brand_id=None, cost_micro_usd=20))
        tx.record_llm_call(replace(call, at=NOW - timedelta(days=1)))

    await any_store.transact(keep)
    spent = await any_store.read(
        lambda tx: (
            tx.llm_spent_micro_usd(NOW),
            tx.llm_spent_micro_usd(NOW, "brand1"),
            tx.llm_spent_micro_usd(NOW - timedelta(days=2)),
            tx.llm_spent_micro_usd(NOW + timedelta(seconds=1)),
        )
    )
    assert spent == (720, 700, 1420, 0)


async def test_whatever_a_transaction_raises_undoes_all_of_it(any_store: SqlStore) -> None:
    def fails(tx: Tx) -> None:
        tx.save_deal(a_deal())
        tx.append_ledger("deal.opened", "deal1", {}, NOW)
        assert tx.deal("deal1") == a_deal()
        raise KeyError("a fault")

    with pytest.raises(KeyError, match="a fault"):
        await any_store.transact(fails)
    assert await any_store.read(lambda tx: (tx.deals(), tx.ledger())) == ((), ())


async def test_reading_cannot_write(any_store: SqlStore) -> None:
    with pytest.raises(RuntimeError, match="must not write"):
        await any_store.read(lambda tx: tx.save_deal(a_deal()))


async def test_those_who_listen_hear_of_the_queue_that_changed(any_store: SqlStore) -> None:
    heard: list[str] = []
    any_store.listen(outbox=lambda: heard.append("outbox"), due=lambda: heard.append("due"))
    await any_store.transact(lambda tx: tx.save_deal(a_deal()))
    assert heard == []
    await any_store.transact(lambda tx: tx.cancel_due(ref="deal1"))
    assert heard == ["due"]


async def test_a_thread_shared_by_a_deal_and_its_renewal_is_the_open_ones(any_store: SqlStore) -> None:
    old = a_deal("old", thread_id="thread1", state=DealState.LICENSED)
    renewal = a_deal("renewal", thread_id="thread1", opened_at=NOW + timedelta(days=180))
    ended = a_deal("ended", thread_id="thread1", opened_at=NOW + timedelta(days=181), state=DealState.LAPSED)

    def keep(tx: Tx) -> None:
        for deal in (old, renewal, ended):
            tx.save_deal(deal)

    await any_store.transact(keep)
    assert await any_store.read(lambda tx: tx.deal_in_thread("thread1")) == renewal
    await any_store.transact(lambda tx: tx.save_deal(renewal.ended(DealState.LAPSED, NOW, "time")))
    assert await any_store.read(lambda tx: tx.deal_in_thread("thread1")) == ended
