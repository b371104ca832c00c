"""What stands around a yes in business mail: numbers that only name something, papers asked for, a name at the end."""

from __future__ import annotations

import re

from bot.reading.beside import begged
from bot.reading.lexicon import Hit
from bot.reading.notes import Notes
from bot.reading.text import MAILBOX

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
    "regards wishes best cheers thanks thank greetings sincerely yours love xx grusse gruesse gruss cordialement bien"
    " saludos saluti groeten groet halsningar pozdrawiam cumprimentos abracos beijos danke merci gracias grazie"
    " obrigado obrigada bedankt tack dzieki dziekuje mfg lg vg br rgds mvh halsning".split()
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
        short = hit.value == "short"
        plain = short or at == hit.last or notes.words[hit.last - 1] in ("number", "no", "nr", "nummer", "numero")
        if digits < (NEAR if plain else FAR) or notes.hit("currency", last) or notes.ending("currency", at):
            continue
        first = hit.first
        while notes.word(first - 1) in _BEFORE:
            first -= 1
        while notes.word(last) in _AFTER:
            last += 1
        last += next((len(end) for end in _COPULAS if "".join(notes.words[last : last + len(end)]) == end), 0)
        marks[first:last] = b"\1" * (last - first)
    for first, last in notes.page.matches(_LICENCE_NUMBER):
        marks[first:last] = b"\1" * (last - first)
    for first, last in (*_mailboxes(notes), *_phones(notes), *_companies(notes), *_addresses(notes)):
        marks[first:last] = b"\1" * (last - first)
        notes.forget(first, last, _PLACES)
    for hit in notes.of("minor"):
        if any(word.isdecimal() or notes.hit("num", at) for at, word in _words_of(notes, hit)):
            marks[hit.first : hit.last] = b"\1" * (hit.last - hit.first)
    return marks


_PLACES = frozenset("place city region vague_region demonym category".split())
_STREETS = frozenset(
    "box postfach apartado postbus skrytka street road avenue lane drive square crescent court boulevard blvd terrace"
    " st rd ave allee".split()
)
_STREET_ENDS = (
    "strasse",
    "straat",
    "gatan",
    "vagen",
    "str",
    "weg",
    "platz",
    "laan",
    "gasse",
    "gracht",
    "plein",
    "kade",
)
_STREET_OPENERS = frozenset(
    "rue calle via rua ul ulica plaza piazza avenue avenida av viale corso largo praca travessa paseo camino quai"
    " allee al aleja".split()
)
_IN_NAMES = frozenset(
    "de da do das dos del della dei di la le les des du d' van der den von zum am of the a 1er".split()
)
_POSTCODE = re.compile(
    r"[a-z]{1,2}[0-9][0-9a-z]? ?[0-9][a-z]{2}(?![a-z0-9])|[0-9]{4}-[0-9]{3}(?![0-9])|[0-9]{2}-[0-9]{3}(?![0-9])"
)
_LONGEST_ADDRESS = 28


def _mailboxes(notes: Notes) -> list[tuple[int, int]]:
    """The tokens of every mail address: whatever it spells, it says nothing."""
    return notes.page.matches(MAILBOX) if "@" in notes.words else []


_PHONE = re.compile(r"(?<![0-9.,])0[0-9]{2,4}(?:[ -][0-9]{2,8}){1,5}(?![0-9])")
_COMPANY_ENDS = frozenset(
    "ltd limited inc llc plc gmbh ag kg ohg ug srl srls spa snc sa sas sarl sl slu sc lda ltda bv nv vof ab as oy aps"
    " o.o. zoo".split()
)


def _phones(notes: Notes) -> list[tuple[int, int]]:
    """`my new number is 0412 555 018`: groups of digits of which the first begins with a nought."""
    return notes.page.matches(_PHONE)


def _companies(notes: Notes) -> list[tuple[int, int]]:
    """`Intestate la fattura a Bianchi Moda srl`: whom the invoice goes to; its name names no goods and no land."""
    found = []
    for hit in notes.of("billto"):
        at = hit.last
        while at < min(hit.last + 7, notes.size) and notes.words[at] not in _COMPANY_ENDS:
            if not (notes.page.capitalised(at) or notes.words[at] in _IN_NAMES or notes.words[at] == "&"):
                break
            at += 1
        if hit.last < at < notes.size and notes.words[at] in _COMPANY_ENDS:
            found.append((hit.first, at + 1))
    return found


