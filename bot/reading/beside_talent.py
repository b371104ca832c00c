"""What may stand beside a talent's yes (`beside.py`): a story, as in `sorry, I was on the bus. yes, I approve`.

Every clause but the yes must be a courtesy, or tell of what has been, with no word that asks, denies, doubts, waits,
limits or speaks of the licence. Anything else is left to the other rules. Pure and linear in the message.
"""

from __future__ import annotations

from functools import cache, partial

from bot.reading.beside import Part, Scales, bears, between_signs, let_be, of_another_tongue, saying
from bot.reading.gone_by import in_a_tale
from bot.reading.her_day import (
    NORTH,
    begins_to_weigh,
    but_glad,
    makes_a_date,
    only_where,
    tells_of_her_day,
    told_as_done,
    weighs_nothing,
)
from bot.reading.lexicon import Hit
from bot.reading.notes import Notes
from bot.reading.sections import section, word_set
from bot.reading.text import laughs, says
from bot.reading.yes import Message, smiles, with_whom
from bot.reading.yes_and_no import almost, yeses

_words = partial(word_set, "beside_talent")
_RISKY_KINDS = tuple(
    "hedge but_yes wont wish low later withdraw renew revoke pause drop post swap undo noalter notraining training"
    " altered minor media vague_media place city region vague_region demonym exclusivity currency asset fraction share"
    " buyout month season longer shorter market lawyer condition".split()
)
_COVERING = ("yes", "filler", "aside", "logistics", "taking", "errand")
_SIGNS = frozenset(", . ! ; : \n ( ) - ~".split(" ")) | {"\n"}


@cache
def _scales() -> Scales:
    return Scales(_RISKY_KINDS, tuple(_words("risky-east")), tuple(_words("calm")))


def told_yes(notes: Notes, said: Message, conditions: list[Hit]) -> bool:
    """Whether one clause is a firm yes and all else is story or courtesy."""
    if _leaves_open(notes, said, conditions):
        return False
    covered = _covered(notes)
    parts = _parts(notes, covered)
    telling = _telling(notes, parts, covered)
    firm = [(hit.first, hit.last) for hit in yeses(notes) if is_firm(notes, hit)]
    if any(_reports(notes, first, telling) for first, _ in firm) or any(with_whom(notes, hit) for hit in yeses(notes)):
        return False
    told = let_be(parts, covered, firm, lambda part: part[0] in telling and not _risky(notes, part))
    return told is not None and all(covered[at] or at in told for part in parts for at in part)


def _leaves_open(notes: Notes, said: Message, conditions: list[Hit]) -> bool:
    """A condition, a question, a term, a change, or a mark that asks, quotes or trails off."""
    conditions = [hit for hit in conditions if not _within(notes, hit.first, ("aside",))]
    if (conditions and not _in_another_tongue(notes, conditions)) or notes.asking:
        return True
    if said.amounts or said.removed or said.moved or said.flagged:
        return True
    if "?" in notes.words or '"' in notes.words or notes.page.folded.rstrip().endswith("..."):
        return True
    if _ends_open(notes):
        return True
    return any(not (_is_whereabouts(notes, span) or only_where(notes, *span)) for span in said.term_spans)


def _ends_open(notes: Notes) -> bool:
    """A bare `not` or `tomorrow` as the last word, in whatever language the story before it was told."""
    last = next((at for at in range(notes.size - 1, -1, -1) if says(notes.words[at])), 0)
    if _within(notes, last, ("yes", "aside", "idiom")):
        return False
    return notes.words[last] in ("not", "no") or notes.ending("later", last + 1) is not None


def _in_another_tongue(notes: Notes, conditions: list[Hit]) -> bool:
    """The Spanish `se` and the Dutch `om` are no Italian and no Swedish `if`."""
    known = {"es": "se", "nl": "om", "de": "als"}.get(notes.language) if notes.sure else None
    return all(hit.last - hit.first == 1 and notes.words[hit.first] == known for hit in conditions)


def _is_whereabouts(notes: Notes, span: tuple[int, int]) -> bool:
    """`read it in the metro`: no medium of the licence."""
    return "".join(notes.words[span[0] : span[1]]) in _words("whereabouts")


