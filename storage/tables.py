"""The tables. An aggregate is one row: its body as JSON, and beside it only the columns it is looked up by.

Instants are UTC text of fixed width (`codec.stamp`), so that both databases compare them as they happened. The
conditions of partial indexes are given for SQLite; the migration gives them for both, for naming the other here would
load the whole PostgreSQL dialect at every start.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import (
    BigInteger,
    Dialect,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlmodel import Field, SQLModel

from storage.codec import instant, stamp

STAMP_CHARS = 27

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

AutoId = BigInteger().with_variant(Integer(), "sqlite")
"""SQLite numbers rows by itself only where the type is exactly INTEGER."""


class Instant(TypeDecorator[datetime]):
    """An aware datetime as UTC text of fixed width; a naive one is refused."""

    impl = String(STAMP_CHARS)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """Into the database."""
        return None if value is None else stamp(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Out of the database: aware, UTC."""
        return None if value is None else instant(value)


class Row(SQLModel):
    """What all tables share."""

    metadata: ClassVar[MetaData] = metadata


def _deferred(columns: list[str], referred: list[str]) -> ForeignKeyConstraint:
    # Checked at commit: a flow may save a licence before or after its consent, in any order it reads best.
    return ForeignKeyConstraint(columns, referred, deferrable=True, initially="DEFERRED")


class PersonRow(Row, table=True):
    """One person with an account."""

    __tablename__ = "person"
    user_id: str = Field(primary_key=True)
    body: str = Field(sa_type=Text)


class BrandRow(Row, table=True):
    """One licensee."""

    __tablename__ = "brand"
    id: str = Field(primary_key=True)
    body: str = Field(sa_type=Text)


class BrandRepRow(Row, table=True):
    """Who speaks for which brand: a copy of `Brand.rep_ids` to look up by."""

    __tablename__ = "brand_rep"
    user_id: str = Field(primary_key=True)
    brand_id: str = Field(primary_key=True, index=True)


class TalentRow(Row, table=True):
    """One talent; an account is one talent's at most."""

    __tablename__ = "talent"
    id: str = Field(primary_key=True)
    user_id: str = Field(unique=True)
    body: str = Field(sa_type=Text)


class MandateRow(Row, table=True):
    """Every version of every mandate; a version is never changed."""

    __tablename__ = "mandate"
    __table_args__ = (_deferred(["talent_id"], ["talent.id"]),)
    talent_id: str = Field(primary_key=True)
    version: int = Field(primary_key=True, sa_type=Integer)
    body: str = Field(sa_type=Text)


class AdviserRow(Row, table=True):
    """Who advises whom by the newest mandate."""

    __tablename__ = "adviser"
    user_id: str = Field(primary_key=True)
    talent_id: str = Field(primary_key=True, index=True)


class DealRow(Row, table=True):
    """One deal. `place` is the order of opening."""

    __tablename__ = "deal"
    __table_args__ = (
        Index("ix_deal_talent_open", "talent_id", "is_open"),
        Index("ix_deal_brand_open", "brand_id", "is_open"),
    )
    id: str = Field(primary_key=True)
    brand_id: str
    talent_id: str | None = None
    thread_id: str | None = Field(default=None, index=True)
    """A renewal talks on in the old deal's thread, so several deals may share one."""
    is_open: bool
    opened_at: datetime = Field(sa_type=Instant)
    body: str = Field(sa_type=Text)


class ConsentRow(Row, table=True):
    """One ask. A deal has at most one approved consent for one terms hash (I1)."""

    __tablename__ = "consent"
    __table_args__ = (
        _deferred(["deal_id"], ["deal.id"]),
        UniqueConstraint("id", "talent_id", "terms_sha256", name="uq_consent_to_terms"),
        Index(
            "uq_consent_approved",
            "deal_id",
            "terms_sha256",
            unique=True,
            sqlite_where=text("answer = 'approved'"),
        ),
        Index("ix_consent_talent_answer", "talent_id", "answer"),
    )
    id: str = Field(primary_key=True)
    deal_id: str
    talent_id: str
    terms_sha256: str
    answer: str
    asked_at: datetime = Field(sa_type=Instant)
    body: str = Field(sa_type=Text)


