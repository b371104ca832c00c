"""Which package of our last message is meant: by letter, by number or by place (`B`, `option 2`, `the second one`)."""

from __future__ import annotations

from collections.abc import Collection

from bot.reading.notes import Notes

_LETTERS = "ABC"
_ORDINALS = {
    letter: frozenset(words.split())
    for letter, words in (
        ("A", "first 1st erste ersten erstes erster premier premiere primera primero primer primo prima primeira"
              " primeiro eerste forsta pierwszy pierwsza pierwsze"),
        ("B", "second 2nd zweite zweiten zweites zweiter deuxieme seconde segunda segundo secondo seconda tweede andra"
              " drugi druga drugie"),
        ("C", "third 3rd dritte dritten drittes dritter troisieme tercera tercero tercer terzo terza terceira terceiro"
              " derde tredje trzeci trzecia trzecie"),
    )
}  # fmt: skip
_ORDINAL_OF = {word: letter for letter, words in _ORDINALS.items() for word in words}
_NUMBER_OF = {
    word: letter
    for letter, words in (
        ("A", "1 one eins un une uno una um een ett jeden 一 첫"),
        ("B", "2 two zwei deux dos due dois twee tva dwa 二 두"),
        ("C", "3 three drei trois tres tre drie trzy 三 세"),
    )
    for word in words.split()
}
_PACKAGE_WORDS = frozenset(
    "option package plan paket paketet pakiet pakket paquet paquete pacchetto pacote offer opcion opzione opcao optie"
    " proposta propuesta proposition proposal alternative alternativet alternativ opcja opcje wariant variante variant"
    " angebot vorschlag bundle offerta oferta oferte offre alternativa aanbod voorstel erbjudandet forslaget"
    " propozycja propozycje formule formula losung losning choix solution soluzione solucion solucao keuze"
    " voorstelling pacote pack val wybor".split()
)
_EASTERN_NOUNS = ("プラン", "方案", "套餐", "選択肢", "选项", "提案", "案", "패키지", "옵션", "제안", "안")
_ARTICLES = frozenset("the der die das den le la el il lo o a os het de den det l'".split())


def package(notes: Notes, remarks: Collection[int] = ()) -> tuple[str, int, int] | None:
    """(letter, first token, token after) of the package that is meant, or None.

    Of several, the one that something is offered for; the letters at `remarks` only say what a package is.
    """
    found = [one for one in _named(notes) if one[2] - 1 not in remarks]
    return next((one for one in found if notes.word(one[1] - 1) in _FOR), found[0] if found else None)


_FOR = frozenset("for fur pour por per voor".split())
_MOST = 12


def _named(notes: Notes) -> list[tuple[str, int, int]]:
    found = []
    for at, word in enumerate(notes.words):
        if len(word) == 1 and word in "abc" and _is_letter(notes, at, firm=not notes.in_talks):
            found.append((word.upper(), at - (notes.word(at - 1) in _PACKAGE_WORDS), at + 1))
        elif (other := _by_place(notes, at) or _by_number(notes, at) or _eastern(notes, at)) is not None:
            found.append(other)
        if len(found) == _MOST:
            break
    return found


def _by_place(notes: Notes, at: int) -> tuple[str, int, int] | None:
    """`the second one`, `das zweite Paket`, `la deuxième`; `the first of March` is none."""
    letter = _ORDINAL_OF.get(notes.words[at])
    if letter is None:
        return None
    following = notes.word(at + 1)
    if following == "one" or following in _PACKAGE_WORDS:
        return letter, at, at + 2
    alone = notes.in_talks and notes.word(at - 1) in _ARTICLES and (not following or following in ",.!")
    return (letter, at, at + 1) if alone and (notes.of("taking") or "please" in notes.words) else None


def _by_number(notes: Notes, at: int) -> tuple[str, int, int] | None:
    """`option 2`, `Paket zwei`; never `plan 2 months`."""
    called = notes.words[at] == "number" and notes.in_talks and notes.word(at + 2) in ("please", "it", "works", "")
    if notes.words[at] not in _PACKAGE_WORDS and not called:
        return None
    number = at + 1 + (notes.word(at + 1) in ("number", "no", "nr", "nummer", "numero", "#"))
    letter = _NUMBER_OF.get(notes.word(number))
    counted = any(notes.hit(kind, number + 1) for kind in ("unit", "asset", "currency", "scale", "countnoun"))
    if letter is None or counted or notes.word(number + 1)[:1].isdecimal():
        return None
    return letter, at, number + 1


def _eastern(notes: Notes, at: int) -> tuple[str, int, int] | None:
    """`2番目のプラン`, `第二个方案`, `두 번째 안`, `方案二`."""
    letter = _NUMBER_OF.get(notes.words[at])
    if letter is None:
        return None
    after = notes.page.folded[notes.page.starts[at] + len(notes.words[at]) :].lstrip()[:6]
    before = "".join(notes.words[max(0, at - 3) : at])
    counted = after.startswith(("番目", "つ目", "번째", "번 안", "번으로", "번 옵션"))
    if not (counted or before.endswith(_EASTERN_NOUNS[:-2]) or (before.endswith("第") and after[:1] in "个個种套")):
        return None
    first = at - (before.endswith("第"))
    last = at + 1
    while last < notes.size and last < at + 8 and _belongs(notes, last):
        last += 1
    return letter, first, last


def _belongs(notes: Notes, at: int) -> bool:
    word = notes.words[at]
    return notes.east(at) and (word in "番目つの个個种套번째" or any(word in noun for noun in _EASTERN_NOUNS))


_OPENERS = frozenset(
    "do nehmen prenons tomamos prendiamo nemen vi tar bierzemy option package offer bundle variant take"
    " accept choose for with on go por per paket option paquet opcion opzione pacchetto opcao pakket paketet"
    " pakiet プラン 方案 패키지 옵션 to variante and by wir prend prends pour con mit fur avec nimm prendo".split()
)
_AFTER_LETTER = frozenset(
    ". , ! ? and then please but it works is at with for - looks sounds if plus thanks instead though would"
    " passt geht fur pour bitte por per graag tack prosze svp pls plz".split()
) | {"", "\n"}
_RATHER = frozenset("rather actually plutot finalement lieber eher doch mejor piuttosto".split())
_SO = frozenset("alltsa also donc cioe dus czyli then dann alors entonces allora dan entao".split())
_BEFORE_LETTER = _OPENERS | _RATHER | _SO | frozenset(", . yes ok like i'll we'll prefer deal of \n".split(" ")) | {""}


def _is_letter(notes: Notes, at: int, firm: bool) -> bool:
    """Whether a lone a, b or c names a package, and is no article: `option b`, `A works`, `Aでお願いします`."""
    before, after = notes.word(at - 1), notes.word(at + 1)
    if before in ("option", "package", "plan") or (notes.page.upper(at) and before in _PACKAGE_WORDS):
        return True
    if notes.page.upper(at) and ((after and notes.east(at + 1)) or (before and notes.east(at - 1))):
        return True
    if firm or not notes.page.upper(at) or before in ("'", "."):
        return False
    if notes.ending("taking", at) is not None and after in _AFTER_LETTER:
        return True
    return after in _AFTER_LETTER and before in _BEFORE_LETTER | _ARTICLES
