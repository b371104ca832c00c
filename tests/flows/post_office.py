"""The deal, the people and their addresses that the tests of delivering share."""

from __future__ import annotations

from datetime import timedelta

from bot.flows import deliver as delivering
from bot.ports import (
    Address,
    AddressClosed,
    Outgoing,
    Tx,
)
from storage.store import SqlStore
from tests.stored import (
    ADVISER_USER,
    NOW,
    REP_USER,
    TALENT_USER,
    a_brand,
    a_deal,
    a_mandate,
    a_person,
    a_talent,
)

DEAL, HER, OPERATORS = Address.deal("deal1"), Address.dm(TALENT_USER), Address.operators()
ADVISER, REP = Address.dm(ADVISER_USER), Address.dm(REP_USER)
CLOSED = AddressClosed("50007")
A_LEASE = timedelta(seconds=delivering.LEASE_S)
A_WHILE = timedelta(minutes=10)


def people(tx: Tx) -> None:
    tx.save_person(a_person())
    tx.save_brand(a_brand())
    tx.save_talent(a_talent())
    tx.add_mandate(a_mandate())
    tx.save_deal(a_deal(message_id="message1", thread_id=None))


async def queue(store: SqlStore, *messages: Outgoing) -> None:
    def enqueue(tx: Tx) -> None:
        for message in messages:
            tx.enqueue(message, NOW)

    await store.transact(enqueue)


async def dead_reasons(store: SqlStore) -> list[str | None]:
    return [row.last_error for row in await store.read(lambda tx: tx.dead_letters())]
