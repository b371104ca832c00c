"""The remaining terms: exclusivity and its scope, category, images, whether a casting is replaced, purpose and product."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from bot.reading.lexicon import Hit, lexicon
from bot.reading.notes import Notes
from bot.reading.numbers import quantity_at

Span = tuple[int, int]
_SCOPE_LINKS = frozenset(
    "for in within on to the our all a and of fur bei im in der die das pour sur dans les la le en para por per nel la il"
    " voor op de het for inom pa na w dla no other only exclusive exclusivity der".split()
)
_VAGUE_PRODUCT = frozenset("new next upcoming latest first own main autumn spring summer winter fall big".split())


@dataclass(frozen=True)
class Said:
    """A value with the tokens it came from; `unclear` says why it must be asked instead."""

    value: str | int | bool | None
    span: Span
    unclear: str | None = None


def categories(notes: Notes) -> list[Hit]:
    """Products named on the page that tell a category, refused ones left out."""
    found = []
    for hit in (*notes.of("category"), *_compounds(notes)):
        if refused_category(notes, hit) or _not_a_product(notes, hit):
            continue
        found.append(hit)
    return found


def refused_category(notes: Notes, hit: Hit) -> bool:
    """`not for lingerie`, `no alcohol`: a category that is said no to."""
    at = hit.first
    for _ in range(3):
        neg = notes.ending("neg", at) or notes.ending("drop", at)
        if neg is not None:
            return True
        if at == 0 or notes.words[at - 1] not in (
            "for",
            "any",
            "the",
            "doing",
            "do",
            "with",
            "want",
            "in",
            "fur",
            "pour",
            "para",
            "per",
            "de",
            "a",
        ):
            return False
        at -= 1
    return False


_COMPOUND_TAILS = (
    "kampagne",
    "kampagnen",
    "kollektion",
    "kollektionen",
    "linie",
    "marke",
    "werbung",
    "campagne",
    "collectie",
    "lijn",
    "kampanj",
    "kampanjen",
    "lansering",
    "launch",
)


@lru_cache(maxsize=2048)
def _compound_category(word: str) -> str | None:
    """The category inside a German, Dutch or Swedish compound: `parfumkampagne`, `winterjacken`."""
    for tail in _COMPOUND_TAILS:
        if word.endswith(tail) and (value := _single_category(word.removesuffix(tail).rstrip("-"))) is not None:
            return value
    for start in range(3, len(word) - 4):
        value = _single_category(word[start:])
        if value is not None:
            return value
    return None


def _single_category(word: str) -> str | None:
    for stem in (word, word.removesuffix("s"), word.removesuffix("n")):
        if len(stem) < 4 or stem in _FOREIGN:
            continue
        for entry in lexicon().root.get(stem, {}).get("", ()):
            if entry.kind == "category":
                return str(entry.value)
    return None


def _compounds(notes: Notes) -> list[Hit]:
    if notes.language not in ("de", "nl", "sv"):
        return []
    return [
        Hit("category", value, at, at + 1)
        for at, word in enumerate(notes.words)
        if len(word) >= 9 and notes.hit("category", at) is None and (value := _compound_category(word)) is not None
    ]


_FOREIGN = frozenset(
    "mode moda auto autos bil bio jas tas moto carro eten voeding casque sac politik labial pieles tights wetten hazard leki"
    " intimo vin cafe reise trucco borse peles bont montre montres banca banco muse".split()
)
"""Words that name a product only in their own language."""


_ONLY_ELSEWHERE = {
    "sv": frozenset(("bra", "vin", "rings", "hats")),
    "nl": frozenset(("bank", "bras")),
    "de": frozenset(("rings",)),
}


def _not_a_product(notes: Notes, hit: Hit) -> bool:
    """Words of a category that are used otherwise: `our bank`, `coffee soon`, `nude tones`, the city of Cologne."""
    word, before, after = notes.words[hit.first], notes.word(hit.first - 1), notes.word(hit.last)
    if (word in _FOREIGN and notes.language == "en") or (
        word == "fur" and notes.page.quote(hit.first, hit.first + 1).lower() != "fur"
    ):
        return True
    if notes.near("noalter", hit.first - 1, hit.last) is not None and hit.value in ("outerwear", "apparel"):
        return True
    if word == "cologne" and (notes.page.capitalised(hit.first) or before in ("in", "from")):
        return True
    if word in ("shades", "frames") and after in ("lighter", "darker", "of", "paler", "whiter", "browner", "per"):
        return True
    if word in _ONLY_ELSEWHERE.get(notes.language, ()):
        return True
    if any(
        notes.word(hit.first - step) in ("swap", "change", "another", "different", "other", "recolour", "recolor")
        for step in (1, 2, 3)
    ):
        return hit.value in ("outerwear", "apparel", "footwear", "accessories")
    if word in ("nude", "nudes", "naked") and after in (
        "tones",
        "tone",
        "look",
        "palette",
        "shade",
        "colour",
        "color",
        "lip",
        "makeup",
    ):
        return True
    if word in ("coffee", "drink", "drinks", "cafe") and before in ("a", "for", "grab", "over", "quick"):
        return True
    if word in ("bank", "insurance") and after in ("details", "account", "transfer", "holiday", "holidays"):
        return True
    if word in ("travel", "hotel", "car") and after in (
        "costs",
        "expenses",
        "day",
        "days",
        "included",
        "cost",
        "budget",
    ):
        return True
    if word in ("fashion", "mode", "moda") and after in (
        "week",
        "model",
        "models",
        "show",
        "house",
        "story",
        "editorial",
        "brand",
    ):
        return after in ("week", "show", "model", "models")
    if word in ("tech", "technology") and after in ("pack", "team", "spec", "specs", "support"):
        return True
    return word == "suits" and after in ("us", "me", "you", "our", "everyone")


def category(notes: Notes, scope: Said | None) -> Said | None:
    """The one category named; two different ones must be asked about, unless one is what the product is called by."""
    found = categories(notes)
    if scope is not None and isinstance(scope.value, str):
        return scope
    values = list(dict.fromkeys(hit.value for hit in found))
    if not values:
        return None
    specific = [value for value in values if value not in ("apparel", "beauty")] or values
    chosen = specific if len(values) > 1 else values
    hit = next(hit for hit in found if hit.value == chosen[0])
    for each in found:
        notes.claim(each.first, each.last)
    if len(chosen) > 1:
        return Said(None, (hit.first, hit.last), "more than one category is named")
    return Said(hit.value, (hit.first, hit.last))


def exclusivity(notes: Notes) -> tuple[Said | None, Said | None]:
    """(exclusivity, the category it is for). The bare word without a scope must be asked about."""
    found: list[tuple[Said, Said | None]] = []
    for hit in notes.of("exclusivity"):
        notes.claim(hit.first, hit.last)
        if hit.value == "bare" and notes.sentence[hit.first] in notes.asking and _scope_after(notes, hit) is None:
            continue
        if hit.value != "bare":
            found.append((Said(hit.value, (hit.first, hit.last)), _scope_after(notes, hit)))
            continue
        found.append(_bare(notes, hit))
    if not found:
        return _answered_exclusivity(notes), None
    firm = [pair for pair in found if pair[0].value is not None]
    if not firm:
        return found[0]
    values = {pair[0].value for pair in firm}
    if len(values) > 1:
        return _corrected(notes, firm)
    return firm[0]


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
    if _denied(notes, hit):
        start = min(
            (neg.first for neg in notes.of("neg") if neg.last <= hit.first and hit.first - neg.last <= 3),
            default=hit.first,
        )
        return Said("none", (start, hit.last)), None
    if scope is not None:
        return Said("category", (span[0], scope.span[1])), scope
    before = _category_ending(notes, hit.first)
    if before is not None:
        return Said("category", (before.first, hit.last)), Said(before.value, (before.first, before.last))
    return Said(None, span, "exclusive for a category, or for everything?"), None


def _denied(notes: Notes, hit: Hit) -> bool:
    return any(
        neg.last <= hit.first and hit.first - neg.last <= 3
        for neg in notes.of("neg")
        if notes.sentence[neg.first] == notes.sentence[hit.first]
    )


def _category_ending(notes: Notes, last: int) -> Hit | None:
    last -= notes.word(last - 1) == "-"
    return notes.ending("category", last)


def _scope_after(notes: Notes, hit: Hit) -> Said | None:
    """`exclusive for outerwear`, `exklusiv für Mäntel`: the category right after it."""
    at = hit.last
    linked = False
    for _ in range(4):
        category_hit = notes.hit("category", at)
        if category_hit is not None and (linked or notes.word(at - 1) in (":", "(")):
            return Said(category_hit.value, (category_hit.first, category_hit.last))
        if notes.word(at) not in _SCOPE_LINKS and notes.word(at) not in (":", "("):
            return None
        linked = True
        at += 1
    return None


def _answered_exclusivity(notes: Notes) -> Said | None:
    """A short answer to our own question whether the talent stays free for others."""
    if notes.context.asked != "exclusivity":
        return None
    words = [word for word in notes.words if word.isalnum()]
    span = (0, notes.size)
    joined = " ".join(words)
    if joined in (
        "none",
        "no exclusivity",
        "yes",
        "yes please",
        "ja",
        "oui",
        "si",
        "sim",
        "tak",
        "free",
        "keine",
        "aucune",
        "ninguna",
        "nessuna",
        "geen",
        "ingen",
        "nenhuma",
        "zadna",
        "yes she can",
        "she stays free",
        "yes free",
        "yes that's fine",
        "sure",
        "nope none",
        "no none",
        "not needed",
        "nothing",
    ):
        return Said("none", span)
    if joined in (
        "full",
        "everything",
        "all",
        "for everything",
        "total",
        "completely",
        "fully",
        "alles",
        "tout",
        "todo",
        "tutto",
        "tudo",
        "allt",
        "no for everything",
        "no everything",
    ):
        return Said("full", span)
    if joined in (
        "category",
        "our category",
        "in our category",
        "the category",
        "category only",
        "just our category",
        "just the category",
        "no just our category",
        "kategorie",
        "categorie",
        "categoria",
        "no category",
    ):
        return Said("category", span)
    if joined in ("no", "nope", "nein", "non", "nao", "nee", "nej", "nie"):
        return Said(None, span, "exclusive for a category, or for everything?")
    if notes.of("category") and notes.size <= 5 and not notes.of("neg"):
        return Said("category", span)
    return None


def assets(notes: Notes, taken: bytearray) -> Said | None:
    """How many images at most. Pictures and films add up; two different counts of the same thing must be asked about."""
    counts: dict[str, list[tuple[int, Span]]] = {}
    at = 0
    while at < notes.size:
        quantity = None if taken[at] else quantity_at(notes, at)
        if quantity is None:
            at += 1
            continue
        at = quantity.last
        noun = _asset_noun(notes, at) or _asset_label(notes, quantity.first)
        whole = quantity.value == int(quantity.value) and 0 < quantity.value <= 10_000
        if (
            noun is not None
            and whole
            and not notes.reported[quantity.first]
            and not _asset_refused(notes, quantity.first)
        ):
            span = (min(noun.first, quantity.first), max(noun.last, quantity.last))
            counts.setdefault(noun.value, []).append((int(quantity.value), span))
            notes.claim(*span)
    if not counts:
        return _answered_assets(notes)
    return _sum_of(notes, counts)


def _asset_refused(notes: Notes, first: int) -> bool:
    neg = notes.ending("neg", first)
    return (neg is not None and notes.ending("ceiling", first) is None) or notes.ending("floor", first) is not None


def _asset_label(notes: Notes, first: int) -> Hit | None:
    """`Images: 6`, `Assets: up to 12`: the noun stands before a colon."""
    if notes.ending("asset", first) is not None and any(notes.word(first + step) in ("장", "枚", "张", "点", "컷", "張") for step in (1, 2)):
        return notes.ending("asset", first)
    limit = notes.ending("ceiling", first) or notes.ending("assetverb", first)
    at = limit.first if limit is not None else first
    if notes.word(at - 1) not in (":", "=", "-"):
        return None
    return notes.ending("asset", at - 1)


def _asset_noun(notes: Notes, at: int) -> Hit | None:
    """The noun, over at most two adjectives: `8 final retouched images`."""
    for step in range(3):
        noun = notes.hit("asset", at + step)
        if noun is not None:
            return (
                noun
                if not (step and notes.word(at + step - 1) in (",", ".", "-") and step == 1 and notes.word(at) == ",")
                else None
            )
        word = notes.word(at + step)
        if (
            not word.isalpha()
            or notes.hit("unit", at + step)
            or (notes.hit("media", at + step) and step)
            or word in ("for", "in", "and", "with", "or", "to")
        ):
            if word != "-":
                return None
    return None


def _sum_of(notes: Notes, counts: dict[str, list[tuple[int, Span]]]) -> Said:
    total, spans = 0, []
    for values in counts.values():
        numbers = {number for number, _ in values}
        number, span = values[-1]
        if (
            len(numbers) > 1
            and not notes.near("correction", values[0][1][1], span[0])
            and not notes.near("but", values[0][1][1], span[0])
        ):
            return Said(None, values[0][1], "more than one count is named")
        total += number
        spans.append(span)
    first = min(span[0] for span in spans)
    last = max(span[1] for span in spans)
    return Said(total, (first, last))


def _answered_assets(notes: Notes) -> Said | None:
    if notes.context.asked != "assets":
        return None
    for at in range(min(notes.size, 6)):
        quantity = quantity_at(notes, at)
        if quantity is not None:
            clear = (
                quantity.value == int(quantity.value)
                and 0 < quantity.value <= 10_000
                and quantity.last >= notes.size - 3
            )
            return (
                Said(int(quantity.value), (quantity.first, quantity.last))
                if clear and not notes.hit("unit", quantity.last)
                else None
            )
    return None


_YES = frozenset("yes yep yeah y ja oui si sim tak correct true indeed jawohl absolutely はい 네 是 对".split())
_NO = frozenset("no nope n nein non nao nee nej nie not いいえ 아니요 不 否 none".split())


def casting(notes: Notes) -> Said | None:
    """Whether the images stand in for a casting or a shoot."""
    found = notes.of("casting")
    for value in ("no", "yes"):
        for hit in found:
            if hit.value == value:
                notes.claim(hit.first, hit.last)
                return Said(value == "yes", (hit.first, hit.last))
    if notes.context.asked == "replaces_casting" and notes.size and notes.words[0] in _YES | _NO:
        return Said(notes.words[0] in _YES, (0, 1))
    return None


def purpose_and_product(notes: Notes) -> tuple[Said | None, Said | None]:
    """(purpose, product): what the images are for, and which thing they sell: `for our Fjord parka`."""
    product = purpose = None
    for hit in notes.of("purpose"):
        end = _phrase_end(notes, hit.last)
        goods = [c for c in notes.of("category") if hit.last <= c.first and c.last <= end]
        campaign = [c for c in notes.of("campaign") if hit.last <= c.first and c.last <= end]
        if goods and product is None:
            first = _skip_vague(notes, hit.last, goods[-1].first)
            product = Said(notes.page.quote(first, goods[-1].last), (first, goods[-1].last))
        if campaign and purpose is None:
            last = campaign[-1].last
            purpose = Said(notes.page.quote(hit.first, last), (hit.first, last))
            notes.claim(hit.first, last)
        if goods:
            notes.claim(hit.first, goods[-1].last)
    return _asked_purpose(notes) or purpose, product


def _phrase_end(notes: Notes, start: int) -> int:
    at = start
    while at < min(notes.size, start + 7):
        if (not notes.words[at].isalnum() and notes.words[at] not in ("-", "'", "&")) or notes.words[at] in (
            "for",
            "in",
            "on",
            "with",
            "from",
        ):
            return at
        at += 1
    return at


def _skip_vague(notes: Notes, first: int, last: int) -> int:
    while first < last and notes.words[first] in _VAGUE_PRODUCT:
        first += 1
    return first


def _asked_purpose(notes: Notes) -> Said | None:
    if notes.context.asked != "purpose" or notes.size < 1 or "?" in notes.words:
        return None
    return Said(notes.page.text.strip()[:300], (0, notes.size))
