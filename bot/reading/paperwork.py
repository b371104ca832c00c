"""What stands around a yes in business mail: numbers that only name something, papers asked for, a name at the end."""

from __future__ import annotations

from bot.reading.lexicon import Hit
from bot.reading.notes import Notes

_LINKS = frozenset(
    "is no number nr n ° º . : # - + ( / are of our the my de da do di del della der unserer empresa firma firmy"
    " azienda company ist lautet e es est jest to は 은 는 ar na la le il el o a und and y et i en och".split()
)
_BEFORE = frozenset("our the my a o il la le el de het der die das unsere notre nuestro nosso ( nasz vart ons".split())
_AFTER = frozenset("follows follow below attached open enclosed to is will our on side end anbei folgt ) suit".split())
_JOINTS = frozenset("- . / ( ) + ·".split())
_SIGN_OFFS = frozenset(
    "regards best cheers thanks thank greetings sincerely yours love xx grusse gruesse gruss cordialement bien saludos"
    " saluti groeten groet halsningar pozdrawiam cumprimentos abracos beijos danke merci gracias grazie obrigado"
    " obrigada bedankt tack dzieki dziekuje mfg lg vg br rgds".split()
)
FAR, NEAR = 6, 2
"""How many digits a number must have to be named by a label that stands apart from it, and by one right before it."""


def identified(notes: Notes) -> bytearray:
    """Tokens of labelled numbers (`PO number 7781203 follows`, `NIF da empresa é 509 555 019`): never money."""
    marks = bytearray(notes.size)
    for hit in notes.of("identifier"):
        at = hit.last
        at = _past_bracket(notes, at)
        while at < min(hit.last + 10, notes.size) and notes.words[at] in _LINKS:
            at += 1
        coded = notes.word(at).isalpha() and len(notes.word(at)) <= 3 and notes.word(at + 1)[:1].isdecimal()
        last, digits = _number_from(notes, at + coded)
        if digits < (NEAR if at == hit.last else FAR) or notes.hit("currency", last) or notes.ending("currency", at):
            continue
        first = hit.first
        while notes.word(first - 1) in _BEFORE:
            first -= 1
        while notes.word(last) in _AFTER:
            last += 1
        marks[first:last] = b"\1" * (last - first)
    for hit in notes.of("minor"):
        if any(word.isdecimal() or notes.hit("num", at) for at, word in _words_of(notes, hit)):
            marks[hit.first : hit.last] = b"\1" * (hit.last - hit.first)
    return marks


def _words_of(notes: Notes, hit: Hit) -> list[tuple[int, str]]:
    return [(at, notes.words[at]) for at in range(hit.first, hit.last)]


def _past_bracket(notes: Notes, at: int) -> int:
    """Over a short aside in brackets: `our fax (yes, really) is 020 …`."""
    if notes.word(at) != "(":
        return at
    return next((end + 1 for end in range(at, min(at + 7, notes.size)) if notes.words[end] == ")"), at)


def _number_from(notes: Notes, at: int) -> tuple[int, int]:
    """Where a number of several groups that begins here ends, and how many digits it has."""
    digits = 0
    while at < notes.size:
        word = notes.words[at]
        if (any(map(str.isdecimal, word)) and word.isalnum()) or word.replace(" ", "").replace(".", "").isdecimal():
            digits += sum(map(str.isdecimal, word))
        elif not (word in _JOINTS and notes.word(at + 1)[:1].isdecimal()):
            break
        at += 1
    return at, digits


def errands(notes: Notes) -> list[Hit]:
    """Questions about papers and next steps (`when do we get the PDF?`), which leave a yes beside them standing."""
    return notes.of("errand")


def asks_only_errands(notes: Notes) -> bool:
    """Whether every question of the page is about papers or next steps."""
    closing = {hit.last + step for hit in errands(notes) for step in range(_polite_words(notes, hit.last) + 1)}
    if not all(at in closing for at, word in enumerate(notes.words) if word == "?"):
        return False
    unmarked = notes.asking if notes.context.role == "brand" else set()
    return unmarked <= {notes.sentence[hit.first] for hit in errands(notes)}


def _polite_words(notes: Notes, at: int) -> int:
    words = 0
    while words < 3 and notes.hit("filler", at + words) is not None:
        words += 1
    return words


def signed(notes: Notes) -> range:
    """The name under a message written in one line: `Best regards, Nigel`."""
    at = notes.size
    while at > 0 and not notes.words[at - 1].isalnum():
        at -= 1
    last = at
    while at > 0 and last - at < 3 and _is_name(notes, at - 1):
        at -= 1
    before = at - (notes.word(at - 1) in (",", "-", "\n"))
    return range(at, last) if before > 0 and notes.word(before - 1) in _SIGN_OFFS else range(0)


def _is_name(notes: Notes, at: int) -> bool:
    return notes.words[at].isalpha() and notes.page.capitalised(at) and not notes.opens_phrase(at)
