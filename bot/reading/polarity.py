"""What is refused, what is only quoted, and what replaces the list on the table.

"no TV or packaging", "everywhere but Spain", "drop TV", "TV is out", "not worldwide, just Spain": a no reaches as far
as its clause and its list; a figure that repeats someone else's words is not an offer.
"""

from __future__ import annotations

from bot.reading.lexicon import Hit
from bot.reading.notes import Notes
from bot.reading.numbers import quantity_at

LISTED = ("media", "vague_media", "place", "city", "region", "vague_region")
_NOUN_BEFORE_DROP = frozenset(
    "the our a an this that next first second new spring summer autumn winter capsule season".split()
)
_VERB_LIKE = frozenset("drop cut pull lose skip kill cancel strike ditch scrap tirar togli haal".split())
_JOINS = frozenset(
    ", and & + / or y e et und en och i of ou o oder nor - the a our in on for と や 和 及 与 과 와 랑 及び".split()
)


_NO_NEGATION = {
    "no": ("pt", "pl"), "ni": ("sv",), "pas": ("nl", "en", "es"), "sin": ("en",), "sem": ("en",),
    "of": ("en",), "hors": ("en",),
    "minus": (), "ej": ("en", "es"), "non": ("en",),
}  # fmt: skip
"""Small words that deny in one language and mean something else in another."""


def mark(notes: Notes) -> None:
    """Fill `notes.negated` (for each kind of list), `notes.reported`, and `notes.keeps` (something must not go)."""
    for kind in LISTED:
        notes.negated[kind] = bytearray(notes.size)
    idioms = bytearray(notes.size)
    for hit in notes.of("idiom"):
        for token in range(hit.first, hit.last):
            idioms[token] = 1
    kept = {hit: no for hit in notes.of("drop") if (no := _denied(notes, hit)) is not None}
    notes.keeps = bool(kept) or _stays(notes)
    denials = {at for hit, no in kept.items() for at in range(no, hit.first)}
    for hit in (neg for neg in notes.of("neg") if notes.hit("without_only", neg.first) is None):
        if not idioms[hit.first] and not _other_language(notes, hit) and hit.first not in denials:
            _negate_after(notes, hit)
    for hit in notes.of("region"):
        at = hit.last + (notes.word(hit.last) in ("countries", "markets", "states", "territories", ","))
        if notes.word(at) in ("but", "bar", "less"):
            _negate_after(notes, Hit("neg", "neg", hit.first, at + 1))
    for hit in notes.of("drop"):
        if (hit.value == "drop" or not idioms[hit.first]) and not _launch(notes, hit) and hit not in kept:
            _negate_drop(notes, hit)
    for hit in notes.of("post"):
        if not _praise(notes, hit):
            _negate_before(notes, hit)
    _negate_taken_out(notes)
    _negate_less_liked(notes)
    for hit in notes.of("swap"):
        _negate_swapped(notes, hit)
    reported = 0
    for hit in notes.of("reported"):
        if hit.value == "instead" or hit.last > reported:  # what lies in the reach of an earlier one adds nothing
            reported = max(reported, _mark_reported(notes, hit))
    for hit in notes.of("correction"):
        _mark_corrected(notes, hit)


def _stays(notes: Notes) -> bool:
    """`Austria has to stay in`: what is named right before must not go, and so nothing else goes by its being named."""
    return any(notes.ending(kind, hit.first) is not None for hit in notes.of("stays") for kind in LISTED)


_DENIALS = frozenset(
    "not cannot can't cant won't wont don't dont never couldn't wouldn't mustn't shouldn't"
    " nicht niet inte ne n' nie nao".split()
)
_BETWEEN = frozenset(
    "want to like really just we'd i'd rather be going able afford peut pouvons veux voulons pas plus wollen"
    " podemos puedo queremos quiero possiamo posso vogliamo voglio podem poder".split()
)


def _denied(notes: Notes, hit: Hit) -> int | None:
    """Where the denial of a dropping begins: `we can't drop Austria` keeps it; `can't we` and `why not` do not."""
    at = hit.first - 1
    while at > 0 and notes.words[at] in _BETWEEN and hit.first - at < 5:
        at -= 1
    if at < 0 or notes.word(at - 1) in ("why", "warum", "waarom", "varfor", "pourquoi"):
        return None
    romance = notes.words[at] in ("no", "non") and at < hit.first - 1
    return at if notes.words[at] in _DENIALS or romance else None


