"""A talent's mandate as flows use it: which version binds a deal, how one is put on record, how it is shown to her.

Changing one is `change_mandate`; what a stricter one does to running deals is `stricter`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from functools import reduce
from typing import Any

from bot.domain.deal import Deal
from bot.domain.errors import RuleBroken
from bot.domain.mandate import Mandate, tightened
from bot.domain.people import Talent
from bot.domain.ratecard import Package, RateCard, quote_minor
from bot.domain.terms import canonical_json
from bot.domain.vocabulary import CATEGORIES, DEPICTIONS, EXCLUSIVITIES, MEDIA, Exclusivity
from bot.ports import Tx

_SALT_BITS = 128

_EXAMPLES: tuple[tuple[tuple[str, ...], int, Exclusivity], ...] = (
    (("print", "website"), 12, "none"),
    (("print", "website"), 6, "none"),
    (("print", "website", "paid_social"), 12, "category"),
)


def binding_mandate(tx: Tx, deal: Deal) -> Mandate:
    """What binds a deal now: the version it began under, with whatever any later version made stricter.

    Every version between counts: a limit that was tightened and then loosened stays tight for this deal.
    Raises RuleBroken `talent_not_enrolled` where there is no mandate.
    """
    newest = tx.mandate(deal.talent_id) if deal.talent_id else None
    if newest is None:
        raise RuleBroken("talent_not_enrolled", talent="")
    if deal.mandate_version is None or deal.mandate_version >= newest.version:
        return newest
    kept = (tx.mandate(newest.talent_id, number) for number in range(deal.mandate_version, newest.version))
    return reduce(tightened, (version for version in (*kept, newest) if version is not None))


def record_mandate(
    tx: Tx, mandate: Mandate, entropy: Callable[[int], int], now: datetime, *, was: Mandate | None
) -> Mandate:
    """Stores a version and enters it in the ledger, by number and salted hash alone."""
    mandate = replace(mandate, made_at=now)
    salt = f"{entropy(_SALT_BITS):032x}"
    tx.add_mandate(mandate)
    tx.set_value(salt_key(mandate), salt)
    body = {"version": mandate.version, "mandate_sha256": mandate_sha256(mandate, salt)}
    tx.append_ledger("mandate.changed" if was else "mandate.made", mandate.talent_id, body, now)
    return mandate


def salt_key(mandate: Mandate) -> str:
    """Where the salt of a version's hash is kept: beside the mandate, never in the ledger."""
    return f"mandate_salt:{mandate.talent_id}:{mandate.version}"


def mandate_sha256(mandate: Mandate, salt: str) -> str:
    """Hash of one version with 128 random bits before it, so that a floor cannot be found by trying floors (I4)."""
    return hashlib.sha256(salt.encode() + canonical_json(mandate_record(mandate))).hexdigest()


def mandate_record(mandate: Mandate) -> dict[str, Any]:
    """Every value of a version, the secret floor too, as canonical JSON values: for hashing and her own export."""
    return {
        "talent_id": mandate.talent_id,
        "version": mandate.version,
        "currency": mandate.currency,
        "base_minor": mandate.ratecard.base_minor,
        "floor_base_minor": mandate.ratecard.floor_base_minor,
        **_open_values(mandate),
    }


def _open_values(mandate: Mandate) -> dict[str, Any]:
    """The values that may be shown to her."""
    quiet = mandate.quiet_hours
    return {
        "day_rate_minor": mandate.day_rate_minor,
        "ask_first_above_minor": mandate.ask_first_above_minor,
        "commission_bp": mandate.commission_bp,
        "refused_media": _ordered(mandate.refused_media, MEDIA),
        "disliked_media": _ordered(mandate.disliked_media, MEDIA),
        "refused_categories": _ordered(mandate.refused_categories, CATEGORIES),
        "refused_territories": sorted(mandate.refused_territories),
        "max_months": mandate.max_months,
        "exclusivity": _ordered(mandate.exclusivity, EXCLUSIVITIES),
        "altered": _ordered(mandate.depiction.allowed(), DEPICTIONS),
        "quiet": None if quiet.start == quiet.end else [f"{quiet.start:%H:%M}", f"{quiet.end:%H:%M}"],
        "adviser_ids": list(mandate.adviser_ids),
        "tz": mandate.tz,
        "represented": mandate.represented,
    }


def mandate_card(tx: Tx, talent: Talent, mandate: Mandate, changed: Iterable[str] = ()) -> dict[str, Any]:
    """The mandate as plain values for her own card; the floor is not among them (I4). `changed` names parts."""
    likeness = talent.likeness
    return {
        "talent": talent.id,
        "name": talent.name,
        "version": mandate.version,
        "currency": mandate.currency,
        "base_minor": mandate.ratecard.base_minor,
        **_open_values(mandate),
        "advisers": people_data(tx, mandate.adviser_ids),
        "likeness": None
        if likeness is None
        else {
            "made_by": likeness.made_by,
            "made_on": likeness.made_on.isoformat(),
            "consented_on": likeness.consented_on.isoformat(),
            "sources": len(likeness.source_sha256),
        },
        "stopped": talent.stopped_at is not None,
        "changed": list(changed),
    }


def people_data(tx: Tx, user_ids: Iterable[str]) -> list[dict[str, str]]:
    """Accounts with the names we know; a name is empty where we know none."""
    found = ((user_id, tx.person(user_id)) for user_id in user_ids)
    return [{"id": user_id, "name": person.name if person else ""} for user_id, person in found]


def example_prices(card: RateCard) -> list[dict[str, Any]]:
    """What the card asks for three plain packages, so that a base is understood before it is relied on."""
    return [
        {
            "media": list(media),
            "months": months,
            "exclusivity": exclusivity,
            "fee": {
                "amount_minor": quote_minor(card, Package.of(media, ("FR",), months, exclusivity)),
                "currency": card.currency,
            },
        }
        for media, months, exclusivity in _EXAMPLES
    ]


def _ordered(codes: frozenset[str], order: tuple[str, ...]) -> list[str]:
    return [code for code in order if code in codes]
