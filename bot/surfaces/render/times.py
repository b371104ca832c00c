"""What time brings: lapses, reminders, beginnings and ends, takedowns, STOP and RESUME, a licence ended early."""

from __future__ import annotations

from datetime import datetime

from bot.domain.calendar import local
from bot.flows.base import Action
from bot.surfaces import words
from bot.surfaces.layout import Button, Card, Line, Message, Option, Select
from bot.surfaces.render.consents import ask_card, ask_rows
from bot.surfaces.render.registry import template
from bot.surfaces.render.safe import name
from bot.surfaces.render.values import Data, about_talent, buttons, day, dear, fee, first_word, money, when

SENTENCES = {
    "talents_only": "Only a talent can do that. Nothing changed.",
    "renewed_already": "It is renewed already, as {number}.",
    "renewal_going_on": "A renewal of {number} is being talked about already, in this thread.",
    "snoozed": "I'll ask again in {days} days.",
    "snooze_too_late": "{number} ends sooner than in a week, so please decide now or let it end.",
    "takedown_done_already": "Every place of {number} is confirmed already.",
    "tick_places_first": "Tick the places that are down first, then press Confirm takedown.",
    "licence_still_runs": "{number} still runs, so there is nothing to take down.",
    "place_unknown": "That place isn't part of this licence.",
    "end_code_wrong": "That isn't the code shown, so nothing was ended.",
    "licence_not_running": "That licence doesn't run any more. Nothing changed.",
}


def _hello(data: Data) -> str:
    return f"{dear(data)}, " if dear(data) else ""


def _the(data: Data) -> str:
    """The article, small after a name."""
    return "the" if dear(data) else "The"


@template("consent_reminder")
def consent_reminder(data: Data) -> Message:
    """A day is left to answer."""
    text = f"One day is left for {name(data['brand'])}'s request, until **{when(data['until'], data['tz'])}**. No answer is a no."
    return Message(text, (ask_card(data),), ask_rows(data))


@template("lapsed_talent")
def lapsed_talent(data: Data) -> Message:
    """The time for her answer ran out."""
    return Message(
        f"The time for {name(data['brand'])}'s request has run out, so the answer was no. You don't have to do anything."
    )


@template("lapsed_brand")
def lapsed_brand(data: Data) -> Message:
    """No answer came, which is a no."""
    return Message(f"{_hello(data)}{about_talent(data, 'talk.lapsed')}")


@template("offer_reminder")
def offer_reminder(data: Data) -> Message:
    """An unconfirmed offer is about to end."""
    row = buttons(
        ("Confirm offer", "confirm", "success"), ("Change something", "change", "secondary"),
        ref=data["deal"], version=data["version"],
    )  # fmt: skip
    text = f"{_hello(data)}{_the(data)} offer to {first_word(data['talent'])} is good until {when(data['until'], data['tz'])}. Nothing is sent on before you confirm."
    return Message(text, rows=(row,))


@template("offer_lapsed")
def offer_lapsed(data: Data) -> Message:
    """Nobody confirmed."""
    return Message(
        "The offer wasn't confirmed in time, so it's off the table. Mention me in the channel to start again."
    )


@template("idle_lapsed")
def idle_lapsed(data: Data) -> Message:
    """Two silent weeks."""
    return Message(
        "It's been quiet here for two weeks, so I've put this aside. Mention me in the channel whenever you'd like to go on."
    )


@template("reminder_brand")
def reminder_brand(data: Data) -> Message:
    """Before the end, to the brand."""
    text = f"{_hello(data)}{_the(data)} licence {data['number']} for {first_word(data['talent'])} ({name(data['product'])}) {_ends(data)}."
    if not data["asked"]:
        return Message(f"{text} As you said, it will end; please have every image down by then.")
    row = buttons(
        ("Renew", "renew", "primary"), ("Let it end", "let_end", "secondary"), ("Snooze a week", "snooze", "secondary"),
        ref=data["number"],
    )  # fmt: skip
    return Message(text, rows=(row,))


@template("reminder_talent")
def reminder_talent(data: Data) -> Message:
    """Before the end, to the talent."""
    text = f"{name(data['brand'])}'s licence {data['number']} ({name(data['product'])}) {_ends(data)}."
    if data["renewed_by"]:
        return Message(f"{text} It is renewed as {data['renewed_by']}, as you approved.")
    return Message(f"{text} You don't have to do anything. If they ask to go on, I'll ask you first.")


