"""What the language model may say about a message: the JSON schema it answers by, and the check of each value.

A value comes out in the shape of `quasi read` (DESIGN §6); what has another shape is dropped, and so is every value
whose quote is not in the message.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.domain.vocabulary import ALL_MEDIA, CATEGORIES, COUNTRIES, EXCLUSIVITIES, MEDIA, WORLD
from bot.ports import Quoted

TABLE_KEYS = frozenset({"terms", "ours", "theirs", "asked", "today"})
TERM_KEYS = frozenset(
    "talent brand product category purpose media territories starts_on ends_on months days exclusivity assets "
    "assets_max origin replaces_casting depiction fee".split()
)
"""All that the model is shown of a deal: a list of what may pass, so that nothing new slips through (I4)."""
SHOWN_CHARACTERS_MOST = 200
INTENTS = tuple(
    "request offer question accept reject withdraw renew approve decline counter later pause revoke other".split()
)
FLAGS = ("alteration", "invented_person", "training", "minor")

_AMOUNT = re.compile(r"[0-9]{1,12}(\.[0-9]{1,3})?", re.ASCII)
_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)
_COUNT_MOST = 100_000


def shown(table: Mapping[str, Any]) -> dict[str, Any]:
    """What of `table` the model may see, in plain bounded JSON values."""
    kept = {key: _plain(value) for key, value in table.items() if key in TABLE_KEYS and key != "terms"}
    terms = table.get("terms")
    if isinstance(terms, Mapping):
        kept["terms"] = {key: _plain(value) for key, value in terms.items() if key in TERM_KEYS}
    return kept


def quoted(fields: Mapping[str, Any], text: str) -> tuple[Quoted, ...]:
    """The fields of a reply that have the right shape and a quote that stands in `text`; flags come one by one."""
    found = []
    for name, kind in FIELDS.items():
        said = fields.get(name)
        if not isinstance(said, Mapping):
            continue
        quote, value = said.get("quote"), kind.clean(said.get("value"))
        if value is None or not isinstance(quote, str) or not quote.strip() or quote not in text:
            continue
        if name in FLAGS:
            found.append(Quoted("flags", [name], quote))
        else:
            found.append(Quoted(name, value, quote))
    return tuple(found)


@dataclass(frozen=True)
class _Kind:
    """One kind of value: how the schema asks for it, and `clean`, which gives it in our shape or None."""

    schema: Mapping[str, Any]
    clean: Callable[[object], Any]


def _text(length: int) -> _Kind:
    return _Kind(
        {"type": "string"}, lambda value: value if isinstance(value, str) and 0 < len(value) <= length else None
    )


def _code(codes: Sequence[str]) -> _Kind:
    return _Kind(
        {"type": "string", "enum": list(codes)},
        lambda value: value if isinstance(value, str) and value in codes else None,
    )


def _codes(codes: frozenset[str], *, listed: bool) -> _Kind:
    item: dict[str, Any] = {"type": "string"}
    if listed:
        item["enum"] = sorted(codes)

    def clean(value: object) -> list[str] | None:
        if not isinstance(value, list) or not value or len(value) > len(codes):
            return None
        good = all(isinstance(code, str) and code in codes for code in value)
        return sorted(set(value)) if good else None

    return _Kind({"type": "array", "items": item}, clean)


def _count() -> _Kind:
    def clean(value: object) -> int | None:
        whole = isinstance(value, int) and not isinstance(value, bool)
        return value if isinstance(value, int) and whole and 0 < value <= _COUNT_MOST else None

    return _Kind({"type": "integer"}, clean)


def _day() -> _Kind:
    def clean(value: object) -> str | None:
        if not isinstance(value, str) or len(value) != len("2027-01-10"):
            return None
        try:
            return date.fromisoformat(value).isoformat()
        except ValueError:
            return None

    return _Kind({"type": "string"}, clean)


def _yes() -> _Kind:
    return _Kind({"type": "boolean"}, lambda value: True if value is True else None)


def _yes_or_no() -> _Kind:
    return _Kind({"type": "boolean"}, lambda value: value if isinstance(value, bool) else None)


def _figure() -> _Kind:
    def clean(value: object) -> list[str | None] | None:
        if not isinstance(value, Mapping):
            return None
        amount, currency = value.get("amount"), value.get("currency")
        if not isinstance(amount, str) or _AMOUNT.fullmatch(amount) is None:
            return None
        if currency is not None and (not isinstance(currency, str) or _CURRENCY.fullmatch(currency) is None):
            return None
        return [amount, currency]

    return _Kind(_closed({"amount": {"type": "string"}, "currency": {"type": ["string", "null"]}}), clean)


def _closed(properties: Mapping[str, Any]) -> dict[str, Any]:
    """An object with just these keys, all of them there: what strict schemas ask for."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in list(value.items())[:20] if not _secret(str(key))}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(each) for each in list(value)[:300]]
    if value is None or isinstance(value, bool | int | float):
        return value
    return str(value)[:SHOWN_CHARACTERS_MOST]


def _secret(key: str) -> bool:
    # The values under the keys above are flat but for fee and depiction; this guards whatever they may grow into.
    return any(word in key for word in ("floor", "target", "margin", "secret", "strategy", "seed"))


FIELDS: dict[str, _Kind] = {
    "intent": _code(INTENTS),
    "talent": _text(120),
    "fee": _figure(),
    "fee_max": _figure(),
    "media": _codes(frozenset((*MEDIA, ALL_MEDIA)), listed=True),
    "territories": _codes(COUNTRIES | {WORLD}, listed=False),
    "starts_on": _day(),
    "ends_on": _day(),
    "months": _count(),
    "days": _count(),
    "exclusivity": _code(EXCLUSIVITIES),
    "category": _code(CATEGORIES),
    "assets": _count(),
    "perpetual": _yes(),
    "product": _text(160),
    "purpose": _text(300),
    "replaces_casting": _yes_or_no(),
    **{flag: _yes() for flag in FLAGS},
}

SCHEMA: dict[str, Any] = {
    "title": "what_the_message_says",
    "description": "What one message says, each field with the words that say it, or null.",
    **_closed(
        {
            name: {"anyOf": [_closed({"value": kind.schema, "quote": {"type": "string"}}), {"type": "null"}]}
            for name, kind in FIELDS.items()
        }
    ),
}
