"""Step 6: reminders before a licence ends, and the instants at which it begins and ends (DESIGN §3.6).

Each side is reminded at nine in the morning of its own day, outside quiet hours. A reminder that was missed is not made
up for when a later one is due as well: nobody gets a burst.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.calendar import local
from bot.domain.licence import Licence
from bot.domain.mandate import QuietHours
from bot.flows import take_down
from bot.flows.base import Deps, say
from bot.flows.looking import first_name
from bot.ports import Address, Due, Note, Outgoing, Tx

DAYS_BEFORE = (30, 14, 7, 1, 0)
MORNING = time(9)
BRAND_QUIET = QuietHours(time(20), time(8))
SIDES = ("brand", "talent")


def schedule(tx: Tx, licence: Licence, now: datetime) -> None:
    """Everything that time will bring for this licence. Calling it again replaces what was set."""
    tx.cancel_due(ref=licence.number)
    if licence.starts_at > now:
        tx.set_due(Due(f"{licence.number}:start", "licence_start", licence.number, licence.starts_at))
    tx.set_due(Due(f"{licence.number}:end", "licence_end", licence.number, licence.over_at))
    for side in SIDES:
        for days in DAYS_BEFORE:
            at = morning_before(tx, licence, side, days)
            if now < at < licence.over_at:
                tx.set_due(Due(f"{licence.number}:{side}:{days}", f"remind_{side}", licence.number, at))


def morning_before(tx: Tx, licence: Licence, side: str, days: int) -> datetime:
    """Nine o'clock of that side's own day, `days` before the last day of use, moved out of quiet hours."""
    tz, quiet = clock_of(tx, licence, side)
    last_day = local(licence.over_at - timedelta(seconds=1), licence.terms.tz).date()
    at = datetime.combine(last_day - timedelta(days=days), MORNING, ZoneInfo(tz))
    return quiet.next_open(at.astimezone(ZoneInfo("UTC")), tz)


def clock_of(tx: Tx, licence: Licence, side: str) -> tuple[str, QuietHours]:
    """The time zone and quiet hours of one side."""
    if side == "talent" and (mandate := tx.mandate(licence.talent_id)) is not None:
        return mandate.tz, mandate.quiet_hours
    brand = tx.brand(licence.brand_id)
    return (brand.tz if brand else licence.terms.tz), BRAND_QUIET


def remind_brand(tx: Tx, deps: Deps, due: Due, now: datetime) -> None:
    """To the brand: renew, let it end, or be asked again in a week."""
    licence = tx.licence(due.ref)
    if licence is None or _superseded(tx, due, now) or licence.renewed_by is not None or now >= licence.over_at:
        return
    days = days_left(licence, now)
    if days > 1 and tx.value(f"let_end:{licence.number}"):
        return
    say(tx, now, due.key, Address.deal(licence.deal_id), "reminder_brand", number=licence.number, days=days,
        ends_on=last_day_of(licence).isoformat(), talent=licence.terms.talent, product=licence.terms.product,
        rep=first_name(tx, licence.rep_id), asked=not tx.value(f"let_end:{licence.number}"))  # fmt: skip


def remind_talent(tx: Tx, deps: Deps, due: Due, now: datetime) -> None:
    """To the talent: what ends, and that she need not do anything."""
    licence = tx.licence(due.ref)
    talent = tx.talent(licence.talent_id) if licence else None
    if licence is None or talent is None or _superseded(tx, due, now) or now >= licence.over_at:
        return
    note = Note(
        "reminder_talent",
        {
            "number": licence.number,
            "days": days_left(licence, now),
            "ends_on": last_day_of(licence).isoformat(),
            "brand": licence.terms.brand,
            "product": licence.terms.product,
            "renewed_by": licence.renewed_by,
        },
    )
    tx.enqueue(Outgoing(due.key, Address.dm(talent.user_id), note), now)


def start(tx: Tx, deps: Deps, due: Due, now: datetime) -> None:
    """The first instant of use has come."""
    licence = tx.licence(due.ref)
    if licence is None or licence.over_at <= licence.starts_at:
        return
    tx.append_ledger("licence.started", licence.number, {}, now)
    tz, quiet = clock_of(tx, licence, "brand")
    note = Note("licence_started", {"number": licence.number, "ends_on": last_day_of(licence).isoformat()})
    later = quiet.next_open(now, tz)
    tx.enqueue(
        Outgoing(
            f"{licence.number}:started",
            Address.deal(licence.deal_id),
            note,
            not_before=later if later > now else None,
        ),
        now,
    )


def end(tx: Tx, deps: Deps, due: Due, now: datetime) -> None:
    """The last instant of use has passed: one entry in the ledger, and the takedown begins."""
    licence = tx.licence(due.ref)
    if licence is None:
        return
    if now < licence.over_at:
        schedule(tx, licence, now)
        return
    tx.cancel_due(ref=licence.number)
    kind = "licence.expired" if licence.revoked_at is None else "licence.ended_by_revocation"
    tx.append_ledger(kind, licence.number, {}, now)
    take_down.begin(tx, deps, licence, now)


def days_left(licence: Licence, now: datetime) -> int:
    """Whole days between today and the last day of use, on the licence's own calendar."""
    return (last_day_of(licence) - local(now, licence.terms.tz).date()).days


def last_day_of(licence: Licence) -> date:
    """The last day of use, a revocation counted in."""
    return local(licence.over_at - timedelta(seconds=1), licence.terms.tz).date()


def _superseded(tx: Tx, due: Due, now: datetime) -> bool:
    """Whether a later reminder of the same kind is due as well: then only that one is sent."""
    return any(
        row.kind == due.kind and row.key != due.key and due.due_at < row.due_at <= now for row in tx.dues(ref=due.ref)
    )


DUES = {"remind_brand": remind_brand, "remind_talent": remind_talent, "licence_start": start, "licence_end": end}
