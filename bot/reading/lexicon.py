"""The words of the trade, from the plain lists in `words/`, and the one pass that finds them in a message.

A list line is `value: phrase | phrase | …`; `{a|b|}` inside a phrase stands for each choice; `~` for at most four
words of the same sentence; a phrase that begins with `^` counts only where it is written in capitals. `[kind]` opens a
section; `[parts]` names choices for the rest of its list. Matching is longest first over tokens, so its cost is the
message's length times the longest phrase, whatever the message says.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from bot.reading.text import cut, fold

_PART = re.compile(r"<(\w+)>")
_CHOICE = re.compile(r"\{([^{}]*)\}")
_LISTS = (
    "numbers money time media places countries terms goods intents business everyday natives talents flags manner"
    " office brands yes_romance yes_east yes_north"
).split()

_PASSED_OVER = frozenset("-\n")
_STOPS = frozenset(".!?;,\n")
WEAK = frozenset(
    "until from reported neg drop filler lang purpose elsewhen origin feeword correction but but_yes"
    " scalehint assetverb"
    " ceiling floor yes no low withdraw renew want ask later pause revoke logistics alterverb altered noalter minor"
    " invented training notraining notfee or subject up down relative_to half scale probing instruction"
    " hedge condition"
    " add only post market numbered countnoun and article per unit num month relative weekday another"
    " feeafter swap swapped add demonym media_hint quarter half_year ending campaign casting"
    " mine undo nomore mindchange polite_ask wont wish longer shorter taking fraction renounce"
    " otherbrand dealverb errand identifier billto share instalment away disowned stays then now spent townish".split()
)
"""Kinds that say how something is meant; words of other kinds may begin inside their phrases."""
OPEN = frozenset(
    "noalter notraining invented probing instruction altered minor training want ask renew logistics"
    " errand identifier billto origin lang per reported feeword no low mine undo nomore mindchange polite_ask wont"
    " wish share away then now spent".split()
)
"""Weak kinds under which a shorter phrase at the same place still counts (the no in `don't change her hair`)."""
ALWAYS = frozenset("lang filler subject article".split())
"""Small words that count under any longer weak phrase."""


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
    strong: bool
    order: int


_Found = list[tuple[list[_Entry], int] | None]
"""The best weak phrase, the best strong one, then the weak ones that stand inside an open one; each with its end."""


def _options(pattern: str) -> list[list[str]]:
    """A pattern's parts in order, each with its choices: `a {b|c}` gives [["a "], ["b", "c"]]."""
    parts: list[list[str]] = []
    end = 0
    for choice in _CHOICE.finditer(pattern):
        parts += [[pattern[end : choice.start()]], choice.group(1).split("|")]
        end = choice.end()
    return [*parts, [pattern[end:]]]


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


def _spellings(phrase: str) -> list[list[str]]:
    """Its tokens, and once more with the apostrophes left out, as people type them."""
    words = [word for word in cut(fold(phrase)[0])[0] if word != "-"]
    if any("'" in word[:-1] for word in words):
        return [words, [word.replace("'", "") if not word.endswith("'") else word for word in words]]
    return [words]


_Waiting = tuple[list[list[str]], int, _Entry]
"""The parts of a pattern, from which of them on it still has to be spelt out, and what it stands for."""
_WAITS = "\0"


