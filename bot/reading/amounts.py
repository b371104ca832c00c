"""Amounts: every number on a page that could be money, with its currency, before any is chosen as a fee."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from bot.domain.money import MAX_AMOUNT_MINOR
from bot.reading.notes import Notes
from bot.reading.numbers import Quantity, quantity_at
from bot.reading.spoken import in_millions, spoken_at

_SIGNS = frozenset("$€£¥₩₹₪₺₽₴฿")
_WORDS_AFTER_ONLY = frozenset("KRW PLN BRL".split())
_RARE_WORDS = frozenset("real won rand crowns krona".split())
_DOLLAR_LANDS = {"US": "USD", "CA": "CAD", "AU": "AUD", "NZ": "NZD", "HK": "HKD", "SG": "SGD", "TW": "TWD"}
_KRONA_LANDS = {"SE": "SEK", "NO": "NOK", "DK": "DKK", "IS": "ISK"}
_YEN_LANDS = {"JP": "JPY", "CN": "CNY"}
_THOUSANDS_OF = {"tkr": "kr", "teur": "EUR", "keur": "EUR", "tchf": "CHF", "kchf": "CHF", "tgbp": "GBP",
                 "kgbp": "GBP", "tusd": "USD", "kusd": "USD"}  # fmt: skip
"""Thousands and their currency in one word, as book-keepers write them."""
_PESO_LANDS = {"MX": "MXN", "AR": "ARS", "CL": "CLP", "CO": "COP", "UY": "UYU", "PH": "PHP"}
_DOLLARS = frozenset("USD CAD AUD NZD HKD SGD TWD MXN ARS CLP COP UYU BRL".split())


@dataclass(frozen=True)
class Amount:
    """A figure that may be a fee. `per` says what it counts (a month, an image), where it is no total."""

    value: Decimal
    currency: str | None
    first: int
    last: int
    scaled: bool
    figures: bool
    per: str | None = None
    bare: bool = False
    unsure: str | None = None


def amounts(notes: Notes) -> list[Amount]:
    """Every number on the page that could be money, in order, before any is chosen."""
    found: list[Amount] = []
    at = 0
    while at < notes.size:
        vague = notes.hit("vague", at)
        if vague is not None and (amount := _vague_amount(notes, vague.first, vague.last)) is not None:
            found.append(amount)
            at = amount.last
            continue
        quantity = None if notes.named[at] else spoken_at(notes, at) or quantity_at(notes, at)
        if quantity is None:
            at += 1
            continue
        amount = _with_currency(notes, quantity)
        if amount is not None:
            found.append(amount)
            at = max(amount.last, quantity.last)
        else:
            at = quantity.last
    return found


_FIGURES = frozenset("cifras chiffres cifre digitos".split())


def _vague_amount(notes: Notes, first: int, last: int) -> Amount | None:
    """`mid four figures`, `a few thousand`: money, but no figure."""
    words = notes.words[first:last]
    if "figure" in words[-1] or "thousands" in words or "stellig" in words[-1] or words[-1] in _FIGURES:
        return Amount(Decimal(0), None, first, last, True, False, unsure="vague")
    scale = notes.hit("scale", last)
    if scale is not None and int(scale.value) >= 1000 and len(notes.words[scale.first]) > 1:
        return Amount(Decimal(0), None, first, scale.last, True, False, unsure="vague")
    return None


def _with_currency(notes: Notes, quantity: Quantity) -> Amount | None:
    first, last = quantity.first, quantity.last
    left = _currency_before(notes, first)
    after = last
    if quantity.scaled >= 1_000_000 and notes.word(after) in ("de", "d'", "di", "of", "von", "av", "van"):
        after += 1
    dashed = notes.word(after) in (",", ".", ":") and notes.word(after + 1) == "-" and notes.page.glued(after)
    kronor = dashed and notes.word(after) == ":"
    if dashed:
        after += 2
    right = _currency_after(notes, after)
    if right is None and kronor and left is None:
        right = ("kr", after)
    if right is None:
        after = last
        if notes.words[last - 1] in _THOUSANDS_OF:
            right = (_THOUSANDS_OF[notes.words[last - 1]], last)
        elif notes.words[last - 1] == "€":
            right = ("EUR", last)
    if left is None and right is None:
        named = _currency_apart(notes, first, last)
        left, right = (named, None) if named is None or named[1] < first else (None, named)
    if quantity.short_scale and left is None and right is None and not in_millions(notes, quantity):
        return None
    code, clash = _settle(left[0] if left else None, right[0] if right else None)
    if left is None and right is None and _counts_something(notes, first, last):
        return None
    late = notes.hit("scale", right[1]) if right is not None else None
    if (
        right is not None
        and late is not None
        and int(late.value) >= 1_000_000
        and len(notes.words[late.first]) > 2
        and quantity.scaled == 1
    ):
        quantity = replace(quantity, value=quantity.value * int(late.value), scaled=int(late.value))
        right = (right[0], late.last)
    if right is not None and left is None and (coins := _coins_after(notes, right[1])) is not None:
        quantity = replace(quantity, value=quantity.value + coins[0])
        right = (right[0], coins[1])
    span_first = left[1] if left else first
    times = _times(notes, span_first)
    if times is not None and (left or right):
        quantity, span_first = replace(quantity, value=quantity.value * times[0]), times[1]
    span_last = right[1] if right else last
    per, span_end = _per(notes, span_last)
    if per is None or per == "other":
        per = _per_before(notes, span_first, said=per is not None) or per
    unsure = "currency" if clash else _impossible(notes, quantity.value, span_first)
    return Amount(
        quantity.value, code, span_first, span_end, quantity.scaled >= 1000, quantity.figures, per,
        bare=left is None
        and right is None
        and quantity.scaled < 1000
        and not (per and quantity.value >= 50)
        and not (dashed and quantity.value >= 50),
        unsure=unsure,
    )  # fmt: skip


def _coins_after(notes: Notes, at: int) -> tuple[Decimal, int] | None:
    """`5 euro 50`: two digits right after the currency, with nothing counted by them."""
    word = notes.word(at)
    if (
        not (word.isdecimal() and len(word) == 2)
        or notes.word(at + 1)[:1] in ("/", "-", ":", "%", "k")
        or not notes.word(at - 1).isalpha()
    ):
        return None
    if any(notes.hit(kind, at + 1) for kind in ("unit", "asset", "countnoun", "month", "currency", "scale")):
        return None
    return Decimal(word) / 100, at + 1


def _impossible(notes: Notes, value: Decimal, first: int) -> str | None:
    if value <= 0:
        return "zero"
    if value * 100 > MAX_AMOUNT_MINOR:
        return "size"
    minus = notes.word(first - 1) == "-" and not notes.page.glued(first - 1)
    if minus and notes.page.glued(first) and not notes.word(first - 2).isdecimal():
        return "negative"
    return None


def _currency_before(notes: Notes, first: int) -> tuple[str, int] | None:
    hit = notes.ending("currency", first)
    if hit is None or notes.page.ends_sentence(hit.first):
        return None
    words = notes.words[hit.first : hit.last]
    if "".join(words) in _NAMED_FIRST and not (hit.first > 0 and _ends_a_number(notes, hit.first)):
        return hit.value, hit.first
    short = (
        words[-1] in _SIGNS
        or len(words[0]) <= 3
        or words in (["euro"], ["euros"], ["dollar"], ["dollars"], ["dollari"], ["dolar"], ["dolares"])
    )
    if not short or (hit.value in _WORDS_AFTER_ONLY and words[0] in ("won", "real")) or notes.east(hit.first):
        return None
    return hit.value, hit.first


_NAMED_FIRST = frozenset("人民币 人民幣 港币 港幣 美金 美元 欧元 日元 日本円 米ドル 한화 미화".split())
"""`人民币二十万`: currencies that Chinese names before the figure too."""


def _ends_a_number(notes: Notes, at: int) -> bool:
    return notes.words[at - 1][-1:].isdecimal() or any(notes.ending(kind, at) for kind in ("num", "scale"))


def _currency_apart(notes: Notes, first: int, last: int) -> tuple[str, int] | None:
    """`two grand, pounds`, `20 grand (pounds)`, `euros not dollars: 5000`: a currency apart, with nothing beside it."""
    priced = notes.hit("feeword", last) or notes.hit("gross", last)
    comma = priced.last if priced is not None and priced.value != "do" else last
    hit = notes.hit("currency", comma + 1) if notes.word(comma) in (",", "(") else None
    if hit is not None and len(notes.words[hit.first]) > 2 and not notes.word(hit.last)[:1].isalnum():
        return hit.value, hit.last
    other = notes.ending("currency", first - 1) if notes.word(first - 1) == ":" else None
    if other is None or notes.word(other.first - 1) not in ("not", "nicht", "pas", "no", "non", "niet", "inte"):
        return None
    meant = notes.ending("currency", other.first - 1 - (notes.word(other.first - 2) == ","))
    return (meant.value, meant.first) if meant is not None else None


def _currency_after(notes: Notes, last: int) -> tuple[str, int] | None:
    hit = notes.hit("currency", last)
    if hit is None:
        return None
    sign = notes.words[hit.first] in _SIGNS
    nextword = notes.word(hit.last)
    if nextword[:1].isdecimal() and notes.page.glued(hit.last) and not notes.page.glued(hit.first) and sign:
        return None
    if (
        notes.words[last] in _RARE_WORDS
        and not notes.word(last - 1)[:1].isdecimal()
        and not notes.ending("scale", last)
    ):
        return None
    return hit.value, hit.last


def _settle(left: str | None, right: str | None) -> tuple[str | None, bool]:
    if left is None or right is None or left == right:
        return left or right, False
    if {left, right} == {"$", "peso"}:
        return "peso", False
    for vague, exact in ((left, right), (right, left)):
        if (vague == "$" and exact in _DOLLARS) or (vague == "kr" and exact in _KRONA_LANDS.values()):
            return exact, False
        if vague == "¥" and exact in ("JPY", "CNY"):
            return exact, False
    return None, True


_COUNTED_OF = frozenset("our the these those them my your us".split())


def _counts_something(notes: Notes, first: int, last: int) -> bool:
    """A number of things, a time, a place in a series, a share: never a fee."""
    after = last + 1 if notes.word(last) == "-" else last
    if notes.hit("per", after) is not None:
        return False
    if any(notes.hit(kind, after) for kind in ("countnoun", "unit", "asset", "month", "weekday", "season")):
        return True
    following = notes.word(after)
    if following == "of" and notes.word(after + 1) in _COUNTED_OF:
        return True  # `2.3 million of our lipsticks`
    if following in ("/", "%", ":") and (following == "%" or notes.word(after + 1)[:1].isdecimal()):
        return True
    before = notes.word(first - 1)
    if (before in ("/", ":", "#", "+") and notes.page.glued(first)) or notes.ending("numbered", first) is not None:
        return before != ":" or notes.word(first - 2)[:1].isdecimal()
    if notes.ending("month", first) is not None and not notes.ending("feeword", first):
        return True
    if before == "-" and notes.word(first - 2)[:1].isdecimal() and notes.word(last) == "-":
        return True
    return notes.words[first].count(".") == 2 and len(notes.words[first]) >= 6


def _per(notes: Notes, last: int) -> tuple[str | None, int]:
    """What the figure is counted by: `per month`, `/image`, `each`."""
    at = last
    for _ in range(3):
        hit = notes.hit("per", at)
        if hit is not None:
            return hit.value, hit.last
        if notes.hit("gross", at) is None and notes.word(at) not in ("net", "gross", "each", "flat", ","):
            break
        at += 1
    return None, last


def _times(notes: Notes, first: int) -> tuple[Decimal, int] | None:
    """`8 x £150`: so many times a figure."""
    number = quantity_at(notes, first - 2) if notes.word(first - 1) in ("x", "×", "*") and first > 1 else None
    if number is None or number.last != first - 1 or not 1 < number.value <= 100:
        return None
    return number.value, number.first


_EACH = frozenset("per pro par je por za each every chaque cada ogni elk varje kazde".split())
_APIECE = frozenset("@ je po á à".split())
_PIECES = frozenset("at for of van von zu de di a för für , stuk".split())


def _per_before(notes: Notes, first: int, *, said: bool) -> str | None:
    """`每张1000元`, `pro Bild: 150 €`, `8 Bilder zu je 150 €`: what the figure is counted by, said before it."""
    at = first - (notes.word(first - 1) in (":", "="))
    hit = notes.ending("per", at)
    if hit is not None and (notes.east(hit.first) or notes.words[hit.first] in _EACH or notes.word(hit.first) == "1"):
        return hit.value
    apiece = False
    while first - at < 3 and (notes.word(at - 1) in _APIECE or notes.word(at - 1) in _PIECES):
        at -= 1
        apiece = apiece or notes.page.quote(at, at + 1).lower() in _APIECE
    return "image" if (said or apiece) and at < first and notes.ending("asset", at) is not None else None


def choose_currency(notes: Notes, sign: str | None, territories: tuple[str, ...]) -> tuple[str | None, bool]:
    """The ISO code a sign stands for here, and whether it must be asked. A code stands for itself."""
    if sign not in ("$", "kr", "¥", "peso"):
        return sign, False
    dealt = notes.context.currency or _table_currency(notes)
    lands = {"$": _DOLLAR_LANDS, "kr": _KRONA_LANDS, "¥": _YEN_LANDS, "peso": _PESO_LANDS}[sign]
    if dealt in lands.values():
        return dealt, False
    places = [*territories, *notes.context.territories]
    named = {lands[place] for place in places if place in lands}
    if sign == "$":
        return (named.pop() if len(named) == 1 and "US" not in places else "USD"), False
    if len(named) == 1:
        return named.pop(), False
    spoken = {"kr": {"sv": "SEK"}, "¥": {"ja": "JPY", "zh": "CNY"}}.get(sign, {}).get(notes.language)
    return spoken, spoken is None


def _table_currency(notes: Notes) -> str | None:
    table = notes.context.on_table
    if table is None:
        return None
    figure = table.ours or table.theirs
    return figure[1] if figure else None
