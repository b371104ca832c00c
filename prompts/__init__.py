"""The prompts of the language model, one Markdown file each; a prompt is named in records by its hash."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Prompt:
    """One prompt and the SHA-256 (hex) of its UTF-8 text."""

    name: str
    text: str
    sha256: str


@cache
def load(name: str) -> Prompt:
    """The prompt in `prompts/NAME.md`. Raises FileNotFoundError for a name that is none."""
    if not name.replace("_", "").isalnum():
        raise FileNotFoundError(name)
    text = (_FOLDER / f"{name}.md").read_text(encoding="utf-8")
    return Prompt(name, text, hashlib.sha256(text.encode()).hexdigest())
