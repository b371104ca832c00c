"""What people tell of their day beside a yes: `my flight got cancelled`, `Off to bed, I'm shattered`.

`beside.py` lets unknown words be where none of them weighs. Here it is the other way round: every word of the clause
is known (`words/day_to_day.txt`), and none of them could take back, put off, limit or change anything. So such a clause
may name a town, a week or a cinema, and a `no` where it denies a signal or some sleep. English so far.

Only beside a firm yes, and never in an answer to our question. Pure and linear in the message.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial
from itertools import pairwise

from bot.reading.beside import Part, between_signs, saying
from bot.reading.beside_brand import soft, weighs
from bot.reading.beside_talent import is_firm
from bot.reading.lexicon import Hit
from bot.reading.notes import Notes
from bot.reading.sections import word_set
from bot.reading.text import says
from bot.reading.yes import nods_no_more
from bot.reading.yes_and_no import yeses

_words = partial(word_set, "day_to_day")
_GRAVE = tuple(
    "withdraw want wish wont pause revoke low condition hedge exclusivity instruction training altered alterverb"
    " invented renew renounce stays disowned move correction buyout perpetual currency share swap nomore minor".split()
)
"""Kinds of known phrases that say something about the deal, whatever words they are made of."""
_THANKS = frozenset("thanks thank you cheers thx ty much lot million".split())
_PHRASES = ("aside", "logistics", "errand", "yes", "filler")
_SIGNS = frozenset(", . ! ; : ( ) - \n".split(" "))
_JOINTS = frozenset("and so because which who but".split())
MOST_WORDS = 60
_FEWEST = 2
_HOUR = 2
"""How many digits the hour has."""
_OPENERS = ("off", "back", "greetings")
_ITSELF = ("this", "that", "these", "it'll")
_OF_IT = {"it": "times"}
"""What a clause that opens with these may hold: the day, the weather, the season."""
_NAMELIKE = frozenset("lang filler article origin demonym market aside hedge".split())
_AFTER_NAME = ("will", "is", "was", "has", "does", "runs", "handles", "signs", "looks")
_FOR_WHOM = frozenset("for by behalf your contact".split())
_SIGNING = frozenset("sign signing signed signatory contact".split())
_AHEAD = ("i'll", "we'll", "will", "she'd", "he'd")
_LACKED = frozenset(
    "signal wifi reception internet power battery charger voice sleep electricity phone service".split()
)
_OF_USE = ("media", "vague_media", "category", "month", "season", "place", "city")
_BE = frozenset("i'm am is are was were been we're he's she's rain's snow's just".split())
_TAKEN = frozenset("took take taken put".split())
_MAD = frozenset("crazy mad wild mental".split())
_SIGNED = frozenset("sign signs signing signed".split())
_PAPERS = frozenset("contract paperwork agreement copy everything it".split())
_SPANS = frozenset("week day time night weekend today now again".split())
_BEING, _WAS = ("is", "are", "was", "were"), ("was", "were")
_AWAY = frozenset("out off away over".split())
_MINE = frozenset("i i'm i've my we we're we've our sorry off back".split())
_PLACES = frozenset(("city", "place", "demonym"))
_IN = frozenset("in to from at near via around of".split())
_COURTESIES = frozenset(("filler", "aside", "logistics"))


@cache
def _known() -> frozenset[str]:
    titles = ("small", "does", "past", "when", "life", "brand", "deniable", "denies", "joy")
    return frozenset().union(*map(_words, titles))


@cache
def _all_known(role: str) -> frozenset[str]:
    return _known() | (_words("office") if role == "brand" else frozenset())


def mark(notes: Notes) -> None:
    """Take the clauses that only tell of a day as read, and forget what their words would else have said."""
    if not notes.in_talks or notes.context.asked or notes.language != "en" or '"' in notes.words:
        return
    weighing = bytearray(notes.size)
    for hit in (hit for kind in _GRAVE for hit in notes.of(kind)):
        if hit.last - hit.first > 1 or notes.words[hit.first] not in _all_known("brand"):
            weighing[hit.first : hit.last] = b"\1" * (hit.last - hit.first)
    found = [part for part in _told(notes) if not any(weighing[at] for at in part)]
    inside = bytearray(notes.size)
    for part in found:
        inside[part[0] : part[-1] + 1] = b"\1" * (part[-1] + 1 - part[0])
    if found and any(_answers(notes, hit) for hit in yeses(notes) if not inside[hit.first]):
        for part in found:
            notes.named[part[0] : part[-1] + 1] = b"\1" * (part[-1] + 1 - part[0])
            notes.daily.add(part[0])
            notes.forget(part[0], part[-1] + 1, frozenset(notes.by_kind))


def _answers(notes: Notes, hit: Hit) -> bool:
    if notes.context.role == "talent":
        return is_firm(notes, hit)
    return not soft(notes, hit.first, hit.last) and nods_no_more(notes, hit)


def _told(notes: Notes) -> Iterator[Part]:
    for part in _clauses(notes):
        if len(part) > MOST_WORDS:
            continue
        if _everyday(notes, part):
            yield part
            continue
        joints = [step for step, at in enumerate(part) if notes.words[at] in _JOINTS and not _within(notes, at)]
        for joint in joints[:4]:
            for piece in (part[:joint], part[joint + 1 :]):
                if piece and _everyday(notes, piece):
                    yield piece


def _within(notes: Notes, at: int) -> bool:
    """Whether a joint stands within a known phrase: `thanks for being so quick`."""
    return any(hit.first <= at < hit.last > hit.first + 1 for kind in _PHRASES for hit in notes.of(kind))


def _clauses(notes: Notes) -> Iterator[Part]:
    for stretch in between_signs(notes, lambda at: notes.words[at] in _SIGNS):
        part = saying(notes, *stretch)
        if part and notes.sentence[part[0]] not in notes.asking:
            yield part


def _everyday(notes: Notes, part: Part) -> bool:
    said = [notes.words[at] for at in part]
    if _heavy(said) if notes.context.role == "talent" else _of_the_deal(said):
        return False
    if _bare(said):
        return True
    if len(said) < _FEWEST or not all(_plain(notes, at, said) for at in part):
        return False
    if not (_does(notes, said) or said[0] in _OPENERS or (said[0] == "no" and said[1] in _LACKED)):
        return False
    if any(_left_out(notes, hit, part) for kind in _OF_USE for hit in notes.of(kind)):
        return False
    return _of_a_day(said) and not _weighs(said) and not any(_answers_in(notes, part, hit) for hit in yeses(notes))


def _heavy(said: list[str]) -> bool:
    """`my husband made me`, `we voted, I lost`: what may undo her yes, in words of a day."""
    joined = (f"{one}_{other}" for one, other in pairwise(said))
    if not _words("heavy").isdisjoint(said) or any(pair in _words("pairs") for pair in joined):
        return True
    thanked = not _THANKS.isdisjoint(said[:2]) and "for" in said
    return thanked and not _words("counted").isdisjoint(said)  # `thanks for the two weeks`


def _of_the_deal(said: list[str]) -> bool:
    """`she's in our magazine`, `invoice half now`, `the team has crashed`: in words of a day, of a brand's deal."""
    told = {word.removesuffix("'s") for word in said}
    signs = not told.isdisjoint(_SIGNED) and (not told.isdisjoint(_words("weekdays")) or "you" in told)
    of_use = not told.isdisjoint(_words("licensed")) and told.isdisjoint(_words("praised"))
    lost = not told.isdisjoint(_words("ours-to-lose")) and not told.isdisjoint(_words("losing"))
    when = not told.isdisjoint(("invoice", "quote")) and not told.isdisjoint(_words("months"))
    return signs or of_use or lost or when


