"""The sandbox's people as Quasi knows them on the first start: two brands, three enrolled talents. All invented.

Talents come in through the same door as real ones (`enrol.enrol`), so their ledger entries are real too.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time

from bot.domain.mandate import Mandate, QuietHours
from bot.domain.people import Brand, Likeness, Person, Talent, TalentState
from bot.domain.ratecard import RateCard
from bot.domain.terms import Depiction
from bot.flows.enrol import enrol
from bot.ports import Tx
from bot.sandbox import people

STUDIO = "Mirrorfield Studio (invented)"
"""Who made the clones, in this invented world."""

BRANDS = (
    Brand("northwind", "Northwind Outerwear", "Northwind Outerwear SAS", "EUR", (people.ADA.id,), people.ADA.tz),
    Brand("harbor", "Harbor Denim", "Harbor Denim Inc.", "USD", (people.BEN.id,), people.BEN.tz),
)


@dataclass(frozen=True)
class _Cast:
    """One talent of the sandbox: account, birthday, and the mandate she comes with."""

    who: people.Person
    born_on: date
    mandate: Mandate
    source_images: int


IMANI = _Cast(
    people.IMANI,
    date(1999, 4, 18),
    Mandate(
        "imani",
        1,
        RateCard("EUR", 1_200_000, 900_000),
        refused_categories=frozenset("tobacco alcohol gambling lingerie adult fur politics".split()),
        max_months=24,
        exclusivity=frozenset({"none", "category"}),
        day_rate_minor=240_000,
        tz=people.IMANI.tz,
        quiet_hours=QuietHours(time(21), time(8)),
        adviser_ids=(people.NOOR.id,),
        represented="agent",
    ),
    source_images=48,
)
MARA = _Cast(
    people.MARA,
    date(1996, 9, 2),
    Mandate(
        "mara",
        1,
        RateCard("SEK", 14_000_000, 11_000_000),
        refused_media=frozenset({"packaging"}),
        refused_categories=frozenset("tobacco gambling adult politics fur".split()),
        max_months=36,
        exclusivity=frozenset({"none", "category", "full"}),
        depiction=Depiction(hair=True),
        day_rate_minor=2_800_000,
        tz=people.MARA.tz,
    ),
    source_images=36,
)
JUN = _Cast(
    people.JUN,
    date(2001, 1, 27),
    Mandate(
        "jun",
        1,
        RateCard("KRW", 16_000_000, 12_000_000),
        refused_territories=frozenset({"CN"}),
        refused_categories=frozenset("alcohol tobacco gambling adult pharma".split()),
        max_months=12,
        exclusivity=frozenset({"none"}),
        day_rate_minor=3_200_000,
        tz=people.JUN.tz,
    ),
    source_images=40,
)
TALENTS = (IMANI, MARA, JUN)


def seed(tx: Tx, now: datetime, entropy: Callable[[int], int] = secrets.randbits) -> None:
    """Makes the sandbox's people known. Safe to run at every start: what is there already stays as it became."""
    for human in people.HUMANS:
        if tx.person(human.id) is None:
            tx.save_person(Person(human.id, human.name, human.tz))
    for brand in BRANDS:
        if tx.brand(brand.id) is None:
            tx.save_brand(brand)
    for cast in TALENTS:
        if tx.talent(cast.mandate.talent_id) is None:
            _enrol(tx, cast, entropy, now)


def _enrol(tx: Tx, cast: _Cast, entropy: Callable[[int], int], now: datetime) -> None:
    talent = Talent(
        cast.mandate.talent_id,
        cast.who.id,
        cast.who.name,
        TalentState.INVITED,
        born_on=cast.born_on,
        likeness=_likeness(cast),
        invited_by=people.LEE.id,
    )
    tx.save_talent(talent)
    tx.append_ledger("talent.invited", talent.id, {"by": people.LEE.id}, now)
    enrol(tx, talent, cast.mandate, entropy, now)


def _likeness(cast: _Cast) -> Likeness:
    """A record of invented source images; their hashes are of their invented file names."""
    names = (f"{cast.who.username}-{number:03}.invented" for number in range(1, cast.source_images + 1))
    digests = tuple(hashlib.sha256(name.encode()).hexdigest() for name in names)
    return Likeness(STUDIO, date(2026, 6, 12), digests, date(2026, 6, 1))
