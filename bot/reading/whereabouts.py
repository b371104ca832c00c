"""Lands that only say where somebody is: `our CFO is on holiday in Spain`, `my flight to Lisbon leaves in an hour`.

With a brand only in a running talk, and only in a clause that says nothing of the use; with a talent where she or one
of hers is (`my agent in Paris`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.reading.beside_brand import MOST_WORDS, words
from bot.reading.lexicon import Hit
from bot.reading.notes import Notes

WHERE = frozenset("place city category unit length media vague_media weekday".split())
_NEAR = 7
_CALLED = re.compile(
    r"(?:세|두|모든|그|이) ?패키지|패키지 ?(?:모두|중|전부)"
    r"|(?<![a-z])usa (?=(?:le|la|il|lo|las|los|as|os|i|gli|una?|o|a|el) )"
    r"|(?<![a-z])(?:the|our|an|my) interns?(?![a-z])"
    r"|(?<![a-z])intern (?=mit |gerechnet|besprochen|abgestimmt|diskutiert)"
    r"|[月火水木金土日]曜日?まで[^.,]{0,6}待|[월화수목금토일]요일까지 [^.,]{0,4}기다"
    r"|(?:等到|到)(?:周|星期)[一二三四五六日天]"
)
"""`세 패키지` are three packages, `usa le foto` uses the pictures, `the intern` is a person."""


def whereabouts(notes: Notes) -> Iterator[tuple[int, int]]:
    """The tokens of such a land, and of the length or the goods that stand in its clause."""
    if notes.context.role != "brand":
        yield from _hers(notes)
        return
    for first, last in notes.page.matches(_CALLED):
        if not notes.page.upper(first):
            yield first, last
    if not notes.context.in_talks:
        return
    for hit in (*notes.of("place"), *notes.of("city"), *notes.of("unit"), *notes.of("length")):
        first, last = notes.clause_start(hit.first), notes.clause_end(hit.first)
        if last - first > MOST_WORDS:
            continue
        if not _of_use(notes, first, last) and (_journey(notes, first, last) or _somebody_is(notes, first, hit)):
            yield first, last


_IN = frozenset("in a en em i w near bei".split())
_HER_PEOPLE = frozenset(
    "agent agency booker lawyer manager sister brother mum mom mother dad cousin aunt friend boyfriend husband"
    " flat live lives living agentin agentur anwalt anwaltin schwester bruder mutter vater freundin freund wohne"
    " wohnt lebe agente agence avocate soeur frere mere habite vis agencia abogada hermana madre vivo agenzia"
    " avvocata sorella abito irma mae moro zus moeder vriendin woon syster mamma bor siostra mama mieszkam".split()
)


def _hers(notes: Notes) -> Iterator[tuple[int, int]]:
    """`my agent in Paris`, `I live in Lyon`: where a talent or one of hers is, and no land of use."""
    for hit in (*notes.of("city"), *notes.of("place")):
        if notes.word(hit.first - 1) in _IN and notes.word(hit.first - 2) in _HER_PEOPLE:
            yield hit.first, hit.last


def _of_use(notes: Notes, first: int, last: int) -> bool:
    stems = words("uses")
    return any(notes.words[at].startswith(stems) for at in range(first, last)) or any(
        notes.near(kind, first, last) is not None for kind in ("media", "exclusivity", "currency", "drop", "perpetual")
    )


def _journey(notes: Notes, first: int, last: int) -> bool:
    told = "".join(notes.words[first:last])
    away = any(first <= hit.first < last for hit in notes.of("absent"))
    return (
        away
        or not set(words("journey")).isdisjoint(notes.words[first:last])
        or any(word in told for word in words("journey-east"))
    )


def _somebody_is(notes: Notes, first: int, hit: Hit) -> bool:
    """`my boss is in Norway`: a person, then a being, then the land."""
    if hit.kind in ("unit", "length") or notes.ending("origin", hit.first) is not None:
        return False
    being = next((at for at in range(hit.first - 1, max(first, hit.first - _NEAR) - 1, -1)
                  if notes.words[at] in words("being")), None)  # fmt: skip
    if being is None:
        return False
    return any(notes.words[at] in words("people") for at in range(max(first, being - 4), being + 1))
