"""A person's right to a copy of all that is held about them, and to be erased where nothing binds any more.

Erasing keeps ids and hashes, so that the ledger and ended licences stay provable; names, texts and limits go.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, datetime, time
from enum import Enum
from fractions import Fraction
from typing import Any

from bot.domain.brief import Brief
from bot.domain.deal import Deal
from bot.domain.errors import RuleBroken
from bot.domain.licence import Licence, LicenceState
from bot.domain.people import Brand, Person, Talent, TalentState
from bot.flows.mandate import mandate_record, record_mandate, salt_key
from bot.ports import Erasure, Tx

ERASED = "erased person"
ERASED_TEXT = "erased"
_SECRET_OF_OTHERS = frozenset({"talk", "code"})
"""A talk's strategy state and an ask's code belong to the talent's side, whoever asks for a copy (I4)."""


@dataclass(frozen=True)
class Held:
    """Everything of one person: their aggregates, as talent, brand's representative, adviser or acquaintance."""

    user_id: str
    person: Person | None
    talent: Talent | None
    brand: Brand | None
    deals: tuple[Deal, ...]
    licences: tuple[Licence, ...]
    advises: tuple[Talent, ...]

    @property
    def is_anything(self) -> bool:
        """Whether anything is held at all."""
        return bool(self.person or self.talent or self.brand or self.advises)


@dataclass(frozen=True)
class Erased:
    """What was erased, by kind; and the numbers of licences whose ids and hashes are kept."""

    counts: Mapping[str, int]
    kept_licences: tuple[str, ...]


def held(tx: Tx, user_id: str) -> Held:
    """What is held on an account; a talent's own id is understood too."""
    talent = tx.talent_of(user_id) or tx.talent(user_id)
    user_id = talent.user_id if talent else user_id
    brand = tx.brand_of(user_id)
    of_talent = tx.deals(talent_id=talent.id) if talent else ()
    of_rep = [deal for deal in tx.deals(brand_id=brand.id) if deal.rep_id == user_id] if brand else []
    licences = list(tx.licences(talent_id=talent.id)) if talent else []
    licences += [one for one in tx.licences(brand_id=brand.id) if one.rep_id == user_id] if brand else []
    advises = tuple(tx.talents_advised_by(user_id))
    return Held(user_id, tx.person(user_id), talent, brand, (*of_talent, *of_rep), tuple(licences), advises)


def export(tx: Tx, user_id: str) -> dict[str, Any]:
    """All that is held about a person, as plain JSON; a talent's own secret floor too, for it is hers.

    Raises RuleBroken `person_not_held`.
    """
    found = held(tx, user_id)
    if not found.is_anything:
        raise RuleBroken("person_not_held", id=user_id)
    subjects = [*(deal.id for deal in found.deals), *(licence.number for licence in found.licences)]
    subjects += [found.talent.id] if found.talent else []
    return {
        "user_id": found.user_id,
        "person": _plain(found.person),
        "talent": _plain(found.talent),
        "mandates": _mandates(tx, found.talent),
        "brand": _plain(found.brand),
        "advises": [talent.name for talent in found.advises],
        "deals": [_plain(deal) for deal in found.deals],
        "consents": [_plain(consent) for consent in (tx.consents(found.talent.id) if found.talent else ())],
        "licences": [_plain(licence) for licence in found.licences],
        "messages": [_plain(said) for said in tx.said_by(found.user_id)],
        "ledger": [entry.as_dict() for subject in subjects for entry in tx.ledger(subject=subject)],
    }


def erase(tx: Tx, user_id: str, entropy: Callable[[int], int], now: datetime) -> Erased:
    """Erases a person.

    Raises RuleBroken `person_not_held`, or `erase_blocked` with the `licences` and `deals` that still bind.
    """
    found = held(tx, user_id)
    if not found.is_anything:
        raise RuleBroken("person_not_held", id=user_id)
    running = sorted(licence.number for licence in found.licences if _binds(licence, now))
    open_deals = sorted(deal.id for deal in found.deals if deal.is_open)
    if running or open_deals:
        raise RuleBroken("erase_blocked", licences=running, deals=open_deals)
    names = {each.name for each in (found.person, found.talent) if each and each.name}
    _leave_advised(tx, found, entropy, now)
    if found.talent is not None:
        _forget_talent(tx, found, found.talent)
    if found.brand is not None:
        _forget_rep(tx, found, found.brand)
    counts = tx.erase_person(
        Erasure(
            found.user_id,
            talent_id=found.talent.id if found.talent else None,
            names=tuple(sorted(names)),
            deal_ids=tuple(deal.id for deal in found.deals) if found.talent else (),
            documents=tuple(_documents(found)),
        )
    )
    kept = tuple(licence.number for licence in found.licences)
    subject = found.talent.id if found.talent else found.brand.id if found.brand else "person"
    tx.append_ledger("person.erased", subject, {"licences_kept": list(kept)}, now)
    return Erased(counts, kept)


