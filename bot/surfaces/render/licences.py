"""Licences looked at: a yes or no with its reason, one licence as a card, a list."""

from __future__ import annotations

from bot.domain.terms import Terms
from bot.flows.base import Action
from bot.surfaces import words
from bot.surfaces.layout import Button, Card, Line, Link, Message
from bot.surfaces.render.registry import template
from bot.surfaces.render.safe import name
from bot.surfaces.render.values import Data, day, fee, first_word, term_lines, when

SENTENCES = {
    "no_licences": "I find no licence of yours.",
    "licence_unknown": "I find no licence {typed} of yours. /licence list shows what there is.",
    "medium_unreadable": "I don't know the medium “{typed}”. Please write it like print, website or out of home.",
    "territory_unreadable": "I don't know the country “{typed}”. Please write its name or code, like Belgium or BE.",
    "date_unreadable": "I couldn't read the date “{typed}”. Please write it like 2027-03-01.",
    "offer_started": "I've started it in the thread of that licence.",
}


@template("licence_check")
def licence_check(data: Data) -> Message:
    """Yes or no, and why."""
    covers = f"{words.media_words(data['covers_media'])} in {words.territory_words(data['covers_territories'])}"
    span = f"from {day(data['starts_on'])} to {day(data['ends_on'])}"
    if data["why"] is None:
        return Message(
            f"**Yes.** {data['number']} covers {_asked(data)}; it runs {span}. Please label it as the licence says."
        )
    reason = {
        "licence_scheduled": f"{data['number']} hasn't begun; it runs {span}.",
        "licence_expired": f"{data['number']} is over{' by then' if data['on_date'] else ''}; it runs {span}.",
        "licence_closed": f"{data['number']} is over and closed.",
        "licence_revoked": f"{data['number']} was ended by {first_word(data['talent'])}.",
        "licence_suspended": f"{data['number']} is suspended for now.",
        "medium_not_covered": f"{data['number']} covers {covers}.",
        "territory_not_covered": f"{data['number']} covers {covers}.",
    }[data["why"]]
    medium, place = data["missing_medium"], data["missing_territory"]
    if medium is None and place is None:
        return Message(f"**No.** {reason}")
    added = words.medium_word(medium) if medium else words.territory_word(place)
    action = Action("start_offer", data["number"], 0, f"{medium or ''}/{place or ''}")
    text = f"**No.** {reason} Adding {added} would be a new offer; shall I start one?"
    return Message(text, rows=((Button("Start an offer", action, "primary"),),))


def _asked(data: Data) -> str:
    parts = [words.media_words(data["media"]) if data["media"] else "that"]
    if data["territories"]:
        parts.append(f"in {words.territory_words(data['territories'])}")
    if data["on_date"]:
        parts.append(f"on {day(data['on_date'])}")
    return " ".join(parts)


@template("licence_card")
def licence_card(data: Data) -> Message:
    """One licence, every term; what it pays is for those it concerns."""
    terms = Terms.from_dict(data["terms"])
    leave_out = () if data["side"] == "talent" else ("pay",)
    lines = (Line("State", _state(data)), *term_lines(data["terms"], leave_out=leave_out))
    footer = f"Issued {when(data['issued_at'], data['tz'])} · terms {words.short_hash(data['terms_sha256'])}"
    row = ((Link("Check this licence", data["verify"]),),) if data["verify"].startswith("http") else ()
    return Message("", (Card(f"Licence {data['number']} · {name(terms.brand)}"[:250], lines, footer=footer),), row)


def _state(data: Data) -> str:
    told = {
        "scheduled": "issued, not begun",
        "active": "runs",
        "expired": "over",
        "closed": "over, everything is confirmed as down",
        "suspended": "suspended",
        "revoked": "ended by the talent",
    }[data["state"]]
    if data["state"] == "active" and data["revoked"]:
        told = f"runs until {when(data['over_at'], data['tz'])}, ended by the talent"
    if data["renewed_by"]:
        told += f"; renewed as {data['renewed_by']}"
    if data["open"]:
        told += f"; takedown open: {words.media_words(data['open'])}"
    return told


@template("licence_list")
def licence_list(data: Data) -> Message:
    """The asker's licences."""
    if not data["rows"]:
        return Message("There are no licences yet.")
    lines = tuple(
        Line(f"{row['number']} · {name(row['brand'] if data['talent'] else row['talent'])}"[:250], list_row(row))
        for row in data["rows"]
    )
    more = f"The newest {len(data['rows'])} of {data['total']}." if data["total"] > len(data["rows"]) else ""
    return Message("", (Card("Licences", lines, footer=more),))


def list_row(row: Data) -> str:
    """One licence in a row of a list."""
    state = {"scheduled": "not begun", "active": "runs", "expired": "over", "closed": "closed"}.get(
        row["state"], row["state"]
    )
    pay = f" · you are paid {fee(row['pay'])}" if row["pay"] else ""
    return f"{name(row['product'])} · {day(row['starts_on'])} – {day(row['ends_on'])} · {state}{pay}"
