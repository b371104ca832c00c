"""What may stand beside a brand's yes in words that nobody knows: a story, praise, papers, next steps.

A sentence or clause is let be where it speaks of papers, gives thanks, tells of what has been or of joy, and where
nothing in it speaks of the deal: no figure, no term, no condition, no waiting, no doubt, no no, nobody who must yet
agree. The stems below are many on purpose: each makes the reader rather silent than wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from bot.reading.notes import Notes
from bot.reading.sections import section
from bot.reading.text import says

_GRAVE = (
    "condition hedge later but_yes neg no low withdraw want drop swap only stays exclusivity move renew nomore"
    " without_only probing instruction training invented altered renounce disowned media"
    " vague_media place region vague_region length perpetual absent correction buyout".split()
)
TOLD = frozenset(("category", "unit"))
FEWEST_WORDS, FEWEST_SIGNS = 4, 6
MOST_WORDS = 150


def words(title: str) -> tuple[str, ...]:
    """One section of `words/beside.txt`."""
    return section("beside", title)


@cache
def _weighing() -> frozenset[str]:
    return frozenset(words("weighs"))


def stories(notes: Notes, covered: bytearray, yes: Iterable[tuple[int, int]]) -> Iterator[int]:
    """The tokens of all sentences and clauses that may stand beside a yes, though not every word of them is known.

    `covered` are the tokens that say nothing against it already, `yes` the phrases that say it: one of them must stand
    in a clause of which every word is known.
    """
    said = {
        at for first, last in yes
        if all(covered[notes.clause_start(first) : notes.clause_end(first)]) and not _soft(notes, first, last)
        for at in range(first, last)
    }  # fmt: skip
    if not said:
        return
    for sentence in dict.fromkeys(notes.sentence):
        tokens = [at for at in notes.sentence_words(sentence) if says(notes.words[at])]
        if all(covered[at] for at in tokens):
            continue
        whole = said.isdisjoint(tokens)
        for part in [tokens] if whole else _clauses(notes, tokens):
            if said.isdisjoint(part) and _harmless(notes, part, whole=whole) and _tells_only(notes, part, covered):
                yield from part


def _harmless(notes: Notes, tokens: list[int], *, whole: bool) -> bool:
    """Whether these words speak of papers, give thanks, tell of what has been or (a whole sentence) of joy."""
    joy = whole and _long_enough(notes, tokens) and _begins(notes, tokens, "joy", "joy-east")
    return joy or kindly(notes, tokens) or _tells(notes, tokens)


def _tells_only(notes: Notes, tokens: list[int], covered: bytearray) -> bool:
    """Whether no half-known yes is among words that may be let be: `I was going to say yes`."""
    first, last = tokens[0], tokens[-1] + 1
    turned = any(
        first <= hit.first < last and not _soft(notes, hit.first, hit.last)
        for hit in notes.of("yes")
        if not all(covered[notes.clause_start(hit.first) : notes.clause_end(hit.first)])
    )
    return not turned and lets_be(notes, tokens, covered)


def _tells(notes: Notes, tokens: list[int]) -> bool:
    """`Spoke to the client, they're in`."""
    return len(tokens) > 2 and any(notes.words[at] in words("told") for at in tokens)


def _soft(notes: Notes, first: int, last: int) -> bool:
    """`sounds good`: praise, which may only greet what has come in."""
    return all(word in words("soft") for word in notes.words[first:last])


def begged(notes: Notes, sentence: int) -> range:
    """`Could you copy me on all this, because …?`: from its first word to its end, where papers are all it asks for."""
    tokens = notes.sentence_words(sentence)
    first = next((at for at in tokens if notes.words[at] in words("begs")), None)
    told = "".join(notes.words[at] for at in tokens)
    if first is None and any(end in told for end in words("begs-east")):
        first = notes.clause_start(tokens[-1])
    if first is None:
        return range(0)
    asked = [at for at in tokens if at > first and says(notes.words[at])]
    reason = next((at for at in asked if notes.words[at] in words("reasons")), tokens[-1] + 1)
    favour = [at for at in asked if at < reason]
    return range(first, tokens[-1] + 1) if favour and _only_papers(notes, favour, asked[len(favour) :]) else range(0)


def _only_papers(notes: Notes, favour: list[int], reason: list[int]) -> bool:
    nothing = bytearray(notes.named)
    sends = _begins(notes, favour, "sends", "sends-east")
    if notes.near("yes", favour[0], favour[-1] + 1) is not None:
        return False
    for at in reason:
        nothing[at] |= notes.words[at] in words("reason-denies")
    return sends and on_paper(notes, favour) and lets_be(notes, favour, nothing) and (
        not reason or lets_be(notes, reason, nothing, light=True)
    )  # fmt: skip


def excused(notes: Notes) -> set[int]:
    """The tokens of favours, and of `I'll send you the link as soon as it exists`: they wait for nobody's yes."""
    found = {at for sentence in notes.asking for at in begged(notes, sentence)}
    for hit in notes.of("condition"):
        tokens = _sentence_of(notes, hit.first)
        ready = all(word in words("when-ready") for word in notes.words[hit.first : hit.last])
        before = [at for at in tokens if at < hit.first]
        if not ready or not any(notes.words[at] in words("own") for at in before[:2]):
            continue
        known = bytearray(notes.size)
        known[hit.first : hit.last] = b"\1" * (hit.last - hit.first)
        if _begins(notes, before, "sends", "sends-east") and on_paper(notes, before) and lets_be(notes, tokens, known):
            found.update(tokens)
    return found


