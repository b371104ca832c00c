"""Seasons and feasts: times without a fixed day, asked about unless the message dates them."""

from __future__ import annotations

from bot.reading.gone_by import in_a_tale
from bot.reading.lexicon import Hit
from bot.reading.notes import Notes

_COUNTED = frozenset("one a two three eine une una een en um uma zwei deux dos due".split())
_LAUNCHING = frozenset("launch launching launches release releasing bringen bringt lancieren lanciert starten lancons"
                       " sortons lanzamos sacamos lanciamo lancamos brengen lanceren lanserar slapper wprowadzamy"
                       " introducing introduce".split())  # fmt: skip
_ARTICLES = frozenset("the this next after a all whole entire der den la le el il".split())
_UPCOMING = frozenset("next this in im au en nachsten prochain proximo".split())
_RESTING = frozenset(
    "ice hold parked postponed postponing delayed shelved frozen paused pushed closed busy away back".split()
)
"""`on ice until spring`: when the talk goes on, and not how long the images are used."""
_LASTING = frozenset("for over during fur pour para per voor".split())

Doubt = tuple[str, str, Hit]
"""The field to ask about, why, and the words."""


def season_doubts(notes: Notes, said: set[str]) -> list[Doubt]:
    """What must be asked because only a season was named; `said` are the fields that the message dates."""
    found = []
    for hit in notes.of("season"):
        if not _names_a_thing(notes, hit) and not _her_own_affair(notes, hit):
            doubt = _doubt(notes, hit, said)
            if doubt is not None:
                found.append((*doubt, hit))
    return found


_HERS = frozenset("my meine meinen mein ma mon mes mi mis mia mio minha meu mijn min mitt moj moje moja".split())


def _her_own_affair(notes: Notes, hit: Hit) -> bool:
    """`I'm redoing my portfolio this winter`: what a talent does then, and no time of use."""
    if in_a_tale(notes, hit.first, hit.last):
        return True
    own = _HERS.isdisjoint(notes.words[max(notes.clause_start(hit.first), hit.first - 4) : hit.first])
    return notes.context.role == "talent" and not own


def _names_a_thing(notes: Notes, hit: Hit) -> bool:
    """`our spring campaign`, `autumn coats`, `summer 2027`: a name, or dated."""
    after = hit.last
    return bool(
        notes.hit("campaign", after)
        or notes.hit("campaign", after + 1)
        or notes.hit("category", after)
        or notes.word(after).isdecimal()
        or any(word in _LAUNCHING for word in notes.words[max(0, hit.first - 4) : hit.first])
    )


def _doubt(notes: Notes, hit: Hit, said: set[str]) -> tuple[str, str] | None:
    length_said = bool({"months", "days"} & said) or {"starts_on", "ends_on"} <= said
    if any(word in _RESTING for word in notes.words[max(0, hit.first - 6) : hit.first]):
        return None
    if notes.words[hit.first] in _COUNTED:
        return None if length_said else ("months", "a season has no fixed length")
    start = hit.first
    while start > 0 and notes.words[start - 1] in _ARTICLES:
        start -= 1
    if any(notes.ending("until", at) is not None for at in range(start, hit.first + 1)):
        return None if "ends_on" in said else ("ends_on", "no day is named")
    if notes.ending("from", start) is not None or notes.word(hit.first - 1) in _UPCOMING:
        return None if "starts_on" in said else ("starts_on", "no day is named")
    if notes.word(start - 1) in _LASTING and not length_said:
        return "months", "a season has no fixed length"
    return None
