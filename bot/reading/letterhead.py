"""What only names somebody or says where papers go: orders, tax numbers, phones, firms, streets, days of payment.

`Invoice to Rossi Calzature S.p.A., via Roma 5, 20121 Milano` asks for no shoes and no Italy, and offers no 5. A number
behind its label, a mailbox and a phone say so themselves, wherever they stand. A firm or an address must stand behind
papers: in a running talk with a brand behind any word for them, elsewhere right behind a phrase that says where they
go. What is written small ends it: `for Spain and Italy` is read as ever.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.reading.beside_brand import on_paper, weighs
from bot.reading.notes import Notes

Span = tuple[int, int]
_FORGOTTEN = frozenset(
    "place city region vague_region demonym category but_yes identifier month media unit length currency neg".split()
)
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
_COPULAS = ("입니다", "이에요", "예요", "です", "になります")
FAR, NEAR = 6, 2
"""How many digits a number must have to be named by a label that stands apart from it, and by one right before it."""
_LICENCE_NUMBER = re.compile(
    r"(?<![a-z0-9-])(?=[a-z]{0,3}[0-9]{1,3}[a-z])[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{2}(?![a-z0-9-])"
)
_PHONE = re.compile(
    r"\+[1-9][0-9]{0,2}(?:[ .-]?\(?[0-9]{2,5}\)?){3,6}(?<!000)(?![0-9])"
    r"|(?<![0-9.,])0(?!00)(?:[0-9]{2,4}(?:[ -][0-9]{2,8}){1,5}|[0-9]-[0-9]{3,4}-[0-9]{4})(?![0-9])"
)
_FORM = re.compile(
    r"(?<![a-z0-9.])(?:s\. ?p\. ?a|s\. ?r\. ?l(?:\. ?s)?|s\. ?l(?:\. ?u)?|s\. ?a(?:\. ?s|\. ?r\. ?l)?|sp\. ?z ?o\. ?o"
    r"|b\. ?v|n\. ?v|gmbh(?: & co\.? kg)?|ag|kg|ohg|ug|ltd|limited|inc|llc|plc|pty|& co|srls?|spa|snc|sas|sarl|slu?"
    r"|sa|sc|lda|ltda|eireli|bv|nv|vof|ab|as|aps|oy|oyj)\.?(?![a-z0-9])"
)
_POSTCODE = re.compile(
    r"(?<![a-z0-9.,])(?:[a-z]{1,2}[0-9][0-9a-z]? ?[0-9][a-z]{2}|[0-9]{4} ?[a-z]{2}|[0-9]{2}-[0-9]{3}|[0-9]{4}-[0-9]{3}"
    r"|[0-9]{3} [0-9]{2}|[0-9]{4,5})(?![a-z0-9.,]*[0-9])(?= [^\W\d_]|[,.;!?\n]|$)"
)
_NAMES = r"(?: [^\W\d_]{1,20}\.?)"
_NUMBER = r"[0-9]{1,4}[a-z]?(?![0-9.,]*[0-9])"
_STREET = re.compile(
    r"(?<![^\W\d_])(?:[^\W\d_]{0,25}(?:strasse|straat|gatan|vagen|gasse|gracht|plein|kade|laan|str\.|weg|platz|allee)"
    rf"|(?:po |p\.o\. )?box|postfach|apartado|postbus|skrytka(?: pocztowa)?|zimmer|suite),? ?{_NUMBER}"
    r"|(?<![a-z])(?:rue|calle|c/|via|rua|ul\.|ulica|plaza|piazza|avenue|avenida|av\.|viale|corso|largo|praca|paseo|quai"
    rf"|travessa|camino|al\.|aleja|boulevard|bd){_NAMES}{{1,4}},? (?:n\.? ?º? ?)?{_NUMBER}"
    rf"|(?<![0-9.,])[0-9]{{1,4}}(?: ?bis)?,? (?:rue|avenue|boulevard|quai|place|chemin|allee){_NAMES}{{1,5}}"
    rf"|(?<![0-9.,])[0-9]{{1,4}}[a-z]?{_NAMES}{{1,3}} (?:street|st|road|rd|avenue|ave|lane|ln|drive|square|crescent"
    r"|court|terrace|place|way|yard|wharf|row|mews|gardens|park|hill|close|parade|blvd|boulevard)(?![a-z])"
    r"|(?<![^\W\d_])[^\W\d_]{2,20} (?:street|road|avenue|lane|drive|square|crescent|terrace|boulevard),?"
    rf" {_NUMBER}"
    r"|(?<![0-9.,])[0-9]{1,2}(?:st|nd|rd|th) floor(?![a-z])"
    rf"|(?<![a-z])(?:unit|apt\.?|level|floor) {_NUMBER}"
)
_EASTERN = re.compile(
    r"(?:抬头|开给|开到|开具给|名称|公司名)[^,.;!?\n]{0,30}?公司"
    r"|(?:寄到|寄往|寄至|送到|发到|地址)[^,.;!?\n]{0,40}?(?:号|室|楼|层|公司)"
    r"|(?:請求書|契約書|書類|宛名|宛先|送付先)[^,.;!?\n]{0,12}?(?:株式会社|有限会社|合同会社)[^,.;!?\n]{0,14}?"
    r"(?=宛|御中|様|で|に|と|です)"
    r"|(?:請求書|契約書|書類|宛名|宛先|送付先)は(?:株式会社|有限会社|合同会社)[^,.;!?\n]{1,14}(?=,)"
    r"|〒 ?[0-9]{3}-?[0-9]{4} ?[^,.;!?\n]{2,30}|[^\s,.;!?\n]{1,6}部の?[^\s,.;!?\n]{1,6}(?=宛)"
    r"|(?:住所|送付先)[^.;!?\n]{0,50}?(?:号|丁目[0-9-]*|番地|階|ビル)"
    r"|(?:주식회사|유한회사|\(주\)) ?[^\s.,;!?]{1,12}"
    r"|[^\s.,]{1,5}(?:시|도) [^\s.,]{1,5}(?:구|군|시) [^.;!?\n]{0,20}?[0-9-]+"
    r"|주소[는]?:? [^.;!?\n]{0,40}?(?:로|길|동|층|호) ?[0-9-]*"
)
_PAYING = (
    r"(?:payment|payable|zahlungsziel|zahlung|zahlbar|paiement|reglement|payable|plazo de pago|pago (?:a|en)|pagamento"
    r"|betaling|betaaltermijn|betalning|betalningsvillkor|platnosci|platnosc|platne)"
)
_DAYS = r"(?:days?|tagen?|jours|dias|giorni|dagen|dagar|dni)"
_PAYDAY = re.compile(
    rf"{_PAYING}(?: [^\W\d_]{{1,12}}){{0,4}} [0-9]{{1,3}} {_DAYS}|[0-9]{{1,3}} {_DAYS} (?:net|netto)\b"
    r"|(?<![0-9k] )(?<!€ )net [0-9]{1,3}(?: days)?\b"
    r"|(?:支払い?は?|付款期|账期|지급은?)[^,.\n]{0,8}[0-9]{1,3} ?(?:日|天|일)"
)
_BY_MAIL = re.compile(
    r"(?<![a-z])(?:by|via|per|par|por|through|tramite|mijn|my|our|mon|mi|mio|mia|meu|min|mein|meine|unsere|notre|nuestro"
    r"|vart|moj|nasz) e-?mails?(?![a-z])|mailow[a-z]*|メール(?=で|に|アドレス|宛)"
    r"|(?:제 |저희 )?(?:이?메일)(?=로|주소| 주소|으로)|邮箱|邮件"
)
_YOURS = re.compile(
    r"(?:'ll|will|to|please|can|and|could) e?-?mail (?:it|you|them|me|us|him|her|over|this|that)(?![a-z])"
    r"|(?:your|endless|many|these|those) e?-?mails?(?![a-z])|your (?:web)?site(?![a-z])"
    r"|社内の?(?:みんな|皆|全員|メンバー)"
    r"|(?<![a-z])(?:leite|leiten|reiche|reichen|gebe|geben) (?:[a-z]{2,12} ){1,3}(?:intern )?weiter(?![a-z])"
    r"|(?<![a-z])intern (?:door|verder|weiter|vidare|besprochen|abgestimmt|doorgenomen|besproken)(?![a-z])"
    r"|vidare internt|internt vidare|(?:allt|detta|det|igenom) internt|intern haben wir|intern hebben we"
    r"|(?:gern|gerne|bitte|graag|garna|liefst|helst) digita(?:l|al|lt)(?= (?:an|naar|till|per|via))"
)
"""Mails and pages that are no media of the licence, whoever speaks of them."""
_JOINING = frozenset(
    "de da do das dos del della dei di la le les des du d' van der den von zum am of the a & , - / ( ) : . o z".split()
)
_SHORT = frozenset("ul al str av st nr sp o z s p a r l u b v n co org tel idnr ltd inc lda ltda bd dr pl".split())
_IN_STREETS = _JOINING | frozenset(
    "rue calle c via rua ul ulica plaza piazza avenue avenida av viale corso largo praca paseo quai travessa camino al"
    " aleja allee boulevard bd bis st nd rd th floor unit apt level".split()
)
_NAMING = frozenset("place city demonym origin filler lang numbered article aside".split())
_NEAR_PAPERS = 20
"""How many tokens before a firm or an address may speak of the papers that go there."""


def mark(notes: Notes) -> None:
    """Mark all of it in `notes.named`, and forget what its words would else have said."""
    for kind in (_labelled, _plain, _beside_papers):
        for first, last in list(kind(notes)):
            notes.named[first:last] = b"\1" * (last - first)
            notes.forget(first, last, _FORGOTTEN)
    for first, last in notes.page.mailboxes:
        notes.forget(first, last, frozenset(("condition",)))  # `inkop@norrsken.se`
    for hit in notes.of("minor"):
        unit = notes.hit("unit", hit.last)
        if unit is not None and unit.value != "year":
            continue  # `what would it be for 12 months`
        if notes.hit("scale", hit.last) or notes.hit("currency", hit.last) or notes.word(hit.last - 2) == "for":
            continue  # `happy to be part of this for 10k`
        if any(notes.words[at].isdecimal() or notes.hit("num", at) for at in range(hit.first, hit.last)):
            notes.named[hit.first : hit.last] = b"\1" * (hit.last - hit.first)


def _plain(notes: Notes) -> Iterator[Span]:
    """What needs no label: a licence's number, a mailbox, a phone."""
    page = notes.page
    for found in (page.matches(_LICENCE_NUMBER), page.mailboxes, page.matches(_PHONE)):
        for first, last in found:
            yield _sent(notes, first), last