def _binds(licence: Licence, now: datetime) -> bool:
    """Whether a licence still runs, or its takedown is not confirmed; one that a renewal took over is done."""
    state = licence.state(now)
    if state is LicenceState.CLOSED:
        return False
    return not (state is LicenceState.EXPIRED and licence.renewed_by is not None and not licence.open_places)


def _forget_talent(tx: Tx, found: Held, talent: Talent) -> None:
    gone = f"erased:{talent.id}"
    tx.cancel_due(ref=talent.id)
    for deal in found.deals:
        bare = replace(_wordless(deal), brief=Brief(talent_id=talent.id), terms=None, theirs=None)
        tx.save_deal(replace(bare, menu=(), lettered=()))
    for consent in tx.consents(talent.id):
        tx.save_consent(replace(consent, user_id=gone, code="0000"))
    for licence in found.licences:
        terms = replace(licence.terms, talent=ERASED, product=ERASED_TEXT, purpose=ERASED_TEXT)
        tx.save_licence(replace(licence, terms=terms))
        tx.cancel_due(ref=licence.number)
    tx.save_talent(Talent(talent.id, gone, ERASED, TalentState.LEFT, invited_by=talent.invited_by))


def _forget_rep(tx: Tx, found: Held, brand: Brand) -> None:
    gone = f"erased:{brand.id}"
    for deal in found.deals:
        if deal.rep_id == found.user_id:
            tx.save_deal(replace(_wordless(tx.deal(deal.id) or deal), rep_id=gone))
    for licence in found.licences:
        if licence.rep_id == found.user_id:
            tx.save_licence(replace(tx.licence(licence.number) or licence, rep_id=gone))
    tx.save_brand(replace(brand, rep_ids=tuple(rep for rep in brand.rep_ids if rep != found.user_id)))


def _wordless(deal: Deal) -> Deal:
    """The deal without the exact words of the brief and without the talk."""
    return replace(deal, brief=replace(deal.brief, said={}), talk=None)


def _leave_advised(tx: Tx, found: Held, entropy: Callable[[int], int], now: datetime) -> None:
    """Whoever named them as adviser gets a new version without them."""
    for talent in found.advises:
        mandate = tx.mandate(talent.id)
        if mandate is None or talent.user_id == found.user_id:
            continue
        advisers = tuple(each for each in mandate.adviser_ids if each != found.user_id)
        new = replace(mandate, version=mandate.version + 1, adviser_ids=advisers)
        record_mandate(tx, new, entropy, now, was=mandate)


def _documents(found: Held) -> list[str]:
    """Papers that carry a talent's name; a representative's name is in none."""
    if found.talent is None:
        return []
    return [f"{licence.number}.{kind}" for licence in found.licences for kind in ("pdf", "json", "ics")]


def _mandates(tx: Tx, talent: Talent | None) -> list[dict[str, Any]]:
    newest = tx.mandate(talent.id) if talent else None
    if newest is None:
        return []
    found = (tx.mandate(newest.talent_id, version) for version in range(1, newest.version + 1))
    return [
        {**mandate_record(one), "made_at": _plain(one.made_at), "salt": tx.value(salt_key(one))}
        for one in found
        if one is not None
    ]


def _plain(value: Any) -> Any:
    """Any domain value as plain JSON, without what is secret of others."""
    if is_dataclass(value) and not isinstance(value, type):
        names = (field.name for field in fields(value) if field.name not in _SECRET_OF_OTHERS)
        return {name: _plain(getattr(value, name)) for name in names}
    match value:
        case Enum():
            return value.value
        case date() | time():
            return value.isoformat()
        case Fraction():
            return str(value)
        case Mapping():
            return {str(key): _plain(item) for key, item in value.items()}
        case frozenset() | set():
            return sorted(_plain(item) for item in value)
        case tuple() | list():
            return [_plain(item) for item in value]
    return value
