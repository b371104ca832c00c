"""A talent may want to be asked before a large deal is even talked about: her word first, then the negotiation."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from bot.domain.deal import Deal
from bot.domain.mandate import Mandate
from bot.domain.money import Money
from bot.domain.people import Talent
from bot.domain.ratecard import quote_minor
from bot.flows.base import say
from bot.flows.looking import brand_of_deal, first_name
from bot.ports import Address, Due, Note, Outgoing, Tx

ANSWER_WITHIN_H = 48


def must_ask(deal: Deal, mandate: Mandate) -> bool:
    """Whether this deal's card price is above the size she set, and she has not yet let it be talked about."""
    limit = mandate.ask_first_above_minor
    if limit is None or deal.cleared or deal.renewal_of is not None:
        return False
    return quote_minor(mandate.ratecard, deal.brief.package()) > limit


def ask(tx: Tx, deal: Deal, talent: Talent, mandate: Mandate, now: datetime, *, first: bool) -> None:
    """Asks her, once a deal, outside her quiet hours; tells the brand that it waits for her."""
    opens = mandate.quiet_hours.next_open(now, mandate.tz)
    until = opens + timedelta(hours=ANSWER_WITHIN_H)
    brand = brand_of_deal(tx, deal)
    data = {**_data(deal, mandate), "brand": brand.name, "talent": talent.name, "tz": mandate.tz}
    note = Note("ask_first", {**data, "until": until.isoformat()})
    later = opens if opens > now else None
    tx.enqueue(Outgoing(f"{deal.id}:first", Address.dm(talent.user_id), note, not_before=later), now)
    if not any(row.kind == "ask_first_lapse" for row in tx.dues(ref=deal.id)):
        tx.set_due(Due(f"first:{deal.id}", "ask_first_lapse", deal.id, until))
    say(tx, now, f"{deal.id}:v{deal.version}:first-brand", Address.deal(deal.id), "ask_first_brand", first=first,
        talent=talent.name, rep=first_name(tx, deal.rep_id), deal=deal.id, version=deal.version)  # fmt: skip


def ask_again(tx: Tx, talent: Talent, key: str, now: datetime) -> bool:
    """Shows her the question that waits for her, since words decide nothing here either. False where none waits."""
    mandate = tx.mandate(talent.id)
    if mandate is None:
        return False
    for deal in tx.deals(talent_id=talent.id, open_only=True):
        lapse = next((row for row in tx.dues(ref=deal.id) if row.kind == "ask_first_lapse"), None)
        if lapse is not None:
            say(tx, now, key, Address.dm(talent.user_id), "ask_first_again", brand=brand_of_deal(tx, deal).name,
                tz=mandate.tz, until=lapse.due_at.isoformat(), deal=deal.id)  # fmt: skip
            return True
    return False


def _data(deal: Deal, mandate: Mandate) -> dict[str, Any]:
    quote = Money(quote_minor(mandate.ratecard, deal.brief.package()), mandate.currency)
    end = deal.brief.term_end()
    return {
        "deal": deal.id,
        "product": deal.brief.product or deal.brief.purpose,
        "category": deal.brief.category,
        "media": list(deal.brief.media),
        "territories": list(deal.brief.territories),
        "starts_on": deal.brief.starts_on.isoformat() if deal.brief.starts_on else None,
        "ends_on": end.isoformat() if end else None,
        "exclusivity": deal.brief.exclusivity,
        "quote": {"amount_minor": quote.amount_minor, "currency": quote.currency},
    }