def _bare(said: list[str]) -> bool:
    """`Crazy week`: no number, no length, nobody and no medium stands in it."""
    named = said[0] in ("the", "my", "our") and "way" not in said  # `I'm in. The kitchen, baking bread`
    return not named and (_words("bare") | _words("joy")).issuperset(said) and not _SPANS.issuperset(said)


def _left_out(notes: Notes, hit: Hit, part: Part) -> bool:
    """`The radio is out`, `no emails`: what may be a use is not told of but taken away."""
    if not part[0] <= hit.first <= part[-1]:
        return False
    said = {notes.words[at] for at in part if notes.word(at + 1) != "of"}
    if hit.kind in _PLACES and not said.isdisjoint(_words("sends") | _PAPERS | {"goes"}):
        return True  # `send the contract to France`
    return not said.isdisjoint(_AWAY) or (said.isdisjoint(_MINE) and hit.kind != "place" and hit.kind != "city")


def _does(notes: Notes, said: list[str]) -> bool:
    brand = notes.context.role == "brand"
    if any(one in _BE and other.endswith("ing") for one, other in pairwise(said)):
        return True  # `I'm baking`, `been surfing`
    if any(one in _THANKS and other == "for" for one, other in pairwise(said)):
        return True
    return not _words("does").isdisjoint(said) or (brand and not _words("sends").isdisjoint(said))


