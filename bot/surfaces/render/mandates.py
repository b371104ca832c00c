"""A talent's mandate, as she alone sees it; its parts with their menus; and what to do where a value does not hold.

The floor has no place here: it comes in no note's data, and its line says only that it is kept (I4).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.domain.money import Money
from bot.domain.vocabulary import CATEGORIES, DEPICTIONS, EXCLUSIVITIES, MEDIA
from bot.flows.base import Action
from bot.surfaces import words
from bot.surfaces.layout import Button, Card, Line, Message, Option, Select
from bot.surfaces.render.part_words import MONTHS_OFFERED, PART_WORDS, PARTS_IN_ORDER, sentence
from bot.surfaces.render.registry import template
from bot.surfaces.render.safe import name
from bot.surfaces.render.values import Data, first_word, money, sentences

FLOOR_KEPT = "kept secret, never shown"
_ROW = 5
_VALUE_MOST = 1_000


@template("mandate_card")
def mandate_card(data: Data) -> Message:
    """Her mandate whole, with a button for each part; what she just changed is marked."""
    if data.get("unchanged"):
        lead = "That is what it already says. Nothing changed."
    elif data["changed"]:
        lead = "Done. It holds from now on, also for requests that are still open, where it is stricter."
    else:
        lead = "These are your limits. Only you see them; change any of them here."
    cards = (mandate_lines(data), *examples_card(data.get("examples") or []))
    return Message(lead, cards, part_rows(data["talent"]))


@template("part_menus")
def part_menus(data: Data) -> Message:
    """One part that is chosen from menus."""
    part = data["part"]
    rows = tuple((menu,) for menu in _menus(data))
    return Message(sentences(f"**{PART_WORDS[part].label}**", PART_WORDS[part].help), rows=(*rows, (_back(data),)))


@template("part_trouble")
def part_trouble(data: Data) -> Message:
    """What was typed does not hold: one sentence, and the same form with everything in it."""
    again = Button("Try again", Action("part", data["talent"], 0, data["part"]), "primary")
    lead = sentence(data["code"], data["detail"])
    return Message(sentences(lead, "Nothing is lost: what you typed is still in the form."), rows=((again,),))


@template("sources_cleared")
def sources_cleared(data: Data) -> Message:
    """The list of source images begins again."""
    again = Button("Likeness record", Action("part", data["talent"], 0, "likeness"), "primary")
    return Message("The list is empty again. Paste the new one into the form.", rows=((again,),))


@template("asks_ended_by_mandate")
def asks_ended_by_mandate(data: Data) -> Message:
    """To her: requests that ended because her limits became stricter."""
    count = len(data["asks"])
    whose = words.list_words([name(ask["brand"]) for ask in data["asks"]])
    if count == 1:
        ended = f"The open request from {whose} no longer fits your limits, so I have ended it."
    else:
        ended = f"The {count} open requests from {whose} no longer fit your limits, so I have ended them."
    return Message(f"{ended} I'll come back to you only if a new offer fits.")


@template("adviser_named")
def adviser_named(data: Data) -> Message:
    """To an adviser: what being one means, and what it does not."""
    return Message(
        f"Hello. I'm Quasi, an AI agent that {name(data['operator'])} runs; I license the digital likenesses of talents"
        f" who said yes. {name(data['name'])} has named you as adviser. When {first_word(data['name'])} brings you in, I show you the request"
        f" and pass on what you say. You may read and comment; the yes or no is {first_word(data['name'])}'s alone."
    )


def mandate_lines(data: Data) -> Card:
    """Every limit as one card, in the order of its parts."""
    rows = (
        ("rate", "Base rate", _money(data, "base_minor")),
        ("rate", "Floor", FLOOR_KEPT),
        ("rate", "Day rate", _money(data, "day_rate_minor")),
        ("", "Agency's share", words.percent_bp(data["commission_bp"])),
        ("term", "Longest licence", words.months_words(data["max_months"])),
        ("term", "Exclusivity", words.DOT.join(words.exclusivity_words(code) for code in data["exclusivity"])),
        ("media", "Never in", words.media_words(data["refused_media"]) or "no medium refused"),
        ("categories", "Never for", categories_words(data["refused_categories"]) or "no category refused"),
        ("territories", "Never where", territories_words(data["refused_territories"]) or "no country refused"),
        ("depiction", "May be altered", altered_words(data["altered"])),
        ("quiet", "Quiet hours", quiet_words(data["quiet"], data["tz"])),
        ("advisers", "Advisers", people_words(data["advisers"]) or "none"),
        ("about", "Represented", words.represented_words(data["represented"])),
        ("likeness", "Likeness", likeness_words(data["likeness"])),
        ("dislikes", "Rather not", words.media_words(data["disliked_media"]) or "no preference"),
        ("ask_first", "Ask me first", ask_first_words(data)),
    )
    lines = tuple(Line(label, value[:_VALUE_MOST], changed=part in data["changed"]) for part, label, value in rows)
    stopped = " · stopped: no new requests until you write RESUME" if data["stopped"] else ""
    return Card(
        f"Mandate of {name(data['name'])}",
        lines,
        footer=f"Version {data['version']} of your mandate: each change makes a new one{stopped}",
    )


def examples_card(examples: list[dict[str, Any]]) -> tuple[Card, ...]:
    """What the card asks for a few plain uses; none where there are no examples."""
    lines = tuple(
        Line(
            f"{words.media_words(item['media'])}, {words.months_words(item['months'])}",
            f"**{_words_of(item['fee'])}**, one country, {words.exclusivity_words(item['exclusivity'])}",
        )
        for item in examples
    )
    why = "The base is the price of two media in one country for a year; everything else follows from it."
    return (Card("What your card asks", lines, text=why),) if lines else ()


def part_rows(talent_id: str, *, done: frozenset[str] = frozenset()) -> tuple[tuple[Button, ...], ...]:
    """A button for each part, five a row."""
    buttons = [
        Button(PART_WORDS[part].label, Action("part", talent_id, 0, part), "success" if part in done else "secondary")
        for part in PARTS_IN_ORDER
    ]
    return tuple(tuple(buttons[start : start + _ROW]) for start in range(0, len(buttons), _ROW))


def categories_words(codes: list[str]) -> str:
    """Categories in a row."""
    return words.DOT.join(words.category_word(code) for code in codes)


def territories_words(codes: list[str]) -> str:
    """Every refused country by name, as far as a card's line holds them."""
    full = words.territory_words(codes, full=True) if codes else ""
    return full if len(full) <= _VALUE_MOST else words.territory_words(codes)


