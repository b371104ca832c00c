"""A yes with one letter wrong, in a very short message: `approveed`, `aprove`."""

from __future__ import annotations

from bot.reading.notes import Notes
from bot.reading.yes_and_no import WOULD

_SPELT = tuple(
    "approve approved agreed accept accepted confirm confirmed einverstanden genehmigt akzeptiert accepte confirme"
    " acepto aceptado apruebo accetto approvo confermo".split()
)
_OTHER_WORDS = frozenset("approver approves approval accepts agree agrees confirms greed".split())
_SPELT_WORDS_MOST = 4


def misspelt(notes: Notes) -> list[int]:
    """`approveed`, `aprove`: in a very short message, a yes with one letter doubled, left out or swapped."""
    said = [at for at, word in enumerate(notes.words) if word.isalpha()]
    if len(said) > _SPELT_WORDS_MOST:
        return []
    said = [at for at in said if notes.word(at - 1) not in WOULD]
    return [at for at in said if notes.words[at] not in _OTHER_WORDS and _slips(notes.words[at])]


def _slips(word: str) -> bool:
    return any(word[:1] == right[0] and _one_slip(word, right) for right in _SPELT)


def _one_slip(word: str, right: str) -> bool:
    """Whether one letter is left out of, put into, or swapped with its neighbour in the right word."""
    same = next((at for at, (one, other) in enumerate(zip(word, right, strict=False)) if one != other),
                min(len(word), len(right)))  # fmt: skip
    rest, wanted = word[same:], right[same:]
    return bool(rest or wanted) and (
        rest == wanted[1:] or rest[1:] == wanted or (rest[:2] == wanted[1::-1] and rest[2:] == wanted[2:])
    )
