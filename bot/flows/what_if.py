"""What-if: a changed package priced by the talent's card, never by the floor or the talk's secret state (I4).

The package is kept under a short id; `Use this` (`use_package`) carries it to the brief or to the table.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from hashlib import sha256
from typing import Any

from bot.domain.brief import Brief, refusals
from bot.domain.calendar import local, term_months
from bot.domain.deal import Deal, DealState, MenuItem
from bot.domain.errors import RuleBroken
from bot.domain.money import Money
from bot.domain.ratecard import Package, quote_minor
from bot.flows.answers import Part, first_name_value, has_terms, money_value, topic_part
from bot.flows.apart import asks_included, not_held
from bot.flows.base import Action
from bot.flows.exclusive import blocked
from bot.flows.looking import brand_of_deal, talent_of_deal
from bot.flows.mandate import binding_mandate
from bot.flows.merge import merge
from bot.ports import Tx
from bot.reading.findings import Findings

_CHANGEABLE = ("media", "territories", "starts_on", "ends_on", "months", "days", "exclusivity")
_USABLE = (DealState.DRAFT, DealState.NEGOTIATING, DealState.OFFERED)


@dataclass(frozen=True)
class WhatIf:
    """The parts of the answer, and the brief that `Use this` would go on with (None where nothing can be used)."""

    parts: tuple[Part, ...]
    brief: Brief | None


def what_if(tx: Tx, deal: Deal, found: Findings, now: datetime, language: str = "en", words: str = "") -> WhatIf | None:
    """The answer to a question that carries terms; None where it carries none that can be priced.

    Where `words` ask whether the package holds something, that is said first.
    """
    if not can_be_priced(found, deal):
        return None
    if deal.talent_id is None:
        return WhatIf((topic_part("w_who", "brand", language),), None)
    talent, mandate = talent_of_deal(tx, deal), binding_mandate(tx, deal)
    brief = merge(deal.brief, _added(found), (), mandate.currency).brief
    brief = replace(brief, fee=deal.brief.fee, talent_id=deal.brief.talent_id, unclear=deal.brief.unclear)
    today = local(now, brand_of_deal(tx, deal).tz).date()
    said_no = [
        (refusal.code, {**refusal.detail, "talent": talent.name})
        for refusal in refusals(brief, mandate, today)
        if refusal not in refusals(deal.brief, mandate, today)
    ]
    if said_no:
        return WhatIf(({"remarks": [list(remark) for remark in said_no]},), None)
    try:
        package = _package(brief)
    except RuleBroken as broken:
        return WhatIf(({"remarks": [[broken.code, dict(broken.detail)]]},), None)
    who = first_name_value(talent.name)
    if package is None:
        return WhatIf((topic_part("w_missing", "brand", language),), None)
    shown = {"kind": "package", **package_value(package, brief.category)}
    if brief.starts_on and brief.category and blocked(tx, talent.id, brief, package):
        return WhatIf((topic_part("w_taken", "brand", language, package=shown, talent=who),), None)
    on_table = next((item for item in deal.menu if item.package == package), None)
    if on_table is not None and deal.state is DealState.NEGOTIATING and not asks_included(words):
        return WhatIf(({"remarks": [["package_is", package_told(on_table, deal)]]},), None)
    part = _priced(deal, mandate.ratecard, package, language, {"package": shown, "talent": who})
    held = _held(deal, found) if asks_included(words) else None
    if held is not None and not _differs(brief, deal.brief):
        return WhatIf((held,), None)
    usable = deal.state in _USABLE and _differs(brief, deal.brief)
    return WhatIf((part,) if held is None else (held, part), brief if usable else None)


def _held(deal: Deal, found: Findings) -> Part | None:
    """Which of the uses and places asked about the package holds, and what it holds; None while that is not whole."""
    before = _known_package(deal.brief)
    if before is None or not (found.media or found.territories):
        return None
    missing = not_held(found, deal.brief)
    remarks: list[list[Any]] = []
    for code, within in (("held", False), ("not_held", True)):
        media = [use for use in found.media if (use in missing) is within]
        places = [place for place in found.territories if (place in missing) is within]
        if media or places:
            remarks.append([code, {"named": {"media": media, "territories": places}}])
    package = {"package": package_value(before, deal.brief.category)}
    return {"remarks": [*remarks, ["package_holds", package]]}


def can_be_priced(found: Findings, deal: Deal) -> bool:
    """Whether a question carries terms; `sales in Berlin take off` takes away nothing that is there."""
    bare = replace(found, media_removed=(), territories_removed=())
    removed = {*found.media_removed, *found.territories_removed}
    return has_terms(bare) or not removed.isdisjoint((*deal.brief.media, *deal.brief.territories))


def keep(tx: Tx, deal: Deal, brief: Brief, key: str) -> Action:
    """Keeps the brief of a what-if and gives the action of its button."""
    short = sha256(key.encode()).hexdigest()[:10]
    changes: dict[str, Any] = {name: getattr(brief, name) for name in _CHANGEABLE}
    tx.set_value(f"whatif:{deal.id}:{short}", json.dumps(changes, default=str))
    return Action("use_package", deal.id, deal.version, short)


def kept(tx: Tx, deal: Deal, short: str) -> Brief | None:
    """The brief that was kept under that short id, on the deal's own as it is now."""
    raw = tx.value(f"whatif:{deal.id}:{short}")
    return None if not raw else _with_kept(deal.brief, json.loads(raw))


