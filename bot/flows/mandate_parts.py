"""The parts of a mandate as a person fills them in: which fields each holds, what they mean, what is still missing.

A draft is what was typed, by field. The same parts make a first mandate at enrolment and change one later.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.domain.errors import RuleBroken
from bot.domain.mandate import Mandate, QuietHours
from bot.domain.money import Money
from bot.domain.people import Likeness, Talent, require_adult
from bot.domain.ratecard import RateCard
from bot.domain.terms import Depiction, clean_text
from bot.domain.vocabulary import CATEGORIES, DEPICTIONS, EXCLUSIVITIES, MEDIA
from bot.flows import typed

Draft = Mapping[str, str]
Changes = dict[str, Any]


@dataclass(frozen=True)
class Around:
    """What reading a part leans on: the day, the account, the card's currency and floor, and look-ups.

    `find_adviser` gives the account ids a typed name or mention may mean; `regions` the countries of a place name.
    """

    today: date
    user_id: str
    currency: str | None
    floor_minor: int | None
    find_adviser: Callable[[str], str]
    regions: Callable[[str], tuple[str, ...]]


@dataclass(frozen=True)
class Part:
    """One part: its draft fields, how it is read, whether a form or menus fill it, whether enrolment needs it."""

    name: str
    fields: tuple[str, ...]
    read: Callable[[Draft, Around], Changes]
    by_form: bool
    required: bool = False


def _about(draft: Draft, around: Around) -> Changes:
    zone = typed.read_zone(draft.get("tz", ""))
    changes: Changes = {"tz": zone, "represented": typed.read_represented(draft.get("represented", ""))}
    if "full_name" in draft:
        changes["name"] = typed.read_name(draft["full_name"])
    if "born_on" in draft:
        changes["born_on"] = typed.read_day(draft["born_on"], "born_on")
        require_adult(changes["born_on"], around.today)
    return changes


def _rate(draft: Draft, around: Around) -> Changes:
    currency = typed.read_currency(draft.get("currency", ""))
    base = typed.read_amount(draft.get("base", ""), currency)
    if base is None:
        raise RuleBroken("base_unreadable")
    floor = _floor(draft.get("floor", ""), currency, around)
    if floor > base:
        raise RuleBroken("floor_over_base")
    if floor * 10 < base:
        raise RuleBroken("floor_far_below_base")
    day_rate = None
    if not typed.is_nothing(draft.get("day_rate", "")):
        day_rate = typed.read_amount(draft["day_rate"], currency)
        if day_rate is None:
            raise RuleBroken("day_rate_unreadable")
    return {"ratecard": RateCard(currency, base, floor), "day_rate_minor": day_rate}


def _floor(text: str, currency: str, around: Around) -> int:
    """The floor as typed; left empty, the one that stands, as long as it is in the same currency."""
    if text.strip():
        floor = typed.read_amount(text, currency)
        if floor is None:
            raise RuleBroken("floor_unreadable")
        return floor
    if around.floor_minor is None:
        raise RuleBroken("floor_missing")
    if around.currency != currency:
        raise RuleBroken("floor_in_other_currency")
    return around.floor_minor


def _term(draft: Draft, around: Around) -> Changes:
    months = draft.get("max_months", "")
    if not months.isdecimal() or len(months) > 2 or not _codes(draft, "exclusivity", EXCLUSIVITIES):
        raise RuleBroken("term_part_unfinished")
    return {"max_months": int(months), "exclusivity": _codes(draft, "exclusivity", EXCLUSIVITIES)}


def _media(draft: Draft, around: Around) -> Changes:
    refused = _codes(draft, "refused_media", MEDIA)
    if refused >= set(MEDIA):
        raise RuleBroken("mandate_refuses_all")
    return {"refused_media": refused}


def _categories(draft: Draft, around: Around) -> Changes:
    return {"refused_categories": _codes(draft, "refused_categories", CATEGORIES)}


def _territories(draft: Draft, around: Around) -> Changes:
    return {"refused_territories": typed.read_countries(draft.get("refused_territories", ""), around.regions)}


def _depiction(draft: Draft, around: Around) -> Changes:
    return {"depiction": Depiction(**dict.fromkeys(_codes(draft, "altered", DEPICTIONS), True))}


def _quiet(draft: Draft, around: Around) -> Changes:
    start, end = draft.get("quiet_from", ""), draft.get("quiet_until", "")
    if typed.is_nothing(start) and typed.is_nothing(end):
        return {"quiet_hours": QuietHours(QuietHours().end, QuietHours().end)}
    return {"quiet_hours": QuietHours(typed.read_clock(start), typed.read_clock(end))}


def _advisers(draft: Draft, around: Around) -> Changes:
    named = typed.read_user_list(draft.get("advisers", ""))
    ids = tuple(dict.fromkeys(around.find_adviser(name) for name in named))
    if len(ids) > typed.MAX_ADVISERS:
        raise RuleBroken("advisers_too_many", most=typed.MAX_ADVISERS)
    return {"adviser_ids": ids}


def _likeness(draft: Draft, around: Around) -> Changes:
    made_on = typed.read_day(draft.get("made_on", ""), "made_on")
    consented_on = typed.read_day(draft.get("consented_on", ""), "consented_on")
    if max(made_on, consented_on) > around.today:
        raise RuleBroken("likeness_in_future")
    sources = typed.read_digests(draft.get("more_sources", ""), tuple(draft.get("sources", "").split()))
    return {"likeness": Likeness(clean_text(draft.get("made_by", ""), 120), made_on, sources, consented_on)}


def _dislikes(draft: Draft, around: Around) -> Changes:
    return {"disliked_media": _codes(draft, "disliked_media", MEDIA)}


def _ask_first(draft: Draft, around: Around) -> Changes:
    text = draft.get("ask_first", "")
    if typed.is_nothing(text):
        return {"ask_first_above_minor": None}
    if around.currency is None:
        raise RuleBroken("rate_card_first")
    above = typed.read_amount(text, around.currency)
    if above is None:
        raise RuleBroken("ask_first_unreadable")
    return {"ask_first_above_minor": above}


def _codes(draft: Draft, field: str, known: tuple[str, ...]) -> frozenset[str]:
    """The codes chosen in a menu; what no menu of ours holds is a broken rule, not a guess."""
    chosen = frozenset(filter(None, draft.get(field, "").split(",")))
    if not chosen <= set(known):
        raise RuleBroken("mandate_code_unknown")
    return chosen


_IN_ORDER = (
    Part("about", ("full_name", "born_on", "tz", "represented"), _about, by_form=True, required=True),
    Part("rate", ("currency", "base", "floor", "day_rate"), _rate, by_form=True, required=True),
    Part("term", ("max_months", "exclusivity"), _term, by_form=False, required=True),
    Part(
        "likeness",
        ("made_by", "made_on", "consented_on", "sources", "more_sources"),
        _likeness,
        by_form=True,
        required=True,
    ),
    Part("media", ("refused_media",), _media, by_form=False),
    Part("categories", ("refused_categories",), _categories, by_form=False),
    Part("territories", ("refused_territories",), _territories, by_form=True),
    Part("depiction", ("altered",), _depiction, by_form=False),
    Part("quiet", ("quiet_from", "quiet_until"), _quiet, by_form=True),
    Part("advisers", ("advisers",), _advisers, by_form=True),
    Part("dislikes", ("disliked_media",), _dislikes, by_form=False),
    Part("ask_first", ("ask_first",), _ask_first, by_form=True),
)
PARTS: Mapping[str, Part] = {part.name: part for part in _IN_ORDER}
"""Every part, in the order in which people are shown them."""


def begun(part: Part, draft: Draft) -> bool:
    """Whether anything of the part is in the draft."""
    return any(field in draft for field in part.fields)


def state_of(part: Part, draft: Draft, around: Around) -> str:
    """`done`, `open` (nothing there yet) or `wrong` (typed, but it does not hold)."""
    if not begun(part, draft):
        return "open"
    try:
        part.read(draft, around)
    except RuleBroken:
        return "wrong"
    return "done"


def missing(draft: Draft, around: Around) -> tuple[str, ...]:
    """The parts that keep enrolment from being finished: required and open, or wrong."""
    states = {part.name: state_of(part, draft, around) for part in _IN_ORDER}
    return tuple(
        part.name
        for part in _IN_ORDER
        if states[part.name] == "wrong" or (part.required and states[part.name] != "done")
    )


def read_all(draft: Draft, around: Around) -> Changes:
    """Every part that was begun, read. Raises RuleBroken for the first that does not hold."""
    changes: Changes = {}
    for part in _IN_ORDER:
        if begun(part, draft):
            changes |= part.read(draft, around)
    return changes


def settled(part: Part, draft: Draft, changes: Changes) -> dict[str, str]:
    """The part's fields once they were read: people as mentions, places as codes, all source images in one list."""
    fields = {field: draft[field] for field in part.fields if field in draft}
    match part.name:
        case "advisers":
            fields["advisers"] = "\n".join(f"<@{user_id}>" for user_id in changes["adviser_ids"])
        case "territories":
            fields["refused_territories"] = ", ".join(sorted(changes["refused_territories"]))
        case "likeness":
            fields["sources"] = "\n".join(changes["likeness"].source_sha256)
            fields.pop("more_sources", None)
    return fields


