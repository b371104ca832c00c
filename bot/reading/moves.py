"""Moves from the figures on the table: 10 % off, add 500, split it; those with a name are in `named_moves`."""

from __future__ import annotations

from decimal import Decimal

from bot.reading.amounts import Amount
from bot.reading.eastern import share as eastern_share
from bot.reading.findings import OnTable
from bot.reading.lexicon import Hit
from bot.reading.named_moves import named as named_move
from bot.reading.notes import Notes
from bot.reading.numbers import quantity_at
from bot.reading.table_moves import Move, made, was_added, yours_and_mine


def move(notes: Notes, offered: list[Amount], every: list[Amount]) -> Move | None:
    """The move made on this page, if any; a plain figure beside it counts for more, except in `500 more`.

    `every` is every amount of the page, `offered` those of them that are fees.
    """
    step = _both_move(notes, every) or _stepped(notes, offered, every)
    share = None if step is not None else _share_of(notes) or _percent(notes) or _fraction(notes) or _eastern(notes)
    if share is not None and offered:
        return Move(None, None, share.span, "a figure and a share of another")
    return step or share or (named_move(notes) if not offered else None)


def _stepped(notes: Notes, offered: list[Amount], every: list[Amount]) -> Move | None:
    """`add 500`, `500 more`, `another 500`, `knock off 500`, `500 less`."""
    for amount in _small_steps(notes, offered, every):
        span, direction = _direction(notes, amount.first, amount.last)
        if direction is None:
            continue
        lower, higher = yours_and_mine(notes)
        base = higher if direction == "up" else lower
        if base is None:
            return Move(None, None, span, "there is no figure yet to count from")
        if amount.currency not in (None, base[1], "$", "kr", "¥"):
            return Move(None, None, span, "a step in another currency than the figure it counts from")
        step = amount.value if direction == "up" else -amount.value
        return made(base[0] + step, base[1], span)
    return None


def _both_move(notes: Notes, every: list[Amount]) -> Move | None:
    """`we go up 200, you come down 300`: a figure only where the two steps meet."""
    table = notes.context.on_table
    if table is None or table.ours is None or table.theirs is None or not notes.has("up") or not notes.has("down"):
        return None
    ways: dict[str, tuple[Decimal, tuple[int, int]]] = {}
    for amount in _small_steps(notes, [], every):
        span, direction = _direction(notes, amount.first, amount.last)
        if direction is None or direction in ways:
            return None
        ways[direction] = amount.value, span
    if len(ways) != 2:
        return None
    spans = [span for _, span in ways.values()]
    whole = min(first for first, _ in spans), max(last for _, last in spans)
    brands, agents = (table.theirs, table.ours)
    if brands[1] == agents[1] and brands[0] + ways["up"][0] == agents[0] - ways["down"][0]:
        return made(brands[0] + ways["up"][0], brands[1], whole)
    return Move(None, None, whole, "two steps that do not meet")


def _small_steps(notes: Notes, offered: list[Amount], every: list[Amount]) -> list[Amount]:
    if offered:
        return offered if len(offered) == 1 else []
    marked = [
        amount
        for amount in every
        if not amount.bare and _is_step(notes, amount.first) and not was_added(notes, amount.first, amount.last)
    ]
    if len(marked) == 1:
        return marked  # `take 400 euros off the figure you quoted`
    found = []
    at = 0
    while at < notes.size:
        quantity = quantity_at(notes, at)
        if quantity is None:
            at += 1
            continue
        at = quantity.last
        counts = any(notes.hit(kind, at) for kind in ("unit", "asset", "countnoun", "month")) or notes.word(at) == "%"
        numbered = notes.word(quantity.first - 1) in ("-", "/") and notes.page.glued(quantity.first)
        counts = counts or numbered  # `inkoopnummer 88-3017`
        counts = counts or was_added(notes, quantity.first, at)
        if not counts and quantity.value >= 50 and not 1990 <= quantity.value <= 2100:
            found.append(Amount(quantity.value, None, quantity.first, at, False, True))
    return found


