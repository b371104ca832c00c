"""Answers: the texts of the answers file with their values put in, and the open step again below them.

Every figure, name, date and place in an answer is worded here, from the values the flows took from the store (I6).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from bot.answers import LANGUAGES, look_up
from bot.flows.base import Action
from bot.surfaces import words
from bot.surfaces.layout import Button, Card, Line, Message
from bot.surfaces.render import tongues
from bot.surfaces.render.briefs import answer_rows, any_question, brief_buttons, greeting
from bot.surfaces.render.consents import ask_rows
from bot.surfaces.render.licences import licence_check, list_row
from bot.surfaces.render.offers import table_rows
from bot.surfaces.render.registry import template
from bot.surfaces.render.remarks import remark_lines
from bot.surfaces.render.safe import name, quote
from bot.surfaces.render.tongues import TONGUES
from bot.surfaces.render.values import Data, buttons, first_word, length, money, sentences, when

APOLOGIES = {
    "de": "Leider nur auf Englisch:",
    "fr": "Désolé, seulement en anglais :",
    "es": "Perdón, solo en inglés:",
    "it": "Scusa, solo in inglese:",
    "pt": "Desculpe, só em inglês:",
    "nl": "Sorry, enkel Engels beschikbaar:",
    "sv": "Tyvärr bara på engelska:",
    "pl": "Przepraszam, tylko po angielsku:",
    "ja": "すみません、英語のみです:",
    "ko": "죄송하지만 영어로만 답합니다:",
    "zh": "抱歉,只能用英文回答:",
}
"""Said before an answer that is not in the asker's language; four words where the language counts words."""

LABEL_MOST = 80
_PLACEHOLDER = re.compile(r"\{(\w+)\}")

SENTENCES = {
    "person_told": "I've passed it on to {operator}; they'll write to you.",
}


@template("answer")
def answer(data: Data) -> Message:
    """A brand's question answered, then the open step."""
    lead = greeting({**data, "talent": None}) if data.get("first") else ""
    step = data.get("step")
    text = sentences(lead, _text(data), _step_text(step) if step else "")
    rows = tuple(row for row in (_own_buttons(data), *(_step_rows(step) if step else ())) if row)
    return Message(text, _cards(data), rows)


@template("answer_talent")
def answer_talent(data: Data) -> Message:
    """A talent's question answered, then her request's buttons again."""
    ask = data.get("ask")
    rows = tuple(row for row in (_own_buttons(data), *(ask_rows(ask) if ask else ())) if row)
    return Message(_text(data), _cards(data), rows)


@template("person_asked")
def person_asked(data: Data) -> Message:
    """A question for the operators, with where it was asked."""
    where = f" (in <#{data['thread']}>)" if data.get("thread") else ""
    return Message(sentences(f"{name(data['name'])} asks{where}:", quote(data["words"])))


def _text(data: Data) -> str:
    wanted = data["language"]
    told = [_part(part) for part in data["parts"]]
    said = [text for text, _ in told if text]
    if wanted != "en" and wanted in APOLOGIES and any(language != wanted for _, language in told if language):
        said.insert(0, APOLOGIES[wanted])
    return "\n".join(dict.fromkeys(said))


def _part(part: Data) -> tuple[str, str | None]:
    """A part's words, and the language they are in (None for a part without words)."""
    if "topic" in part:
        topic = look_up(part["topic"], part["role"], part["language"])
        return _filled(topic.text, part["values"], topic.language), topic.language
    if "check" in part:
        return licence_check(part["check"]).text, "en"
    if "remarks" in part:
        return remark_lines(part["remarks"]), "en"
    if "free" in part:
        return _filled(part["free"], part["values"], "en"), part["language"]
    return "", None


def _filled(text: str, values: Mapping[str, Any], language: str) -> str:
    def put_in(hit: re.Match[str]) -> str:
        value = values.get(hit[1])
        return worded(value, language) if value is not None else _MISSING.get(hit[1], "…")

    return _PLACEHOLDER.sub(put_in, text)


_MISSING = {"talent": "the talent", "operator": "the agency"}


def worded(value: Data, language: str = "en") -> str:
    """One value in words."""
    return _WORDERS[value["kind"]](value, language)


def _money(value: Data, language: str) -> str:
    amount = money({"amount_minor": value["amount_minor"], "currency": value["currency"]})
    assert amount is not None
    return f"**{words.money_words(amount, _locale(language))}**"


