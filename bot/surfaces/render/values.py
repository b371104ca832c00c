"""From a note's plain JSON back to values, and from values to the words and lines that several templates share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from bot.domain.errors import RuleBroken
from bot.domain.money import Money
from bot.domain.terms import Terms
from bot.flows.base import Action
from bot.surfaces import words
from bot.surfaces.layout import Button, Line
from bot.surfaces.render.phrases import phrase
from bot.surfaces.render.safe import name
from bot.surfaces.render.speech import speech

Data = Mapping[str, Any]


def money(raw: Mapping[str, Any] | None) -> Money | None:
    """Money from `{"amount_minor","currency"}`."""
    return None if raw is None else Money(raw["amount_minor"], raw["currency"])


def fee(raw: Mapping[str, Any] | None) -> str:
    """That money in words, bold; empty when there is none."""
    value = money(raw)
    return f"**{words.money_words(value)}**" if value else ""


def when(iso: str, tz: str) -> str:
    """An instant in words on the reader's clock."""
    return words.datetime_words(datetime.fromisoformat(iso), tz)


def day(iso: str) -> str:
    """A date in words."""
    return words.date_words(date.fromisoformat(iso))


def length(months: str) -> str:
    """A package's length, given as an exact fraction of months."""
    return words.months_words(Fraction(months))


def first_word(full_name: str | None) -> str:
    """How we speak of a talent: by first name; `the talent` before one is known."""
    return name(full_name.split(" ")[0]) if full_name else "the talent"


def dear(data: Data) -> str:
    """The brand's person by name, for a greeting: `Ada`, or empty."""
    return name(str(data.get("rep") or ""))


def period(data: Data) -> str:
    """When a brief runs, from what is known of it."""
    starts, ends = data.get("starts_on"), data.get("ends_on")
    if starts and ends:
        try:
            return words.period_words(date.fromisoformat(starts), date.fromisoformat(ends))
        except RuleBroken:
            return f"{day(starts)} – {day(ends)}"
    if starts:
        return f"from {day(starts)}"
    if data.get("months"):
        return words.months_words(data["months"])
    if data.get("days"):
        return words.count_words(data["days"], "day")
    return f"until {day(ends)}" if ends else ""


def term_lines(raw: Mapping[str, Any], *, leave_out: Sequence[str] = ()) -> tuple[Line, ...]:
    """Every term as lines of a card, in the one order, people's words made safe."""
    terms = Terms.from_dict(raw)
    return tuple(
        Line(row.label, _bounded(name(row.value)))
        for row in words.term_rows(terms, full=True)
        if row.key not in leave_out
    )


def buttons(*pairs: tuple[str, str, str], ref: str, version: int = 0, arg: str = "") -> tuple[Button, ...]:
    """Buttons from `(label, verb, style)`."""
    return tuple(Button(label, Action(verb, ref, version, arg), style) for label, verb, style in pairs)  # type: ignore[arg-type]


def sentences(*parts: str) -> str:
    """Paragraphs, the empty ones left out."""
    return "\n".join(part for part in parts if part)


def sentence(*parts: str) -> str:
    """Sentences of one paragraph, the empty ones left out."""
    return " ".join(part for part in parts if part)


def tongue(data: Data) -> str:
    """The language a note is worded in."""
    return str(data.get("language") or "en")


def about_talent(data: Data, key: str, **values: str) -> str:
    """A phrase that may speak of the talent (`{who}`), in the language of the note."""
    return phrase(key, tongue(data), who=speech(tongue(data)).talent(data.get("talent")), **values)


def _bounded(text: str, most: int = 1000) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
