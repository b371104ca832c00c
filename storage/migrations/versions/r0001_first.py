"""The first tables, and the guards of the ledger."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.guards import statements

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

AUTO_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Makes everything, in an empty database."""
    _people()
    _deals()
    _ledger()
    _queues()
    _memory()


def _people() -> None:
    op.create_table(
        "person",
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name="pk_person"),
    )
    op.create_table(
        "brand",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_brand"),
    )
    op.create_table(
        "brand_rep",
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("brand_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "brand_id", name="pk_brand_rep"),
    )
    op.create_index("ix_brand_rep_brand_id", "brand_rep", ["brand_id"])
    op.create_table(
        "talent",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_talent"),
        sa.UniqueConstraint("user_id", name="uq_talent_user_id"),
    )
    op.create_table(
        "mandate",
        sa.Column("talent_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["talent_id"], ["talent.id"], name="fk_mandate_talent", initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("talent_id", "version", name="pk_mandate"),
    )
    op.create_table(
        "adviser",
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("talent_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "talent_id", name="pk_adviser"),
    )
    op.create_index("ix_adviser_talent_id", "adviser", ["talent_id"])


def _deals() -> None:
    op.create_table(
        "deal",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("brand_id", sa.String(), nullable=False),
        sa.Column("talent_id", sa.String(), nullable=True),
        sa.Column("thread_id", sa.String(), nullable=True),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.String(27), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_deal"),
    )
    op.create_index("ix_deal_brand_open", "deal", ["brand_id", "is_open"])
    op.create_index("ix_deal_talent_open", "deal", ["talent_id", "is_open"])
    op.create_index("ix_deal_thread_id", "deal", ["thread_id"])
    op.create_table(
        "consent",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deal_id", sa.String(), nullable=False),
        sa.Column("talent_id", sa.String(), nullable=False),
        sa.Column("terms_sha256", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("asked_at", sa.String(27), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["deal_id"], ["deal.id"], name="fk_consent_deal", initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name="pk_consent"),
        sa.UniqueConstraint("id", "talent_id", "terms_sha256", name="uq_consent_to_terms"),
    )
    op.create_index("ix_consent_talent_answer", "consent", ["talent_id", "answer"])
    op.create_index(
        "uq_consent_approved",
        "consent",
        ["deal_id", "terms_sha256"],
        unique=True,
        sqlite_where=sa.text("answer = 'approved'"),
        postgresql_where=sa.text("answer = 'approved'"),
    )
    op.create_table(
        "licence",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("deal_id", sa.String(), nullable=False),
        sa.Column("consent_id", sa.String(), nullable=False),
        sa.Column("talent_id", sa.String(), nullable=False),
        sa.Column("brand_id", sa.String(), nullable=False),
        sa.Column("terms_sha256", sa.String(), nullable=False),
        sa.Column("issued_at", sa.String(27), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consent_id", "talent_id", "terms_sha256"],
            ["consent.id", "consent.talent_id", "consent.terms_sha256"],
            name="fk_licence_consent",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["deal_id"], ["deal.id"], name="fk_licence_deal", initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("number", name="pk_licence"),
        sa.UniqueConstraint("consent_id", name="uq_licence_consent_id"),
        sa.UniqueConstraint("deal_id", name="uq_licence_deal_id"),
    )
    op.create_index("ix_licence_brand_id", "licence", ["brand_id"])
    op.create_index("ix_licence_talent_id", "licence", ["talent_id"])
    op.create_table(
        "document",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_document"),
    )


def _ledger() -> None:
    op.create_table(
        "ledger",
        sa.Column("seq", AUTO_ID, nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("prev", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_ledger"),
        sa.UniqueConstraint("hash", name="uq_ledger_hash"),
        sa.UniqueConstraint("prev", name="uq_ledger_prev"),
    )
    op.create_index("ix_ledger_subject", "ledger", ["subject"])
    for statement in statements(op.get_bind().dialect.name):
        op.execute(sa.text(statement))


def _queues() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", AUTO_ID, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("note_kind", sa.String(), nullable=False),
        sa.Column("note_data", sa.Text(), nullable=False),
        sa.Column("files", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("in_doubt", sa.Boolean(), nullable=False),
        sa.Column("enqueued_at", sa.String(27), nullable=False),
        sa.Column("ready_at", sa.String(27), nullable=False),
        sa.Column("not_before", sa.String(27), nullable=True),
        sa.Column("first_tried_at", sa.String(27), nullable=True),
        sa.Column("done_at", sa.String(27), nullable=True),
        sa.Column("message_id", sa.String(), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("key", name="uq_outbox_key"),
    )
    op.create_index(
        "ix_outbox_dead",
        "outbox",
        ["id"],
        sqlite_where=sa.text("state = 'dead'"),
        postgresql_where=sa.text("state = 'dead'"),
    )
    op.create_index(
        "ix_outbox_undelivered",
        "outbox",
        ["address", "id"],
        sqlite_where=sa.text("state IN ('waiting', 'claimed')"),
        postgresql_where=sa.text("state IN ('waiting', 'claimed')"),
    )
    op.create_table(
        "due",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("due_at", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_due"),
    )
    op.create_index("ix_due_due_at", "due", ["due_at"])
    op.create_index("ix_due_ref", "due", ["ref"])


def _memory() -> None:
    op.create_table(
        "seen",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_seen"),
    )
    op.create_table(
        "said",
        sa.Column("id", AUTO_ID, nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("author_id", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_said"),
    )
    op.create_index("ix_said_place_id", "said", ["place", "id"])
    op.create_table(
        "value",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_value"),
    )
    op.create_table(
        "llm_call",
        sa.Column("id", AUTO_ID, nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("brand_id", sa.String(), nullable=True),
        sa.Column("cost_micro_usd", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_llm_call"),
    )
    op.create_index("ix_llm_call_at_brand", "llm_call", ["at", "brand_id"])
    op.create_table(
        "extraction",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_extraction"),
    )