def _locale(language: str) -> str:
    return words.DEFAULT_LOCALE if language not in LANGUAGES or language == "en" else language


def _when(value: Data, language: str) -> str:
    if language in TONGUES:
        told = tongues.datetime_words(datetime.fromisoformat(value["at"]), value["tz"], language)
        return f"**{told}**"
    return f"**{when(value['at'], value['tz'])}**"


def _day(value: Data, language: str) -> str:
    on = date.fromisoformat(value["day"])
    return f"**{tongues.date_words(on, language) if language in TONGUES else words.date_words(on)}**"


def _media(value: Data, language: str) -> str:
    codes = value["codes"]
    return tongues.media_words(codes, language) if language in TONGUES else words.media_words(codes)


def _places(value: Data, language: str) -> str:
    codes = value["codes"]
    return tongues.territory_words(codes, language) if language in TONGUES else words.territory_words(codes)


def _period(value: Data, language: str) -> str:
    first, last = date.fromisoformat(value["from"]), date.fromisoformat(value["to"])
    if language in TONGUES:
        return f"{tongues.date_words(first, language)} – {tongues.date_words(last, language)}"
    return words.period_words(first, last)


def _package(value: Data, language: str) -> str:
    """`Print · TV, France · Spain, 6 months, no exclusivity`, with a capital as it begins a sentence."""
    code = value["exclusivity"]
    if language in TONGUES:
        span = tongues.months_words(Fraction(value["months"]), language)
        exclusive = tongues.exclusivity_words(code, language)
    else:
        span, exclusive = length(value["months"]), words.exclusivity_words(code, value["category"])
    media, places = _media({"codes": value["media"]}, language), _places({"codes": value["territories"]}, language)
    text = ", ".join((media, places, span, exclusive))
    return text[:1].upper() + text[1:]


def _casting(value: Data, _language: str) -> str:
    text = words.casting_words(value["replaces"])
    return text[:1].upper() + text[1:]


_WORDERS: dict[str, Callable[[Data, str], str]] = {
    "money": _money,
    "when": _when,
    "day": _day,
    "name": lambda value, _: name(value["text"]),
    "names": lambda value, _: words.list_words([name(text) for text in value["texts"]]) or "nobody",
    "talent": lambda value, _: first_word(value["text"]),
    "number": lambda value, _: f"**{value['text']}**",
    "media": _media,
    "places": _places,
    "period": _period,
    "exclusivity": lambda value, _: words.exclusivity_words(value["code"], value["category"]),
    "count": lambda value, _: words.count_words(value["count"], value["noun"]),
    "percent": lambda value, _: words.percent_bp(value["basis_points"]),
    "casting": _casting,
    "package": _package,
}


def _cards(data: Data) -> tuple[Card, ...]:
    cards = []
    for part in data["parts"]:
        if "rows" in part:
            own = part["side"] == "talent"
            lines = tuple(
                Line(f"{row['number']} · {name(row['brand'] if own else row['talent'])}"[:250], list_row(row))
                for row in part["rows"]
            )
            cards.append(Card("Licences", lines))
    return tuple(cards)


def _own_buttons(data: Data) -> tuple[Button, ...]:
    return tuple(
        Button(_label(one), Action(one["verb"], one["ref"], one["version"], one["arg"]), "primary")
        for one in data["buttons"]
    )


def _label(button: Data) -> str:
    """A suggested topic by its title, every other button by its label."""
    if "about" not in button:
        return str(button["label"])
    return look_up(button["about"], button["role"], button["language"]).title[:LABEL_MOST]


def _step_text(step: Data) -> str:
    """The open step, in a line."""
    match step["state"]:
        case "draft" if step["question"]:
            return f"Back to your request: {any_question(step['question'], step)}"
        case "negotiating":
            return "The offers above still stand."
        case "offered":
            return "Whenever every line is right, press **Confirm offer**."
        case _:
            return ""


def _step_rows(step: Data) -> tuple[tuple[Any, ...], ...]:
    match step["state"]:
        case "draft":
            return (*answer_rows(step), brief_buttons(step))
        case "negotiating":
            return table_rows(step)
        case "offered":
            pairs = (("Confirm offer", "confirm", "success"), ("Change something", "change", "secondary"))
            return (buttons(*pairs, ref=step["deal"], version=step["version"]),)
        case "asking":
            return (buttons(("Withdraw", "withdraw", "danger"), ref=step["deal"], version=step["version"]),)
        case _:
            return ()