def _ends(data: Data) -> str:
    days = data["days"]
    if days <= 0:
        return f"ends today, {day(data['ends_on'])}, at midnight"
    if days == 1:
        return f"ends tomorrow, {day(data['ends_on'])}"
    return f"ends in {days} days, on {day(data['ends_on'])}"


@template("licence_started")
def licence_started(data: Data) -> Message:
    """The first day of use."""
    return Message(
        f"The licence {data['number']} runs from today, until {day(data['ends_on'])}. Please label every image as it says."
    )


@template("let_end")
def let_end(data: Data) -> Message:
    """The brand lets it end."""
    return Message(
        f"Noted: {data['number']} ends on {day(data['ends_on'])}. I'll remind you once more, so that everything is down in time."
    )


@template("takedown_asked")
def takedown_asked(data: Data) -> Message:
    """The morning after the end."""
    return Message(f"{_hello(data)}{_ended(data)} Please confirm each place that is down.", rows=_takedown_rows(data))


@template("takedown_chased")
def takedown_chased(data: Data) -> Message:
    """Days after: what is still open."""
    more = (
        " If it stays open, I'll tell the talent and the agency."
        if data["days"] < 7
        else " The talent and the agency are told now."
    )
    text = (
        f"{_hello(data)}{data['number']} ended {data['days']} days ago, and this isn't confirmed as down:"
        f" {words.media_words(data['open'])}.{more}"
    )
    return Message(text, rows=_takedown_rows(data))


@template("takedown_partly")
def takedown_partly(data: Data) -> Message:
    """Some places are still open."""
    return Message(f"Thank you. Still open: {words.media_words(data['open'])}.", rows=_takedown_rows(data))


@template("takedown_closed")
def takedown_closed(data: Data) -> Message:
    """Everything is down."""
    return Message(f"Thank you. Every place is confirmed as down, and {data['number']} is closed.")


@template("takedown_closed_talent")
def takedown_closed_talent(data: Data) -> Message:
    """Everything is down, to the talent."""
    return Message(
        f"{name(data['brand'])} has confirmed that every image under {data['number']} is down. It is closed."
    )


@template("takedown_open_talent")
def takedown_open_talent(data: Data) -> Message:
    """A week on, something is still open."""
    return Message(
        f"{name(data['brand'])}'s licence {data['number']} ended a week ago, and they haven't confirmed that"
        f" {words.media_words(data['open'])} is down. The agency knows and takes it up with them."
    )


@template("takedown_escalated")
def takedown_escalated(data: Data) -> Message:
    """A week on, to the operators."""
    return Message(
        f"**{data['number']}**: {name(data['brand'])} hasn't confirmed the takedown of {words.media_words(data['open'])}, a week"
        f" after the end. Please take it up with them; {name(data['talent'])} is told."
    )


def _ended(data: Data) -> str:
    over = local(datetime.fromisoformat(data["over_at"]), data["tz"])
    if data["revoked"]:
        return f"{_the(data)} licence {data['number']} was ended by {first_word(data['talent'])} and is over."
    if (over.hour, over.minute) == (0, 0):
        return f"{_the(data)} licence {data['number']} for {first_word(data['talent'])} ended last night."
    return f"{_the(data)} licence {data['number']} for {first_word(data['talent'])} is over."


def _takedown_rows(data: Data) -> tuple[tuple[Button | Select, ...], ...]:
    confirm = (Button("Confirm takedown", Action("takedown_confirm", data["number"]), "primary"),)
    if not data["open"]:
        return ()
    options = tuple(Option(medium, words.medium_word(medium)) for medium in data["open"])
    tick = Select("Places that are down", Action("takedown_tick", data["number"]), options, 0, len(options))
    return ((tick,), confirm)


@template("stopped")
def stopped(data: Data) -> Message:
    """STOP was heard, and has acted."""
    ended = (
        f"I've ended {words.count_words(data['asks'], 'open request')} and" if data["asks"] else "Nothing was open. I"
    )
    text = f"**Stopped.** {ended} will bring no new requests until you write RESUME."
    if not data["running"]:
        return Message(text)
    row = (Button("How to end a licence", Action("licences_to_end"), "secondary"),)
    return Message(f"{text} Licences that already run are unchanged; do you want to see how to end one?", rows=(row,))


@template("resumed")
def resumed(data: Data) -> Message:
    """RESUME was heard."""
    if not data["was_stopped"]:
        return Message("Nothing was stopped, so nothing changes.")
    return Message("Welcome back. Requests reach you again, and nothing is licensed without your own yes.")