def _labelled(notes: Notes) -> Iterator[Span]:
    """Numbers behind their label: `PO number 7781203 follows`, `NIF da empresa é 509 555 019`."""
    for hit in notes.of("identifier"):
        at = _past_bracket(notes, hit.last)
        while at < min(hit.last + 10, notes.size) and notes.words[at] in _LINKS:
            at += 1
        last, signs = _code_from(notes, at)
        near = hit.value == "short" or at == hit.last or notes.words[hit.last - 1] in _COUNTED
        if signs < (NEAR if near else FAR) or notes.hit("currency", last) or notes.ending("currency", at):
            continue
        first = hit.first
        while notes.word(first - 1) in _BEFORE:
            first -= 1
        while notes.word(last) in _AFTER:
            last += 1
        last += next((len(end) for end in _COPULAS if "".join(notes.words[last : last + len(end)]) == end), 0)
        yield first, last


_COUNTED = ("number", "no", "nr", "nummer", "numero")


def _past_bracket(notes: Notes, at: int) -> int:
    """Over a short aside in brackets: `our fax (yes, really) is 020 …`."""
    if notes.word(at) != "(":
        return at
    return next((end + 1 for end in range(at, min(at + 7, notes.size)) if notes.words[end] == ")"), at)


def _code_from(notes: Notes, at: int) -> tuple[int, int]:
    """Where a number of several groups that begins here ends, and how many digits it has: `ES 1234`, `NL12B01`."""
    at += _letters_of_code(notes, at)
    digits = 0
    while at < notes.size:
        word = notes.words[at]
        if word.replace(" ", "").replace(".", "").isdecimal():
            digits += sum(map(str.isdecimal, word))
        elif not (_number(notes.word(at + 1)) and (word in _JOINTS or _glued_on(notes, at))):
            break
        at += 1
    return at, digits


