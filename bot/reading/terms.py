"""The remaining terms: images, whether a casting is replaced, purpose and product."""

from __future__ import annotations

from bot.reading.lexicon import Hit
from bot.reading.notes import Notes
from bot.reading.numbers import quantity_at
from bot.reading.said import Said, Span

_VAGUE_PRODUCT = frozenset("new next upcoming latest first own main autumn spring summer winter fall big".split())


_OF = frozenset("of de du des del della dei dell' der unserer unseres van".split())
_ARTICLES = frozenset("the our a an this la le les l' el los las il lo gli nuestra nuestro nostra nostro notre unserer"
                      " unserem unseren unseres onze".split())  # fmt: skip
"""`the launch of our Fjord parka`: the thing is called Fjord parka."""


def assets(notes: Notes, taken: bytearray) -> Said | None:
    """How many images at most. Pictures and films add up; two counts of the same thing must be asked about."""
    counts: dict[str, list[tuple[int, Span]]] = {}
    at = 0
    while at < notes.size:
        quantity = None if taken[at] else quantity_at(notes, at)
        if quantity is None:
            at += 1
            continue
        at = quantity.last
        noun = _asset_noun(notes, at) or _asset_label(notes, quantity.first) or _instead_of(notes, at)
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
    if notes.ending("ceiling", first) is not None:
        return False
    return neg is not None or notes.ending("floor", first) is not None


def _instead_of(notes: Notes, at: int) -> Hit | None:
    """`6 instead of 10 images`: the first number borrows the noun."""
    neg = notes.hit("neg", at) or notes.hit("reported", at)
    other = quantity_at(notes, neg.last) if neg is not None and neg.last < notes.size else None
    return notes.hit("asset", other.last) if other is not None else None


def _asset_label(notes: Notes, first: int) -> Hit | None:
    """`Images: 6`, `Assets: up to 12`: the noun stands before a colon."""
    if notes.ending("asset", first) is not None and any(
        notes.word(first + step) in ("장", "枚", "张", "点", "컷", "張") for step in (1, 2)
    ):
        return notes.ending("asset", first)
    limit = notes.ending("ceiling", first) or notes.ending("assetverb", first)
    at = limit.first if limit is not None else first
    if notes.word(at - 1) not in (":", "=", "-"):
        listed = notes.ending("asset", at) if at == first else None
        closed = not notes.word(first + 1) or not notes.word(first + 1)[0].isalnum()
        opened = listed is not None and (listed.first == 0 or not notes.word(listed.first - 1).isalnum())
        return listed if opened and closed else None
    return notes.ending("asset", at - 1)


_NO_ADJECTIVE = frozenset("for in and with or to".split())


def _asset_noun(notes: Notes, at: int) -> Hit | None:
    """The noun, over at most two adjectives: `8 final retouched images`."""
    for step in range(3 + 2 * (notes.word(at + 1) == "-")):
        noun = notes.hit("asset", at + step)
        if noun is not None:
            return noun
        word = notes.word(at + step)
        if word != "-" and (not word.isalpha() or word in _NO_ADJECTIVE or notes.hit("unit", at + step)):
            return None
        if step and notes.hit("media", at + step):
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
                and (quantity.last >= notes.size - 3 or (at == 0 and _closes(notes, quantity.last)))
            )
            return (
                Said(int(quantity.value), (quantity.first, quantity.last))
                if clear and not notes.hit("unit", quantity.last)
                else None
            )
    return None


def _closes(notes: Notes, at: int) -> bool:
    """`12, and nobody else …`, `12 and no casting`: the number is the answer, and more follows."""
    return notes.word(at) in (",", ".", ";", "-", "\n") or notes.hit("and", at) is not None


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
        if goods and product is None and not _names_a_kind(notes, hit.last, goods[-1]):
            first = _skip_vague(notes, hit.last, goods[-1].first)
            product = Said(notes.page.quote(first, goods[-1].last), (first, goods[-1].last))
        if campaign and purpose is None:
            last = campaign[-1].last
            purpose = Said(notes.page.quote(hit.first, last), (hit.first, last))
            notes.claim(hit.first, last)
        if goods:
            notes.claim(hit.first, goods[-1].last)
    return _asked_purpose(notes) or purpose, product


_KINDS = frozenset(
    "drinks cosmetics makeup jewellery jewelry skincare haircare fashion clothing footwear shoes".split()
)


def _names_a_kind(notes: Notes, first: int, goods: Hit) -> bool:
    """`for our soft drinks campaign`: the category itself, and no product by name."""
    first = _skip_vague(notes, first, goods.first)
    return first == goods.first and notes.words[goods.last - 1] in _KINDS


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
    skipped = _VAGUE_PRODUCT | _ARTICLES if notes.word(first) in _OF else _VAGUE_PRODUCT
    first += notes.word(first) in _OF
    while first < last and notes.words[first] in skipped:
        first += 1
    return min(first, last)


def _asked_purpose(notes: Notes) -> Said | None:
    """The answer, without further sentences that say something else: `Winter launch. 6 images, and 9k is it`."""
    if notes.context.asked != "purpose" or notes.size < 1 or "?" in notes.words:
        return None
    sentences = [notes.sentence_words(number) for number in range(notes.sentence[-1] + 1)]
    first = next((k for k, one in enumerate(sentences) if len(one) >= _FEWEST_WORDS), len(sentences))
    terms = _terms_beside_uses(notes)
    kept = [one for k, one in enumerate(sentences) if k <= first or not any(terms[at] for at in one)]
    if len(kept) == len(sentences):
        return Said(notes.page.text.strip()[:300], (0, notes.size))
    told = " ".join(notes.page.quote(one[0], one[-1] + 1) for one in kept)
    return Said(told[:300], (kept[0][0], kept[-1][-1] + 1))


_FEWEST_WORDS = 4
"""Tokens of a sentence that can be a purpose: `Sure!` is none."""
_NAMED_IN_A_PURPOSE = frozenset("media vague_media place city region vague_region demonym category".split())


def _terms_beside_uses(notes: Notes) -> bytearray:
    """The tokens of what was read and no purpose names: a count, a figure, a length, a casting."""
    found = bytearray(notes.claimed)
    for kind in _NAMED_IN_A_PURPOSE:
        for hit in notes.of(kind):
            found[hit.first : hit.last] = bytes(hit.last - hit.first)
    return found
