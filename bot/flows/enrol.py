"""Enrolment: the operator invites, the person fills in the parts of her mandate at her own pace, and finishes herself.

Nothing of a person under 18, or of one who says no, is kept beyond the invitation's id (DESIGN §1, issue C).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.domain.errors import RuleBroken
from bot.domain.mandate import Mandate
from bot.domain.people import Person, Talent, TalentState
from bot.domain.terms import MAX_COMMISSION_BP, canonical_json
from bot.flows import statement, typed
from bot.flows.base import Deps, Press, Reply, say, tell
from bot.flows.mandate import mandate_card, record_mandate
from bot.flows.mandate_parts import PARTS, missing, read_all, state_of
from bot.flows.part_forms import around
from bot.ports import Address, Note, Tx

DEFAULT_COMMISSION_BP = 1_500


async def invite(deps: Deps, press: Press, now: datetime) -> Reply:
    """`/invite person:<account> [name] [commission]`: an operator asks a person whether she wants to be enrolled."""

    def inner(tx: Tx) -> Reply:
        _require_operator(deps, press)
        user_id = _invited_account(tx, press)
        commission_bp = _commission(press.fields.get("commission", ""))
        person = tx.person(user_id) or Person(user_id, "")
        name = typed.read_name(press.fields.get("name", "") or person.name or press.fields.get("person_name", ""))
        tx.save_person(person if person.name else replace(person, name=name))
        talent = tx.talent_of(user_id)
        if talent is not None and talent.state is TalentState.ENROLLED:
            return tell("invite_already", name=talent.name)
        talent = _invited(tx, deps, talent, user_id, name, press.user_id, commission_bp, now)
        _send_invitation(tx, deps, talent, commission_bp, press.event_id, now)
        return tell("invited", name=talent.name)

    return await deps.store.transact(inner)


async def begin(deps: Deps, press: Press, now: datetime) -> Reply:
    """`Set up my mandate`: the list of parts; what was filled in before is still there."""

    def inner(tx: Tx) -> Reply:
        talent = own_talent(tx, press)
        if talent.state is TalentState.ENROLLED:
            return tell("enrol_already", name=talent.name)
        _require_invited(talent)
        person = tx.person(talent.user_id) or Person(talent.user_id, talent.name)
        if person.told_ai_at is None:
            tx.save_person(replace(person, told_ai_at=now))
        return to_her(press, Note("enrol_checklist", checklist(tx, talent, now)))

    return await deps.store.transact(inner)


async def decline(deps: Deps, press: Press, now: datetime) -> Reply:
    """`Not for me`: whatever was typed is forgotten, and the operator is told no more than that."""

    def inner(tx: Tx) -> Reply:
        talent = own_talent(tx, press)
        if talent.state is TalentState.ENROLLED:
            return tell("enrol_already", name=talent.name)
        _require_invited(talent)
        leave(tx, talent, press.event_id, now)
        return to_her(press, Note("enrol_declined", {"operator": deps.house.operator_name}))

    return await deps.store.transact(inner)


async def finish(deps: Deps, press: Press, now: datetime) -> Reply:
    """`Finish`: her first mandate and likeness record come into force, and she sees them whole."""

    def inner(tx: Tx) -> Reply:
        talent = own_talent(tx, press)
        if talent.state is TalentState.ENROLLED:
            return tell("enrol_already", name=talent.name)
        _require_invited(talent)
        tx.lock_talent(talent.id)
        draft, near = dict(talent.draft or {}), around(tx, talent, None, now)
        if left := missing(draft, near):
            return to_her(press, Note("enrol_missing", {**checklist(tx, talent, now), "missing": list(left)}))
        talent, mandate = _from_draft(talent, read_all(draft, near), draft)
        require_own_name(tx, talent)
        talent = enrol(tx, talent, mandate, deps.entropy, now)
        _tell_all(tx, deps, talent, mandate, now)
        return to_her(press, Note("enrol_finished", {"name": talent.name}))

    return await deps.store.transact(inner)


def enrol(tx: Tx, talent: Talent, mandate: Mandate, entropy: Callable[[int], int], now: datetime) -> Talent:
    """Puts a complete talent and her first mandate on record: the one way in, the sandbox's too."""
    if talent.likeness is None or talent.born_on is None:
        raise RuleBroken("talent_not_enrolled", talent=talent.name)
    talent = replace(talent, state=TalentState.ENROLLED, draft=None)
    talent = replace(talent, aliases=_aliases(tx, talent))
    tx.save_talent(talent)
    person = tx.person(talent.user_id) or Person(talent.user_id, talent.name)
    tx.save_person(replace(person, tz=mandate.tz))
    tx.append_ledger("talent.enrolled", talent.id, {"likeness_sha256": likeness_sha256(talent)}, now)
    record_mandate(tx, mandate, entropy, now, was=None)
    statement.plan(tx, talent, mandate, now)
    return talent


