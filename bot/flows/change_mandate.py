"""`/mandate`, and the parts of a mandate one by one: the same forms and menus at enrolment and ever after.

While she is being enrolled a part goes into her draft; afterwards each change is a new version, in force at once.
What does not hold is kept as typed, and said in one sentence.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.domain.errors import RuleBroken
from bot.domain.mandate import Mandate
from bot.domain.people import Person, Talent, TalentState
from bot.flows import enrol, part_forms
from bot.flows.base import Deps, Form, Press, Reply, plain
from bot.flows.enrol import own_talent, to_her
from bot.flows.mandate import example_prices, mandate_card, people_data, record_mandate
from bot.flows.mandate_parts import PARTS, Changes, Part, draft_of, settled, state_of
from bot.flows.stricter import after_stricter
from bot.ports import Note, Tx

Work = Callable[[Tx, Talent], Reply]


async def show(deps: Deps, press: Press, now: datetime) -> Reply:
    """`/mandate`: her limits, to her alone; the list of parts while she is still being enrolled."""

    def inner(tx: Tx) -> Reply:
        talent = tx.talent_of(press.user_id)
        if talent is None or talent.state is TalentState.LEFT:
            raise RuleBroken("talents_only")
        mandate = tx.mandate(talent.id)
        if mandate is None:
            return to_her(press, Note("enrol_checklist", enrol.checklist(tx, talent, now)))
        return to_her(press, Note("mandate_card", mandate_card(tx, talent, mandate)))

    return await deps.store.read(inner)


async def open_part(deps: Deps, press: Press, now: datetime) -> Reply:
    """A part's button: its form at once, or its menus."""

    def inner(tx: Tx, talent: Talent) -> Reply:
        part = _part(press.action.arg)
        fields = _fields(tx, talent)
        if not part.by_form:
            return to_her(press, _menus(talent, part, fields))
        data = part_forms.form_data(part, fields, enrolled=_is_in(talent))
        return Reply(form=Form(f"part_{part.name}", replace(press.action, verb="part_sent"), data))

    return await _with_talent(deps, press, inner)


async def take_form(deps: Deps, press: Press, now: datetime) -> Reply:
    """A part's form came back: saved where it holds; kept as typed, with one sentence, where it does not."""

    def inner(tx: Tx, talent: Talent) -> Reply:
        part = _part(press.action.arg)
        fields = part_forms.submitted(part, _fields(tx, talent), press, enrolled=_is_in(talent))
        return _save(tx, deps, talent, part, fields, press, now)

    return await _with_talent(deps, press, inner)


async def take_choice(deps: Deps, press: Press, now: datetime) -> Reply:
    """A part's menu was used: `arg` is the part and the menu, such as `categories/refused_categories:1`."""

    def inner(tx: Tx, talent: Talent) -> Reply:
        name, _, menu = press.action.arg.partition("/")
        part = _part(name)
        if menu.partition(":")[0] not in part.fields:
            raise RuleBroken("mandate_code_unknown")
        fields = part_forms.picked(_fields(tx, talent), menu, press.values)
        if state_of(part, fields, part_forms.around(tx, talent, tx.mandate(talent.id), now)) == "wrong":
            return _half_chosen(tx, talent, part, fields, press, now)
        return _save(tx, deps, talent, part, fields, press, now)

    return await _with_talent(deps, press, inner)


async def clear_sources(deps: Deps, press: Press, now: datetime) -> Reply:
    """`Start the image list again`: the hashes typed so far go; a record in force stays until replaced."""

    def inner(tx: Tx, talent: Talent) -> Reply:
        tx.save_talent(replace(talent, draft={**(talent.draft or {}), "sources": "", "more_sources": ""}))
        return to_her(press, Note("sources_cleared", {"talent": talent.id}))

    return await _with_talent(deps, press, inner)


def change(
    tx: Tx, deps: Deps, talent: Talent, mandate: Mandate, changes: Changes, now: datetime
) -> tuple[Talent, Mandate]:
    """A new version of her mandate (and likeness record), in force at once; the same values make no version.

    Raises RuleBroken where the whole would not hold.
    """
    new, likeness = next_version(mandate, changes), changes.get("likeness")
    if likeness is not None and likeness != talent.likeness:
        talent = replace(talent, likeness=likeness)
        tx.save_talent(talent)
        body = {"likeness_sha256": enrol.likeness_sha256(talent)}
        tx.append_ledger("talent.likeness_changed", talent.id, body, now)
    if replace(new, version=mandate.version) == mandate:
        return talent, mandate
    new = record_mandate(tx, new, deps.entropy, now, was=mandate)
    if new.tz != mandate.tz:
        person = tx.person(talent.user_id) or Person(talent.user_id, talent.name)
        tx.save_person(replace(person, tz=new.tz))
    added = tuple(user_id for user_id in new.adviser_ids if user_id not in mandate.adviser_ids)
    enrol.tell_advisers(tx, deps, talent, new, added, now)
    after_stricter(tx, deps, talent, mandate, now)
    return talent, new


def next_version(mandate: Mandate, changes: Changes) -> Mandate:
    """The mandate with `changes`, as its next version. Raises RuleBroken where the whole would not hold."""
    of_mandate = {name: value for name, value in changes.items() if name != "likeness"}
    return replace(mandate, version=mandate.version + 1, **_in_one_currency(mandate, of_mandate))


