"""How like a question is to the ways in which each topic is asked for (`asked/*.txt`).

Questions and examples are compared by their meanings, so that an example serves every language. A meaning weighs the
more, the fewer topics it occurs in; a word that nobody knows weighs against every topic alike. Likeness says how much
of a question is known; what its words say for one topic more than for others (`evidence.py`) tells topics apart.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.answers.evidence import Evidence
from bot.answers.meanings import AS_IT_STANDS, Meant, meant_in
from bot.answers.topics import LANGUAGES

NONE = "none"
"""What is asked for and nobody here knows: the weather, a font, a hotel."""

_HEAD = re.compile(r"# (\w+) · (.+)")
_NEAREST_SHARE = 0.6
_STRANGE_WEIGHT = 0.6
"""What a word that no example holds weighs, beside the heaviest meaning."""
_OWN_FROM_SHARE = 1 / 3
"""A meaning in a third of a topic's examples counts as that topic's own."""
_COMMON_FROM = 0.4
_BEHIND_WEIGHT = 0.015
"""What a topic loses for each unit (of natural logarithm) that the evidence for it is behind the best."""


@dataclass(frozen=True)
class Example:
    """One way to ask for a topic."""

    topic_id: str
    meant: Meant


class Profiles:
    """The topics of one role: their examples, and what each meaning weighs."""

    def __init__(self, examples: list[Example]) -> None:
        sizes = Counter(example.topic_id for example in examples)
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for example in examples:
            counts[example.topic_id].update(example.meant.holds.keys())
        self._shares = {
            topic: {held: min(1.0, count / sizes[topic] / _OWN_FROM_SHARE) for held, count in found.items()}
            for topic, found in counts.items()
        }
        spread: dict[str, float] = defaultdict(float)
        for shares in self._shares.values():
            for held, share in shares.items():
                spread[held] += share
        heaviest = math.log(len(sizes) + 1)
        self._strange = _STRANGE_WEIGHT * heaviest
        self._weights = {held: math.log((len(sizes) + 1) / (share + 0.5)) for held, share in spread.items()}
        self._languages = [example.meant.language for example in examples]
        self._topics = [example.topic_id for example in examples]
        self._sizes = [self._size(example.meant) for example in examples]
        self._evidence = Evidence((example.topic_id, example.meant.holds) for example in examples)
        self._holding: dict[str, list[int]] = defaultdict(list)
        for at, example in enumerate(examples):
            for held in example.meant.holds:
                self._holding[held].append(at)

    def topic_ids(self) -> frozenset[str]:
        """The topics that there are examples of."""
        return frozenset(self._shares)

    def knows(self, held: str) -> bool:
        """Whether an example holds it."""
        return held in self._weights

    def own(self, topic: str, meanings: frozenset[str]) -> bool:
        """Whether one of the meanings is common in that topic's examples."""
        shares = self._shares.get(topic, {})
        return any(shares.get(meaning, 0.0) >= _COMMON_FROM for meaning in meanings)

    def rank(self, question: Meant) -> list[tuple[float, str]]:
        """Topics by likeness (1 at most), the likest first; only those that share something with the question."""
        size, worded = self._size(question)
        common, common_worded = self._common(question, worded=False), self._common(question, worded=True)
        nearest: dict[str, float] = {}
        for at, shared in common.items():
            topic, (its_size, its_worded) = self._topics[at], self._sizes[at]
            near = 2 * shared / (size + its_size)
            if self._languages[at] == question.language:
                near = 2 * (shared + common_worded.get(at, 0.0)) / (size + worded + its_size + its_worded)
            if near > nearest.get(topic, 0.0):
                nearest[topic] = near
        behind = self._evidence.behind(question.holds)
        likeness = [
            (
                _NEAREST_SHARE * near
                + (1 - _NEAREST_SHARE) * self._typical(question, topic) / size
                - _BEHIND_WEIGHT * behind[topic],
                topic,
            )
            for topic, near in nearest.items()
        ]
        return sorted(likeness, key=lambda pair: (-pair[0], pair[1]))

    def _common(self, question: Meant, *, worded: bool) -> dict[int, float]:
        """What each example shares with the question: of its meanings, or of its words as they stand."""
        common: dict[int, float] = defaultdict(float)
        for held, share in question.holds.items():
            for at in self._holding.get(held, ()) if held.startswith(AS_IT_STANDS) == worded else ():
                common[at] += self._weights[held] * share
        return common

    def _typical(self, question: Meant, topic: str) -> float:
        own = self._shares[topic]
        holds = question.holds.items()
        return sum(
            self._weights[held] * share * own[held]
            for held, share in holds
            if held in own and not held.startswith(AS_IT_STANDS)
        )

    def _size(self, text: Meant) -> tuple[float, float]:
        """What a text's meanings weigh, and its words as they stand. A meaning nobody asked for weighs against every
        topic; a turn of phrase that is merely new weighs nothing."""
        meanings = worded = 0.0
        for held, share in text.holds.items():
            if held.startswith(AS_IT_STANDS):
                worded += self._weights.get(held, 0.0) * share
            else:
                meanings += self._weights.get(held, self._strange) * share
        return meanings, worded


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
                example = Example(topic, meant_in(line, language))
                yield from ((role, example) for role in roles)