class LicenceRow(Row, table=True):
    """One licence: one a deal, one a consent, and that consent is this talent's to these very terms (I1)."""

    __tablename__ = "licence"
    __table_args__ = (
        _deferred(["deal_id"], ["deal.id"]),
        _deferred(
            ["consent_id", "talent_id", "terms_sha256"],
            ["consent.id", "consent.talent_id", "consent.terms_sha256"],
        ),
        UniqueConstraint("deal_id"),
        UniqueConstraint("consent_id"),
    )
    number: str = Field(primary_key=True)
    deal_id: str
    consent_id: str
    talent_id: str = Field(index=True)
    brand_id: str = Field(index=True)
    terms_sha256: str
    issued_at: datetime = Field(sa_type=Instant)
    body: str = Field(sa_type=Text)


class DocumentRow(Row, table=True):
    """One file, such as a licence's PDF."""

    __tablename__ = "document"
    name: str = Field(primary_key=True)
    content: bytes = Field(sa_type=LargeBinary)


class LedgerRow(Row, table=True):
    """One entry of the ledger. Triggers of the first migration refuse UPDATE and DELETE (I8)."""

    __tablename__ = "ledger"
    seq: int = Field(primary_key=True, sa_type=AutoId)
    at: str
    kind: str
    subject: str = Field(index=True)
    body: str = Field(sa_type=Text)
    prev: str = Field(unique=True)
    hash: str = Field(unique=True)


class OutboxRow(Row, table=True):
    """One message that must be sent once (I7). `address` is its kind and id in one, to order by."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_undelivered",
            "address",
            "id",
            sqlite_where=text("state IN ('waiting', 'claimed')"),
        ),
        Index(
            "ix_outbox_dead",
            "id",
            sqlite_where=text("state = 'dead'"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=AutoId)
    key: str = Field(unique=True)
    address: str
    note_kind: str
    note_data: str = Field(sa_type=Text)
    files: str = Field(sa_type=Text)
    state: str
    attempts: int = Field(sa_type=Integer)
    in_doubt: bool
    enqueued_at: datetime = Field(sa_type=Instant)
    ready_at: datetime = Field(sa_type=Instant)
    """Waiting: not to be sent before. Claimed: when the claim runs out."""
    not_before: datetime | None = Field(default=None, sa_type=Instant)
    first_tried_at: datetime | None = Field(default=None, sa_type=Instant)
    done_at: datetime | None = Field(default=None, sa_type=Instant, index=True)
    """When it was sent or given up; taken away again once a sent message was emptied for its age."""
    message_id: str | None = None
    last_error: str | None = None


class DueRow(Row, table=True):
    """Something to do at an instant."""

    __tablename__ = "due"
    key: str = Field(primary_key=True)
    kind: str
    ref: str = Field(index=True)
    due_at: datetime = Field(sa_type=Instant, index=True)


class SeenRow(Row, table=True):
    """Inbound events already dealt with."""

    __tablename__ = "seen"
    key: str = Field(primary_key=True)
    at: datetime = Field(sa_type=Instant, index=True)


class SaidRow(Row, table=True):
    """One remembered message of a talk."""

    __tablename__ = "said"
    __table_args__ = (Index("ix_said_place_id", "place", "id"),)
    id: int | None = Field(default=None, primary_key=True, sa_type=AutoId)
    place: str
    author_id: str
    text: str = Field(sa_type=Text)
    at: datetime = Field(sa_type=Instant)


class ValueRow(Row, table=True):
    """A small named value, such as where an address was found."""

    __tablename__ = "value"
    key: str = Field(primary_key=True)
    value: str = Field(sa_type=Text)


class LlmCallRow(Row, table=True):
    """One call to the language model."""

    __tablename__ = "llm_call"
    __table_args__ = (Index("ix_llm_call_at_brand", "at", "brand_id"),)
    id: int | None = Field(default=None, primary_key=True, sa_type=AutoId)
    at: datetime = Field(sa_type=Instant)
    brand_id: str | None = None
    cost_micro_usd: int = Field(sa_type=BigInteger)
    body: str = Field(sa_type=Text)


class ExtractionRow(Row, table=True):
    """What the language model read from a message, kept so that it is asked once."""

    __tablename__ = "extraction"
    key: str = Field(primary_key=True)
    value: str = Field(sa_type=Text)
    at: datetime = Field(sa_type=Instant, index=True)
