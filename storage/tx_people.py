"""Persons, brands, talents and mandates of a transaction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select, text

from bot.domain.mandate import Mandate
from bot.domain.people import Brand, Person, Talent
from storage.codec import decode, encode
from storage.tables import AdviserRow, BrandRepRow, BrandRow, MandateRow, PersonRow, TalentRow
from storage.tx_base import TALENT_LOCK_SPACE, TxBase, body_by, lookup, table_of, upsert

_brand, _rep, _talent = table_of(BrandRow), table_of(BrandRepRow), table_of(TalentRow)
_mandate, _adviser = table_of(MandateRow), table_of(AdviserRow)

_PERSON = body_by(PersonRow, "user_id")
_SAVE_PERSON = upsert(PersonRow, "user_id")

_BRAND = body_by(BrandRow, "id")
_BRAND_OF = lookup(
    select(_brand.c.body)
    .join(_rep, _rep.c.brand_id == _brand.c.id)
    .where(_rep.c.user_id == bindparam("user_id"))
    .order_by(_brand.c.id)
    .limit(1)
)
_SAVE_BRAND = upsert(BrandRow, "id")
_DROP_REPS = delete(_rep).where(_rep.c.brand_id == bindparam("of_brand"))
_ADD_REPS = insert(_rep)

_TALENT = body_by(TalentRow, "id")
_TALENT_OF = body_by(TalentRow, "user_id")
_BRANDS = select(_brand.c.body).order_by(_brand.c.id)
_TALENTS = select(_talent.c.body).order_by(_talent.c.id)
_SAVE_TALENT = upsert(TalentRow, "id")
_LOCK_TALENT = text("SELECT pg_advisory_xact_lock(:space, hashtext(:talent_id))")

_MANDATE_AT = select(_mandate.c.body).where(
    _mandate.c.talent_id == bindparam("talent_id"), _mandate.c.version == bindparam("version")
)
_MANDATE_NEWEST = (
    select(_mandate.c.body)
    .where(_mandate.c.talent_id == bindparam("talent_id"))
    .order_by(_mandate.c.version.desc())
    .limit(1)
)
_NEWEST_VERSION = select(func.max(_mandate.c.version)).where(_mandate.c.talent_id == bindparam("talent_id"))
_ADD_MANDATE = insert(_mandate)
_DROP_ADVISERS = delete(_adviser).where(_adviser.c.talent_id == bindparam("of_talent"))
_ADD_ADVISERS = insert(_adviser)
_ADVISED_BY = lookup(
    select(_talent.c.body)
    .join(_adviser, _adviser.c.talent_id == _talent.c.id)
    .where(_adviser.c.user_id == bindparam("user_id"))
    .order_by(_talent.c.id)
)


class PeopleTx(TxBase):
    """See `bot.ports.Tx`."""

    def person(self, user_id: str) -> Person | None:
        """By account."""
        row = self._row(_PERSON, user_id=user_id)
        return None if row is None else decode(Person, row.body)

    def save_person(self, person: Person) -> None:
        """New or changed."""
        self._put(_SAVE_PERSON, user_id=person.user_id, body=encode(person))

    def brand(self, brand_id: str) -> Brand | None:
        """By id."""
        row = self._row(_BRAND, id=brand_id)
        return None if row is None else decode(Brand, row.body)

    def brands(self) -> Sequence[Brand]:
        """All of them, not locked: for rare, human-paced questions."""
        return tuple(decode(Brand, row.body) for row in self._unlocked(_BRANDS))

    def brand_of(self, user_id: str) -> Brand | None:
        """The brand that person speaks for."""
        row = self._row(_BRAND_OF, user_id=user_id)
        return None if row is None else decode(Brand, row.body)

    def save_brand(self, brand: Brand) -> None:
        """New or changed, with who speaks for it."""
        self._put(_SAVE_BRAND, id=brand.id, body=encode(brand))
        self._write(_DROP_REPS, {"of_brand": brand.id})
        if brand.rep_ids:
            self._write(_ADD_REPS, [{"user_id": rep, "brand_id": brand.id} for rep in dict.fromkeys(brand.rep_ids)])

    def talent(self, talent_id: str) -> Talent | None:
        """By id."""
        row = self._row(_TALENT, id=talent_id)
        return None if row is None else decode(Talent, row.body)

    def talent_of(self, user_id: str) -> Talent | None:
        """By account."""
        row = self._row(_TALENT_OF, user_id=user_id)
        return None if row is None else decode(Talent, row.body)

    def talents(self) -> Sequence[Talent]:
        """All of them; not locked, or every message would wait for every other."""
        return _talents(self._unlocked(_TALENTS))

    def save_talent(self, talent: Talent) -> None:
        """New or changed."""
        self._put(_SAVE_TALENT, id=talent.id, user_id=talent.user_id, body=encode(talent))

    def lock_talent(self, talent_id: str) -> None:
        """Holds every other transaction that locks the same talent back until this one ends (I5)."""
        if self._dialect == "postgresql":
            self._write(_LOCK_TALENT, {"space": TALENT_LOCK_SPACE, "talent_id": talent_id})

    def mandate(self, talent_id: str, version: int | None = None) -> Mandate | None:
        """The given version, or the newest. Versions never change, so none is locked."""
        if version is None:
            rows = self._unlocked(_MANDATE_NEWEST, talent_id=talent_id)
        else:
            rows = self._unlocked(_MANDATE_AT, talent_id=talent_id, version=version)
        return decode(Mandate, rows[0].body) if rows else None

    def add_mandate(self, mandate: Mandate) -> None:
        """A new version; the newest says who advises."""
        newest = self._unlocked(_NEWEST_VERSION, talent_id=mandate.talent_id)[0][0]
        values = {"talent_id": mandate.talent_id, "version": mandate.version, "body": encode(mandate)}
        self._write(_ADD_MANDATE, values)
        if newest is not None and mandate.version < newest:
            return
        self._write(_DROP_ADVISERS, {"of_talent": mandate.talent_id})
        advisers = dict.fromkeys(mandate.adviser_ids)
        if advisers:
            self._write(_ADD_ADVISERS, [{"user_id": each, "talent_id": mandate.talent_id} for each in advisers])

    def talents_advised_by(self, user_id: str) -> Sequence[Talent]:
        """Whose newest mandate names that person as adviser."""
        return _talents(self._rows(_ADVISED_BY, user_id=user_id))


def _talents(rows: Sequence[Any]) -> Sequence[Talent]:
    return tuple(decode(Talent, row.body) for row in rows)
