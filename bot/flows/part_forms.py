"""From a press in a form or a menu to the fields of a draft, and what reading a part leans on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.domain.errors import RuleBroken
from bot.domain.mandate import Mandate
from bot.domain.people import Talent
from bot.domain.vocabulary import CATEGORIES, EXCLUSIVITIES
from bot.flows import typed
from bot.flows.base import Press
from bot.flows.mandate_parts import Around, Part
from bot.ports import Tx
from bot.reading.findings import Context
from bot.reading.read import read

MENU_MOST = 25
FIELD_MOST = 4_000
_SECRET = frozenset({"floor"})
_APPENDED = frozenset({"sources"})
_FIXED = frozenset({"full_name", "born_on"})
"""What only enrolment asks for: no form changes it afterwards."""


def around(tx: Tx, talent: Talent, mandate: Mandate | None, now: datetime) -> Around:
    """What her parts are read against: her zone's day, the currency and floor that stand, and who people are."""
    draft = talent.draft or {}
    zone = mandate.tz if mandate else "UTC"
    currency = mandate.currency if mandate else _typed_currency(draft.get("currency", ""))
    return Around(
        today=typed.today_in(now, zone),
        user_id=talent.user_id,
        currency=currency,
        floor_minor=mandate.ratecard.floor_base_minor if mandate else None,
        find_adviser=lambda name: _adviser(tx, talent, name),
        regions=lambda place: read(place, Context(now=now, role="talent", asked="territories")).territories,
    )


def form_data(part: Part, fields: dict[str, str], *, enrolled: bool) -> dict[str, Any]:
    """What a form shows again: what was typed before, but for what is secret (I4) and lists that only grow."""
    shown = {
        name: fields[name][:FIELD_MOST] for name in part.fields if name in fields and name not in _SECRET | _APPENDED
    }
    sources = len(fields.get("sources", "").split())
    has_floor = enrolled or bool(fields.get("floor"))
    return {"typed": shown, "has_floor": has_floor, "sources": sources, "enrolled": enrolled}


def submitted(part: Part, fields: dict[str, str], press: Press, *, enrolled: bool) -> dict[str, str]:
    """The draft's fields with what a form brought. A floor left empty keeps the one typed before, in its currency."""
    open_to_her = [name for name in part.fields if name in press.fields and not (enrolled and name in _FIXED)]
    brought = {name: press.fields[name][:FIELD_MOST] for name in open_to_her}
    kept = {name: value for name, value in fields.items() if name not in brought}
    if not brought.get("floor", " ").strip() and fields.get("floor"):
        same = _typed_currency(brought.get("currency", "")) == _typed_currency(fields.get("currency", ""))
        if same:
            brought["floor"] = fields["floor"]
    if "floor" in brought and not brought["floor"].strip():
        del brought["floor"]
    return kept | brought


def picked(fields: dict[str, str], menu: str, values: tuple[str, ...]) -> dict[str, str]:
    """The draft's fields with what a menu brought. `categories:1` is the second menu of the categories.

    Raises RuleBroken `mandate_code_unknown` for a menu that is none of ours.
    """
    field, _, page = menu.partition(":")
    if field != "refused_categories":
        order = EXCLUSIVITIES if field == "exclusivity" else tuple(values)
        return {**fields, field: ",".join(value for value in order if value in values)}
    own = category_page(int(page) if page.isdecimal() else 0)
    elsewhere = [code for code in fields.get(field, "").split(",") if code and code not in own]
    chosen = {*elsewhere, *(value for value in values if value in own)}
    return {**fields, field: ",".join(code for code in CATEGORIES if code in chosen)}


def category_page(page: int) -> tuple[str, ...]:
    """Half the categories: a menu holds 25 at most."""
    half = (len(CATEGORIES) + 1) // 2
    return CATEGORIES[:half] if page == 0 else CATEGORIES[half:]


def _typed_currency(text: str) -> str | None:
    try:
        return typed.read_currency(text)
    except RuleBroken:
        return None


def _adviser(tx: Tx, talent: Talent, name: str) -> str:
    """The account behind a mention, an id or a known person's name; never herself, never a brand's own people."""
    user_id = typed.read_user_id(name)
    if user_id is None:
        known = tx.persons_named(name)
        if len(known) != 1:
            code = "adviser_ambiguous" if known else "adviser_unknown"
            raise RuleBroken(code, typed=typed.shown_back(name))
        user_id = known[0].user_id
    if user_id == talent.user_id:
        raise RuleBroken("adviser_is_herself")
    if tx.brand_of(user_id) is not None:
        raise RuleBroken("adviser_is_brand", typed=typed.shown_back(name))
    return user_id
