"""From findings to a brief: what a message changes in what is already understood. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.domain.brief import Brief
from bot.domain.errors import RuleBroken
from bot.domain.money import Money, minor_digits
from bot.domain.people import Talent
from bot.domain.terms import MAX_ASSETS, TEXT_LIMITS, clean_text
from bot.domain.vocabulary import WORLD, expand_media
from bot.reading.findings import Findings

FIELD_OF_READING = {"months": "length", "days": "length", "ends_on": "length", "fee_max": "fee"}
"""Reading's field names where the brief asks by another."""

REMARKED_FLAGS = ("training", "invented_person", "minor", "instruction", "probing")


SPOKEN_BESIDE = frozenset({"purpose", "assets", "replaces_casting"})
"""Questions whose answers like to name a medium or a country without meaning to change any."""


@dataclass(frozen=True)
class Merged:
    """The brief after a message, the fields it changed, and the codes of what has to be said about it."""

    brief: Brief
    changed: frozenset[str]
    remarks: tuple[tuple[str, dict[str, Any]], ...] = ()


def merge(
    brief: Brief, found: Findings, talents: Sequence[Talent], currency: str | None, own_currency: str | None = None
) -> Merged:
    """`brief` with what `found` says.

    A figure without a currency is in the talent's (`currency`), or in the brand's own where no talent is known yet.
    """
    changes: dict[str, Any] = {}
    _merge_talent(changes, found, talents)
    _merge_lists(changes, brief, found)
    _merge_dates(changes, found)
    _merge_plain(changes, brief, found)
    remarks = [*_merge_fee(changes, brief, found, currency, own_currency), *_remarks(found)]
    if found.perpetual or found.buyout:
        changes |= {"ends_on": None, "months": None, "days": None}
    unclear = {FIELD_OF_READING.get(name, name) for name in found.unclear} - {"fee"}
    changes["unclear"] = tuple(sorted((set(brief.unclear) - _answered(changes)) | unclear))
    changes["said"] = {**brief.said, **{key: words[:200] for key, words in found.evidence.items()}}
    after = replace(brief, **changes)
    changed = frozenset(name for name in vars(after) if getattr(after, name) != getattr(brief, name))
    return Merged(after, changed - {"said", "unclear"}, tuple(remarks))


def as_answer(brief: Brief, found: Findings, asked: str | None) -> tuple[Findings, list[tuple[str, dict[str, Any]]]]:
    """`found` as the answer to a question about something else than uses and places.

    "Magazine ads for our shop" as the purpose names uses and takes none away; one that is new is remarked on, for the
    brand to add in so many words. What is known does not become unclear by it.
    """
    if asked == "purpose" and is_bare_figure(found, found.purpose or ""):
        found = replace(found, purpose=None)
    if asked not in SPOKEN_BESIDE or found.adds or found.only or found.media_removed or found.territories_removed:
        return found, []
    media = [code for code in expand_media(found.media) if brief.media and code not in brief.media]
    places = [code for code in found.territories if brief.territories and not _covered(code, brief)]
    unclear = tuple(name for name in found.unclear if brief.is_open(FIELD_OF_READING.get(name, name)))
    found = replace(
        found,
        media=() if brief.media else found.media,
        territories=() if brief.territories else found.territories,
        unclear=unclear,
    )
    return found, [("named_beside", {"named": {"media": media, "territories": places}})] if media or places else []


def _covered(code: str, brief: Brief) -> bool:
    return code in brief.territories or WORLD in brief.territories


def is_bare_figure(found: Findings, words: str) -> bool:
    """Whether words name a figure and nothing that images could be for: "9,000 for A", "wir bieten 8.200 Euro"."""
    if found.fee is None:
        return False
    rest = words.replace(found.evidence.get("fee", ""), " ")
    return set(re.findall(r"[^\W\d_]+", rest.lower())) <= _AROUND_A_FIGURE


_AROUND_A_FIGURE = frozenset(
    "we i can could do offer pay have got is it that s at for a b c the our my max maximum budget final k euro euros"
    " eur usd wir ich bieten biete zahlen haben können für das ist höchstens nous je offrons propose proposons pour le"
    " la notre ofrecemos ofrezco por el nuestro presupuesto offriamo offro per il nostro".split()
)


