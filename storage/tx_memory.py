"""What a transaction remembers: events seen, things said, small values, calls to the language model."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, func, insert, select

from bot.ports import LlmCall, Said
from storage.codec import encode, storable
from storage.tables import ExtractionRow, LlmCallRow, SaidRow, SeenRow, ValueRow
from storage.tx_base import TxBase, insert_once, table_of, upsert

_said, _value = table_of(SaidRow), table_of(ValueRow)
_call, _extraction = table_of(LlmCallRow), table_of(ExtractionRow)

_SEE = insert_once(SeenRow, "key")
_REMEMBER = insert(_said)
_REMEMBERED = (
    select(_said).where(_said.c.place == bindparam("place")).order_by(_said.c.id.desc()).limit(bindparam("most"))
)
_VALUE = select(_value.c.value).where(_value.c.key == bindparam("key"))
_SET_VALUE = upsert(ValueRow, "key")
_RECORD = insert(_call)
_SPENT = select(func.coalesce(func.sum(_call.c.cost_micro_usd), 0)).where(_call.c.at >= bindparam("since"))
_SPENT_BY = _SPENT.where(_call.c.brand_id == bindparam("brand_id"))
_CACHED = select(_extraction.c.value).where(_extraction.c.key == bindparam("key"))
_CACHE = upsert(ExtractionRow, "key")


class MemoryTx(TxBase):
    """See `bot.ports.Tx`."""

    def first_time(self, key: str, now: datetime) -> bool:
        """True once for a key (an inbound event's id), False ever after."""
        return self._put(_SEE, key=key, at=now).rowcount == 1

    def remember(self, said: Said) -> None:
        """Keeps one message of a talk."""
        values = {"place": said.place, "author_id": said.author_id, "text": storable(said.text), "at": said.at}
        self._write(_REMEMBER, values)

    def remembered(self, place: str, *, limit: int = 20) -> Sequence[Said]:
        """The last `limit` messages of a talk, oldest first."""
        rows = self._unlocked(_REMEMBERED, place=place, most=limit)
        return tuple(Said(row.place, row.author_id, row.text, row.at) for row in reversed(rows))

    def value(self, key: str) -> str | None:
        """A small named value."""
        rows = self._unlocked(_VALUE, key=key)
        return rows[0].value if rows else None

    def set_value(self, key: str, value: str) -> None:
        """Sets a small named value."""
        self._put(_SET_VALUE, key=key, value=storable(value))

    def record_llm_call(self, call: LlmCall) -> None:
        """Keeps the record of a call."""
        values = {"at": call.at, "brand_id": call.brand_id, "cost_micro_usd": call.cost_micro_usd}
        self._write(_RECORD, {**values, "body": encode(call)})

    def llm_spent_micro_usd(self, since: datetime, brand_id: str | None = None) -> int:
        """What calls cost since then, all of them or for one brand."""
        if brand_id is None:
            return int(self._unlocked(_SPENT, since=since)[0][0])
        return int(self._unlocked(_SPENT_BY, since=since, brand_id=brand_id)[0][0])

    def cached_extraction(self, key: str) -> str | None:
        """What was read before under that key."""
        rows = self._unlocked(_CACHED, key=key)
        return rows[0].value if rows else None

    def cache_extraction(self, key: str, value: str, now: datetime) -> None:
        """Keeps what was read under a key."""
        self._put(_CACHE, key=key, value=storable(value), at=now)
