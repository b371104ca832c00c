"""`Ask a person`: a question that rules and model don't know goes to the operators, with where it was asked."""

from __future__ import annotations

from datetime import datetime

from bot.domain.errors import RuleBroken
from bot.flows.answers import kept_question
from bot.flows.base import Deps, Press, Reply, say, tell
from bot.flows.looking import first_name
from bot.ports import Address, Tx


async def ask_person(deps: Deps, press: Press, now: datetime) -> Reply:
    """Passes the kept question on, once."""

    def inner(tx: Tx) -> Reply:
        key = press.action.arg
        kept = kept_question(tx, key)
        if kept is None:
            return tell("words_missing")
        asker, words = kept
        if asker != press.user_id:
            raise RuleBroken("not_for_you", name=first_name(tx, asker) or "someone else")
        deal = tx.deal(press.action.ref) if press.action.ref else None
        say(tx, now, f"person:{key}", Address.operators(), "person_asked", name=press.user_name,
            user_id=press.user_id, words=words, deal=deal.id if deal else None,
            thread=deal.thread_id if deal else None)  # fmt: skip
        return tell("person_told", operator=deps.house.operator_name)

    return await deps.store.transact(inner)


ACTIONS = {"ask_person": ask_person}
