"""Step 2: packages with prices, counters, and the way to an agreement (DESIGN §3.2).

What to ask for is `bot.domain.negotiation`'s business; this file carries moves to it and its acts to the chat. Every
package passes the guard once more before it leaves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from bot.domain import negotiation
from bot.domain.brief import Brief
from bot.domain.deal import Deal, DealState, MenuItem
from bot.domain.mandate import Mandate
from bot.domain.money import Money
from bot.domain.negotiation import Act, Memory, Move, Priced, Talk
from bot.domain.ratecard import Package, quote_minor
from bot.flows import ask_first, asks
from bot.flows.base import NOTHING, Deps, Form, Press, Reply, say
from bot.flows.brief_card import brief_data
from bot.flows.exclusive import blocked, tell_conflict
from bot.flows.guard import breaches, guard_stopped, limits_of
from bot.flows.letters import ASKED, letter_of, letter_of_lead, letters_for
from bot.flows.looking import brand_of_deal, first_name, old_button, own_deal, talent_of_deal
from bot.flows.mandate import binding_mandate
from bot.flows.menu import MENU_IN_CHAT, first_of, for_figure, simple_parts, worth_showing
from bot.flows.read_back import Remark, read_back
from bot.flows.tongue import tongue
from bot.ports import Address, Tx

MENU_FROM_STRATEGY = 6
OUR_WORD_STANDS = timedelta(days=30)
"""How long what we asked holds after a talk that came to nothing."""


def present(
    tx: Tx, deps: Deps, deal: Deal, now: datetime, *, remarks: list[Remark] | None = None, first: bool = False
) -> None:
    """Prices a whole brief and puts two or three packages on the table."""
    mandate, talent = binding_mandate(tx, deal), talent_of_deal(tx, deal)
    if blocked(tx, talent.id, deal.brief, deal.brief.package()):
        return tell_conflict(tx, deal, talent, now, remarks or [], first=first)
    if ask_first.must_ask(deal, mandate):
        return ask_first.ask(tx, deal, talent, mandate, now, first=first)
    if deal.talk is not None:
        return _again(tx, deps, deal, now, remarks or [])
    brief_move = Move("brief", deal.brief.package(), _usable_fee(deal.brief, mandate), None)
    talk, act = negotiation.begin(
        limits_of(mandate),
        brief_move,
        rounds=deps.house.rounds,
        seed=_seed(deal),
        menu=MENU_FROM_STRATEGY,
        memory=_memory(tx, deal, now),
        secret=_secret(deps, deal, mandate),
    )
    deal = replace(deal, theirs=_theirs(deal.brief, mandate))
    _act(tx, deps, deal, talk, act, now, remarks=remarks or [], lead="opening", first=first)
    return None


def _memory(tx: Tx, deal: Deal, now: datetime) -> Memory:
    """What this brand has licensed from this talent, and what we asked of it lately for nothing, under this mandate."""
    licences = sorted(
        tx.licences(talent_id=deal.talent_id, brand_id=deal.brand_id), key=lambda one: one.issued_at, reverse=True
    )
    talks = [
        Talk.from_dict(dict(past.talk))
        for past in tx.deals(brand_id=deal.brand_id, talent_id=deal.talent_id)
        if past.talk is not None
        and not past.is_open
        and past.mandate_version == deal.mandate_version
        and now - past.changed_at <= OUR_WORD_STANDS
        and tx.licence_of_deal(past.id) is None
    ]
    return Memory.of(
        (licence.terms.package() for licence in licences), (one for talk in talks for one in talk.standing)
    )


def move(tx: Tx, deps: Deps, deal: Deal, brief: Brief, fee: Money | None, now: datetime, remarks: list[Remark]) -> None:
    """The brand's counter: `brief` is what they now ask for, `fee` their figure for it (None keeps their last)."""
    mandate = binding_mandate(tx, deal)
    if deal.talk is None or (fee is not None and fee.currency != mandate.currency):
        return restart(tx, deps, deal, replace(brief, fee=fee), now, remarks)
    talk, limits = Talk.from_dict(dict(deal.talk)), limits_of(mandate)
    if blocked(tx, talent_of_deal(tx, deal).id, brief, brief.package()):
        return tell_conflict(tx, replace(deal, brief=brief), talent_of_deal(tx, deal), now, remarks)
    if fee is None:
        talk, act = negotiation.rebrief(talk, limits, brief.package())
    else:
        offer = Move("offer", brief.package(), fee.amount_minor, None)
        # What they ask for now is what the packages are built around and compared with, not what the talk began with.
        talk = replace(negotiation.reopened(talk), asked=brief.package())
        talk, act = negotiation.answer(talk, limits, offer)
    deal = replace(deal, brief=replace(brief, fee=fee or brief.fee), theirs=fee or deal.theirs)
    return _act(tx, deps, deal, talk, act, now, remarks=remarks, lead="counter" if fee else "changed")


