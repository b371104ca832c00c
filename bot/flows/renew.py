"""Step 7, renewal: a new deal with a head start, never automatic, always with new consent (DESIGN §3.7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.brief import Brief
from bot.domain.calendar import term_months
from bot.domain.deal import Deal
from bot.domain.errors import RuleBroken
from bot.domain.licence import Licence
from bot.domain.vocabulary import WORLD
from bot.flows import remind, understand
from bot.flows.base import NOTHING, Deps, Press, Reply, say, tell
from bot.flows.looking import first_name
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


def brief_from(licence: Licence) -> Brief:
    """The licence's terms as a brief; its fee is the brand's first figure."""
    terms = licence.terms
    months = term_months(terms.starts_on, terms.ends_on)
    whole = months.denominator == 1
    return Brief(
        talent_id=licence.talent_id,
        product=terms.product,
        category=terms.category,
        purpose=terms.purpose,
        media=terms.media,
        territories=terms.territories,
        starts_on=terms.starts_on,
        months=int(months) if whole else None,
        days=None if whole else (terms.ends_on - terms.starts_on).days + 1,
        exclusivity=terms.exclusivity,
        assets_max=terms.assets_max,
        replaces_casting=terms.replaces_casting,
    )


def _renewal_brief(licence: Licence, now: datetime) -> Brief:
    """The same once more, from the day after the end (or from tomorrow, where that has passed)."""
    after = remind.last_day_of(licence) + timedelta(days=1)
    tomorrow = (now + timedelta(days=1)).date()
    return replace(brief_from(licence), starts_on=max(after, tomorrow), fee=licence.terms.fee)


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


def own_licence(tx: Tx, press: Press) -> Licence:
    """The licence a button is about. Raises RuleBroken unless the person is one of its brand's."""
    licence, brand = tx.licence(press.action.ref), tx.brand_of(press.user_id)
    if licence is None:
        raise RuleBroken("deal_gone")
    if brand is None or brand.id != licence.brand_id:
        raise RuleBroken("not_for_you", name=first_name(tx, licence.rep_id) or licence.terms.brand)
    return licence


def _going_on(tx: Tx, licence: Licence) -> Deal | None:
    open_deals = tx.deals(brand_id=licence.brand_id, open_only=True)
    return next((deal for deal in open_deals if deal.renewal_of == licence.number), None)


ACTIONS = {"renew": renew, "let_end": let_end, "snooze": snooze}
DUES = {"renew_snooze": ask_again}
