"""Which packages stand side by side in the chat: what was asked for, and the nearest ways from there.

The strategy prices what it likes; people want to see what they asked for first, and something they can pay.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from bot.domain.negotiation import Limits, Priced
from bot.domain.negotiation.space import space_for
from bot.domain.negotiation.values import covers
from bot.domain.ratecard import MEDIA_WEIGHTS, Package, market_weight, multiplier, quote_minor, term_factor

MENU_IN_CHAT = 3
EVEN_MINOR = 1_000
"""People name figures that end evenly, so ours do."""
NEARLY = 1.001
LENGTHS = tuple(Fraction(months) for months in (48, 36, 30, 24, 21, 18, 15, *range(12, 0, -1)))
"""In months: the strategy's few lengths are too far apart to come near to a figure."""
PARTS = ("months", "territories", "media", "exclusivity")
NEAR_FIGURE = Fraction(3, 4)
"""What costs less than this part of a figure is not what the figure was named for, where there is anything nearer."""
FAR_MOST = 2
"""In how many of its four parts a package may differ from what was asked and still be a way to get there."""


def worth_showing(
    asked: Package,
    sound: Sequence[Priced],
    within: Priced | None,
    parts: Sequence[Priced] = (),
    figure_minor: int | None = None,
) -> list[Priced]:
    """Two or three of the strategy's packages: what was asked for first, then the nearest ways to pay less.

    `within` is a package for the figure that the brand named; it is shown where the strategy has none as near. `parts`
    are simpler ways (`simple_parts`); one change stands before two. What holds all that was asked for and a further use
    or country is no way to pay less: nobody spoke of those. Something larger is shown only where there is nothing
    smaller: nobody who names a figure wants to read dearer ones.
    """
    lead = first_of(asked, sound)
    if lead is None:
        return []
    others = [priced for priced in sound if priced != lead and _far(priced.package, asked) <= FAR_MOST]
    cheaper = [one for one in others if one.fee_minor < lead.fee_minor and _is_way(one.package, asked)]
    heard = {one.package for one in cheaper}
    made = [*parts, *([within] if within is not None else [])]
    ways = [*cheaper, *(one for one in made if one.package not in heard)]
    ways.sort(key=lambda one: _nearness(one, asked, figure_minor))
    if within is not None:
        most = within.fee_minor if figure_minor is None else figure_minor
        least = min(Fraction(within.fee_minor), NEAR_FIGURE * most)
        near = [one for one in ways if least <= one.fee_minor <= most]
        best = next((one for one in near if _far(one.package, asked) <= _far(within.package, asked)), within)
        ways = [best, *(one for one in ways if one != best and not _needless(one, best))]
    dearer = sorted(
        (p for p in others if p.fee_minor >= lead.fee_minor), key=lambda p: (_far(p.package, asked), p.fee_minor)
    )
    shown = [lead]
    for one in _unlike(ways, asked) or dearer[:1]:
        if len(shown) < MENU_IN_CHAT and not any(_more_for_less(one, other) for other in shown):
            shown.append(one)
    return shown


def _is_way(package: Package, asked: Package) -> bool:
    """Whether a package may pass as less: nothing on top of all that was asked for, and no heavy part given up in vain.

    The card's base covers two uses and one country, so that a poster without the film costs what the film without the
    poster does. Who asked for both would wonder.
    """
    more = asked.media < package.media or asked.territories < package.territories
    return not more and not (covers(asked, package) and _given_in_vain(package, asked))


def _given_in_vain(package: Package, asked: Package) -> bool:
    """Whether a heavier use or country of what was asked could stand in for a lighter one at the same card price."""
    card = multiplier(package)
    swaps = [
        *(
            replace(package, media=package.media - {kept} | {lost})
            for kept in package.media
            for lost in asked.media - package.media
            if MEDIA_WEIGHTS[lost] > MEDIA_WEIGHTS[kept]
        ),
        *(
            replace(package, territories=package.territories - {kept} | {lost})
            for kept in package.territories
            for lost in asked.territories - package.territories
            if market_weight(lost) > market_weight(kept)
        ),
    ]
    return any(multiplier(swap) == card for swap in swaps)


def _unlike(ways: Sequence[Priced], asked: Package) -> list[Priced]:
    """One package for each way to pay less first: two lengths of the same are hardly a choice."""
    kinds = [differing(one.package, asked) for one in ways]
    firsts = [one for k, one in enumerate(ways) if kinds.index(kinds[k]) == k]
    return [*firsts, *(one for one in ways if one not in firsts)]


def first_of(asked: Package, sound: Sequence[Priced]) -> Priced | None:
    """What was asked for, or what the strategy would lead with instead."""
    return next((priced for priced in sound if priced.package == asked), sound[0] if sound else None)


def for_figure(limits: Limits, lead: Priced, figure_minor: int, said: Sequence[Priced]) -> Priced | None:
    """The most of what was asked for (`lead`) that the brand's figure pays for, in as few changes as can be.

    It costs the same share of the card as `lead` does, and no more than was ever `said` for as much; no floor comes in.
    None where nothing is so small.
    """
    if figure_minor >= lead.fee_minor:
        return None
    least = float(NEAR_FIGURE * figure_minor / lead.fee_minor * multiplier(lead.package))
    nearest = sorted(
        _longest_parts_of(limits, lead, figure_minor),
        key=lambda part: (part[1] < least, part[0], -part[1], *_largest(part[2])),
    )
    priced = (Priced(package, _fee(limits, package, lead, said)) for _, _, package in nearest)
    return next((one for one in priced if 0 < one.fee_minor <= figure_minor), None)


