"""What a talent tells of her day in German, Dutch, Swedish and Polish, and words that only seem to weigh in it.

A clause tells where a word of a day stands in it (family, travel, health, the dog; `told-north`), or where its verb is
of what has been. In it `letzte Woche`, `2023`, `im Zug nach Hamburg`, `dann hab ich …` say nothing of the licence,
and a word is taken for the one on the list only where its accents do not say otherwise (`så` is no `sa`).
"""

from __future__ import annotations

import re
from functools import cache, partial

from bot.reading.beside import Part, of_another_tongue
from bot.reading.gone_by import in_a_tale
from bot.reading.notes import Notes
from bot.reading.sections import section, word_set, written

_words = partial(word_set, "beside_talent")
NORTH = ("de", "nl", "sv", "pl")
_OF_WHERE = frozenset("media vague_media place city region season month".split())
_FOR = frozenset("dass dat att ze that".split())
_PLEASED = frozenset(
    "danke dank vielen schon toll super klasse bedankt fijn leuk top mooi dankjewel tack skont kul roligt fint harligt"
    " dzieki dziekuje ciesze fajnie milo super dankbar blij glad".split()
)
_AND_THEN = frozenset("dann dan daarna sedan sen potem danach".split())
_BEEN = frozenset("hab habe haben war waren bin sind heb hebben was waren ben had har hade var fick blev".split())
_HELPS = frozenset("hab habe haben hat hatte bin heb hebben heeft had ben har hade".split())
_PARTICIPLE = {
    "de": re.compile(r"(?:auf|aus|an|ab|ein|durch|mit|vor|zu|nach|weg|los)?ge[a-z]{3,}(?:t|en)"),
    "nl": re.compile(r"(?:op|uit|aan|af|in|door|mee|voor|toe|na|weg|rond)?ge[a-z]{3,}(?:t|d|en)"),
    "sv": re.compile(r"[a-z]{3,}(?:at|it)"),
    "pl": re.compile(r"(?!)"),
}
"""Past participles by their form; Polish needs none, its past has an ending of its own (gone_by.py)."""
_GLAD = frozenset(
    "glucklich froh zufrieden stolz wach gelukkig blij tevreden trots glad lycklig nojd stolt pigg szczesliwa"
    " szczesliwy zadowolona zadowolony dumna zywa".split()
)
_BUTS = frozenset("aber maar men ale".split())
_BACK_HOME = frozenset("wieder zuruck weer terug tillbaka hemma znowu".split())
_MOST_WORDS = 60


@cache
def _written_risks() -> frozenset[str]:
    return frozenset(written("beside_talent", "risky"))


def tells_of_her_day(notes: Notes, part: Part) -> bool:
    """Whether a clause in one of these languages tells of a day, of what has been, or is glad of something."""
    if notes.language not in NORTH:
        return False
    said = [notes.words[at] for at in part]
    if any(word.startswith(section("beside_talent", "told-north")) for word in said):
        return True
    return _glad_that(notes, part) or _has_been(notes, part)


def _has_been(notes: Notes, part: Part) -> bool:
    return len(part) > 1 and told_as_done(notes, part[0], part[-1] + 1)


def told_as_done(notes: Notes, first: int, last: int) -> bool:
    """Whether the clause around these tokens is of what has been: by its verbs, or by `hab … gequietscht`."""
    if notes.clause_end(last - 1) - notes.clause_start(first) > _MOST_WORDS:
        return False  # nobody tells so much in one breath, and each look costs its length
    if in_a_tale(notes, first, last):
        return True
    start, end = notes.clause_start(first), notes.clause_end(last - 1)
    if notes.near("condition", start, end) is not None or notes.near("wish", start, end) is not None:
        return False
    clause = notes.words[start:end]
    if notes.language == "sv" and "var" in clause:
        return True
    participle = _PARTICIPLE.get(notes.language)
    if participle is None or _HELPS.isdisjoint(clause):
        return False
    return any(participle.fullmatch(word) for word in clause)


def _glad_that(notes: Notes, part: Part) -> bool:
    """`Danke, dass ihr das so gut erklärt habt`, `Fijn dat jullie …`."""
    first = part[0] + (notes.words[part[0]] in ("wat", "sa", "vad", "wie"))  # `wat fijn dat`
    if notes.word(first) in _PLEASED:
        return notes.word(first + 1) in _FOR
    return notes.word(first) in _FOR and any(
        word in _PLEASED for word in notes.words[max(notes.clause_start(first, False), first - 4) : first]
    )


def weighs_nothing(notes: Notes, at: int) -> bool:
    """Whether a word only seems to weigh."""
    word = notes.words[at]
    if notes.language not in NORTH:
        return False
    if of_another_tongue(notes, at) or (_spelt_otherwise(notes, at) and not begins_to_weigh(notes, at)):
        return True
    if word in _AND_THEN:
        return notes.word(at + 1) in _BEEN
    if word in _words("so-far"):
        return told_as_done(notes, at, at + 1)
    if word in _words("times"):
        return any(before in _words("gone") for before in notes.words[max(0, at - 2) : at])
    year = word.isdecimal() and len(word) == len("2023") and int(word) <= notes.context.now.year
    return year and told_as_done(notes, at, at + 1)


def begins_to_weigh(notes: Notes, at: int) -> bool:
    """Whether a word begins as one that weighs in the language of the message."""
    if notes.language not in NORTH:
        return False
    title = f"risky-{notes.language}"
    if notes.page.text.isascii():  # typed without accents
        return notes.words[at].startswith(section("beside_talent", title))
    return notes.page.quote(at, at + 1).lower().startswith(written("beside_talent", title))


def _spelt_otherwise(notes: Notes, at: int) -> bool:
    spelt = notes.page.quote(at, at + 1).lower()
    return not spelt.isascii() and spelt not in _written_risks()


def only_where(notes: Notes, first: int, last: int) -> bool:
    """`im Zug nach Hamburg`, `im Laden gejobbt`: where she is or was, and neither land nor medium of the licence."""
    if notes.language == "en":
        return False
    if not any(notes.hit(kind, first) is not None for kind in _OF_WHERE):
        return False
    if told_as_done(notes, first, last):
        return True
    clause = notes.words[notes.clause_start(first) : first]
    return notes.hit("city", first) is not None and any(
        word.startswith(section("beside_talent", "journeys")) for word in clause
    )


def makes_a_date(notes: Notes, part: Part) -> bool:
    """`geht klar, Donnerstag um zehn am Bahnhof`: the yes is to a meeting; not in what has been, nor on a journey."""
    if notes.language not in NORTH or notes.near("weekday", part[0], part[-1] + 1) is None:
        return False
    back = any(notes.words[at] in _BACK_HOME for at in part)
    return not back and not in_a_tale(notes, part[0], part[-1] + 1)


def but_glad(notes: Notes, part: Part) -> bool:
    """`müde, aber glücklich`: the but speaks of herself."""
    said = [notes.words[at] for at in part]
    return said[0] in _BUTS and 1 < len(said) <= 4 and said[-1] in _GLAD
