"""Fees: which figure is offered, in which currency, and which figures are about something else.

A figure is a fee when a currency or a thousands mark is on it, when a word of paying stands before it, or when it is the whole
answer. Followers, sizes, dates, phones, a product's price, and figures quoted from others are never fees (issue 2, A).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.domain.money import MAX_AMOUNT_MINOR
from bot.reading.notes import Notes
from bot.reading.numbers import Quantity, quantity_at

_SIGNS = frozenset("$€£¥₩₹₪₺₽₴฿")
_WORDS_AFTER_ONLY = frozenset("KRW PLN BRL".split())
_RARE_WORDS = frozenset("real won rand crowns krona".split())
_DOLLAR_LANDS = {"US": "USD", "CA": "CAD", "AU": "AUD", "NZ": "NZD", "HK": "HKD", "SG": "SGD", "TW": "TWD"}
_KRONA_LANDS = {"SE": "SEK", "NO": "NOK", "DK": "DKK", "IS": "ISK"}
_YEN_LANDS = {"JP": "JPY", "CN": "CNY"}
_DOLLARS = frozenset("USD CAD AUD NZD HKD SGD TWD".split())
_LINKS = frozenset(
    "than of is at for to about around approx approximately up be a an the total fee in with us you our my as like say maybe"
    " roughly circa ca ca. ~ : = - , ok on only just then now von de di da van av z bis um rund etwa bei environ a unos"
    " est es e ist would will me it all her him them was were comes be's an license licence usage i'd we'd go do or so"
    " gesamt total budget fee price offer figure right under und ist sind och er jest wynosi wynosi to o is're".split()
)


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
        quantity = quantity_at(notes, at)
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


def _vague_amount(notes: Notes, first: int, last: int) -> Amount | None:
    """`mid four figures`, `a few thousand`: money, but no figure."""
    words = notes.words[first:last]
    if "figure" in words[-1] or "thousands" in words or words[-1].endswith(("stellig", "cifras", "chiffres")):
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
    if notes.word(after) in (",", ".") and notes.word(after + 1) == "-" and notes.page.glued(after):
        after += 2
    right = _currency_after(notes, after)
    if right is None:
        after = last
        if notes.words[last - 1] == "tkr":
            right = ("kr", last)
    if quantity.short_scale and left is None and right is None:
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
    span_last = right[1] if right else last
    per, span_end = _per(notes, span_last)
    unsure = "currency" if clash else _impossible(notes, quantity.value, span_first)
    return Amount(
        quantity.value, code, span_first, span_end, quantity.scaled >= 1000, quantity.figures, per,
        bare=left is None and right is None and quantity.scaled < 1000 and not (per and quantity.value >= 50), unsure=unsure,
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
    short = (
        words[-1] in _SIGNS
        or len(words[0]) <= 3
        or words in (["euro"], ["euros"], ["dollar"], ["dollars"], ["dollari"], ["dolar"], ["dolares"])
    )
    if not short or (hit.value in _WORDS_AFTER_ONLY and words[0] in ("won", "real")) or notes.east(hit.first):
        return None
    return hit.value, hit.first


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
    for vague, exact in ((left, right), (right, left)):
        if (vague == "$" and exact in _DOLLARS) or (vague == "kr" and exact in _KRONA_LANDS.values()):
            return exact, False
        if vague == "¥" and exact in ("JPY", "CNY"):
            return exact, False
    return None, True


def _counts_something(notes: Notes, first: int, last: int) -> bool:
    """A number of things, a time, a place in a series, a share: never a fee."""
    after = last + 1 if notes.word(last) == "-" else last
    if notes.hit("per", after) is not None:
        return False
    if any(notes.hit(kind, after) for kind in ("countnoun", "unit", "asset", "month", "weekday", "season")):
        return True
    following = notes.word(after)
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


def choose_currency(notes: Notes, sign: str | None, territories: tuple[str, ...]) -> tuple[str | None, bool]:
    """The ISO code a sign stands for here, and whether it must be asked. A code stands for itself."""
    if sign not in ("$", "kr", "¥"):
        return sign, False
    dealt = notes.context.currency or _table_currency(notes)
    lands = {"$": _DOLLAR_LANDS, "kr": _KRONA_LANDS, "¥": _YEN_LANDS}[sign]
    if dealt in lands.values():
        return dealt, False
    places = [*territories, *notes.context.territories]
    named = {lands[place] for place in places if place in lands}
    if sign == "$":
        return (named.pop() if len(named) == 1 and "US" not in places else "USD"), False
    if len(named) == 1:
        return named.pop(), False
    spoken = {"kr": {"sv": "SEK"}, "¥": {"ja": "JPY", "zh": "CNY"}}[sign].get(notes.language)
    return spoken, spoken is None


def _table_currency(notes: Notes) -> str | None:
    table = notes.context.on_table
    if table is None:
        return None
    figure = table.ours or table.theirs
    return figure[1] if figure else None


def fees(notes: Notes) -> list[Amount]:
    """The amounts that are offered or asked here: money by its marks or its neighbours, not quoted, not refused."""
    candidates = list(_spread_ranges(notes, amounts(notes)))
    references = _references(notes, candidates)
    kept = []
    for index, amount in enumerate(candidates):
        beside = candidates[max(0, index - 1) : index] + candidates[index + 1 : index + 2]
        scaled = _in_thousands(amount, references) if _is_fee(notes, amount, beside) else None
        if scaled is not None:
            kept.append(scaled)
    return kept


def _references(notes: Notes, candidates: list[Amount]) -> list[Decimal]:
    """The figures of this talk that speak in thousands, at most a handful."""
    table = notes.context.on_table
    known = [figure[0] for figure in (table.ours, table.theirs) if figure is not None] if table is not None else []
    return [value for value in [*known, *(amount.value for amount in candidates)] if value >= 1000][:8]


def _spread_ranges(notes: Notes, found: list[Amount]) -> Iterator[Amount]:
    """In `5 to 7k €` the first figure takes the second's thousands and currency."""
    for index, amount in enumerate(found):
        following = found[index + 1] if index + 1 < len(found) else None
        if following is not None and joined_as_range(notes, amount, following):
            wider = amount
            if following.scaled and not amount.scaled and amount.value < following.value:
                factor = Decimal(1_000_000 if following.value >= 1_000_000 else 1000)
                wider = replace(wider, value=amount.value * factor, scaled=True, bare=False)
            if amount.currency is None and following.currency is not None:
                wider = replace(wider, currency=following.currency, bare=False)
            found[index] = wider
            if following.currency is None and wider.currency is not None:
                found[index + 1] = replace(following, currency=wider.currency, bare=False)
            yield wider
        else:
            yield amount


