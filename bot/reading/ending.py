"""A talent's stop: no more requests (pause), or an end to a licence she gave (revoke).

Both are only offered, with what they mean and a second step, so they are read in many forms: by whole phrases, and by
her likeness named beside a word that takes it away.
"""

from __future__ import annotations

from bot.reading.lexicon import Hit
from bot.reading.notes import Notes
from bot.reading.yes_and_no import free, unasked

_ABOUT = 14
"""How many words apart her likeness and the word that takes it away may stand."""
_ONLY_TELLS = frozenset("tell say explain check confirm know show describe let".split())


def pauses(notes: Notes, asking: set[int]) -> bool:
    """Whether she wants no more requests: `STOP`, `no more offers please`."""
    words = [at for at, word in enumerate(notes.words) if word.isalnum()]
    ends = _ends(notes)
    for hit in meant(notes, "pause", asking):
        if any(end.first < hit.last and hit.first < end.last for end in ends):
            continue
        if hit.last - hit.first > 1 or (notes.east(hit.first) and len(words) <= 12):
            return True
        rest = [at for at in words if not hit.first <= at < hit.last and not notes.hit("filler", at)]
        if not rest or (notes.page.upper(hit.first) and notes.words[hit.first] == "stop"):
            return True
    return False


def revokes(notes: Notes, asking: set[int]) -> bool:
    """Whether she takes a licence back: `cancel my licence`, `please stop using my images`."""
    if meant(notes, "revoke", asking):
        return True
    undone = meant(notes, "undo", asking)
    return (
        any(_beside(notes, mine, hit) for hit in undone for mine in notes.of("mine"))
        or any(_beside(notes, mine, hit) for hit in meant(notes, "nomore", asking) for mine in notes.of("mine"))
        or bool(undone and meant(notes, "mindchange", asking))
    )


def meant(notes: Notes, kind: str, asking: set[int]) -> list[Hit]:
    """What is said or kindly asked for; `could you delete my pictures?` is no question about it."""
    wished = {
        notes.sentence[hit.first]
        for hit in notes.of("polite_ask")
        if notes.word(hit.last) not in _ONLY_TELLS and notes.sentence[hit.first] in asking
    }
    return unasked(notes, kind, asking - wished - _only_tagged(notes))


_TAGS = frozenset(
    "ok okay okey ja vale si oui non right yes sim ta oke goed dobrze tak alright d'accord cool fine".split()
)
_LONG_TAGS = (("d'", "accord"), ("va", "bene"), ("tudo", "bem"), ("ar", "du", "snall"), ("all", "right"))
_TAG_WORDS_MOST = 4


def _only_tagged(notes: Notes) -> set[int]:
    """`remind me on Monday, ok?`: sentences that only ask for a nod at their end."""
    found = set()
    for at, word in enumerate(notes.words):
        first = notes.clause_start(at - 1) if word == "?" and at > 0 else 0
        if not first or notes.words[first - 1] != "," or at - first > _TAG_WORDS_MOST:
            continue
        tag = tuple(word for word in notes.words[first:at] if word != "¿")
        if (len(tag) == 1 and tag[0] in _TAGS) or tag in _LONG_TAGS:
            found.add(notes.sentence[at])
    return found


def _beside(notes: Notes, one: Hit, other: Hit) -> bool:
    near = max(one.first, other.first) - min(one.last, other.last) <= _ABOUT
    return near and notes.sentence[one.first] == notes.sentence[other.first]


def _ends(notes: Notes) -> list[Hit]:
    """Words that end a licence: in `stop using my face` the stop is no pause."""
    undone = [hit for hit in notes.of("undo") if any(_beside(notes, mine, hit) for mine in notes.of("mine"))]
    return [hit for hit in (*notes.of("revoke"), *undone) if free(notes, hit.first)]
