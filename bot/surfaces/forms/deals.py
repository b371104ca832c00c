"""The forms of a deal: the brief, an answer, a counter, the code, and words to pass on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.surfaces import words
from bot.surfaces.forms import form
from bot.surfaces.layout import Field, FormView
from bot.surfaces.render.values import period

Data = Mapping[str, Any]
WORDS_MOST = 900


@form("brief")
def brief(data: Data) -> FormView:
    """The brief, filled in with what was understood; each field is read in words."""
    media = words.media_words(data["media"]) if data["media"] else ""
    exclusivity = words.exclusivity_words(data["exclusivity"], data["category"]) if data["exclusivity"] else ""
    figure = f", {data['currency']} 9,000" if data.get("currency") else ""
    rest = f"8 images, for the autumn campaign{figure}"
    return FormView(
        "What you need",
        (
            _optional("media", "Use", media, "print, website"),
            _optional("territories", "Countries", _places(data), "France, Spain", most=1000),
            _optional("length", "From when, and how long", _span(data), "from 10 January 2027, six months"),
            _optional("exclusivity", "Exclusivity", exclusivity, "none, for our category, full"),
            _optional("rest", "Anything else to change", "", rest, long=True, most=WORDS_MOST),
        ),
    )


@form("question")
def question(data: Data) -> FormView:
    """The open question as a form of one field."""
    label = _LABELS.get(data["field"], "Your answer")
    return FormView("One question", (Field("answer", label, long=data["field"] == "purpose"),))


@form("new_brief")
def new_brief(data: Data) -> FormView:
    """`/license` without words."""
    hint = "Whose likeness, for what, where, from when, how long, and your figure if you have one"
    return FormView(
        "What are you looking for?", (Field("brief", "In your own words", "", hint[:100], long=True, most=2000),)
    )


@form("counter")
def counter(data: Data) -> FormView:
    """A figure, and anything else to change."""
    label = f"Your figure in {data['currency']}" if data["currency"] else "Your figure"
    return FormView(
        "Counter",
        (
            Field("fee", label, "", data["theirs"] or "9500", required=False, most=60),
            Field("rest", "Other uses, countries or length", "", "only France, five months", required=False, long=True,
                  most=WORDS_MOST),
        ),
    )  # fmt: skip


@form("code")
def code(data: Data) -> FormView:
    """The code that approves exactly these terms."""
    return FormView("I approve", (Field("code", f"Type the code {data['code']} to approve these terms", most=20),))


@form("end_code")
def end_code(data: Data) -> FormView:
    """The code that ends a licence."""
    return FormView("End this licence", (Field("code", f"Type the code {data['code']} to end it", most=20),))


@form("change_wanted")
def change_wanted(data: Data) -> FormView:
    """What she would change."""
    return FormView("Ask for a change", (_words("What would you change?", data, "only five months, and EUR 12,000"),))


@form("ask_brand")
def ask_brand(data: Data) -> FormView:
    """Her question for the brand."""
    return FormView("Ask the brand", (_words("Your question", data, "Which photographs will you place me in?"),))


@form("answer_talent")
def answer_talent(data: Data) -> FormView:
    """The brand's answer."""
    return FormView("Your answer", (_words("It is passed on as you write it", data, ""),))


@form("comment")
def comment(data: Data) -> FormView:
    """The adviser's comment."""
    return FormView("Your comment", (_words("It is passed on as you write it", data, ""),))


@form("company")
def company(data: Data) -> FormView:
    """Who a newcomer asks for; what was typed before is kept."""
    typed = [*str(data.get("typed", "")).split("\n"), "", "", "", ""]
    return FormView(
        "Your company",
        (
            Field("brand", "Brand", typed[0], "Northwind", most=120),
            Field("licensee", "Company's legal name", typed[1], "Northwind Outerwear SAS", most=160),
            Field("currency", "Currency you pay in (three letters)", typed[2], "EUR", least=3, most=3),
            Field("tz", "Time zone", typed[3], "Europe/Paris", most=60),
        ),
    )


_LABELS = {
    "talent": "Whose likeness?",
    "media": "Where will the images be seen?",
    "territories": "In which countries?",
    "starts_on": "From which date?",
    "length": "For how long, or until when?",
    "exclusivity": "Exclusive: no, for the category, fully?",
    "category": "What kind of product is it?",
    "purpose": "What are the images for?",
    "assets": "How many final images at most?",
    "replaces_casting": "Do they replace a casting? (yes or no)",
}


def _span(data: Data) -> str:
    """When a brief runs, as a person would type it: this is read again when the form comes back."""
    starts, ends = data.get("starts_on"), data.get("ends_on")
    if starts and ends:
        return f"{_day(starts)} to {_day(ends)}"
    return period(data) if not starts else f"from {_day(starts)}"


def _day(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{day.day} {day:%B %Y}"


def _optional(name: str, label: str, value: str, hint: str, *, long: bool = False, most: int = 300) -> Field:
    return Field(name, label, value, hint, required=False, long=long, most=most)


def _words(label: str, data: Data, hint: str) -> Field:
    return Field("words", label, str(data.get("words", "")), hint, long=True, most=WORDS_MOST)


def _places(data: Data) -> str:
    return words.territory_words(data["territories"], full=True)[:1000] if data["territories"] else ""
