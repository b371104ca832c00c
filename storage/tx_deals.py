"""Deals, consents, licences, documents and the ledger of a transaction."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, insert, select

from bot.domain.consent import Answer, Consent
from bot.domain.deal import Deal
from bot.domain.ledger import Entry, next_entry, sealed_line
from bot.domain.ledger_tree import entry_bytes
from bot.domain.licence import Licence
from bot.domain.terms import canonical_json
from storage.codec import decode, encode
from storage.tables import ConsentRow, DealRow, DocumentRow, LedgerRow, LicenceRow
from storage.tx_base import LOCK_LEDGER, Lookup, TxBase, body_by, lookup, table_of, upsert

_deal, _consent, _licence = table_of(DealRow), table_of(ConsentRow), table_of(LicenceRow)
_document, _ledger = table_of(DocumentRow), table_of(LedgerRow)

LINES_AT_ONCE = 2_000
"""Rows of the ledger that are held in memory where only their bytes are wanted."""

_DEAL = body_by(DealRow, "id")
_DEAL_IN_THREAD = lookup(
    select(_deal.c.body)
    .where(_deal.c.thread_id == bindparam("thread_id"))
    .order_by(_deal.c.is_open.desc(), _deal.c.opened_at.desc(), _deal.c.id)
    .limit(1)
)
_SAVE_DEAL = upsert(DealRow, "id")

_CONSENT = body_by(ConsentRow, "id")
_OPEN_CONSENTS = lookup(
    select(_consent.c.body)
    .where(_consent.c.talent_id == bindparam("talent_id"), _consent.c.answer == Answer.OPEN.value)
    .order_by(_consent.c.asked_at, _consent.c.id)
)
_SAVE_CONSENT = upsert(ConsentRow, "id")

_LICENCE = body_by(LicenceRow, "number")
_LICENCE_OF_DEAL = body_by(LicenceRow, "deal_id")
_SAVE_LICENCE = upsert(LicenceRow, "number")

_DOCUMENT = select(_document.c.content).where(_document.c.name == bindparam("name"))
_SAVE_DOCUMENT = upsert(DocumentRow, "name")

_LAST_ENTRY = select(_ledger).order_by(_ledger.c.seq.desc()).limit(1)
_ENTRIES = select(_ledger).where(_ledger.c.seq > bindparam("after")).order_by(_ledger.c.seq)
_ENTRIES_OF = _ENTRIES.where(_ledger.c.subject == bindparam("subject"))
_SOME_ENTRIES = _ENTRIES.limit(bindparam("most"))
_ADD_ENTRY = insert(_ledger)


class DealsTx(TxBase):
    """See `bot.ports.Tx`."""

    def deal(self, deal_id: str) -> Deal | None:
        """By id."""
        row = self._row(_DEAL, id=deal_id)
        return None if row is None else decode(Deal, row.body)

    def deal_in_thread(self, thread_id: str) -> Deal | None:
        """The newest open deal of that thread, or its newest where none is open."""
        row = self._row(_DEAL_IN_THREAD, thread_id=thread_id)
        return None if row is None else decode(Deal, row.body)

    def deals(
        self, *, talent_id: str | None = None, brand_id: str | None = None, open_only: bool = False
    ) -> Sequence[Deal]:
        """In the order they were opened."""
        query = _deals_query(talent_id is not None, brand_id is not None, open_only)
        rows = self._rows(query, **_given(talent_id=talent_id, brand_id=brand_id))
        return tuple(decode(Deal, row.body) for row in rows)

    def save_deal(self, deal: Deal) -> None:
        """New or changed."""
        self._put(
            _SAVE_DEAL,
            id=deal.id,
            brand_id=deal.brand_id,
            talent_id=deal.talent_id,
            thread_id=deal.thread_id,
            is_open=deal.is_open,
            opened_at=deal.opened_at,
            body=encode(deal),
        )

    def consent(self, consent_id: str) -> Consent | None:
        """By id."""
        row = self._row(_CONSENT, id=consent_id)
        return None if row is None else decode(Consent, row.body)

    def open_consents(self, talent_id: str) -> Sequence[Consent]:
        """Her open asks, oldest first."""
        rows = self._rows(_OPEN_CONSENTS, talent_id=talent_id)
        return tuple(decode(Consent, row.body) for row in rows)

    def save_consent(self, consent: Consent) -> None:
        """New or changed."""
        self._put(
            _SAVE_CONSENT,
            id=consent.id,
            deal_id=consent.deal_id,
            talent_id=consent.talent_id,
            terms_sha256=consent.terms_sha256,
            answer=consent.answer.value,
            asked_at=consent.asked_at,
            body=encode(consent),
        )

    def licence(self, number: str) -> Licence | None:
        """By number."""
        row = self._row(_LICENCE, number=number)
        return None if row is None else decode(Licence, row.body)

    def licence_of_deal(self, deal_id: str) -> Licence | None:
        """The licence that came of that deal."""
        row = self._row(_LICENCE_OF_DEAL, deal_id=deal_id)
        return None if row is None else decode(Licence, row.body)

    def licences(self, *, talent_id: str | None = None, brand_id: str | None = None) -> Sequence[Licence]:
        """In the order they were issued."""
        query = _licences_query(talent_id is not None, brand_id is not None)
        rows = self._rows(query, **_given(talent_id=talent_id, brand_id=brand_id))
        return tuple(decode(Licence, row.body) for row in rows)

    def save_licence(self, licence: Licence) -> None:
        """New or changed. A second one for a deal or a consent, or one without its consent, is refused (I1)."""
        self._put(
            _SAVE_LICENCE,
            number=licence.number,
            deal_id=licence.deal_id,
            consent_id=licence.consent_id,
            talent_id=licence.talent_id,
            brand_id=licence.brand_id,
            terms_sha256=licence.terms_sha256,
            issued_at=licence.issued_at,
            body=encode(licence),
        )

    def document(self, name: str) -> bytes | None:
        """The bytes kept under that name."""
        rows = self._unlocked(_DOCUMENT, name=name)
        return bytes(rows[0].content) if rows else None

    def save_document(self, name: str, content: bytes) -> None:
        """Keeps bytes under a name, in place of what was there."""
        self._put(_SAVE_DOCUMENT, name=name, content=content)

    def append_ledger(self, kind: str, subject: str, body: Mapping[str, Any], at: datetime) -> Entry:
        """Adds one entry after the last; where the clock was put back, the entry takes the last one's time."""
        self._lock(LOCK_LEDGER)
        rows = self._unlocked(_LAST_ENTRY)
        last = _entry(rows[0]) if rows else None
        when = _milliseconds(at) if last is None else max(last.at, _milliseconds(at))
        entry = next_entry(last, when, kind, subject, dict(body))
        self._write(_ADD_ENTRY, {**entry.as_dict(), "body": canonical_json(dict(body)).decode()})
        return entry

    def ledger(self, *, subject: str | None = None, after: int = 0) -> Sequence[Entry]:
        """The entries whose number is above `after`, all of them or those about one subject, in order."""
        given = {} if subject is None else {"subject": subject}
        rows = self._unlocked(_ENTRIES if subject is None else _ENTRIES_OF, after=after, **given)
        return tuple(_entry(row) for row in rows)

    def ledger_lines(self) -> Iterator[bytes]:
        """The canonical bytes of every entry, in order."""
        after = 0
        while rows := self._unlocked(_SOME_ENTRIES, after=after, most=LINES_AT_ONCE):
            yield from map(_line, rows)
            after = rows[-1].seq


