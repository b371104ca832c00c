"""A yes with a story around it: `sorry, my battery died on the bus. yes, I approve`.

One clause must be a firm, unconditional yes in which every word is understood. Every other clause must be a courtesy,
or tell of what has been, with no word that asks, denies, doubts, waits, limits or speaks of the licence. Anything else
is left to the other rules. Pure and linear in the message.
"""

from __future__ import annotations

from functools import cache

from bot.reading.lexicon import Hit
from bot.reading.notes import Notes
from bot.reading.sections import section
from bot.reading.text import says
from bot.reading.yes import Message, yeses

_RISKY_KINDS = tuple(
    "hedge but_yes wont wish low later withdraw renew revoke pause drop post swap undo noalter notraining training"
    " altered minor media vague_media place city region vague_region demonym exclusivity currency asset fraction share"
    " buyout month season longer shorter market lawyer condition".split()
)
_COVERING = ("yes", "filler", "aside", "logistics", "taking", "errand")
_SIGNS = frozenset(", . ! ; : \n ( ) -".split(" ")) | {"\n"}


@cache
def _words(kind: str) -> frozenset[str]:
    """One section of `words/stories.txt`, folded: `firm`, `told`, `risky`, `reports` and `calm`."""
    return frozenset(section("stories", kind))


def told_yes(notes: Notes, said: Message, conditions: list[Hit]) -> bool:
    """Whether one clause is a firm yes and all else is story or courtesy."""
    if (
        (conditions and not _in_another_tongue(notes, conditions))
        or notes.asking
        or said.amounts
        or said.removed
        or said.moved
        or said.flagged
    ):
        return False
    if "?" in notes.words or '"' in notes.words or notes.page.folded.rstrip().endswith("..."):
        return False
    if any(not _is_whereabouts(notes, span) for span in said.term_spans):
        return False
    firm = [hit for hit in yeses(notes) if _is_firm(notes, hit)]
    if not firm:
        return False
    covered = _covered(notes)
    found_yes, telling, sentence = False, False, -1
    for first, last in _clauses(notes, covered):
        if notes.sentence[first] != sentence:
            sentence, telling = notes.sentence[first], False
        if all(covered[at] or not says(notes.words[at]) for at in range(first, last)):
            answers = any(first <= hit.first and hit.last <= last for hit in firm)
            if answers and telling and _reports(notes, sentence):
                return False
            found_yes = found_yes or answers
            continue
        telling = telling or _tells(notes, first, last)
        if not telling or _risky(notes, first, last) is not None:
            return False
    return found_yes


def _in_another_tongue(notes: Notes, conditions: list[Hit]) -> bool:
    """The Spanish `se` and the Dutch `om` are no Italian and no Swedish `if`."""
    known = {"es": "se", "nl": "om"}.get(notes.language) if notes.sure else None
    return all(hit.last - hit.first == 1 and notes.words[hit.first] == known for hit in conditions)


def _is_whereabouts(notes: Notes, span: tuple[int, int]) -> bool:
    """`read it in the metro`: no medium of the licence."""
    return "".join(notes.words[span[0] : span[1]]) in _words("whereabouts")


def _is_firm(notes: Notes, hit: Hit) -> bool:
    """`I approve`, `c'est oui`, `go ahead`; not a bare `ok` or `all good`, which may greet or tell how she is."""
    if notes.east(hit.first):
        said = "".join(notes.words[hit.first : hit.last])
        return any(stem in said for stem in _words("firm"))
    words = notes.words[hit.first : hit.last]
    if notes.word(hit.last) == "of" or (notes.word(hit.first - 1) in ("i", "we") and words[0].endswith("ed")):
        return False  # `I approve of that one`, `I accepted`
    if not _words("nods").isdisjoint(words):
        named = len(words) > 1 or notes.word(hit.first - 1) in _words("named")
        if named and words[-1] != "so":
            return True
    if len(words) > 1 and not _words("hers").isdisjoint(words):
        return True
    return any(word == stem or (len(stem) > 3 and word.startswith(stem)) for word in words for stem in _words("firm"))


def _covered(notes: Notes) -> bytearray:
    covered = bytearray(notes.named)
    for kind in _COVERING:
        for hit in yeses(notes) if kind == "yes" else notes.of(kind):
            covered[hit.first : hit.last] = b"\1" * (hit.last - hit.first)
    for hit in (*notes.of("hedge"), *notes.of("but_yes"), *notes.of("later"), *notes.of("neg")):
        if not any(one.first <= hit.first and hit.last <= one.last for kind in _COVERING for one in notes.of(kind)):
            covered[hit.first : hit.last] = b"\0" * (hit.last - hit.first)
    for at, word in enumerate(notes.words):
        covered[at] |= word in _words("small")
    for hit in notes.of("add"):
        if hit.last - hit.first == 1 and notes.ending("aside", hit.first) and not says(notes.word(hit.last)):
            covered[hit.first] = 1  # `leuk merk ook`
    return covered


