"""A brand's question gets an answer, then the open step again: from the store, the rate card or the answers file.

What the rules don't know they say so, and offer a person. Nothing here looks at a floor or at another brand (I4).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.answers.split import questions_in
from bot.domain.deal import Deal, DealState
from bot.domain.errors import RuleBroken
from bot.domain.people import Brand
from bot.flows import answer_agent, check
from bot.flows.answer_tools import Desk
from bot.flows.answers import (
    Answer,
    Asked,
    Part,
    asks_cost,
    asks_price,
    asks_why,
    first_name_value,
    has_terms,
    is_private,
    keep_question,
    near_buttons,
    person_button,
    topic_part,
)
from bot.flows.apart import apart
from bot.flows.base import NOTHING, Deps, Heard, Press, Reply, say, tell
from bot.flows.brand_facts import fact, status
from bot.flows.letter_asked import about_package, packages_asked
from bot.flows.looking import brand_of_deal, context_of, first_name, roster
from bot.flows.open_step import not_bookable, open_step
from bot.flows.what_if import WhatIf, can_be_priced, keep, what_if
from bot.ports import Address, Note, Tx
from bot.reading.findings import Context, Findings
from bot.reading.read import read

QUESTIONS_MOST = 3
BUTTONS_MOST = 3
_OWN_BUSINESS = frozenset({"s", "d", "f", "e", "l", "w", "a"})
"""First parts of the topics that tell of the brand's own deals and licences."""


@dataclass(frozen=True)
class _Said:
    """What one question comes to: the parts, and whatever must be kept or entered once it is really said."""

    parts: tuple[Part, ...]
    sure: bool = True
    offer: WhatIf | None = None
    suggests: bool = False


def answer(
    tx: Tx, deps: Deps, deal: Deal, found: Findings, heard: Heard, now: datetime, drafted: Answer | None = None
) -> None:
    """Answers in the deal's thread; `drafted` is the language model's answer where rules alone don't know."""
    licence = _licence_answer(tx, deps, deal, found, heard.text, now)
    if licence is not None:
        data = {**licence.data, "language": Asked.read(heard.text, "brand", roster(tx)).language}
        return say(tx, now, f"reply:{heard.message_id}", Address.deal(deal.id), licence.kind, **data)
    data = {**_ruled_or_drafted(tx, deps, deal, found, heard, now, drafted).data(), "step": open_step(tx, deal)}
    return say(tx, now, f"reply:{heard.message_id}", Address.deal(deal.id), "answer", **data)


def answer_beside(
    tx: Tx, deps: Deps, deal: Deal, found: Findings, heard: Heard, now: datetime, drafted: Answer | None = None
) -> None:
    """Answers what was asked beside an offer; the answer to the offer follows, and makes a `Use this` an old button."""
    reply = _ruled_or_drafted(tx, deps, deal, found, heard, now, drafted)
    kept = tuple(button for button in reply.buttons if button["verb"] != "use_package")
    data = {**replace(reply, buttons=kept).data(), "step": None}
    say(tx, now, f"reply:{heard.message_id}", Address.deal(deal.id), "answer", **data)


def _ruled_or_drafted(
    tx: Tx, deps: Deps, deal: Deal, found: Findings, heard: Heard, now: datetime, drafted: Answer | None
) -> Answer:
    reply = _ruled(tx, deps, brand_of_deal(tx, deal), deal, found, heard, now)
    if drafted is None or reply.sure:
        return reply
    _enter_checks(tx, deps, deal, drafted, now)
    return replace(drafted, buttons=reply.buttons[-1:]) if _tells_of_a_person(drafted.parts) else drafted


def _tells_of_a_person(parts: Iterable[Part]) -> bool:
    """Whether the words say to press `Ask a person`, the last button of an answer."""
    return any(part.get("topic") == "person" for part in parts)


async def drafted(
    deps: Deps, heard: Heard, found: Findings, context: Context, deal: Deal | None, now: datetime
) -> Answer | None:
    """The language model's answer to a question in a deal that rules don't know; None in every other case.

    Of a message that also offers something, the question alone is asked.
    """
    if deps.llm is None or deal is None or deal.handled_by is not None:
        return None
    parts = apart(heard.text, lambda words: read(words, context))
    if parts is not None:
        heard, found = replace(heard, text=parts[1]), read(parts[1], context)
    if found.intent != "question":
        return None
    if await deps.store.read(lambda tx: knows(tx, heard.text, found, deal)):
        return None
    desk = Desk(deps, "brand", Asked.read(heard.text, "brand", context.roster).language, now, deal_id=deal.id)
    return await answer_agent.compose(deps, heard.text, f"deal:{deal.id}", context, desk, brand_id=deal.brand_id)