def is_firm(notes: Notes, hit: Hit) -> bool:
    """`I approve`, `c'est oui`, `go ahead`; not a bare `ok` or `all good`, which may greet or tell how she is."""
    words = notes.words[hit.first : hit.last]
    if hit.value in ("firm", "nod"):
        return hit.value == "firm"
    if not _LIKED.isdisjoint(words):
        return False  # `me encanta`
    if notes.east(hit.first):
        said = "".join(notes.words[hit.first : hit.last])
        return any(stem in said for stem in _words("firm"))
    if notes.word(hit.last) == "of" or (notes.word(hit.first - 1) in ("i", "we") and words[0].endswith("ed")):
        return False  # `I approve of that one`, `I accepted`
    if not _words("nods").isdisjoint(words):
        named = len(words) > 1 or notes.word(hit.first - 1) in _words("named")
        if named and words[-1] != "so":
            return True
    if len(words) > 1 and not _words("hers").isdisjoint(words):
        return True
    if "with" in words[:-1] or (" ".join(words) in _whole() and _a_clause(notes, hit)):
        return True  # `I'm good with this`, `I'm on board.`
    return any(word == stem or (len(stem) > 3 and word.startswith(stem)) for word in words for stem in _words("firm"))


@cache
def _whole() -> frozenset[str]:
    """Formulas that answer where they are a clause of their own: `I'm in.`, not `I'm in Milan`."""
    return frozenset(" ".join(line.split("_")) for line in section("beside_talent", "whole"))


def _a_clause(notes: Notes, hit: Hit) -> bool:
    return all(not says(word) for word in (notes.word(hit.first - 1), notes.word(hit.last)))


def _covered(notes: Notes) -> bytearray:
    covered = bytearray(notes.named)
    for kind in _COVERING:
        for hit in yeses(notes) if kind == "yes" else notes.of(kind):
            covered[hit.first : hit.last] = b"\1" * (hit.last - hit.first)
    for hit in (*notes.of("hedge"), *notes.of("but_yes"), *notes.of("later"), *notes.of("neg")):
        if not any(notes.within(hit, kind) for kind in _COVERING):
            covered[hit.first : hit.last] = b"\0" * (hit.last - hit.first)
    for at, word in enumerate(notes.words):
        covered[at] |= word in _words("small") or laughs(word) or smiles(notes, at)
    for hit in notes.of("add"):
        if hit.last - hit.first == 1 and notes.ending("aside", hit.first) and not says(notes.word(hit.last)):
            covered[hit.first] = 1  # `leuk merk ook`
    for token in almost(notes):
        covered[token] = 0
    return covered


def _parts(notes: Notes, covered: bytearray) -> list[Part]:
    """The clauses between signs; an `and` parts one where all behind it is understood."""
    stretches = between_signs(notes, lambda at: _parts_here(notes, at))
    parted = (piece for stretch in stretches for piece in _parted(notes, covered, *stretch))
    return [part for piece in parted if (part := saying(notes, *piece))]


def _parts_here(notes: Notes, at: int) -> bool:
    """A sign or laughter; not the hyphen of `grand-mère`."""
    if notes.words[at] == "-":
        return not (notes.page.glued(at) and at + 1 < notes.size and notes.page.glued(at + 1))
    return notes.words[at] in _SIGNS or laughs(notes.words[at])


def _parted(notes: Notes, covered: bytearray, first: int, last: int) -> list[tuple[int, int]]:
    behind = last
    while behind > first and (covered[behind - 1] or not says(notes.words[behind - 1])):
        behind -= 1
    for at in range(max(behind, first + 1), last):
        if (notes.hit("and", at) is not None and notes.words[at] != "i") or notes.words[at] in ("y", "e"):
            return [(first, at), (at + 1, last)] if at + 1 < last else [(first, last)]
    return [(first, last)]


def _telling(notes: Notes, parts: list[Part], covered: bytearray) -> set[int]:
    """The first tokens of the parts that tell, and of those behind them in the same sentence."""
    found: set[int] = set()
    telling = -1
    for part in parts:
        known = all(covered[at] for at in part) and part[0] not in notes.daily
        if notes.sentence[part[0]] != telling and not known and _tells(notes, part):
            telling = notes.sentence[part[0]]
        if notes.sentence[part[0]] == telling:
            found.add(part[0])
    return found


def _tells(notes: Notes, part: Part) -> bool:
    """Whether a clause tells of what has been, or begs pardon for the delay."""
    said = [notes.words[at] for at in part]
    if notes.east(part[0]):
        text = "".join(said)
        return any(mark in text for mark in _words("told-east"))
    thanks = said[0] in _words("thanks") and not _words("for").isdisjoint(said[1:6])
    begun = tells_of_her_day(notes, part) or (
        not (notes.sure and notes.language in NORTH)
        and any(word.startswith(section("beside_talent", "told-from")) for word in said)
    )
    return thanks or begun or not _words("told").isdisjoint(said)