def _clauses(notes: Notes, covered: bytearray) -> list[tuple[int, int]]:
    """The clauses between signs; an `and` parts one where all behind it is understood."""
    found: list[tuple[int, int]] = []
    first = 0
    for at in range(notes.size + 1):
        if at < notes.size and notes.words[at] not in _SIGNS:
            continue
        if at > first:
            found += _parted(notes, covered, first, at)
        first = at + 1
    return found


def _parted(notes: Notes, covered: bytearray, first: int, last: int) -> list[tuple[int, int]]:
    behind = last
    while behind > first and (covered[behind - 1] or not says(notes.words[behind - 1])):
        behind -= 1
    for at in range(max(behind, first + 1), last):
        if (notes.hit("and", at) is not None and notes.words[at] != "i") or notes.words[at] in ("y", "e"):
            return [(first, at), (at + 1, last)] if at + 1 < last else [(first, last)]
    return [(first, last)]


def _tells(notes: Notes, first: int, last: int) -> bool:
    """Whether a clause tells of what has been, or begs pardon for the delay."""
    if notes.east(first):
        text = "".join(notes.words[first:last])
        return any(mark in text for mark in _words("told-east"))
    said = notes.words[first:last]
    thanks = said[0] in _words("thanks") and not _words("for").isdisjoint(said[1:6])
    return thanks or any(word in _words("told") for word in said)


def _reports(notes: Notes, sentence: int) -> bool:
    return not _words("reports").isdisjoint(notes.words[at] for at in notes.sentence_words(sentence))


def _risky(notes: Notes, first: int, last: int) -> str | None:
    """The word of a clause that may bear on the licence, or None."""
    said = notes.words[first:last]
    eastern = [at for at in range(first, last) if says(notes.words[at]) and notes.east(at)]
    if eastern and len(eastern) < sum(map(says, said)):
        return "two writings"
    if eastern:
        text = "".join(said)
        for pardon in _words("calm"):
            text = text.replace(pardon, "")
        return next((stem for stem in _words("risky-east") if stem in text), None)
    if said[0] in _BUTS and _overcame(notes, notes.sentence[first]):
        first += 1
    elif said[0] in _words("itself"):
        return said[0]
    calm = [at for at in range(first, last) if notes.words[at] in _words("calm")]
    for at in range(first, last):
        word = notes.words[at]
        if _overcoming(notes, at) or _within(notes, at, ("aside",)):
            continue
        if word == "only" and notes.word(at + 1) in ("found", "saw", "woke", "got", "just", "now"):
            continue  # `I only found a charger around four`
        if word in _words("risky") or word[0].isdecimal() or "'ll" in word or "'d" in word:
            return word
        if (
            word in _words("denials")
            and not any(0 <= one - at <= (1 if at == first else 5) for one in calm)
            and not _denies_nothing(notes, at)
        ):
            return word
    for kind in _RISKY_KINDS:
        for hit in notes.of(kind):
            if first <= hit.first < last and not _excused(notes, hit):
                return kind
    return next(
        (hit.kind for hit in yeses(notes) if first <= hit.first < last and _is_firm(notes, hit)),
        None,
    )


_BUTS = frozenset("but aber mais pero ma mas maar men ale".split())


def _overcoming(notes: Notes, at: int) -> bool:
    return any(hit.value == "overcome" and hit.first <= at < hit.last for hit in notes.of("idiom"))


def _within(notes: Notes, at: int, kinds: tuple[str, ...]) -> bool:
    return any(hit.first <= at < hit.last for kind in kinds for hit in notes.of(kind))


def _overcame(notes: Notes, sentence: int) -> bool:
    """`I was going to say no, but this one is written so clearly`: the but speaks for the yes."""
    return any(hit.value == "overcome" and notes.sentence[hit.first] == sentence for hit in notes.of("idiom"))


def _denies_nothing(notes: Notes, at: int) -> bool:
    """`no autocarro` is in the bus, and `nichts auszusetzen` finds no fault."""
    if notes.words[at] == "no" and notes.language == "pt" and notes.word(at - 1).isalpha():
        return True
    return _within(notes, at, ("aside", "idiom", "yes"))


_RIDES = frozenset(
    "train bus tram plane flight boat shoot set zug bus flieger metro avion tren avion treno comboio trein".split()
)


def _excused(notes: Notes, hit: Hit) -> bool:
    """A phrase that stands within a courtesy: `sorry, just woke up`."""
    words = notes.words[hit.first : hit.last]
    if hit.kind == "later" and (words[0] == "just" or not _words("told").isdisjoint(words)):
        return True  # `my phone died on the train`
    if hit.kind == "later" and words[-1] in _RIDES and notes.word(hit.last) not in ("now", "until", "till"):
        return True
    if hit.kind == "but_yes" and words == ["ma"]:
        return notes.language == "fr"  # `ma fille`
    if hit.kind == "notraining" and _within(notes, hit.first, ("later",)):
        return True  # `read it on the train`: no machine is trained
    if hit.kind in ("media", "place") and _is_whereabouts(notes, (hit.first, hit.last)):
        return True
    if hit.kind == "condition":
        return _in_another_tongue(notes, [hit])
    if hit.kind == "month" and words == ["set"]:
        return True
    return any(one.first <= hit.first and hit.last <= one.last for one in notes.of("aside"))
