"""Step 1, the brief: read what the brand says, show what was understood, ask one question at a time (DESIGN §3.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, cast

from bot.answers.split import questions_in, statement_in
from bot.domain.brief import Brief, Refusal, refusals, without_refused
from bot.domain.calendar import local
from bot.domain.deal import MISSES_BEFORE_FORM, Deal, DealState
from bot.domain.errors import RuleBroken
from bot.domain.people import Brand, Talent
from bot.domain.vocabulary import Exclusivity
from bot.flows import answer_brand, negotiate, talk_in_deal
from bot.flows.apart import apart
from bot.flows.base import Deps, Form, Heard, Press, Reply, say, sent_before, tell
from bot.flows.brief_card import brief_data
from bot.flows.extract import understand_text
from bot.flows.looking import brand_of_deal, context_of, currency_of_deal, first_name
from bot.flows.mandate import binding_mandate
from bot.flows.merge import Merged, as_answer, is_bare_figure, merge, purpose_from
from bot.flows.open_step import choices_for, not_bookable
from bot.flows.tongue import note_tongue, tongue
from bot.ports import Address, Due, Said, Tx
from bot.reading.findings import Context, Findings
from bot.reading.puzzled import puzzled
from bot.reading.read import read

Remark = tuple[str, dict[str, Any]]
IDLE_DAYS = 14
OPEN_MOST = 100
"""Open talks a brand may have at once: more than any brand needs, and an end to a flood of them."""


async def open_deal(deps: Deps, heard: Heard, now: datetime) -> None:
    """A brand's first message: opens a deal with its thread, and answers with what was understood."""
    context = await deps.store.read(lambda tx: context_of(tx, None, heard.user_id, now))
    found = await understand_text(deps, heard.text, context, None)

    def inner(tx: Tx) -> None:
        brand = tx.brand_of(heard.user_id)
        if brand is None or not tx.first_time(f"message:{heard.message_id}", now):
            return
        if _too_many_open(tx, brand):
            say(tx, now, f"many:{heard.message_id}", Address.dm(heard.user_id), "too_many_open", most=OPEN_MOST)
            return
        deal = start_deal(tx, deps, brand, heard.user_id, heard.channel_id, heard.message_id, now)
        tx.remember(Said(f"deal:{deal.id}", heard.user_id, heard.text, now))
        note_tongue(tx, deal, heard.text)
        take_in(tx, deps, deal, found, now, words=heard.text, first=True)

    await deps.store.transact(inner)


async def hear_in_deal(deps: Deps, heard: Heard, now: datetime) -> None:
    """A message in a deal's thread, from one of the brand's people."""

    def look(tx: Tx) -> tuple[Context, Deal | None]:
        deal = tx.deal_in_thread(heard.channel_id)
        return context_of(tx, deal, heard.user_id, now), deal

    context, before = await deps.store.read(look)
    found = await understand_text(deps, heard.text, context, before)
    drafted = await answer_brand.drafted(deps, heard, found, context, before, now)

    def inner(tx: Tx) -> None:
        deal = tx.deal_in_thread(heard.channel_id)
        if deal is None or not tx.first_time(f"message:{heard.message_id}", now):
            return
        tx.remember(Said(f"deal:{deal.id}", heard.user_id, heard.text, now))
        note_tongue(tx, deal, heard.text)
        is_draft = deal.state is DealState.DRAFT and deal.handled_by is None
        parts = apart(heard.text, lambda words: read(words, context)) if is_draft else None
        if deal.handled_by is None and deal.asked is not None and puzzled(heard.text):
            advance(tx, deps, replace(deal, misses=1), now, remarks=[("other_words", {})])
        elif deal.handled_by is None and (asked := _question_in(heard, found, context, deal, parts)) is not None:
            words = parts[0] if parts is not None else statement_in(heard.text)
            told = _told_beside(tx, deal, words, context, now)
            if told is not None and told.asked is None:
                advance(tx, deps, told, now, remarks=[])
                told = tx.deal(told.id)
            talk_in_deal.answer_question(tx, deps, told or deal, asked[0], asked[1], now, drafted)
        elif is_draft and talk_in_deal.is_about_brief(found):
            take_in(tx, deps, deal, found, now, words=heard.text)
        else:
            talk_in_deal.answer(tx, deps, deal, found, heard, now, drafted)

    await deps.store.transact(inner)


