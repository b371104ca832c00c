"""Which topic a question is about: by a pattern of the answers file, by likeness to examples, or by both.

Precision first: a topic is answered where it is like enough and clearly ahead of the next. Where two or three are near, they
are only suggested. What is private wins even where it is merely near, so that nobody talks past it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from bot.answers.language import language_of
from bot.answers.meanings import meant
from bot.answers.profiles import NONE, profiles
from bot.answers.topics import LANGUAGES, Topic, look_up, match

PRIVATE = "private"
PATTERN_BONUS = 0.25
"""What a pattern of the answers file that fits adds to a topic's likeness."""
SURE_LEAST = 0.42
AHEAD_LEAST = 0.06
PRIVATE_BEHIND_MOST = 0.05
STRONG_LEAST, STRONG_AHEAD = 0.7, 0.2
OUTSIDE_LEAST = 0.33
NEAR_LEAST, NEAR_BEHIND_MOST, NEAR_MOST = 0.34, 0.16, 3
_NEVER_SUGGESTED = frozenset({PRIVATE, NONE, "thanks", "unknown"})


@dataclass(frozen=True)
class Found:
    """The topic asked for, or those that are near; the language asked in.

    `fitted` is a topic that a pattern found too; `strong` is one that stands even beside words that could be terms of an
    offer; `outside` is a question that is rather about none of this.
    """

    topic: Topic | None
    near: tuple[str, ...]
    language: str
    fitted: bool = False
    strong: bool = False
    outside: bool = False


@lru_cache(maxsize=64)
def find(question: str, role: str) -> Found:
    """What `question` is after."""
    fitted = match(question, role)
    told = language_of(question, fitted.language if fitted else "en")
    read = meant(question, told)
    language = read.language if told in LANGUAGES else told
    likeness = {topic: score for score, topic in profiles(role).rank(read)}
    if fitted is not None:
        likeness[fitted.id] = likeness.get(fitted.id, 0.0) + PATTERN_BONUS
    ranked = sorted(likeness.items(), key=lambda pair: (-pair[1], pair[0]))
    topic_id = PRIVATE if fitted is not None and fitted.id == PRIVATE else _chosen(ranked)
    if topic_id is None:
        outside = bool(ranked) and ranked[0][0] == NONE and ranked[0][1] >= OUTSIDE_LEAST
        return Found(None, _near(ranked), language, outside=outside)
    by_pattern = fitted is not None and fitted.id == topic_id
    ahead = ranked[0][1] - (ranked[1][1] if len(ranked) > 1 else 0.0)
    strong = by_pattern or (ranked[0][1] >= STRONG_LEAST and ahead >= STRONG_AHEAD)
    return Found(look_up(topic_id, role, language), (), language, by_pattern, strong)


def _chosen(ranked: list[tuple[str, float]]) -> str | None:
    if not ranked:
        return None
    (first, best), second = ranked[0], ranked[1][1] if len(ranked) > 1 else 0.0
    private = dict(ranked).get(PRIVATE, 0.0)
    if private >= max(SURE_LEAST, best - PRIVATE_BEHIND_MOST):
        return PRIVATE
    sure = best >= SURE_LEAST and best - second >= AHEAD_LEAST
    return first if sure and first != NONE else None


def _near(ranked: list[tuple[str, float]]) -> tuple[str, ...]:
    if not ranked or ranked[0][0] == NONE:
        return ()
    least = max(NEAR_LEAST, ranked[0][1] - NEAR_BEHIND_MOST)
    near = [topic for topic, likeness in ranked if likeness >= least and topic not in _NEVER_SUGGESTED]
    return tuple(near[:NEAR_MOST])
