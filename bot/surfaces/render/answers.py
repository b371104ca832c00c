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
from bot.surfaces.render.briefs import answer_rows, any_question, brief_buttons, greeting
from bot.surfaces.render.consents import ask_rows
from bot.surfaces.render.licences import licence_check, list_row
from bot.surfaces.render.offers import table_rows
from bot.surfaces.render.phrases import known, phrase
from bot.surfaces.render.registry import template
from bot.surfaces.render.remarks import remark_lines
from bot.surfaces.render.safe import name, quote
from bot.surfaces.render.speech import Speech, speech
from bot.surfaces.render.values import Data, buttons, money, sentences

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
    lead = greeting({**data, "talent": None}, _spoken(data)) if data.get("first") else ""
    step = data.get("step")
    text = sentences(lead, _text(data), _step_text(step, _spoken(data)) if step else "")
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
    told = [_part(part, _spoken(data)) for part in data["parts"]]
    said = [text for text, _ in told if text]
    if wanted != "en" and wanted in APOLOGIES and any(language != wanted for _, language in told if language):
        said.insert(0, APOLOGIES[wanted])
    return "\n".join(dict.fromkeys(said))


def _spoken(data: Data) -> str:
    """The language asked in where we write it, else English."""
    wanted = str(data["language"])
    return wanted if wanted in LANGUAGES else "en"


def _part(part: Data, spoken: str) -> tuple[str, str | None]:
    """A part's words, and the language they are in (None for a part without words)."""
    if "topic" in part:
        topic = look_up(part["topic"], part["role"], part["language"])
        return _filled(topic.text, part["values"], topic.language), topic.language
    if "check" in part:
        return licence_check({**part["check"], "language": spoken}).text, spoken
    if "remarks" in part:
        return remark_lines(part["remarks"], spoken), spoken
    if "free" in part:
        return _filled(part["free"], part["values"], "en"), part["language"]
    return "", None


def _filled(text: str, values: Mapping[str, Any], language: str) -> str:
    def put_in(hit: re.Match[str]) -> str:
        value = values.get(hit[1])
        return worded(value, language) if value is not None else _MISSING.get(hit[1], "…")

    # A name may bring its own full stop: `Harbor Denim Inc.` at the end of a sentence.
    return _PLACEHOLDER.sub(put_in, text).replace("..", ".")


_MISSING = {"talent": "the talent", "operator": "the agency"}


def worded(value: Data, language: str = "en") -> str:
    """One value in words."""
    return _WORDERS[value["kind"]](value, speech(language))


def _money(value: Data, say: Speech) -> str:
    amount = money({"amount_minor": value["amount_minor"], "currency": value["currency"]})
    assert amount is not None
    return f"**{say.money(amount)}**"


def _period(value: Data, say: Speech) -> str:
    return say.period(date.fromisoformat(value["from"]), date.fromisoformat(value["to"]))


def _package(value: Data, say: Speech) -> str:
    """`Print · TV, France · Spain, 6 months, no exclusivity`, with a capital as it begins a sentence."""
    exclusive = say.exclusivity(value["exclusivity"], value["category"])
    span = say.months(Fraction(value["months"]))
    return _capital(", ".join((say.media(value["media"]), say.places(value["territories"]), span, exclusive)))


def _casting(value: Data, say: Speech) -> str:
    return _capital(phrase("casting.yes" if value["replaces"] else "casting.no", say.language))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _names(value: Data, say: Speech) -> str:
    return say.listed([name(text) for text in value["texts"]]) or phrase("word.nobody", say.language)


_WORDERS: dict[str, Callable[[Data, Speech], str]] = {
    "money": _money,
    "when": lambda value, say: f"**{say.instant(datetime.fromisoformat(value['at']), value['tz'])}**",
    "day": lambda value, say: f"**{say.day(date.fromisoformat(value['day']))}**",
    "name": lambda value, _: name(value["text"]),
    "names": _names,
    "talent": lambda value, say: say.talent(value["text"]),
    "number": lambda value, _: f"**{value['text']}**",
    "media": lambda value, say: say.media(value["codes"]),
    "places": lambda value, say: say.places(value["codes"]),
    "period": _period,
    "exclusivity": lambda value, say: say.exclusivity(value["code"], value["category"]),
    "count": lambda value, say: say.count(value["count"], value["noun"]),
    "percent": lambda value, _: words.percent_bp(value["basis_points"]),
    "casting": _casting,
    "package": _package,
}


def _cards(data: Data) -> tuple[Card, ...]:
    spoken = _spoken(data)
    cards = []
    for part in data["parts"]:
        if "rows" in part:
            own = part["side"] == "talent"
            lines = tuple(
                Line(f"{row['number']} · {name(row['brand'] if own else row['talent'])}"[:250], list_row(row, spoken))
                for row in part["rows"]
            )
            cards.append(Card(phrase("word.licences", spoken), lines))
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


def _step_text(step: Data, language: str) -> str:
    """The open step, in a line."""
    state = step["state"]
    if not known(f"step.{state}") or (state == "draft" and not step["question"]):
        return ""
    question = any_question(step["question"], step, language) if state == "draft" else ""
    return phrase(f"step.{state}", language, question=question)


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