def purpose_from(text: str) -> str:
    """A whole answer as the purpose: one line, within the term's limit."""
    return clean_text(text, TEXT_LIMITS["purpose"])


def _merge_talent(changes: dict[str, Any], found: Findings, talents: Sequence[Talent]) -> None:
    if found.talent is not None:
        match = next((talent for talent in talents if talent.name == found.talent), None)
        if match is not None:
            changes["talent_id"] = match.id


def _merge_lists(changes: dict[str, Any], brief: Brief, found: Findings) -> None:
    media = _listed(brief.media, expand_media(found.media), found.media_removed, found)
    places = _listed(brief.territories, found.territories, found.territories_removed, found)
    if media != set(brief.media):
        changes["media"] = tuple(sorted(media))
    if places != set(brief.territories):
        changes["territories"] = (WORLD,) if WORLD in places else tuple(sorted(places))


def _listed(was: Sequence[str], named: Sequence[str], removed: Sequence[str], found: Findings) -> set[str]:
    """What is named takes the place of all there was, unless it is added, or stands in for what is taken away."""
    swapped = bool(set(removed) & set(was)) and not found.only
    kept = set(was) if found.adds or swapped or not named else set()
    return (kept | set(named)) - set(removed)


def _merge_dates(changes: dict[str, Any], found: Findings) -> None:
    if found.starts_on is not None:
        changes["starts_on"] = found.starts_on
    if found.ends_on is not None:
        changes |= {"ends_on": found.ends_on, "months": None, "days": None}
    elif found.months is not None or found.days is not None:
        changes |= {"ends_on": None, "months": found.months, "days": found.days if found.months is None else None}


def _merge_plain(changes: dict[str, Any], brief: Brief, found: Findings) -> None:
    if found.exclusivity is not None:
        changes["exclusivity"] = found.exclusivity
    if found.category is not None:
        changes["category"] = found.category
    if found.assets is not None and 1 <= found.assets <= MAX_ASSETS:
        changes["assets_max"] = found.assets
    if found.replaces_casting is not None:
        changes["replaces_casting"] = found.replaces_casting
    product = clean_text(found.product or "", TEXT_LIMITS["product"])
    # "the parka", said later, is the Fjord parka of the first message.
    if product and product.casefold() not in (brief.product or "").casefold():
        changes["product"] = product
    elif brief.product is None and (goods := _goods(found)):
        changes["product"] = goods
    if found.purpose and (purpose := purpose_from(found.purpose)):
        changes["purpose"] = purpose
    if found.alterations:
        changes["alterations"] = frozenset(found.alterations)


def _goods(found: Findings) -> str:
    """The words that the category was read from: "jackets" is no name, and still says more than nothing."""
    said = clean_text(found.evidence.get("category", ""), TEXT_LIMITS["product"])
    return "" if found.category is None or said.casefold() == found.category else said


def _merge_fee(
    changes: dict[str, Any], brief: Brief, found: Findings, currency: str | None, own_currency: str | None
) -> list[tuple[str, dict[str, Any]]]:
    if found.fee is None:
        return []
    amount, said_currency = found.fee
    money_currency = said_currency or currency or (brief.fee.currency if brief.fee else own_currency)
    if money_currency is None:
        return [("currency_missing", {})]
    digits = minor_digits(money_currency)
    try:
        changes["fee"] = Money.parse(str(round(amount, digits)), money_currency)
    except (RuleBroken, ArithmeticError):
        return [("fee_unreadable", {})]
    if currency is not None and money_currency != currency:
        return [("other_currency", {"theirs": money_currency, "ours": currency})]
    return []


def _remarks(found: Findings) -> list[tuple[str, dict[str, Any]]]:
    remarks: list[tuple[str, dict[str, Any]]] = [(flag, {}) for flag in REMARKED_FLAGS if flag in found.flags]
    if "instruction" in found.flags:
        remarks = [remark for remark in remarks if remark[0] != "probing"]
    if found.buyout:
        remarks.append(("buyout", {}))
    elif found.perpetual:
        remarks.append(("perpetual", {}))
    if len(found.talents) > 1:
        remarks.append(("two_talents", {"names": list(found.talents)}))
    return remarks


def _answered(changes: dict[str, Any]) -> set[str]:
    names = {"assets" if name == "assets_max" else name for name, value in changes.items() if value}
    if names & {"ends_on", "months", "days"}:
        names.add("length")
    return names