def _question_in(
    heard: Heard, found: Findings, context: Context, deal: Deal, parts: tuple[str, str] | None
) -> tuple[Findings, Heard] | None:
    """The question of a message with its reading; None where it asks nothing that wants an answer.

    In a draft what is told beside it is left out: "no exclusivity. what would TV cost?" asks about TV alone. `parts`
    are what a draft's message tells and asks, where it could be told apart.
    """
    if parts is None and answer_brand.wants_answer(heard.text, found, deal):
        return found, heard
    if deal.state is not DealState.DRAFT or not statement_in(heard.text):
        return None
    words = parts[1] if parts is not None else " ".join(questions_in(heard.text))
    own = read(words, replace(context, asked=None))
    asks = parts is not None or (words and answer_brand.wants_answer(words, own, deal))
    return (own, replace(heard, text=words)) if asks else None


def _told_beside(tx: Tx, deal: Deal, words: str, context: Context, now: datetime) -> Deal | None:
    """The draft with the words that a message tells beside its question ("no exclusivity. who owns the files?").

    None where it tells nothing, or something that has to be spoken about first.
    """
    if deal.state is not DealState.DRAFT or not words:
        return None
    found, beside = as_answer(deal.brief, read(words, context), deal.asked)
    merged = merge(deal.brief, found, tx.talents(), currency_of_deal(tx, deal), brand_of_deal(tx, deal).currency)
    brief = merged.brief
    if not merged.changed or merged.remarks or beside or found.intent == "question" or brief.talent_id is None:
        return None
    if brief.talent_id != deal.talent_id or _refused(tx, deal, brief, now):
        return None
    deal = replace(deal, brief=brief).with_table(now, asked=brief.next_question(), misses=0)
    tx.save_deal(deal)
    return deal


def _refused(tx: Tx, deal: Deal, brief: Brief, now: datetime) -> bool:
    return bool(refusals(brief, binding_mandate(tx, deal), local(now, brand_of_deal(tx, deal).tz).date()))


def start_deal(
    tx: Tx, deps: Deps, brand: Brand, rep_id: str, channel_id: str, message_id: str | None, now: datetime
) -> Deal:
    """A new draft, saved and entered in the ledger."""
    deal = Deal(deps.new_id(), brand.id, rep_id, channel_id, now, now, message_id=message_id)
    tx.save_deal(deal)
    tx.append_ledger("deal.opened", deal.id, {"brand": brand.id, "state": deal.state.value}, now)
    return deal


def take_in(
    tx: Tx, deps: Deps, deal: Deal, found: Findings, now: datetime, *, words: str = "", first: bool = False
) -> None:
    """Merges findings into the brief and answers with the card, remarks and the next question (or a price)."""
    talents = tx.talents()
    found, beside = as_answer(deal.brief, found, deal.asked)
    merged = merge(
        deal.brief, found, talents, _her_currency(tx, deal, found, talents), brand_of_deal(tx, deal).currency
    )
    brief = merged.brief
    if deal.asked == "purpose" and brief.purpose is None and _is_an_answer(found, words):
        brief = replace(brief, purpose=purpose_from(words) or None)
    missed = deal.asked is not None and deal.asked == brief.next_question() and not merged.changed
    remarks = [*merged.remarks, *beside]
    if found.stranger and brief.talent_id is None:
        remarks.append(("stranger", {"name": found.stranger}))
    deal = replace(deal, brief=brief, misses=deal.misses + 1 if missed else 0)
    advance(tx, deps, deal, now, remarks=remarks, first=first, show_card=first or _beyond_the_question(deal, merged))