_BY = frozenset("by um de med met o di".split())
_BY_AFTER_A_VERB = frozenset("en em con".split())
"""`bajen el precio en 400`: elsewhere these say other things."""
_STEP_VERBS = frozenset(
    "add another additional extra minus knock shave take plus anadir ajouter ajoute ajoutons rajoute rajoutons"
    " adicionamos lagger aggiungere aggiungiamo acrescentar"
    " dorzucic dodac"
    " toevoegen lagg 追 加 再".split()
)


_COMPARING = frozenset(
    "more piu mas mais plus mehr meer mer wiecej less menos meno moins weniger minder mindre mniej over under".split()
)


def _direction(notes: Notes, first: int, last: int) -> tuple[tuple[int, int], str | None]:
    """Whether the figure is a step up or down, by the word beside it: `500 more`, `another 500`, `raise it by 500`."""
    if notes.word(last) == "nach" and not _LETTING.isdisjoint(notes.words[max(0, first - 4) : first]):
        return (first, last + 1), "down"
    for kind in ("up", "down"):
        after = notes.hit(kind, last) or (
            notes.hit(kind, last + 1) if notes.word(last) in ("on", "euros", "the", "만", "ほど") else None
        )
        goes = after is not None and _verb_of_step(notes, kind, after.last)
        to_it = notes.word(first - 1) in _UP_TO and notes.word(first - 1) != "a"
        if after is not None and (to_it or (goes and not _is_step(notes, first))):
            continue  # `auf 5000 runtergehen`: the new figure
        if after is not None and notes.words[after.first] not in _NO_STEP_AFTER and not _compares(notes, after.last):
            return (first, after.last), kind
        before = _mover(notes, kind, first)
        if before is not None:
            return (before, last), kind
    return (first, last), None


_LETTING = frozenset("lasst lassen lass lasse".split())
"""`lasst uns 400 Euro nach`."""
_UP_TO = frozenset("auf a au aux op naar tot till pa do na to jusqu'a hasta".split())
_ONCE_MORE = frozenset(
    "noch mal nochmal weitere encore otros otras otro altri altre ancora mais outros nog eens extra ytterligare till"
    " jeszcze kolejne il el les i er unos".split()
)


def _verb_of_step(notes: Notes, kind: str, last: int) -> Hit | None:
    """A verb that ends before a token and after which a small figure is a step: `dorzucimy jeszcze 1000`."""
    return next((hit for hit in notes.of(kind) if hit.last == last and hit.value == "step"), None)


_NO_STEP_AFTER = frozenset("plus over above add under below cut a".split())


def _compares(notes: Notes, after: int) -> bool:
    if notes.word(after) in _TAXES or notes.word(after + 1) in _TAXES:
        return True  # `11.000 euro più IVA`
    return notes.hit("relative_to", after) is not None or notes.word(after) in ("to", "than")


def _mover(notes: Notes, kind: str, first: int) -> int | None:
    """Where the verb of a step begins: right before the figure, or before `it by`."""
    at = first
    while first - at < 3 and notes.word(at - 1) in _BY | _ONCE_MORE:
        at -= 1
    for end in range(at, first + 1):
        verb = _verb_of_step(notes, kind, end)
        if verb is not None and _is_step(notes, first):
            return verb.first
    after_a_verb = notes.word(first - 1) in _BY_AFTER_A_VERB
    if notes.word(first - 1) in _BY or after_a_verb:
        for at in range(first - 1, max(notes.clause_start(first), first - 6) - 1, -1):
            hit = notes.ending(kind, at)
            if hit is None or notes.words[hit.first] in _COMPARING:
                continue
            if not after_a_verb or (_verb_of_step(notes, kind, at) is not None and _is_step(notes, first)):
                return hit.first
        return None
    start = first - (notes.word(first - 1) in ("an", "of"))
    before = notes.ending(kind, start)
    if before is not None and _goes(notes, before) and _is_step(notes, first):
        return before.first - 1
    return before.first if before is not None and notes.words[before.first] in _STEP_VERBS else None


_GOING = frozenset("go goes going come comes coming move moved moving went came drop dropped dropping".split())