async def accept(deps: Deps, press: Press, now: datetime) -> Reply:
    """`Accept A`: that package becomes the whole offer, read back to the brand line by line."""

    def inner(tx: Tx) -> Reply:
        deal = own_deal(tx, press)
        if deal.state is not DealState.NEGOTIATING or deal.version != press.action.version:
            return old_button(tx, deal)
        return accept_letter(tx, deps, deal, press.action.arg, now)

    return await deps.store.transact(inner)


def accept_letter(tx: Tx, deps: Deps, deal: Deal, letter: str, now: datetime) -> Reply:
    """The package behind `letter`, accepted by button or by words: reads the whole offer back."""
    item = deal.menu_item(letter)
    talk = Talk.from_dict(dict(deal.talk)) if deal.talk is not None else None
    index = _place_in(talk, item)
    if talk is not None and index is not None:
        talk, act = negotiation.answer(talk, limits_of(binding_mandate(tx, deal)), Move("accept", None, None, index))
        if act.kind != "accept":
            _act(tx, deps, deal, talk, act, now, remarks=[("mandate_changed", {})], lead="counter")
            return NOTHING
        deal = replace(deal, talk=talk.to_dict())
    read_back(tx, deps, deal, item.package, item.fee, now)
    return NOTHING


def _place_in(talk: Talk | None, item: MenuItem) -> int | None:
    """Where the strategy listed the package; what the talent herself asked for stands nowhere there."""
    wanted = Priced(item.package, item.fee.amount_minor)
    return talk.listed.index(wanted) if talk is not None and wanted in talk.listed else None


async def open_counter(deps: Deps, press: Press, now: datetime) -> Reply:
    """`Counter`: a form for a figure and, if they like, other uses, places or lengths."""

    def inner(tx: Tx) -> Reply:
        deal = own_deal(tx, press)
        if deal.state is not DealState.NEGOTIATING or deal.version != press.action.version:
            return old_button(tx, deal)
        theirs = deal.theirs.decimal() if deal.theirs else ""
        data = {"currency": deal.menu[0].fee.currency if deal.menu else "", "theirs": theirs}
        return Reply(form=Form("counter", replace(press.action, verb="countered", arg=press.event_id), data))

    return await deps.store.read(inner)


async def withdraw(deps: Deps, press: Press, now: datetime) -> Reply:
    """`Withdraw`: the brand ends the deal, also while the talent is being asked."""

    def inner(tx: Tx) -> Reply:
        withdraw_deal(tx, deps, own_deal(tx, press), now)
        return NOTHING

    return await deps.store.transact(inner)


def withdraw_deal(tx: Tx, deps: Deps, deal: Deal, now: datetime) -> None:
    """Ends an open deal for the brand, and the ask with it."""
    asks.end_open_ask(tx, deal, "withdrawn", now)
    deal = deal.ended(DealState.WITHDRAWN, now, "brand_withdrew")
    tx.save_deal(deal)
    tx.cancel_due(ref=deal.id)
    tx.append_ledger("deal.withdrawn", deal.id, {"state": deal.state.value}, now)
    say(tx, now, f"{deal.id}:v{deal.version}:withdrawn", Address.deal(deal.id), "withdrawn",
        rep=first_name(tx, deal.rep_id), language=tongue(tx, deal))  # fmt: skip


def reopen_with(
    tx: Tx, deps: Deps, deal: Deal, item: tuple[Package, Money], now: datetime, kind: str, **data: Any
) -> None:
    """Puts one package that the talent herself asked for on the table."""
    package, fee = item
    deal = _with_menu(replace(deal, terms=None, final=False), [(package, fee)])
    tx.save_deal(deal)
    table = _table_data(tx, deal, "talent", [])
    say(tx, now, f"{deal.id}:v{deal.version}:{kind}", Address.deal(deal.id), kind, **{**table, **data})