def advance(
    tx: Tx,
    deps: Deps,
    deal: Deal,
    now: datetime,
    *,
    remarks: list[Remark],
    first: bool = False,
    show_card: bool = False,
) -> None:
    """From the brief as it stands to the next step: a refusal, one question, or packages with prices."""
    talent = tx.talent(deal.brief.talent_id) if deal.brief.talent_id else None
    if talent is not None and (why := not_bookable(talent)) is not None:
        remarks.append(why)
        deal = replace(deal, brief=replace(deal.brief, talent_id=None), talent_id=None)
        talent = None
    if talent is not None:
        deal = _with_mandate(tx, deal, talent)
        found = refusals(deal.brief, binding_mandate(tx, deal), local(now, brand_of_deal(tx, deal).tz).date())
        remarks += [(refusal.code, {**refusal.detail, "talent": talent.name}) for refusal in found]
        if any(refusal.final for refusal in found):
            return _refuse(tx, deal, talent, found, remarks, now, first=first)
        deal = replace(deal, brief=without_refused(deal.brief, binding_mandate(tx, deal), found))
        if talent.name and any(refusal.code == "media_refused" for refusal in found):
            show_card = True
        deal, remarks = _without_choice(tx, deal, talent, remarks)
    question = deal.brief.next_question()
    deal = deal.with_table(now, asked=question)
    tx.save_deal(deal)
    tx.set_due(Due(f"idle:{deal.id}", "draft_lapse", deal.id, now + timedelta(days=IDLE_DAYS)))
    if question is None and talent is not None:
        return negotiate.present(tx, deps, deal, now, remarks=remarks, first=first)
    _ask(tx, deps, deal, talent, question, remarks, now, first=first, show_card=show_card)
    return None


def _without_choice(tx: Tx, deal: Deal, talent: Talent, remarks: list[Remark]) -> tuple[Deal, list[Remark]]:
    """Where the mandate leaves one exclusivity alone, it is told and not asked about, unless another was wanted."""
    left = binding_mandate(tx, deal).exclusivity
    wanted = any(code == "exclusivity_refused" for code, _ in remarks)
    if deal.brief.next_question() != "exclusivity" or len(left) != 1 or wanted:
        return deal, remarks
    only = cast(Exclusivity, next(iter(left)))
    unclear = tuple(name for name in deal.brief.unclear if name != "exclusivity")
    deal = replace(deal, brief=replace(deal.brief, exclusivity=only, unclear=unclear))
    return deal, [*remarks, ("exclusivity_only", {"exclusivity": only, "talent": talent.name})]


async def license_command(deps: Deps, press: Press, now: datetime) -> Reply:
    """`/license`: with words it opens a deal; without, a form for them."""
    words = press.fields.get("brief", "").strip()
    if not words:
        return Reply(form=Form("new_brief", replace(press.action, verb="license_form", arg=press.event_id)))
    context = await deps.store.read(lambda tx: context_of(tx, None, press.user_id, now))
    found = await understand_text(deps, words, context, None)

    def inner(tx: Tx) -> Reply:
        brand = tx.brand_of(press.user_id)
        if brand is None:
            tx.remember(Said(f"waiting:{press.user_id}", press.user_id, words, now))
            tx.set_value(f"waiting:{press.user_id}", press.channel_id)
            return tell("introduce_company", user_id=press.user_id, operator=deps.house.operator_name)
        channel = deps.house.licensing_channel_id if press.is_dm else press.channel_id
        if channel is None:
            return tell("ask_in_channel")
        if sent_before(tx, press, now):
            return tell("sent_already")
        if _too_many_open(tx, brand):
            return tell("too_many_open", most=OPEN_MOST)
        deal = start_deal(tx, deps, brand, press.user_id, channel, None, now)
        tx.remember(Said(f"deal:{deal.id}", press.user_id, words, now))
        note_tongue(tx, deal, words)
        take_in(tx, deps, deal, found, now, words=words, first=True)
        return tell("deal_opened")

    return await deps.store.transact(inner)


