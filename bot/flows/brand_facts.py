"""What a brand may know from the store, as parts of an answer: where things stand, until when, what it holds.

Only its own deals and licences are looked at; of another brand's licence nothing shows but that it is in the way.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.domain.consent import Answer as ConsentAnswer
from bot.domain.deal import Deal, DealState
from bot.domain.errors import RuleBroken
from bot.domain.people import Brand, Talent
from bot.flows.answers import (
    Part,
    day_value,
    first_name_value,
    licence_rows,
    money_value,
    topic_part,
    when_value,
)
from bot.flows.base import Deps
from bot.flows.exclusive import blocked
from bot.ports import Tx
from bot.reading.findings import Findings

LISTED_MOST = 10


def fact(
    tx: Tx, deps: Deps, topic_id: str, brand: Brand, deal: Deal | None, found: Findings, now: datetime, language: str
) -> tuple[Part, ...] | None:
    """The parts for a topic that the store answers; None for every other topic."""
    match topic_id:
        case "status_answered":
            return (status(tx, brand, deal, language),)
        case "how_long_answer" if deal is not None and deal.state is DealState.ASKING:
            return (_left(tx, brand, deal, now, language),)
        case "status_left":
            return (_left(tx, brand, deal, now, language),)
        case "status_licences":
            return _licences(tx, brand, now, language)
        case "status_offered":
            return (_last_figure(deal, language),)
        case "status_ends":
            return (_ends(tx, brand, deal, now, language),)
        case "status_free":
            return (_free(tx, deal, found, language),)
        case _:
            return None


def status(tx: Tx, brand: Brand, deal: Deal | None, language: str) -> Part:
    """Where the deal stands, in a sentence."""
    if deal is None:
        return topic_part("s_nothing", "brand", language)
    talent = tx.talent(deal.talent_id) if deal.talent_id else None
    values: dict[str, Any] = {"talent": first_name_value(talent.name if talent else None)}
    if deal.state is DealState.ASKING:
        consent = tx.consent(deal.consent_id) if deal.consent_id else None
        if consent is not None:
            values["until"] = when_value(consent.expires_at, brand.tz)
    if deal.state is DealState.LICENSED:
        licence = tx.licence_of_deal(deal.id)
        values["number"] = {"kind": "number", "text": licence.number if licence else ""}
    return topic_part(f"s_{deal.state.value}", "brand", language, **values)


def _left(tx: Tx, brand: Brand, deal: Deal | None, now: datetime, language: str) -> Part:
    if deal is not None and deal.state is DealState.OFFERED:
        until = next((row.due_at for row in tx.dues(ref=deal.id) if row.kind == "offer_lapse"), None)
        if until is not None:
            return topic_part("d_offered", "brand", language, until=when_value(until, brand.tz))
    if deal is not None and deal.state is DealState.ASKING and _open_consent(tx, deal):
        return status(tx, brand, deal, language)
    if deal is not None and deal.state is DealState.LICENSED:
        return _ends(tx, brand, deal, now, language)
    return topic_part("d_none", "brand", language)


def _open_consent(tx: Tx, deal: Deal) -> bool:
    consent = tx.consent(deal.consent_id) if deal.consent_id else None
    return consent is not None and consent.answer is ConsentAnswer.OPEN


def _licences(tx: Tx, brand: Brand, now: datetime, language: str) -> tuple[Part, ...]:
    held = sorted(tx.licences(brand_id=brand.id), key=lambda item: item.issued_at, reverse=True)
    if not held:
        return (topic_part("l_none", "brand", language),)
    rows = licence_rows(held[:LISTED_MOST], now, pay=False)
    return topic_part("l_some", "brand", language), {"rows": rows, "side": "brand"}


def _last_figure(deal: Deal | None, language: str) -> Part:
    if deal is not None and deal.terms is not None:
        terms = deal.terms
        return topic_part(
            "f_terms", "brand", language, fee=money_value(terms.fee),
            media={"kind": "media", "codes": list(terms.media)},
            territories={"kind": "places", "codes": list(terms.territories)},
            period={"kind": "period", "from": terms.starts_on.isoformat(), "to": terms.ends_on.isoformat()},
        )  # fmt: skip
    theirs = deal and (deal.theirs or deal.brief.fee)
    if not theirs:
        return topic_part("f_none", "brand", language)
    return topic_part("f_theirs", "brand", language, fee=money_value(theirs))


def _ends(tx: Tx, brand: Brand, deal: Deal | None, now: datetime, language: str) -> Part:
    own = tx.licence_of_deal(deal.id) if deal is not None else None
    running = [item for item in tx.licences(brand_id=brand.id) if item.over_at > now]
    licence = own or (min(running, key=lambda item: item.over_at) if running else None)
    if licence is None:
        return topic_part("e_none", "brand", language)
    return topic_part("e_one", "brand", language, number={"kind": "number", "text": licence.number},
                      ends=day_value(licence.terms.ends_on))  # fmt: skip


def _free(tx: Tx, deal: Deal | None, found: Findings, language: str) -> Part:
    talent = _talent_meant(tx, deal, found)
    who = first_name_value(talent.name if talent else None)
    if talent is None:
        return topic_part("w_who", "brand", language)
    try:
        talent.require_bookable()
    except RuleBroken:
        return topic_part("a_paused", "brand", language, talent=who)
    own = deal is not None and deal.talent_id == talent.id
    if deal is None or not own or deal.brief.category is None or deal.brief.starts_on is None:
        return topic_part("a_later", "brand", language, talent=who)
    try:
        taken = blocked(tx, talent.id, deal.brief, deal.brief.package())
    except RuleBroken:
        return topic_part("a_later", "brand", language, talent=who)
    return topic_part("a_taken" if taken else "a_free", "brand", language, talent=who)


def _talent_meant(tx: Tx, deal: Deal | None, found: Findings) -> Talent | None:
    named = next((talent for talent in tx.talents() if talent.name == found.talent), None)
    return named or (tx.talent(deal.talent_id) if deal is not None and deal.talent_id else None)
