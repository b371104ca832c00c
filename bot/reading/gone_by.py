"""Time that has gone by in a talent's story is no term: `after fifteen years of work`, `they kept me out in January`.

A length is let go where the words right around it say that it lies behind her; a length, a date and a season where
their clause tells of what has been and not of what she has in mind. The stems are in `words/gone_by.txt`.
"""

from __future__ import annotations

from functools import partial

from bot.reading.notes import Notes
from bot.reading.sections import section, word_set
from bot.reading.written_lengths import Length

_words = partial(word_set, "gone_by")
_LIMITS = ("ceiling", "floor", "only", "longer", "shorter", "wish")
_LONG_ENOUGH = 5
_FAR = 5
"""How many words behind a length may say what it was a length of."""


def gone_by(notes: Notes, length: Length) -> bool:
    """Whether this length lies behind her."""
    if notes.context.role != "talent":
        return False
    return _led_by(notes, length) or _followed_by(notes, length) or in_a_tale(notes, length.first, length.last)


def in_a_tale(notes: Notes, at: int, end: int) -> bool:
    """`mia sorella ci ha lavorato due anni`: but not `I was thinking three months`, nor `at most two`."""
    if notes.context.role != "talent":
        return False
    first, last = notes.clause_start(at), notes.clause_end(end - 1)
    if notes.near("condition", first, last) is not None:
        return False  # `if it was three months`
    if any(notes.near(kind, max(first, at - 4), min(last, end + 3)) for kind in _LIMITS):
        return False
    told = [word for word in notes.words[first:last] if word != "was" or notes.language != "de"]
    if any(notes.east(token) for token in range(first, last)):
        whole = "".join(told)
        return _holds(whole, "past-east") and not _holds(whole, "in-mind")
    if not _words("in-mind").isdisjoint(notes.words[first : min(last, end + 2)]):
        return False
    return not _words("past").isdisjoint(told) or any(_ends_in_the_past(notes.language, word) for word in told)


def _ends_in_the_past(language: str, word: str) -> bool:
    """`czekałam`, `ritagliavo`, `llevaba`, `gritou`; not `serait`."""
    if language not in ("pl", "it", "es", "pt", "fr") or len(word) < _LONG_ENOUGH:
        return False
    return word.endswith(section("gone_by", f"past-{language}")) and not (
        language != "pl" and word.endswith(section("gone_by", "not-past"))
    )


def _led_by(notes: Notes, length: Length) -> bool:
    at = length.first - 1
    while at >= 0 and length.first - at < 4 and notes.words[at] in _words("between"):
        at -= 1
    word = notes.word(at)
    if word == "a" and notes.word(at - 1) == "y":
        return True  # `il y a deux ans`
    if notes.word(at - 1) in _words("lasts"):
        return False
    return word in _words("before") or (word in _words(f"before-{notes.language}") and at == length.first - 1)


def _followed_by(notes: Notes, length: Length) -> bool:
    if notes.word(length.last) in _words("behind"):
        return True
    behind = [at for at in notes.sentence_words(notes.sentence[length.first]) if at >= length.last][: _FAR + 1]
    if any(notes.east(at) for at in behind[:1]):
        return "".join(notes.words[at] for at in behind).startswith(section("gone_by", "behind-east"))
    return any(notes.words[at] in _words("of") for at in behind[:_FAR])


def _holds(text: str, title: str) -> bool:
    return any(stem in text for stem in section("gone_by", title))