def _enter_checks(tx: Tx, deps: Deps, deal: Deal, reply: Answer, now: datetime) -> None:
    """A licence check is logged whoever looked it up."""
    licence = tx.licence_of_deal(deal.id)
    for part in reply.parts:
        if "check" in part and licence is not None:
            check.answer_check(
                tx, deps, brand_of_deal(tx, deal), [licence], part["media"], part["territories"], None, now
            )


def is_bare_question(tx: Tx, heard: Heard, now: datetime) -> bool:
    """Whether a message outside a deal only asks, and so opens no deal (a question that says what is wanted does)."""
    context = context_of(tx, None, heard.user_id, now)
    found = read(heard.text, context)
    asked = Asked.read(heard.text, "brand", context.roster)
    if is_private(asked, found) and not (found.media or found.territories):
        return True
    wants = found.media or found.territories or found.months or found.days or found.fee or found.flags or found.product
    return found.intent == "question" and (asked.about.strong or not (wants or (found.talent and asked.topic is None)))


def answer_outside(tx: Tx, deps: Deps, brand: Brand, heard: Heard, now: datetime, *, first: bool) -> None:
    """Answers a question asked in the channel or a DM; `first` also says who speaks (I12).

    What is the brand's own business goes to the asker's DM, since others read the channel.
    """
    found = read(heard.text, context_of(tx, None, heard.user_id, now))
    deal = _newest_open(tx, brand, heard.user_id)
    reply = _ruled(tx, deps, brand, deal, found, heard, now)
    own = any(str(part.get("topic", "")).partition("_")[0] in _OWN_BUSINESS for part in reply.parts)
    to = Address.dm(heard.user_id) if heard.is_dm or own else Address("channel", heard.channel_id)
    say(tx, now, f"reply:{heard.message_id}", to, "answer", **reply.data(), step=None, first=first,
        rep=first_name(tx, heard.user_id))  # fmt: skip


def wants_answer(words: str, found: Findings, deal: Deal | None) -> bool:
    """Whether a message that carries terms asks about them rather than offers them."""
    asked = Asked.read(words, "brand")
    if is_private(asked, found) and not (found.talent and (found.media or found.territories)):
        return True
    sure = asked.about.fitted or (asked.topic is not None and found.intent == "other")
    asks = ("?" in words or asked.topic_id == "person" or asked.about.strong) and sure and found.fee is None
    if found.intent != "question" and not (asks and not has_terms(found)):
        return False
    if has_terms(found):
        return deal is not None and (asked.about.strong or asks_price(words))
    return True


def knows(tx: Tx, words: str, found: Findings, deal: Deal | None) -> bool:
    """Whether rules answer that question by themselves, so that no language model need be asked."""
    if len(questions_in(words)) > QUESTIONS_MOST:
        return False
    asked = Asked.read(words, "brand", roster(tx))
    on_deal = deal is not None and (can_be_priced(found, deal) or packages_asked(words, deal) is not None)
    return bool(asked.topic or is_private(asked, found) or on_deal)


def _ruled(tx: Tx, deps: Deps, brand: Brand, deal: Deal | None, found: Findings, heard: Heard, now: datetime) -> Answer:
    """The rules' answer to each question of the message, up to three, each part once."""
    questions = questions_in(heard.text)[:QUESTIONS_MOST] or [heard.text]
    context = context_of(tx, deal, heard.user_id, now)
    parts: list[Part] = []
    buttons: list[dict[str, Any]] = []
    sure, language = True, Asked.read(heard.text, "brand", context.roster).language
    ref = deal.id if deal else ""
    for number, words in enumerate(questions):
        own = found if len(questions) == 1 else read(words, context)
        asked = Asked.read(heard.text if len(questions) == 1 else words, "brand", context.roster)
        said = _one(tx, deps, brand, deal, own, asked, now, language)
        parts += [part for part in said.parts if part not in parts]
        sure = sure and said.sure
        buttons += near_buttons(asked, ref) if said.suggests else ()
        if said.offer is not None and said.offer.brief is not None and deal is not None:
            action = keep(tx, deal, said.offer.brief, f"{heard.message_id}:{number}")
            buttons.append({"label": "Use this", "verb": action.verb, "ref": action.ref, "version": action.version,
                            "arg": action.arg})  # fmt: skip
    buttons = buttons[:BUTTONS_MOST]
    if not sure or _tells_of_a_person(parts):
        keep_question(tx, heard.message_id, heard.user_id, heard.text)
        buttons.append(person_button(heard.message_id, ref))
    return Answer(tuple(parts), sure, tuple(buttons), language)