def _number(word: str) -> bool:
    return word[:1].isdecimal()


def _glued_on(notes: Notes, at: int) -> bool:
    """The letters within `NL123456789B01`."""
    return notes.words[at].isalpha() and notes.page.glued(at) and notes.page.glued(at + 1)


def _letters_of_code(notes: Notes, at: int) -> int:
    """How many tokens of a code stand before its digits: `ES 1234`, `B-85555019`."""
    if not (notes.word(at).isalpha() and len(notes.word(at)) <= 3):
        return 0
    dashed = notes.word(at + 1) == "-" and notes.page.glued(at + 1) and notes.page.glued(at + 2)
    return 1 + dashed if _number(notes.word(at + 1 + dashed)) else 0


def _beside_papers(notes: Notes) -> Iterator[Span]:
    """What counts beside papers alone; all but firms and addresses only in a running talk with a brand."""
    if _in_talk(notes):
        yield from notes.page.matches(_YOURS)
        yield from _of_a_talk(notes)
    yield from _heads(notes)


def _of_a_talk(notes: Notes) -> Iterator[Span]:
    if not on_paper(notes, range(notes.size)):
        return
    yield from notes.page.matches(_PAYDAY)
    for first, last in notes.page.matches(_BY_MAIL):
        tokens = notes.sentence_words(notes.sentence[first])
        if on_paper(notes, [at for at in tokens if not first <= at < last]):
            yield first, last
    for first, last in notes.page.matches(_EASTERN):
        if not _priced(notes, first, last) and on_paper(notes, range(max(0, first - _NEAR_PAPERS), last)):
            yield first, last


