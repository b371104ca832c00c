"""The brief: what was understood, as a card, and the one question that comes next."""

from __future__ import annotations

from bot.domain.vocabulary import CATEGORIES
from bot.flows.base import Action
from bot.surfaces import words
from bot.surfaces.layout import Button, Card, Line, Message, Option, Select
from bot.surfaces.render.phrases import phrase
from bot.surfaces.render.registry import template
from bot.surfaces.render.remarks import remark_lines
from bot.surfaces.render.safe import name
from bot.surfaces.render.speech import speech
from bot.surfaces.render.values import Data, buttons, day, dear, fee, first_word, period, sentence, sentences, tongue

NOT_SAID = "*not said*"
SELECT_MOST = 25


@template("brief")
def brief(data: Data) -> Message:
    """What was understood and one question; on the first message also who speaks (I12)."""
    cards = (understood_card(data["card"]),) if data.get("card") else ()
    lead = greeting(data, tongue(data)) if data.get("first") else ""
    return Message(
        sentences(lead, remark_lines(data["remarks"], tongue(data)), _question(data)),
        cards,
        (*answer_rows(data), brief_buttons(data)),
    )


@template("refused")
def refused(data: Data) -> Message:
    """A rule says no to the whole request."""
    lead, language = greeting(data, tongue(data)) if data.get("first") else "", tongue(data)
    return Message(sentences(lead, remark_lines(data["remarks"], language), phrase("brief.refused", language)))


def greeting(data: Data, language: str = "en") -> str:
    """Who speaks, said once a deal: an AI, for whom, and who decides (I12)."""
    rep = dear(data)
    hello = phrase("greeting.named", language, rep=rep) if rep else phrase("greeting.bare", language)
    who = speech(language).talent(data.get("talent"))
    return f"{hello} {phrase('greeting.one' if data.get('talent') else 'greeting.any', language, who=who)}"


def understood_card(card: Data) -> Card:
    """The brief as read so far; what is not known says so."""
    rows = (
        ("Talent", f"{name(card['talent'])} (digital clone)" if card["talent"] else ""),
        ("Product", _product(card)),
        ("Purpose", name(card["purpose"] or "")),
        ("Use", words.media_words(card["media"]) if card["media"] else ""),
        ("Where", words.territory_words(card["territories"]) if card["territories"] else ""),
        ("When", period(card)),
        ("Exclusivity", words.exclusivity_words(card["exclusivity"], card["category"]) if card["exclusivity"] else ""),
        ("Images", f"at most {card['assets']:,}" if card["assets"] else ""),
        ("Casting", "" if card["replaces_casting"] is None else words.casting_words(card["replaces_casting"])),
        ("Your figure", fee(card["fee"])),
    )
    optional = {"Product", "Purpose", "Images", "Casting"}
    doubts = {_LABEL_OF[field]: _doubt(field, card) for field in card.get("unclear", ()) if field in _LABEL_OF}
    lines = tuple(
        Line(label, " ".join(part for part in (value, doubts.get(label, "")) if part) or NOT_SAID)
        for label, value in rows
        if value or label in doubts or label not in optional
    )
    return Card("What I understood", lines)


_LABEL_OF = {
    "talent": "Talent",
    "media": "Use",
    "territories": "Where",
    "starts_on": "When",
    "length": "When",
    "exclusivity": "Exclusivity",
    "category": "Product",
    "assets": "Images",
}
_SAID_AS = {"length": ("months", "days", "ends_on"), "category": ("category",)}


def _doubt(field: str, card: Data) -> str:
    """What a field that is unsure was read from, in the brand's own words."""
    said = next((card["said"][key] for key in _SAID_AS.get(field, (field,)) if card["said"].get(key)), "")
    return f"*(not clear to me: “{name(said)}”)*" if said else "*(not clear to me)*"


def _product(card: Data) -> str:
    category = words.category_word(card["category"]) if card["category"] else ""
    product = name(card["product"] or "")
    return f"{product} ({category})" if product and category else product or category


def _question(data: Data) -> str:
    asked, language = data["question"], tongue(data)
    if asked is None:
        return ""
    ask = any_question(asked, data, language)
    if data["misses"]:
        missed = "" if data["remarks"] else phrase("brief.missed", language)
        if data["misses"] % 2:
            ask = _in_other_words(asked, data, language)
        return sentence(missed, ask, phrase("brief.form", language) if data["form"] else "")
    if not data.get("first"):
        return ask
    return phrase("brief.first", language, question=ask if language == "de" else f"{ask[0].lower()}{ask[1:]}")


