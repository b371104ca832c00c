"""A bare figure of the table's size that is a clause of its own: `payable in May, 5000`, `5.8?`, `5200 and we sign`."""

from __future__ import annotations

from decimal import Decimal

from bot.reading.amounts import Amount
from bot.reading.notes import Notes

_CLAUSE_SIGNS = frozenset(", ; : . ! ? ¿ ( ) - \n | /".split(" "))
_STREET_ENDS = ("str", "strasse", "street", "straat", "gatan", "avenue", "road", "lane", "platz", "rue", "calle", "via")
_AROUND = ("filler", "yes", "correction", "but", "feeword", "gross")
_BEING = frozenset("is ist sind est c' es son e sono sao are is zijn ar jest to は なら".split())
_CLOCK = ("00", "15", "30", "45")


def stands_alone(notes: Notes, amount: Amount) -> bool:
    """Whether a bare figure in a running talk, of the size of the table's figures, fills a clause by itself."""
    table = notes.context.on_table
    if table is None or not amount.figures or notes.context.asked not in (None, "fee"):
        return False
    value = amount.value * 1000 if speaks_in_thousands(notes, amount) else amount.value
    if value < 500 or (amount.value == value and 1900 <= value <= 2100):
        return False
    sizes = [figure[0] for figure in (table.ours, table.theirs) if figure is not None]
    if value != amount.value and any(size >= 1_000_000 for size in sizes):
        value *= 1000
    if not any(Decimal("0.3") <= value / size <= 3 for size in sizes if size > 0):
        return False
    if any(word.endswith(_STREET_ENDS) for word in notes.words[max(0, amount.first - 6) : amount.first]):
        return False
    return _clause_opens(notes, amount.first) and _clause_closes(notes, amount.last)


def speaks_in_thousands(notes: Notes, amount: Amount) -> bool:
    """`5.8` and `5,25` speak in thousands; a time of day (`9.30`) and a date (`5.3.`) do not."""
    word = notes.words[amount.first]
    whole, _, part = word.replace(",", ".").partition(".")
    if amount.value >= 100 or not part or len(whole) > 2 or len(part) > 2 or part in _CLOCK:
        return False
    return not (notes.word(amount.last) == "." and notes.page.glued(amount.last) and amount.last + 1 < notes.size)


def _clause_opens(notes: Notes, at: int) -> bool:
    for _ in range(4):
        if at == 0 or notes.words[at - 1] in _CLAUSE_SIGNS:
            return at == 0 or not (notes.words[at - 1] in "-/:" and notes.page.glued(at - 1))
        found = next((hit for kind in _AROUND if (hit := notes.ending(kind, at)) is not None), None)
        if found is None and notes.words[at - 1] == "so":  # `ok so 6.8`
            found = notes.ending("idiom", at)
        if found is None:
            return False
        if found.kind == "but":
            return True
        at = found.first
    return False


def for_a_package(notes: Notes, at: int) -> bool:
    """`39.5 for B`: the letter of one of our packages, in capitals, behind a for."""
    letter = notes.word(at + 1)
    return notes.words[at] in _FOR and len(letter) == 1 and letter in "abc" and notes.page.upper(at + 1)


_FOR = frozenset("for fur pour para per por voor za".split())


def _clause_closes(notes: Notes, at: int) -> bool:
    for _ in range(4):
        if at >= notes.size or notes.words[at] in _CLAUSE_SIGNS:
            return at >= notes.size or not notes.word(at + 1)[:1].isdecimal() or not notes.page.glued(at + 1)
        if notes.hit("and", at) is not None or notes.words[at] in _BEING or for_a_package(notes, at):
            return True
        if notes.hit("or", at) is not None and notes.word(at + 1)[:1].isdecimal():
            return True  # `5000 or 6000, whatever`
        found = next((hit for kind in _AROUND if (hit := notes.hit(kind, at)) is not None), None)
        if found is None:
            return False
        if found.kind == "but":
            return True
        at = found.last
    return False
