"""What stands around a yes in business mail: numbers that only name something, papers asked for, a name at the end."""

from __future__ import annotations

import re
from bisect import bisect_left

from bot.reading.lexicon import Hit
from bot.reading.notes import Notes

_LINKS = frozenset(
    "is no number nr n ° º . : # - + ( / are of our the my de da do di del della der unserer empresa firma firmy"
    " azienda company ist lautet e es est jest to は 은 는 ar na la le il el o a und and y et i en och".split()
)
_BEFORE = frozenset("our the my a o il la le el de het der die das unsere notre nuestro nosso ( nasz vart ons".split())
_AFTER = frozenset(
    "follows follow below attached open enclosed to is will our on side end anbei folgt ) suit raised issued ready"
    " created been has in system now already from".split()
)
_JOINTS = frozenset("- . / ( ) + ·".split())
_SIGN_OFFS = frozenset(
    "regards best cheers thanks thank greetings sincerely yours love xx grusse gruesse gruss cordialement bien saludos"
    " saluti groeten groet halsningar pozdrawiam cumprimentos abracos beijos danke merci gracias grazie obrigado"
    " obrigada bedankt tack dzieki dziekuje mfg lg vg br rgds".split()
)
_COPULAS = ("입니다", "이에요", "예요", "です", "になります")
_LICENCE_NUMBER = re.compile(
    r"(?<![a-z0-9-])(?=[a-z]{0,3}[0-9]{1,3}[a-z])[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{2}(?![a-z0-9-])"
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
        last, digits = _number_from(notes, at + _letters_of_code(notes, at))
        plain = at == hit.last or notes.words[hit.last - 1] in ("number", "no", "nr", "nummer", "numero")
        if digits < (NEAR if plain else FAR) or notes.hit("currency", last) or notes.ending("currency", at):
            continue
        first = hit.first
        while notes.word(first - 1) in _BEFORE:
            first -= 1
        while notes.word(last) in _AFTER:
            last += 1
        last += next((len(end) for end in _COPULAS if "".join(notes.words[last : last + len(end)]) == end), 0)
        marks[first:last] = b"\1" * (last - first)
    for code in _LICENCE_NUMBER.finditer(notes.page.folded):
        first, last = bisect_left(notes.page.starts, code.start()), bisect_left(notes.page.starts, code.end())
        marks[first:last] = b"\1" * (last - first)
    for first, last in _addresses(notes):
        marks[first:last] = b"\1" * (last - first)
        notes.forget(first, last, _PLACES)
    for hit in notes.of("minor"):
        if any(word.isdecimal() or notes.hit("num", at) for at, word in _words_of(notes, hit)):
            marks[hit.first : hit.last] = b"\1" * (hit.last - hit.first)
    return marks


_PLACES = frozenset("place city region vague_region demonym".split())
_STREETS = ("box", "postfach", "apartado", "postbus", "skrytka", "street", "road", "avenue", "lane")
_STREET_ENDS = ("strasse", "straat", "gatan", "vagen", "str", "weg", "platz", "laan")
_STREET_OPENERS = frozenset("rue calle via rua ul ulica plaza piazza avenue avenida".split())


def _addresses(notes: Notes) -> list[tuple[int, int]]:
    """`Fakturan skickas till Box 1420, 111 84 Stockholm`: where the invoice goes, and no offer in it.

    Only names, a street or a box with its number, and postcodes before a town: any other figure is left to be read.
    """
    found = []
    for hit in notes.of("billto"):
        end = notes.clause_end(hit.last, also_comma=False)
        tokens = range(hit.last, end)
        street = any(_street(notes, at) for at in tokens)
        if street and end - hit.last <= 16 and all(_of_an_address(notes, at, hit.last) for at in tokens):
            found.append((hit.first, end))
    return found


def _street(notes: Notes, at: int) -> bool:
    word = notes.words[at]
    numbered = any(notes.word(at + step)[:1].isdecimal() for step in (1, 2, 3))
    return numbered and (word in _STREETS or word in _STREET_OPENERS or word.endswith(_STREET_ENDS))


def _of_an_address(notes: Notes, at: int, first: int) -> bool:
    word = notes.words[at]
    if word in (",", "-", "."):
        return True
    if word.replace(" ", "").isdecimal():
        back = at
        while back > first and at - back < 3 and notes.words[back - 1].isalpha():
            back -= 1
        before = any(_street(notes, step) for step in range(back, at))
        town = next((step for step in (at + 1, at + 2) if notes.word(step).isalpha()), None)
        sure = town is not None and (notes.hit("city", town) is not None or not word.endswith("00"))
        return before or (sure and town is not None and notes.page.capitalised(town))
    if word in _STREET_OPENERS or word in _STREETS or notes.hit("city", at) or notes.hit("place", at):
        return notes.page.capitalised(at) or word in _STREET_OPENERS
    return word.isalpha() and notes.page.capitalised(at) and not notes.opens_phrase(at)


def _letters_of_code(notes: Notes, at: int) -> int:
    """How many tokens of a code stand before its digits: `ES 1234`, `B-85555019`."""
    if not (notes.word(at).isalpha() and len(notes.word(at)) <= 3):
        return 0
    dashed = notes.word(at + 1) == "-" and notes.page.glued(at + 1) and notes.page.glued(at + 2)
    return 1 + dashed if notes.word(at + 1 + dashed)[:1].isdecimal() else 0


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
