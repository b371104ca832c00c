"""Where rules don't know an answer and there is a language model, it may look things up and compose one (DESIGN §9).

It is asked outside any transaction; what comes back is guarded here and said by the flow. Its memory is the talk in
the store.
"""

from __future__ import annotations

import structlog

from bot.flows.answer_guard import guarded
from bot.flows.answer_tools import Desk
from bot.flows.answers import Answer
from bot.flows.base import Deps
from bot.ports import LlmUnavailable, Tx
from bot.reading.findings import Context

log = structlog.get_logger()

REMEMBERED_MOST = 8
EARLIER_CHARACTERS_MOST = 300


async def compose(
    deps: Deps, words: str, place: str, context: Context, desk: Desk, *, brand_id: str | None
) -> Answer | None:
    """An answer from look-ups, or None where there is no model, it fails, or nothing of its answer may be sent."""
    if deps.llm is None:
        return None
    earlier = await deps.store.read(lambda tx: _earlier(tx, place, words))
    try:
        text = await deps.llm.answer(words, earlier, desk.tools(), desk.role, brand_id=brand_id)
    except LlmUnavailable as failure:
        log.info("llm.unavailable", reason=str(failure)[:80])
        return None
    parts = guarded(text, desk.results, context, desk.language)
    if not parts:
        log.info("llm.answer_dropped", results=len(desk.results))
        return None
    return Answer(parts, True, (), desk.language)


def _earlier(tx: Tx, place: str, words: str) -> list[str]:
    said = [one.text[:EARLIER_CHARACTERS_MOST] for one in tx.remembered(place, limit=REMEMBERED_MOST)]
    return [text for text in said if text != words[:EARLIER_CHARACTERS_MOST]]
