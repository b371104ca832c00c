"""What may stand beside a brand's yes (`beside.py`): papers and where they go, thanks, what has been, joy.

Nothing in it speaks of the deal: no figure, no term, no condition, no waiting, no doubt, no no, nobody who must yet
agree. The stems in `words/beside_brand.txt` are many on purpose: each makes the reader rather silent than wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, partial

from bot.reading.beside import Part, Scales, bears, clauses, eastern, let_be, of_another_tongue
from bot.reading.lexicon import Hit
from bot.reading.notes import Notes
from bot.reading.sections import section, word_set
from bot.reading.text import says

_words = partial(word_set, "beside_brand")
_GRAVE = (
    "condition hedge but_yes low withdraw want drop swap only stays exclusivity move renew nomore without_only"
    " probing instruction training invented altered renounce disowned media vague_media place region vague_region"
    " length perpetual correction buyout".split()
)
_OF_ABSENCE = ("absent", "later", "neg")
TOLD = frozenset(("category", "unit"))
FEWEST_WORDS, FEWEST_SIGNS = 4, 6
MOST_WORDS = 150
MOST_OF_PARDON = 8


def words(title: str) -> tuple[str, ...]:
    """One section of `words/beside_brand.txt`."""
    return section("beside_brand", title)


def stories(notes: Notes, covered: bytearray, yes: Iterable[tuple[int, int]]) -> set[int]:
    """The tokens that may stand beside one of the phrases that say `yes`, though not every word of them is known.

    The sentence of the yes is looked at clause by clause, any other as a whole.
    """
    firm = [phrase for phrase in yes if not soft(notes, *phrase)]
    answering = {notes.sentence[first] for first, _ in firm}
    parts: list[Part] = []
    for sentence in dict.fromkeys(notes.sentence):
        found = [piece for part in clauses(notes, sentence) for piece in _at_an_and(notes, part, covered)]
        parts += found if sentence in answering else [[at for part in found for at in part]] if found else []
    return (
        let_be(
            parts,
            covered,
            firm,
            lambda part: (
                _of_else(notes, part, whole=notes.sentence[part[0]] not in answering)
                and not _half_yes(notes, part, covered)
                and lets_be(notes, part, covered)
            ),
        )
        or set()
    )


def _at_an_and(notes: Notes, part: Part, covered: bytearray) -> list[Part]:
    """`Accettiamo e sarebbe bello avere le carte`: two parts where all before the `and` is known."""
    for step, at in enumerate(part):
        if step and step + 1 < len(part) and (notes.words[at] in _ANDS or notes.hit("and", at) is not None):
            return [part[:step], part[step + 1 :]]
        if not covered[at]:
            break
    return [part]


_ANDS = frozenset("et y e and und en och i".split())


def _of_else(notes: Notes, part: Part, *, whole: bool) -> bool:
    """Whether these words speak of papers, give thanks, tell of what has been or (a whole sentence) of joy."""
    if _speaks_of_the_yes(notes, part):
        return False
    joy = whole and _long_enough(notes, part) and _begins(notes, part, "joy", "joy-east")
    told = (joy or _tells(notes, part)) and not _yet_to_speak(notes, part)
    if _begins(notes, part, "thanks", "kind-east") and any(notes.claimed[at] for at in part) and not (told or joy):
        return False  # `thanks for letting us have Jun`
    return told or kindly(notes, part) or _only_begs_pardon(notes, part)


def _yet_to_speak(notes: Notes, part: Part) -> bool:
    """`The CFO had a fever when she read it`: somebody whose word may be wanted and who is not glad."""
    said = {notes.words[at].removesuffix("'s") for at in part}
    return not said.isdisjoint(section("day_to_day", "deciders")) and said.isdisjoint(section("day_to_day", "glad"))


def _only_begs_pardon(notes: Notes, part: Part) -> bool:
    told = eastern(notes, part)
    return 0 < len(told) < MOST_OF_PARDON and any(word in told for word in words("begs-pardon-east"))


def _half_yes(notes: Notes, part: Part, covered: bytearray) -> bool:
    """`I was going to say yes`: a yes in a clause that is not known throughout."""
    return any(
        part[0] <= hit.first <= part[-1]
        and not soft(notes, hit.first, hit.last)
        and not all(covered[notes.clause_start(hit.first) : notes.clause_end(hit.first)])
        for hit in notes.of("yes")
    )


def lets_be(notes: Notes, part: Part, covered: bytearray, *, light: bool = False) -> bool:
    """Whether nothing in these words could take back, put off or change a yes."""

    def known(at: int) -> bool:
        return bool(covered[at]) or of_another_tongue(notes, at) or not says(notes.words[at])

    def excused(hit: Hit) -> bool:
        if notes.words[hit.first].startswith(words("begs-pardon")) or "".join(
            notes.words[hit.first : hit.last]
        ) in words("begs-pardon-east"):
            return hit.kind in ("correction", "low")  # `scusate, ieri eravamo in fiera`
        if hit.kind == "only" and notes.word(hit.first - 2) + notes.word(hit.first - 1) == "いた":
            return True  # `いただけます`
        return all(map(known, range(max(hit.first, part[0]), min(hit.last, part[-1] + 1))))

    papers = on_paper(notes, part)

    def heavy(at: int) -> bool:
        weighty = weighs(notes.words[at]) or _of_the_deal(notes, at)
        return not known(at) and weighty and not (papers and _until_then(notes, at))

    return not bears(notes, part, _scales(light), heavy, excused)


def _of_the_deal(notes: Notes, at: int) -> bool:
    """`thank you for the second season`, `the form is for six faces`: it may add to the deal or change it."""
    word = notes.words[at]
    if notes.words[at + 1 : at + 3] == ["on", "your"]:
        return False  # `the photos on your site`
    counted = notes.hit("num", at) is not None and not notes.east(at) and word not in _words("one")
    counted = counted and not notes.word(at + 1).startswith(words("counted"))
    return counted or word in _words("of-the-deal-words") or word.startswith(words("of-the-deal"))


def _until_then(notes: Notes, at: int) -> bool:
    """`antes del viernes`, `avant le week-end`: by when papers are wished for."""
    return notes.words[at] in _words("before") and any(
        notes.words[step] in _words("weekdays") for step in range(at + 1, min(at + 5, notes.size))
    )


@cache
def _scales(light: bool) -> Scales:
    signs = words("weighs-east") + words("of-the-deal-east")
    return Scales((*_GRAVE, *(() if light else _OF_ABSENCE)), signs, ("いただ", *words("calm-east")))


def weighs(word: str) -> bool:
    """Whether a word may take back, put off or change a yes."""
    return word in _words("weighs") or word.startswith(words("weighs-from")) or word[0].isdecimal()


def _tells(notes: Notes, part: Part) -> bool:
    """`Spoke to the client, they're in`."""
    told = eastern(notes, part)
    return (len(part) > 2 and any(notes.words[at] in _words("told") for at in part)) or (
        len(told) >= FEWEST_SIGNS and any(word in told for word in words("told-east"))
    )


def _speaks_of_the_yes(notes: Notes, part: Part) -> bool:
    """`that was this morning`: a word that points back at the yes, and what is said of it is told as past."""
    points = notes.words[part[0]] in _words("of-what-was-said")
    said = {notes.words[at] for at in part[:4]}
    return points and not (said.isdisjoint(_words("told")) and said.isdisjoint(_words("pasts")))


def soft(notes: Notes, first: int, last: int) -> bool:
    """`sounds good`: praise, which may only greet what has come in."""
    return all(word in _words("soft") for word in notes.words[first:last])


def begged(notes: Notes, sentence: int) -> range:
    """`Could you copy me on all this, because …?`: from its first word to its end, where papers are all it asks for."""
    tokens = notes.sentence_words(sentence)
    first = next((at for at in tokens if notes.words[at] in _words("begs")), None)
    told = "".join(notes.words[at] for at in tokens)
    if first is None and any(end in told for end in words("begs-east")):
        first = notes.clause_start(tokens[-1])
    if first is None or notes.word(first + 1) in _SHE:
        return range(0)  # `can she also post on her own account?` begs nothing of us
    asked = [at for at in tokens if at > first and says(notes.words[at])]
    reason = next((at for at in asked if notes.words[at] in _words("reasons")), tokens[-1] + 1)
    favour = [at for at in asked if at < reason]
    return range(first, tokens[-1] + 1) if favour and _only_papers(notes, favour, asked[len(favour) :]) else range(0)


_SHE = ("she", "he", "elle", "ella", "ela", "zij", "hon", "ona")


def _only_papers(notes: Notes, favour: list[int], reason: list[int]) -> bool:
    nothing = bytearray(notes.named)
    sends = _begins(notes, favour, "sends", "sends-east")
    if notes.near("yes", favour[0], favour[-1] + 1) is not None:
        return False
    for at in reason:
        nothing[at] |= notes.words[at] in _words("reason-denies")
    return sends and on_paper(notes, favour) and lets_be(notes, favour, nothing) and (
        not reason or lets_be(notes, reason, nothing, light=True)
    )  # fmt: skip


def excused(notes: Notes) -> set[int]:
    """The tokens of favours, and of `I'll send you the link as soon as it exists`: they wait for nobody's yes."""
    found = {at for sentence in notes.asking for at in begged(notes, sentence)}
    for hit in notes.of("condition"):
        tokens = _sentence_of(notes, hit.first)
        ready = all(word in _words("when-ready") for word in notes.words[hit.first : hit.last])
        before = [at for at in tokens if at < hit.first]
        if not ready or not any(notes.words[at] in _words("own") for at in before[:2]):
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