_OURS_IN_PORTUGUESE = frozenset("nosso nossos vosso vossos seu meu sitio".split())


def _other_language(notes: Notes, hit: Hit) -> bool:
    """`só no Brasil`, `minus`: a small word that denies nothing in this language."""
    word = notes.words[hit.first]
    if word == "no" and notes.word(hit.first - 1) in ("so", "apenas", "somente"):
        return notes.page.quote(hit.first - 1, hit.first).lower() != "so"
    if word == "no" and notes.word(hit.last) in _OURS_IN_PORTUGUESE:
        return True
    return notes.sure and notes.language in _NO_NEGATION.get(word, ())


def _praise(notes: Notes, hit: Hit) -> bool:
    """`the print is crazy good`: the word only strengthens what follows."""
    return notes.words[hit.last - 1] in ("crazy", "insane", "ridiculous") and notes.word(hit.last).isalpha()


def _launch(notes: Notes, hit: Hit) -> bool:
    """`our spring knitwear drop`: a launch, and nothing that is left out."""
    if notes.words[hit.first] != "drop":
        return False
    before = notes.word(hit.first - 1) in ("our", "new", "next", "upcoming", "latest", "the", "capsule")
    return before or any(notes.ending(kind, hit.first) is not None for kind in ("category", "season", "month"))


def _mark_corrected(notes: Notes, hit: Hit) -> None:
    """`France, sorry, I mean Spain`: the item right before the correction gives way to the one right after."""
    at = hit.first
    while notes.word(at - 1) in (",", "-", "(", ".") and hit.first - at < 4:
        at -= 1
    trailing = notes.words[at : hit.first].count(".") > 1
    wrong = next((found for kind in LISTED if (found := notes.ending(kind, at)) is not None), None)
    if wrong is None:
        return
    for item in _items_in(notes, hit.last, min(hit.last + 5, notes.size)):
        if item.kind == wrong.kind and item.value == wrong.value:
            return
        near = trailing or notes.sentence[item.first] == notes.sentence[wrong.first]
        if item.kind in _family(wrong.kind) and near:
            _set(notes, (wrong.kind,), wrong.first, wrong.last)
            return


def _mark_reported(notes: Notes, hit: Hit) -> int:
    """What others said reaches to the end of its sentence, to a `but`, or to `, we …`; gives where (0: nowhere)."""
    at = hit.first
    if notes.words[hit.last - 1] in ("hatten", "hatte") and "ä" in notes.page.quote(hit.first, hit.last):
        return 0
    if hit.value == "reported" and notes.word(hit.first - 1) == "if":
        return 0  # `if they paid 8k` wishes, and tells of nobody else's figure
    if hit.value == "instead":
        _mark_replaced(notes, hit)
        return 0
    offering = notes.hit("feeword", hit.first)
    if offering is not None and offering.value == "do" and offering.last > hit.last:
        return 0  # `wir dachten an 5 Millionen` names a figure, `wir dachten, …` tells of one
    if notes.words[hit.last - 1] == "said" and notes.word(hit.first) in ("i", "we") and _sets_right(notes, hit):
        return 0
    if notes.word(hit.first) == "your" and not _ACCEPTING.isdisjoint(notes.words[max(0, hit.first - 3) : hit.first]):
        return 0  # `we accept your offer of 6,000`
    while at < notes.size and not (at > hit.first and notes.page.ends_sentence(at)):
        if at >= hit.last and (
            notes.hit("but", at) or (notes.words[at] in (",", ";", "-", ")") and _speaker_follows(notes, at + 1))
        ):
            return at
        notes.reported[at] = 1
        at += 1
    return at


def _sets_right(notes: Notes, hit: Hit) -> bool:
    """`I said 5.2k not 2.5k`: the speaker's own figure, meant now as then."""
    quantity = quantity_at(notes, hit.last) if hit.last < notes.size else None
    return quantity is not None and "not" in notes.words[quantity.last : quantity.last + 2]


_ACCEPTING = frozenset("accept accepting acceptance approve agree confirm take taking".split())


def _mark_replaced(notes: Notes, hit: Hit) -> None:
    """`instead of 6k`, `down from 6k`: the one figure that follows."""
    for at in range(hit.last, min(hit.last + 4, notes.size)):
        quantity = quantity_at(notes, at)
        if quantity is not None:
            for token in range(hit.first, quantity.last):
                notes.reported[token] = 1
            return


