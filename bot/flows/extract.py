"""Reading with help: rules always; a language model, where there is one, adds what the words bear out (DESIGN §9)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import structlog

from bot.domain.deal import Deal
from bot.flows.base import Deps
from bot.ports import LlmUnavailable, Quoted
from bot.reading import asides
from bot.reading.findings import Context, Findings
from bot.reading.grounding import bears_out
from bot.reading.read import read

log = structlog.get_logger()

FIELDS = frozenset(
    "talent fee fee_max media territories starts_on ends_on months days exclusivity category assets".split()
)


async def understand_text(deps: Deps, text: str, context: Context, deal: Deal | None) -> Findings:
    """The findings of one message. The model is asked only where rules leave part of it unexplained."""
    found = read_whole(text, context)
    if deps.llm is None or found.whole:
        return found
    table = dict(context.on_table.terms) if context.on_table and context.on_table.terms else {}
    try:
        quoted = await deps.llm.extract(text, table, context.role, brand_id=deal.brand_id if deal else None)
    except LlmUnavailable as failure:
        log.info("llm.unavailable", reason=str(failure)[:80])
        return found
    return merge_quoted(found, quoted, text, context)


def read_whole(text: str, context: Context) -> Findings:
    """The rules' reading, with what a first brief says in passing."""
    found = read(text, context)
    if context.role != "brand" or context.talking:
        return found
    return replace(
        found,
        purpose=found.purpose or asides.purpose(text),
        stranger=None if found.talent or found.talents else asides.stranger(text, context.roster),
    )


def merge_quoted(
    found: Findings, quoted: tuple[Quoted, ...] | list[Quoted] | Any, text: str, context: Context
) -> Findings:
    """Rules and model together: what only the model saw needs a quote that bears it out; a clash is asked about."""
    changes: dict[str, Any] = {}
    unclear = set(found.unclear)
    evidence = dict(found.evidence)
    for item in quoted:
        value = _typed(item.field, item.value)
        if item.field not in FIELDS or value is None or not bears_out(item.field, value, item.quote, text, context):
            continue
        own = getattr(found, item.field)
        if own in (None, (), ""):
            changes[item.field] = value
            evidence[item.field] = item.quote
            unclear.discard(item.field)
        elif own != value and item.field not in ("media", "territories"):
            unclear.add(item.field)
            changes[item.field] = None
    if not changes and unclear == set(found.unclear):
        return found
    return replace(found, **changes, unclear=tuple(sorted(unclear)), evidence=evidence)


def _typed(name: str, value: Any) -> Any:
    """A model's JSON value as the reader's own type; None when it is not of that kind."""
    try:
        match name:
            case "fee" | "fee_max":
                amount, currency = value
                number = Decimal(str(amount))
                return (number, currency) if number.is_finite() else None
            case "media" | "territories":
                return tuple(str(code) for code in value)
            case "starts_on" | "ends_on":
                return date.fromisoformat(value)
            case "months" | "days" | "assets":
                return value if isinstance(value, int) and not isinstance(value, bool) else None
            case _:
                return str(value)
    except (TypeError, ValueError, InvalidOperation):
        return None
