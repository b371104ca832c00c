"""Stretches of time that are no time of use: a rate, a start that moves, and a second length that is only held out."""

from __future__ import annotations

from bot.reading.notes import Notes
from bot.reading.numbers import quantity_at

_SHIFTING = frozenset(
    "push pushed move moved shift shifted bring delay delayed postpone postponed start starting".split()
)
_HELD_OUT = frozenset("or maybe perhaps possibly even oder vielleicht ou peut-etre o quizas forse talvez".split())


def shifts(notes: Notes, start: int, first: int, last: int) -> bool:
    """`push the start back by two weeks`: another day to begin, and no other length."""
    words = notes.words[max(start, first - 8) : first]
    moved = notes.word(first - 1) == "by" or notes.word(last) in ("later", "earlier", "back", "forward")
    dated = any(word in ("start", "launch", "date", "dates", "campaign") for word in words)
    return moved and dated and any(word in _SHIFTING for word in words)


def rate(notes: Notes, first: int) -> bool:
    """`5,000 units a month`: how fast goods are sold."""
    return notes.hit("per", first) is not None and any(
        notes.ending(kind, first) is not None for kind in ("countnoun", "asset")
    )


def or_maybe(notes: Notes, last: int) -> int | None:
    """`two months, maybe three`: the end of a second number that is held out."""
    at = last + (notes.word(last) in (",", "(", "-", "."))
    for _ in range(2):
        if notes.word(at) not in _HELD_OUT:
            break
        at += 1
    else:
        at += notes.word(at) in ("even", "as", "up")
    if at == last or notes.word(at - 1) not in _HELD_OUT:
        return None
    quantity = quantity_at(notes, at) if at < notes.size else None
    if quantity is None or quantity.scaled >= 100 or quantity.value >= 60:
        return None
    counted = any(notes.hit(kind, quantity.last) for kind in ("currency", "scale", "asset", "countnoun", "month"))
    return None if counted or notes.word(quantity.last) in ("%", "k") else quantity.last
