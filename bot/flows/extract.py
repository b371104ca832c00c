"""Reading with help: rules always; a language model, where there is one, adds what the words bear out (DESIGN §9)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import structlog

import prompts
from bot.domain.deal import Deal
from bot.flows.base import Deps
from bot.ports import Llm, LlmUnavailable, Quoted
from bot.reading import asides
from bot.reading.findings import Context, Findings
from bot.reading.grounding import bears_out
from bot.reading.read import read

log = structlog.get_logger()

FIELDS = frozenset(
    "talent fee fee_max media territories starts_on ends_on months days exclusivity category assets".split()
)


_LISTS = frozenset({"media", "territories"})


async def understand_text(deps: Deps, text: str, context: Context, deal: Deal | None) -> Findings:
    """The findings of one message. The model is asked only where rules leave part of it unexplained."""
    found = read_whole(text, context)
    if deps.llm is None or found.whole:
        return found
    try:
        quoted = await _quoted(deps, deps.llm, text, context, deal)
    except LlmUnavailable as failure:
        log.info("llm.unavailable", reason=str(failure)[:80])
        return found
    return merge_quoted(found, quoted, text, context)


async def _quoted(deps: Deps, llm: Llm, text: str, context: Context, deal: Deal | None) -> Sequence[Quoted]:
    """The model's fields; the same message beside the same table under the same prompt is asked for once."""
    table = shown_table(context)
    key = cache_key(text, table, context.role)
    cached = await deps.store.read(lambda tx: tx.cached_extraction(key))
    if cached is not None:
        return [Quoted(field, value, quote) for field, value, quote in json.loads(cached)]
    quoted = await llm.extract(text, table, context.role, brand_id=deal.brand_id if deal else None)
    kept = json.dumps([[item.field, item.value, item.quote] for item in quoted])
    await deps.store.transact(lambda tx: tx.cache_extraction(key, kept, context.now))
    return quoted


def shown_table(context: Context) -> dict[str, Any]:
    """What the model sees beside the message: what both sides look at, what was asked, and the day."""
    table: dict[str, Any] = {"today": context.now.date().isoformat(), "asked": context.asked}
    if context.on_table is not None:
        table["terms"] = dict(context.on_table.terms or {})
        table["ours"], table["theirs"] = _figure(context.on_table.ours), _figure(context.on_table.theirs)
    return {name: value for name, value in table.items() if value}


def cache_key(text: str, table: Mapping[str, Any], role: str) -> str:
    """The identity of one extraction: prompt, message, table and speaker."""
    parts = [prompts.load("understand").sha256, role, text, json.dumps(table, sort_keys=True, default=str)]
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _figure(figure: tuple[Decimal, str] | None) -> list[str] | None:
    return None if figure is None else [f"{figure[0]:f}", figure[1]]


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


def merge_quoted(found: Findings, quoted: Sequence[Quoted], text: str, context: Context) -> Findings:
    """Rules and model together, field by field.

    Both say the same: it stands. Rules alone: it stands. The model alone: it is taken where its quote, read by rules,
    bears it out. Both, and they differ: the field is asked about. What the rules saw refused is never brought back.
    """
    changes: dict[str, Any] = {}
    unclear = set(found.unclear)
    evidence = dict(found.evidence)
    for item in quoted:
        value = _typed(item.field, item.value)
        if item.field not in FIELDS or value is None or not bears_out(item.field, value, item.quote, text, context):
            continue
        own = getattr(found, item.field)
        if _refused(found, item.field, value):
            continue
        if own in (None, (), ""):
            if _said_otherwise(found, item.field):
                continue
            changes[item.field] = value
            evidence[item.field] = item.quote
            unclear.discard(item.field)
        elif not _same(own, value):
            unclear.add(item.field)
            changes[item.field] = () if item.field in _LISTS else None
    if not changes and unclear == set(found.unclear):
        return found
    return replace(found, **changes, unclear=tuple(sorted(unclear)), evidence=evidence)


def _same(own: Any, value: Any) -> bool:
    """Lists of codes agree in any order, and where the rules saw all that the model saw and more."""
    if isinstance(own, tuple) and own and isinstance(own[0], str):
        return set(value) <= set(own)
    return bool(own == value)


def _refused(found: Findings, field: str, value: Any) -> bool:
    removed = {"media": found.media_removed, "territories": found.territories_removed}.get(field, ())
    return bool(removed) and bool(set(value) & set(removed))


def _said_otherwise(found: Findings, field: str) -> bool:
    """Whether the rules read the same thing in another form: a length in days where the model counts months."""
    pairs = {"months": ("days",), "days": ("months",), "fee": ("fee_max",), "fee_max": ("fee",)}
    return any(getattr(found, other) is not None for other in pairs.get(field, ()))


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
