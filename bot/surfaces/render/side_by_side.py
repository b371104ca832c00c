"""Offers side by side: what each package holds, how it differs from what was asked, what it costs and why."""

from __future__ import annotations

from fractions import Fraction

from bot.domain.ratecard import Package
from bot.domain.vocabulary import WORLD
from bot.flows.base import Action
from bot.surfaces import words
from bot.surfaces.layout import Button, Card, Line, Message
from bot.surfaces.render.briefs import greeting, understood_card
from bot.surfaces.render.reasons import BASE_IS, why
from bot.surfaces.render.registry import template
from bot.surfaces.render.remarks import remark_lines
from bot.surfaces.render.safe import name
from bot.surfaces.render.speech import speech
from bot.surfaces.render.values import (
    Data,
    about_talent,
    buttons,
    fee,
    length,
    money,
    sentence,
    sentences,
    tongue,
)

SMALL = "-# "
"""Discord's mark for small print, at the start of a line."""
DIFFERENCES_TOLD = 2
FITS_FROM = Fraction(9, 10)
"""A package that costs less than this part of a figure lies below it; to say that it fits would claim too much."""
LESS = frozenset({"fewer uses", "fewer countries", "shorter", "not exclusive"})


@template("offers")
def offers(data: Data) -> Message:
    """Two or three packages side by side, what differs marked, with their buttons."""
    hello = greeting(data, tongue(data)) if data.get("first") else ""
    understood = (understood_card(data["card"]),) if data.get("card") else ()
    text = sentences(hello, remark_lines(data["remarks"], tongue(data)), _lead(data))
    return Message(text, (*understood, _side_by_side(data)), offer_rows(data))


def _lead(data: Data) -> str:
    items, fits, one = data["items"], _fits(data), len(data["items"]) == 1
    quote = _say(data, "card", fee=_fee(data, data["quote"])) if data["quote"] else ""
    if data["lead"] == "final":
        return sentence(_say(data, "final_one" if one else "final_more"), _moved(data), fits)
    if data["lead"] in ("opening", "changed"):
        return sentence(quote, _ways(data), fits, _say(data, "subject"))
    beside = _say(data, "beside", fee=_fee(data, data["quote"])) if data["quote"] else ""
    if one:
        can = _say(data, "can_one", fee=_fee(data, items[0]["fee"]), package=described(items[0], tongue(data)))
        return sentence(_say(data, "thanks"), beside, _moved(data), can)
    return sentence(_say(data, "thanks"), beside, _moved(data), fits, _say(data, "can_any"))


def _moved(data: Data) -> str:
    """What became of the first package's fee since it was last shown; nothing where it was not."""
    first, before = data["items"][0], data.get("before")
    if before is None or before["amount_minor"] < first["fee"]["amount_minor"]:
        return ""
    letter, now = first["letter"], _fee(data, first["fee"])
    if before["amount_minor"] == first["fee"]["amount_minor"]:
        return _say(data, "stays", letter=letter, fee=now)
    return _say(data, "comes_down", letter=letter, before=_fee(data, before), fee=now)


def _say(data: Data, key: str, **values: str) -> str:
    return about_talent(data, f"offers.{key}", **values)


def _fee(data: Data, raw: Data) -> str:
    amount = money(raw)
    return f"**{speech(tongue(data)).money(amount)}**" if amount else ""


def _fits(data: Data) -> str:
    """Which packages the brand's own figure pays for, where what they asked for is not one of them."""
    theirs, items = money(data["theirs"]), data["items"]
    if theirs is None or items[0]["fee"]["amount_minor"] <= theirs.amount_minor:
        return ""
    paid = [item for item in by_letter(data) if item["fee"]["amount_minor"] <= theirs.amount_minor]
    near = [item for item in paid if item["fee"]["amount_minor"] >= FITS_FROM * theirs.amount_minor]
    if not paid:
        return ""
    key = f"{'fits' if near else 'below'}_{'one' if len(near or paid) == 1 else 'more'}"
    return _say(data, key, letters=speech(tongue(data)).listed([item["letter"] for item in near or paid]))


