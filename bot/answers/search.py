"""Which topic a question is about: by a pattern of the answers file, by likeness to examples, or by both.

Precision first: a topic is answered where it is like enough and clearly ahead of the next; of two that belong together
both are. Where two or three are near, they are only suggested. What is private wins even where it is merely near, so
that nobody talks past it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from bot.answers.language import language_of
from bot.answers.meanings import Meant, meant
from bot.answers.profiles import NONE, profiles
from bot.answers.split import point_of
from bot.answers.topics import LANGUAGES, Topic, fit, look_up

PRIVATE, THANKS = "private", "thanks"
THANKS_LEAST = 0.5
"""The share of a message that is thanks where it says nothing else."""
FITS, FITS_WHOLE = 0.05, 0.35
"""What a pattern of the answers file that fits adds to a topic's likeness, and what more where it fits every word."""
SURE_LEAST = 0.38
_AHEAD_LEAST = ((SURE_LEAST, 0.12), (0.3, 0.14), (0.24, 0.24))
"""From which likeness, and how far ahead of the rest, a topic is told: a question with words that nobody knows is like
nothing much, and well ahead of the rest is then enough."""
POINT_SHARE = 0.95
"""What likeness to the point alone counts beside likeness to the whole."""
KIN_BEHIND_MOST = 0.24
PRIVATE_BEHIND_MOST = 0.1
BESIDE_TERMS_LEAST = 0.45
OUTSIDE_LEAST = 0.33
EXPLAINS = "mean"
"""The meaning of words such as `include`, `count as`, `difference`."""
NEAR_LEAST, NEAR_BEHIND_MOST, NEAR_MOST = 0.25, 0.2, 3
_NEVER_SUGGESTED = frozenset({PRIVATE, NONE, THANKS, "unknown"})
_KIN = tuple(
    frozenset(line.split())
    for line in (
        "after_expiry takedown",
        "discount negotiate_how fee_made_up",
        "cancel refund",
        "cancel binding",
        "revoke_early refund",
        "exclusivity category_exclusivity full_exclusivity my_exclusive",
        "how_long_answer status_answered",
        "how_long_answer status_left",
        "are_you_ai person who_runs",
        "status_ends status_licences",
        "digital_clone how_clone_made",
        "pay_how vat currency",
        "data_who erase",
        "data_who own_floor",
        "verification ledger",
        "perpetual buyout",
        "what_is_quasi start_how",
        "my_pay pay_made_up others_paid when_paid",
        "my_media my_where my_when media_list",
        "media_list medium_internal",
        "media_list medium_in_store",
        "my_casting casting",
        "say_no how_long_answer",
        "approve_how binding",
        "change_how others_paid",
        "mandate own_floor",
        "end_early stop",
        "status_open status_licences",
        "who_is_brand brand_before",
        "perpetual after_expiry",
        "territory worldwide",
        "renewal status_ends",
        "statement when_paid others_paid",
        "subject_to_consent say_no",
        "end_early binding",
        "invented_person digital_clone",
        "sublicense medium_in_store",
    )
)
"""Topics so close that a question near to both is answered with both."""


_OF_TERMS = {
    "medium_ooh": "ooh",
    "medium_social": "social",
    "medium_digital_ads": "digital",
    "medium_editorial": "editorial",
    "medium_lookbook": "lookbook",
    "medium_in_store": "instore",
    "medium_packaging": "packaging",
    "medium_internal": "internal",
    "territory": "territory",
    "worldwide": "worldwide",
    "exclusivity": "exclusive",
    "category_exclusivity": "exclusive",
    "full_exclusivity": "exclusive",
}
"""Topics that explain a term of an offer, and so are asked for with its name, by the meaning of that name."""


_TERMS = frozenset(
    "country worldwide territory duration month date ooh social paidsocial digital editorial lookbook instore packaging"
    " internal media print tv online screen shop exclusive category full content image assets small new other more less"
    " also add max free start before after still already mean past can must if you me she they not what when where why"
    " how howlong howfast howmuch howmany fee pay money product run request usedfor work licence face active".split()
)
"""Meanings that offers are made of, or that every question holds: they alone tell no topic from a what-if."""
_SAYS_LITTLE = frozenset(
    "can must if you me she they not what when where why how howlong howfast howmuch howmany who which hold"
    " after before still already past more less also".split()
)
"""Meanings that say nothing of what a question is about."""


