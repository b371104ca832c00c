"""Exclusivity and its scope: none, for a category, or full; the bare word must be asked about."""

from __future__ import annotations

from bot.reading.lexicon import Hit
from bot.reading.notes import Notes
from bot.reading.said import Said

_SCOPE_LINKS = frozenset(
    "whole entire complete"
    " for in within on to the our all a and of fur bei im in der die das pour sur dans les la le en para"
    " por per nel la il nur seulement uniquement solo solamente soltanto apenas alleen enbart bara tylko just"
    " exclusively l' nell' dell' sull' all' d' gli i los las os as da do das nos nas aux au du des dem den en"
    " is ist est es sia sei seja soit ar jest ons uns nous nosotros noi oss nos unsere unseren unserer"
    " voor op de het for inom pa na w dla no other only exclusive exclusivity der".split()
)


def exclusivity(notes: Notes) -> tuple[Said | None, Said | None]:
    """(exclusivity, the category it is for). The bare word without a scope must be asked about."""
    found: list[tuple[Said, Said | None]] = []
    for hit in notes.of("exclusivity"):
        notes.claim(hit.first, hit.last)
        if _aside(notes, hit):
            continue
        asked = hit.value == "bare" and notes.sentence[hit.first] in notes.asking and not _denied(notes, hit)
        if asked and _scope_after(notes, hit) is None:
            continue
        if hit.value != "bare":
            found.append((Said(hit.value, (hit.first, hit.last)), _scope_after(notes, hit)))
            continue
        found.append(_bare(notes, hit))
    found = found or _other_brands(notes)
    if not found:
        return _answered_exclusivity(notes), None
    firm = [pair for pair in found if pair[0].value is not None]
    if not firm:
        return found[0]
    firm = [pair for pair in firm if notes.hit("no", pair[0].span[1]) is None] or firm
    values = {pair[0].value for pair in firm}
    if values == {"none"} and (any(_keeps_out(notes, pair[0].span) for pair in found) or _other_brands(notes)):
        return Said(None, firm[0][0].span, "not exclusive, and yet kept from other brands?"), None
    if len(values) > 1:
        return _corrected(notes, firm)
    return firm[0]


_TAXES = frozenset("btw vat mwst ust tva iva moms tax taxes gst steuer umsatzsteuer mehrwertsteuer ht hors".split())
_THE = frozenset("the any a de la l' der die das".split())
_NOT_TO = (("no", "to"), ("nein", "zu"), ("non", "a"), ("no", "a"), ("nao", "a"), ("nee", "tegen"), ("nej", "till"))


def _aside(notes: Notes, hit: Hit) -> bool:
    """`€ 7.500 exclusief btw` is about the tax, and `no to full exclusivity` says only what it is not."""
    at = hit.last + (notes.word(hit.last) in _THE)
    before = hit.first - (notes.word(hit.first - 1) in _THE)
    refused = hit.value == "full" and (notes.word(before - 2), notes.word(before - 1)) in _NOT_TO
    return notes.word(at) in _TAXES or refused


def _corrected(notes: Notes, firm: list[tuple[Said, Said | None]]) -> tuple[Said, Said | None]:
    first, last = firm[0][0], firm[-1][0]
    if notes.near("correction", first.span[1], last.span[0]) or notes.near("but", first.span[1] - 1, last.span[0] + 1):
        return firm[-1]
    none = [pair for pair in firm if pair[0].value == "none"]
    scoped = [pair for pair in firm if pair[0].value == "category"]
    if none and scoped and firm[0][0].value == "full":
        return scoped[0]
    return Said(None, first.span, "two kinds of exclusivity are named"), None


def _bare(notes: Notes, hit: Hit) -> tuple[Said, Said | None]:
    span = (hit.first, hit.last)
    scope = _scope_after(notes, hit)
    if _keeps_out(notes, span):
        return Said(None, span, "kept from which other brands?"), None
    if _denied(notes, hit):
        start = min(
            (neg.first for neg in _refusals(notes) if neg.last <= hit.first and hit.first - neg.last <= 3),
            default=hit.first,
        )
        return Said("none", (start, hit.last)), None
    if scope is not None:
        return Said("category", (span[0], scope.span[1])), scope
    before = _category_ending(notes, hit.first)
    if before is not None:
        return Said("category", (before.first, hit.last)), Said(before.value, (before.first, before.last))
    return Said(None, span, "exclusive for a category, or for everything?"), None