def altered_words(codes: list[str]) -> str:
    """What may be altered in her depiction."""
    return words.list_words([words.attribute_word(code) for code in codes]) or "nothing"


def quiet_words(quiet: list[str] | None, tz: str) -> str:
    """The hours in which she is left in peace, on her own clock."""
    return f"{quiet[0]} – {quiet[1]} ({words.zone_word(tz)})" if quiet else f"none ({words.zone_word(tz)})"


def people_words(people: list[dict[str, str]]) -> str:
    """People by name, or by mention where we know no name."""
    return words.list_words([name(person["name"]) or f"<@{person['id']}>" for person in people])


def likeness_words(likeness: Data | None) -> str:
    """Who made the clone, when, from how many images."""
    if likeness is None:
        return "none yet"
    made = words.date_words(date.fromisoformat(likeness["made_on"]))
    consented = words.date_words(date.fromisoformat(likeness["consented_on"]))
    images = words.count_words(likeness["sources"], "source image")
    return f"made by {name(likeness['made_by'])} on {made} from {images}; you agreed to it on {consented}"


def ask_first_words(data: Data) -> str:
    """From which fee on she wants to hear of a deal before it is negotiated."""
    above = data["ask_first_above_minor"]
    if above is None:
        return "not needed"
    return f"above {_money(data, 'ask_first_above_minor')}" if above else "always"


def _money(data: Data, key: str) -> str:
    return "not given" if data[key] is None else words.money_words(Money(data[key], data["currency"]))


def _words_of(raw: Data) -> str:
    value = money(raw)
    return words.money_words(value) if value else ""


def _back(data: Data) -> Button:
    if data["enrolled"]:
        return Button("My mandate", Action("mandate_show", data["talent"]))
    return Button("Back to the list", Action("enrol_begin", data["talent"]))


def _menus(data: Data) -> tuple[Select, ...]:
    match data["part"]:
        case "term":
            return (_months_menu(data), _exclusivity_menu(data))
        case "media":
            return (_menu(data, "refused_media", "Media you refuse", _media_options(data, "refused_media")),)
        case "dislikes":
            return (_menu(data, "disliked_media", "Media you like less", _media_options(data, "disliked_media")),)
        case "categories":
            half = (len(CATEGORIES) + 1) // 2
            return tuple(
                _menu(data, f"refused_categories:{page}", title, _category_options(data, codes))
                for page, (title, codes) in enumerate(
                    (
                        ("Fashion and beauty you refuse", CATEGORIES[:half]),
                        ("Other goods you refuse", CATEGORIES[half:]),
                    )
                )
            )
        case _:
            return (_menu(data, "altered", "What may be altered", _depiction_options(data)),)


def _menu(data: Data, menu: str, placeholder: str, options: tuple[Option, ...]) -> Select:
    action = Action("part_picked", data["talent"], 0, f"{data['part']}/{menu}")
    return Select(placeholder, action, options, least=0, most=len(options))


def _months_menu(data: Data) -> Select:
    chosen = data["chosen"]["max_months"]
    offered = sorted({*MONTHS_OFFERED, *(int(months) for months in chosen)})
    options = tuple(Option(str(m), words.months_words(m), chosen=str(m) in chosen) for m in offered)
    return Select("Longest licence", Action("part_picked", data["talent"], 0, "term/max_months"), options)


def _exclusivity_menu(data: Data) -> Select:
    chosen = data["chosen"]["exclusivity"]
    options = tuple(Option(code, words.exclusivity_words(code), chosen=code in chosen) for code in EXCLUSIVITIES)
    action = Action("part_picked", data["talent"], 0, "term/exclusivity")
    return Select("Exclusivity you would give", action, options, least=1, most=len(options))


def _media_options(data: Data, field: str) -> tuple[Option, ...]:
    chosen = data["chosen"][field]
    return tuple(
        Option(code, words.medium_word(code), words.medium_meaning(code)[:100], chosen=code in chosen) for code in MEDIA
    )


def _category_options(data: Data, codes: tuple[str, ...]) -> tuple[Option, ...]:
    chosen = data["chosen"]["refused_categories"]
    return tuple(Option(code, words.category_word(code), chosen=code in chosen) for code in codes)


def _depiction_options(data: Data) -> tuple[Option, ...]:
    chosen = data["chosen"]["altered"]
    return tuple(Option(code, words.attribute_word(code), chosen=code in chosen) for code in DEPICTIONS)
