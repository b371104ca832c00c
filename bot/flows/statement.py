"""A statement for each talent, monthly and when she asks: what began, runs and ended, and what it pays."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.calendar import local
from bot.domain.errors import RuleBroken
from bot.domain.licence import Licence
from bot.domain.mandate import Mandate
from bot.domain.people import Talent, TalentState
from bot.flows.base import Deps, Press, Reply, tell
from bot.ports import Address, Due, Note, Outgoing, Tx

MORNING = time(9)


async def ask(deps: Deps, press: Press, now: datetime) -> Reply:
    """`/statement`: this month so far."""

    def inner(tx: Tx) -> Reply:
        talent = tx.talent_of(press.user_id)
        mandate = tx.mandate(talent.id) if talent else None
        if talent is None or mandate is None:
            raise RuleBroken("talents_only")
        today = local(now, mandate.tz).date()
        return tell("statement", **_data(tx, talent, today.replace(day=1), today))

    return await deps.store.read(inner)


def plan(tx: Tx, talent: Talent, mandate: Mandate, now: datetime) -> None:
    """Sets the next monthly statement: nine o'clock on the first of next month, her time."""
    here = local(now, mandate.tz).date()
    first = (here.replace(day=1) + timedelta(days=32)).replace(day=1)
    at = datetime.combine(first, MORNING, ZoneInfo(mandate.tz)).astimezone(ZoneInfo("UTC"))
    tx.set_due(Due(f"statement:{talent.id}", "statement", talent.id, at))


def send(tx: Tx, deps: Deps, due: Due, now: datetime) -> None:
    """Last month's statement; nothing is sent for a month without licences, but the next one is always planned."""
    talent = tx.talent(due.ref)
    mandate = tx.mandate(due.ref)
    if talent is None or mandate is None or talent.state is not TalentState.ENROLLED:
        return
    plan(tx, talent, mandate, now)
    last_day = local(now, mandate.tz).date().replace(day=1) - timedelta(days=1)
    data = _data(tx, talent, last_day.replace(day=1), last_day)
    if data["rows"]:
        at = mandate.quiet_hours.next_open(now, mandate.tz)
        note = Note("statement", data)
        key = f"statement:{talent.id}:{last_day.isoformat()[:7]}"
        tx.enqueue(Outgoing(key, Address.dm(talent.user_id), note, not_before=at if at > now else None), now)


def _data(tx: Tx, talent: Talent, first: date, last: date) -> dict[str, Any]:
    touching = [item for item in tx.licences(talent_id=talent.id) if _touches(item, first, last)]
    return {
        "first": first.isoformat(),
        "last": last.isoformat(),
        "rows": [_row(item, first, last) for item in sorted(touching, key=lambda item: item.issued_at)],
    }


def _touches(licence: Licence, first: date, last: date) -> bool:
    issued = local(licence.issued_at, licence.terms.tz).date()
    return first <= issued <= last or (licence.terms.starts_on <= last and licence.terms.ends_on >= first)


def _row(licence: Licence, first: date, last: date) -> dict[str, Any]:
    pay, fee = licence.terms.pay(), licence.terms.fee
    issued = local(licence.issued_at, licence.terms.tz).date()
    return {
        "number": licence.number,
        "brand": licence.terms.brand,
        "product": licence.terms.product,
        "starts_on": licence.terms.starts_on.isoformat(),
        "ends_on": licence.terms.ends_on.isoformat(),
        "issued_in_it": first <= issued <= last,
        "ended_in_it": first <= licence.terms.ends_on <= last,
        "pay": {"amount_minor": pay.amount_minor, "currency": pay.currency},
        "fee": {"amount_minor": fee.amount_minor, "currency": fee.currency},
    }


COMMANDS = {"statement": ask}
DUES = {"statement": send}
