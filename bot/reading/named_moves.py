"""Moves that have a name: half, the middle, double it, start with a five, round it down."""

from __future__ import annotations

from decimal import Decimal

from bot.reading.findings import OnTable
from bot.reading.lexicon import Hit
from bot.reading.notes import Notes
from bot.reading.table_moves import Move, TableFigure, made, yours_and_mine


def named(notes: Notes) -> Move | None:
    """The first named move of this page, where there is one."""
    for hit in notes.of("move"):
        if _is_length(notes, hit) or notes.ending("neg", hit.first) is not None:
            continue
        if hit.value == "half" and (not _of_a_price(notes, hit) or _nearly(notes, hit)):
            continue
        if hit.value == "middle" and _midway(notes, hit):
            continue
        if hit.value == "middle" and notes.word(hit.last) in ("option", "one", "package", "offer", "east", "eastern"):
            continue
        return _of_table(notes, hit)
    return None


_OF_WHAT = frozenset("of der des von vom de del du des d' della dello di do da dos das van av".split())
_PRICED = frozenset(
    "it price fee figure ask quote rate number amount sum offer proposal what that money cost budget asking preis"
    " preises angebots angebot summe betrag honorar davon dessen dem prix tarif montant somme offre cela ca ce"
    " proposition devis precio oferta tarifa importe cifra eso lo presupuesto prezzo offerta compenso"
    " quello quanto quella proposta preco valor isso que prijs bedrag tarief wat dat vergoeding voorstel priset"
    " summan det arvodet beloppet ceny kwoty stawki tego".split()
)
_PAYING = frozenset(
    "pay do offer give zahlen bezahlen bieten payer payons offrir pagar pagamos ofrecer ofrecemos pagare paghiamo"
    " offriamo oferecer betalen bieden betala zaplacimy zaplacic".split()
)
_SHORT = 6


def _of_a_price(notes: Notes, hit: Hit) -> bool:
    """`half the fee`, `die Hälfte zahlen wir`, `la moitié ?`: but not `half of my screen`."""
    words = notes.words[hit.first : hit.last]
    if not _PRICED.isdisjoint(words) or notes.east(hit.first):
        read_half = notes.word(hit.first - 1) in _TAKEN_IN
        return words[-1] != "it" or not (read_half or notes.word(hit.last) in ("is", "was", "looks"))
    if notes.word(hit.last) in _OF_WHAT:
        return not _PRICED.isdisjoint(notes.words[hit.last + 1 : hit.last + 4])
    sentence = [notes.words[at] for at in notes.sentence_words(notes.sentence[hit.first])]
    if len([word for word in sentence if word.isalnum()]) <= _SHORT or not _PAYING.isdisjoint(sentence):
        return True
    return any(
        notes.sentence[fee.first] == notes.sentence[hit.first] for fee in notes.of("feeword") if fee.value == "fee"
    )


_TAKEN_IN = frozenset("saw read seen heard understood got get missed skimmed".split())


def _midway(notes: Notes, hit: Hit) -> bool:
    """`what if they go broke halfway through`: a place in time, where nobody is met and nothing is split."""
    if notes.words[hit.last - 1] == "middle" and notes.word(hit.last) == "of":
        return True  # `on a bus in the middle of nowhere`
    if hit.last - hit.first > 1 and not notes.east(hit.first):
        return False
    asked = notes.sentence[hit.first] in notes.asking and "?" not in notes.words
    return notes.word(hit.last) in ("through", "door") or (asked and notes.context.role == "talent")


def _nearly(notes: Notes, hit: Hit) -> bool:
    """`we had something closer to half of that in mind`: no figure."""
    return notes.word(hit.first - 1) in ("to", "than") and notes.word(hit.first - 2) in ("closer", "nearer", "close")


def _is_length(notes: Notes, hit: Hit) -> bool:
    after = hit.last + (notes.word(hit.last) in ("a", "the", "of"))
    timed = any(notes.hit(kind, at) is not None for kind in ("unit", "length") for at in (hit.last, after))
    return timed or any(move.first < hit.last and hit.first < move.last for move in notes.of("termmove"))


def _of_table(notes: Notes, hit: Hit) -> Move | None:
    span = (hit.first, hit.last)
    lower, higher = yours_and_mine(notes)
    table = notes.context.on_table or OnTable()
    if hit.value == "same" or (hit.value == "start_with" and _goes_on(notes, hit)):
        return None
    if hit.value == "start_with":
        return Move(None, None, (hit.first, min(hit.last + 1, notes.size)), "only the first digit is named")
    if hit.value == "middle":
        if table.ours is None or table.theirs is None or table.ours[1] != table.theirs[1]:
            return Move(None, None, span, "there are not two figures to meet between")
        return made((table.ours[0] + table.theirs[0]) / 2, table.ours[1], span)
    base = lower if hit.value in ("half", "round_down") else higher
    if base is None:
        return Move(None, None, span, "there is no figure yet to count from")
    factors = {"half": Decimal("0.5"), "double": Decimal(2), "triple": Decimal(3)}
    if hit.value in factors:
        return made(base[0] * factors[hit.value], base[1], span)
    return _rounded(base, hit.value, span)


def _goes_on(notes: Notes, hit: Hit) -> bool:
    """`mit einer anderen Marke` names no digit."""
    return notes.word(hit.last).isalpha() and notes.hit("num", hit.last) is None


def _rounded(base: TableFigure, way: str, span: tuple[int, int]) -> Move:
    """To the next whole thousand (hundred below a thousand); a figure that is round already must be asked about."""
    step = Decimal(1000 if base[0] >= 1000 else 100)
    down = base[0] // step * step
    if down == base[0] or down <= 0:
        return Move(None, None, span, "the figure is round already")
    return made(down if way == "round_down" else down + step, base[1], span)