def likeness_sha256(talent: Talent) -> str:
    """Hash of a likeness record: the source images' hashes, the maker and both dates."""
    likeness = talent.likeness
    assert likeness is not None
    record = {
        "made_by": likeness.made_by,
        "made_on": likeness.made_on.isoformat(),
        "consented_on": likeness.consented_on.isoformat(),
        "source_sha256": list(likeness.source_sha256),
    }
    return hashlib.sha256(canonical_json(record)).hexdigest()


def checklist(tx: Tx, talent: Talent, now: datetime) -> dict[str, Any]:
    """Which parts are done, open or wrong, for the card that guides her; no value of any part (I4)."""
    draft, near = dict(talent.draft or {}), around(tx, talent, None, now)
    return {
        "talent": talent.id,
        "name": talent.name,
        "parts": [
            {"name": part.name, "state": state_of(part, draft, near), "required": part.required}
            for part in PARTS.values()
        ],
        "ready": not missing(draft, near),
    }


def leave(tx: Tx, talent: Talent, event_id: str, now: datetime) -> None:
    """Ends an invitation: the draft goes at once, and operators hear that it ended, not why."""
    tx.save_talent(replace(talent, state=TalentState.LEFT, draft=None, born_on=None, likeness=None))
    tx.append_ledger("talent.left", talent.id, {"state": TalentState.LEFT.value}, now)
    say(tx, now, f"{talent.id}:left:{event_id}", Address.operators(), "enrol_ended", name=talent.name)


def own_talent(tx: Tx, press: Press) -> Talent:
    """The talent a button is about. Raises RuleBroken unless she herself pressed it (I2)."""
    talent = tx.talent(press.action.ref)
    if talent is None:
        raise RuleBroken("invitation_gone")
    if talent.user_id != press.user_id:
        raise RuleBroken("not_for_you", name=talent.name.split(" ")[0])
    return talent


def to_her(press: Press, note: Note) -> Reply:
    """A reply for her eyes alone: it stays in her direct messages, and is private anywhere else."""
    return Reply(note, public=press.is_dm)


def require_own_name(tx: Tx, talent: Talent) -> None:
    """Raises RuleBroken `name_taken` where another talent goes by the same name: brands could not tell them apart."""
    wanted = talent.name.casefold()
    if any(other.name.casefold() == wanted for other in _others(tx, talent)):
        raise RuleBroken("name_taken", name=talent.name)


def _require_operator(deps: Deps, press: Press) -> None:
    if press.user_id not in deps.house.operator_ids:
        raise RuleBroken("operators_only")


def _require_invited(talent: Talent) -> None:
    if talent.state is not TalentState.INVITED:
        raise RuleBroken("invitation_gone")


def _invited_account(tx: Tx, press: Press) -> str:
    """The account named: a mention, an id, or the name of someone known. A brand's own people can't be its talents."""
    given = press.fields.get("person", "").strip()
    known = tx.persons_named(given) if given else ()
    user_id = typed.read_user_id(given) or (known[0].user_id if len(known) == 1 else None)
    if user_id is None:
        raise RuleBroken("person_unknown", typed=typed.shown_back(given))
    if tx.brand_of(user_id) is not None:
        raise RuleBroken("invite_is_brand")
    return user_id


