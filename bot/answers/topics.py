"""Topics of the answers file, and matching: a pattern holds when each of its word groups stands in the question.

Precision first: the most specific pattern wins (the most words matched), and a question that no pattern fits finds
nothing. One section of a file reads:

    ## cancel · brand
    ? cancel | withdraw | back out + can | may | how
    Until she has said yes, …
    Source: UETA § 10

`?` lines are patterns: groups joined by ` + ` must all hold, alternatives stand between ` | `, `word*` matches a
beginning, and ` - ` leads the words that must not stand there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "de", "fr", "es", "it")
ROLES = ("brand", "talent")
QUESTION_CHARACTERS_MOST = 600

_FOLDER = Path(__file__).parent
_CONTRACTED = re.compile(r"'(s|t|d|ll|re|ve|m)\b")
_WORD = re.compile(r"[^\W_]+")
_HEAD = re.compile(r"## (\w+) · (.+)")


@dataclass(frozen=True)
class Pattern:
    """Groups of alternatives that must each hold, and what must not stand in the question."""

    groups: tuple[re.Pattern[str], ...]
    without: re.Pattern[str] | None

    def score(self, folded: str) -> int:
        """How many words of the question the pattern accounts for; 0 where it does not hold."""
        if self.without is not None and self.without.search(folded):
            return 0
        words = 0
        for group in self.groups:
            found = [hit.group().split() for hit in group.finditer(folded)]
            if not found:
                return 0
            words += max(map(len, found))
        return words


@dataclass(frozen=True)
class Topic:
    """One answer in one language: whom it is for, the text with its `{placeholders}`, and where that stands."""

    id: str
    roles: frozenset[str]
    language: str
    patterns: tuple[Pattern, ...]
    text: str
    source: str


def match(question: str, role: str) -> Topic | None:
    """The topic that `question` asks for, or None. The answer's language is that of the pattern which fitted."""
    folded = fold(question[:QUESTION_CHARACTERS_MOST])
    best, best_score = None, 0
    for topic in topics():
        if role not in topic.roles:
            continue
        score = max((pattern.score(folded) for pattern in topic.patterns), default=0)
        if score > best_score:
            best, best_score = topic, score
    return best


def look_up(topic_id: str, role: str, language: str) -> Topic:
    """The topic in that language, or in English. Raises KeyError where there is none for the role."""
    table = _table()
    found = table.get((topic_id, role, language)) or table.get((topic_id, role, "en"))
    if found is None:
        raise KeyError(topic_id)
    return found


@cache
def topics() -> tuple[Topic, ...]:
    """Every topic of every language, English first, in the order of the files."""
    return tuple(topic for language in LANGUAGES for topic in _parse(language))


@cache
def _table() -> dict[tuple[str, str, str], Topic]:
    return {(topic.id, role, topic.language): topic for topic in topics() for role in topic.roles}


def fold(text: str) -> str:
    """Lower case without accents and marks, one space between words and one at each end.

    English contractions become one word (`whats`), other apostrophes part words (`qu est`).
    """
    plain = "".join(ch for ch in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(ch))
    words = _WORD.findall(_CONTRACTED.sub(r"\1", plain.replace("’", "'")))
    return f" {' '.join(words)} "


def _parse(language: str) -> Iterator[Topic]:
    text = (_FOLDER / f"{language}.md").read_text(encoding="utf-8")
    for section in text.split("\n## ")[1:]:
        lines = [line.strip() for line in f"## {section}".splitlines() if line.strip()]
        head = _HEAD.fullmatch(lines[0])
        if head is None:
            raise ValueError(f"{language}.md: {lines[0]}")
        patterns = tuple(_pattern(line[2:]) for line in lines[1:] if line.startswith("? "))
        source = next((line.removeprefix("Source: ") for line in lines if line.startswith("Source: ")), "")
        said = " ".join(line for line in lines[1:] if not line.startswith(("? ", "# ", "Source: ")))
        roles = frozenset(role for role in ROLES if role in head[2].split())
        yield Topic(head[1], roles, language, patterns, said, source)


def _pattern(line: str) -> Pattern:
    wanted, _, unwanted = line.partition(" - ")
    groups = tuple(_alternatives(group) for group in wanted.split(" + "))
    return Pattern(groups, _alternatives(unwanted) if unwanted else None)


def _alternatives(group: str) -> re.Pattern[str]:
    words = [word.strip() for word in group.split("|")]
    parts = [re.escape(fold(word).strip()) + (r"[^ ]*" if word.endswith("*") else "") for word in words]
    return re.compile(f"(?<= )(?:{'|'.join(sorted(parts, key=len, reverse=True))})(?= )")
