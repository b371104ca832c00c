"""Words in a deal's thread once there is something to talk about: counters, yes and no, questions, answers.

A yes in words never binds: it reads the offer back, and only `Confirm offer` confirms it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.domain.consent import Answer as ConsentAnswer
from bot.domain.deal import Deal, DealState, MenuItem
from bot.domain.errors import RuleBroken
from bot.flows import answer_brand, negotiate, probing, relay
from bot.flows.answers import Answer
from bot.flows.apart import apart
from bot.flows.base import NOTHING, Deps, Heard, Press, Reply, say, sent_before, tell
from bot.flows.counter import Remark, added_by_with, counter, differing, holds_terms
from bot.flows.letters import about, asking_for
from bot.flows.looking import brand_of_deal, context_of, first_name, old_button, own_deal, talent_of_deal
from bot.flows.mandate import binding_mandate
from bot.flows.merge import merge
from bot.flows.tongue import tongue
from bot.ports import Address, Tx
from bot.reading.findings import Context, Findings
from bot.reading.insists import insists
from bot.reading.read import read


def is_about_brief(found: Findings) -> bool:
    """Whether a message in a draft goes into the brief; a bare question or a withdrawal does not."""
    return found.intent not in ("question", "withdraw", "renew") or holds_terms(found)


def answer(
    tx: Tx, deps: Deps, deal: Deal, found: Findings, heard: Heard, now: datetime, drafted: Answer | None = None
) -> None:
    """One message of the brand in a thread, where the deal is past its brief or the words are not about it."""
    if deal.handled_by is not None:
        return _to_operator(tx, deal, heard, now)
    if found.intent == "withdraw" and deal.is_open and not insists(heard.text):
        return _say(tx, deal, heard, now, "withdraw_asked")
    if _answered_apart(tx, deps, deal, heard, now, drafted):
        return None
    _answer_whole(tx, deps, deal, found, heard, now)
    return None


def _answer_whole(tx: Tx, deps: Deps, deal: Deal, found: Findings, heard: Heard, now: datetime) -> None:
    match deal.state:
        case DealState.NEGOTIATING:
            _negotiating(tx, deps, deal, found, heard, now)
        case DealState.OFFERED:
            _offered(tx, deps, deal, found, heard, now)
        case DealState.ASKING:
            _asking(tx, deps, deal, found, heard, now)
        case _:
            answer_brand.answer(tx, deps, deal, found, heard, now)


def _answered_apart(tx: Tx, deps: Deps, deal: Deal, heard: Heard, now: datetime, drafted: Answer | None = None) -> bool:
    """Answers a question that stands beside an offer, then the offer by its own words. False where one is missing."""
    if deal.state not in (DealState.NEGOTIATING, DealState.OFFERED):
        return False
    context = context_of(tx, deal, heard.user_id, now)
    both = apart(heard.text, lambda words: read(words, context))
    if both is None:
        return False
    told, asked = both
    found = read(told, context)
    # Each message of ours has its own key.
    question = replace(heard, text=asked, message_id=f"{heard.message_id}:asked")
    about_it = asking_for(deal, found.package)
    answer_brand.answer_beside(tx, deps, about_it, read(asked, context), question, now, drafted)
    _answer_whole(tx, deps, deal, found, replace(heard, text=told), now)
    return True


def answer_question(
    tx: Tx, deps: Deps, deal: Deal, found: Findings, heard: Heard, now: datetime, drafted: Answer | None = None
) -> None:
    """A message that asks rather than offers: answered, unless it answers the talent's own open question."""
    if relay.has_open_question(tx, deal) and not answer_brand.knows(tx, heard.text, found, deal):
        relay.pass_answer_on(tx, deal, heard.text, heard.message_id, now)
        return None
    if _answered_apart(tx, deps, deal, heard, now, drafted):
        return None
    return answer_brand.answer(tx, deps, deal, found, heard, now, drafted)


async def countered(deps: Deps, press: Press, now: datetime) -> Reply:
    """The counter's form came back: read like words in the thread, with the figure first."""

    def look(tx: Tx) -> tuple[Deal, Context]:
        deal = own_deal(tx, press)
        return deal, context_of(tx, deal, press.user_id, now)

    before, context = await deps.store.read(look)
    # A form holds a counter: what it asks stands beside that, and is never the whole.
    drafted = await answer_brand.drafted(deps, _as_heard(press, before, now), Findings(), context, before, now)

    def inner(tx: Tx) -> Reply:
        deal = own_deal(tx, press)
        if deal.state is not DealState.NEGOTIATING:
            return old_button(tx, deal)
        if sent_before(tx, press, now):
            return tell("sent_already")
        heard = _as_heard(press, deal, now)
        if _answered_apart(tx, deps, deal, heard, now, drafted):
            return NOTHING
        found = read(heard.text, context_of(tx, deal, press.user_id, now))
        remarks: list[Remark] = []
        if not counter(tx, deps, deal, found, now, remarks):
            if remarks:
                _say_standing(tx, deal, press, now, remarks)
                return NOTHING
            return tell("counter_unreadable", deal=deal.id, version=deal.version)
        return NOTHING

    return await deps.store.transact(inner)