def _heads(notes: Notes) -> Iterator[Span]:
    """Firms and addresses, each with the names around it, from the phrase that says that papers go there."""
    anchored = bytearray(notes.named)
    sure = []
    for pattern, like in _ANCHORS:
        for first, last in notes.page.matches(pattern):
            if like(notes, first, last, anchored) and not _priced(notes, first, last):
                sure.append((first, last))
                anchored[first:last] = b"\1" * (last - first)
    end = 0
    for start, stop in sorted(sure):
        if stop <= end:
            continue
        first, last = _widened(notes, start, stop, anchored)
        sent = _sent(notes, first)
        if sent < first or (_in_talk(notes) and _behind_papers(notes, start)):
            yield sent, last
        end = last


def _sent(notes: Notes, first: int) -> int:
    """Where the phrase begins that sends papers to what begins here, or here where there is none: `invoice to: …`."""
    return next((hit.first for hit in notes.of("billto") if 0 <= first - hit.last <= 1), first)


def _in_talk(notes: Notes) -> bool:
    return notes.context.role == "brand" and notes.context.in_talks


def _behind_papers(notes: Notes, first: int) -> bool:
    return on_paper(notes, range(max(0, first - _NEAR_PAPERS), first))


def _priced(notes: Notes, first: int, last: int) -> bool:
    """`12000 EUR in the contract`: a figure with its currency is money, wherever it stands."""
    return any(
        notes.hit("currency", at) is not None and (_number(notes.word(at + 1)) or _number(notes.word(at - 1)))
        for at in range(max(0, first - 1), last + 1)
    )


def _postcode_like(notes: Notes, first: int, last: int, anchored: bytearray) -> bool:
    """`LS1 4AP`, `1015 CR`, and behind a firm or a street `80331 München`; not `5000 UK`, `to 5250 Berlin`."""
    letters = [at for at in range(first, last) if notes.words[at].isalpha()]
    if letters:
        british = notes.words[first].isalpha()  # `BS1 6TY`, which no term looks like
        return all(notes.page.upper(at) for at in letters) and (british or not notes.opens_phrase(letters[-1]))
    if "-" in notes.words[first:last]:
        return True
    behind = first > 1 and anchored[first - 1 - (notes.words[first - 1] in _JOINING)]
    if not (behind and notes.word(last).isalpha() and notes.page.capitalised(last)):
        return False
    unknown = not notes.opens_phrase(last) and not notes.words[last - 1].endswith("00")
    return unknown or notes.hit("city", last) is not None


def _form_like(notes: Notes, first: int, last: int, _: bytearray) -> bool:
    """`Rossi srl`, `Nordljus AB`: behind a name, and not a small word of a sentence."""
    if last - first > 1:
        return True
    small = len(notes.words[first]) <= 3 and not notes.page.capitalised(first)
    named = notes.words[first] in ("srl", "spa", "ltd") or not small
    return first > 0 and notes.page.capitalised(first - 1) and named


def _street_like(notes: Notes, first: int, last: int, _: bytearray) -> bool:
    """`14 Mill Lane`, `via Roma 5`: its names have capitals, unlike `3000 all the way` and `via email by 5`."""
    names = (at for at in range(first, last) if notes.words[at].isalpha() and notes.words[at] not in _IN_STREETS)
    return all(notes.page.capitalised(at) and notes.hit("unit", at) is None for at in names)


_ANCHORS = ((_FORM, _form_like), (_STREET, _street_like), (_POSTCODE, _postcode_like))
"""Postcodes last: most are one only behind a firm or a street."""


def _widened(notes: Notes, first: int, last: int, anchored: bytearray) -> Span:
    """From a form, a postcode or a street to the whole of the head it stands in."""
    own = True
    while first > 0 and (anchored[first - 1] or _of_a_head(notes, first - 1, own=own)):
        first -= 1
        own = own and notes.words[first] != ","
    while last < notes.size and (anchored[last] or _of_a_head(notes, last, own=False)):
        last += 1
    while first < last and notes.words[first] in _JOINING:
        first += 1
    while last > first and notes.words[last - 1] in _JOINING and notes.words[last - 1] not in _SHORT:
        last -= 1
    return first, last


def _of_a_head(notes: Notes, at: int, *, own: bool) -> bool:
    """A joining word or a name; a firm's `own` name may be one of goods and media (`Northwind Print Ltd`)."""
    word = notes.words[at]
    if word == ".":
        return notes.word(at - 1) in _SHORT
    if word == "-":
        return notes.page.glued(at)
    if word in _JOINING or word in _SHORT:
        return True
    name = word.isalpha() and notes.page.capitalised(at) and not weighs(word)
    return name and (own or (len(word) > 3 and notes.kinds_over(at) <= _NAMING))
