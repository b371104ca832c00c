"""A licence hands over to its renewal: reminders end, and what goes on without a gap need not be taken down."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.domain.licence import Licence
from bot.domain.vocabulary import WORLD
from bot.ports import Tx


def link(tx: Tx, old_number: str, licence: Licence, now: datetime) -> None:
    """The renewal's licence is issued: the old one's reminders end, and its takedown where the new one covers it."""
    old = tx.licence(old_number)
    if old is None:
        return
    covered = {place.medium for place in old.places if _goes_on(old, licence, place.medium)}
    places = tuple(place for place in old.places if place.medium not in covered or place.confirmed_at is not None)
    tx.save_licence(replace(old, renewed_by=licence.number, places=places))
    body = {"renewed_by": licence.number, "covered": sorted(covered)}
    tx.append_ledger("licence.renewed", old.number, body, now)
    kinds = ["remind_brand", "remind_talent", "renew_snooze"]
    tx.cancel_due(ref=old.number, kinds=kinds if places else [*kinds, "takedown_chase"])


def _goes_on(old: Licence, new: Licence, medium: str) -> bool:
    """Whether use of a medium goes on without a gap everywhere: then there is nothing to take down."""
    wide = WORLD in new.terms.territories or set(old.terms.territories) <= set(new.terms.territories)
    return medium in new.terms.media and wide and new.starts_at <= old.over_at