def _as_heard(press: Press, deal: Deal, now: datetime) -> Heard:
    words = _with_currency(press.fields, deal)
    return Heard(press.event_id, press.user_id, press.user_name, press.channel_id, words, now)


def _say_standing(tx: Tx, deal: Deal, press: Press, now: datetime, remarks: list[Remark]) -> None:
    talent = talent_of_deal(tx, deal)
    say(tx, now, f"reply:{press.event_id}", Address.deal(deal.id), "standing", deal=deal.id, version=deal.version,
        rep=first_name(tx, press.user_id), talent=talent.name, remarks=[list(remark) for remark in remarks],
        language=tongue(tx, deal), **_table(deal))  # fmt: skip


def _with_currency(fields: Mapping[str, str], deal: Deal) -> str:
    """The form's words; a bare figure in the fee field is in the talent's currency."""
    fee, rest = fields.get("fee", "").strip(), fields.get("rest", "").strip()
    currency = deal.menu[0].fee.currency if deal.menu else ""
    bare = fee and not any(ch.isalpha() or ch in "€$£¥₩" for ch in fee)
    figure = f"{currency} {fee}" if bare else fee
    return ". ".join(part for part in (figure and f"we offer {figure}", rest) if part)


def _negotiating(tx: Tx, deps: Deps, deal: Deal, found: Findings, heard: Heard, now: datetime) -> None:
    remarks: list[Remark] = []
    if found.intent == "accept" or _takes_as_it_is(tx, deal, found):
        return _accept(tx, deps, deal, found, heard, now)
    if found.intent == "question":
        return answer_brand.answer(tx, deps, deal, found, heard, now)
    found = added_by_with(found, heard.text)
    last = insists(heard.text) and not deal.final
    if last:
        remarks.append(("their_last", {}))
    try:
        moved = counter(tx, deps, deal, found, now, remarks) or (last and _repeat(tx, deps, deal, now, remarks))
    except RuleBroken as broken:
        remarks, moved = [*remarks, (broken.code, dict(broken.detail))], False
    if moved:
        return None
    figures = any(mark.isdigit() for mark in heard.text)
    if not remarks and deal.menu and found.intent != "reject" and figures:
        # The example is in the card's currency and of the size they speak of.
        example = deal.theirs or deal.menu[0].fee
        fee = {"amount_minor": example.amount_minor, "currency": example.currency}
        remarks.append(("figure_unsure", {"fee": fee}))
    # "No, I said 7,200" has said what would work.
    told = found.intent != "reject" or (figures and deal.theirs is not None and not deal.final)
    kind = "standing" if told else "leave_it" if deal.final else "what_would_work"
    return _say(tx, deal, heard, now, kind, remarks=[list(remark) for remark in remarks], **_table(deal))


def _takes_as_it_is(tx: Tx, deal: Deal, found: Findings) -> bool:
    """ "Then C, Sweden only": a package by its letter, and of its terms only what it holds already."""
    item = deal.known_as(found.package)
    if item is None or found.intent != "offer" or found.fee is not None or found.flags or found.unclear:
        return False
    as_shown = deal.brief.with_package(item.package)
    return not differing(merge(as_shown, found, tx.talents(), item.fee.currency).brief, as_shown)


def _repeat(tx: Tx, deps: Deps, deal: Deal, now: datetime, remarks: list[Remark]) -> bool:
    """ "Final." by itself is the figure that stands, said once more: it gets an answer, and counts as one."""
    if deal.theirs is None or probing.next_figure_at(tx, deal, deps.house.rounds, now) is not None:
        return False
    probing.note_figure(tx, deal, now)
    negotiate.move(tx, deps, deal, deal.brief, deal.theirs, now, remarks)
    return True


def _accept(tx: Tx, deps: Deps, deal: Deal, found: Findings, heard: Heard, now: datetime) -> None:
    letter = found.package or (deal.menu[0].letter if len(deal.menu) == 1 else None)
    item = deal.known_as(letter)
    if letter is None or item is None:
        return _say(tx, deal, heard, now, "which_package", **_table(deal))
    if letter not in {item.letter for item in deal.menu}:
        return _take_earlier(tx, deps, deal, item, now)
    reply = negotiate.accept_letter(tx, deps, deal, letter, now)
    if reply.note is not None:
        _say(tx, deal, heard, now, reply.note.kind, **reply.note.data)
    return None


