"""What the tables alone cannot state: triggers that keep the ledger append-only (I8), in each database's own words."""

from __future__ import annotations

SQLITE_UP = (
    "CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger"
    " BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END",
    "CREATE TRIGGER ledger_no_delete BEFORE DELETE ON ledger"
    " BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END",
    # INSERT OR REPLACE deletes without firing the triggers above; this one refuses any entry but a true next one.
    "CREATE TRIGGER ledger_in_order BEFORE INSERT ON ledger"
    " WHEN NEW.seq <> COALESCE((SELECT MAX(seq) FROM ledger), 0) + 1"
    " OR EXISTS (SELECT 1 FROM ledger WHERE hash = NEW.hash OR prev = NEW.prev)"
    " BEGIN SELECT RAISE(ABORT, 'the ledger has no gaps'); END",
)

POSTGRES_UP = (
    "CREATE FUNCTION ledger_append_only() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$",
    "CREATE TRIGGER ledger_append_only BEFORE UPDATE OR DELETE ON ledger"
    " FOR EACH ROW EXECUTE FUNCTION ledger_append_only()",
    "CREATE TRIGGER ledger_no_truncate BEFORE TRUNCATE ON ledger"
    " FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only()",
    "CREATE FUNCTION ledger_in_order() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN IF NEW.seq <> COALESCE((SELECT MAX(seq) FROM ledger), 0) + 1 THEN"
    " RAISE EXCEPTION 'the ledger has no gaps'; END IF; RETURN NEW; END $$",
    "CREATE TRIGGER ledger_in_order BEFORE INSERT ON ledger FOR EACH ROW EXECUTE FUNCTION ledger_in_order()",
)


def statements(dialect: str) -> tuple[str, ...]:
    """The statements that put the guards up on `sqlite` or `postgresql`."""
    return SQLITE_UP if dialect == "sqlite" else POSTGRES_UP
