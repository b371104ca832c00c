"""Fees: which amount is offered or asked, and which figures are about something else.

An amount is a fee when a currency or a thousands mark is on it, when a word of paying stands before it, or when it is
the whole answer. Followers, sizes, dates, phones, a product's price, and figures quoted from others are never fees
(issue 2, A).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from bot.reading.alone import speaks_in_thousands, stands_alone
from bot.reading.amounts import Amount
from bot.reading.lengths import borrows_unit
from bot.reading.lexicon import Hit
from bot.reading.notes import Notes
from bot.reading.spent import was_spent
from bot.reading.table_moves import was_added

_LINKS = frozenset(
    "than of is at for to about around approx approximately up be a an the total fee in with us you our my as"
    " like say maybe roughly circa ca ca. ~ : = - , ok on only just then now von de di da van av z bis um rund"
    " etwa bei environ unos est es e ist would will me it all her him them was were comes be's license licence"
    " usage i'd we'd go do or so gesamt budget price offer figure right under und sind och er jest wynosi o"
    " is're".split()
)


def fees(notes: Notes, every: list[Amount]) -> list[Amount]:
    """What of all amounts is offered or asked here: money by its marks or its neighbours, not quoted, not refused."""
    candidates = list(_spread_ranges(notes, every))
    references = _references(notes, candidates)
    kept: list[Amount] = []
    for index, amount in enumerate(candidates):
        beside = candidates[max(0, index - 1) : index] + candidates[index + 1 : index + 2]
        scaled = _in_thousands(notes, amount, references) if _is_fee(notes, amount, beside) else None
        if scaled is None and kept and (_alternative(notes, kept[-1], amount) or _corrects(notes, kept[-1], amount)):
            scaled = amount
        if scaled is not None:
            kept.append(scaled)
    return kept


_OR = frozenset("or oder ou o of eller lub albo".split())


def _alternative(notes: Notes, one: Amount, other: Amount) -> bool:
    """`EUR 6000, or 6500 with packaging`: the second figure is money as the first is."""
    between = [word for word in notes.words[one.last : other.first] if word not in (",", "for", "maybe", "rather")]
    alike = other.figures and Decimal("0.5") <= other.value / one.value <= 2 if one.value > 0 else False
    return alike and len(between) == 1 and between[0] in _OR and other.bare


def _corrects(notes: Notes, one: Amount, other: Amount) -> bool:
    """`five thousand, no wait, fifty-two hundred`: the second figure is money as the first is."""
    if not other.bare or one.value <= 0 or not Decimal("0.5") <= other.value / one.value <= 2:
        return False
    hit = notes.near("correction", one.last, other.first)
    between = [word for word in notes.words[one.last : other.first] if word.isalnum()]
    return hit is not None and len(between) <= 4


_EARLIER = frozenset("first last previous initial opening old earlier original former starting".split())


def _was_said(notes: Notes, amount: Amount) -> bool:
    """`4,500 was our first offer`, `the 3.5k in my last message was a typo`."""
    at = amount.last
    end = notes.clause_end(at)
    if any(at <= hit.first < end for hit in notes.of("disowned")):
        return True
    return (
        notes.word(at) in ("was", "were", "is")
        and notes.word(at + 1) in ("our", "your", "the", "my", "their")
        and notes.word(at + 2) in (_EARLIER if notes.word(at) != "is" else ("first", "opening", "starting", "old"))
    )


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
                factor = next(
                    (scale for scale in _SCALES if scale <= following.value and amount.value * scale < following.value),
                    Decimal(1),
                )
                wider = replace(wider, value=amount.value * factor, scaled=True, bare=False)
            if amount.currency is None and following.currency is not None:
                wider = replace(wider, currency=following.currency, bare=False)
            found[index] = wider
            if following.currency is None and wider.currency is not None:
                found[index + 1] = replace(following, currency=wider.currency, bare=False)
            yield wider
        else:
            yield amount


_SCALES = (Decimal(1_000_000), Decimal(10_000), Decimal(1000))
_RANGE_SIGNS = frozenset("-|~|÷|to|bis|tot|till|do|a|ate|al|fino a|jusqu'a|から|到|至|에서|upto".split("|"))


_ARTICLES = frozenset("i los os les die de".split())


def joined_as_range(notes: Notes, one: Amount, other: Amount) -> bool:
    """Whether two amounts are the ends of one range: `5-7k`, `between 5k and 7k`, `de 5 a 7 mil`."""
    between = [notes.words[token] for token in range(one.last, other.first)]
    if between[:2] == [",", "-"]:  # `5.000,- bis 6.000,-`
        between = between[2:]
    if between[-1:] and between[-1] in _ARTICLES:  # `tra i 5.000 e i 6.000`
        between = between[:-1]
    if not between or len(between) > 3:
        return False
    opener = notes.ending("scalehint", one.first)
    opened = opener is not None and opener.value == "range"
    joined = "".join(between)
    if joined in _RANGE_SIGNS:
        return True
    return opened and joined in ("and", "und", "et", "y", "e", "en", "och", "i", "a")


def _is_fee(notes: Notes, amount: Amount, others: list[Amount]) -> bool:
    if notes.reported[amount.first] or _about_something_else(notes, amount) or _was_said(notes, amount):
        return False
    if was_spent(notes, amount):
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
    return in_range or _spoken_as_fee(notes, amount) or _whole_answer(notes, amount) or stands_alone(notes, amount)


def _about_something_else(notes: Notes, amount: Amount) -> bool:
    start = notes.clause_start(amount.first)
    for hit in notes.of("notfee"):
        if start <= hit.first < amount.first and amount.first - hit.last <= 4:
            return True
        if 0 <= hit.first - amount.last <= 2 and hit.value:
            return True
    if any(hit.first < amount.first and amount.last <= hit.last for hit in notes.of("ceiling")):
        return True  # `ni un euro más`
    if _compared(notes, amount) or _product_price(notes, amount) or was_added(notes, amount.first, amount.last):
        return True
    noun = amount.last + (notes.word(amount.last) in ("de", "d'", "di"))
    return notes.word(amount.last) == "%" or notes.hit("countnoun", noun) is not None


def _compared(notes: Notes, amount: Amount) -> bool:
    """`1,000 more than we planned`, `500 over budget`: a distance."""
    if notes.word(amount.last) in ("more", "less") and notes.word(amount.last + 1) == "than":
        return True
    if notes.word(amount.last) in ("over", "above", "below") and notes.word(amount.last + 1) in (
        "budget",
        "what",
        "our",
    ):
        return True
    after = notes.hit("up", amount.last) or notes.hit("down", amount.last)
    return after is not None and notes.word(after.last) in ("than", "budget", "als", "que", "di", "que", "an", "niz")


_COSTS = frozenset("costs cost costing kostet kosten coute coutent cuesta cuestan costa costano custa custam kost"
                   " kostar kosztuje sells sold retails".split())  # fmt: skip


def _product_price(notes: Notes, amount: Amount) -> bool:
    """`our parka costs 450 €`: what a product costs."""
    for at in range(max(0, amount.first - 3), amount.first):
        if notes.words[at] in _COSTS:
            return any(notes.ending("category", end) is not None for end in range(max(1, at - 2), at + 1))
    return False


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
                if hit.value == "do" and not _dateish(notes, amount) and not _had(notes, hit, amount):
                    return amount.value >= 100 or notes.in_talks or hit.last - hit.first > 1
            at = hit.first
            continue
        if at == 0 or notes.words[at - 1] not in _LINKS:
            break
        at -= 1
    if notes.hit("feeafter", amount.last) is not None and not _year_like(amount):
        return amount.value >= 100 or notes.in_talks
    if notes.in_talks and amount.figures and amount.value >= 1000 and _closed_off(notes, amount):
        return True
    if notes.in_talks and amount.figures and amount.value >= 1000 and _grouped(notes, amount):
        return True
    after = notes.hit("feeword", amount.last) or notes.hit("gross", amount.last)
    return after is not None and getattr(after, "value", "") != "do" and amount.value >= 100 and not _year_like(amount)


def _had(notes: Notes, hit: Hit, amount: Amount) -> bool:
    """`I have 500 friends who love it`: what is had is the noun that follows."""
    noun = notes.word(amount.last)
    counted = len(noun) > 3 and noun.endswith("s") and noun.isalpha() and not notes.opens_phrase(amount.last)
    return counted and notes.words[hit.last - 1] == "have"


def _closed_off(notes: Notes, amount: Amount) -> bool:
    """`5000 incl. Canada`, `5,250.50 final`: a figure that opens the clause, with what it holds or its last word."""
    opens = amount.first == notes.clause_start(amount.first)
    if not opens or _year_like(amount):
        return False
    if notes.word(amount.last) in ("incl", "including", "inkl", "inklusive", "inclusive"):
        return True
    after = notes.word(amount.last + 1)
    return notes.word(amount.last) == "final" and not after[:1].isalnum()


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
    sized = amount.value >= 500 or (notes.context.on_table is not None and speaks_in_thousands(notes, amount))
    return notes.in_talks and sized and not _year_like(amount) and word != "of"


def _dateish(notes: Notes, amount: Amount) -> bool:
    return _year_like(amount) and not notes.in_talks


def _whole_answer(notes: Notes, amount: Amount) -> bool:
    """The figure is all there is: `5000`, `5500?`, `ok 5500 then`."""
    if not (notes.in_talks or notes.context.asked == "fee") or notes.context.asked not in (None, "fee"):
        return False
    if amount.value < 100 and notes.context.asked != "fee":
        return False
    covered = bytearray(notes.size)
    covered[amount.first : amount.last] = b"\1" * (amount.last - amount.first)
    for kind in ("filler", "yes", "correction", "taking"):
        for hit in notes.of(kind):
            covered[hit.first : hit.last] = b"\1" * (hit.last - hit.first)
    return all(covered[token] or not notes.words[token][0].isalnum() for token in range(notes.size))


def _in_thousands(notes: Notes, amount: Amount, references: list[Decimal]) -> Amount | None:
    """`your mail said 9k; we can do 7`: a small figure speaks in the thousands of the talk, or is dropped."""
    if amount.bare and _counts_unknown(notes, amount):
        return None
    if not amount.bare or amount.value >= 100:
        return amount
    if borrows_unit(notes, amount.first) or notes.has("instruction"):
        return None
    for reference in references:
        if reference >= 1_000_000 and Decimal("0.5") <= amount.value * 1_000_000 / reference <= 2:
            return replace(amount, value=amount.value * 1_000_000, scaled=True)
        if Decimal("0.2") <= amount.value * 1000 / reference <= 5:
            return replace(amount, value=amount.value * 1000, scaled=True)
    return None


_MAY_FOLLOW = (
    "filler feeafter and but but_yes condition only add yes no ceiling feeword gross subject until from currency per"
    " correction neg hedge low logistics up down withdraw media place reported or taking scalehint"
).split()


def _counts_unknown(notes: Notes, amount: Amount) -> bool:
    """`pay in two instalments`: a small number right before a noun that is no word of money counts that noun."""
    following = notes.word(amount.last)
    if not following.isalpha() or notes.east(amount.last):
        return False
    limited = any(notes.ending(kind, amount.first) is not None for kind in ("ceiling", "floor"))
    if amount.value >= 100 and (limited or any(sign in notes.words[amount.first] for sign in ".,' ")):
        return False
    return not any(notes.hit(kind, amount.last) is not None for kind in _MAY_FOLLOW)


_BETWEEN_NO_AND_FIGURE = frozenset("the to for at do pay go your a me that us".split())


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
        elif at > 0 and notes.words[at - 1] in _BETWEEN_NO_AND_FIGURE:
            at -= 1
        else:
            break
    if "".join(notes.words[amount.last : amount.last + 2]) in ("以上", "이상") or notes.word(amount.last) == "이상":
        return False
    end = notes.clause_end(amount.last, also_comma=False)
    for hit in notes.of("no"):
        if any(idiom.first <= hit.first < idiom.last for idiom in notes.of("idiom")):
            continue
        if amount.last <= hit.first <= min(amount.last + 4, end) and hit.last - hit.first > 1 and hit.first < end:
            between = notes.words[amount.last : hit.first]
            return "," not in between or len(between) < 3
    return any(amount.last <= hit.first <= min(amount.last + 2, end) and hit.first < end for hit in notes.of("post"))


def _double_negative(notes: Notes, at: int) -> bool:
    hit = notes.ending("neg", at)
    return hit is not None and any(idiom.first <= hit.first < idiom.last for idiom in notes.of("idiom"))