def _speaker_follows(notes: Notes, at: int) -> bool:
    return any(notes.hit("subject", token) or notes.hit("feeword", token) for token in range(at, at + 3))


def _items_in(notes: Notes, first: int, last: int) -> list[Hit]:
    found = [hit for kind in LISTED for hit in notes.of(kind) if first <= hit.first < last]
    return sorted(found, key=lambda hit: hit.first)


def _family(kind: str) -> tuple[str, ...]:
    return ("media", "vague_media") if kind in ("media", "vague_media") else ("place", "city", "region", "vague_region")


def _set(notes: Notes, kinds: tuple[str, ...], first: int, last: int) -> None:
    for kind in kinds:
        row = notes.negated[kind]
        for token in range(first, last):
            row[token] = 1


def _negate_after(notes: Notes, hit: Hit) -> None:
    """A no covers the list that follows it, of one kind, up to a new clause."""
    end = _reach(notes, hit.last)
    items = _items_in(notes, hit.last, end)
    if items and not _far(notes, hit, items[0]):
        _set(notes, _family(items[0].kind), hit.last, end)


def _far(notes: Notes, hit: Hit, item: Hit) -> bool:
    """`not 6 months in France`: the no is about the length."""
    return item.first - hit.last > 7 or any(
        notes.words[token][0].isdecimal() for token in range(hit.last, min(item.first, notes.size))
    )


_NO_ENDS_AT = frozenset("- ( ) : since because we we'd i they please from starting".split())


_NO_REACHES_MOST = 80
"""Words that one no covers at most: without an end, a message of noes would cost its square."""


def _reach(notes: Notes, start: int) -> int:
    at = start
    while at < min(notes.size, start + _NO_REACHES_MOST) and not notes.page.ends_sentence(at):
        word = notes.words[at]
        if at > start and (notes.hit("but", at) or notes.hit("only", at) or notes.hit("add", at)):
            return at
        if at > start and word in _NO_ENDS_AT:
            return at
        if word == "," and not _list_goes_on(notes, at):
            return at
        at += 1
    return at


def _list_goes_on(notes: Notes, comma: int) -> bool:
    """After `no TV,` the list goes on only where a later `or` or `nor` joins it: `no TV, radio or packaging`."""
    for at in range(comma + 1, min(comma + 12, notes.size)):
        if notes.page.ends_sentence(at) or notes.hit("only", at) or notes.hit("but", at) or notes.hit("neg", at):
            return False
        if notes.words[at] not in ("o", "of") and notes.hit("or", at):
            return True
        if notes.words[at][0].isdecimal():
            return False
    return False


def _negate_drop(notes: Notes, hit: Hit) -> None:
    """`drop TV and Spain` refuses both; a collection's drop is a noun."""
    before = notes.word(hit.first - 1)
    if notes.words[hit.first] in _VERB_LIKE and (before in _NOUN_BEFORE_DROP or notes.hit("purpose", hit.first - 2)):
        return
    if notes.ending("neg", hit.first) is not None:
        return
    end = _reach(notes, hit.last)
    items = _items_in(notes, hit.last, end)
    if not items and (notes.words[hit.first : hit.last] == ["take", "off"] or _object_first(notes, hit)):
        return  # `sales in Berlin take off`
    if items and items[0].first - hit.last <= (3 if notes.words[hit.first] in _VERB_LIKE else 5):
        _set(notes, LISTED, hit.last, end)


_CLITICS = frozenset(
    "la lo le les los las li l' on nous wir we vi a o gente sobie ca das det ich ik jag dann lieber".split()
)


def _object_first(notes: Notes, hit: Hit) -> bool:
    """`la tele la quitamos`, `TV skippar vi`: the verb behind its object, and nothing listed after it."""
    at = hit.first
    while hit.first - at < 3 and (notes.word(at - 1) in _CLITICS or (at < hit.first and notes.word(at - 1) == ",")):
        at -= 1
    if notes.words[hit.first] in _VERB_LIKE or any(notes.ending(kind, at) for kind in LISTED) is False:
        return False
    _negate_before(notes, Hit("post", "post", at, hit.last))
    return True