def _too_many_open(tx: Tx, brand: Brand) -> bool:
    return len(tx.deals(brand_id=brand.id, open_only=True)) >= OPEN_MOST


def _ask(
    tx: Tx,
    deps: Deps,
    deal: Deal,
    talent: Talent | None,
    question: str | None,
    remarks: list[Remark],
    now: datetime,
    *,
    first: bool,
    show_card: bool,
) -> None:
    brand = brand_of_deal(tx, deal)
    data: dict[str, Any] = {
        "card": brief_data(deal, talent, brand) if show_card else None,
        "deal": deal.id,
        "version": deal.version,
        "first": first,
        "rep": first_name(tx, deal.rep_id),
        "talent": talent.name if talent else None,
        "remarks": [list(remark) for remark in remarks],
        "question": question,
        "unclear": question in deal.brief.unclear,
        "category": deal.brief.category,
        "form": deal.misses >= MISSES_BEFORE_FORM,
        "misses": deal.misses,
        "language": tongue(tx, deal),
    }
    data |= choices_for(tx, deal)
    say(tx, now, f"{deal.id}:v{deal.version}:brief", Address.deal(deal.id), "brief", **data)


def _refuse(
    tx: Tx, deal: Deal, talent: Talent, found: tuple[Refusal, ...], remarks: list[Remark], now: datetime, *, first: bool
) -> None:
    reason = next(refusal.code for refusal in found if refusal.final)
    deal = deal.ended(DealState.REFUSED, now, reason)
    tx.save_deal(deal)
    tx.cancel_due(ref=deal.id)
    tx.append_ledger("deal.refused", deal.id, {"reason": reason, "state": deal.state.value}, now)
    say(tx, now, f"{deal.id}:v{deal.version}:refused", Address.deal(deal.id), "refused", first=first,
        rep=first_name(tx, deal.rep_id), talent=talent.name, remarks=[list(remark) for remark in remarks],
        language=tongue(tx, deal))  # fmt: skip


def _with_mandate(tx: Tx, deal: Deal, talent: Talent) -> Deal:
    if deal.talent_id == talent.id and deal.mandate_version is not None:
        return deal
    newest = tx.mandate(talent.id)
    if newest is None:
        raise RuleBroken("talent_not_enrolled", talent=talent.name)
    deal = replace(deal, talent_id=talent.id, mandate_version=newest.version, talk=None, theirs=None)
    tx.save_deal(deal)
    return deal


def _beyond_the_question(deal: Deal, merged: Merged) -> bool:
    """Whether a message changed more than what was asked, so that the card is worth showing again."""
    of_question = {"assets": "assets_max", "talent": "talent_id"}.get(deal.asked or "", deal.asked)
    length = {"ends_on", "months", "days"}
    asked = length if of_question == "length" else {of_question}
    return bool(merged.changed - asked - {"product"})


def _her_currency(tx: Tx, deal: Deal, found: Findings, talents: Sequence[Talent]) -> str | None:
    """The talent's currency, also where it is this very message that names her."""
    known = currency_of_deal(tx, deal)
    named = next((talent for talent in talents if talent.name == found.talent), None)
    if known is not None or named is None:
        return known
    mandate = tx.mandate(named.id)
    return mandate.currency if mandate else None


def _is_an_answer(found: Findings, words: str) -> bool:
    says_more = bool(words.strip()) and not is_bare_figure(found, words)
    return says_more and found.intent not in ("question", "withdraw", "reject") and not found.flags


ACTIONS = {"license_form": license_command}
COMMANDS = {"license": license_command}