def _commission(text: str) -> int:
    """The agency's share in basis points, from per cent; 15 % where nothing is said, at most 20 %."""
    bare = text.strip().removesuffix("%").strip().replace(",", ".")
    if not bare:
        return DEFAULT_COMMISSION_BP
    whole, _, rest = bare.partition(".")
    if not whole.isdecimal() or not (rest + "0").isdecimal() or len(rest) > 2 or len(whole) > 3:
        raise RuleBroken("commission_unreadable")
    basis_points = int(whole) * 100 + int((rest + "00")[:2])
    if basis_points > MAX_COMMISSION_BP:
        raise RuleBroken("commission_too_high", most_bp=MAX_COMMISSION_BP)
    return basis_points


def _invited(
    tx: Tx,
    deps: Deps,
    talent: Talent | None,
    user_id: str,
    name: str,
    operator_id: str,
    commission_bp: int,
    now: datetime,
) -> Talent:
    """The talent as invited; who was invited before keeps her id, and what she filled in if she had not left."""
    again = talent is not None and talent.state is TalentState.INVITED
    if talent is None:
        talent = Talent(deps.new_id(), user_id, name, TalentState.INVITED)
    draft = {**(talent.draft or {}), "commission_bp": str(commission_bp)}
    talent = replace(talent, name=name, state=TalentState.INVITED, invited_by=operator_id, draft=draft)
    tx.save_talent(talent)
    if not again:
        tx.append_ledger("talent.invited", talent.id, {"by": operator_id}, now)
    return talent


def _send_invitation(tx: Tx, deps: Deps, talent: Talent, commission_bp: int, event_id: str, now: datetime) -> None:
    data = {
        "talent": talent.id,
        "name": talent.name,
        "operator": deps.house.operator_name,
        "commission_bp": commission_bp,
    }
    say(tx, now, f"{talent.id}:invitation:{event_id}", Address.dm(talent.user_id), "invitation", **data)


def _from_draft(talent: Talent, changes: dict[str, Any], draft: dict[str, str]) -> tuple[Talent, Mandate]:
    """The talent and her first mandate from everything she filled in."""
    of_talent = {name: changes.pop(name) for name in ("name", "born_on", "likeness")}
    commission_bp = int(draft.get("commission_bp", DEFAULT_COMMISSION_BP))
    return replace(talent, **of_talent), Mandate(talent.id, 1, commission_bp=commission_bp, **changes)


def _tell_all(tx: Tx, deps: Deps, talent: Talent, mandate: Mandate, now: datetime) -> None:
    """She sees her mandate whole, her advisers learn what they may do, and operators that she is enrolled."""
    card = mandate_card(tx, talent, mandate)
    say(tx, now, f"{talent.id}:welcome", Address.dm(talent.user_id), "enrol_welcome", **card)
    say(tx, now, f"{talent.id}:enrolled", Address.operators(), "enrol_done", name=talent.name)
    tell_advisers(tx, deps, talent, mandate, mandate.adviser_ids, now)


def tell_advisers(
    tx: Tx, deps: Deps, talent: Talent, mandate: Mandate, user_ids: tuple[str, ...], now: datetime
) -> None:
    """Tells people that she named them, and that they may read and comment but never approve (I2)."""
    for user_id in user_ids:
        place = mandate.adviser_ids.index(user_id)
        say(tx, now, f"{talent.id}:v{mandate.version}:adviser:{place}", Address.dm(user_id), "adviser_named",
            name=talent.name, operator=deps.house.operator_name)  # fmt: skip


def _aliases(tx: Tx, talent: Talent) -> tuple[str, ...]:
    """Her first name, where no other talent has it; where one has, it stops meaning either."""
    first = talent.name.split(" ")[0]
    same = [other for other in _others(tx, talent) if other.name.split(" ")[0].casefold() == first.casefold()]
    for other in same:
        kept = tuple(alias for alias in other.aliases if alias.casefold() != first.casefold())
        if kept != other.aliases:
            tx.save_talent(replace(other, aliases=kept))
    return () if same or first == talent.name else (first,)


def _others(tx: Tx, talent: Talent) -> list[Talent]:
    return [other for other in tx.talents() if other.id != talent.id and other.state is TalentState.ENROLLED]


ACTIONS = {"enrol_begin": begin, "enrol_decline": decline, "enrol_finish": finish}
COMMANDS = {"invite": invite}
