"""Words in a talent's or an adviser's DM: STOP acts at once, a yes gets the button again, the rest is helped on."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from bot.answers.split import questions_in
from bot.domain.people import Talent, TalentState
from bot.flows import answer_agent, ask_first, relay, stop
from bot.flows.answer_tools import Desk
from bot.flows.answers import (
    Answer,
    Asked,
    Part,
    first_name_value,
    is_private,
    keep_question,
    name_value,
    near_buttons,
    person_button,
    topic_part,
)
from bot.flows.asks import consent_data, open_asks
from bot.flows.base import Deps, Heard, Reply, say, tell
from bot.flows.looking import roster, talent_of_deal
from bot.flows.mandate import binding_mandate
from bot.flows.merge import merge
from bot.flows.talent_facts import ABOUT_A_REQUEST, fact
from bot.ports import Address, Said, Tx
from bot.reading.findings import Context, Findings, OnTable
from bot.reading.read import read

QUESTIONS_MOST = 3
NAME_LETTERS_LEAST = 4
RESUME_WORDS = frozenset({"resume", "start again", "unpause"})
_SAID = frozenset({"thanks", "person"})
"""Topics that people also raise without asking."""
STOP_WORDS = frozenset({"stop", "stopp", "pause", "halt", "stop everything", "pause everything"})


async def hear_talent(deps: Deps, heard: Heard, now: datetime) -> None:
    """One message from a talent. Nothing she writes approves a licence (I3); STOP acts in this transaction (I11)."""

    drafted = await _drafted(deps, heard, now)

    def inner(tx: Tx) -> None:
        talent = tx.talent_of(heard.user_id)
        if talent is None or not tx.first_time(f"message:{heard.message_id}", now):
            return
        tx.remember(Said(f"dm:{heard.user_id}", heard.user_id, heard.text, now))
        bare = heard.text.strip().strip("!.\"'„“”«»* ").casefold()
        if bare in STOP_WORDS:
            stop.stop_in(tx, deps, talent, f"message:{heard.message_id}", now)
        elif bare in RESUME_WORDS:
            stop.resume_in(tx, deps, talent, f"message:{heard.message_id}", now)
        elif talent.state is not TalentState.ENROLLED:
            say(tx, now, f"help:{heard.message_id}", Address.dm(heard.user_id), "help_not_enrolled",
                operator=deps.house.operator_name)  # fmt: skip
        else:
            _answer(tx, deps, talent, heard, now, drafted)

    await deps.store.transact(inner)


async def _drafted(deps: Deps, heard: Heard, now: datetime) -> Answer | None:
    """The language model's answer to a question of hers that rules don't know; None in every other case."""
    if deps.llm is None or not heard.text.strip():
        return None

    def look(tx: Tx) -> Context | None:
        talent = tx.talent_of(heard.user_id)
        if talent is None or talent.state is not TalentState.ENROLLED:
            return None
        asks = open_asks(tx, talent)
        context = _context(tx, talent, asks, now)
        found = read(heard.text, context)
        asked = _asked(tx, heard.text)
        unknown = found.intent == "question" and asked.topic is None and not is_private(asked, found)
        return context if unknown else None

    context = await deps.store.read(look)
    if context is None:
        return None
    language = Asked.read(heard.text, "talent").language
    desk = Desk(deps, "talent", language, now, talent_user_id=heard.user_id)
    return await answer_agent.compose(deps, heard.text, f"dm:{heard.user_id}", context, desk, brand_id=None)


def _answer(tx: Tx, deps: Deps, talent: Talent, heard: Heard, now: datetime, drafted: Answer | None = None) -> None:
    asks = open_asks(tx, talent)
    found = read(heard.text, _context(tx, talent, asks, now))
    to, key = Address.dm(heard.user_id), f"reply:{heard.message_id}"
    if found.intent == "pause":
        return say(tx, now, key, to, "pause_offered")
    if found.intent == "revoke":
        return say(tx, now, key, to, "revoke_offered")
    if _answered(tx, deps, talent, asks, found, heard, now, drafted):
        return None
    if not asks and ask_first.ask_again(tx, talent, key, now):
        return None
    if not asks:
        return say(tx, now, key, to, "nothing_open", paused=talent.stopped_at is not None)
    if len(asks) > 1:
        listed = [_ask_data(tx, ask) for ask in asks]
        return say(tx, now, key, to, "which_ask", intent=found.intent, asks=listed)
    data = _ask_data(tx, asks[0])
    kind = {
        "approve": "yes_not_binding",
        "decline": "no_in_words",
        "counter": "change_in_words",
        "question": "question_in_words",
        "later": "later",
    }.get(found.intent, "ask_again")
    if found.intent == "counter":
        data["change"] = _change(tx, asks[0], found)
    data["language"] = _asked(tx, heard.text).language
    return say(tx, now, key, to, kind, words=heard.text.strip()[:300], **data)


def _answered(
    tx: Tx,
    deps: Deps,
    talent: Talent,
    asks: list[Any],
    found: Findings,
    heard: Heard,
    now: datetime,
    drafted: Answer | None,
) -> bool:
    """Says what is known to her question; False where it is none, or only the brand can know."""
    reply = ruled(tx, deps, talent, asks, found, heard.text, now, heard.message_id)
    if reply is None:
        reply = drafted or _suggested(tx, deps, found, heard)
    if reply is None and (found.intent != "question" or asks):
        return False
    if reply is None:
        keep_question(tx, heard.message_id, heard.user_id, heard.text)
        language = _asked(tx, heard.text).language
        unknown = topic_part("unknown", "talent", language, operator=name_value(deps.house.operator_name))
        reply = Answer((unknown,), False, (person_button(heard.message_id),), language)
    step = _ask_data(tx, asks[0]) if len(asks) == 1 else None
    say(tx, now, f"reply:{heard.message_id}", Address.dm(heard.user_id), "answer_talent", **reply.data(), ask=step)
    return True


def ruled(
    tx: Tx, deps: Deps, talent: Talent, asks: list[Any], found: Findings, words: str, now: datetime, key: str
) -> Answer | None:
    """The rules' answer to her question, up to three questions of a message; None where they know none."""
    if found.intent not in ("question", "other"):
        return None
    language = _asked(tx, words).language
    parts: list[Part] = []
    questions = questions_in(words)[:QUESTIONS_MOST]
    for question in questions if len(questions) > 1 else [words]:
        asked = _asked(tx, question)
        is_asked = found.intent == "question" or "?" in question or asked.topic_id in _SAID or asked.about.strong
        if asked.topic is None or not is_asked:
            return None
        for one in asked.about.topics:
            told = _topic(tx, deps, talent, asks, one.id, now, language)
            if told is None:
                return None
            parts += [part for part in told if part not in parts]
    buttons: tuple[dict[str, Any], ...] = ()
    if any(part.get("topic") == "person" for part in parts):
        keep_question(tx, key, talent.user_id, words)
        buttons = (person_button(key),)
    return Answer(tuple(parts), True, buttons, language)