def _reports(notes: Notes, answer: int, telling: set[int]) -> bool:
    """`my mum told me, say I accept`: behind a tale, in a sentence that speaks of saying, the yes is another's."""
    sentence = notes.sentence_words(notes.sentence[answer])
    said = {notes.words[at] for at in sentence}
    behind = not telling.isdisjoint(range(sentence.start, answer + 1))
    spoken = {notes.words[at] for at in sentence if at > answer}
    named = not _words("hands").isdisjoint(spoken) and not _words("reports").isdisjoint(spoken)
    return named or (behind and not _words("reports").isdisjoint(said))


def _risky(notes: Notes, part: Part) -> bool:
    """Whether a clause may bear on the licence."""
    if 0 < sum(map(notes.east, part)) < sum(not laughs(notes.words[at]) for at in part):
        return True
    if but_glad(notes, part):
        return False
    if makes_a_date(notes, part) or _by_another_hand(notes, part) or _in_pairs(notes, part) or _goes_out(notes, part):
        return True
    if _only_goods(notes, part) or _thanks_for_goods(notes, part):
        return True
    if notes.words[part[0]] in _BUTS and _overcame(notes, notes.sentence[part[0]]):
        part = part[1:]
    elif notes.words[part[0]] in _words("itself") and not _within(notes, part[0], ("aside",)):
        return True
    if not part or any(part[0] <= hit.first <= part[-1] and is_firm(notes, hit) for hit in yeses(notes)):
        return bool(part)
    calm = [at for at in part if notes.words[at] in _words("calm")]

    def weighs(at: int) -> bool:
        behind = -1 if notes.language == "en" else -3  # `ich kannte sie nicht`, `il telefono non prende mai`
        soothed = any(behind <= one - at <= (1 if at == part[0] else 5) for one in calm)
        return _opens(notes, at) or (_denies(notes, at) and not soothed)

    return bears(notes, part, _scales(), weighs, lambda hit: _excused(notes, hit))


def _by_another_hand(notes: Notes, part: Part) -> bool:
    """`my sister found my phone and texted you`: the yes may be hers."""
    said = [notes.words[at] for at in part]
    return not (_words("hands").isdisjoint(said) or _words("phones").isdisjoint(said))


def _in_pairs(notes: Notes, part: Part) -> bool:
    """`my husband made me`, `per questa volta`."""
    return any(f"{notes.words[at]}_{notes.word(at + 1)}" in _words("pairs") for at in part)


def _only_goods(notes: Notes, part: Part) -> bool:
    """`Schuhe und Taschen`: no tale, with nothing said of them."""
    goods = [bool({"category", "media"} & notes.kinds_over(at)) for at in part]
    known = {"category", "media", "filler", "and", "article", "lang"}
    return any(goods) and all(known & notes.kinds_over(at) for at in part)


def _thanks_for_goods(notes: Notes, part: Part) -> bool:
    """`danke, dass es bei den Schuhen bleibt`: what she is glad of may be her limit."""
    said = [notes.words[at] for at in part]
    thanks = not (_words("thanks").isdisjoint(said[:2]) or _words("for").isdisjoint(said[1:6]))
    glad = "dat" in said[:3] or "dass" in said[:3]
    return (thanks or glad) and any(notes.claimed[at] and "category" in notes.kinds_over(at) for at in part)


def _goes_out(notes: Notes, part: Part) -> bool:
    """`zgoda, kino w sobotę`, `ci sto, pizza alle otto`: in the sentence of the yes, and not of what has been."""
    said = {notes.words[at] for at in part}
    if _words("outings").isdisjoint(said) or told_as_done(notes, part[0], part[-1] + 1):
        return False
    return any(notes.sentence[hit.first] == notes.sentence[part[0]] for hit in yeses(notes))


