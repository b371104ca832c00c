"""Who is meant: enrolled talents by name or alias."""

from __future__ import annotations

from functools import lru_cache

from bot.reading.findings import TalentName
from bot.reading.notes import Notes
from bot.reading.text import cut, fold

_NAMES_ARE_NOT = frozenset(
    "month place city region demonym category media weekday season filler num vague_media neg unit market"
    " campaign yes"
    " vague_region hedge later length asset currency reported feeword floor quarter numbered relative ask".split()
)


@lru_cache(maxsize=256)
def _spellings(roster: tuple[TalentName, ...]) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """Folded token sequences by first token; a first name counts where one person alone has it."""
    ways: dict[tuple[str, ...], set[str]] = {}
    for person in roster:
        full = tuple(cut(fold(person.name)[0])[0])
        for words in (full, full[:1], *_declined(full), *(tuple(cut(fold(alias)[0])[0]) for alias in person.aliases)):
            if words and (len(words) > 1 or len(words[0]) > 1):
                ways.setdefault(words, set()).add(person.name)
    index: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for words, people in ways.items():
        if len(people) == 1:
            index.setdefault(words[0], []).append((words, next(iter(people))))
    for entries in index.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return index


_POLISH_CASES = ("y", "e", "ie", "o", "ze")


def _declined(full: tuple[str, ...]) -> list[tuple[str, ...]]:
    """`Mary Lindqvist`, `Marze Lindqvist`: how Polish declines a first name in -a; with the surname alone beside it."""
    if len(full) < 2 or not full[0].endswith("a") or len(full[0]) < 4:
        return []
    return [(full[0][:-1] + case, *full[1:]) for case in _POLISH_CASES]


def talents(notes: Notes) -> list[tuple[str, int, int]]:
    """Roster people named on the page, with their tokens; their names are read as nothing else."""
    found: list[tuple[str, int, int]] = []
    index = _spellings(notes.context.roster)
    if not index:
        return found
    most = 24
    for at in range(notes.size):
        titled = _by_title(notes, at)
        if titled is not None:
            found.append((titled, at - 1, at + 1))
            notes.forget(at - 1, at + 1, _NAMES_ARE_NOT)
            notes.claim(at - 1, at + 1)
            continue
        word = notes.words[at].removesuffix("'s").removesuffix("'")
        for words, name in index.get(word) or index.get(word.removesuffix("s"), []):
            if _matches(notes, at, words) and (len(words) > 1 or _named_alone(notes, at, word)):
                last = at + len(words)
                found.append((name, at, last))
                notes.forget(at, last, _NAMES_ARE_NOT)
                notes.claim(at, last)
                break
        if len(found) >= most:
            break
    wanted = {name for name, first, _ in found if not _passed_over(notes, first)}
    return [person for person in found if person[0] in wanted] if wanted else found  # `not Jun this time but Mara`


_NOT_PASSED_OVER = frozenset(
    "why if warum wieso wenn pourquoi si perche se waarom als varfor om dlaczego czemu".split()
)


def _passed_over(notes: Notes, first: int) -> bool:
    """`not Jun`, but neither `why not Jun` nor `if not Jun`."""
    neg = notes.ending("neg", first)
    return neg is not None and notes.word(neg.first - 1) not in _NOT_PASSED_OVER


_TITLES = frozenset(
    "ms mrs miss mr mx dr frau herr herrn mme madame mlle monsieur senora senorita senor signora signorina signor sra"
    " sr mevrouw mevr meneer fru pani pan".split()
)


def _by_title(notes: Notes, at: int) -> str | None:
    """`Ms Lindqvist`: a surname that one person alone bears, behind a title."""
    before = at - 1 - (notes.word(at - 1) == ".")
    if notes.word(before) not in _TITLES:
        return None
    word = notes.words[at].removesuffix("'s").removesuffix("'")
    bearers = [person.name for person in notes.context.roster if cut(fold(person.name)[0])[0][-1:] == [word]]
    return bearers[0] if len(bearers) == 1 else None


_LABELS = frozenset("talent model quote name who request person face licence license".split())
_BEFORE_A_PERSON = frozenset(
    "want get book license licence hire with have use love need like about is does did would could can"
    " that and model talent"
    " clone get imani mara".split()
)


_AFTER_A_MONTH = frozenset(
    "to till until through thru bis and or onwards start issue drop launch campaign a au al ate tot do tem".split()
)
_OF_A_PERSON = frozenset("on in as at would license licence clone double likeness deal contract agreement".split())
_OF = frozenset("of von van de d' di del da av".split())
_OF_TIME = frozenset("in by until till since from mid early late of - / to end next this last".split())


def _matches(notes: Notes, at: int, words: tuple[str, ...]) -> bool:
    if at + len(words) > notes.size:
        return False
    said = [notes.words[at + step].removesuffix("'s").removesuffix("'") for step in range(len(words))]
    return all(_same_name(one, word) for one, word in zip(said, words, strict=True))


def _same_name(said: str, name: str) -> bool:
    """`Imanis Lizenz`: a genitive without its sign."""
    return said in (name, name + "s") if len(name) > 3 else said == name


def _named_alone(notes: Notes, at: int, word: str) -> bool:
    """A first name that is also a word (Jun, May, Paris) must be written as a name, and not beside a number."""
    if not any(
        notes.hit(kind, at)
        for kind in ("month", "place", "city", "num", "weekday", "season", "unit", "ask", "yes", "filler")
    ):
        return True
    if notes.page.capitalised(at) and notes.word(at - 1) in _OF and notes.ending("asset", at - 1) is not None:
        return True  # `de beelden van Jun`
    if notes.word(at - 1) == "per" and notes.page.capitalised(at) and not notes.word(at + 1)[:1].isdecimal():
        return True  # `richiesta per Jun`
    if at == 0 and notes.word(at + 1) == ":" and notes.page.capitalised(at):
        return True  # `Jun: print, Spain`
    beside = (
        notes.word(at - 1)[:1].isdecimal() or notes.word(at + 1)[:1].isdecimal() or notes.ending("from", at) is not None
    )
    if beside:
        return False
    month = notes.hit("month", at) is not None and word not in ("may", "mar", "march", "mai", "mei", "set", "dec")
    if month and notes.word(at - 1) not in _OF_TIME and notes.word(at + 1) in _OF_A_PERSON:
        return True
    labelled = notes.word(at - 1) == ":" and notes.word(at - 2) in _LABELS
    called = (at == 0 or not notes.word(at - 1).isalnum()) and (notes.word(at - 1) not in ("-", "/", ":") or labelled)
    following = notes.word(at + 1)
    if called and month and following.isalpha() and following not in _AFTER_A_MONTH:
        return True
    if called and notes.word(at + 1) in (",", "for", "please", "pls", "fur", "pour", "para", "per", "voor", "till"):
        return True
    return notes.page.capitalised(at) or notes.word(at - 1) in _BEFORE_A_PERSON or notes.words[at].endswith("'s")