def _in_one_currency(mandate: Mandate, changes: Changes) -> Changes:
    """A card in a new currency leaves no "ask me first" sum in the old one: until she sets it, she is always asked."""
    card = changes.get("ratecard")
    moved = card is not None and card.currency != mandate.currency
    return {**changes, "ask_first_above_minor": 0} if moved and mandate.ask_first_above_minor is not None else changes


async def _with_talent(deps: Deps, press: Press, work: Work) -> Reply:
    """Runs `work` in one transaction, for the talent herself and nobody else (I2)."""

    def inner(tx: Tx) -> Reply:
        talent = own_talent(tx, press)
        if talent.state is TalentState.LEFT:
            raise RuleBroken("invitation_gone")
        tx.lock_talent(talent.id)
        return work(tx, talent)

    return await deps.store.transact(inner)


def _save(tx: Tx, deps: Deps, talent: Talent, part: Part, fields: dict[str, str], press: Press, now: datetime) -> Reply:
    mandate = tx.mandate(talent.id)
    try:
        changes = part.read(fields, part_forms.around(tx, talent, mandate, now))
        if mandate is not None:
            next_version(mandate, changes)
    except RuleBroken as broken:
        return _trouble(tx, deps, talent, part, fields, broken, press, now)
    if mandate is not None:
        return _change_part(tx, deps, talent, mandate, part, changes, press, now)
    draft = _without(part, talent.draft) | settled(part, fields, changes)
    talent = replace(talent, draft=draft, name=changes.get("name", talent.name))
    tx.save_talent(talent)
    return to_her(press, Note("part_saved", _saved_data(tx, talent, part, changes, now)))


def _change_part(
    tx: Tx, deps: Deps, talent: Talent, mandate: Mandate, part: Part, changes: Changes, press: Press, now: datetime
) -> Reply:
    before = (talent.likeness, mandate.version)
    talent = replace(talent, draft=_without(part, talent.draft) or None)
    tx.save_talent(talent)
    talent, new = change(tx, deps, talent, mandate, changes, now)
    changed = [part.name] if (talent.likeness, new.version) != before else []
    card = mandate_card(tx, talent, new, changed)
    examples = example_prices(new.ratecard) if part.name == "rate" and changed else []
    return to_her(press, Note("mandate_card", {**card, "examples": examples, "unchanged": not changed}))


def _trouble(
    tx: Tx,
    deps: Deps,
    talent: Talent,
    part: Part,
    fields: dict[str, str],
    broken: RuleBroken,
    press: Press,
    now: datetime,
) -> Reply:
    """What was typed is kept for the next try; but nothing of a person under 18 is."""
    if broken.code == "under_age":
        enrol.leave(tx, talent, press.event_id, now)
        return to_her(press, Note("enrol_under_age", {"operator": deps.house.operator_name, **plain(broken.detail)}))
    typed_now = {name: fields[name] for name in part.fields if name in fields}
    tx.save_talent(replace(talent, draft=_without(part, talent.draft) | typed_now))
    data = {"talent": talent.id, "part": part.name, "code": broken.code, "detail": plain(broken.detail)}
    return to_her(press, Note("part_trouble", data))


def _half_chosen(tx: Tx, talent: Talent, part: Part, fields: dict[str, str], press: Press, now: datetime) -> Reply:
    """One of a part's two menus was used: kept, and the menus again."""
    chosen = {name: fields[name] for name in part.fields if name in fields}
    tx.save_talent(replace(talent, draft=_without(part, talent.draft) | chosen))
    return to_her(press, _menus(talent, part, fields))


def _menus(talent: Talent, part: Part, fields: dict[str, str]) -> Note:
    chosen = {name: fields.get(name, "").split(",") if fields.get(name) else [] for name in part.fields}
    return Note("part_menus", {"talent": talent.id, "part": part.name, "chosen": chosen, "enrolled": _is_in(talent)})


def _saved_data(tx: Tx, talent: Talent, part: Part, changes: Changes, now: datetime) -> dict[str, Any]:
    """The checklist, and what was understood of the part just saved; never the floor (I4)."""
    data: dict[str, Any] = {**enrol.checklist(tx, talent, now), "part": part.name}
    match part.name:
        case "rate":
            data["examples"] = example_prices(changes["ratecard"])
        case "territories":
            data["territories"] = sorted(changes["refused_territories"])
        case "advisers":
            data["advisers"] = people_data(tx, changes["adviser_ids"])
        case "likeness":
            data["sources"] = len(changes["likeness"].source_sha256)
        case "about":
            data |= {"tz": changes["tz"], "born_on": changes["born_on"].isoformat()}
    return data


def _fields(tx: Tx, talent: Talent) -> dict[str, str]:
    """All fields as they stand: the mandate in force, under what was typed since and did not hold yet."""
    mandate = tx.mandate(talent.id)
    return {**(draft_of(mandate, talent) if mandate else {}), **(talent.draft or {})}


def _without(part: Part, draft: dict[str, str] | None) -> dict[str, str]:
    return {name: value for name, value in (draft or {}).items() if name not in part.fields}


def _part(name: str) -> Part:
    if name not in PARTS:
        raise RuleBroken("mandate_code_unknown")
    return PARTS[name]


def _is_in(talent: Talent) -> bool:
    return talent.state is TalentState.ENROLLED


ACTIONS = {
    "part": open_part,
    "part_sent": take_form,
    "part_picked": take_choice,
    "part_clear": clear_sources,
    "mandate_show": show,
}
COMMANDS = {"mandate": show}
