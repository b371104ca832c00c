"""Step 7, renewal: a new deal with a head start, never automatic, always with new consent (DESIGN §3.7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.brief import Brief
from bot.domain.calendar import local
from bot.domain.deal import Deal
from bot.domain.errors import RuleBroken
from bot.domain.licence import Licence
from bot.domain.vocabulary import COUNTRIES, MEDIA, WORLD
from bot.flows import remind, understand
from bot.flows.base import NOTHING, Deps, Press, Reply, say, tell
from bot.flows.looking import own_licence
from bot.ports import Address, Due, Tx

SNOOZE_DAYS = 7


async def renew(deps: Deps, press: Press, now: datetime) -> Reply:
    """`Renew`: a new talk in the same thread, from the old licence's terms."""

    def inner(tx: Tx) -> Reply:
        licence = own_licence(tx, press)
        if licence.renewed_by is not None:
            return tell("renewed_already", number=licence.renewed_by)
        going = _going_on(tx, licence)
        if going is not None:
            return tell("renewal_going_on", number=licence.number)
        start_from(tx, deps, licence, press.user_id, _renewal_brief(licence, now), now, renewal=True)
        return NOTHING

    return await deps.store.transact(inner)


def start_from(
    tx: Tx, deps: Deps, licence: Licence, rep_id: str, brief: Brief, now: datetime, *, renewal: bool
) -> Deal:
    """A new deal in the old one's thread with `brief` as its head start; what is missing is asked for."""
    old = tx.deal(licence.deal_id)
    brand = tx.brand(licence.brand_id)
    if old is None or brand is None:
        raise RuleBroken("deal_gone")
    deal = Deal(
        deps.new_id(), brand.id, rep_id, old.channel_id, now, now,
        message_id=old.message_id, thread_id=old.thread_id, renewal_of=licence.number if renewal else None,
    )  # fmt: skip
    tx.save_deal(deal)
    body = {"brand": brand.id, "state": deal.state.value, "from": licence.number}
    tx.append_ledger("deal.opened", deal.id, body, now)
    remark = "renewal" if renewal else "from_licence"
    understand.advance(tx, deps, replace(deal, brief=brief), now, remarks=[(remark, {"number": licence.number})])
    return deal


def _renewal_brief(licence: Licence, now: datetime) -> Brief:
    """The same once more, from the day after the end (or from tomorrow, where that has passed)."""
    after = remind.last_day_of(licence) + timedelta(days=1)
    tomorrow = (now + timedelta(days=1)).date()
    return replace(Brief.of(licence.terms).starting_on(max(after, tomorrow)), talent_id=licence.talent_id)


async def let_end(deps: Deps, press: Press, now: datetime) -> Reply:
    """`Let it end`: no more questions about renewing; the last reminders still come."""

    def inner(tx: Tx) -> Reply:
        licence = own_licence(tx, press)
        tx.set_value(f"let_end:{licence.number}", "yes")
        say(tx, now, f"{licence.number}:let-end", Address.deal(licence.deal_id), "let_end", number=licence.number,
            ends_on=remind.last_day_of(licence).isoformat())  # fmt: skip
        return NOTHING

    return await deps.store.transact(inner)


async def snooze(deps: Deps, press: Press, now: datetime) -> Reply:
    """`Snooze a week`: asked again in seven days, where the licence still runs then."""

    def inner(tx: Tx) -> Reply:
        licence = own_licence(tx, press)
        at = now + timedelta(days=SNOOZE_DAYS)
        if at >= licence.over_at:
            return tell("snooze_too_late", number=licence.number)
        tx.set_due(Due(f"{licence.number}:snooze:{at.date().isoformat()}", "renew_snooze", licence.number, at))
        return tell("snoozed", days=SNOOZE_DAYS)

    return await deps.store.transact(inner)


def ask_again(tx: Tx, deps: Deps, due: Due, now: datetime) -> None:
    """A snoozed question comes back."""
    remind.remind_brand(tx, deps, due, now)


async def start_offer(deps: Deps, press: Press, now: datetime) -> Reply:
    """`Start an offer`: a new deal from that licence, with the medium or place it does not cover."""

    def inner(tx: Tx) -> Reply:
        licence = own_licence(tx, press)
        medium, _, place = press.action.arg.partition("/")
        if (medium and medium not in MEDIA) or (place and place not in COUNTRIES | {WORLD}):
            raise RuleBroken("answer_unknown")
        brief = Brief.of(licence.terms)
        today = local(now, licence.terms.tz).date()
        still_runs = now < licence.over_at
        brief = replace(
            brief,
            talent_id=licence.talent_id,
            media=(medium,) if medium else brief.media,
            territories=(place,) if place else brief.territories,
            starts_on=max(today, licence.terms.starts_on) if still_runs else None,
            ends_on=licence.terms.ends_on if still_runs else None,
            fee=None,
        )
        start_from(tx, deps, licence, press.user_id, brief, now, renewal=False)
        return tell("offer_started")

    return await deps.store.transact(inner)


def _going_on(tx: Tx, licence: Licence) -> Deal | None:
    open_deals = tx.deals(brand_id=licence.brand_id, open_only=True)
    return next((deal for deal in open_deals if deal.renewal_of == licence.number), None)


ACTIONS = {"renew": renew, "let_end": let_end, "snooze": snooze, "start_offer": start_offer}
DUES = {"renew_snooze": ask_again}
