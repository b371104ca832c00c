"""A message arrives: who speaks, where, and which flow it belongs to. Unaddressed talk is left alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.deal import Deal
from bot.domain.people import Brand, Person, Talent
from bot.flows import answer_brand, answer_talent, fall_back, understand
from bot.flows.base import Deps, Heard, say
from bot.ports import Address, Said, Tx


@dataclass(frozen=True)
class Speaker:
    """What the store knows about who spoke, and the deal whose thread it was said in."""

    talent: Talent | None
    brand: Brand | None
    is_operator: bool
    advises: tuple[Talent, ...]
    deal: Deal | None
    in_own_thread: bool
    """Whether it was said in the private thread that stands for closed direct messages: STOP must be heard there."""


async def hear(deps: Deps, heard: Heard, now: datetime) -> None:
    """Answers one message, or leaves it alone where nobody was addressed.

    A message that was heard before (a replayed gateway event) is not heard again.
    """
    if not (heard.is_dm or heard.addressed or heard.in_thread) or not heard.text.strip():
        return
    speaker = await deps.store.read(lambda tx: _who(tx, deps, heard))
    if heard.is_dm or speaker.in_own_thread:
        await _hear_in_dm(deps, heard, speaker, now)
    elif speaker.deal is not None and _may_speak_in(speaker, speaker.deal):
        await understand.hear_in_deal(deps, heard, now)
    elif heard.addressed and speaker.deal is None:
        await _hear_in_channel(deps, heard, speaker, now)


def meet(tx: Tx, user_id: str, name: str, now: datetime, *, told_ai: bool = False) -> Person:
    """The person behind an account, made on the first meeting; `told_ai` notes that they were told (I12)."""
    person = tx.person(user_id) or Person(user_id, name)
    if told_ai and person.told_ai_at is None:
        person = Person(person.user_id, person.name, person.tz, person.language, now)
    tx.save_person(person)
    return person


def _who(tx: Tx, deps: Deps, heard: Heard) -> Speaker:
    return Speaker(
        talent=tx.talent_of(heard.user_id),
        brand=tx.brand_of(heard.user_id),
        is_operator=heard.user_id in deps.house.operator_ids,
        advises=tuple(tx.talents_advised_by(heard.user_id)),
        deal=None if heard.is_dm else tx.deal_in_thread(heard.channel_id),
        in_own_thread=heard.in_thread and fall_back.owner_of(tx, heard.channel_id) == heard.user_id,
    )


def _may_speak_in(speaker: Speaker, deal: Deal) -> bool:
    return speaker.brand is not None and speaker.brand.id == deal.brand_id


async def _hear_in_dm(deps: Deps, heard: Heard, speaker: Speaker, now: datetime) -> None:
    if speaker.talent is not None:
        await answer_talent.hear_talent(deps, heard, now)
    elif speaker.advises:
        await answer_talent.hear_adviser(deps, heard, now)
    else:
        if speaker.brand is not None and await _answered_outside(deps, heard, speaker.brand, now):
            return
        kind = "help_operator" if speaker.is_operator else "help_brand" if speaker.brand else "help_stranger"
        await _say_once(deps, heard, Address.dm(heard.user_id), kind, now)


async def _hear_in_channel(deps: Deps, heard: Heard, speaker: Speaker, now: datetime) -> None:
    if speaker.brand is not None and await _answered_outside(deps, heard, speaker.brand, now):
        return
    if speaker.brand is not None:
        await understand.open_deal(deps, heard, now)
    elif speaker.talent is not None:
        await _say_once(deps, heard, Address.dm(heard.user_id), "help_talent", now)
    elif speaker.is_operator:
        await _say_once(deps, heard, Address("channel", heard.channel_id), "help_operator", now)
    else:
        await _keep_for_later(deps, heard, now)


async def _answered_outside(deps: Deps, heard: Heard, brand: Brand, now: datetime) -> bool:
    """A question without a request: answered, in private where it is about the brand's own business."""

    def inner(tx: Tx) -> bool:
        if not answer_brand.is_bare_question(tx, heard, now):
            return False
        if tx.first_time(f"message:{heard.message_id}", now):
            first = meet(tx, heard.user_id, heard.user_name, now).told_ai_at is None
            meet(tx, heard.user_id, heard.user_name, now, told_ai=True)
            answer_brand.answer_outside(tx, deps, brand, heard, now, first=first)
        return True

    return await deps.store.transact(inner)


async def _say_once(deps: Deps, heard: Heard, to: Address, kind: str, now: datetime) -> None:
    def inner(tx: Tx) -> None:
        if tx.first_time(f"message:{heard.message_id}", now):
            meet(tx, heard.user_id, heard.user_name, now, told_ai=True)
            say(tx, now, f"help:{heard.message_id}", to, kind, operator=deps.house.operator_name)

    await deps.store.transact(inner)


async def _keep_for_later(deps: Deps, heard: Heard, now: datetime) -> None:
    """Somebody whose company we do not know: asks for it, and keeps what they said until they answer."""

    def inner(tx: Tx) -> None:
        if not tx.first_time(f"message:{heard.message_id}", now):
            return
        meet(tx, heard.user_id, heard.user_name, now, told_ai=True)
        tx.remember(Said(f"waiting:{heard.user_id}", heard.user_id, heard.text, now))
        tx.set_value(f"waiting:{heard.user_id}", f"{heard.channel_id} {heard.message_id}")
        say(tx, now, f"introduce:{heard.message_id}", Address("channel", heard.channel_id), "introduce_company",
            user_id=heard.user_id, operator=deps.house.operator_name)  # fmt: skip

    await deps.store.transact(inner)
