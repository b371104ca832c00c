"""After the end: the licensee confirms each place of use; what is not confirmed is chased, then escalated (§3.7)."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.calendar import local
from bot.domain.errors import RuleBroken
from bot.domain.licence import Licence
from bot.flows.base import NOTHING, Deps, Press, Reply, say, tell
from bot.flows.looking import first_name
from bot.ports import Address, Due, Note, Outgoing, Tx

CHASE_DAYS = (3, 7)
MORNING = time(9)


def begin(tx: Tx, deps: Deps, licence: Licence, now: datetime) -> None:
    """Asks the brand, the morning after the end, to confirm each open place; sets the chasing."""
    if not licence.open_places:
        return
    brand = tx.brand(licence.brand_id)
    tz = brand.tz if brand else licence.terms.tz
    morning = _morning(licence, tz, 0)
    note = Note("takedown_asked", _data(tx, licence))
    later = morning if morning > now else None
    tx.enqueue(Outgoing(f"{licence.number}:takedown", Address.deal(licence.deal_id), note, not_before=later), now)
    for days in CHASE_DAYS:
        at = max(_morning(licence, tz, days), now + timedelta(days=days))
        tx.set_due(Due(f"{licence.number}:chase:{days}", "takedown_chase", licence.number, at))


def chase(tx: Tx, deps: Deps, due: Due, now: datetime) -> None:
    """Three and seven days after: what is still open is asked for again; the second time talent and operators hear."""
    licence = tx.licence(due.ref)
    if licence is None or not licence.open_places:
        return
    days = int(due.key.rsplit(":", 1)[1])
    say(tx, now, due.key, Address.deal(licence.deal_id), "takedown_chased", days=days, **_data(tx, licence))
    if days != CHASE_DAYS[-1]:
        return
    tx.append_ledger("takedown.escalated", licence.number, {"open": list(licence.open_places)}, now)
    say(tx, now, f"{due.key}:operators", Address.operators(), "takedown_escalated", **_data(tx, licence))
    if (talent := tx.talent(licence.talent_id)) is not None:
        say(tx, now, f"{due.key}:talent", Address.dm(talent.user_id), "takedown_open_talent", **_data(tx, licence))


async def tick(deps: Deps, press: Press, now: datetime) -> Reply:
    """The select of places: what is ticked is kept until `Confirm takedown`."""

    def inner(tx: Tx) -> Reply:
        licence = _own_licence(tx, press)
        tx.set_value(_ticks_key(licence, press), " ".join(sorted(set(press.values) & set(licence.open_places))))
        return NOTHING

    return await deps.store.transact(inner)


async def confirm(deps: Deps, press: Press, now: datetime) -> Reply:
    """`Confirm takedown`: the ticked places are down; with the last one the licence is closed."""

    def inner(tx: Tx) -> Reply:
        licence = _own_licence(tx, press)
        if not licence.open_places:
            return tell("takedown_done_already", number=licence.number)
        ticked = frozenset((tx.value(_ticks_key(licence, press)) or "").split()) & set(licence.open_places)
        if len(licence.open_places) == 1:
            ticked = frozenset(licence.open_places)
        if not ticked:
            return tell("tick_places_first")
        licence = licence.confirm_places(ticked, now)
        tx.save_licence(licence)
        tx.set_value(_ticks_key(licence, press), "")
        body = {"places": sorted(ticked), "open": list(licence.open_places)}
        tx.append_ledger("takedown.confirmed", licence.number, body, now)
        _tell_confirmed(tx, licence, press, now)
        return NOTHING

    return await deps.store.transact(inner)


def _tell_confirmed(tx: Tx, licence: Licence, press: Press, now: datetime) -> None:
    data = _data(tx, licence)
    key = f"{licence.number}:down:{press.event_id}"
    if licence.open_places:
        say(tx, now, key, Address.deal(licence.deal_id), "takedown_partly", **data)
        return
    tx.cancel_due(ref=licence.number)
    tx.append_ledger("licence.closed", licence.number, {}, now)
    say(tx, now, key, Address.deal(licence.deal_id), "takedown_closed", **data)
    if (talent := tx.talent(licence.talent_id)) is not None:
        say(tx, now, f"{key}:talent", Address.dm(talent.user_id), "takedown_closed_talent", **data)


def _own_licence(tx: Tx, press: Press) -> Licence:
    licence, brand = tx.licence(press.action.ref), tx.brand_of(press.user_id)
    if licence is None:
        raise RuleBroken("deal_gone")
    if brand is None or brand.id != licence.brand_id:
        raise RuleBroken("not_for_you", name=licence.terms.brand)
    return licence


def _data(tx: Tx, licence: Licence) -> dict[str, object]:
    return {
        "number": licence.number,
        "talent": licence.terms.talent,
        "brand": licence.terms.brand,
        "product": licence.terms.product,
        "open": list(licence.open_places),
        "rep": first_name(tx, licence.rep_id),
        "revoked": licence.revoked_at is not None,
        "over_at": licence.over_at.isoformat(),
        "tz": licence.terms.tz,
    }


def _morning(licence: Licence, tz: str, days: int) -> datetime:
    day = local(licence.over_at, tz).date() + timedelta(days=days)
    return datetime.combine(day, MORNING, ZoneInfo(tz)).astimezone(ZoneInfo("UTC"))


def _ticks_key(licence: Licence, press: Press) -> str:
    return f"ticks:{licence.number}:{press.user_id}"


ACTIONS = {"takedown_tick": tick, "takedown_confirm": confirm}
DUES = {"takedown_chase": chase}