def _ways(data: Data) -> str:
    """What the packages are, beside what the card says: the same for less, or more for more."""
    items = data["items"]
    if fee(data["quote"]) != fee(items[0]["fee"]):
        return _say(data, "ways_this" if len(items) == 1 else "ways_any")
    if len(items) == 1:
        return ""
    least = items[0]["fee"]["amount_minor"]
    if all(item["fee"]["amount_minor"] > least for item in items[1:]):
        return _say(data, "larger")
    return _say(data, "other_one" if len(items) == 2 else "other_more")


def described(item: Data, language: str = "en") -> str:
    """A package in a clause: uses, places, length."""
    say = speech(language)
    parts = (say.media(item["media"]), say.places(item["territories"]), say.months(Fraction(item["months"])))
    return ", ".join(parts)


def _side_by_side(data: Data) -> Card:
    lines = tuple(Line(_column_title(data, item), _column(data, item), inline=True) for item in by_letter(data))
    theirs, base = money(data["theirs"]), money(data.get("base"))
    told = (
        f"The card's base: {words.money_words(base)} for {BASE_IS}" if base else "",
        f"Your figure: {words.money_words(theirs)}" if theirs else "",
    )
    footer = words.DOT.join(part for part in told if part)
    return Card(f"Offers for {name(data['talent'])}", lines, footer=footer, tone="offer", side_by_side=True)


def by_letter(data: Data) -> list[Data]:
    """The packages as they stand side by side; in the note what is asked for comes first, whatever its letter."""
    return sorted(data["items"], key=lambda item: str(item["letter"]))


def _column_title(data: Data, item: Data) -> str:
    """How a package differs from what was asked, in a word or two, and whether its letter stood for another before."""
    told = [_difference(key, item, data["asked"]) for key in _changed(data, item)]
    many = "smaller" if all(one in LESS for one in told) else "another mix"
    label = ", ".join(told) if len(told) <= DIFFERENCES_TOLD else many
    new = " (new)" if item["letter"] in data.get("new", ()) else ""
    return f"{item['letter']} – {label or 'as you asked'}{new}"


def _difference(key: str, item: Data, asked: Data) -> str:
    match key:
        case "media":
            return _more_or_fewer(set(item["media"]), set(asked["media"]), "uses")
        case "territories" if WORLD in asked["territories"]:
            return "fewer countries"
        case "territories" if WORLD in item["territories"]:
            return "worldwide"
        case "territories":
            return _more_or_fewer(set(item["territories"]), set(asked["territories"]), "countries")
        case "months":
            return "shorter" if _months(item) < _months(asked) else "longer"
        case _:
            return {"none": "not exclusive", "category": "exclusive", "full": "fully exclusive"}[item["exclusivity"]]


def _more_or_fewer(these: set[str], asked: set[str], noun: str) -> str:
    return f"fewer {noun}" if these < asked else f"more {noun}" if these > asked else f"other {noun}"


def _column(data: Data, item: Data) -> str:
    changed = _changed(data, item)
    rows = (
        ("media", words.media_words(item["media"])),
        ("territories", words.territory_words(item["territories"])),
        ("months", length(item["months"])),
        ("exclusivity", words.exclusivity_words(item["exclusivity"], data["category"])),
    )
    told = [f"**{value}**" if key in changed else value for key, value in rows]
    package = Package.of(item["media"], item["territories"], Fraction(item["months"]), item["exclusivity"])
    return "\n".join([*told, fee(item["fee"]), f"{SMALL}{why(package, changed)}"])


def _changed(data: Data, item: Data) -> tuple[str, ...]:
    asked = data["asked"]
    keys = ("media", "territories", "months", "exclusivity")
    return tuple(key for key in keys if item[key] != asked[key])


def _months(item: Data) -> Fraction:
    return Fraction(item["months"])


def offer_rows(data: Data) -> tuple[tuple[Button, ...], ...]:
    """Accept each, counter unless it is the last word, withdraw."""
    accepts = tuple(
        Button(f"Accept {item['letter']}", Action("accept", data["deal"], data["version"], item["letter"]), "success")
        for item in by_letter(data)[:3]
    )
    talk = (
        ()
        if data["lead"] == "final"
        else buttons(("Counter", "counter", "primary"), ref=data["deal"], version=data["version"])
    )
    end = buttons(("Withdraw", "withdraw", "danger"), ref=data["deal"], version=data["version"])
    return ((*accepts, *talk, *end),)