def _negate_before(notes: Notes, hit: Hit) -> None:
    """`TV is out`, `テレビなし`: the list just before is refused."""
    at, start = hit.first, hit.first
    while at > 0 and hit.first - at < 12:
        ending = next((found for kind in LISTED if (found := notes.ending(kind, at)) is not None), None)
        if ending is not None:
            at = start = ending.first
        elif (notes.words[at - 1] in _JOINS and not (notes.words[at - 1] == "," and start == hit.first)) or (
            start == hit.first and notes.east(at - 1)
        ):
            at -= 1
        else:
            break
    _set(notes, LISTED, start, hit.first)


RATHER = frozenset("rather lieber plutot mejor piuttosto meglio antes liever hellre raczej".split())
THAN = frozenset("than als que che do dan an niz".split())


def _negate_less_liked(notes: Notes) -> None:
    """`rather Sweden than Norway`: what stands behind the than gives way."""
    for at, word in enumerate(notes.words):
        if word not in RATHER:
            continue
        than = next((i for i in range(at + 2, min(at + 7, notes.size)) if notes.words[i] in THAN), None)
        if than is None or than == at + 1:
            continue
        after, before = _items_in(notes, than, than + 4), _items_in(notes, at, than)
        if after and before and after[0].kind in _family(before[0].kind):
            _set(notes, _family(after[0].kind), than, after[0].last)


_BARE_NO = frozenset("no nein non nej nee nao nie".split())
_CLOSING_NOT = frozenset("not nicht pas niet inte".split())
_IS = frozenset("is are ist sind est sont ar zijn".split())
_PARTICLES = frozenset("out off away weg raus eruit bort fuera fora via".split())
_TAKING = frozenset(
    "take leave cut keep strip taking leaving lassen lass lasst nehmen nimm haal laat ta tar deja dejar dejamos"
    " deixa deixar"
    " lascia lasciamo metti put".split()
)


def _closes_clause(notes: Notes, at: int) -> bool:
    return not notes.word(at).isalnum()


def _negate_taken_out(notes: Notes) -> None:
    """`take TV out`, `leave Spain off`: the verb and its particle stand on both sides."""
    for at, word in enumerate(notes.words):
        if word in _BARE_NO and _closes_clause(notes, at + 1):
            _negate_before(notes, Hit("post", "post", at, at + 1))
            continue
        if word in _CLOSING_NOT and word != "not" and _closes_clause(notes, at + 1):
            _negate_before(notes, Hit("post", "post", at, at + 1))  # `Österreich nicht`
        if word in _CLOSING_NOT and notes.word(at - 1) in _IS and _closes_clause(notes, at + 1):
            _negate_before(notes, Hit("post", "post", at - 1, at + 1))
            continue
        if word not in _PARTICLES or not any(notes.ending(kind, at) for kind in LISTED):
            continue
        if word in ("out", "off") and _closes_clause(notes, at + 1) and notes.word(at + 1) != "?":
            _negate_before(notes, Hit("post", "post", at, at + 1))  # `Australia only, billboards out`
            continue
        opener = next(
            (i for i in range(at - 1, max(-1, at - 8), -1) if notes.words[i] in _TAKING),
            None,
        )
        if opener is not None:
            _set(notes, LISTED, opener, at)


def _negate_swapped(notes: Notes, hit: Hit) -> None:
    """`swap TV for print`: what stands between the verb and the `for` gives way."""
    items = _items_in(notes, hit.last, min(hit.last + 5, notes.size))
    if notes.hit("swapped", hit.last) is not None:  # `tv inruilen voor online`, `die TV durch Kino ersetzen`
        before = next((found for kind in LISTED if (found := notes.ending(kind, hit.first)) is not None), None)
        if before is not None and items and items[0].kind in _family(before.kind):
            _set(notes, _family(before.kind), before.first, before.last)
        return
    if not items or items[0].first - hit.last > 2:
        return
    for at in range(items[0].last, min(items[0].last + 4, notes.size)):
        if notes.hit("swapped", at) is not None:
            after = _items_in(notes, at, min(at + 4, notes.size))
            if after and after[0].kind in _family(items[0].kind):
                _set(notes, _family(items[0].kind), items[0].first, at)
            return


def refused(notes: Notes, hit: Hit) -> bool:
    """Whether a listed phrase stands under a no."""
    return bool(notes.negated[hit.kind][hit.first])
