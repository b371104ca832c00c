"""What a transaction tells and forgets about one person: their right to a copy, and to be erased.

The ledger is left alone: it holds ids and hashes, and must verify for ever (I8).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, Table, and_, bindparam, delete, or_, select, update

from bot.domain.consent import Consent
from bot.domain.people import Person
from bot.ports import Erasure, Said
from storage.codec import decode
from storage.tables import (
    AdviserRow,
    ConsentRow,
    DocumentRow,
    ExtractionRow,
    MandateRow,
    OutboxRow,
    PersonRow,
    SaidRow,
    ValueRow,
)
from storage.tx_base import LOCK_OUTBOX, TxBase, table_of

NAME_LEAST = 3
"""A shorter name would be found inside other words."""

_GONE = "dm:erased"
"""Where messages of erased people went: sent ones alone, so that it is never written to."""

_person, _consent, _said = table_of(PersonRow), table_of(ConsentRow), table_of(SaidRow)
_mandate, _adviser, _value = table_of(MandateRow), table_of(AdviserRow), table_of(ValueRow)
_box, _document, _extraction = table_of(OutboxRow), table_of(DocumentRow), table_of(ExtractionRow)

_PERSONS = select(_person.c.body).order_by(_person.c.user_id)
_CONSENTS = (
    select(_consent.c.body)
    .where(_consent.c.talent_id == bindparam("talent_id"))
    .order_by(_consent.c.asked_at, _consent.c.id)
)
_SAID_BY = select(_said).where(_said.c.author_id == bindparam("author_id")).order_by(_said.c.id)


class ForgetTx(TxBase):
    """See `bot.ports.Tx`."""

    def persons_named(self, name: str) -> Sequence[Person]:
        """Everyone of that name, upper and lower case alike. Reads all persons: for rare, human-paced questions."""
        wanted = name.strip().casefold()
        persons = (decode(Person, row.body) for row in self._unlocked(_PERSONS))
        return tuple(person for person in persons if person.name.casefold() == wanted)

    def consents(self, talent_id: str) -> Sequence[Consent]:
        """Every ask ever put to her, oldest first."""
        return tuple(decode(Consent, row.body) for row in self._unlocked(_CONSENTS, talent_id=talent_id))

    def said_by(self, user_id: str) -> Sequence[Said]:
        """Every remembered message of that person, oldest first."""
        rows = self._unlocked(_SAID_BY, author_id=user_id)
        return tuple(Said(row.place, row.author_id, row.text, row.at) for row in rows)

    def erase_person(self, erasure: Erasure) -> Mapping[str, int]:
        """Deletes what is the person's alone, and counts it by kind."""
        self._lock(LOCK_OUTBOX)
        places = [f"dm:{erasure.user_id}", *(f"deal:{deal_id}" for deal_id in erasure.deal_ids)]
        user, talent = erasure.user_id, erasure.talent_id
        counts = {
            "persons": self._delete(_person, _person.c.user_id == user),
            "mandates": self._delete(_mandate, _mandate.c.talent_id == talent),
            "adviser roles": self._delete(_adviser, or_(_adviser.c.user_id == user, _adviser.c.talent_id == talent)),
            "messages": self._delete(_said, or_(_said.c.author_id == user, _said.c.place.in_(places))),
            "values": self._delete(_value, _about_any(user, talent, *erasure.deal_ids)),
            "documents": self._delete(_document, _document.c.name.in_(erasure.documents)),
            "readings": self._delete(_extraction, _extraction.c.key.is_not(None)),
        }
        return {**counts, "notes": self._empty_notes(erasure, places)}

    def _delete(self, table: Table, which: ColumnElement[bool]) -> int:
        return self._write(delete(table).where(which)).rowcount

    def _empty_notes(self, erasure: Erasure, places: list[str]) -> int:
        """Their notes that were not sent go; of sent ones, here or elsewhere, only the identity stays (I7)."""
        theirs = _box.c.address.in_(places)
        unsent = self._delete(_box, and_(theirs, _box.c.state != "sent"))
        named = [_box.c.note_data.contains(name, autoescape=True) for name in erasure.names if len(name) >= NAME_LEAST]
        sent = and_(or_(theirs, *named), _box.c.state == "sent", _box.c.note_data != "{}")
        emptied = self._write(update(_box).where(sent).values(note_data="{}", files="[]")).rowcount
        self._write(update(_box).where(_box.c.address == places[0]).values(address=_GONE))
        return unsent + emptied


def _about_any(*ids: str | None) -> ColumnElement[bool]:
    """Values kept under a key that holds one of the ids between its colons, or that are such an id."""
    known = [each for each in ids if each]
    in_key = [_value.c.key.endswith(f":{each}", autoescape=True) for each in known]
    in_key += [_value.c.key.contains(f":{each}:", autoescape=True) for each in known]
    return or_(*in_key, _value.c.value.in_(known))