def joined_as_range(notes: Notes, one: Amount, other: Amount) -> bool:
    """Whether two amounts are the ends of one range: `5-7k`, `between 5k and 7k`, `de 5 a 7 mil`."""
    between = [notes.words[token] for token in range(one.last, other.first)]
    if not between or len(between) > 3:
        return False
    opener = notes.ending("scalehint", one.first)
    opened = opener is not None and opener.value == "range"
    joined = "".join(between)
    if joined in (
        "-",
        "~",
        "to",
        "bis",
        "tot",
        "till",
        "do",
        "a",
        "ate",
        "al",
        "fino a",
        "jusqu'a",
        "から",
        "到",
        "至",
        "에서",
        "upto",
    ):
        return True
    return opened and joined in ("and", "und", "et", "y", "e", "en", "och", "i", "a")


def _is_fee(notes: Notes, amount: Amount, others: list[Amount]) -> bool:
    if notes.reported[amount.first] or _about_something_else(notes, amount):
        return False
    if refused_figure(notes, amount):
        return False
    if not amount.bare:
        return True
    in_range = any(
        (joined_as_range(notes, amount, other) and not other.bare)
        or (joined_as_range(notes, other, amount) and not other.bare)
        for other in others
        if other is not amount
    )
    return in_range or _spoken_as_fee(notes, amount) or _whole_answer(notes, amount)


def _about_something_else(notes: Notes, amount: Amount) -> bool:
    start = notes.clause_start(amount.first)
    for hit in notes.of("notfee"):
        if start <= hit.first < amount.first and amount.first - hit.last <= 4:
            return True
        if 0 <= hit.first - amount.last <= 2 and hit.value:
            return True
    return notes.word(amount.last) == "%" or notes.hit("countnoun", amount.last) is not None


def _year_like(amount: Amount) -> bool:
    return amount.bare and amount.figures and 1900 <= amount.value <= 2100


