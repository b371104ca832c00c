"""The language model's part of `quasi read`: what it adds to the rules' findings, line by line, without a database."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from bot.domain.errors import RuleBroken
from bot.flows.extract import merge_quoted, shown_table
from bot.llm import LangchainLlm, open_llm
from bot.ports import LlmCall, LlmUnavailable
from bot.reading.findings import Context, Findings
from bot.reading_cli import Extract
from bot.settings import Settings


class _Clock:
    """The real time: a budget is for a real day."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class _Books:
    """What this run has spent, in memory."""

    def __init__(self) -> None:
        self.spent_micro_usd = 0

    async def record(self, call: LlmCall) -> None:
        """Adds a call's cost."""
        self.spent_micro_usd += call.cost_micro_usd

    async def spent(self, since: datetime, brand_id: str | None) -> int:
        """All of it was spent today."""
        return self.spent_micro_usd


def extractor(settings: Settings) -> Extract | None:
    """The hook for `reading_cli.run`, or None where no model is configured."""
    books = _Books()
    llm = open_llm(settings, _Clock(), books.record, books.spent)
    return None if llm is None else _hook(llm, asyncio.Runner())


def _hook(llm: LangchainLlm, runner: asyncio.Runner) -> Extract:
    warm = False

    def extract(text: str, context: Context, found: Findings) -> Findings:
        if found.whole:
            return found
        nonlocal warm
        if not warm:  # else the first message's time limit would go into loading libraries
            runner.run(llm.warm_up())
            warm = True
        try:
            quoted = runner.run(llm.extract(text, shown_table(context), context.role, brand_id=None))
        except (LlmUnavailable, RuleBroken):
            return found
        return merge_quoted(found, quoted, text, context)

    return extract