def _act(
    tx: Tx,
    deps: Deps,
    deal: Deal,
    talk: Talk,
    act: Act,
    now: datetime,
    *,
    remarks: list[Remark],
    lead: str,
    first: bool = False,
) -> None:
    """Carries one act of the strategy to the table: packages, an acceptance, or the end of the talk."""
    mandate = binding_mandate(tx, deal)
    if act.kind == "accept":
        chosen = act.packages[0]
        fee = Money(chosen.fee_minor, mandate.currency)
        # What we have said yes to stands: if it is not confirmed, nobody hears a higher figure for it afterwards.
        deal = _negotiating(tx, deal, _with_said(talk, [chosen]), [(chosen.package, fee)], now)
        agreed: Remark = ("agreed", {"fee": _money_data(fee)})
        return read_back(tx, deps, deal, chosen.package, fee, now, remarks=[*remarks, agreed], first=first)
    sound = [p for p in act.packages if not breaches(mandate, p.package, Money(p.fee_minor, mandate.currency))]
    if len(sound) < len(act.packages):
        guard_stopped(tx, deal, now)
    if act.kind in ("walk", "closed") or not sound:
        return _no_deal(tx, deal, now, first=first)
    shown = _side_by_side(tx, deal, mandate, talk, sound)
    if not shown:
        return tell_conflict(tx, deal, talent_of_deal(tx, deal), now, remarks, first=first)
    known, was_shown = deal.known_letters, bool(deal.menu or deal.lettered)
    packages = [(one.package, Money(one.fee_minor, mandate.currency)) for one in shown]
    deal = _negotiating(tx, deal, _with_said(talk, shown), packages, now, final=act.kind == "final")
    data = _table_data(tx, deal, "final" if act.kind == "final" else lead, remarks)
    top = deal.menu[0]
    same = (item.fee for item in known if (item.package, item.letter) == (top.package, top.letter))
    data["before"] = _money_data(next(same, None))
    data["new"] = [item.letter for item in deal.menu[1:] if was_shown and letter_of(item.package, known) != item.letter]
    if first:
        data["card"] = brief_data(deal, talent_of_deal(tx, deal), brand_of_deal(tx, deal))
    say(tx, now, f"{deal.id}:v{deal.version}:offers", Address.deal(deal.id), "offers", first=first, **data)
    return None


def _side_by_side(tx: Tx, deal: Deal, mandate: Mandate, talk: Talk, sound: list[Priced]) -> list[Priced]:
    """Two or three of the sound packages that no licence blocks; one of them for the brand's own figure, if need be."""
    asked, free = deal.brief.package(), _unblocked(tx, deal, sound)
    lead, limits, said = first_of(asked, free), limits_of(mandate), [*talk.standing, *sound]
    if lead is None:
        return []
    figure_minor = deal.theirs.amount_minor if deal.theirs is not None else None
    within = for_figure(limits, lead, figure_minor, said) if figure_minor is not None else None
    made = [*([within] if within is not None else []), *simple_parts(limits, lead, figure_minor, said)]
    made = [p for p in made if not breaches(mandate, p.package, Money(p.fee_minor, mandate.currency))]
    made = _unblocked(tx, deal, made)
    spoken_of = frozenset[str]().union(*(offer.package.media for offer in talk.offers))
    sensible = [one for one in free if one == lead or one.package.media <= asked.media | spoken_of]
    parts = [one for one in made if one != within]
    shown = worth_showing(asked, sensible, within if within in made else None, parts, figure_minor)
    first = _asked_first(deal, lead, said)
    if first is None or breaches(mandate, first.package, Money(first.fee_minor, mandate.currency)):
        return shown
    return [*(one for one in shown if one.package != first.package)][: MENU_IN_CHAT - 1] + _unblocked(tx, deal, [first])


def _asked_first(deal: Deal, lead: Priced, said: list[Priced]) -> Priced | None:
    """What goes by A, where the talk is about B or C now: it stays in sight, for the brand may come back to it."""
    item = deal.known_as(ASKED)
    if item is None or letter_of_lead(lead.package, deal) == ASKED:
        return None
    asks = [one.fee_minor for one in said if one.package == item.package]
    return Priced(item.package, min([item.fee.amount_minor, *asks]))


def _with_said(talk: Talk, shown: list[Priced]) -> Talk:
    """What the chat put beside the strategy's own packages stands like these: it is never asked more for again."""
    asks = {priced.package: priced for priced in talk.standing}
    for one in shown:
        asks[one.package] = min(one, asks.get(one.package, one), key=lambda priced: priced.fee_minor)
    return replace(talk, standing=tuple(asks.values()))


def _negotiating(
    tx: Tx, deal: Deal, talk: Talk, packages: Sequence[tuple[Package, Money]], now: datetime, *, final: bool = False
) -> Deal:
    deal = _with_menu(deal, packages)
    changes: dict[str, Any] = {"talk": talk.to_dict(), "final": final, "asked": None, "misses": 0}
    if deal.state is DealState.DRAFT:
        deal = deal.to(DealState.NEGOTIATING, now, **changes)
        tx.append_ledger("deal.negotiating", deal.id, {"state": deal.state.value}, now)
    else:
        deal = deal.with_table(now, **changes)
    tx.save_deal(deal)
    return deal