def simple_parts(limits: Limits, lead: Priced, figure_minor: int | None, said: Sequence[Priced]) -> list[Priced]:
    """What was asked for (`lead`) with one of its four parts made less, one package a part, at the share it costs.

    The most of each that the figure pays for (all of it where none is named), or else the least: a small figure wants
    to come near. Of two that weigh the same, the one that grants more.
    """
    most = lead.fee_minor if figure_minor is None else min(figure_minor, lead.fee_minor)
    card = multiplier(lead.package)
    best: dict[str, tuple[bool, float, tuple[int, Fraction], Package]] = {}
    as_long_as_paid = () if figure_minor is None else _longest_parts_of(limits, lead, most)
    for far, weight, package in (*_parts_of(limits, lead), *as_long_as_paid):
        part = next(part for part in PARTS if getattr(package, part) != getattr(lead.package, part))
        paid = weight * lead.fee_minor <= most * float(card) * NEARLY
        one = (paid, weight if paid else -weight, _size(package), package)
        if far == 1 and (part not in best or one[:3] > best[part][:3]):
            best[part] = one
    ranked = sorted(best.values(), key=lambda one: one[:3], reverse=True)
    priced = [Priced(package, _fee(limits, package, lead, said)) for *_, package in ranked]
    return [one for one in priced if 0 < one.fee_minor < lead.fee_minor]


def _parts_of(limits: Limits, lead: Priced) -> Iterator[tuple[int, float, Package]]:
    """What is less than `lead`, each with its number of changes and its weight.

    Weights are floats, and only choose; fees are exact, and made for the few that are looked at.
    """
    space = space_for(limits, lead.package)
    for option in space.options:
        package = space.package(option)
        if package != lead.package and covers(lead.package, package):
            yield _far(package, lead.package), option.weight, package


def _longest_parts_of(limits: Limits, lead: Priced, figure_minor: int) -> Iterator[tuple[int, float, Package]]:
    """The same, each for as long as the figure pays for it."""
    space, whole = space_for(limits, lead.package), lead.package.months
    most = figure_minor * space.options[0].weight / lead.fee_minor * NEARLY
    shorter = [months for months in LENGTHS if months < whole]
    lengths = [(months, float(term_factor(months) / term_factor(whole))) for months in (whole, *shorter)]
    for option in (option for option in space.options if space.months[option.months] == whole):
        paid = next(((m, option.weight * share) for m, share in lengths if option.weight * share <= most), None)
        if paid is not None:
            package = replace(space.package(option), months=paid[0])
            if package != lead.package and covers(lead.package, package):
                yield _far(package, lead.package), paid[1], package


def _fee(limits: Limits, package: Package, lead: Priced, said: Sequence[Priced]) -> int:
    """A part never costs more than a whole that was asked a fee for."""
    card = quote_minor(limits.ratecard, package)
    share = Fraction(lead.fee_minor, quote_minor(limits.ratecard, lead.package))
    fee = -(-int(card * share) // EVEN_MINOR) * EVEN_MINOR
    return min([card, fee, *(one.fee_minor for one in said if covers(one.package, package))])


def _more_for_less(one: Priced, other: Priced) -> bool:
    """Whether one is more than another on the card and yet costs less, or the other way round: nobody would see why."""
    size, fee = multiplier(one.package) - multiplier(other.package), one.fee_minor - other.fee_minor
    return size * fee < 0


def _nearness(priced: Priced, asked: Package, figure_minor: int | None) -> tuple[bool, int, bool, int]:
    """Less of what was asked comes before a swap of one thing for another, few changes before many.

    Then what comes nearest to the figure, from below first.
    """
    paid = figure_minor is None or priced.fee_minor <= figure_minor
    far = _far(priced.package, asked)
    return not covers(asked, priced.package), far, not paid, -priced.fee_minor if paid else priced.fee_minor


def _needless(one: Priced, beside: Priced) -> bool:
    """Whether another package grants as much for no more."""
    return covers(beside.package, one.package) and one.fee_minor >= beside.fee_minor


def _size(package: Package) -> tuple[int, Fraction]:
    """How many uses and places it grants, and how heavy: what the card counts nothing for is still worth having."""
    weight = sum((MEDIA_WEIGHTS[code] for code in package.media), Fraction(0))
    weight += sum((market_weight(code) for code in package.territories), Fraction(0))
    return len(package.media) + len(package.territories), weight


def _largest(package: Package) -> tuple[int, Fraction, list[str]]:
    """Sorts what grants most first, and the rest by its name, so that a talk reads the same each time."""
    count, weight = _size(package)
    return -count, -weight, sorted(package.media)


def _far(package: Package, asked: Package) -> int:
    """In how many of its four parts a package differs from what was asked."""
    return len(differing(package, asked))


def differing(package: Package, asked: Package) -> tuple[str, ...]:
    """The parts in which a package differs from what was asked."""
    return tuple(part for part in PARTS if getattr(package, part) != getattr(asked, part))
