"""What stands around a yes in business mail: papers asked for, thanks, a name at the end."""

from __future__ import annotations

from bot.reading.beside_brand import begged
from bot.reading.lexicon import Hit
from bot.reading.notes import Notes
from bot.reading.sections import section
from bot.reading.text import says

_SIGN_OFFS = frozenset(
    "regards wishes best cheers thanks thank greetings sincerely yours love xx grusse gruesse gruss cordialement bien"
    " saludos saluti groeten groet halsningar pozdrawiam cumprimentos abracos beijos danke merci gracias grazie"
    " obrigado obrigada bedankt tack dzieki dziekuje mfg lg vg br rgds mvh halsning powazaniem groetjes".split()
)


def errands(notes: Notes) -> list[Hit]:
    """Questions about papers and next steps (`when do we get the PDF?`), which leave a yes beside them standing."""
    return notes.of("errand")


def asks_only_errands(notes: Notes) -> bool:
    """Whether every question of the page is about papers or next steps."""
    asked = [hit for hit in errands(notes) if not _bidden(notes, hit)]
    closing = {hit.last + step for hit in asked for step in range(_polite_words(notes, hit.last) + 1)}
    if notes.context.role == "brand":
        closing |= {at for sentence in notes.asking for at in begged(notes, sentence)}
    if not all(at in closing for at, word in enumerate(notes.words) if word == "?"):
        return False
    unmarked = notes.asking if notes.context.role == "brand" else set()
    return unmarked <= {notes.sentence[at] for at in closing if at < notes.size}


def _bidden(notes: Notes, hit: Hit) -> bool:
    """`Einverstanden, bitte schicken Sie den Vertrag?`: an errand that is bidden, so the mark asks about the yes."""
    return notes.word(hit.first - 1) in ("bitte", "please") and notes.words[hit.first] in ("schicken", "senden")


def _polite_words(notes: Notes, at: int) -> int:
    words = 0
    while words < 3 and notes.hit("filler", at + words) is not None:
        words += 1
    return words


def signed(notes: Notes) -> range:
    """The name under a message written in one line: `Best regards, Nigel`, `Mvh Karin`, with who and where she is."""
    for at in range(max(1, notes.size - _LONGEST_SIGNATURE), notes.size):
        if notes.words[at - 1] in _SIGN_OFFS and all(_of_a_signature(notes, step) for step in range(at, notes.size)):
            first = at - 1
            while notes.word(first - 1) in _KIND_WORDS:
                first -= 1
            return range(first, notes.size)
    return range(0)


_LONGEST_SIGNATURE = 16
_KIND_WORDS = frozenset(
    "cordiali distinti viele liebe schone beste kind warm warmest best many hartelijke vriendelijke med vanliga basta"
    " serdeczne atentos cordiales melhores os com bien mes un cordial mit freundlichen met".split()
)
_OF_TITLES = frozenset("origin filler lang market campaign aside numbered article".split())
_GREETED_FROM = frozenset("aus from de da dal depuis desde uit fran z ze".split())


def _of_a_signature(notes: Notes, at: int) -> bool:
    word = notes.words[at]
    if not word.isalnum() or notes.named[at] or word in _SIGN_OFFS:
        return word != "?"
    town = notes.hit("city", at) is not None and notes.word(at - 1) in _GREETED_FROM
    title = _named(notes, at) or word in section("beside_brand", "titles")
    return title or town or word in _GREETED_FROM


def _named(notes: Notes, at: int) -> bool:
    return notes.words[at].isalpha() and notes.page.capitalised(at) and notes.kinds_over(at) <= _OF_TITLES


_ABBREVIATED = frozenset("dr prof mr mrs ms dhr mevr hr ing mgr".split())