def _one(
    tx: Tx,
    deps: Deps,
    brand: Brand,
    deal: Deal | None,
    found: Findings,
    asked: Asked,
    now: datetime,
    language: str,
) -> _Said:
    common = _common(tx, deps, deal)
    if is_private(asked, found):
        return _Said((topic_part("private", "brand", language, **common),))
    if deal is not None and (named := packages_asked(asked.words, deal)):
        return _Said((named,))
    if deal is not None and has_terms(found) and _is_priced(asked):
        deal = about_package(asked.words, deal)
        priced = what_if(tx, deal, found, now, language, asked.words)
        if priced is not None:
            return _Said(priced.parts, offer=priced)
    if asked.topic is None or asked.topic_id == "private":
        if found.intent != "question":
            return _Said((status(tx, brand, deal, language),))
        unsure = "near" if asked.about.near else "unknown"
        return _Said((topic_part(unsure, "brand", language, **common),), sure=False, suggests=unsure == "near")
    told = [_topic(tx, deps, brand, deal, found, one.id, now, language) for one in asked.about.topics]
    return _Said(tuple(part for parts in told for part in parts))


def _is_priced(asked: Asked) -> bool:
    """Whether a question with terms in it is answered by what they would cost, rather than by its topic."""
    if asked.topic is not None and asks_why(asked.words):
        return False
    if asked.about.fitted:
        return asks_cost(asked.words)
    return asks_price(asked.words) or not (asked.about.strong or asked.about.outside)


def _topic(
    tx: Tx, deps: Deps, brand: Brand, deal: Deal | None, found: Findings, topic_id: str, now: datetime, language: str
) -> tuple[Part, ...]:
    """A topic's answer: from the store where that knows it, else from the answers file."""
    stored = fact(tx, deps, topic_id, brand, deal, found, now, language)
    if stored is not None:
        return stored
    values = _common(tx, deps, deal)
    if topic_id == "who_enrolled":
        names = [one.name for one in tx.talents() if not_bookable(one) is None]
        values["talents"] = {"kind": "names", "texts": names}
    return (topic_part(topic_id, "brand", language, **values),)


def _common(tx: Tx, deps: Deps, deal: Deal | None) -> dict[str, Any]:
    talent = tx.talent(deal.talent_id) if deal is not None and deal.talent_id else None
    return {
        "talent": first_name_value(talent.name if talent else None),
        "operator": {"kind": "name", "text": deps.house.operator_name},
    }


def about(tx: Tx, deps: Deps, brand: Brand, press: Press, topic_id: str, language: str, now: datetime) -> Reply:
    """The answer to a suggested topic, with the open step in the deal's thread; in private outside a deal.

    Raises RuleBroken for a deal of another brand (I2).
    """
    deal = tx.deal(press.action.ref) if press.action.ref else None
    if deal is not None and deal.brand_id != brand.id:
        raise RuleBroken("not_for_you", name=brand_of_deal(tx, deal).name)
    if deal is None:
        deal_meant = _newest_open(tx, brand, press.user_id)
        parts = _topic(tx, deps, brand, deal_meant, Findings(), topic_id, now, language)
        return tell("answer", **Answer(parts, language=language).data(), step=None)
    reply = Answer(_topic(tx, deps, brand, deal, Findings(), topic_id, now, language), language=language)
    step = {**reply.data(), "step": open_step(tx, deal)}
    say(tx, now, f"about:{press.event_id}", Address.deal(deal.id), "answer", **step)
    return NOTHING


def _newest_open(tx: Tx, brand: Brand, user_id: str) -> Deal | None:
    """The deal that a question in a DM is most likely about."""
    own = [deal for deal in tx.deals(brand_id=brand.id) if deal.rep_id == user_id]
    return max(own, key=lambda deal: (deal.is_open, deal.changed_at), default=None)


def _licence_answer(tx: Tx, deps: Deps, deal: Deal, found: Findings, words: str, now: datetime) -> Note | None:
    """`may we run it in Belgium?`, where there is a licence: yes or no with the reason, entered in the ledger."""
    if deal.state is not DealState.LICENSED:
        return None
    licence = tx.licence_of_deal(deal.id)
    if licence is None or not (found.media or found.territories or found.starts_on):
        return None
    asked = Asked.read(words, "brand", roster(tx))
    if asked.about.strong or is_private(asked, found):
        return None
    brand = brand_of_deal(tx, deal)
    return check.answer_check(tx, deps, brand, [licence], found.media, found.territories, found.starts_on, now)