def _in_other_words(asked: str, data: Data, language: str) -> str:
    """The same question, so that nobody is asked it in the same words twice running."""
    return phrase(f"again.{asked}", language, who=speech(language).talent(data.get("talent")))


def answer_rows(data: Data) -> tuple[tuple[Button | Select, ...], ...]:
    """The answers to the open question, where they are few."""
    match data["question"]:
        case "exclusivity":
            return (_exclusivity_buttons(data),)
        case "replaces_casting":
            return (_casting_buttons(data),)
        case "category":
            return _category_selects(data)
        case "talent" if data.get("choices"):
            options = tuple(Option(value, label) for value, label in data["choices"][:SELECT_MOST])
            return ((Select("Choose a talent", _answer(data, "talent"), options),),)
        case _:
            return ()


def _exclusivity_buttons(data: Data) -> tuple[Button, ...]:
    category = words.category_word(data["category"]) if data.get("category") else "our category"
    labels = {
        "none": "Yes, no exclusivity",
        "category": f"No, exclusive for {category}",
        "full": "No, exclusive for everything",
    }
    choices = data.get("choices") or list(labels)
    return tuple(Button(labels[code][:80], _answer(data, f"exclusivity={code}")) for code in choices)


def _casting_buttons(data: Data) -> tuple[Button, ...]:
    return (
        Button("No, they replace no casting", _answer(data, "replaces_casting=no")),
        Button("Yes, they replace one", _answer(data, "replaces_casting=yes")),
    )


def _category_selects(data: Data) -> tuple[tuple[Select, ...], ...]:
    halves = (CATEGORIES[:15], CATEGORIES[15:])
    names = ("Fashion and beauty", "Everything else")
    return tuple(
        (Select(title, _answer(data, f"category:{index}"), tuple(Option(c, words.category_word(c)) for c in half)),)
        for index, (title, half) in enumerate(zip(names, halves, strict=True))
    )


def _answer(data: Data, arg: str) -> Action:
    return Action("answer", data["deal"], data["version"], arg)


def brief_buttons(data: Data) -> tuple[Button, ...]:
    """Edit and withdraw; after two misses also the form."""
    row: tuple[Button, ...] = buttons(
        ("Edit", "edit", "secondary"), ("Withdraw", "withdraw", "danger"), ref=data["deal"], version=data["version"]
    )
    if data.get("form"):
        row = (*buttons(("Answer in a form", "ask_form", "primary"), ref=data["deal"], version=data["version"]), *row)
    return row


def any_question(code: str, data: Data | None = None, language: str = "en") -> str:
    """The question about a field, with the talent and the category where `data` has them."""
    known = data or {}
    category = known.get("category")
    kind = words.category_word(category) if category and category != "other" else "similar"
    return phrase(f"question.{code}", language, who=speech(language).talent(known.get("talent")), category=kind)


@template("conflict")
def conflict(data: Data) -> Message:
    """Another licence is in the way: why, and what is free."""
    why = {
        "taken": f"{first_word(data['talent'])} isn't free for that: another licence rules it out.",
        "taken_meanwhile": (
            f"Another brand's licence with {first_word(data['talent'])} came first, and its exclusivity rules yours out."
        ),
    }.get(data["why"], f"{first_word(data['talent'])}'s limits have changed, so this can't go on as it was.")
    free = tuple(
        Button(
            _free_label(item)[:80], Action("answer", data["deal"], data["version"], f"{item['field']}={item['value']}")
        )
        for item in data["alternatives"]
        if len(item["value"]) <= 60
    )
    ask = (
        "This would be free:"
        if free
        else "Another time, another country or another scope may be free; what would help?"
    )
    rows = ((free,) if free else ()) + (brief_buttons({**data, "form": False}),)
    hello = greeting(data) if data.get("first") else ""
    return Message(sentences(hello, remark_lines(data["remarks"]), why, ask), rows=rows)


def _free_label(item: Data) -> str:
    match item["field"]:
        case "territories":
            return f"Only {words.territory_words(item['value'].split('+'))}"
        case "starts_on":
            return f"From {day(item['value'])}"
        case _:
            return "Without exclusivity"
