"""A counter of the brand, in words or from the form: the terms and the figure in it, carried to the table."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.domain.brief import Brief, refusals, without_refused
from bot.domain.calendar import local
from bot.domain.deal import Deal, DealState
from bot.domain.money import Money
from bot.domain.ratecard import Package, RateCard, quote_minor
from bot.flows import negotiate, probing
from bot.flows.base import Deps
from bot.flows.letters import about
from bot.flows.looking import brand_of_deal, talent_of_deal
from bot.flows.mandate import binding_mandate
from bot.flows.merge import merge
from bot.ports import Tx
from bot.reading.findings import Findings

Remark = tuple[str, dict[str, Any]]
_BESIDE = "with|plus|mit|avec|con"
_INSTEAD = "instead|statt|stattdessen|plutôt|en vez|invece"
_UNPRICED = frozenset({"product", "purpose", "assets_max", "category", "replaces_casting"})


def counter(tx: Tx, deps: Deps, deal: Deal, found: Findings, now: datetime, remarks: list[Remark]) -> bool:
    """Carries terms or a figure to the table. False when the message holds neither."""
    start, card = deal.brief, binding_mandate(tx, deal).ratecard
    if found.package is not None and deal.state is DealState.NEGOTIATING and holds_terms(found):
        # "9k for B with France added" starts from B.
        deal = about(deal, found.package)
        start = start.with_package(deal.menu[0].package)
    merged = merge(start, found, tx.talents(), card.currency)
    if _is_for_the_whole(found, start, merged.brief, card):
        merged = merge(start, replace(found, adds=True), tx.talents(), card.currency)
    remarks += merged.remarks
    brief, changed = merged.brief, differing(merged.brief, deal.brief) - {"fee", "talent_id"}
    if "talent_id" in merged.changed and brief.talent_id != deal.talent_id:
        remarks.append(("other_talent", {}))
        brief = replace(brief, talent_id=deal.talent_id)
    figure = (
        brief.fee if found.fee is not None and "fee" in merged.changed | ({"fee"} if brief.fee else set()) else None
    )
    if not changed and figure is None:
        return False
    mandate = binding_mandate(tx, deal)
    today = local(now, brand_of_deal(tx, deal).tz).date()
    found_no = refusals(brief, mandate, today)
    if found_no:
        names = talent_of_deal(tx, deal).name
        remarks += [(refusal.code, {**refusal.detail, "talent": names}) for refusal in found_no]
        brief = _filled(without_refused(brief, mandate, found_no), deal)
        # The figure was named for what is refused, so it is no figure for what is left.
        figure = None
    elif found.perpetual or found.buyout:
        brief, figure = _filled(brief, deal), None
    if figure is None and brief == replace(deal.brief, said=brief.said, unclear=brief.unclear, fee=brief.fee):
        return False
    again = probing.next_figure_at(tx, deal, deps.house.rounds, now) if figure is not None else None
    if figure is not None and again is not None and not _meets_an_ask(deal, brief, figure):
        remarks.append(("enough_figures", {"again": again.isoformat(), "tz": brand_of_deal(tx, deal).tz}))
        brief, figure = replace(brief, fee=deal.brief.fee), None
        if not changed:
            return False
    if figure is not None:
        probing.note_figure(tx, deal, now)
    if figure is None and not changed - _UNPRICED:
        deal = replace(deal, brief=brief)
    negotiate.move(tx, deps, deal, brief, figure, now, remarks)
    return True


def _meets_an_ask(deal: Deal, brief: Brief, figure: Money) -> bool:
    """Whether a figure pays what is asked for that package: it teaches nobody anything, so it is never one too many."""
    return any(item.package == brief.package() and item.fee.amount_minor <= figure.amount_minor for item in deal.menu)


def _is_for_the_whole(found: Findings, start: Brief, after: Brief, card: RateCard) -> bool:
    """Whether a figure was named for all that was asked for, although the words hold only some of it.

    "Spain matters least, 12,200 for all of it" names Spain alone, "12k, and Belgium too" Belgium. Nobody offers more
    for a part than the card says, and what is offered above our ask would be taken as offered.
    """
    if found.only or found.adds or found.media_removed or found.territories_removed or after.fee is None:
        return False
    loses = not (set(start.media) <= set(after.media) and set(start.territories) <= set(after.territories))
    if found.fee is None or not loses or after.fee.currency != card.currency:
        return False
    was = start.package()
    return after.fee.amount_minor > quote_minor(
        card, Package.of(after.media, after.territories, was.months, was.exclusivity)
    )


def added_by_with(found: Findings, text: str) -> Findings:
    """ "8,500 for B with Austria" is B and Austria besides, and "12k with Belgium" what was asked for and Belgium."""
    if found.only or found.adds or found.fee is None:
        return found
    named = [re.escape(found.evidence[part]) for part in ("territories", "media") if part in found.evidence]
    besides = [rf"\b(?:{_BESIDE})\s+(?:the\s+)?{words}(?!\W+(?:{_INSTEAD})\b)" for words in named]
    added = any(re.search(pattern, text, re.IGNORECASE) for pattern in besides)
    return replace(found, adds=True) if added else found


def differing(brief: Brief, was: Brief) -> frozenset[str]:
    """The names of the parts in which two briefs differ."""
    names = frozenset(vars(brief)) - {"said", "unclear"}
    return frozenset(name for name in names if getattr(brief, name) != getattr(was, name))


def holds_terms(found: Findings) -> bool:
    """Whether a message says anything of what a licence is made of."""
    return any(
        (
            found.fee, found.fee_max, found.media, found.territories, found.media_removed, found.territories_removed,
            found.starts_on, found.ends_on, found.months, found.days, found.exclusivity, found.category, found.assets,
            found.talent, found.product, found.purpose, found.replaces_casting is not None, found.flags,
            found.perpetual, found.buyout, found.unclear,
        )
    )  # fmt: skip


def _filled(brief: Brief, deal: Deal) -> Brief:
    """What a refusal emptied goes back to what was on the table, so that the talk can go on."""
    was = deal.brief
    return replace(
        brief,
        media=brief.media or was.media,
        territories=brief.territories or was.territories,
        exclusivity=brief.exclusivity or was.exclusivity,
        starts_on=brief.starts_on or was.starts_on,
        ends_on=brief.ends_on or (was.ends_on if brief.months is None and brief.days is None else None),
        months=brief.months or (was.months if brief.ends_on is None and brief.days is None else None),
        days=brief.days or (was.days if brief.ends_on is None and brief.months is None else None),
    )
