"""Topics of the answers file, and matching: a pattern holds when each of its word groups stands in the question.

Precision first: the most specific pattern wins (the most words matched), and a question that no pattern fits finds
nothing. One section of a file reads:

    ## cancel · brand
    = Cancelling
    ? cancel | withdraw | back out + can | may | how
    Until she has said yes, …
    Source: UETA § 10

The `=` line is its title on a button. `?` lines are patterns: groups joined by ` + ` must all hold, alternatives stand
between ` | `, `word*` matches a beginning, and ` - ` leads the words that must not stand there. A topic without
patterns is found by likeness alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path

LANGUAGES = ("en", "de", "fr", "es", "it")
ROLES = ("brand", "talent")
QUESTION_CHARACTERS_MOST = 600

_FOLDER = Path(__file__).parent
_CONTRACTED = re.compile(r"'(s|t|d|ll|re|ve|m)\b")
_WORD = re.compile(r"[^\W_]+")
_HEAD = re.compile(r"## (\w+) · (.+)")


@dataclass(frozen=True)
class Question:
    """A question, folded, and what lets most patterns be passed over quickly: its words and their beginnings."""

    folded: str
    words: frozenset[str]
    beginnings: frozenset[str]

    @classmethod
    def of(cls, text: str) -> Question:
        """The question in `text`, up to QUESTION_CHARACTERS_MOST."""
        folded = fold(text[:QUESTION_CHARACTERS_MOST])
        words = frozenset(folded.split())
        return cls(folded, words, frozenset(word[:end] for word in words for end in range(1, len(word) + 1)))


@dataclass(frozen=True)
class Group:
    """Alternatives, one of which must stand in a question."""

    first_words: frozenset[str]
    stems: frozenset[str]
    either: str

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        # Most groups are never needed; compiling all of them would cost the first question a quarter of a second.
        return re.compile(f"(?<= )(?:{self.either})(?= )")

    def longest(self, question: Question) -> int:
        """The words of the longest alternative found; 0 for none."""
        if self.first_words.isdisjoint(question.words) and self.stems.isdisjoint(question.beginnings):
            return 0
        return max((hit.group().count(" ") + 1 for hit in self._pattern.finditer(question.folded)), default=0)


@dataclass(frozen=True)
class Pattern:
    """Groups that must each hold, and what must not stand in the question."""

    groups: tuple[Group, ...]
    without: Group | None

    def score(self, question: Question) -> int:
        """How many words of the question the pattern accounts for; 0 where it does not hold."""
        words = 0
        for group in self.groups:
            found = group.longest(question)
            if not found:
                return 0
            words += found
        return 0 if self.without is not None and self.without.longest(question) else words


@dataclass(frozen=True)
class Topic:
    """One answer in one language: whom it is for, the text with its `{placeholders}`, and where that stands."""

    id: str
    roles: frozenset[str]
    language: str
    patterns: tuple[Pattern, ...]
    text: str
    source: str
    title: str = ""


@dataclass(frozen=True)
class Fit:
    """A topic that a pattern found, and the share of the question's words that the pattern accounts for."""

    topic: Topic
    share: float


def match(question: str, role: str) -> Topic | None:
    """The topic that `question` asks for by a pattern, or None. Its language is that of the pattern which fitted."""
    found = fit(question, role)
    return found.topic if found is not None else None


@lru_cache(maxsize=32)
def fit(question: str, role: str) -> Fit | None:
    """The topic whose pattern accounts for most of the question's words; None where no pattern holds."""
    asked = Question.of(question)
    best, best_score = None, 0
    for topic in topics():
        if role not in topic.roles:
            continue
        score = max((pattern.score(asked) for pattern in topic.patterns), default=0)
        if score > best_score:
            best, best_score = topic, score
    return None if best is None else Fit(best, min(1.0, best_score / asked.folded.count(" ", 1)))


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
        title = next((line.removeprefix("= ") for line in lines if line.startswith("= ")), "")
        said = " ".join(line for line in lines[1:] if not line.startswith(("= ", "? ", "# ", "Source: ")))
        roles = frozenset(role for role in ROLES if role in head[2].split())
        yield Topic(head[1], roles, language, patterns, said, source, title)


def _pattern(line: str) -> Pattern:
    wanted, _, unwanted = line.partition(" - ")
    groups = tuple(_alternatives(group) for group in wanted.split(" + "))
    return Pattern(groups, _alternatives(unwanted) if unwanted else None)


def _alternatives(line: str) -> Group:
    words = [word.strip() for word in line.split("|")]
    folded = [(fold(word).split(), word.endswith("*")) for word in words]
    exact = frozenset(parts[0] for parts, open_end in folded if not (open_end and len(parts) == 1))
    stems = frozenset(parts[0] for parts, open_end in folded if open_end and len(parts) == 1)
    parts = [re.escape(" ".join(each)) + (r"[^ ]*" if open_end else "") for each, open_end in folded]
    either = "|".join(sorted(parts, key=len, reverse=True))
    return Group(exact, stems, either)
