"""One of each thing the store keeps, as full of values as it can be, for tests of keeping and moving them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from typing import Any

from bot.domain.brief import Brief
from bot.domain.consent import Answer, Consent
from bot.domain.deal import Deal, DealState, MenuItem
from bot.domain.mandate import Mandate, QuietHours
from bot.domain.money import Money
from bot.domain.people import Brand, Likeness, Person, Talent, TalentState
from bot.domain.ratecard import Package, RateCard
from bot.domain.terms import Depiction
from bot.ports import Address, Note, Outgoing
from tests.licences import some_terms

NOW = datetime(2026, 11, 3, 17, 40, 0, 123_457, tzinfo=UTC)
TALENT_USER, ADVISER_USER, REP_USER = "1001", "1002", "1003"


def a_person(user_id: str = TALENT_USER, **changes: Any) -> Person:
    """Imani's account."""
    return replace(Person(user_id, "Imani Okafor", "Europe/Paris", "fr", told_ai_at=NOW), **changes)


def a_brand(**changes: Any) -> Brand:
    """Northwind, spoken for by one person."""
    brand = Brand("brand1", "Northwind", "Northwind Outerwear SAS", "EUR", (REP_USER,), "Europe/Paris")
    return replace(brand, **changes)


def a_talent(**changes: Any) -> Talent:
    """Imani, enrolled."""
    talent = Talent(
        "talent1",
        TALENT_USER,
        "Imani Okafor",
        TalentState.ENROLLED,
        born_on=date(1999, 2, 28),
        aliases=("Imani", "Ими"),
        likeness=Likeness("Studio Example", date(2026, 5, 2), ("ab" * 32,), date(2026, 5, 1)),
        draft={"base": "9 000"},
    )
    return replace(talent, **changes)


def a_mandate(**changes: Any) -> Mandate:
    """Imani's limits, with an adviser."""
    mandate = Mandate(
        "talent1",
        1,
        RateCard("EUR", 900_000, 650_000),
        refused_media=frozenset({"tv", "ooh"}),
        refused_territories=frozenset({"US", "CN"}),
        refused_categories=frozenset({"fur", "tobacco", "alcohol"}),
        depiction=Depiction(hair=True),
        day_rate_minor=240_000,
        tz="Europe/Paris",
        quiet_hours=QuietHours(time(22, 30), time(7, 15)),
        adviser_ids=(ADVISER_USER,),
        represented="agent",
        made_at=NOW,
    )
    return replace(mandate, **changes)


def a_deal(deal_id: str = "deal1", **changes: Any) -> Deal:
    """A deal in the middle of its negotiation."""
    package = Package.of(("print", "website"), ("ES", "FR"), Fraction(13, 2), "category")
    deal = Deal(
        deal_id,
        "brand1",
        REP_USER,
        "channel1",
        NOW,
        NOW + timedelta(microseconds=1),
        DealState.NEGOTIATING,
        talent_id="talent1",
        mandate_version=1,
        message_id="message1",
        brief=Brief(
            "talent1",
            media=("print", "website"),
            starts_on=date(2027, 1, 10),
            exclusivity="category",
            fee=Money(900_000, "EUR"),
            alterations=frozenset({"hair", "age"}),
            said={"fee": "around 9k €", "media": 'print + "our website"'},
        ),
        talk={"level": 0.1 + 0.2, "turns": [{"offer": None}], "margin_bp": 1250},
        menu=(MenuItem("A", package, Money(1_176_000, "EUR")),),
        theirs=Money(1_020_000, "EUR"),
        terms=some_terms(),
    )
    return replace(deal, **changes)


def a_consent(consent_id: str = "consent1", deal_id: str = "deal1", **changes: Any) -> Consent:
    """An open ask for the deal's terms."""
    sha256 = some_terms().sha256
    consent = Consent(consent_id, deal_id, "talent1", TALENT_USER, sha256, "7F3K", NOW, NOW + timedelta(hours=48))
    return replace(consent, **changes)


def an_approved_consent(consent_id: str = "consent1", deal_id: str = "deal1", **changes: Any) -> Consent:
    """The same, approved."""
    plain = {"answer": Answer.APPROVED, "reviewed_at": NOW, "answered_at": NOW}
    return a_consent(consent_id, deal_id, **{**plain, **changes})


def a_message(key: str, to: Address, kind: str = "card", **changes: Any) -> Outgoing:
    """Something to be said."""
    return replace(Outgoing(key, to, Note(kind, {"key": key})), **changes)
