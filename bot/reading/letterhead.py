"""Companies, addresses and days of payment that stand beside papers: they name nobody's goods and no land of use.

`Invoice to Rossi Calzature S.p.A., via Roma 5, 20121 Milano` asks for no shoes and no Italy. Only in a running talk,
and only behind words for papers; what is written small ends it: `for Spain and Italy` is read as ever.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.reading.beside import on_paper, weighs
from bot.reading.notes import Notes

FORGOTTEN = frozenset(
    "place city region vague_region demonym category but_yes identifier month media unit length currency neg".split()
)
_FORM = re.compile(
    r"(?<![a-z0-9.])(?:s\. ?p\. ?a|s\. ?r\. ?l(?:\. ?s)?|s\. ?l(?:\. ?u)?|s\. ?a(?:\. ?s|\. ?r\. ?l)?|sp\. ?z ?o\. ?o"
    r"|b\. ?v|n\. ?v|gmbh(?: & co\.? kg)?|ag|kg|ohg|ug|ltd|limited|inc|llc|plc|pty|& co|srls?|spa|sas|sarl|slu?|sa"
    r"|lda|ltda|eireli|bv|nv|vof|ab|as|aps|oy|oyj)\.?(?![a-z0-9])"
)
_POSTCODE = re.compile(
    r"(?<![a-z0-9.,])(?:[a-z]{1,2}[0-9][0-9a-z]? ?[0-9][a-z]{2}|[0-9]{4} ?[a-z]{2}|[0-9]{2}-[0-9]{3}|[0-9]{4}-[0-9]{3}"
    r"|[0-9]{3} [0-9]{2}|[0-9]{5})(?![a-z0-9.,]*[0-9])(?= [^\W\d_]|[,.;!?\n]|$)"
)
_NAMES = r"(?: [^\W\d_]{1,20}\.?)"
_STREET = re.compile(
    r"(?<![^\W\d_])[^\W\d_]{0,25}"
    r"(?:strasse|straat|gatan|vagen|gasse|gracht|plein|kade|laan|str\.|weg|platz|allee)"
    r"(?: ?[0-9]{1,4}[a-z]?)"
    r"(?![0-9.,]*[0-9])"
    r"|(?<![a-z])(?:rue|calle|c/|via|rua|ul\.|ulica|plaza|piazza|avenue|avenida|av\.|viale|corso|largo|praca|paseo|quai"
    rf"|al\.|boulevard|bd){_NAMES}{{1,4}},? (?:n\.? ?º? ?)?[0-9]{{1,4}}(?![0-9.,]*[0-9])"
    rf"|(?<![0-9.,])[0-9]{{1,4}}(?: ?bis)?,? (?:rue|avenue|boulevard|quai|place|chemin|allee){_NAMES}{{1,5}}"
    rf"|(?<![0-9.,])[0-9]{{1,4}}[a-z]?{_NAMES}{{1,3}} (?:street|st|road|rd|avenue|ave|lane|ln|drive|square|crescent"
    r"|court|terrace|place|way|yard|wharf|row|mews|gardens|park|hill|close|parade|blvd|boulevard)(?![a-z])"
)
_EASTERN = re.compile(
    r"(?:抬头|开给|开到|开具给|名称|公司名)[^,.;!?\n]{0,30}?公司"
    r"|(?:寄到|寄往|寄至|送到|发到|地址)[^,.;!?\n]{0,40}?(?:号|室|楼|层|公司)"
    r"|(?:請求書|契約書|書類|宛名|宛先|送付先)[^,.;!?\n]{0,12}?(?:株式会社|有限会社|合同会社)[^,.;!?\n]{0,14}?"
    r"(?=宛|御中|様|で|に|と|です)"
    r"|(?:請求書|契約書|書類|宛名|宛先|送付先)は(?:株式会社|有限会社|合同会社)[^,.;!?\n]{1,14}(?=,)"
    r"|〒 ?[0-9]{3}-?[0-9]{4} ?[^,.;!?\n]{2,30}|[^\s,.;!?\n]{1,6}部の?[^\s,.;!?\n]{1,6}(?=宛)"
    r"|(?:住所|送付先)[^.;!?\n]{0,50}?(?:号|丁目[0-9-]*|番地|階|ビル)"
    r"|사업자등록번호[는은]?:? ?[0-9]{3}-[0-9]{2}-[0-9]{5}"
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
)
"""Mails and pages that are no media of the licence, whoever speaks of them."""
_PHONE = re.compile(
    r"\+[0-9]{1,3}(?:[ .-]?\(?[0-9]{1,5}\)?){2,6}(?![0-9])|(?<![0-9.,])0[0-9]{1,4}-[0-9]{2,5}-[0-9]{2,5}(?![0-9])"
)
_NUMBERED = re.compile(
    r"(?<![a-z])(?:(?:supplier|vendor|customer|client|creditor|member|company|order|account|registration) (?:number|no)"
    r"|(?:lieferanten|kreditoren|kunden|bestell|steuer)-?(?:nummer|nr)|(?:code|codice|codigo) [a-z]{2,12}"
    r"|reference|referencia|riferimento|referentie|referens|inkoopnummer|projekt|ref|"
    r"org\.? ?nr|btw-nummer|abn|acn|rfc|siret|siren|ein|cvr|ico"
    r"|inscricao estadual|numero de commande|commande|numer zamowienia|税号|番号|编号|번호는?)"
    r"\.?[^.,;!?\n0-9]{0,18}?[a-z]{0,4}-?[0-9][0-9a-z ./-]{2,20}[0-9a-z](?![0-9])"
)
_JOINING = frozenset(
    "de da do das dos del della dei di la le les des du d' van der den von zum am of the a & , - / ( ) : . o z".split()
)
_SHORT = frozenset("ul al str av st nr sp o z s p a r l u b v n co org tel idnr ltd inc lda ltda bd dr pl".split())


def letterheads(notes: Notes) -> Iterator[tuple[int, int]]:
    """The tokens of each, where papers are spoken of in a running talk with a brand."""
    if notes.context.role != "brand" or not notes.context.in_talks:
        return
    yield from notes.page.matches(_YOURS)
    if not on_paper(notes, list(range(notes.size))):
        return
    for pattern in (_PHONE, _PAYDAY):
        yield from notes.page.matches(pattern)
    for first, last in notes.page.matches(_BY_MAIL):
        tokens = notes.sentence_words(notes.sentence[first])
        if on_paper(notes, [at for at in tokens if not first <= at < last]):
            yield first, last
    for pattern in (_NUMBERED, _EASTERN):
        for first, last in notes.page.matches(pattern):
            if not _priced(notes, first, last) and on_paper(notes, list(range(max(0, first - 20), last))):
                yield first, last
    for pattern, sure in ((_FORM, _form_like), (_POSTCODE, _postcode_like), (_STREET, _sure)):
        for found in notes.page.matches(pattern):
            if not sure(notes, *found) or _priced(notes, *found):
                continue
            first, last = _widened(notes, *found)
            if on_paper(notes, list(range(max(0, first - 16), last))):
                yield first, last


def _priced(notes: Notes, first: int, last: int) -> bool:
    """`12000 EUR in the contract`: a figure with its currency is money, wherever it stands."""
    return any(
        notes.hit("currency", at) is not None
        and (notes.word(at + 1)[:1].isdecimal() or notes.word(at - 1)[:1].isdecimal())
        for at in range(max(0, first - 1), last + 1)
    )


def _sure(notes: Notes, first: int, last: int) -> bool:
    return True


def _postcode_like(notes: Notes, first: int, last: int) -> bool:
    """`80331 München`, `1015 CR`, `LS1 4AP`: its letters are capitals, and a bare number stands before a name."""
    letters = [at for at in range(first, last) if notes.words[at].isalpha()]
    named = notes.word(last).isalpha() and notes.page.capitalised(last)
    dashed = "-" in notes.words[first:last]
    return all(notes.page.upper(at) for at in letters) and (bool(letters) or dashed or named)


def _form_like(notes: Notes, first: int, last: int) -> bool:
    """`Rossi srl`, `Nordljus AB`: behind a name, and not a small word of a sentence."""
    if last - first > 1:
        return True
    small = len(notes.words[first]) <= 3 and not notes.page.capitalised(first)
    named = notes.words[first] in ("srl", "spa", "ltd") or not small
    return first > 0 and notes.page.capitalised(first - 1) and named


def _widened(notes: Notes, first: int, last: int) -> tuple[int, int]:
    """From a form, a postcode or a street to the whole of the head it stands in."""
    while first > 0 and _of_a_head(notes, first - 1):
        first -= 1
    while last < notes.size and _of_a_head(notes, last):
        last += 1
    while first < last and notes.words[first] in _JOINING:
        first += 1
    while last > first and notes.words[last - 1] in _JOINING and notes.words[last - 1] not in _SHORT:
        last -= 1
    return first, last


def _of_a_head(notes: Notes, at: int) -> bool:
    word = notes.words[at]
    if word == ".":
        return notes.word(at - 1) in _SHORT
    if word in _JOINING or word in _SHORT:
        return True
    if word[0].isdecimal():
        return len(word) <= 7 and not any(sign in word for sign in ".,'") and not notes.hit("currency", at + 1)
    return word.isalpha() and notes.page.capitalised(at) and not weighs(word)
