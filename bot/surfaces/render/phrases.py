"""What is said around an answer, by key and language: one file a language in `surfaces/phrases`, all of the same shape."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parents[1] / "phrases"
_HOME = "en"


def phrase(key: str, language: str = _HOME, /, **values: str) -> str:
    """The phrase `section.name` with its values; in English where the language has no file. KeyError if there is none."""
    return table(language)[key].format(**values)


def known(key: str) -> bool:
    """Whether there is such a phrase."""
    return key in table(_HOME)


@cache
def table(language: str) -> Mapping[str, str]:
    """Every phrase of a language by its key."""
    path = _FOLDER / f"{language}.toml"
    if not path.exists():
        return table(_HOME)
    sections = tomllib.loads(path.read_text(encoding="utf-8"))
    return {f"{section}.{name}": text for section, entries in sections.items() for name, text in entries.items()}