def _opens(notes: Notes, at: int) -> bool:
    """A word that may bear on the licence or leave something open; `I only found a charger around four` does not."""
    word = notes.words[at]
    if _overcoming(notes, at) or _within(notes, at, ("aside",)) or weighs_nothing(notes, at):
        return False
    if word == "only" and notes.word(at + 1) in _ONLY_THEN:
        return False
    if word == "desde" and notes.word(at + 1) != "que":
        return False
    if word in _WHENS and notes.language in ("fr", "es", "it", "pt") and in_a_tale(notes, at, at + 1):
        return any(
            notes.clause_start(hit.first) == notes.clause_start(at) for hit in notes.of("yes") if is_firm(notes, hit)
        )
    if word == "ate" and notes.word(at + 1).endswith("ou"):
        return False  # `até gritou`
    if word == "prima" and notes.word(at - 1) in ("minha", "mi", "tu", "su", "da", "una", "uma"):
        return False
    if word in _AFTER and notes.word(at + 1) in ("de", "d'", "da", "do"):
        return any(notes.sentence[hit.first] == notes.sentence[at] for hit in notes.of("yes") if is_firm(notes, hit))
    begun = word.startswith(section("beside_talent", "risky-from")) and not _within(notes, at, ("yes",))
    begun = begun or (begins_to_weigh(notes, at) and not _within(notes, at, ("yes",)))
    return begun or word in _words("risky") or word[0].isdecimal() or "'ll" in word or "'d" in word


def _denies(notes: Notes, at: int) -> bool:
    """A denial; but `no autocarro` is in the bus, and `nichts auszusetzen` finds no fault."""
    if notes.words[at] not in _words("denials") or _overcoming(notes, at):
        return False
    if notes.words[at] == "no" and notes.language == "pt" and notes.word(at - 1).isalpha():
        return False
    return not _within(notes, at, ("aside", "idiom", "yes"))


_WHENS = frozenset("quand cuando quando".split())
_LIKED = frozenset("encanta gusta piace plait adoro adorei gefallt bevalt podoba gillar".split())
_AFTER = frozenset("despues depois apres dopo".split())
_ONLY_THEN = ("found", "saw", "woke", "got", "just", "now")
_BUTS = frozenset("but aber mais pero ma mas maar men ale".split())


def _overcoming(notes: Notes, at: int) -> bool:
    return any(hit.value == "overcome" and hit.first <= at < hit.last for hit in notes.of("idiom"))


def _within(notes: Notes, at: int, kinds: tuple[str, ...]) -> bool:
    return not notes.kinds_over(at).isdisjoint(kinds)


def _overcame(notes: Notes, sentence: int) -> bool:
    """`I was going to say no, but this one is written so clearly`: the but speaks for the yes."""
    return any(hit.value == "overcome" and notes.sentence[hit.first] == sentence for hit in notes.of("idiom"))


_RIDES = frozenset(
    "train bus tram plane flight boat shoot set zug bus flieger metro avion tren avion treno comboio trein".split()
)


def _excused(notes: Notes, hit: Hit) -> bool:
    """A phrase that stands within a courtesy: `sorry, just woke up`."""
    words = notes.words[hit.first : hit.last]
    if hit.kind == "later" and notes.language in NORTH and told_as_done(notes, hit.first, hit.last):
        return True
    if hit.kind == "later" and (words[0] == "just" or not _words("told").isdisjoint(words)):
        return True  # `my phone died on the train`
    if notes.east(hit.first):  # `一直在拍摄`; and a が mostly marks what is spoken of
        told = any(mark in "".join(words) for mark in _words("told-east"))
        return hit.kind == "but_yes" or (hit.kind == "later" and told)
    if hit.kind == "later" and words[-1] in _RIDES and notes.word(hit.last) not in ("now", "until", "till"):
        return True
    if hit.kind == "but_yes" and words == ["ma"]:
        return notes.language == "fr"  # `ma fille`
    if hit.kind == "pause" and words == ["para"]:
        return says(notes.word(hit.last))  # `aproveitei para ler`
    if hit.kind == "notraining" and _within(notes, hit.first, ("later",)):
        return True  # `read it on the train`: no machine is trained
    if hit.kind in ("media", "place") and _is_whereabouts(notes, (hit.first, hit.last)):
        return True
    if only_where(notes, hit.first, hit.last) or (
        hit.last - hit.first == 1
        and hit.kind in ("longer", "but_yes")
        and (
            of_another_tongue(notes, hit.first)
            or (notes.words[hit.first] == "nog" and weighs_nothing(notes, hit.first))
        )
    ):
        return True
    if hit.kind == "condition":
        return _in_another_tongue(notes, [hit])
    if hit.kind == "month" and (
        words == ["set"]
        or (words == ["marca"] and notes.language != "pl")
        or (words == ["mai"] and notes.language == "it")
    ):
        return True
    return notes.within(hit, "aside")
