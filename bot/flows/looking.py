"""Small looks into the store that several flows share: whose deal, which brand, what the words are read against."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from bot.domain.deal import Deal, DealState
from bot.domain.errors import RuleBroken
from bot.domain.licence import Licence
from bot.domain.money import Money
from bot.domain.people import Brand, Talent, TalentState
from bot.flows.base import Press, Reply, tell
from bot.ports import Tx
from bot.reading.findings import Context, OnTable, TalentName


def own_deal(tx: Tx, press: Press) -> Deal:
    """The open deal a button is about.

    Raises RuleBroken unless the person is one of the brand's; or `handled_by_person` while an operator has the deal,
    when withdrawing is all that Quasi still does in it.
    """
    deal = tx.deal(press.action.ref)
    if deal is None:
        raise RuleBroken("deal_gone")
    brand = tx.brand_of(press.user_id)
    if brand is None or brand.id != deal.brand_id:
        raise RuleBroken("not_for_you", name=brand_of_deal(tx, deal).name)
    if not deal.is_open:
        raise RuleBroken("deal_over", state=deal.state.value)
    if deal.handled_by is not None and press.action.verb != "withdraw":
        raise RuleBroken("handled_by_person")
    return deal


def old_button(tx: Tx, deal: Deal) -> Reply:
    """That button belongs to an earlier table."""
    return tell("old_button", at=deal.changed_at.isoformat(), tz=brand_of_deal(tx, deal).tz)


def brand_of_deal(tx: Tx, deal: Deal) -> Brand:
    """A deal always has its brand."""
    brand = tx.brand(deal.brand_id)
    assert brand is not None
    return brand


def talent_of_deal(tx: Tx, deal: Deal) -> Talent:
    """The talent of a deal past its first question."""
    talent = tx.talent(deal.talent_id) if deal.talent_id else None
    if talent is None:
        raise RuleBroken("brief_incomplete", field="talent")
    return talent


def first_name(tx: Tx, user_id: str) -> str:
    """How to address a person; empty when we do not know them."""
    person = tx.person(user_id)
    return person.name.split(" ")[0] if person else ""


def currency_of_deal(tx: Tx, deal: Deal | None) -> str | None:
    """The talent's currency, once a talent is known."""
    if deal is None or deal.brief.talent_id is None:
        return None
    mandate = tx.mandate(deal.brief.talent_id)
    return mandate.currency if mandate else None


def context_of(tx: Tx, deal: Deal | None, user_id: str, now: datetime) -> Context:
    """What a brand's message is read against: who is enrolled, what is on the table, what we asked last."""
    brand = tx.brand_of(user_id)
    own_currency = brand.currency if brand else None
    return Context(
        now=now,
        role="brand",
        roster=roster(tx),
        on_table=_on_table(deal) if deal is not None else None,
        currency=currency_of_deal(tx, deal) or own_currency,
        territories=deal.brief.territories if deal else (),
        tz=brand.tz if brand else "UTC",
        asked=deal.asked if deal is not None and deal.state is DealState.DRAFT else None,
        talking=deal is not None and deal.state is not DealState.DRAFT,
    )


def roster(tx: Tx) -> tuple[TalentName, ...]:
    """Every talent whose name may be meant."""
    return tuple(TalentName(t.name, t.aliases) for t in tx.talents() if t.state is not TalentState.LEFT)


def _on_table(deal: Deal) -> OnTable | None:
    brief = deal.brief
    terms: dict[str, object] = {
        "media": list(brief.media),
        "territories": list(brief.territories),
        "exclusivity": brief.exclusivity,
        "category": brief.category,
        "months": brief.months,
        "starts_on": brief.starts_on.isoformat() if brief.starts_on else None,
    }
    said = {name: value for name, value in terms.items() if value}
    ours = figure(deal.menu[0].fee) if deal.menu else None
    return OnTable(said, ours, figure(deal.theirs or brief.fee))


def figure(money: Money | None) -> tuple[Decimal, str] | None:
    """Money as the reader has it: a decimal in major units, and the currency."""
    return None if money is None else (Decimal(money.decimal()), money.currency)


def own_licence(tx: Tx, press: Press) -> Licence:
    """The licence a button is about. Raises RuleBroken unless the person is one of its brand's."""
    licence, brand = tx.licence(press.action.ref), tx.brand_of(press.user_id)
    if licence is None:
        raise RuleBroken("deal_gone")
    if brand is None or brand.id != licence.brand_id:
        raise RuleBroken("not_for_you", name=first_name(tx, licence.rep_id) or licence.terms.brand)
    return licence