def _spoken_as_fee(notes: Notes, amount: Amount) -> bool:
    """A word of paying just before, or just after: `budget is 5000`, `5000 all in`, `we can do 7`."""
    at = amount.first
    for _ in range(5):
        limit = notes.ending("ceiling", at) or notes.ending("floor", at)
        if limit is not None and amount.value >= 500 and not _year_like(amount):
            return True
        hit = notes.ending("feeword", at)
        if hit is not None:
            if (
                hit.value == "fee"
                or len(notes.words[hit.first : hit.last]) > 1
                or _plain_preposition(notes, hit.first, amount)
            ):
                if hit.value == "fee" and not (_year_like(amount) and at != amount.first):
                    return amount.value >= 100 or notes.in_talks
                if hit.value == "do" and not _dateish(notes, amount):
                    return amount.value >= 100 or notes.in_talks or hit.last - hit.first > 1
            at = hit.first
            continue
        if at == 0 or notes.words[at - 1] not in _LINKS:
            break
        at -= 1
    if notes.hit("feeafter", amount.last) is not None and not _year_like(amount):
        return amount.value >= 100 or notes.in_talks
    if notes.in_talks and amount.figures and amount.value >= 1000 and _grouped(notes, amount):
        return True
    after = notes.hit("feeword", amount.last) or notes.hit("gross", amount.last)
    return after is not None and getattr(after, "value", "") != "do" and amount.value >= 100 and not _year_like(amount)


def _grouped(notes: Notes, amount: Amount) -> bool:
    """Written with a thousands separator, as money is: `5.200`, `5 200`."""
    following = notes.word(amount.last)
    apart = not following or not following[0].isalpha() or following in _LINKS or notes.opens_phrase(amount.last)
    return apart and any(sign in notes.words[amount.first] for sign in ".,' ")


def _plain_preposition(notes: Notes, token: int, amount: Amount) -> bool:
    """A lone `at`, `for`, `about` makes a figure a fee only inside a talk, and only a figure of some size."""
    word = notes.words[token]
    if word in ("take", "accept", "say", "asking", "offer"):
        return True
    return notes.in_talks and amount.value >= 500 and not _year_like(amount) and word != "of"


def _dateish(notes: Notes, amount: Amount) -> bool:
    return _year_like(amount) and not notes.in_talks


def _whole_answer(notes: Notes, amount: Amount) -> bool:
    """The figure is all there is: `5000`, `5500?`, `ok 5500 then`."""
    if not (notes.in_talks or notes.context.asked == "fee") or notes.context.asked not in (None, "fee"):
        return False
    if amount.value < 100 and notes.context.asked != "fee":
        return False
    rest = [token for token in range(notes.size) if not amount.first <= token < amount.last]
    return all(
        not notes.words[token][0].isalnum()
        or notes.hit("filler", token)
        or notes.hit("yes", token)
        or notes.hit("package", token)
        for token in rest
    )


def _in_thousands(amount: Amount, references: list[Decimal]) -> Amount | None:
    """`your mail said 9k; we can do 7`: a small figure speaks in the thousands of the talk, or is dropped."""
    if not amount.bare or amount.value >= 100:
        return amount
    for reference in references:
        if Decimal("0.2") <= amount.value * 1000 / reference <= 5:
            return replace(amount, value=amount.value * 1000, scaled=True)
    return None


def refused_figure(notes: Notes, amount: Amount) -> bool:
    """`not 9k`, `9k is too much`, `we can't do 9k`: a figure that is said no to. A ceiling (`not over 9k`) is none."""
    at = amount.first
    for _ in range(4):
        if notes.ending("ceiling", at) is not None or notes.ending("floor", at) is not None:
            return False
        if notes.ending("neg", at) is not None or notes.ending("without_only", at) is not None:
            return not _double_negative(notes, at)
        previous = notes.ending("feeword", at)
        if previous is not None:
            at = previous.first
        elif at > 0 and notes.words[at - 1] in (
            "the",
            "to",
            "for",
            "at",
            "do",
            "pay",
            "go",
            "your",
            "a",
            "me",
            "that",
            "us",
        ):
            at -= 1
        else:
            break
    end = notes.clause_end(amount.last, also_comma=False)
    for hit in notes.of("no"):
        if amount.last <= hit.first <= min(amount.last + 4, end) and hit.last - hit.first > 1 and hit.first < end:
            between = notes.words[amount.last : hit.first]
            return "," not in between or len(between) < 3
    return any(amount.last <= hit.first <= amount.last + 2 for hit in notes.of("post"))


def _double_negative(notes: Notes, at: int) -> bool:
    hit = notes.ending("neg", at)
    return hit is not None and any(idiom.first <= hit.first < idiom.last for idiom in notes.of("idiom"))
