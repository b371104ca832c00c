"""Which phrases of yes and no count in a message: those that are said, not asked, denied or part of an idiom."""

from __future__ import annotations

from bot.reading.lexicon import Hit
from bot.reading.notes import Notes

_SINGLE_NO = frozenset(
    "no nein non nao nee nej nie never pass rejected reject refuse refused decline declined nope 不 wykluczone jamais"
    " nunca mai troppo demasiado nooit nigdy niemals aldrig impossible impossibile imposible impossivel omojligt"
    " onmogelijk niemozliwe impossivel".split()
)


def free(notes: Notes, first: int) -> bool:
    """Whether a phrase is outside every idiom that turns it (`I wouldn't say no`)."""
    return not any(idiom.first <= first < idiom.last for idiom in notes.of("idiom"))


def _away(notes: Notes, hit: Hit) -> bool:
    """`I'm out this week`: no refusal."""
    return notes.within(hit, "away")


def unasked(notes: Notes, kind: str, asking: set[int]) -> list[Hit]:
    """Phrases of a kind that are said, not asked, denied or part of an idiom."""
    return [
        hit for hit in notes.of(kind)
        if notes.sentence[hit.first] not in asking
        and notes.ending("neg", hit.first) is None
        and free(notes, hit.first)
        and not (kind == "withdraw" and _away(notes, hit))
    ]  # fmt: skip


def _in_a_firm_yes(notes: Notes, hit: Hit) -> bool:
    """`異存なしです`, `sin ninguna pega`: a no that belongs to a yes."""
    return any(yes.value == "firm" and yes.first <= hit.first and hit.last <= yes.last for yes in notes.of("yes"))


def _holds_its_idiom(notes: Notes, hit: Hit) -> bool:
    """`문제없어요`, whose idiom is a part of the yes."""
    over = [idiom for idiom in notes.of("idiom") if idiom.first <= hit.first < idiom.last]
    return hit.value == "firm" and all(idiom.first == hit.first and idiom.last <= hit.last for idiom in over)


def noes(notes: Notes) -> list[Hit]:
    """The noes that refuse."""
    return [
        hit
        for hit in notes.of("no")
        if free(notes, hit.first)
        and not _away(notes, hit)
        and _stands_alone(notes, hit)
        and not _in_a_firm_yes(notes, hit)
        and not _passed_on(notes, hit)
    ]


_AFTER_NO = frozenset(
    "thanks thank we i it sorry danke merci gracias grazie that this that's you from for to not can't too"
    " she deal please she's i'm".split()
)


_BEFORE_NO = frozenset(
    "please so then but sorry hi oh hmm well is my answer it's a them that's est es ist ar det absolutely simply"
    " definitely sadly unfortunately just honestly clearly obviously actually leider malheureusement lamentablemente"
    " purtroppo infelizmente helaas tyvarr niestety".split()
)


def _passed_on(notes: Notes, hit: Hit) -> bool:
    """`I'll pass it on to accounts`: an errand."""
    return notes.within(hit, "logistics")


def _stands_alone(notes: Notes, hit: Hit) -> bool:
    """A single `no` refuses only where it is a whole answer: not in `no TV`."""
    if hit.value == "told" and notes.word(hit.last).isalpha() and notes.word(hit.last) not in _AFTER_NO:
        return False  # `tell them no TV please`
    if hit.last - hit.first > 1 or notes.words[hit.first] not in _SINGLE_NO:
        return not _negated_hit(notes, hit)
    after, before = notes.word(hit.last), notes.word(hit.first - 1)
    after, before = after if after not in _SINGLE_NO else "", before if before not in _SINGLE_NO else ""
    opens = hit.first == 0 or not before.isalnum() or before in _BEFORE_NO or notes.ending("but", hit.first) is not None
    closes = not after or not after.isalnum() or after in _AFTER_NO
    return opens and closes


def _negated_hit(notes: Notes, hit: Hit) -> bool:
    neg = notes.ending("neg", hit.first)
    return neg is not None and notes.words[hit.first] not in ("no", "not")


def yeses(notes: Notes) -> list[Hit]:
    """The yeses that answer: said, not denied, not of some other case, and to no goods."""
    return [
        hit for hit in notes.of("yes")
        if (free(notes, hit.first) or _holds_its_idiom(notes, hit))
        and notes.ending("neg", hit.first) is None and not _would(notes, hit)
        and not _to_goods(notes, hit)
    ]  # fmt: skip


def _would(notes: Notes, hit: Hit) -> bool:
    """`we'd accept`: in some other case."""
    return notes.word(hit.first - 1) in WOULD and notes.words[hit.first] in _PROMISES


def _to_goods(notes: Notes, hit: Hit) -> bool:
    """`a big yes to pizza`: to a thing, and to no offer."""
    return notes.words[hit.last - 1 : hit.last + 1] == ["yes", "to"] and any(
        notes.hit("category", at) is not None for at in range(hit.last + 1, hit.last + 4)
    )


WOULD = ("i'd", "we'd")
_PROMISES = frozenset("accept approve agree confirm sign".split())


_GREETING = frozenset("hi hey hello hallo dear ciao salut bonjour hola ola hoi hej czesc thanks danke grazie".split())


def almost(notes: Notes) -> list[int]:
    """The small `quasi` of `accetto quasi` and `einverstanden, quasi`: no name of ours, as in `hi quasi`."""
    english = notes.sure and notes.language == "en"
    return [
        at
        for at, word in enumerate(notes.words)
        if word == "quasi" and at and not english and notes.words[at - 1] not in _GREETING
        and notes.page.quote(at, at + 1) == word
    ]  # fmt: skip