@template("stopped_brand")
def stopped_brand(data: Data) -> Message:
    """She takes no requests, to the brand."""
    return Message(
        f"{_hello(data)}{first_word(data['talent'])} takes no requests at the moment, so this one ends here. Nothing binds you."
    )


@template("revoke_offered")
def revoke_offered(data: Data) -> Message:
    """She wrote that she wants to end a licence."""
    row = (Button("How to end a licence", Action("licences_to_end"), "primary"),)
    return Message("You can end a licence with the notice it gives. Shall I show you which ones run?", rows=(row,))


@template("licences_to_end")
def licences_to_end(data: Data) -> Message:
    """Which of her licences can be ended."""
    if not data["rows"]:
        return Message("None of your licences runs right now, so there is nothing to end.")
    lines = tuple(
        Line(f"{row['number']} · {name(row['brand'])}", f"{name(row['product'])}, until {day(row['ends_on'])}")
        for row in data["rows"][:5]
    )
    row = tuple(
        Button(f"End {item['number']}", Action("end_review", item["number"]), "danger") for item in data["rows"][:5]
    )
    return Message("These run. Ending one takes a second step.", (Card("Your running licences", lines),), (row,))


@template("end_review")
def end_review(data: Data) -> Message:
    """What ending a licence means, and the code for it."""
    text = (
        f"Ending {data['number']} ({name(data['brand'])}, {name(data['product'])}): the brand has {data['notice_h']} hours to take"
        f" everything down, so use is over on **{when(data['ends_at'], data['tz'])}**. What the fee becomes is between you, the"
        f" agency and the brand. To go on, press **End this licence** and type the code **{data['code']}**."
    )
    return Message(text, rows=((Button("End this licence", Action("end_open", data["number"]), "danger"),),))


@template("revoked_talent")
def revoked_talent(data: Data) -> Message:
    """Her licence ends."""
    return Message(
        f"{data['number']} ends on {when(data['ends_at'], data['tz'])}. I've told {name(data['brand'])} and the agency, and see it taken down."
    )


@template("revoked_brand")
def revoked_brand(data: Data) -> Message:
    """The brand's licence ends early."""
    return Message(
        f"{_hello(data)}{first_word(data['talent'])} ends the licence {data['number']} ({name(data['product'])}), as its terms allow."
        f" Please have every image down by {when(data['ends_at'], data['tz'])}; I'll ask you to confirm each place then."
    )


@template("revoked_operators")
def revoked_operators(data: Data) -> Message:
    """A licence ends early, to the operators."""
    return Message(
        f"**{data['number']}** ({name(data['talent'])} → {name(data['brand'])}) was revoked by the talent; it is over on {when(data['ends_at'], data['tz'])}."
    )


@template("statement")
def statement(data: Data) -> Message:
    """What a month's licences pay."""
    period = f"{day(data['first'])} – {day(data['last'])}"
    if not data["rows"]:
        return Message(f"No licence was issued or ran between {period}.")
    lines = tuple(
        Line(f"{row['number']} · {name(row['brand'])}"[:250], _statement_row(row)) for row in data["rows"][:20]
    )
    return Message("", (Card(f"Your statement, {period}", lines, footer=_total(data)),))


def _statement_row(row: Data) -> str:
    marks = [mark for mark, holds in (("new", row["issued_in_it"]), ("ended", row["ended_in_it"])) if holds]
    tail = f" · {', '.join(marks)}" if marks else ""
    return f"{name(row['product'])} · until {day(row['ends_on'])} · pays you {fee(row['pay'])} in all{tail}"


def _total(data: Data) -> str:
    new = [value for row in data["rows"] if row["issued_in_it"] and (value := money(row["pay"])) is not None]
    totals: dict[str, int] = {}
    for value in new:
        totals[value.currency] = totals.get(value.currency, 0) + value.amount_minor
    if not totals:
        return "Nothing new was licensed in this time."
    told = [words.money_words(type(new[0])(amount, currency)) for currency, amount in totals.items()]
    return f"New in this time: {words.list_words(told)}"


@template("due_unknown")
def due_unknown(data: Data) -> Message:
    """Work of a kind nobody knows, to the operators."""
    return Message(
        f"Something was due that this version of Quasi doesn't know ({data['kind']}, {data['ref']}). Please look into it."
    )


@template("due_stuck")
def due_stuck(data: Data) -> Message:
    """Work that fails again and again, to the operators."""
    return Message(
        f"Something that is due keeps failing ({data['kind']}, {data['ref']}). I go on trying; please look at the log."
    )
