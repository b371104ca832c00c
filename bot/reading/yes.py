"""A plain yes: what counts as one, and what does not.

A yes counts only when nothing else is left in the message: no condition, no doubt, no word that is not understood.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.reading.amounts import Amount
from bot.reading.beside import of_another_tongue
from bot.reading.beside_brand import excused, stories
from bot.reading.lexicon import Hit
from bot.reading.misspelt import misspelt
from bot.reading.notes import Notes
from bot.reading.paperwork import asks_only_errands, errands, signed, signing, thanked
from bot.reading.text import laughs, says
from bot.reading.yes_and_no import almost, noes, yeses


@dataclass(frozen=True)
class Message:
    """What the fields hold: the token spans of all terms, the fee, the package, and who was named."""

    term_spans: tuple[tuple[int, int], ...]
    fee_spans: tuple[tuple[int, int], ...]
    amounts: tuple[Amount, ...]
    removed: bool
    talent: bool
    package: tuple[str, int, int] | None
    moved: bool
    flagged: frozenset[str]


def plain_yes(notes: Notes, said: Message) -> bool:
    """Nothing but yes: every word is a yes, a courtesy, the package, a name, or the very figure on the table."""
    if not _answers(notes, said) or _only_talks(notes, said) or _says_more(notes, said):
        return False
    covered = _covered(notes, said)
    waived = excused(notes) if notes.context.role == "brand" else set()
    for token in waived:
        covered[token] = 1
    if _left_open(notes, covered, waived) or _denied(notes, waived):
        return False
    _cover_the_quiet(notes, covered)
    if not all(covered) and notes.context.role == "brand" and (firm := _firm(notes, said)):
        for token in stories(notes, covered, firm):
            covered[token] = 1
    return all(covered)


def _answers(notes: Notes, said: Message) -> bool:
    """Whether there is a yes at all, and no question but for papers."""
    return asks_only_errands(notes) and bool(
        _own_yes(notes) or misspelt(notes) or _takes_package(notes, said) or _confirms(notes, said)
    )


def _only_talks(notes: Notes, said: Message) -> bool:
    """A yes that trails off, praises, asks, likes, has only heard, or goes to goods alone."""
    if notes.page.folded.rstrip().endswith("...") or any(_praises(notes, said, hit) for hit in yeses(notes)):
        return True
    return _opens_asking(notes) or _only_likes(notes) or _only_heard(notes) or _to_goods_alone(notes)


def _says_more(notes: Notes, said: Message) -> bool:
    """A no, a change, or a term or figure that is not the very one on the table."""
    if any(map(notes.of, ("withdraw", "low", "disowned"))) or noes(notes):
        return True
    if said.removed or said.moved or said.flagged or not all(is_ours(notes, amount) for amount in said.amounts):
        return True
    return any(not (_inside(said, span) or all(notes.named[slice(*span)])) for span in said.term_spans)


def _covered(notes: Notes, said: Message) -> bytearray:
    """The tokens that are known to belong to a yes, its courtesies and what it is said to."""
    covered = bytearray(notes.named)
    for token in (*signed(notes), *thanked(notes), *signing(notes), *_so_then(notes), *misspelt(notes)):
        covered[token] = 1
    known = (hit for kind in _BESIDE_A_YES for hit in (yeses(notes) if kind == "yes" else notes.of(kind)))
    for first, last in (*((hit.first, hit.last) for hit in known), *((one.first, one.last) for one in said.amounts)):
        covered[first:last] = b"\1" * (last - first)
    if said.package is not None:
        article = (notes.word(said.package[1] - 1), notes.word(said.package[1])) == ("o", "pacote")
        first = said.package[1] - article
        covered[first : said.package[2]] = b"\1" * (said.package[2] - first)
        for at in _named_again(notes, said.package[0]):
            covered[at] = 1
    for token in (*_confirms(notes, said), *_kiss(notes)):
        covered[token] = 1
    for token in almost(notes):
        covered[token] = 0
    return covered


def _left_open(notes: Notes, covered: bytearray, waived: set[int]) -> bool:
    """Whether an if, a doubt, a but or a later stands that is none of a courtesy, a yes or an errand."""
    answers = yeses(notes)
    for hit in (*notes.of("condition"), *notes.of("hedge"), *notes.of("but_yes"), *notes.of("later")):
        if hit.first in waived or _only_looks_like_one(notes, hit):
            continue
        if hit.kind == "but_yes" and notes.hit("aside", hit.last) is not None:  # `my boss will cry but she'll live`
            covered[hit.first : hit.last] = b"\1" * (hit.last - hit.first)
            continue
        if hit.kind == "later" and _explained(notes, hit):
            continue
        filler = notes.hit("filler", hit.first)
        harmless = (filler is not None and filler.last >= hit.last) or any(
            send.first < hit.first and hit.last <= send.last for send in notes.of("logistics")
        )  # `stuur het contract maar door`
        spoken_as_yes = hit.kind != "condition" or _no_if(notes, hit)
        within = any(yes.first <= hit.first and hit.last <= yes.last for yes in answers)
        if not harmless and not (within and spoken_as_yes):
            return True
    return False


def _denied(notes: Notes, waived: set[int]) -> bool:
    """Whether a no stands that belongs to no yes, courtesy or turn of phrase; the Swedish `ni` is none."""
    noes_said = [
        hit for hit in notes.of("neg")
        if hit.first not in waived and not (notes.words[hit.first] == "ni" and notes.language == "sv")
    ]  # fmt: skip
    reach = _reach_of_yeses(notes) if noes_said else []
    return any(reach[hit.first] < hit.last for hit in noes_said)


def _cover_the_quiet(notes: Notes, covered: bytearray) -> None:
    """Marks, laughter, what other rules have read, and an `and` between two things that are known."""
    for at, word in enumerate(notes.words):
        quiet = word.endswith("'") or laughs(word) or smiles(notes, at) or not says(word)
        covered[at] |= bool(notes.claimed[at] or quiet)
    for joint in notes.of("and"):
        if joint.first and joint.last < notes.size and covered[joint.first - 1] and covered[joint.last]:
            covered[joint.first : joint.last] = b"\1" * (joint.last - joint.first)


def _to_goods_alone(notes: Notes) -> bool:
    """`I approve. Shoes and bags.`: goods that she names behind her yes may be all that she gives."""
    if notes.context.role != "talent" or not notes.context.in_talks:
        return False
    answered = {notes.clause_start(hit.first) for hit in yeses(notes)}
    if any(with_whom(notes, hit) or _given_to(notes, hit) for hit in yeses(notes)):
        return True
    return any(
        notes.claimed[hit.first] and not notes.named[hit.first] and notes.clause_start(hit.first) not in answered
        for hit in notes.of("category")
    )


def _given_to(notes: Notes, hit: Hit) -> bool:
    """`I approve the shoes`, `yes to this coffee`: of all that is asked, the goods alone."""
    at = next((at for at in range(hit.last, hit.last + 3) if "category" in notes.kinds_over(at)), None)
    if at is None:
        return False
    between = [notes.hit("filler", step) is not None for step in range(hit.last, at)]
    return all(between) and bool(notes.claimed[at]) and not says(notes.word(at + 1))


def with_whom(notes: Notes, hit: Hit) -> bool:
    """`I approve with my friend on set`: somebody has to be there."""
    beside = notes.words[hit.last : hit.last + 2]
    return len(beside) == 2 and beside[0] in _WITH and beside[1] in _MY and notes.word(hit.last + 2) not in _HEARTS


_WITH = frozenset("with mit met med avec con com".split())
_MY = frozenset("my meiner meinem mijn min ma mon mi mia mio minha meu mum mama maman".split())
_HEARTS = frozenset("whole full heart hand hands blessing pleasure coeur alma cuore".split())


def _no_if(notes: Notes, hit: Hit) -> bool:
    """`sí, claro`: not the `si` of `aceptamos si la factura …`, which is spelt like a yes too."""
    if hit.last - hit.first > 1 or notes.words[hit.first] != "si" or notes.language == "it":
        return True
    return notes.page.quote(hit.first, hit.last).lower() != "si" or not says(notes.word(hit.last))


def _only_looks_like_one(notes: Notes, hit: Hit) -> bool:
    """A but or an if that is none in this language: `stuur maar door`, the Dutch `om`."""
    sure = hit.kind == "but_yes" or (hit.kind == "condition" and notes.sure)
    return sure and hit.last - hit.first == 1 and of_another_tongue(notes, hit.first)


def smiles(notes: Notes, at: int) -> bool:
    """The letter of `:D`, `:P` and `xD`."""
    word = notes.words[at]
    return word == "xd" or (word in ("d", "p", "o") and notes.word(at - 1) in (":", ";") and notes.page.glued(at))


def _firm(notes: Notes, said: Message) -> list[tuple[int, int]]:
    """What is more than a nod: `agreed`, `go ahead`, the package taken, the very figure on the table."""
    return [
        *((hit.first, hit.last) for hit in yeses(notes) if nods_no_more(notes, hit)),
        *([said.package[1:]] if said.package is not None else []),
        *((amount.first, amount.last) for amount in said.amounts),
    ]  # fmt: skip


def nods_no_more(notes: Notes, hit: Hit) -> bool:
    """Whether a yes says more than `ok` and `yes`."""
    return hit.last - hit.first > 1 or notes.words[hit.first] not in _ONLY_HEARD | _ANSWERS


_BESIDE_A_YES = ("yes", "filler", "logistics", "taking", "aside", "errand")


_ONLY_HEARD = frozenset("ok okay okej okey k kk sure alright yeah yep oke vale bon bien gut tak si".split())


def _explained(notes: Notes, later: Hit) -> bool:
    """`just woke up, fine by me, go ahead`: why she answers only now, beside more than an `ok`."""
    told = notes.within(later, "aside")
    return told and any(hit.last - hit.first > 1 or notes.words[hit.first] not in _ONLY_HEARD for hit in yeses(notes))


def _so_then(notes: Notes) -> list[int]:
    """`yeah so that's a yes`: an opening that says nothing by itself, before a yes that does."""
    return [at for hit in notes.of("idiom") if notes.words[hit.last - 1] == "so" for at in range(hit.first, hit.last)]


def _own_yes(notes: Notes) -> bool:
    """A yes that is no part of a question about papers."""
    return any(
        not (notes.named[hit.first] or any(errand.first <= hit.first < errand.last for errand in errands(notes)))
        for hit in yeses(notes)
    )


def _opens_asking(notes: Notes) -> bool:
    """`is the price ok`, with no question mark."""
    return notes.word(0) in ("is", "are", "does", "do", "did") and notes.word(1) in _ASKED_ABOUT


_ASKED_ABOUT = frozenset("the it that this there they she he you these those everything".split())


def _praises(notes: Notes, said: Message, hit: Hit) -> bool:
    """`Mara is great` speaks of a person, `the fee is great` of one term; `6,000 is great` and `B is great` of all."""
    before = hit.first - 1
    if before < 0 or notes.words[hit.first] not in ("is", "looks", "sounds"):
        return False
    if notes.context.role == "talent" and notes.words[before] in _ONE_TERM:
        return all(hit.first - before <= 2 for hit in yeses(notes))
    if not notes.claimed[before]:
        return False
    offered = [(amount.first, amount.last) for amount in said.amounts]
    offered += [said.package[1:]] if said.package is not None else []
    return not any(first <= before < last for first, last in offered)


_ONE_TERM = frozenset("fee pay money price brand amount figure shoot picture image concept idea campaign".split())


def _only_likes(notes: Notes) -> bool:
    """`we love it` is praise, and no signature."""
    found = yeses(notes)
    return bool(found) and all(_likes(notes, hit) for hit in found)


def _likes(notes: Notes, hit: Hit) -> bool:
    said = notes.words[hit.first : hit.last]
    return "to" not in said and not _LIKED.isdisjoint(said)


_LIKED = frozenset("love loving loved like liked adore adorei adoramos amei adorato adoriamo encanta encanto".split())
_HEARD = frozenset(
    "noted read seen saw received got gelesen gesehen erhalten lu vu recu leido visto recibido letto ricevuto lido"
    " recebido gelezen gezien ontvangen last sett mottaget przeczytane przeczytalam otrzymalam".split()
)
_ANSWERS = frozenset("ja oui si yes yup yep sim tak da great super nice cool good perfect".split())
_HEARD_EAST = ("확인했", "받았", "읽었", "봤", "確認", "受け取", "拝見", "読み", "收到", "看到", "看了")
_NODS_EAST = frozenset("네 예 넵 はい ええ うん 好 好的 嗯 行".split())


def _only_heard(notes: Notes) -> bool:
    """`ok noted`, `ja, hab's gelesen`: the message has come in, and that is all that is said."""
    if _HEARD.isdisjoint(notes.words) and not any(word in notes.page.folded for word in _HEARD_EAST):
        return False
    nods = _ONLY_HEARD | _ANSWERS | _NODS_EAST
    return all("".join(notes.words[hit.first : hit.last]) in nods for hit in yeses(notes))


def _reach_of_yeses(notes: Notes) -> list[int]:
    """How far a yes, a courtesy or a turn of phrase reaches from each token: the no of `no problem` belongs to one."""
    reach = [0] * notes.size
    for kind in ("yes", "aside", "idiom", "filler", "logistics"):
        for hit in notes.of(kind):
            for at in range(hit.first, hit.last):
                reach[at] = max(reach[at], hit.last)
    return reach


def _inside(said: Message, span: tuple[int, int]) -> bool:
    return any(amount.first <= span[0] and span[1] <= amount.last for amount in said.amounts)


def _takes_package(notes: Notes, said: Message) -> bool:
    """`B please`, `we'll go with the second one`."""
    if said.package is None:
        return False
    if any(notes.ending("neg", hit.first) is None for hit in notes.of("taking")) or _only_package(notes, said.package):
        return True
    taking = (
        "please",
        "take",
        "with",
        "for",
        "go",
        "ok",
        "deal",
        "nehmen",
        "prenons",
        "tomamos",
        "prendiamo",
        "nemen",
        "choose",
        "pick",
    )
    if any(word in _PLEASE for word in notes.words):
        return True
    at = said.package[1]
    at -= notes.word(at - 1) in ("the", "la", "l'", "a", "die", "le", "el", "het", "il", "o")
    return notes.word(at - 1) in taking or notes.word(said.package[2]) in ("please", "it")


def _named_again(notes: Notes, letter: str) -> Iterator[int]:
    """`C is what we had in mind, please book C`."""
    return (at for at, word in enumerate(notes.words) if word.upper() == letter and notes.page.upper(at))


_CONFIRMING = frozenset(
    "confirming confirmed bestatige confirme confirmo confermo bevestig bekraftar potwierdzam".split()
)


def _confirms(notes: Notes, said: Message) -> list[int]:
    """`Confirming 7,350 EUR as you proposed`: the word right before the very figure on the table."""
    before = (amount.first - 1 for amount in said.amounts if is_ours(notes, amount))
    return [at for at in before if notes.word(at) in _CONFIRMING]


def _kiss(notes: Notes) -> list[int]:
    """The `x` at the end of `let's do it x`."""
    return [notes.size - 1] if notes.size > 1 and notes.words[-1] in ("x", "xx", "xxx", "xo") else []


def _only_package(notes: Notes, package: tuple[str, int, int]) -> bool:
    """`The second one.`: a choice with nothing else around it."""
    inside = range(package[1], package[2])
    small = {at for hit in notes.of("filler") for at in range(hit.first, hit.last)}
    return notes.context.role == "brand" and all(
        at in inside or at in small or word in (".", ",", "!") for at, word in enumerate(notes.words)
    )


_PLEASE = frozenset("please pls plz bitte favor prosze alstublieft tack svp".split())


def is_ours(notes: Notes, amount: Amount) -> bool:
    """Whether a figure is the very one that this person is asked to agree to."""
    table = notes.context.on_table
    if table is None:
        return False
    figure = table.ours if notes.context.role == "brand" else (table.theirs or table.ours)
    return (
        figure is not None
        and figure[0] == amount.value
        and amount.currency in (None, figure[1], "$", "kr", "¥")
        and amount.per is None
    )