def package_value(package: Package, category: str | None) -> dict[str, Any]:
    """A package as plain values."""
    return {
        "media": sorted(package.media),
        "territories": sorted(package.territories),
        "months": str(package.months),
        "exclusivity": package.exclusivity,
        "category": category,
    }


def package_told(item: MenuItem, deal: Deal) -> dict[str, Any]:
    """A package with its letter and fee, as the detail of a remark."""
    return {
        "letter": item.letter,
        "package": package_value(item.package, deal.brief.category),
        "fee": {key: value for key, value in money_value(item.fee).items() if key != "kind"},
    }


def _added(found: Findings) -> Findings:
    """In a question, a medium or a country comes on top of what is there, unless it says `only`."""
    if found.only or not (found.media or found.territories):
        return found
    return replace(found, adds=True)


def _package(brief: Brief) -> Package | None:
    """What a brief comes to, as far as it is known: no exclusivity where none was said. None where it is too little."""
    if not brief.media or not brief.territories:
        return None
    end = brief.term_end()
    months: Fraction | int | None
    if brief.starts_on is not None and end is not None:
        months = term_months(brief.starts_on, end)
    else:
        months = brief.months or (Fraction(brief.days, 30) if brief.days else None)
    return None if months is None else Package.of(brief.media, brief.territories, months, brief.exclusivity or "none")


def _priced(deal: Deal, card: Any, package: Package, language: str, values: dict[str, Any]) -> Part:
    fee = quote_minor(card, package)
    values["fee"] = money_value(Money(fee, card.currency))
    before = _known_package(deal.brief)
    if before is None:
        return topic_part("w_alone", "brand", language, **values)
    difference = fee - quote_minor(card, before)
    values["difference"] = money_value(Money(abs(difference), card.currency))
    kind = "w_more" if difference > 0 else "w_less" if difference < 0 else "w_same"
    return topic_part(kind, "brand", language, **values)


def _known_package(brief: Brief) -> Package | None:
    try:
        return _package(brief)
    except RuleBroken:
        return None


def _differs(brief: Brief, was: Brief) -> bool:
    return any(getattr(brief, name) != getattr(was, name) for name in _CHANGEABLE)


def _with_kept(brief: Brief, values: dict[str, Any]) -> Brief:
    return replace(
        brief, media=tuple(values["media"]), territories=tuple(values["territories"]), months=values["months"],
        days=values["days"], exclusivity=values["exclusivity"], starts_on=_day(values["starts_on"]),
        ends_on=_day(values["ends_on"]),
    )  # fmt: skip


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None
