"""The words of a mandate's parts, and one sentence for each thing that can be wrong with what was typed into them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.surfaces.render.safe import name

MONTHS_OFFERED = (1, 3, 6, 9, 12, 18, 24, 36, 48, 60)


@dataclass(frozen=True)
class PartWords:
    """What a part is called on its button, and what it is for."""

    label: str
    help: str


PART_WORDS: Mapping[str, PartWords] = {
    "about": PartWords("About you", "Your name, birthday, time zone, and whether someone represents you."),
    "rate": PartWords("Rate card", "What a licence costs; and a floor that only you and I know."),
    "term": PartWords("Length and exclusivity", "The longest licence you'd give, and which exclusivity."),
    "likeness": PartWords("Likeness record", "Who made your clone, when, from which images, and that you agreed."),
    "media": PartWords("Media I refuse", "Where your likeness may never be shown. Choose nothing to refuse none."),
    "categories": PartWords("Goods I refuse", "What your likeness may never stand for. Each list saves by itself."),
    "territories": PartWords("Countries I refuse", "Countries where your likeness may never be used."),
    "depiction": PartWords(
        "What may be altered",
        "Choose what a brand may change about you. Nothing chosen means nothing may be changed, which is the rule.",
    ),
    "quiet": PartWords("Quiet hours", "When I leave you in peace."),
    "advisers": PartWords("Advisers", "People who may read a request and comment, if you bring them in."),
    "dislikes": PartWords("Media I like less", "Still possible, but I'd rather steer brands elsewhere."),
    "ask_first": PartWords("Ask me first", "Above this fee I ask you before I negotiate."),
}
PARTS_IN_ORDER = tuple(PART_WORDS)

_FIELDS = {
    "born_on": "your date of birth",
    "made_on": "the day the clone was made",
    "consented_on": "the day you agreed to it",
}

SENTENCES: dict[str, str] = {
    "name_missing": "I need a name of at least two letters, as brands should read it.",
    "day_unreadable": "I couldn't read {field}; please write it like 2001-05-14 or 14 May 2001.",
    "day_ambiguous": "I can't tell day from month in {field}; please write it like 2001-05-14 or 14 May 2001.",
    "birth_date_impossible": "That date of birth can't be right; please check the year.",
    "tz_unknown": "I don't know the time zone “{typed}”; please name the nearest big city, such as Madrid or New York.",
    "represented_unknown": "For who represents you, please write one of: none, agent, lawyer, union.",
    "currency_unknown": "I don't know the currency “{currency}”; please use three letters, such as EUR, USD or SEK.",
    "base_unreadable": "I couldn't read the base rate; please write an amount above zero, such as 12,000.00.",
    "floor_unreadable": "I couldn't read the floor; please write an amount above zero, such as 9,000.00.",
    "floor_missing": "I need a floor too: the least you'd take for the same two media, one country, one year.",
    "floor_in_other_currency": "You changed the currency, so please type your floor again in the new one.",
    "floor_over_base": "Your floor is above your base rate; the floor is the least you'd take, so it can't be more.",
    "floor_far_below_base": "Your floor is less than a tenth of your base rate; please check both figures for a slip.",
    "day_rate_unreadable": "I couldn't read the day rate; please write an amount such as 2,400.00, or leave it empty.",
    "ratecard_invalid": "Those rates are too large to be meant; please check the figures.",
    "amount_too_large": "That amount is too large to be meant; please check it.",
    "term_part_unfinished": "Please choose both: the longest licence, and at least one kind of exclusivity.",
    "max_months_out_of_range": "A licence may run for 1 to {most} months; please choose within that.",
    "exclusivity_unknown": "Please choose at least one kind of exclusivity from the list.",
    "mandate_refuses_all": "That would refuse every medium; leave at least one, or write STOP to take no requests.",
    "mandate_code_unknown": "I don't know that choice; please pick from the list.",
    "place_unknown": "I don't know the place “{typed}”; please write countries by name, one a line.",
    "world_refused": "That would refuse the whole world; name countries, or write STOP to take no requests.",
    "clock_unreadable": "I couldn't read the time “{typed}”; please write it like 21:00, or leave both empty for none.",
    "advisers_too_many": "At most {most} advisers, please.",
    "adviser_unknown": "I don't know “{typed}”; please mention the account with @, or paste its id.",
    "adviser_ambiguous": "I know more than one “{typed}”; please mention the account with @, or paste its id.",
    "adviser_is_herself": "You are already asked about everything; an adviser is someone else.",
    "adviser_is_brand": "“{typed}” works for a brand here, so they can't advise you about brands.",
    "likeness_maker_missing": "Please say who made the clone: a person, a studio or a firm.",
    "likeness_sources_missing": "I need at least one source image, as its SHA-256 hash, one a line.",
    "likeness_source_not_sha256": "Line {line} of the source images is no SHA-256 hash: 64 signs from 0–9 and a–f.",
    "likeness_sources_too_many": "At most {most} source images, please.",
    "likeness_made_before_consent": "The clone was made before you agreed to it; I can enrol only one you agreed to.",
    "likeness_in_future": "Those days lie ahead; please give the days on which it happened.",
    "rate_card_first": "Please fill in your rate card first, so that I know the currency.",
    "ask_first_unreadable": "I couldn't read that amount; please write it like 20,000.00, or leave it empty.",
    "commission_too_high": "The agency's share may be at most 20 %.",
    "commission_unreadable": "I couldn't read the agency's share; please write per cent, such as 15.",
    "name_taken": "Another talent here is called {name}; please add a middle name or an initial.",
    "operators_only": "Only the people who run Quasi can do that.",
    "talents_only": "That is for talents who were invited. To be one, please ask the people who run Quasi.",
    "invitation_gone": "That invitation is over. For a new one, please ask the people who run Quasi.",
    "person_unknown": "I can't find “{typed}”; please mention the account with @, or paste its id.",
    "invite_is_brand": "That person speaks for a brand here, so they can't be enrolled as a talent too.",
}
"""Sentences for broken rules; `{…}` are keys of the rule's detail."""


def sentence(code: str, detail: Mapping[str, Any]) -> str:
    """The sentence for a code, with what was typed made safe."""
    shown = {key: name(str(value)) for key, value in detail.items()}
    if "field" in shown:
        shown["field"] = _FIELDS.get(str(detail["field"]), "that date")
    return SENTENCES.get(code, "That can't be saved as it is; please check it.").format_map(_Blank(shown))


class _Blank(dict[str, str]):
    """A detail that is missing leaves a gap instead of an error."""

    def __missing__(self, key: str) -> str:
        return ""
