"""A talent ends a licence before its time: with the notice its terms give, in two steps and with a typed code."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.consent import code_from, normal_code
from bot.domain.errors import RuleBroken
from bot.domain.licence import Licence, LicenceState
from bot.flows import remind
from bot.flows.base import NOTHING, Deps, Form, Press, Reply, say, tell
from bot.flows.looking import first_name
from bot.ports import Address, Note, Tx


async def show_running(deps: Deps, press: Press, now: datetime) -> Reply:
    """Which of her licences can be ended, each with its button."""

    def inner(tx: Tx) -> Reply:
        talent = tx.talent_of(press.user_id)
        if talent is None:
            raise RuleBroken("talents_only")
        running = [_row(licence) for licence in tx.licences(talent_id=talent.id) if _can_end(licence, now)]
        return tell("licences_to_end", rows=running)

    return await deps.store.read(inner)


async def review(deps: Deps, press: Press, now: datetime) -> Reply:
    """`End this licence`: what it means, and the code that does it."""

    def inner(tx: Tx) -> Reply:
        licence = _own(tx, press, now)
        code = code_from(deps.entropy(20))
        tx.set_value(f"end_code:{licence.number}", code)
        ends_at = now + timedelta(hours=licence.terms.revocation_notice_h)
        mandate = tx.mandate(licence.talent_id)
        return Reply(
            Note("end_review", {**_row(licence), "code": code, "ends_at": min(ends_at, licence.ends_at).isoformat(),
                                "notice_h": licence.terms.revocation_notice_h,
                                "tz": mandate.tz if mandate else licence.terms.tz}),
            public=press.is_dm,
        )  # fmt: skip

    return await deps.store.transact(inner)


async def open_code(deps: Deps, press: Press, now: datetime) -> Reply:
    """The form for the code; opening it ends nothing."""

    def inner(tx: Tx) -> Reply:
        licence = _own(tx, press, now)
        code = tx.value(f"end_code:{licence.number}") or ""
        return Reply(form=Form("end_code", replace(press.action, verb="end_now"), {"code": code}))

    return await deps.store.read(inner)


async def end_now(deps: Deps, press: Press, now: datetime) -> Reply:
    """The typed code: the licence ends after its notice; brand and operators are told at once."""

    def inner(tx: Tx) -> Reply:
        licence = _own(tx, press, now)
        code = tx.value(f"end_code:{licence.number}")
        if not code or normal_code(press.fields.get("code", "")) != code:
            return tell("end_code_wrong")
        tx.set_value(f"end_code:{licence.number}", "")
        ends_at = now + timedelta(hours=licence.terms.revocation_notice_h)
        licence = replace(licence, revoked_at=min(ends_at, licence.ends_at))
        tx.save_licence(licence)
        body = {"revoked_at": licence.over_at.isoformat()}
        tx.append_ledger("licence.revoked", licence.number, body, now)
        remind.schedule(tx, licence, now)
        _tell(tx, licence, now)
        return NOTHING

    return await deps.store.transact(inner)


def _tell(tx: Tx, licence: Licence, now: datetime) -> None:
    talent, brand, mandate = tx.talent(licence.talent_id), tx.brand(licence.brand_id), tx.mandate(licence.talent_id)
    data = {**_row(licence), "ends_at": licence.over_at.isoformat()}
    key = f"{licence.number}:revoked"
    tz = brand.tz if brand else licence.terms.tz
    say(tx, now, f"{key}:brand", Address.deal(licence.deal_id), "revoked_brand", rep=first_name(tx, licence.rep_id),
        tz=tz, **data)  # fmt: skip
    say(tx, now, f"{key}:operators", Address.operators(), "revoked_operators", tz=tz, **data)
    if talent is not None:
        say(tx, now, f"{key}:talent", Address.dm(talent.user_id), "revoked_talent",
            tz=mandate.tz if mandate else tz, **data)  # fmt: skip


def _own(tx: Tx, press: Press, now: datetime) -> Licence:
    licence, talent = tx.licence(press.action.ref), tx.talent_of(press.user_id)
    if licence is None:
        raise RuleBroken("deal_gone")
    if talent is None or talent.id != licence.talent_id:
        raise RuleBroken("not_for_you", name=licence.terms.talent)
    if not _can_end(licence, now):
        raise RuleBroken("licence_not_running")
    return licence


def _can_end(licence: Licence, now: datetime) -> bool:
    return licence.revoked_at is None and licence.state(now) in (
        LicenceState.SCHEDULED,
        LicenceState.ACTIVE,
        LicenceState.SUSPENDED,
    )


def _row(licence: Licence) -> dict[str, object]:
    return {
        "number": licence.number,
        "brand": licence.terms.brand,
        "talent": licence.terms.talent,
        "product": licence.terms.product,
        "ends_on": licence.terms.ends_on.isoformat(),
    }


ACTIONS = {"licences_to_end": show_running, "end_review": review, "end_open": open_code, "end_now": end_now}
