"""What may stand beside a yes: one part of the message says it firmly, and all others say nothing about the deal.

In the firm part every word is known. Another may hold words that nobody knows, where it speaks of something else and
nothing in it bears on the deal. What that something is, and which words bear, each side has in its own lists:
papers, thanks and joy for a brand (`beside_brand.py`), her day for a talent (`beside_talent.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.reading.lexicon import Hit
from bot.reading.notes import Notes
from bot.reading.text import says

Part = Sequence[int]
"""The tokens of a sentence or clause that hold a letter or a digit; never empty."""
_SMALL = {"ma": ("fr", "pl"), "ni": ("sv",), "till": ("sv",), "men": ("en",), "pas": ("en",), "ate": ("en",),
    "prima": ("de", "nl", "sv"), "van": ("nl", "de", "sv"), "als": ("de",), "om": ("nl",), "want": ("nl",),
    "dit": ("nl", "de"), "mag": ("nl", "de"), "sa": ("pl",), "rest": ("de", "nl", "pl"), "ar": ("sv", "pl"),
    "dan": ("sv",),
}  # fmt: skip


@dataclass(frozen=True)
class Scales:
    """What bears on the deal: kinds of known phrases, and signs within eastern writing, once the pardoned are out."""

    kinds: tuple[str, ...]
    eastern: tuple[str, ...]
    pardoned: tuple[str, ...]


def let_be(
    parts: Iterable[Part], covered: bytearray, firm: Iterable[tuple[int, int]], harmless: Callable[[Part], bool]
) -> set[int] | None:
    """The tokens that nobody knows and that may stand beside the yes; None where no part says it firmly.

    `covered` are the tokens that are known to say nothing against it, `firm` the phrases that say it.
    """
    unknown: list[Part] = []
    known: set[int] = set()
    for part in parts:
        if all(covered[at] for at in part):
            known.update(part)
        else:
            unknown.append(part)
    if known.isdisjoint(first for first, _ in firm):
        return None
    return {at for part in unknown if harmless(part) for at in part}


def bears(
    notes: Notes, part: Part, scales: Scales, weighs: Callable[[int], bool], excused: Callable[[Hit], bool]
) -> bool:
    """Whether anything in a part bears on the deal: a word that `weighs`, or a phrase that is not `excused`."""
    first, last = part[0], part[-1] + 1
    told = eastern(notes, range(first, last))
    for pardon in scales.pardoned:
        told = told.replace(pardon, "")
    if any(sign in told for sign in scales.eastern) or any(map(weighs, part)):
        return True
    found = (hit for kind in scales.kinds for hit in notes.of(kind) if hit.first < last and hit.last > first)
    return not all(map(excused, found))


def between_signs(notes: Notes, parts: Callable[[int], bool]) -> Iterator[tuple[int, int]]:
    """The stretches of tokens between those that part them, in order; some are empty."""
    first = 0
    for at in range(notes.size + 1):
        if at == notes.size or parts(at):
            yield first, at
            first = at + 1


def saying(notes: Notes, first: int, last: int) -> Part:
    """The tokens of a stretch that hold a letter or a digit."""
    return [at for at in range(first, last) if says(notes.words[at])]


def eastern(notes: Notes, tokens: Iterable[int]) -> str:
    """The Chinese, Japanese or Korean writing among these tokens, with its commas."""
    return "".join(notes.words[at] for at in tokens if notes.east(at) or notes.words[at] == ",")


def clauses(notes: Notes, sentence: int) -> list[Part]:
    """The parts of a sentence between commas; a part that opens with an `and` belongs to the one it follows."""
    parts: dict[int, list[int]] = {}
    for at in notes.sentence_words(sentence):
        if says(notes.words[at]):
            parts.setdefault(notes.clause_start(at), []).append(at)
    return list(parts.values())


def of_another_tongue(notes: Notes, at: int) -> bool:
    """`ma collègue`, `kan ni`, `stuur maar door`: a small word that weighs elsewhere and not here."""
    return notes.language in _SMALL.get(notes.words[at], ()) or _softens(notes, at)


_BIDDEN = frozenset("stuur zet zeg geef ga kom doe regel mail maak neem bel app leg boek vertel".split())
_OPENERS = frozenset("dus prima goed zo en ja top oke ok nou akkoord".split())
_TURNS = frozenset("ik we wij niet geen alleen wel dan nog eerst het de".split())
_FAR = 4


def _softens(notes: Notes, at: int) -> bool:
    """The Dutch `maar` behind what is bidden: `stuur de stukken maar naar mij`; no but."""
    if notes.words[at] != "maar" or notes.word(at + 1) in _TURNS:
        return False
    first = notes.clause_start(at)
    while first < at and (notes.words[first] in _OPENERS or not says(notes.words[first])):
        first += 1
    return notes.words[first] in _BIDDEN and 0 < at - first <= _FAR
