"""A company nobody knows yet: its person says who they ask for, and what they said meanwhile is taken up."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.errors import RuleBroken
from bot.domain.people import Brand
from bot.domain.terms import TEXT_LIMITS, clean_text
from bot.flows import understand
from bot.flows.base import Deps, Form, Press, Reply, refusal_reply, say, tell
from bot.flows.extract import read_whole
from bot.flows.looking import context_of
from bot.flows.typed import read_currency
from bot.ports import Address, Said, Tx


async def open_introduction(deps: Deps, press: Press, now: datetime) -> Reply:
    """`Introduce your company`: a form, for the person who was asked alone."""
    if press.action.arg and press.action.arg != press.user_id:
        raise RuleBroken("not_for_you", name="someone else")
    typed = await deps.store.read(lambda tx: tx.value(f"introduction:{press.user_id}"))
    return Reply(form=Form("company", replace(press.action, verb="introduced"), {"typed": typed or ""}))


async def introduced(deps: Deps, press: Press, now: datetime) -> Reply:
    """The form came back: the brand is known from here on, and the waiting message becomes a deal."""

    def inner(tx: Tx) -> Reply:
        if tx.brand_of(press.user_id) is not None:
            return tell("already_introduced")
        try:
            brand = _brand(tx, deps, press)
        except RuleBroken as broken:
            # Told, not raised: a raised one would undo this transaction, and with it what was typed (I13).
            tx.set_value(f"introduction:{press.user_id}", "\n".join(press.fields.values())[:900])
            return refusal_reply(broken)
        tx.save_brand(brand)
        tx.append_ledger("brand.introduced", brand.id, {}, now)
        say(tx, now, f"brand:{brand.id}", Address.operators(), "brand_introduced", brand=brand.name,
            licensee=brand.licensee, name=press.user_name)  # fmt: skip
        return _take_up(tx, deps, press, brand, now)

    return await deps.store.transact(inner)


def _take_up(tx: Tx, deps: Deps, press: Press, brand: Brand, now: datetime) -> Reply:
    waiting = (tx.value(f"waiting:{press.user_id}") or "").split()
    said = tx.remembered(f"waiting:{press.user_id}", limit=1)
    if not waiting or not said:
        return tell("introduced", brand=brand.name)
    tx.set_value(f"waiting:{press.user_id}", "")
    words = said[-1].text
    message_id = waiting[1] if len(waiting) > 1 else None
    found = read_whole(words, context_of(tx, None, press.user_id, now))
    deal = understand.start_deal(tx, deps, brand, press.user_id, waiting[0], message_id, now)
    tx.remember(Said(f"deal:{deal.id}", press.user_id, words, now))
    understand.take_in(tx, deps, deal, found, now, words=words, first=True)
    return tell("deal_opened")


def _brand(tx: Tx, deps: Deps, press: Press) -> Brand:
    name = clean_text(press.fields.get("brand", ""), TEXT_LIMITS["brand"])
    licensee = clean_text(press.fields.get("licensee", ""), TEXT_LIMITS["licensee"]) or name
    if not name:
        raise RuleBroken("brand_name_missing")
    for other in tx.brands():
        if _folded(name, licensee) & _folded(other.name, other.licensee):
            raise RuleBroken("brand_name_known", name=other.name, operator=deps.house.operator_name)
    currency = read_currency(press.fields.get("currency", ""))
    return Brand(deps.new_id(), name, licensee, currency, (press.user_id,), _zone(press.fields.get("tz", "")))


def _folded(*names: str) -> set[str]:
    """Names as far as they can be told apart at a glance: without case, accents, spaces and signs.

    A talent decides by the name on the card, so nobody may go by that of a brand that is known (I1).
    """
    plain = (unicodedata.normalize("NFKD", name).casefold() for name in names)
    return {"".join(ch for ch in name if ch.isalnum()) or name for name in plain}


def _zone(typed: str) -> str:
    name = typed.strip().replace(" ", "_") or "UTC"
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        raise RuleBroken("time_zone_unknown", typed=typed[:40]) from None
    return name


ACTIONS = {"introduce": open_introduction, "introduced": introduced}
