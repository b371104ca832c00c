"""The body of `quasi read`: JSON Lines of messages in, JSON Lines of findings out (DESIGN §6)."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, TextIO, cast

from bot.domain.money import MAX_AMOUNT_MINOR
from bot.json_lines import BadLine, answer_lines
from bot.reading.findings import Context, Findings, OnTable, Role, TalentName
from bot.reading.read import read, to_json

Extract = Callable[[str, Context, Findings], Findings]
"""A language model's part: the findings of the rules in, the merged findings out."""


class UnusableInput(ValueError):
    """Something the person gave cannot be used; the message is the one sentence to show."""


def run(
    role: str, now: datetime | None, roster: Path | None, lines: TextIO, out: TextIO, extract: Extract | None = None
) -> int:
    """Read each line and write its findings; a bad line gets an error in its place.

    Args:
        role: `brand` or `talent`.
        now: the time that relative dates count from; the present when None. A naive time is taken as UTC.
        roster: JSON Lines of `{"name", "aliases"}`, or None.
        lines: JSON Lines `{"id", "text", "on_table"?}`.
        out: where the answers go, one line each, flushed.
        extract: the language model's hook, or None for rules alone.

    Returns: 0 when the input could be used.
    Raises: UnusableInput with one sentence for a wrong role or roster.
    """
    if role not in ("brand", "talent"):
        raise UnusableInput(f"The role must be brand or talent, not {role!r}.")
    moment = now or datetime.now(UTC)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    people = _roster(roster)

    def answer(row: dict[str, Any]) -> dict[str, Any]:
        text = row.get("text")
        if not isinstance(text, str):
            raise BadLine("The line has no text.")
        context = Context(now=moment, role=cast(Role, role), roster=people, on_table=_table(row.get("on_table")))
        findings = read(text, context)
        if extract is not None:
            findings = extract(text, context, findings)
        return {"id": row.get("id"), **to_json(findings)}

    answer_lines(lines, out, "id", answer)
    return 0


def _roster(path: Path | None) -> tuple[TalentName, ...]:
    if path is None:
        return ()
    try:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
        return tuple(TalentName(str(row["name"]), tuple(str(a) for a in row.get("aliases") or ())) for row in rows)
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, TypeError, KeyError, AttributeError) as problem:
        raise UnusableInput(f"The roster {path} could not be read: {problem}.") from problem


def _table(given: object) -> OnTable | None:
    if given is None:
        return None
    if not isinstance(given, dict):
        raise BadLine("on_table must be an object.")
    terms = given.get("terms")
    if terms is not None and not isinstance(terms, dict):
        raise BadLine("on_table.terms must be an object.")
    return OnTable(terms, _figure(given.get("ours"), "ours"), _figure(given.get("theirs"), "theirs"))


def _figure(given: object, name: str) -> tuple[Decimal, str] | None:
    if given is None:
        return None
    if not isinstance(given, list) or len(given) != 2:
        raise BadLine(f"on_table.{name} must be an amount and a currency.")
    amount, currency = given
    try:
        value = Decimal(str(amount))
    except InvalidOperation:
        raise BadLine(f"on_table.{name} must be an amount and a currency.") from None
    if (
        not value.is_finite()
        or not 0 < value <= MAX_AMOUNT_MINOR
        or not isinstance(currency, str)
        or len(currency) != 3
    ):
        raise BadLine(f"on_table.{name} must be an amount and a currency.")
    return value, currency.upper()
