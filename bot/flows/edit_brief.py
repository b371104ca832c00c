"""The brief changed by its owner: a tapped answer, the form behind `Edit`, the form after two misses."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from bot.domain.brief import Brief
from bot.domain.deal import DealState
from bot.domain.errors import RuleBroken
from bot.domain.vocabulary import CATEGORIES, COUNTRIES, EXCLUSIVITIES
from bot.flows.base import NOTHING, Deps, Form, Press, Reply, sent_before, tell
from bot.flows.brief_card import brief_data
from bot.flows.looking import brand_of_deal, context_of, currency_of_deal, old_button, own_deal
from bot.flows.merge import merge
from bot.flows.understand import Remark, advance, take_in
from bot.ports import Tx
from bot.reading.read import read

CHOICES: dict[str, Sequence[str]] = {
    "exclusivity": EXCLUSIVITIES,
    "replaces_casting": ("no", "yes"),
    "category": CATEGORIES,
}
"""Questions with few answers, which get buttons or a select."""


async def answer_question(deps: Deps, press: Press, now: datetime) -> Reply:
    """A tapped answer: `arg` is `field=value`, or a select's chosen value."""
    name, _, value = press.action.arg.partition("=")
    name = name.partition(":")[0]
    return await _change_brief(
        deps, press, now, lambda brief, tx: _with_answer(brief, name, value or _first(press), tx)
    )


async def edit(deps: Deps, press: Press, now: datetime) -> Reply:
    """Opens the brief as a form."""

    def inner(tx: Tx) -> Reply:
        deal = own_deal(tx, press)
        if deal.state not in (DealState.DRAFT, DealState.NEGOTIATING):
            return tell("too_late_to_edit")
        talent = tx.talent(deal.brief.talent_id) if deal.brief.talent_id else None
        return Reply(
            form=Form(
                "brief",
                replace(press.action, verb="edited", arg=press.event_id),
                {**brief_data(deal, talent, brand_of_deal(tx, deal)), "currency": currency_of_deal(tx, deal)},
            )
        )

    return await deps.store.read(inner)


async def edited(deps: Deps, press: Press, now: datetime) -> Reply:
    """The brief's form came back: each field is read on its own, as the answer to its question."""
    return await _change_brief(deps, press, now, lambda brief, tx: _with_form(brief, press.fields, tx, press, now))


async def open_form_for_question(deps: Deps, press: Press, now: datetime) -> Reply:
    """After two misses: the open question as a form of one field."""

    def inner(tx: Tx) -> Reply:
        deal = own_deal(tx, press)
        if deal.asked is None:
            return old_button(tx, deal)
        action = replace(press.action, verb="question_answered", arg=deal.asked)
        return Reply(form=Form("question", action, {"field": deal.asked}))

    return await deps.store.read(inner)


async def question_answered(deps: Deps, press: Press, now: datetime) -> Reply:
    """The one-field form came back; sent again, or late, it never answers the question after its own."""

    def inner(tx: Tx) -> Reply:
        deal = own_deal(tx, press)
        if deal.asked != press.action.arg:
            return old_button(tx, deal)
        words = press.fields.get("answer", "")
        found = read(words, context_of(tx, deal, press.user_id, now))
        if deal.state is DealState.DRAFT:
            take_in(tx, deps, deal, found, now, words=words)
        return NOTHING

    return await deps.store.transact(inner)


async def _change_brief(
    deps: Deps, press: Press, now: datetime, change: Callable[[Brief, Tx], tuple[Brief, list[Remark]]]
) -> Reply:
    def inner(tx: Tx) -> Reply:
        deal = own_deal(tx, press)
        if deal.state not in (DealState.DRAFT, DealState.NEGOTIATING):
            return tell("too_late_to_edit")
        if press.action.verb == "answer" and deal.version != press.action.version:
            return old_button(tx, deal)
        if press.action.verb == "edited" and sent_before(tx, press, now):
            return tell("sent_already")
        brief, remarks = change(deal.brief, tx)
        deal = replace(deal, brief=brief, misses=0)
        if deal.state is DealState.NEGOTIATING:
            deal = deal.to(DealState.DRAFT, now, menu=(), final=False)
            tx.append_ledger("deal.reopened", deal.id, {"state": deal.state.value, "version": deal.version}, now)
        advance(tx, deps, deal, now, remarks=remarks, show_card=press.action.verb != "answer")
        return NOTHING

    return await deps.store.transact(inner)


def _with_answer(brief: Brief, name: str, value: str, tx: Tx) -> tuple[Brief, list[Remark]]:
    """The brief with a tapped answer. The value came back through the chat, so it is checked like any other."""
    known: dict[str, dict[str, Any]] = {
        "exclusivity": {"exclusivity": value},
        "replaces_casting": {"replaces_casting": value == "yes"},
        "category": {"category": value},
        "talent": {"talent_id": value} if tx.talent(value) else {},
        "territories": {"territories": tuple(value.split("+"))},
        "starts_on": _moved_start(brief, value),
    }
    values = known.get(name)
    if not values or (name in CHOICES and value not in CHOICES[name]):
        raise RuleBroken("answer_unknown")
    if name == "territories" and not set(values["territories"]) <= COUNTRIES:
        raise RuleBroken("answer_unknown")
    return replace(brief, **values, unclear=tuple(field for field in brief.unclear if field != name)), []


def _moved_start(brief: Brief, value: str) -> dict[str, Any]:
    """A later start at the same length, as a free alternative offers it."""
    try:
        starts_on = date.fromisoformat(value)
    except ValueError:
        return {}
    end = brief.term_end()
    if brief.ends_on is None or brief.starts_on is None or end is None:
        return {"starts_on": starts_on}
    return {"starts_on": starts_on, "ends_on": starts_on + (end - brief.starts_on)}


def _with_form(
    brief: Brief, fields: Mapping[str, str], tx: Tx, press: Press, now: datetime
) -> tuple[Brief, list[Remark]]:
    """Each field of the form that was changed, read with its question in mind; what cannot be read is said."""
    deal = tx.deal(press.action.ref)
    remarks: list[Remark] = []
    for name in ("media", "territories", "length", "exclusivity", "rest"):
        words = fields.get(name, "").strip()
        if not words or words == fields.get(f"was_{name}", ""):
            continue
        context = replace(context_of(tx, deal, press.user_id, now), asked=None if name == "rest" else name)
        merged = merge(
            _cleared(brief, name), read(words, context), tx.talents(), currency_of_deal(tx, deal) if deal else None
        )
        remarks += merged.remarks
        if name != "rest" and not merged.changed and merged.brief.next_question() == name:
            remarks.append(("field_unreadable", {"field": name}))
        else:
            brief = merged.brief
    return brief, remarks


def _cleared(brief: Brief, name: str) -> Brief:
    blanks: dict[str, dict[str, Any]] = {"media": {"media": ()}, "territories": {"territories": ()}}
    return replace(brief, **blanks.get(name, {}))


def _first(press: Press) -> str:
    return press.values[0] if press.values else ""


ACTIONS = {
    "answer": answer_question,
    "edit": edit,
    "edited": edited,
    "ask_form": open_form_for_question,
    "question_answered": question_answered,
}
