"""`Is it one of these?`: a topic that a question was near to, taken up by its button."""

from __future__ import annotations

from datetime import datetime

from bot.answers import look_up
from bot.domain.errors import RuleBroken
from bot.flows import answer_brand, answer_talent
from bot.flows.base import Deps, Press, Reply, tell
from bot.ports import Tx


async def about(deps: Deps, press: Press, now: datetime) -> Reply:
    """Answers the topic for whoever pressed, as one of that side: what it tells is theirs to know."""

    def inner(tx: Tx) -> Reply:
        topic_id, _, language = press.action.arg.partition(":")
        talent, brand = tx.talent_of(press.user_id), tx.brand_of(press.user_id)
        role = "talent" if talent is not None else "brand"
        if not _is_topic(topic_id, role):
            return tell("unknown_button")
        if talent is not None and not press.action.ref:
            return answer_talent.about(tx, deps, talent, topic_id, language, now)
        if brand is not None:
            return answer_brand.about(tx, deps, brand, press, topic_id, language, now)
        raise RuleBroken("not_for_you", name="the brand")

    return await deps.store.transact(inner)


def _is_topic(topic_id: str, role: str) -> bool:
    """Whether people may ask for it: a topic with a title."""
    try:
        return bool(look_up(topic_id, role, "en").title)
    except KeyError:
        return False


ACTIONS = {"about": about}