def _answers_in(notes: Notes, part: Part, hit: Hit) -> bool:
    """A yes within the clause; but `the kids were in bed` and `I'm on a train` go on, and say none."""
    if not part[0] <= hit.first <= part[-1]:
        return False
    told = hit.last <= part[-1] and _all_known(notes.context.role).issuperset(notes.words[hit.first : hit.last])
    return not told and _answers(notes, hit)


def _plain(notes: Notes, at: int, said: list[str]) -> bool:
    """A word of the day, a town one is in, an hour; goods where somebody wears them; a known courtesy."""
    word = notes.words[at]
    if word in _all_known(notes.context.role) or (word.isdecimal() and len(word) <= _HOUR) or notes.named[at]:
        return True
    if _is_a_name(notes, at):
        return True
    covering = notes.kinds_over(at)
    if covering & _PLACES:
        return not _IN.isdisjoint(notes.words[max(0, at - 3) : at])
    if "category" in covering:
        return not _words("dear").isdisjoint(said)
    return bool(covering & _COURTESIES)


def _is_a_name(notes: Notes, at: int) -> bool:
    """`Tom will sign for us`, `to my colleague Jess`: a name with its capital, first in a clause only before a verb."""
    word = notes.words[at]
    if notes.context.role != "brand" or not word.isalpha() or notes.page.upper(at) or not notes.page.capitalised(at):
        return False
    opens = at == 0 or not says(notes.words[at - 1])
    return not weighs(word) and notes.kinds_over(at) <= _NAMELIKE and (not opens or notes.word(at + 1) in _AFTER_NAME)


def _of_a_day(said: list[str]) -> bool:
    """Whether it is the past, the present or the day ahead that is told of: `I'll be back home`, not `it was mine`."""
    if said[0] == "it's" and not _words("its").issuperset(said[1:4]):
        return False
    if said[0] in _ITSELF or not _words(_OF_IT.get(said[0], "small")).issuperset(said[1:] if said[0] in _OF_IT else ()):
        return False
    if ("tomorrow" in said or "next" in said) and "leave" not in said:
        return False  # `the paperwork next week` puts it off
    timed = not _words("past").isdisjoint(said) or "i'm" in said or "i'll" in said
    if not _words("when").isdisjoint(said) and (_words("past").isdisjoint(said) if "when" in said else not timed):
        return False
    ahead = next((at for at, word in enumerate(said) if word in _AHEAD), None)
    if ahead is None:
        return True
    if not _SIGNING.isdisjoint(said[ahead:]) and not _FOR_WHOM.isdisjoint(said):
        return True  # `Tom will sign for us`
    glad = not _words("joy").isdisjoint(said)
    theirs = not _words("others").isdisjoint(said)
    return said[ahead + 1 : ahead + 2] == ["be"] and glad == theirs


def _weighs(said: list[str]) -> bool:
    """What these words say against something: a denial of more than a signal, somebody else's hands, weariness."""
    if "mean" in said:
        return True  # `in the new office I mean`
    if not _TAKEN.isdisjoint(said) and ("off" in said or "away" in said or "down" in said):
        return True  # `took it off the wall`
    if not _MAD.isdisjoint(said) and ("i" in said or "i'm" in said):
        return True  # `I was crazy last night`
    if not _SIGNED.isdisjoint(said) and (_FOR_WHOM | _PAPERS).isdisjoint(said):
        return True  # `she signs in a good week`
    for at, word in enumerate(said):
        if word in _words("denies"):
            denied = said[at + 1 : at + 6]
            if _words("deniable").isdisjoint(denied) or not _words("joy").isdisjoint(denied):
                return True
        if word in _BEING and said[at + 1 : at + 2] and said[at + 1] in _AWAY and at + 2 == len(said):
            return True  # `the radio is out`
        if word in _WAS and not _words("joy").isdisjoint(said[at + 1 : at + 3]) and said[at - 1] in ("i", "we"):
            return True  # `I was happy last week`
        if word == "but" and _words("joy").isdisjoint(said[at:]):
            return True
        if word in _words("against") and not _words("whom").isdisjoint(said[at + 1 : at + 3]):
            return True
    if not _words("brand").isdisjoint(said) and _words("dear").isdisjoint(said):
        return True
    presented = said[0] in ("he's", "she's", "i'm", "please", "kindly", "send")
    told = {word.removesuffix("'s") for word in said}
    if not (presented or _words("deciders").isdisjoint(told)) and _words("glad").isdisjoint(said):
        return True
    if not _words("poor").isdisjoint(said) and "i'm" not in said:
        return True
    return not (_words("devices").isdisjoint(said) or _words("others").isdisjoint(said))
