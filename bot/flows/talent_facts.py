"""What a talent may know from the store, as parts of an answer: this request, this brand, her own licences.

Of a brand only what concerns her is told: its name, its firm, and what it licensed from her.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.domain.consent import Consent
from bot.domain.deal import Deal
from bot.domain.licence import Licence
from bot.domain.people import Talent
from bot.domain.terms import Terms
from bot.flows.answers import Part, licence_rows, money_value, name_value, topic_part, when_value
from bot.flows.looking import brand_of_deal
from bot.ports import Tx

LISTED_MOST = 10
Ask = tuple[Consent, Deal, Terms]
ABOUT_A_REQUEST = frozenset(
    "who_is_brand brand_before others_paid my_pay my_where my_media my_when my_exclusive my_images my_casting".split()
)
"""Topics whose answer needs to know which request is meant."""


def fact(
    tx: Tx, topic_id: str, talent: Talent, asks: list[Ask], now: datetime, tz: str, language: str = "en"
) -> tuple[Part, ...] | None:
    """The parts for a topic that the store answers; None for every other topic, or where no one request is meant."""
    if topic_id == "status_licences":
        return _listed(_own(tx, talent), now, language)
    if topic_id == "status_open":
        return (_open(tx, asks, tz, language),)
    if topic_id == "how_long_answer" and len(asks) == 1:
        return (topic_part("d_ask", "talent", language, until=when_value(asks[0][0].expires_at, tz)),)
    if topic_id not in ABOUT_A_REQUEST or len(asks) != 1:
        return None
    _consent, deal, terms = asks[0]
    match topic_id:
        case "who_is_brand":
            return _who(tx, talent, deal, now, language)
        case "brand_before":
            return _before(tx, talent, deal, now, language)
        case "others_paid":
            return _paid(tx, talent, terms, now, language)
        case _:
            return (topic_part(topic_id, "talent", language, **_of_terms(terms)),)


def _of_terms(terms: Terms) -> dict[str, Any]:
    return {
        "pay": money_value(terms.pay()),
        "fee": money_value(terms.fee),
        "commission": {"kind": "percent", "basis_points": terms.commission_bp},
        "media": {"kind": "media", "codes": list(terms.media)},
        "territories": {"kind": "places", "codes": list(terms.territories)},
        "period": {"kind": "period", "from": terms.starts_on.isoformat(), "to": terms.ends_on.isoformat()},
        "exclusivity": {"kind": "exclusivity", "code": terms.exclusivity, "category": terms.category},
        "assets": {"kind": "count", "count": terms.assets_max, "noun": "image"},
        "casting": {"kind": "casting", "replaces": terms.replaces_casting},
        "purpose": name_value(terms.purpose),
    }


def _own(tx: Tx, talent: Talent) -> list[Licence]:
    return sorted(tx.licences(talent_id=talent.id), key=lambda item: item.issued_at, reverse=True)


def _listed(licences: list[Licence], now: datetime, language: str) -> tuple[Part, ...]:
    if not licences:
        return (topic_part("l_none", "talent", language),)
    return topic_part("l_some", "talent", language), _rows(licences, now)


def _rows(licences: list[Licence], now: datetime) -> Part:
    return {"rows": licence_rows(licences[:LISTED_MOST], now, pay=True), "side": "talent"}


def _open(tx: Tx, asks: list[Ask], tz: str, language: str) -> Part:
    if not asks:
        return topic_part("o_none", "talent", language)
    if len(asks) > 1:
        return topic_part("o_some", "talent", language)
    consent, deal, _terms = asks[0]
    return topic_part("o_one", "talent", language, brand=name_value(brand_of_deal(tx, deal).name),
                      until=when_value(consent.expires_at, tz))  # fmt: skip


def _who(tx: Tx, talent: Talent, deal: Deal, now: datetime, language: str) -> tuple[Part, ...]:
    brand = brand_of_deal(tx, deal)
    history = _before(tx, talent, deal, now, language)
    first = topic_part(
        "who_is_brand", "talent", language, brand=name_value(brand.name), licensee=name_value(brand.licensee)
    )
    return (first, *history)


def _before(tx: Tx, talent: Talent, deal: Deal, now: datetime, language: str) -> tuple[Part, ...]:
    earlier = [item for item in _own(tx, talent) if item.brand_id == deal.brand_id]
    if not earlier:
        return (topic_part("h_none", "talent", language),)
    count = {"kind": "count", "count": len(earlier), "noun": "licence"}
    return topic_part("h_some", "talent", language, count=count), _rows(earlier, now)


def _paid(tx: Tx, talent: Talent, terms: Terms, now: datetime, language: str) -> tuple[Part, ...]:
    """Her own past licences, those with most in common with this use first."""
    own = sorted(_own(tx, talent), key=lambda item: -len(set(item.terms.media) & set(terms.media)))
    if not own:
        return (topic_part("p_none", "talent", language),)
    return topic_part("p_some", "talent", language), _rows(own, now)