def _keeps_out(notes: Notes, span: tuple[int, int]) -> bool:
    """`but she can't work for any other lingerie brand`."""
    return "other" in notes.words[span[0] : span[1]]


def _refusals(notes: Notes) -> list[Hit]:
    return [hit for kind in ("neg", "drop", "post", "renounce") for hit in notes.of(kind)]


def _other_brands(notes: Notes) -> list[tuple[Said, Said | None]]:
    """`no other skincare brand`, `she mustn't work for other shoe brands`: kept to us in that category."""
    for hit in notes.of("otherbrand"):
        goods = next((c for c in notes.of("category") if hit.first <= c.first and c.last <= hit.last), None)
        near = any(
            neg.last <= hit.first + 1 and hit.first - neg.last <= 5
            for neg in notes.of("neg")
            if notes.sentence[neg.first] == notes.sentence[hit.first]
        )
        if goods is not None and near:
            return [(Said("category", (hit.first, hit.last)), Said(goods.value, (goods.first, goods.last)))]
    return []


def _denied(notes: Notes, hit: Hit) -> bool:
    """A no stands before it, or right behind it: `no exclusivity`, `take exclusivity out`, `独家就不用了`."""
    if any(
        notes.hit("post", at) and notes.sentence[at] == notes.sentence[hit.first] for at in (hit.last, hit.last + 1)
    ):
        return True
    if notes.word(hit.last) in ("out", "off", "away", "weg", "raus", "bort", "via"):
        return True
    if notes.hit("renounce", hit.last) is not None or notes.hit("renounce", hit.last + 1) is not None:
        return True
    return any(
        neg.last <= hit.first and hit.first - neg.last <= 3
        for neg in _refusals(notes)
        if notes.sentence[neg.first] == notes.sentence[hit.first]
    )


def _category_ending(notes: Notes, last: int) -> Hit | None:
    last -= notes.word(last - 1) == "-"
    if notes.word(last - 1) == "," and "category" in notes.words[max(0, last - 5) : last]:
        last -= 1  # `Category: outerwear, exclusive`
    return notes.ending("category", last)


def _scope_after(notes: Notes, hit: Hit) -> Said | None:
    """`exclusive for outerwear`, `exklusiv für Mäntel`: the category right after it."""
    at = hit.last
    linked = False
    for _ in range(6):
        category_hit = notes.hit("category", at)
        if category_hit is not None and _is_preposition(notes, at):
            category_hit = None
        noun = notes.words[hit.first].startswith(("exclusivit", "exklusivit", "exclusivid", "wylaczn"))
        if category_hit is not None and (linked or noun or notes.word(at - 1) in (":", "(")):
            return Said(category_hit.value, (category_hit.first, category_hit.last))
        if notes.word(at) not in _SCOPE_LINKS and notes.word(at) not in (":", "("):
            return None
        linked = True
        at += 1
    return None


def _is_preposition(notes: Notes, at: int) -> bool:
    """`für`, which without its dots is a coat."""
    return notes.words[at] == "fur" and notes.page.quote(at, at + 1).lower() != "fur"


_ANSWERS_NONE = frozenset(
    "none|no exclusivity|yes|yes please|ja|oui|si|sim|tak|free|keine|aucune|ninguna|nessuna|geen|ingen|"
    "nenhuma|zadna|yes she can|she stays free|yes free|yes that's fine|sure|nope none|no none|not needed|"
    "nothing".split("|")
)


_ANSWERS_FULL = frozenset(
    "full|everything|all|for everything|total|completely|fully|alles|tout|todo|tutto|tudo|allt|"
    "no for everything|no everything".split("|")
)


_ANSWERS_CATEGORY = frozenset(
    "category|our category|in our category|the category|category only|just our category|"
    "just the category|no just our category|kategorie|categorie|categoria|no category".split("|")
)


def _answered_exclusivity(notes: Notes) -> Said | None:
    """A short answer to our own question whether the talent stays free for others."""
    if notes.context.asked != "exclusivity":
        return None
    words = [word for word in notes.words if word.isalnum()]
    span = (0, notes.size)
    joined = " ".join(words)
    if joined in _ANSWERS_NONE:
        return Said("none", span)
    if joined in _ANSWERS_FULL:
        return Said("full", span)
    if joined in _ANSWERS_CATEGORY:
        return Said("category", span)
    if joined in ("no", "nope", "nein", "non", "nao", "nee", "nej", "nie"):
        return Said(None, span, "exclusive for a category, or for everything?")
    if notes.of("category") and notes.size <= 5 and not notes.of("neg"):
        return Said("category", span)
    return None
