"""What a question's words say for one topic rather than another: how much oftener they ask for it than for others.

Likeness to the nearest examples says how much of a question is known; it tells topics apart poorly where a question
holds much beside its point. Here every meaning, pair and word speaks for the topics it is used for (log-likelihood
ratios under naive Bayes, after Manning, Raghavan and Schütze, Introduction to Information Retrieval, ch. 13).
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

_AS_IF_SEEN = 1.0
"""An example that a topic is taken to have in which everything occurs as often as anywhere."""


class Evidence:
    """For each topic of a role, what the things that questions hold say for it."""

    def __init__(self, examples: Iterable[tuple[str, Mapping[str, float]]]) -> None:
        sizes: Counter[str] = Counter()
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for topic, holds in examples:
            sizes[topic] += 1
            for held in holds:
                counts[held][topic] += 1
        everywhere = sizes.total()
        self._unheard = {topic: math.log(_AS_IF_SEEN / (size + _AS_IF_SEEN)) for topic, size in sizes.items()}
        self._says = {
            held: {
                topic: math.log1p(count * everywhere / found.total() / _AS_IF_SEEN) for topic, count in found.items()
            }
            for held, found in counts.items()
        }

    def behind(self, holds: Mapping[str, float]) -> dict[str, float]:
        """How far each topic is behind the one that most speaks for (0 for that one, else more), by what is held."""
        known = {held: share for held, share in holds.items() if held in self._says}
        heard = sum(known.values())
        speaks = {topic: heard * unheard for topic, unheard in self._unheard.items()}
        for held, share in known.items():
            for topic, says in self._says[held].items():
                speaks[topic] += share * says
        most = max(speaks.values(), default=0.0)
        return {topic: most - spoken for topic, spoken in speaks.items()}
