"""Exclusivity in the way: whether a package is blocked by a licence that exists, and what is still free (I5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.domain.brief import Brief
from bot.domain.calendar import end_instant, first_instant, local
from bot.domain.deal import Deal, DealState
from bot.domain.errors import RuleBroken
from bot.domain.licence import Licence, conflicts
from bot.domain.people import Talent
from bot.domain.ratecard import Package
from bot.domain.vocabulary import WORLD
from bot.flows.base import say
from bot.flows.looking import first_name, talent_of_deal
from bot.ports import Address, Tx


def blocked(tx: Tx, talent_id: str, brief: Brief, package: Package) -> bool:
    """Whether a licence of hers rules this package out at the brief's dates and category."""
    return any(_in_the_way(brief.with_package(package), package, other) for other in tx.licences(talent_id=talent_id))


def free_alternatives(tx: Tx, talent: Talent, brief: Brief) -> list[dict[str, Any]]:
    """Changes to the brief that would be free: fewer countries, a later start, no exclusivity. At most one of each."""
    try:
        package = brief.package()
    except RuleBroken:
        return []
    others = tx.licences(talent_id=talent.id)
    ways = (_fewer_places(brief, package, others), _later(brief, package, others), _less_exclusive(brief, package))
    free = []
    for way in ways:
        if way is None:
            continue
        changed, value = way
        if not blocked(tx, talent.id, changed, changed.package()):
            free.append(value)
    return free


def tell_taken(tx: Tx, deal: Deal, why: str, now: datetime) -> None:
    """The offer cannot go on as it was (taken, a stricter mandate): says why, and gives what is still free."""
    tell_conflict(tx, deal, talent_of_deal(tx, deal), now, [], why=why)


def tell_conflict(
    tx: Tx,
    deal: Deal,
    talent: Talent,
    now: datetime,
    remarks: list[tuple[str, dict[str, Any]]],
    *,
    why: str = "taken",
    first: bool = False,
) -> None:
    """Another licence is in the way: says so without saying whose, and offers what is free."""
    changes: dict[str, Any] = {"asked": None, "menu": (), "terms": None}
    if deal.state is DealState.DRAFT:
        deal = deal.with_table(now, **changes)
    else:
        deal = deal.to(DealState.DRAFT, now, **changes)
        tx.append_ledger("deal.reopened", deal.id, {"state": deal.state.value, "reason": why}, now)
    tx.save_deal(deal)
    data: dict[str, Any] = {
        "deal": deal.id,
        "version": deal.version,
        "why": why,
        "first": first,
        "talent": talent.name,
        "category": deal.brief.category,
        "exclusivity": deal.brief.exclusivity,
        "rep": first_name(tx, deal.rep_id),
        "alternatives": free_alternatives(tx, talent, deal.brief),
        "remarks": [list(remark) for remark in remarks],
    }
    say(tx, now, f"{deal.id}:v{deal.version}:conflict", Address.deal(deal.id), "conflict", **data)


def _in_the_way(wanted: Brief, package: Package, other: Licence) -> bool:
    end = wanted.term_end()
    if end is None or wanted.starts_on is None or wanted.category is None:
        return False
    starts_at, over_at = first_instant(wanted.starts_on, other.terms.tz), end_instant(end, other.terms.tz)
    return conflicts(package.exclusivity, wanted.category, package, starts_at, over_at, other)


Way = tuple[Brief, dict[str, Any]]


def _fewer_places(brief: Brief, package: Package, others: Any) -> Way | None:
    taken = {place for other in others if _in_the_way(brief, package, other) for place in other.terms.territories}
    left = tuple(place for place in brief.territories if place not in taken and place != WORLD)
    if WORLD in taken or not left or len(left) == len(brief.territories):
        return None
    return replace(brief, territories=left), {"field": "territories", "value": "+".join(left)}


def _later(brief: Brief, package: Package, others: Any) -> Way | None:
    ends = [local(other.over_at, other.terms.tz).date() for other in others if _in_the_way(brief, package, other)]
    if not ends or brief.starts_on is None:
        return None
    start = max(ends)
    end = brief.term_end()
    moved = replace(brief, starts_on=start)
    if brief.ends_on is not None and end is not None:
        moved = replace(moved, ends_on=start + timedelta(days=(end - brief.starts_on).days))
    return moved, {"field": "starts_on", "value": start.isoformat()}


def _less_exclusive(brief: Brief, package: Package) -> Way | None:
    if package.exclusivity == "none":
        return None
    return replace(brief, exclusivity="none"), {"field": "exclusivity", "value": "none"}