def _take_earlier(tx: Tx, deps: Deps, deal: Deal, item: MenuItem, now: datetime) -> None:
    """A yes to a package of an earlier card: what was asked for it stands, so it is an offer of exactly that."""
    earlier: Remark = ("earlier_card", {"letter": item.letter})
    negotiate.move(tx, deps, about(deal, item.letter), deal.brief.with_package(item.package), item.fee, now, [earlier])


def _offered(tx: Tx, deps: Deps, deal: Deal, found: Findings, heard: Heard, now: datetime) -> None:
    if found.intent in ("offer", "request", "other") and holds_terms(found) and _changes_something(tx, deal, found):
        deal = _reopened(tx, deal, now)
        remarks: list[Remark] = [("left_unconfirmed", {})]
        try:
            if counter(tx, deps, deal, added_by_with(found, heard.text), now, remarks):
                return None
        except RuleBroken as broken:
            remarks.append((broken.code, dict(broken.detail)))
        return negotiate.present(tx, deps, deal, now, remarks=remarks)
    if found.intent == "question":
        return answer_brand.answer(tx, deps, deal, found, heard, now)
    if found.intent == "accept" and _takes_another(deal, found):
        return _accept(tx, deps, _reopened(tx, deal, now), found, heard, now)
    kind = "not_confirmed" if found.intent == "reject" else "confirm_by_button"
    return _say(tx, deal, heard, now, kind, version=deal.version)


def _reopened(tx: Tx, deal: Deal, now: datetime) -> Deal:
    """Back to the packages from an offer that was read back and not confirmed."""
    deal = deal.to(DealState.NEGOTIATING, now, terms=None)
    tx.save_deal(deal)
    tx.cancel_due(ref=deal.id)
    tx.append_ledger("deal.reopened", deal.id, {"state": deal.state.value, "version": deal.version}, now)
    return deal


def _takes_another(deal: Deal, found: Findings) -> bool:
    """Whether a yes names another package than the one that was read back ("no, we take C")."""
    item = deal.known_as(found.package)
    return deal.terms is not None and item is not None and item.package != deal.terms.package()


def _changes_something(tx: Tx, deal: Deal, found: Findings) -> bool:
    """Whether words about the offer that was read back say anything else than what it says already."""
    merged = merge(deal.brief, found, tx.talents(), binding_mandate(tx, deal).currency)
    same_fee = deal.terms is not None and merged.brief.fee == deal.terms.fee
    return bool(merged.remarks or found.unclear or merged.changed - ({"fee"} if same_fee else set())) or (
        found.fee is not None and not same_fee
    )


def _asking(tx: Tx, deps: Deps, deal: Deal, found: Findings, heard: Heard, now: datetime) -> None:
    if relay.has_open_question(tx, deal):
        relay.pass_answer_on(tx, deal, heard.text, heard.message_id, now)
        return None
    if found.intent == "question":
        return answer_brand.answer(tx, deps, deal, found, heard, now)
    consent = tx.consent(deal.consent_id) if deal.consent_id else None
    until = consent.expires_at.isoformat() if consent and consent.answer is ConsentAnswer.OPEN else None
    return _say(tx, deal, heard, now, "waiting_for_her", until=until, tz=brand_of_deal(tx, deal).tz)


def _to_operator(tx: Tx, deal: Deal, heard: Heard, now: datetime) -> None:
    say(tx, now, f"relay:{heard.message_id}", Address.operators(), "operator_relay", deal=deal.id,
        name=heard.user_name, words=heard.text[:900], thread=deal.thread_id)  # fmt: skip


def _say(tx: Tx, deal: Deal, heard: Heard, now: datetime, kind: str, /, **data: Any) -> None:
    talent = tx.talent(deal.talent_id) if deal.talent_id else None
    base: dict[str, Any] = {
        "deal": deal.id,
        "version": deal.version,
        "rep": first_name(tx, heard.user_id),
        "talent": talent.name if talent else None,
        "language": tongue(tx, deal),
    }
    say(tx, now, f"reply:{heard.message_id}", Address.deal(deal.id), kind, **{**base, **data})


def _table(deal: Deal) -> dict[str, Any]:
    theirs = deal.theirs
    return {
        "letters": [item.letter for item in deal.menu],
        "final": deal.final,
        "theirs": None if theirs is None else {"amount_minor": theirs.amount_minor, "currency": theirs.currency},
    }


ACTIONS = {"countered": countered}
