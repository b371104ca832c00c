"""Indexes by age, so that the daily pruning finds what is old without reading what is not."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds three indexes; no row changes."""
    op.create_index("ix_outbox_done_at", "outbox", ["done_at"])
    op.create_index("ix_seen_at", "seen", ["at"])
    op.create_index("ix_extraction_at", "extraction", ["at"])
