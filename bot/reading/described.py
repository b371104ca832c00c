"""What a brand says of our packages: `B is only 3 months, that's no use`, `C lacks Canada`, `B hat nur drei Monate`.

It tells what the package holds, and asks for none of it. Only in a running talk, and only where the term stands right
behind the letter and its verb: `B is fine with France` asks for France.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.reading.notes import Notes
from bot.reading.numbers import quantity_at

DESCRIBED = frozenset(
    "place city region vague_region demonym media vague_media unit length exclusivity only drop".split()
)
_TERMS = ("place", "city", "region", "vague_region", "demonym", "media", "vague_media", "length", "exclusivity")
_VERBS = frozenset(
    "is isn't has hasn't have covers cover includes include gives holds runs lasts lacks misses missing drops excludes"
    " omits stops ist hat umfasst gilt deckt dauert lauft fehlt est son couvre comprend dure es tiene cubre incluye"
    " dura ha copre comprende n'".split()
)
_BETWEEN = frozenset(
    "only just merely too not no n't doesn't don't does a an the for me us in at without barely"
    " nur bloss lediglich zu kein keine keinen nicht mir uns ne n' que seulement pas trop"
    " solo solamente demasiado me nos soltanto troppo non ci".split()
)
_NEW_THOUGHT = frozenset("but so aber also mais donc pero ma quindi".split())
_AND, _SPEAKERS = frozenset("and und et y e".split()), frozenset("i we wir ich nous je on nosotros noi io".split())
_MOST_BETWEEN, _MOST_LETTERS = 6, 12


def described(notes: Notes) -> Iterator[tuple[int, int]]:
    """The tokens of each such remark, from the letter on."""
    if notes.context.role != "brand" or not notes.context.in_talks:
        return
    letters = [at for at, word in enumerate(notes.words) if word in ("a", "b", "c") and notes.page.upper(at)]
    for at in letters[:_MOST_LETTERS]:
        term = _term_behind(notes, at) if notes.sentence[at] not in notes.asking else None
        if term is not None:
            yield at, _end(notes, term)


def _term_behind(notes: Notes, letter: int) -> int | None:
    """Where the term begins that stands behind the letter, its verb and nothing but small words."""
    verb = False
    for at in range(letter + 1, min(letter + 2 + _MOST_BETWEEN, notes.size)):
        if verb and _is_term(notes, at):
            return at
        if notes.words[at] not in _VERBS | _BETWEEN:
            return None
        verb = verb or notes.words[at] in _VERBS
    return None


def _is_term(notes: Notes, at: int) -> bool:
    quantity = quantity_at(notes, at)
    length = quantity is not None and notes.hit("unit", quantity.last) is not None
    return length or any(notes.hit(kind, at) is not None for kind in _TERMS)


def _end(notes: Notes, term: int) -> int:
    """The end of the clause, or where the speaker turns to what is wanted: `B has no TV, but …`, `and we need 6`."""
    last = notes.clause_end(term)
    for at in range(term, last):
        turns = notes.words[at] in _AND and notes.word(at + 1) in _SPEAKERS
        if turns or notes.words[at] in _NEW_THOUGHT:
            return at
    return last