def _goes(notes: Notes, hit: Hit) -> bool:
    """`go up 200`, `come down 500`: a verb of going before the way."""
    return notes.words[hit.first] in ("up", "down", "higher", "lower") and notes.word(hit.first - 1) in _GOING


def _is_step(notes: Notes, first: int) -> bool:
    """Whether the figure is small beside the table, as a step is: `come down 5000` names the new figure."""
    quantity = quantity_at(notes, first) or quantity_at(notes, first + 1)  # `come down €400`
    lower, higher = yours_and_mine(notes)
    base = lower or higher
    return quantity is not None and base is not None and quantity.value * 2 <= base[0]


_TAXES = frozenset(
    "vat mwst ust tva iva btw moms tax taxes gst steuer umsatzsteuer mehrwertsteuer podatek taxe".split()
)


_SHOPPERS = frozenset(
    "shoppers customers sale customer shopper subscribers members store voucher code black"
    " clicks click conversion conversions traffic engagement revenue ctr footfall"
    " umsatz klickrate ventes trafic ventas clics vendite vendas cliques omzet verkoop forsaljningen sprzedaz".split()
)
"""`in our sale we give shoppers 30% off`: whose discount it is."""


def _percent(notes: Notes) -> Move | None:
    """`10 % off`, `a 10% discount`, `15 percent more`, `go up by 5 %`."""
    for at in range(notes.size):
        if notes.words[at] not in ("%", "percent", "prozent", "procent", "pct", "％") and not _spelled_percent(
            notes, at
        ):
            continue
        if any(word in _TAXES or word in _SHOPPERS for word in notes.words[max(0, at - 5) : at + 4]):
            continue
        quantity = _number_before(notes, at)
        if quantity is None or not 0 < quantity[0] < 100:
            continue
        end = at + (2 if _spelled_percent(notes, at) else 1)
        first = quantity[1]
        than = _than_a_side(notes, first, end, quantity[0] / 100)
        if than is not None:
            return than
        beside = _percent_direction(notes, first, end)
        if beside is None:
            continue
        kind, span = beside
        lower, higher = yours_and_mine(notes)
        base = lower if kind == "down" else higher
        if base is None:
            return Move(None, None, span, "there is no figure yet to count from")
        share = quantity[0] / 100
        return made(base[0] * (1 - share if kind == "down" else 1 + share), base[1], span)
    return None


_OFF = frozenset("off discount rabatt nachlass remise descuento sconto desconto korting rabatu taniej cheaper".split())


def _fraction(notes: Notes) -> Move | None:
    """`a third off`, `cut your price by a quarter`; a quarter without a word of money is three months."""
    for hit in notes.of("fraction"):
        beside = _percent_direction(notes, hit.first, hit.last)
        priced = any(fee.value == "fee" for fee in notes.of("feeword")) or notes.word(hit.last) in _OFF
        if beside is None or not priced:
            continue
        lower, higher = yours_and_mine(notes)
        base = lower if beside[0] == "down" else higher
        if base is None:
            return Move(None, None, beside[1], "there is no figure yet to count from")
        part = base[0] / int(hit.value)
        return made(base[0] - part if beside[0] == "down" else base[0] + part, base[1], beside[1])
    return None


def _eastern(notes: Notes) -> Move | None:
    """`打九折`, `1割引`, `10프로 할인`: a share of our figure, or of theirs where it goes up."""
    said = eastern_share(notes)
    if said is None:
        return None
    lower, higher = yours_and_mine(notes)
    base = lower if said[0] < 1 else higher
    if base is None:
        return Move(None, None, said[1], "there is no figure yet to count from")
    return made(base[0] * said[0], base[1], said[1])


_WHOLE = frozenset("that it this your the what asking our quoted mine yours".split())
_DUE = frozenset(
    "upfront up front advance signing signature sign now delivery deposit kill later start completion launch rest"
    " invoice approval when today".split()
)


