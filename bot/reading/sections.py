"""Word lists in sections, for the few rules that need a plain set of stems rather than the lexicon's phrases."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from importlib.resources import files

from bot.reading.text import fold


@cache
def section(name: str, title: str) -> tuple[str, ...]:
    """The words under `[title]` in `words/{name}.txt`, folded; none where there is no such section."""
    return _sections(name).get(title, ())


@cache
def word_set(name: str, title: str) -> frozenset[str]:
    """The same words as a set."""
    return frozenset(section(name, title))


@cache
def written(name: str, title: str) -> tuple[str, ...]:
    """The words of a section with their accents, as they are written."""
    return _sections(name, folded=False).get(title, ())


@cache
def _sections(name: str, *, folded: bool = True) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    here = ""
    for line in (files("bot.reading") / "words" / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            here = line.strip("[]")
        elif not line.startswith("#"):
            found[here] += (fold(line)[0] if folded else line.lower()).split()
    return {title: tuple(words) for title, words in found.items()}
