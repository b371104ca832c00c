"""Who is meant: enrolled talents by name or alias, and the package of an offer by its letter or its place."""

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
        for words in (full, full[:1], *(tuple(cut(fold(alias)[0])[0]) for alias in person.aliases)):
            if words and (len(words) > 1 or len(words[0]) > 1):
                ways.setdefault(words, set()).add(person.name)
    index: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for words, people in ways.items():
        if len(people) == 1:
            index.setdefault(words[0], []).append((words, next(iter(people))))
    for entries in index.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return index


def talents(notes: Notes) -> list[tuple[str, int, int]]:
    """Roster people named on the page, with their tokens; their names are read as nothing else."""
    found: list[tuple[str, int, int]] = []
    index = _spellings(notes.context.roster)
    if not index:
        return found
    most = 24
    for at in range(notes.size):
        word = notes.words[at].removesuffix("'s").removesuffix("'")
        for words, name in index.get(word, ()):
            if _matches(notes, at, words) and (len(words) > 1 or _named_alone(notes, at, word)):
                last = at + len(words)
                found.append((name, at, last))
                notes.forget(at, last, _NAMES_ARE_NOT)
                notes.claim(at, last)
                break
        if len(found) >= most:
            break
    return found


_BEFORE_A_PERSON = frozenset(
    "want get book license licence hire with have use love need like about is does did would could can"
    " that and model talent"
    " clone get imani mara".split()
)


def _matches(notes: Notes, at: int, words: tuple[str, ...]) -> bool:
    if at + len(words) > notes.size:
        return False
    return all(notes.words[at + step].removesuffix("'s").removesuffix("'") == word for step, word in enumerate(words))


def _named_alone(notes: Notes, at: int, word: str) -> bool:
    """A first name that is also a word (Jun, May, Paris) must be written as a name, and not beside a number."""
    if not any(
        notes.hit(kind, at)
        for kind in ("month", "place", "city", "num", "weekday", "season", "unit", "ask", "yes", "filler")
    ):
        return True
    beside = (
        notes.word(at - 1)[:1].isdecimal() or notes.word(at + 1)[:1].isdecimal() or notes.ending("from", at) is not None
    )
    if beside:
        return False
    return notes.page.capitalised(at) or notes.word(at - 1) in _BEFORE_A_PERSON or notes.words[at].endswith("'s")


_ORDINALS = {"first": "A", "second": "B", "third": "C", "1st": "A", "2nd": "B", "3rd": "C", "last": "Z"}
_OPENERS = frozenset(
    "do nehmen prenons tomamos prendiamo nemen vi tar bierzemy option package offer bundle variant take"
    " accept choose for with on go paket option paquet opcion opzione pacchetto opcao pakket paketet"
    " pakiet プラン 方案 패키지 옵션 to variante and by".split()
)


def package(notes: Notes) -> tuple[str, int, int] | None:
    """The package of our last message that is meant: `A`, `option b`, `the second one`."""
    if not notes.in_talks:
        return _named_package(notes, firm=True)
    return _named_package(notes, firm=False)


def _named_package(notes: Notes, firm: bool) -> tuple[str, int, int] | None:
    for at, word in enumerate(notes.words):
        if len(word) == 1 and word in "abc" and _is_letter(notes, at, firm):
            first = at - (notes.word(at - 1) in _PACKAGE_WORDS)
            return word.upper(), first, at + 1
        if word in _ORDINALS and notes.word(at + 1) in ("one", "option", "package", "offer") and word != "last":
            return _ORDINALS[word], at, at + 2
        if word in ("option", "package", "plan") and notes.word(at + 1) in ("1", "2", "3", "one", "two", "three"):
            number = {"1": "A", "2": "B", "3": "C", "one": "A", "two": "B", "three": "C"}[notes.word(at + 1)]
            return number, at, at + 2
    return None


_PACKAGE_WORDS = frozenset(
    "option package plan paket pakiet pakket paquet paquete pacchetto offer opcion opzione opcao optie"
    " proposta propuesta"
    " proposition alternative alternativet alternativ opcja opcje wariant variante angebot offerta oferta"
    " alternativa pacote".split()
)


_AFTER_LETTER = frozenset(
    ". , ! ? and then please but it works is at with for - : looks sounds if plus thanks instead though would \n".split(
        " "
    )
) | {""}
_BEFORE_LETTER = _OPENERS | frozenset(", . yes ok like i'll we'll prefer deal of \n".split(" ")) | {""}


def _is_letter(notes: Notes, at: int, firm: bool) -> bool:
    """Whether a lone a, b or c names a package, and is no article: `option b`, `A works`, `Aでお願いします`."""
    before, after = notes.word(at - 1), notes.word(at + 1)
    if before in ("option", "package", "plan") or (notes.page.upper(at) and before in _PACKAGE_WORDS):
        return True
    if notes.page.upper(at) and ((after and notes.east(at + 1)) or (before and notes.east(at - 1))):
        return True
    if firm or not notes.page.upper(at) or before in ("'", "."):
        return False
    return after in _AFTER_LETTER and before in _BEFORE_LETTER
