"""A clause of nothing but assent, in German, Dutch, Swedish or Polish: `klar von meiner Seite`, `så gör vi`.

Every word of it is on the list of its language (`words/assent.txt`) and together they name a yes (`sage` with `zu`,
`ja` with `von mir`). Person, order and politeness are free, which no list of phrases could spell out; one word more, a
no, a but, a mark that asks or a verb in front as in a question, and it is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from bot.reading.beside import Part, between_signs, saying
from bot.reading.lexicon import Hit
from bot.reading.notes import Notes
from bot.reading.sections import section, word_set

_LANGUAGES = ("de", "nl", "sv", "pl")
_SIGNS = frozenset(", . ! ; : \n ( ) - ? …".split(" ")) | {"\n"}
_MOST_WORDS = 12


@cache
def _named(language: str, kind: str) -> tuple[frozenset[str], ...]:
    """The words that make a yes together: `sage+zu`."""
    return tuple(frozenset(line.split("+")) for line in section("assent", f"{kind}-{language}"))


@cache
def _known(language: str) -> frozenset[str]:
    return word_set("assent", f"words-{language}").union(*_named(language, "yes"), *_named(language, "nod"))


def mark(notes: Notes) -> None:
    """Enter such clauses among the yeses that are known."""
    if not notes.in_talks or notes.flooded or "?" in notes.words:
        return
    languages = (notes.language,) if notes.sure else _LANGUAGES
    for part in list(_clauses(notes)):
        for language in languages:
            value = _assents(notes, part, language) if language in _LANGUAGES else ""
            if value:
                notes.add(Hit("yes", value, part[0], part[-1] + 1))
                break


def _assents(notes: Notes, part: Part, language: str) -> str:
    """What such a clause is worth: `firm`, a `nod`, or nothing."""
    said = frozenset(notes.words[at] for at in part)
    if not said <= _known(language) or notes.words[part[0]] in word_set("assent", f"asks-{language}"):
        return ""
    worth = (("yes", "firm"), ("nod", "nod"))
    return next((value for kind, value in worth if any(one <= said for one in _named(language, kind))), "")


def _clauses(notes: Notes) -> Iterator[Part]:
    for stretch in between_signs(notes, lambda at: notes.words[at] in _SIGNS):
        part = saying(notes, *stretch)
        if 0 < len(part) <= _MOST_WORDS:
            yield part
        joint = next((step for step, token in enumerate(part) if notes.hit("and", token)), 0)
        if joint and joint + 1 < len(part):  # `wir haben alles gelesen und nehmen gerne an`
            yield part[joint + 1 :]