@dataclass(frozen=True)
class Found:
    """The topics asked for (seldom two), or those that are near; the language asked in.

    `fitted` is what a pattern found too; `strong` is what stands even beside words that could be terms of an offer;
    `outside` is a question that is rather about none of this.
    """

    topics: tuple[Topic, ...]
    near: tuple[str, ...]
    language: str
    fitted: bool = False
    strong: bool = False
    outside: bool = False


@lru_cache(maxsize=64)
def find(question: str, role: str) -> Found:
    """What `question` is after."""
    fits = fit(question, role)
    fitted = fits.topic if fits is not None else None
    told = language_of(question, fitted.language if fitted else "en")
    read = meant(question, told)
    language = read.language if told in LANGUAGES else told
    likeness = {topic: score for score, topic in profiles(role).rank(read)}
    if fits is not None:
        likeness[fits.topic.id] = likeness.get(fits.topic.id, 0.0) + FITS + FITS_WHOLE * fits.share
    ranked = sorted(likeness.items(), key=lambda pair: (-pair[1], pair[0]))
    chosen = (PRIVATE,) if fitted is not None and fitted.id == PRIVATE else _chosen(ranked)
    if not chosen and fits is not None and fits.topic.id == THANKS and fits.share >= THANKS_LEAST:
        chosen = (THANKS,)
    point = None if chosen else meant(point_of(question), read.language)
    if point is not None and _telling(point):
        for score, topic in profiles(role).rank(point):
            likeness[topic] = max(likeness.get(topic, 0.0), POINT_SHARE * score)
        ranked = sorted(likeness.items(), key=lambda pair: (-pair[1], pair[0]))
        chosen = _chosen(ranked)
    by_pattern = fitted is not None and fitted.id in chosen
    if not chosen or (not by_pattern and _is_strange(read, role)):
        outside = bool(ranked) and ranked[0][0] == NONE and ranked[0][1] >= OUTSIDE_LEAST
        return Found((), _near(ranked), language, outside=outside)
    explains = EXPLAINS in read.holds and any(_OF_TERMS.get(one) in read.holds for one in chosen)
    meanings = _telling(read)
    beside = ranked[0][1] >= BESIDE_TERMS_LEAST and profiles(role).own(chosen[0], meanings)
    strong = by_pattern or explains or beside
    return Found(tuple(look_up(one, role, language) for one in chosen), (), language, by_pattern, strong)


def _is_strange(read: Meant, role: str) -> bool:
    """Whether all that a question is about is in words that nobody has asked with: "do you ship to Norway"."""
    about = read.meanings() - _SAYS_LITTLE
    return bool(about) and not any(profiles(role).knows(one) for one in about)


def _telling(read: Meant) -> frozenset[str]:
    """The meanings that tell one topic from another: "how is that done" holds none."""
    return read.meanings() - _TERMS


def _chosen(ranked: list[tuple[str, float]]) -> tuple[str, ...]:
    if not ranked:
        return ()
    first, best = ranked[0]
    if best >= SURE_LEAST and dict(ranked).get(PRIVATE, 0.0) >= max(SURE_LEAST, best - PRIVATE_BEHIND_MOST):
        return (PRIVATE,)
    if first == NONE:
        return ()
    ahead = best - next((likeness for topic, likeness in ranked[1:] if not _kin(first, topic)), 0.0)
    if not any(best >= least and ahead >= ahead_least for least, ahead_least in _AHEAD_LEAST):
        return ()
    with_it = [topic for topic, likeness in ranked[1:2] if _kin(first, topic) and best - likeness < KIN_BEHIND_MOST]
    return (first, *with_it)


def _kin(one: str, other: str) -> bool:
    return any({one, other} <= kin for kin in _KIN)


def _near(ranked: list[tuple[str, float]]) -> tuple[str, ...]:
    if not ranked or ranked[0][0] == NONE:
        return ()
    least = max(NEAR_LEAST, ranked[0][1] - NEAR_BEHIND_MOST)
    near = [topic for topic, likeness in ranked if likeness >= least and topic not in _NEVER_SUGGESTED]
    return tuple(near[:NEAR_MOST])
