"""I5 underneath: transactions that lock one talent run one after another, whatever process they come from."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from dataclasses import replace

from bot.ports import Tx
from storage.store import SqlStore
from tests.licences import a_licence
from tests.stored import a_deal, a_talent, an_approved_consent

MEETING_S = 0.4


def take_the_exclusive(number: int, meeting: threading.Barrier) -> Callable[[Tx], bool]:
    """Issues a licence to brand `number` unless somebody has one: check, then act, as the flow does.

    Between the two it waits a while for its rival to have checked too: without the lock, both would find it free.
    """

    def issue(tx: Tx) -> bool:
        deal, consent = f"deal{number}", f"consent{number}"
        tx.lock_talent("talent1")
        if tx.licences(talent_id="talent1"):
            return False
        with contextlib.suppress(threading.BrokenBarrierError):
            meeting.wait(MEETING_S)
        tx.save_deal(a_deal(deal, thread_id=None))
        tx.save_consent(an_approved_consent(consent, deal))
        tx.save_licence(a_licence(number=f"N{number}", deal_id=deal, consent_id=consent, talent_id="talent1"))
        return True

    return issue


async def test_i5_one_of_two_racing_brands_gets_the_exclusive(any_store: SqlStore, any_url: str) -> None:
    second = SqlStore.open(any_url)
    meeting = threading.Barrier(2)
    try:
        rivals = (any_store.transact(take_the_exclusive(1, meeting)), second.transact(take_the_exclusive(2, meeting)))
        won = await asyncio.gather(*rivals)
    finally:
        await second.close()
    assert sorted(won) == [False, True]
    assert len(await any_store.read(lambda tx: tx.licences())) == 1


async def test_talents_do_not_wait_for_each_other(postgres_url: str) -> None:
    store = SqlStore.open(postgres_url)
    meeting = threading.Barrier(2)

    def lock(talent_id: str) -> Callable[[Tx], int]:
        def fn(tx: Tx) -> int:
            tx.lock_talent(talent_id)
            return meeting.wait(10)

        return fn

    assert sorted(await asyncio.gather(store.transact(lock("one")), store.transact(lock("two")))) == [0, 1]
    await store.close()


async def test_two_changes_to_one_deal_never_lose_each_other(any_store: SqlStore, any_url: str) -> None:
    def count_a_miss(tx: Tx) -> None:
        deal = tx.deal("deal1")
        assert deal is not None
        tx.save_deal(replace(deal, misses=deal.misses + 1))

    await any_store.transact(lambda tx: tx.save_deal(a_deal(misses=0)))
    second = SqlStore.open(any_url)
    try:
        await asyncio.gather(*(store.transact(count_a_miss) for _ in range(20) for store in (any_store, second)))
    finally:
        await second.close()
    deal = await any_store.read(lambda tx: tx.deal("deal1"))
    assert deal is not None and deal.misses == 40


async def test_transactions_that_lock_crosswise_both_end_well(postgres_url: str) -> None:
    store = SqlStore.open(postgres_url)

    def rename(first: str, second: str) -> Callable[[Tx], None]:
        def fn(tx: Tx) -> None:
            for ident in (first, second):
                talent = tx.talent(ident)
                assert talent is not None
                tx.save_talent(replace(talent, name=talent.name + "."))

        return fn

    def keep(tx: Tx) -> None:
        tx.save_talent(a_talent(id="one", user_id="1", name="One"))
        tx.save_talent(a_talent(id="two", user_id="2", name="Two"))

    await store.transact(keep)
    crosswise = [store.transact(rename(*pair)) for _ in range(10) for pair in (("one", "two"), ("two", "one"))]
    await asyncio.gather(*crosswise)
    assert [talent.name for talent in await store.read(lambda tx: tx.talents())] == ["One" + "." * 20, "Two" + "." * 20]
    await store.close()


async def test_a_reader_sees_one_state_though_others_write(any_store: SqlStore) -> None:
    await any_store.transact(lambda tx: tx.set_value("n", "0"))

    def read_twice(tx: Tx) -> tuple[str | None, str | None]:
        before = tx.value("n")
        any_store.transact_sync(lambda tx: tx.set_value("n", "1"))
        return before, tx.value("n")

    assert await any_store.read(read_twice) == ("0", "0")
    assert await any_store.read(lambda tx: tx.value("n")) == "1"
