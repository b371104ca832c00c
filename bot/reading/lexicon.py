"""The words of the trade, from the plain lists in `words/`, and the one pass that finds them in a message.

A list line is `value: phrase | phrase | …`; `{a|b|}` inside a phrase stands for each choice; a phrase that begins with `^`
counts only where it is written in capitals. `[kind]` opens a section. Matching is longest first over tokens, so its cost
is the message's length times the longest phrase, whatever the message says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, NamedTuple

from bot.reading.text import cut, fold

_CHOICE = re.compile(r"\{([^{}]*)\}")
_LISTS = ("numbers", "money", "time", "media", "places", "countries", "terms", "intents", "flags", "manner")


class Hit(NamedTuple):
    """A known phrase at tokens `first` up to `last`: what kind of word it is and what it stands for."""

    kind: str
    value: str
    first: int
    last: int


@dataclass(frozen=True)
class _Entry:
    kind: str
    value: str
    capitals: bool


def phrases(pattern: str) -> Iterator[str]:
    """Every phrase that a pattern with `{a|b|}` choices stands for."""
    choice = _CHOICE.search(pattern)
    if choice is None:
        yield " ".join(pattern.split())
        return
    for option in choice.group(1).split("|"):
        yield from phrases(pattern[: choice.start()] + option + pattern[choice.end() :])


def _split_line(line: str) -> list[str]:
    """Cut `a | {b|c} d` at the bars that are outside braces."""
    parts, depth, part = [], 0, ""
    for character in line:
        depth += (character == "{") - (character == "}")
        if character == "|" and depth == 0:
            parts.append(part)
            part = ""
        else:
            part += character
    return [*parts, part]


def _spellings(phrase: str) -> Iterator[list[str]]:
    words = [word for word in cut(fold(phrase)[0])[0] if word != "-"]
    yield words
    if any("'" in word[:-1] for word in words) and (len(words) > 1 or words[0].endswith("'t")):
        yield [word.replace("'", "") if not word.endswith("'") else word for word in words]


class Lexicon:
    """All phrases in one tree keyed by token."""

    def __init__(self) -> None:
        self.root: dict[str, Any] = {}

    def add(self, phrase: str, kind: str, value: str) -> None:
        """Learn one phrase; a leading `^` asks for capitals."""
        capitals = phrase.startswith("^")
        for words in _spellings(phrase.removeprefix("^")):
            node = self.root
            for word in words:
                node = node.setdefault(word, {})
            entry = _Entry(kind, value, capitals)
            entries = node.setdefault("", [])
            if words and entry not in entries:
                entries.append(entry)

    def read_list(self, text: str) -> None:
        """Learn a whole list."""
        kind = ""
        for raw in text.splitlines():
            line = raw.strip()
            if not line or line.startswith("#"):
                continue
            if line.startswith("["):
                kind = line.strip("[]")
                continue
            value, _, rest = line.partition(":")
            for pattern in _split_line(rest):
                for phrase in phrases(pattern.strip()):
                    if phrase:
                        self.add(phrase, kind, value.strip())

    def find(self, words: list[str], is_upper: Any) -> list[Hit]:
        """The longest known phrases, left to right; hyphens and line breaks inside a phrase are passed over."""
        hits: list[Hit] = []
        root, size, at = self.root, len(words), 0
        while at < size:
            node = root.get(words[at])
            if node is None:
                at += 1
                continue
            found, end, cursor = None, at, at + 1
            while True:
                entries = node.get("")
                if entries:
                    usable = [e for e in entries if not e.capitals or is_upper(at, cursor)]
                    if usable:
                        found, end = usable, cursor
                if cursor < size and words[cursor] in ("-", "\n") and cursor + 1 < size:
                    cursor += 1
                if cursor >= size:
                    break
                node = node.get(words[cursor])
                if node is None:
                    break
                cursor += 1
            if found is None:
                at += 1
                continue
            hits.extend(Hit(entry.kind, entry.value, at, end) for entry in found)
            at = end
        return hits


def _load() -> Lexicon:
    lexicon = Lexicon()
    folder = files("bot.reading") / "words"
    for name in _LISTS:
        lexicon.read_list((folder / f"{name}.txt").read_text(encoding="utf-8"))
    return lexicon


LEXICON = _load()
