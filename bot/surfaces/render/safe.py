"""People's own words inside our messages: shown as they are, never as markup, mentions or links."""

from __future__ import annotations

import re

_MARKUP = re.compile(r"([\\`*_~|>#\[\]<])")
_MENTION = re.compile(r"@(?=everyone|here|[!&]?\d)")
_LINK = re.compile(r"\b(https?|ftp|discord|mailto)(?=:)", re.IGNORECASE)
_ZERO_WIDTH = "\u200b"
_TURNS_TEXT = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
"""Marks that turn the direction of whatever follows, our own words and figures too; letters need none of them."""


def name(text: str) -> str:
    """A name, product or purpose within a sentence or a card."""
    escaped = _MARKUP.sub(r"\\\1", " ".join(_TURNS_TEXT.sub("", text).split()))
    escaped = _MENTION.sub("@" + _ZERO_WIDTH, escaped)
    return _LINK.sub(lambda match: match.group(0) + _ZERO_WIDTH, escaped)


def quote(text: str, most: int = 900) -> str:
    """Somebody's message as a quotation of its own, cut at `most` characters."""
    kept = text if len(text) <= most else text[: most - 1].rstrip() + "…"
    return f"> {name(kept)}"