def _line(row: Any) -> bytes:
    seq, at, kind, subject, body, prev, seal = row
    return sealed_line(seq, at, kind, subject, body, prev, seal) or entry_bytes(_entry(row))


def _entry(row: Any) -> Entry:
    return Entry(row.seq, row.at, row.kind, row.subject, json.loads(row.body), row.prev, row.hash)


def _milliseconds(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _given(**values: str | None) -> dict[str, str]:
    return {name: value for name, value in values.items() if value is not None}


@cache
def _deals_query(by_talent: bool, by_brand: bool, open_only: bool) -> Lookup:
    query = select(_deal.c.body).order_by(_deal.c.opened_at, _deal.c.id)
    if by_talent:
        query = query.where(_deal.c.talent_id == bindparam("talent_id"))
    if by_brand:
        query = query.where(_deal.c.brand_id == bindparam("brand_id"))
    return lookup(query.where(_deal.c.is_open) if open_only else query)


@cache
def _licences_query(by_talent: bool, by_brand: bool) -> Lookup:
    query = select(_licence.c.body).order_by(_licence.c.issued_at, _licence.c.number)
    if by_talent:
        query = query.where(_licence.c.talent_id == bindparam("talent_id"))
    if by_brand:
        query = query.where(_licence.c.brand_id == bindparam("brand_id"))
    return lookup(query)