def _sentence_of(notes: Notes, token: int) -> list[int]:
    """The words of its sentence, or none where nobody says so many in one: looked at anew for each find, they would
    cost the square of the message."""
    sentence = notes.sentence_words(notes.sentence[token])
    return [at for at in sentence if says(notes.words[at])] if len(sentence) <= MOST_WORDS else []


def _begins(notes: Notes, tokens: list[int], title: str, eastern: str) -> bool:
    told = "".join(notes.words[at] for at in tokens if notes.east(at))
    return any(notes.words[at].startswith(words(title)) for at in tokens) or any(
        word in told for word in words(eastern)
    )


def on_paper(notes: Notes, tokens: list[int]) -> bool:
    """Whether these words speak of papers, or of where they go."""
    return _begins(notes, tokens, "papers", "kind-east")


def _clauses(notes: Notes, tokens: list[int]) -> Iterator[list[int]]:
    """The parts between commas; a part that opens with an `and` belongs to the one it follows."""
    parts: dict[int, list[int]] = {}
    for at in tokens:
        parts.setdefault(notes.clause_start(at), []).append(at)
    yield from parts.values()


def _long_enough(notes: Notes, tokens: list[int]) -> bool:
    signs = sum(notes.east(at) for at in tokens)
    return signs >= FEWEST_SIGNS or len(tokens) - signs >= FEWEST_WORDS


def tales(notes: Notes) -> Iterator[tuple[int, int]]:
    """What a brand tells in a running talk of what has been: its coffee is no product, its long week no term."""
    if notes.context.role != "brand" or not notes.context.in_talks:
        return
    for hit in (*notes.of("category"), *notes.of("unit")):
        tokens = _sentence_of(notes, hit.first)
        known = bytearray(notes.size)
        known[hit.first : hit.last] = b"\1" * (hit.last - hit.first)
        for at in tokens:
            known[at] |= notes.words[at] in words("reason-denies")
        meant = any(word in words("meant") for word in notes.words[max(0, hit.first - 3) : hit.first])
        if (
            not meant
            and _long_enough(notes, tokens)
            and _tells(notes, tokens)
            and lets_be(notes, tokens, known, light=True)
        ):
            yield hit.first, hit.last


def kindly(notes: Notes, tokens: list[int]) -> bool:
    """Whether these words speak of papers or give thanks."""
    return on_paper(notes, tokens) or _begins(notes, tokens, "thanks", "kind-east")


def lets_be(notes: Notes, tokens: list[int], covered: bytearray, *, light: bool = False) -> bool:
    """Whether nothing in these words could take back, put off or change a yes."""
    span = range(tokens[0], tokens[-1] + 1)
    told = "".join(notes.words[at] for at in span if notes.east(at) or notes.words[at] == ",").replace("いただ", "")
    if any(word in told for word in words("weighs-east")):
        return False
    first, last = tokens[0], tokens[-1] + 1
    grave = {
        at for kind in _GRAVE if not (light and kind in _OF_ABSENCE) for hit in notes.of(kind)
        if hit.first < last and hit.last > first for at in range(hit.first, hit.last)
    }  # fmt: skip
    return all(
        covered[at] or of_another_tongue(notes, at) or (at not in grave and not weighs(notes.words[at]))
        for at in tokens
    )


_SMALL = {
    "ma": ("fr", "pl"),
    "ni": ("sv",),
    "till": ("sv",),
    "men": ("en",),
    "pas": ("en",),
    "ate": ("en",),
}


def of_another_tongue(notes: Notes, at: int) -> bool:
    """`ma collègue`, `kan ni`: a small word that weighs in one language and not in this one."""
    return notes.language in _SMALL.get(notes.words[at], ())


_OF_ABSENCE = ("absent", "later", "neg")


def weighs(word: str) -> bool:
    return word in _weighing() or word.startswith(words("weighs-from")) or word[0].isdecimal()