def _topic(
    tx: Tx, deps: Deps, talent: Talent, asks: list[Any], topic_id: str, now: datetime, language: str
) -> tuple[Part, ...] | None:
    """A topic's answer; None where it is about one of several requests, and which is not said."""
    mandate = tx.mandate(talent.id)
    told = fact(tx, topic_id, talent, asks, now, mandate.tz if mandate else "UTC", language)
    if told is None and topic_id in ABOUT_A_REQUEST and asks:
        return None
    common = {"operator": name_value(deps.house.operator_name), "talent": first_name_value(talent.name)}
    return told or (topic_part(topic_id, "talent", language, **common),)


def _suggested(tx: Tx, deps: Deps, found: Findings, heard: Heard) -> Answer | None:
    """The topics that her question is near to, as buttons; None where it is near to none."""
    asked = _asked(tx, heard.text)
    if found.intent != "question" or not asked.about.near:
        return None
    keep_question(tx, heard.message_id, heard.user_id, heard.text)
    part = topic_part("near", "talent", asked.language, operator=name_value(deps.house.operator_name))
    return Answer((part,), False, (*near_buttons(asked), person_button(heard.message_id)), asked.language)


def about(tx: Tx, deps: Deps, talent: Talent, topic_id: str, language: str, now: datetime) -> Reply:
    """The answer to a suggested topic, with her request's buttons where there is one request."""
    asks = open_asks(tx, talent)
    parts = _topic(tx, deps, talent, asks, topic_id, now, language)
    if parts is None:
        return tell("which_ask", intent="question", asks=[_ask_data(tx, ask) for ask in asks])
    step = _ask_data(tx, asks[0]) if len(asks) == 1 else None
    return tell("answer_talent", **Answer(parts, language=language).data(), ask=step)


def _asked(tx: Tx, words: str) -> Asked:
    """Her question, with each brand's name as `this brand`, so that topics need know nobody."""
    names = [one.name for one in tx.brands() if len(one.name) >= NAME_LETTERS_LEAST]
    either = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    if either:
        words = re.sub(rf"(?<!\w)(?:{either})(?!\w)", "the brand", words, flags=re.IGNORECASE)
    return Asked.read(words, "talent", roster(tx))


def _ask_data(tx: Tx, ask: Any) -> dict[str, Any]:
    consent, deal, _terms = ask
    return consent_data(tx, deal, consent, talent_of_deal(tx, deal), binding_mandate(tx, deal))


def _change(tx: Tx, ask: Any, found: Findings) -> list[str]:
    _consent, deal, terms = ask
    return sorted(merge(deal.brief, found, (), terms.fee.currency).changed)


def _context(tx: Tx, talent: Talent, asks: list[Any], now: datetime) -> Context:
    mandate = tx.mandate(talent.id)
    table = None
    if len(asks) == 1:
        terms = asks[0][2]
        table = OnTable({"media": list(terms.media), "territories": list(terms.territories)}, None, None)
    return Context(
        now=now,
        role="talent",
        on_table=table,
        currency=mandate.currency if mandate else None,
        tz=mandate.tz if mandate else "UTC",
        talking=bool(asks),
    )


async def hear_adviser(deps: Deps, heard: Heard, now: datetime) -> None:
    """An adviser's message: with exactly one open consult it is a comment; else a word on how to comment."""

    def inner(tx: Tx) -> None:
        if not tx.first_time(f"message:{heard.message_id}", now):
            return None
        consults = relay.consults_of(tx, heard.user_id)
        to, key = Address.dm(heard.user_id), f"reply:{heard.message_id}"
        if len(consults) != 1:
            return say(tx, now, key, to, "help_adviser", open=len(consults))
        reply = relay.pass_comment_on(tx, consults[0].id, heard.user_id, heard.text, heard.message_id, now)
        if reply.note is not None:
            say(tx, now, key, to, reply.note.kind, **reply.note.data)
        return None

    await deps.store.transact(inner)
