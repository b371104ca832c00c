"""How like a question is to the ways in which each topic is asked for (`asked/*.txt`).

Questions and examples are compared by their meanings, so that an example serves every language. A meaning weighs the
more, the fewer topics it occurs in; a word that nobody knows weighs against every topic alike.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.answers.meanings import Meant, meant
from bot.answers.topics import LANGUAGES

NONE = "none"
"""What is asked for and nobody here knows: the weather, a font, a hotel."""

_HEAD = re.compile(r"# (\w+) · (.+)")
_NEAREST_SHARE = 0.4
_UNKNOWN_WEIGHT = 0.6
_UNKNOWN_LETTERS_LEAST = 3
_SURE_FROM_SHARE = 1 / 3
"""A meaning in a third of a topic's examples counts as that topic's own."""


@dataclass(frozen=True)
class Example:
    """One way to ask for a topic."""

    topic_id: str
    meant: Meant


class Profiles:
    """The topics of one role: their examples, and what each meaning weighs."""

    def __init__(self, examples: list[Example]) -> None:
        self._examples = examples
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        sizes = Counter(example.topic_id for example in examples)
        for example in examples:
            counts[example.topic_id].update(example.meant.meanings)
        self._shares = {
            topic: {meaning: min(1.0, count / sizes[topic] / _SURE_FROM_SHARE) for meaning, count in found.items()}
            for topic, found in counts.items()
        }
        spread: Counter[str] = Counter()
        for shares in self._shares.values():
            spread.update(shares)  # type: ignore[arg-type]
        self._heaviest = math.log(len(sizes) + 1)
        self._weights = {meaning: math.log((len(sizes) + 1) / (share + 0.5)) for meaning, share in spread.items()}
        self._sizes = [self._weight(example.meant) for example in examples]

    def rank(self, question: Meant) -> list[tuple[float, str]]:
        """Topics by likeness (0 to 1), the likest first; none where nothing in the question is known."""
        size = self._weight(question)
        if not question.meanings and not question.unknown:
            return []
        nearest: dict[str, float] = defaultdict(float)
        for example, own_size in zip(self._examples, self._sizes, strict=True):
            common = sum(map(self._of, question.meanings & example.meant.meanings))
            if example.topic_id == NONE:
                common += self._unknown(question.unknown & example.meant.unknown)
            if common:
                nearest[example.topic_id] = max(nearest[example.topic_id], 2 * common / (size + own_size))
        likeness = [
            (_NEAREST_SHARE * near + (1 - _NEAREST_SHARE) * self._typical(question, topic) / size, topic)
            for topic, near in nearest.items()
        ]
        return sorted(likeness, key=lambda pair: (-pair[0], pair[1]))

    def _typical(self, question: Meant, topic: str) -> float:
        shares = self._shares[topic]
        return sum(self._of(meaning) * shares.get(meaning, 0.0) for meaning in question.meanings)

    def _weight(self, text: Meant) -> float:
        return sum(map(self._of, text.meanings)) + self._unknown(text.unknown)

    def _of(self, meaning: str) -> float:
        return self._weights.get(meaning, self._heaviest / 2)

    def _unknown(self, words: frozenset[str]) -> float:
        return _UNKNOWN_WEIGHT * self._heaviest * sum(len(word) >= _UNKNOWN_LETTERS_LEAST for word in words)


@cache
def profiles(role: str) -> Profiles:
    """The topics that `role` may ask for."""
    return Profiles([example for own, example in _examples() if own == role])


@cache
def _examples() -> tuple[tuple[str, Example], ...]:
    return tuple(_parse())


def _parse() -> Iterator[tuple[str, Example]]:
    for language in LANGUAGES:
        path = Path(__file__).parent / "asked" / f"{language}.txt"
        topic, roles = "", ()  # type: tuple[str, tuple[str, ...]]
        for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
            head = _HEAD.fullmatch(line)
            if head is not None:
                topic, roles = head[1], tuple(head[2].split())
            elif line and not line.startswith("#"):
                example = Example(topic, meant(line, language))
                yield from ((role, example) for role in roles)