def _begins(notes: Notes, part: Part, title: str, east: str) -> bool:
    told = eastern(notes, part)
    return any(notes.words[at].startswith(words(title)) for at in part) or any(word in told for word in words(east))


def on_paper(notes: Notes, part: Part) -> bool:
    """Whether these words speak of papers, or of where they go."""
    return _begins(notes, part, "papers", "kind-east")


def kindly(notes: Notes, part: Part) -> bool:
    """Whether these words speak of papers or give thanks."""
    return on_paper(notes, part) or _begins(notes, part, "thanks", "kind-east")


def _long_enough(notes: Notes, part: Part) -> bool:
    signs = sum(map(notes.east, part))
    return signs >= FEWEST_SIGNS or len(part) - signs >= FEWEST_WORDS


def tales(notes: Notes) -> Iterator[tuple[int, int]]:
    """What a brand tells in a running talk of what has been: its coffee is no product, its long week no term."""
    if notes.context.role != "brand" or not notes.context.in_talks:
        return
    for hit in (*notes.of("category"), *notes.of("unit")):
        tokens = _sentence_of(notes, hit.first)
        known = bytearray(notes.size)
        known[hit.first : hit.last] = b"\1" * (hit.last - hit.first)
        for at in tokens:
            known[at] |= notes.words[at] in _words("reason-denies")
        meant = any(word in _words("meant") for word in notes.words[max(0, hit.first - 3) : hit.first])
        if (
            not meant
            and _long_enough(notes, tokens)
            and _tells(notes, tokens)
            and lets_be(notes, tokens, known, light=True)
        ):
            yield hit.first, hit.last