def _with_menu(deal: Deal, packages: Sequence[tuple[Package, Money]]) -> Deal:
    """The deal with these on the table, what is asked for first, each under the letter that it has in this talk."""
    letters = letters_for([package for package, _ in packages], deal)
    menu = tuple(MenuItem(letters[package], package, fee) for package, fee in packages if package in letters)
    deal = replace(deal, menu=menu, lettered=deal.known_letters)
    return replace(deal, lettered=deal.known_letters)


def _table_data(tx: Tx, deal: Deal, lead: str, remarks: list[Remark]) -> dict[str, Any]:
    talent, mandate = talent_of_deal(tx, deal), binding_mandate(tx, deal)
    asked = deal.brief.package()
    # What the card says is told at first, and again where what they ask for is not among the packages.
    tells = lead in ("opening", "changed") or all(item.package != asked for item in deal.menu)
    quote = Money(quote_minor(mandate.ratecard, asked), mandate.currency) if tells else None
    return {
        "deal": deal.id,
        "version": deal.version,
        "rep": first_name(tx, deal.rep_id),
        "talent": talent.name,
        "category": deal.brief.category,
        "language": tongue(tx, deal),
        "lead": lead,
        "remarks": [list(remark) for remark in remarks],
        "asked": _package_data(asked),
        "theirs": _money_data(deal.theirs),
        "quote": _money_data(quote),
        "base": _money_data(Money(mandate.ratecard.base_minor, mandate.currency)),
        "starts_on": deal.brief.starts_on.isoformat() if deal.brief.starts_on else None,
        "items": [
            {"letter": item.letter, **_package_data(item.package), "fee": _money_data(item.fee)} for item in deal.menu
        ],
    }


def _package_data(package: Package) -> dict[str, Any]:
    return {
        "media": sorted(package.media),
        "territories": sorted(package.territories),
        "months": str(package.months),
        "exclusivity": package.exclusivity,
    }


def _money_data(money: Money | None) -> dict[str, Any] | None:
    return None if money is None else {"amount_minor": money.amount_minor, "currency": money.currency}


def restart(tx: Tx, deps: Deps, deal: Deal, brief: Brief, now: datetime, remarks: list[Remark]) -> None:
    """The talk goes on from the brief as it stands; where there was none yet, one begins."""
    if deal.talk is None:
        return present(tx, deps, replace(deal, brief=brief), now, remarks=remarks)
    return _again(tx, deps, replace(deal, brief=brief), now, remarks)


def _again(tx: Tx, deps: Deps, deal: Deal, now: datetime, remarks: list[Remark]) -> None:
    """What was asked before still stands: nothing is dearer because the brand looked at something else meanwhile."""
    talk, limits = Talk.from_dict(dict(deal.talk or {})), limits_of(binding_mandate(tx, deal))
    talk, act = negotiation.rebrief(talk, limits, deal.brief.package())
    _act(tx, deps, deal, talk, act, now, remarks=remarks, lead="changed")


def _no_deal(tx: Tx, deal: Deal, now: datetime, *, first: bool) -> None:
    """Our walk: nothing is possible on these terms; the door stays open for another brief."""
    deal = deal.ended(DealState.REFUSED, now, "no_agreement")
    tx.save_deal(deal)
    tx.cancel_due(ref=deal.id)
    tx.append_ledger("deal.refused", deal.id, {"reason": "no_agreement", "state": deal.state.value}, now)
    say(tx, now, f"{deal.id}:v{deal.version}:noagreement", Address.deal(deal.id), "no_agreement", first=first,
        rep=first_name(tx, deal.rep_id), talent=talent_of_deal(tx, deal).name, language=tongue(tx, deal))  # fmt: skip


def _unblocked(tx: Tx, deal: Deal, priced: list[Priced]) -> list[Priced]:
    assert deal.talent_id is not None
    return [item for item in priced if not blocked(tx, deal.talent_id, deal.brief, item.package)]


def _usable_fee(brief: Brief, mandate: Mandate) -> int | None:
    fee = _theirs(brief, mandate)
    return fee.amount_minor if fee is not None and fee.amount_minor > 0 else None


def _theirs(brief: Brief, mandate: Mandate) -> Money | None:
    return brief.fee if brief.fee is not None and brief.fee.currency == mandate.currency else None


def _seed(deal: Deal) -> int:
    return int.from_bytes(sha256(deal.id.encode()).digest()[:6], "big")


def _secret(deps: Deps, deal: Deal, mandate: Mandate) -> bytes:
    """One margin for a mandate version and a brand, never one for a deal: repeated deals must not average it out."""
    return sha256(deps.house.secret + f"|{mandate.talent_id}|{mandate.version}|{deal.brand_id}".encode()).digest()


ACTIONS = {
    "accept": accept,
    "counter": open_counter,
    "withdraw": withdraw,
}
