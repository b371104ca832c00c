"""What a stricter mandate does to deals that run: it binds at once, so an ask that breaks it ends (DESIGN §3, issue C).

A dearer rate card ends no ask, for she sees what it pays and decides; a talk that is still open is priced anew where it
lies below what her card now *quotes*. Her floor alone never decides that, so nobody learns it from what happens (I4).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.domain.brief import refusals
from bot.domain.calendar import local
from bot.domain.consent import Answer
from bot.domain.deal import Deal, DealState
from bot.domain.mandate import Mandate
from bot.domain.people import Talent
from bot.domain.ratecard import quote_minor
from bot.flows import asks, understand
from bot.flows.base import Deps, say
from bot.flows.looking import brand_of_deal
from bot.flows.mandate import binding_mandate
from bot.ports import Address, Tx

_OWN_FAULTS = frozenset({"start_in_past", "start_too_far", "dates_reversed", "term_too_long"})
"""What a brief may get wrong by itself, whatever the mandate says."""


@dataclass(frozen=True)
class EndedAsk:
    """An ask that a stricter mandate ended: whose, and the codes of what it breaks."""

    brand: str
    reasons: tuple[str, ...]


def after_stricter(tx: Tx, deps: Deps, talent: Talent, was: Mandate, now: datetime) -> tuple[EndedAsk, ...]:
    """Takes every open deal that her newest mandate no longer allows back to the table, and tells both sides.

    `was` is the version before the change. Safe to run twice: a deal taken back no longer breaks anything.
    """
    ended = []
    for deal in tx.deals(talent_id=talent.id, open_only=True):
        reasons = _broken(tx, deal, was, local(now, brand_of_deal(tx, deal).tz).date())
        if not reasons or deal.state is DealState.APPROVED:
            continue
        had_ask = asks.end_open_ask(tx, deal, Answer.CHANGE.value, now) is not None
        _back_to_the_table(tx, deps, deal, reasons, talent, now)
        if had_ask:
            ended.append(EndedAsk(brand_of_deal(tx, deal).name, reasons))
    if ended:
        _tell_talent(tx, talent, ended, now)
    return tuple(ended)


def _broken(tx: Tx, deal: Deal, was: Mandate, today: date) -> tuple[str, ...]:
    """Codes of what the deal breaks now, and did not break before the change."""
    binding = binding_mandate(tx, deal)
    before = _refused(deal, was, today)
    new = [code for code, detail in _refused(deal, binding, today) if (code, detail) not in before]
    codes = tuple(dict.fromkeys(code for code in new if code not in _OWN_FAULTS))
    return codes or _repriced(deal, was, binding)


def _refused(deal: Deal, mandate: Mandate, today: date) -> list[tuple[str, str]]:
    """What the mandate says to all that is on the table: the brief, the packages offered, the terms read back."""
    briefs = [deal.brief]
    if deal.brief.starts_on is not None:
        briefs += [deal.brief.with_package(item.package) for item in deal.menu]
    if deal.terms is not None:
        altered = deal.terms.depiction.allowed()
        briefs.append(replace(deal.brief.with_package(deal.terms.package()), alterations=altered))
    found = (refusal for brief in briefs for refusal in refusals(brief, mandate, today))
    return [(refusal.code, str(refusal.detail)) for refusal in found]


def _repriced(deal: Deal, was: Mandate, binding: Mandate) -> tuple[str, ...]:
    """`card_dearer` where her card rose and a talk's figures lie below what it asks now."""
    if deal.state is DealState.ASKING:
        return ()
    old, new = was.ratecard, binding.ratecard
    dearer = new.base_minor > old.base_minor or new.floor_base_minor > old.floor_base_minor
    if old.currency != new.currency:
        return ("card_dearer",) if deal.menu or deal.terms else ()
    if not dearer:
        return ()
    table = [(item.package, item.fee) for item in deal.menu]
    table += [(deal.terms.package(), deal.terms.fee)] if deal.terms else []
    below = any(fee.amount_minor < quote_minor(new, package) for package, fee in table)
    return ("card_dearer",) if below else ()


def _back_to_the_table(tx: Tx, deps: Deps, deal: Deal, reasons: tuple[str, ...], talent: Talent, now: datetime) -> None:
    """The deal as a draft again, read against the stricter mandate: refused, one question, or new prices."""
    if deal.state is DealState.ASKING:
        deal = deal.to(DealState.NEGOTIATING, now)
    if deal.state is not DealState.DRAFT:
        deal = deal.to(DealState.DRAFT, now)
    deal = replace(deal, terms=None, menu=(), lettered=(), talk=None, final=False, asked=None)
    tx.save_deal(deal)
    tx.cancel_due(ref=deal.id)
    body = {"state": deal.state.value, "reason": "mandate_stricter", "codes": list(reasons)}
    tx.append_ledger("deal.reopened", deal.id, body, now)
    understand.advance(tx, deps, deal, now, remarks=[("mandate_changed", {"talent": talent.name})])


def _tell_talent(tx: Tx, talent: Talent, ended: list[EndedAsk], now: datetime) -> None:
    newest = tx.mandate(talent.id)
    assert newest is not None
    say(tx, now, f"{talent.id}:mandate{newest.version}:asks", Address.dm(talent.user_id), "asks_ended_by_mandate",
        asks=[{"brand": ask.brand, "reasons": list(ask.reasons)} for ask in ended])  # fmt: skip
