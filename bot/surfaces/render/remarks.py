"""One sentence for each thing that has to be said about a message before the talk goes on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.surfaces import words
from bot.surfaces.render.safe import name
from bot.surfaces.render.values import day, fee, first_word, when

Detail = Mapping[str, Any]


def remark_lines(remarks: list[list[Any]]) -> str:
    """The remarks of a note, a sentence or two each, repeated ones once."""
    lines = [_REMARKS[code](detail) for code, detail in remarks if code in _REMARKS]
    return "\n".join(dict.fromkeys(lines))


def knows(code: str) -> bool:
    """Whether a remark has its words."""
    return code in _REMARKS


def _who(detail: Detail) -> str:
    return first_word(detail.get("talent"))


def _media_refused(detail: Detail) -> str:
    media = words.media_words(detail["media"])
    return f"{_who(detail)} doesn't license this likeness for {media}. I've left that out."


def _territory_refused(detail: Detail) -> str:
    places = words.territory_words(detail["territories"])
    if detail.get("world"):
        return f"{_who(detail)} doesn't license {places}, so worldwide isn't possible. Which countries do you need?"
    return f"{_who(detail)} doesn't license this likeness in {places}. I've left that out."


def _exclusivity_refused(detail: Detail) -> str:
    kind = "full exclusivity" if detail["exclusivity"] == "full" else "exclusivity for a category"
    if detail["exclusivity"] == "none":
        return f"{_who(detail)} licenses only with exclusivity."
    return f"{_who(detail)} doesn't give {kind}."


def _exclusivity_only(detail: Detail) -> str:
    if detail["exclusivity"] == "none":
        return f"{_who(detail)} gives no exclusivity and stays free to work for others."
    return f"{_who(detail)} licenses with {words.exclusivity_words(detail['exclusivity'])} alone, so I've taken that."


def _alteration_refused(detail: Detail) -> str:
    attributes = words.list_words([words.attribute_word(code) for code in detail["attributes"]])
    verb = "be changed"
    return f"{_who(detail)} doesn't allow {attributes} to {verb}. I can take the brief without that."


def _category_refused(detail: Detail) -> str:
    return f"{_who(detail)} doesn't license this likeness for {words.category_word(detail['category'])}."


def _term_over_mandate(detail: Detail) -> str:
    return f"{_who(detail)} licenses for at most {words.months_words(detail['max_months'])} at a time."


def _other_currency(detail: Detail) -> str:
    return f"The card is in {detail['ours']}, and I don't guess exchange rates: please name your figure in {detail['ours']}."


def _two_talents(detail: Detail) -> str:
    names = words.list_words([name(item) for item in detail["names"]])
    return f"You named {names}. Each needs a licence of their own; let's do one here, and start another for the next."


def _named_beside(detail: Detail) -> str:
    named = [words.medium_word(code) for code in detail["media"]]
    named += [words.territory_word(code) for code in detail["territories"]]
    them = "it is" if len(named) == 1 else "they are"
    return (
        f"You speak of {words.list_words(named)}; {them} not in the request so far."
        f" Write “add {words.list_words(named)}” if you need {'it' if len(named) == 1 else 'them'}."
    )


_FIELD_LABELS: dict[str, str] = {"media": "Use", "territories": "Where", "length": "When", "exclusivity": "Exclusivity"}

_REMARKS: dict[str, Callable[[Detail], str]] = {
    "media_refused": _media_refused,
    "territory_refused": _territory_refused,
    "exclusivity_only": _exclusivity_only,
    "exclusivity_refused": _exclusivity_refused,
    "alteration_refused": _alteration_refused,
    "category_refused": _category_refused,
    "term_over_mandate": _term_over_mandate,
    "term_too_long": lambda detail: (
        f"A licence here runs for at most {detail['max_months']} months. How long do you need?"
    ),
    "dates_reversed": lambda _: "The end lies before the start.",
    "start_in_past": lambda detail: f"{day(detail['starts_on'])} is in the past.",
    "start_too_far": lambda detail: f"I can license up to {detail['months']} months ahead.",
    "date_too_far": lambda _: "That date is too far away for me.",
    "talent_not_enrolled": lambda detail: (
        f"{name(str(detail.get('talent') or 'That person'))} isn't enrolled with Quasi, and I license nobody who hasn't said yes."
    ),
    "stranger": lambda detail: (
        f"{name(detail['name'])} isn't enrolled with Quasi, and I license nobody who hasn't said yes."
    ),
    "talent_paused": lambda detail: f"{_who(detail)} takes no new requests at the moment.",
    "invented_person": lambda _: (
        "Quasi licenses real people who said yes, never an invented person. I can show you who is enrolled."
    ),
    "training": lambda _: "Quasi never licenses a likeness for training AI. I've left that out.",
    "minor": lambda _: "Nobody is ever shown as under 18.",
    "probing": lambda _: (
        "What the talent would take stays between the two of us; I can only talk about what is on the table."
    ),
    "instruction": lambda _: "I can't approve anything or change my rules; only the talent can say yes.",
    "perpetual": lambda _: "A licence always has an end, at most 60 months away.",
    "buyout": lambda _: (
        "“Buyout” isn't a term I can license. Which media do you need, in which countries, and for how long?"
    ),
    "currency_missing": lambda _: "In which currency is your figure?",
    "fee_unreadable": lambda _: "I couldn't read your figure.",
    "their_last": lambda _: "Understood, that is your last word.",
    "figure_unsure": lambda _: "If that is a new figure, please write it out, for instance “EUR 6,500”.",
    "other_currency": _other_currency,
    "named_beside": _named_beside,
    "two_talents": _two_talents,
    "other_talent": lambda _: "This talk is about one talent. For someone else, please start a new request.",
    "enough_figures": lambda detail: (
        "That's as many figures as I can take for one talent in a month. What is on the table still stands;"
        f" a new figure is welcome from {when(detail['again'], detail['tz'])}."
    ),
    "agreed": lambda detail: f"{fee(detail['fee'])} it is, then: I can put that forward.",
    "mandate_changed": lambda _: "The talent's limits have changed since, so here is where it stands now.",
    "taken_meanwhile": lambda _: "Another licence came first and rules this one out.",
    "start_in_past_now": lambda _: "The start date has passed in the meantime. When should it begin?",
    "what_to_change": lambda _: "Of course. Tell me in a sentence what should be different, or use Edit.",
    "field_unreadable": lambda detail: (
        f"I couldn't read the field “{_FIELD_LABELS.get(detail['field'], detail['field'])}”."
    ),
    "menu_letter_unknown": lambda _: "That letter isn't on the table.",
    "renewal": lambda detail: (
        f"Let's see about renewing {detail['number']}; it needs a new consent from the talent, like the first time."
    ),
    "from_licence": lambda detail: f"A new offer, beside {detail['number']}.",
    "term_empty": lambda _: "A licence needs a length of at least a day.",
}