def draft_of(mandate: Mandate, talent: Talent) -> dict[str, str]:
    """A mandate as the fields of its forms and menus; the floor is left out, for no form shows it again (I4)."""

    def amount(minor: int | None) -> str:
        return "" if minor is None else Money(minor, mandate.currency).decimal()

    quiet = mandate.quiet_hours
    fields = {
        "tz": mandate.tz,
        "represented": mandate.represented,
        "currency": mandate.currency,
        "base": amount(mandate.ratecard.base_minor),
        "day_rate": amount(mandate.day_rate_minor),
        "max_months": str(mandate.max_months),
        "exclusivity": _listed(mandate.exclusivity, EXCLUSIVITIES),
        "refused_media": _listed(mandate.refused_media, MEDIA),
        "refused_categories": _listed(mandate.refused_categories, CATEGORIES),
        "refused_territories": ", ".join(sorted(mandate.refused_territories)),
        "altered": _listed(mandate.depiction.allowed(), DEPICTIONS),
        "quiet_from": "" if quiet.start == quiet.end else f"{quiet.start:%H:%M}",
        "quiet_until": "" if quiet.start == quiet.end else f"{quiet.end:%H:%M}",
        "advisers": "\n".join(f"<@{user_id}>" for user_id in mandate.adviser_ids),
        "disliked_media": _listed(mandate.disliked_media, MEDIA),
        "ask_first": amount(mandate.ask_first_above_minor),
    }
    if (likeness := talent.likeness) is not None:
        fields |= {
            "made_by": likeness.made_by,
            "made_on": likeness.made_on.isoformat(),
            "consented_on": likeness.consented_on.isoformat(),
            "sources": "\n".join(likeness.source_sha256),
        }
    return fields


def _listed(codes: frozenset[str], order: tuple[str, ...]) -> str:
    return ",".join(code for code in order if code in codes)