def signing(notes: Notes) -> list[int]:
    """Who puts the name under it: `Unterschreiben wird Frau Dr. Albers`, `Johan skriver under för oss`.

    Nothing but a verb of signing, a title or a name, and for whom; `she must sign` and `signs on Monday` are left.
    """
    found: list[int] = []
    for at, word in enumerate(notes.words):
        if word not in section("beside_brand", "signs") or (found and at <= found[-1]):
            continue
        first, last = at, at + 1
        while first and at - first < _LONGEST_SIGNATURE and _of_signing(notes, first - 1):
            first -= 1
        while last < notes.size and last - at < _LONGEST_SIGNATURE and _of_signing(notes, last):
            last += 1
        alone = not (says(notes.word(first - 1)) or says(notes.word(last)))
        if alone and any(_who(notes, step) for step in range(first, last)):
            found += range(first, last)
    return found


def _who(notes: Notes, at: int) -> bool:
    return notes.words[at] in section("beside_brand", "titles") or (
        _named(notes, at) and notes.words[at] not in section("beside_brand", "signs")
    )


def _of_signing(notes: Notes, at: int) -> bool:
    word = notes.words[at]
    if word in (",", "."):
        return word == "," or notes.word(at - 1) in _ABBREVIATED
    known = ("signs", "titles", "signs-for")
    return any(word in section("beside_brand", title) for title in known) or _named(notes, at)


_THANKS = frozenset(
    "thanks thank danke dank vielen merci bravo gracias grazie obrigado obrigada bedankt tack dziekuje"
    " dziekujemy lob kudos gratulacje chapeau complimenti agradecer ringraziare".split()
)
_KNOWN_OF_THANKS = frozenset("filler lang subject article aside purpose scalehint and logistics numbered".split())
_STRANGE_TO_THANKS = frozenset(
    "change changes changing agree agreeing accept accepting include including lower lowering discount extra free"
    " but if when not no except without once nothing nada nichts rien niente niets inget nic".split()
)


def thanked(notes: Notes) -> list[int]:
    """`and many thanks for your patience`: what is thanked for, where no word of the trade stands in it.

    Such a clause may hold words that nobody knows, and still says nothing about the offer.
    """
    found: list[int] = []
    for at, word in enumerate(notes.words):
        if word in _THANKS and not (found and at <= found[-1]) and not _FOR.isdisjoint(notes.words[at + 1 : at + 4]):
            end, first = notes.clause_end(at), at
            while notes.word(first - 1) in _MUCH:
                first -= 1
            kind = max((step for step in range(at + 1, end) if notes.words[step].startswith(_THANKED_FOR)), default=0)
            known = all(notes.kinds_over(step) for step in range(kind + 1, end))
            if kind and known and all(_harmless(notes, step) for step in range(at, end)):
                found += range(first, end)
    return found


_THANKED_FOR = (
    "patien", "pacien", "pazien", "geduld", "talamod", "cierpliw", "quick", "speed", "fast", "schnell", "rapid",
    "reactiv", "veloc", "snabb", "szybk", "snel", "help", "hilfe", "aide", "ayuda", "aiut",
    "ajuda", "hulp", "hjalp", "pomoc",
    "effort", "support", "contact", "kontakt", "work", "arbeit", "travail", "trabajo", "lavoro",
    "trabalho", "arbete", "prac",
    "understanding", "verstandnis", "compren", "begrip", "forstaelse", "zrozumien", "kind", "abwicklung", "prompt",
    "verhandl", "onderhandel", "forhandl", "negocja",
    "zusammenarbeit", "samarbet", "samenwerking", "colabora", "collabora", "wspolprac", "professional", "efficien",
)  # fmt: skip
_FOR = frozenset("for fur pour por per pela pelo para voor za a".split())
_MUCH = frozenset("ein grosses dickes a big huge very un gran grande grand muito bardzo heel so many ett stort".split())


def _harmless(notes: Notes, at: int) -> bool:
    word = notes.words[at]
    if not word.replace("'", "").isalpha() or word in _STRANGE_TO_THANKS or notes.east(at):
        return False
    return word in _FOR or notes.kinds_over(at) <= _KNOWN_OF_THANKS
