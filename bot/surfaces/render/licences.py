"""Licences looked at: a yes or no with its reason, one licence as a card, a list."""

from __future__ import annotations

from datetime import date

from bot.domain.terms import Terms
from bot.flows.base import Action
from bot.surfaces import words
from bot.surfaces.layout import Button, Card, Line, Link, Message
from bot.surfaces.render.phrases import phrase
from bot.surfaces.render.registry import template
from bot.surfaces.render.safe import name
from bot.surfaces.render.speech import Speech, speech
from bot.surfaces.render.values import Data, money, term_lines, when

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
    """Yes or no, and why, in the language asked."""
    say = speech(data.get("language", "en"))
    span = phrase("check.span", say.language, first=_day(data["starts_on"], say), last=_day(data["ends_on"], say))
    if data["why"] is None and data["media"]:
        return Message(phrase("check.yes", say.language, number=data["number"], asked=_asked(data, say), span=span))
    values = {
        "number": data["number"],
        "span": span,
        "who": say.talent(data["talent"]),
        "media": say.media(data["covers_media"]),
        "place": phrase("check.place", say.language, territories=say.places(data["covers_territories"])),
    }
    if data["why"] is None:
        # No medium was named, or none that we know: a bare yes would be read as a yes to whatever they meant.
        return Message(phrase("check.only", say.language, **values))
    reason = phrase(f"check.{_reason(data)}", say.language, **values)
    medium, place = data["missing_medium"], data["missing_territory"]
    if medium is None and place is None:
        return Message(phrase("check.no", say.language, reason=reason))
    action = Action("start_offer", data["number"], 0, f"{medium or ''}/{place or ''}")
    added = say.media([medium]) if medium else say.places([place])
    text = phrase("check.no_but", say.language, reason=reason, added=added)
    return Message(text, rows=((Button("Start an offer", action, "primary"),),))


def _reason(data: Data) -> str:
    if data["why"] in ("medium_not_covered", "territory_not_covered"):
        return "not_covered"
    by_then = data["why"] == "licence_expired" and data["on_date"]
    return f"{data['why']}_by_then" if by_then else str(data["why"])


def _asked(data: Data, say: Speech) -> str:
    places = data["territories"] or data["covers_territories"]
    parts = [say.media(data["media"]), phrase("check.place", say.language, territories=say.places(places))]
    if data["on_date"]:
        parts.append(phrase("check.day", say.language, day=_day(data["on_date"], say)))
    return " ".join(parts)


def _day(iso: str, say: Speech) -> str:
    return say.day(date.fromisoformat(iso))


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


def list_row(row: Data, language: str = "en") -> str:
    """One licence in a row of a list."""
    say = speech(language)
    paid = money(row["pay"])
    told = [name(row["product"]), say.period(date.fromisoformat(row["starts_on"]), date.fromisoformat(row["ends_on"]))]
    told.append(phrase(f"row.{row['state']}", language))
    if paid is not None:
        told.append(phrase("row.pay", language, pay=f"**{say.money(paid)}**"))
    return words.DOT.join(told)
