"""What something cost before: a figure that a brand once paid for a shoot or a campaign, and that offers nothing now.

`Letztes Jahr haben wir 60.000 € ausgegeben`, `le dernier shooting nous a coûté 25 000 €`. A figure is one of then where
a word of then is the nearest word of time before it in its sentence, or follows it in its clause, or where its clause
says in the past that money was spent. A word of now before it ends that: `last year 9,000, this year 6,000`.
"""

from __future__ import annotations

from bot.reading.amounts import Amount
from bot.reading.notes import Notes

_OPENING = 2
_AS = frozenset("as like than wie als comme que como come che som jak same".split())


def was_spent(notes: Notes, amount: Amount) -> bool:
    """Whether this figure tells of money that is gone."""
    if notes.context.role != "brand":
        return False
    first, end = notes.clause_start(amount.first, also_comma=False), notes.clause_end(amount.last - 1, also_comma=False)
    times = [hit for kind in ("then", "now") for hit in notes.of(kind) if first <= hit.first and hit.last <= end]
    before = max((hit for hit in times if hit.last <= amount.first), key=lambda hit: hit.first, default=None)
    if before is not None and (before.kind == "now" or _reaches(notes, before.first, before.last, amount.first)):
        return before.kind == "then" and notes.word(before.first - 1) not in _AS
    clause = range(notes.clause_start(amount.first), notes.clause_end(amount.last - 1))
    if any(hit.kind == "then" and amount.last <= hit.first < clause.stop for hit in times):
        return True
    return any(clause.start <= hit.first and hit.last <= clause.stop for hit in notes.of("spent"))


def _reaches(notes: Notes, first: int, last: int, figure: int) -> bool:
    """`L'an dernier, on a dépensé 60 000`: over a comma only from where the sentence opens."""
    opens = first - notes.clause_start(first, also_comma=False) <= _OPENING
    return opens or not {",", ":"} & set(notes.words[last:figure])
