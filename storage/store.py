"""The store: runs a plain synchronous function inside one durable transaction, off the event loop.

SQLite has one writer thread, so writes are serial and none ever waits for a lock inside this process. PostgreSQL has
a pool of threads; rows read to be changed are locked, and a transaction that lost a race is run again.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.domain.errors import RuleBroken
from bot.ports import StoreUnavailable, Tx
from storage.engine import POOL_SIZE, open_engine, short_reason, transaction
from storage.tx_base import TxBase
from storage.tx_deals import DealsTx
from storage.tx_forget import ForgetTx
from storage.tx_memory import MemoryTx
from storage.tx_people import PeopleTx
from storage.tx_prune import PruneTx
from storage.tx_queues import QueuesTx

T = TypeVar("T")

TRIES = 8
"""How often a PostgreSQL transaction is run when it keeps losing races."""

_FAULTS = (ProgrammingError, DataError)
"""Not the database's state but a mistake of ours: comes out as it is."""

_LOST_RACE = frozenset({"40001", "40P01"})
"""SQLSTATE serialization_failure and deadlock_detected."""


class SqlTx(PeopleTx, DealsTx, QueuesTx, MemoryTx, ForgetTx, PruneTx):
    """One transaction: everything of `bot.ports.Tx`."""


class SqlStore:
    """Implements `bot.ports.Store` on an engine of `storage.engine.open_engine`, at the newest migration."""

    def __init__(self, engine: Engine) -> None:
        serial = engine.dialect.name == "sqlite"
        self.engine = engine
        self._to_read = engine if serial else engine.execution_options(isolation_level="REPEATABLE READ")
        self._tries = 1 if serial else TRIES
        self._writers = ThreadPoolExecutor(1 if serial else POOL_SIZE - 4, "quasi-write")
        self._readers = ThreadPoolExecutor(2 if serial else 4, "quasi-read")
        self._on_outbox: list[Callable[[], None]] = []
        self._on_due: list[Callable[[], None]] = []

    @classmethod
    def open(cls, url: str) -> SqlStore:
        """A store on the database at `url`."""
        return cls(open_engine(url))

    def listen(self, *, outbox: Callable[[], None] | None = None, due: Callable[[], None] | None = None) -> None:
        """Calls `outbox` or `due`, on the event loop, after each commit of `transact` that changed that queue."""
        self._on_outbox += [outbox] if outbox else []
        self._on_due += [due] if due else []

    async def transact(self, fn: Callable[[Tx], T]) -> T:
        """Runs `fn` and commits, durably, before it returns.

        Whatever `fn` raises undoes everything and comes out unchanged; so fn may run more than once (on PostgreSQL)
        and must not keep state outside. Raises StoreUnavailable when the database cannot take it, and RuleBroken
        `store_conflict` when a constraint refuses it: either way nothing was changed.
        """
        result, tx = await asyncio.get_running_loop().run_in_executor(self._writers, self._write, fn)
        self._notify(tx)
        return result

    async def read(self, fn: Callable[[Tx], T]) -> T:
        """Runs `fn` on one consistent state; writing in it is a fault."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._read, fn)

    def transact_sync(self, fn: Callable[[Tx], T]) -> T:
        """`transact` for code without an event loop, such as the command line."""
        return self._writers.submit(self._write, fn).result()[0]

    def read_sync(self, fn: Callable[[Tx], T]) -> T:
        """`read` for code without an event loop."""
        return self._readers.submit(self._read, fn).result()

    def release_claims_sync(self) -> int:
        """Ends the claims of a process that is gone, so that its messages are looked at now and not after a lease.

        For the start of the only process on a database; on PostgreSQL there may be others, and nothing is done.
        """
        if self.engine.dialect.name != "sqlite":
            return 0
        return self._writers.submit(self._write, _release).result()[0]

    async def close(self) -> None:
        """Lets running transactions end, then lets go of the database."""
        await asyncio.to_thread(self.close_sync)

    def close_sync(self) -> None:
        """The same, without an event loop."""
        self._writers.shutdown(wait=True)
        self._readers.shutdown(wait=True)
        self.engine.dispose()

    def _notify(self, tx: TxBase) -> None:
        for listener in self._on_outbox if tx.outbox_touched else ():
            listener()
        for listener in self._on_due if tx.due_touched else ():
            listener()

    def _write(self, fn: Callable[[Any], T]) -> tuple[T, TxBase]:
        for tries_left in reversed(range(self._tries)):
            try:
                with transaction(self.engine, write=True) as connection:
                    tx = SqlTx(connection, writable=True)
                    if tries_left < self._tries - 1:
                        tx.wait_for_other_losers()
                    return fn(tx), tx
            except IntegrityError as error:
                raise RuleBroken("store_conflict", reason=short_reason(error)) from error
            except _FAULTS:
                raise
            except (DBAPIError, PoolTimeout) as error:
                if not tries_left or getattr(getattr(error, "orig", None), "sqlstate", None) not in _LOST_RACE:
                    raise StoreUnavailable(short_reason(error)) from error
                time.sleep(random.uniform(0.002, 0.02) * (self._tries - tries_left))
        raise AssertionError("the last try returns or raises")

    def _read(self, fn: Callable[[Any], T]) -> T:
        try:
            with transaction(self._to_read, write=False) as connection:
                return fn(SqlTx(connection, writable=False))
        except _FAULTS:
            raise
        except (DBAPIError, PoolTimeout) as error:
            raise StoreUnavailable(short_reason(error)) from error


def _release(tx: SqlTx) -> int:
    # Any instant in the past ends a lease, in the world's time as in real time.
    return tx.release_claims(datetime(2000, 1, 1, tzinfo=UTC))