def _share_of(notes: Notes) -> Move | None:
    """`sixty percent of that`, `two thirds of your price`; `50 % of the fee on signing` says when it is paid."""
    for share, first, end in _shares(notes):
        way = notes.context.on_table
        if notes.words[end : end + 3] == ["of", "the", "way"] and way is not None and way.ours and way.theirs:
            gap = way.ours[0] - way.theirs[0]  # `we'd meet you two thirds of the way`
            return made(way.theirs[0] + gap * share, way.ours[1], (first, end + 3))
        if notes.word(end) != "of" or notes.word(end + 1) not in _WHOLE:
            continue
        if not _DUE.isdisjoint(notes.words[end + 2 : end + 8]) or _direction(notes, first, end)[1] is not None:
            return None
        last = min(notes.clause_end(end), end + 2 + (notes.word(end + 1) not in ("that", "it", "this")))
        table = notes.context.on_table or OnTable()
        lower, higher = yours_and_mine(notes)
        own = notes.word(end + 1) in ("our", "mine")
        base = (table.theirs if notes.context.role == "brand" else table.ours) if own else lower or higher
        if base is None:
            return Move(None, None, (first, last), "there is no figure yet to count from")
        return made(base[0] * share, base[1], (first, last))
    return None


def _shares(notes: Notes) -> list[tuple[Decimal, int, int]]:
    """Each share on the page, with its tokens: `60 %`, `sixty percent`, `two thirds`."""
    found = []
    for at, word in enumerate(notes.words):
        if word in ("%", "percent", "pct"):
            number = _number_before(notes, at)
            if number is not None and 0 < number[0] < 100:
                found.append((number[0] / 100, number[1], at + 1))
    for hit in notes.of("share"):
        top, _, bottom = hit.value.partition("/")
        found.append((Decimal(top) / Decimal(bottom), hit.first, hit.last))
    return found


def _than_a_side(notes: Notes, first: int, end: int, share: Decimal) -> Move | None:
    """`10% more than our last`: a brand names whose figure the share counts from."""
    way, side = notes.word(end), notes.word(end + 2)
    named = notes.context.role == "brand" and way in ("more", "less") and notes.word(end + 1) == "than"
    if not named or side not in ("our", "your") or notes.word(end + 3) not in _LAST_FIGURE:
        return None
    table = notes.context.on_table or OnTable()
    base = table.theirs if side == "our" else table.ours
    if base is None:
        return Move(None, None, (first, end + 4), "there is no figure yet to count from")
    return made(base[0] * (1 + share if way == "more" else 1 - share), base[1], (first, end + 4))


_LAST_FIGURE = frozenset("last offer figure price number quote previous".split())


def _percent_direction(notes: Notes, first: int, end: int) -> tuple[str, tuple[int, int]] | None:
    """Up or down, and the whole span, for a share at tokens `first` up to `end`."""
    found: list[tuple[int, str, tuple[int, int]]] = []
    if any(notes.word(end + step) in _TAXES for step in range(3)):
        return None
    if notes.word(first - 1) in ("minus", "plus"):
        return ("up" if notes.words[first - 1] == "plus" else "down"), (first - 1, end)
    if notes.word(first - 1) in ("+", "-") and not (notes.word(first - 2)[:1].isdecimal() and notes.page.glued(first)):
        return ("up" if notes.words[first - 1] == "+" else "down"), (first - 1, end)
    for kind in ("down", "up"):
        for hit in notes.of(kind):
            if 0 <= hit.first - end <= 1:
                found.append((hit.first - end, kind, (first, hit.last)))
            elif 0 <= first - hit.last <= 2:
                found.append((first - hit.last + 1, kind, (hit.first, end)))
        mover = _mover(notes, kind, first)
        if mover is not None:
            found.append((3, kind, (mover, end)))
    if not found:
        return None
    _, kind, span = min(found)
    return kind, span


_TAXES = frozenset("vat tax mwst ust tva iva btw moms vat. gst ptu podatku commission agency agenturprovision".split())


def _spelled_percent(notes: Notes, at: int) -> bool:
    return notes.words[at] in ("per", "pour", "por") and notes.word(at + 1) in ("cent", "cento", "ciento")


def _number_before(notes: Notes, at: int) -> tuple[Decimal, int] | None:
    for first in range(max(0, at - 3), at):
        quantity = quantity_at(notes, first)
        if quantity is not None and quantity.last == at:
            return quantity.value, first
    return None