def _addresses(notes: Notes) -> list[tuple[int, int]]:
    """`Fakturan skickas till Box 1420, 111 84 Stockholm`: where papers go, and no offer in it.

    Only names, a street or a box with its number, and postcodes before a town, or mailboxes: any other figure is left
    to be read.
    """
    if not notes.of("billto"):
        return []
    codes = {at for span in (*_mailboxes(notes), *notes.page.matches(_POSTCODE)) for at in range(*span)}
    mailed = {at for span in _mailboxes(notes) for at in range(*span)}
    found = []
    for hit in notes.of("billto"):
        end = _address_end(notes, hit.last)
        tokens = range(hit.last, end)
        known = any(at in mailed or _street(notes, at) for at in tokens)
        if (
            known
            and end - hit.last <= _LONGEST_ADDRESS
            and all(at in codes or _of_an_address(notes, at, hit.last) for at in tokens)
        ):
            found.append((hit.first, end))
    return found


_SHORTENED = frozenset("ul al str av st r nr sp o z pl bd".split())


def _address_end(notes: Notes, first: int) -> int:
    """Where the sentence ends, past the dots of `ul. Dluga 5`."""
    end = notes.clause_end(first - (notes.word(first) == "."), also_comma=False)
    while end + 1 < notes.size and notes.words[end] == "." and notes.words[end - 1] in _SHORTENED:
        end = notes.clause_end(end + 1, also_comma=False)
    return end


def _street(notes: Notes, at: int) -> bool:
    word = notes.words[at]
    named = word in _STREETS or word in _STREET_OPENERS or word.endswith(_STREET_ENDS)
    return named and any(notes.word(at + step)[:1].isdecimal() for step in (1, 2, 3, 4, -1, -2, -3, -4))


def _of_an_address(notes: Notes, at: int, first: int) -> bool:
    word = notes.words[at]
    if word in (",", "-", ".", "(", ")", "/") or word in _IN_NAMES:
        return True
    if word.replace(" ", "").isdecimal():
        return _house_number(notes, at, first)
    if word in _STREET_OPENERS or word in _STREETS or notes.hit("city", at) or notes.hit("place", at):
        return notes.page.capitalised(at) or word in _STREET_OPENERS
    if word in _MEANT_FOR:
        return False  # `to 14 Mill Lane, Leeds, for Spain and Italy`
    if notes.hit("filler", at) is not None or word in _COMPANY_ENDS:
        return True
    named = not notes.opens_phrase(at) or notes.word(at + 1) in _STREETS
    return word.isalpha() and notes.page.capitalised(at) and named


_MEANT_FOR = frozenset("for fur pour para per voor dla".split())


def _house_number(notes: Notes, at: int, first: int) -> bool:
    """A number beside its street, or a postcode before its town."""
    word, back, ahead = notes.words[at], at, at + 1
    while back > first and at - back < 4 and (notes.words[back - 1].isalpha() or notes.words[back - 1] == ","):
        back -= 1
    while at < ahead < min(notes.size, at + 4) and notes.words[ahead].isalpha():
        ahead += 1
    if any(_street(notes, step) for step in (*range(back, at), *range(at + 1, ahead))):
        return True
    town = next((step for step in (at + 1, at + 2) if notes.word(step).isalpha()), None)
    sure = town is not None and (notes.hit("city", town) is not None or not word.endswith("00"))
    return sure and town is not None and notes.page.capitalised(town)


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
    title = word.isalpha() and notes.page.capitalised(at) and notes.kinds_over(at) <= _OF_TITLES
    return title or town or word in _GREETED_FROM


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
    "zusammenarbeit", "samarbet", "samenwerking", "colabora", "collabora", "wspolprac", "professional", "efficien",
)  # fmt: skip
_FOR = frozenset("for fur pour por per pela pelo para voor za a".split())
_MUCH = frozenset("ein grosses dickes a big huge very un gran grande grand muito bardzo heel so many ett stort".split())


def _harmless(notes: Notes, at: int) -> bool:
    word = notes.words[at]
    if not word.replace("'", "").isalpha() or word in _STRANGE_TO_THANKS or notes.east(at):
        return False
    return word in _FOR or notes.kinds_over(at) <= _KNOWN_OF_THANKS


def _is_name(notes: Notes, at: int) -> bool:
    return notes.words[at].isalpha() and notes.page.capitalised(at) and not notes.opens_phrase(at)