class Lexicon:
    """All phrases in one tree keyed by token; the key "" holds what ends there.

    The choices of a pattern multiply, so only its beginning is spelt out when it is learnt: the rest waits under
    `_WAITS` at the node it goes on from, until a message first comes there.
    """

    def __init__(self) -> None:
        self.root: dict[str, Any] = {}
        self._cut: dict[str, list[list[str]]] = {}
        self._learnt = 0

    def add(self, pattern: str, kind: str, value: str) -> None:
        """Learn every phrase of a pattern; a leading `^` asks for capitals."""
        capitals = pattern.startswith("^")
        parts = [part for part in _options(pattern.removeprefix("^")) if part != [""]]
        self._learnt += 1
        self._grow(self.root, parts, 0, _Entry(kind, value, capitals, kind not in WEAK, self._learnt))
        self._open(self.root)

    def _grow(self, node: dict[str, Any], parts: list[list[str]], begin: int, entry: _Entry) -> None:
        ends = [node]
        for index in range(begin, len(parts)):
            if index > begin and len(parts[index]) > 1:
                for end in ends:
                    end.setdefault(_WAITS, []).append((parts, index, entry))
                return
            following = [
                self._walk(at, words) for option in parts[index] for words in self._words(option) for at in ends
            ]
            ends = list({id(end): end for end in following}.values())
        for end in ends:
            entries = end.setdefault("", [])
            if end is not self.root and not any(_same(entry, known) for known in entries):
                entries.append(entry)
                if len(entries) > 1:  # what was learnt first stays first
                    entries.sort(key=lambda known: known.order)

    def _open(self, node: dict[str, Any]) -> None:
        """Spell out what waits at a node."""
        while (waiting := node.pop(_WAITS, None)) is not None:
            for parts, index, entry in waiting:
                self._grow(node, parts, index, entry)

    def spelt_out(self) -> dict[str, Any]:
        """The whole tree with nothing left waiting, for whoever looks at every phrase."""
        nodes = [self.root]
        while nodes:
            node = nodes.pop()
            self._open(node)
            nodes += [below for token, below in node.items() if token]
        return self.root

    def phrases(self) -> Iterator[tuple[list[str], str, str]]:
        """Phrases with their kind and value: all that are spelt out, and of those that wait enough to meet each choice.

        To spell everything out (`spelt_out`) takes the product of all choices, which for the whole of the lists is
        more than any machine holds.
        """
        nodes: list[tuple[dict[str, Any], list[str]]] = [(self.root, [])]
        while nodes:
            node, before = nodes.pop()
            for token, below in node.items():
                if token == _WAITS:
                    for parts, index, entry in below:
                        for turn in range(max(map(len, parts[index:]))):
                            rest = [self._words(part[turn % len(part)])[0] for part in parts[index:]]
                            yield [*before, *(word for words in rest for word in words)], entry.kind, entry.value
                elif token:
                    nodes.append((below, [*before, token]))
                else:
                    yield from ((before, entry.kind, entry.value) for entry in below)

    def alone(self, word: str) -> list[_Entry]:
        """What a single word stands for."""
        node = self.root.get(word)
        if node is None:
            return []
        self._open(node)
        return list(node.get("", ()))

    def _words(self, option: str) -> list[list[str]]:
        if option not in self._cut:
            self._cut[option] = _spellings(option)
        return self._cut[option]

    @staticmethod
    def _walk(node: dict[str, Any], words: list[str]) -> dict[str, Any]:
        for word in words:
            node = node.setdefault(word, {})
        return node

    def read_list(self, text: str) -> None:
        """Learn a whole list; `[parts]` names choices that its other lines take up as `<name>`."""
        kind, parts = "", dict[str, str]()
        for raw in text.splitlines():
            line = raw.strip()
            if not line or line.startswith("#"):
                continue
            if line.startswith("["):
                kind = line.strip("[]")
                continue
            value, _, rest = line.partition(":")
            if kind == "parts":
                parts[value] = rest.strip()
                continue
            for pattern in _split_line(_PART.sub(lambda part: parts.get(part.group(1), part.group()), rest)):
                if pattern.strip():
                    self.add(pattern.strip(), kind, value.strip())

    def find(self, words: list[str], is_upper: Callable[[int, int], bool]) -> list[Hit]:
        """The longest known phrases, left to right; what a strong one covers is not read again."""
        hits: list[Hit] = []
        root, size, at = self.root, len(words), 0
        while at < size:
            node = root.get(words[at])
            if node is None:
                at += 1
                continue
            found: _Found = [None, None]
            self._longest(node, words, at, at + 1, is_upper, found)
            end = at + 1
            for best in found:
                if best is not None:
                    hits.extend(Hit(entry.kind, entry.value, at, best[1]) for entry in best[0])
                    end = best[1] if best[0] and best[0][0].strong else end
            at = end
        return hits

    def _longest(
        self,
        node: dict[str, Any],
        words: list[str],
        start: int,
        cursor: int,
        is_upper: Callable[[int, int], bool],
        found: _Found,
    ) -> None:
        """Put into `found` what ends farthest below `node`, weak and strong, over hyphens and line breaks."""
        size = len(words)
        while True:
            if _WAITS in node:
                self._open(node)
            entries = node.get("")
            if entries:
                _keep(entries, start, cursor, is_upper, found)
            gap = node.get("~")
            if gap is not None:
                self._across(gap, words, start, cursor, is_upper, found)
            if cursor + 1 < size and words[cursor] in _PASSED_OVER:
                cursor += 1
            if cursor >= size:
                return
            node = node.get(words[cursor])  # type: ignore[assignment]
            if node is None:
                return
            cursor += 1

    def _across(
        self,
        gap: dict[str, Any],
        words: list[str],
        start: int,
        cursor: int,
        is_upper: Callable[[int, int], bool],
        found: _Found,
    ) -> None:
        """The first continuation of a phrase after a gap (`~`) of at most four words of one sentence."""
        self._open(gap)
        for position in range(cursor, min(cursor + 5, len(words))):
            if words[position] in _STOPS:
                return
            node = gap.get(words[position])
            if node is not None:
                self._longest(node, words, start, position + 1, is_upper, found)
                return


def _same(one: _Entry, other: _Entry) -> bool:
    return (one.kind, one.value, one.capitals) == (other.kind, other.value, other.capitals)


def _keep(entries: list[_Entry], start: int, end: int, is_upper: Callable[[int, int], bool], found: _Found) -> None:
    for strong in (False, True):
        usable = [e for e in entries if e.strong is strong and (not e.capitals or is_upper(start, end))]
        best = found[strong]
        if usable and (best is None or end > best[1]):
            if best is not None and not strong:
                open_ = all(entry.kind in OPEN for entry in usable)
                found.append(best if open_ else ([e for e in best[0] if e.kind in ALWAYS], best[1]))
            found[strong] = (usable, end)


@cache
def lexicon() -> Lexicon:
    """All lists, read when the first message comes: nobody who starts the bot should wait for them."""
    learnt = Lexicon()
    folder = files("bot.reading") / "words"
    collecting = gc.isenabled()
    gc.disable()  # hundreds of thousands of small dicts, none of them garbage: collecting takes longer than making them
    try:
        for name in _LISTS:
            learnt.read_list((folder / f"{name}.txt").read_text(encoding="utf-8"))
    finally:
        if collecting:
            gc.enable()
    return learnt
