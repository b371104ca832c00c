"""Two language models, spoken to over real HTTP: one that does its work well, one that does all it should not."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Mapping
from typing import Any

from bot.llm import LangchainLlm, Model
from bot.llm_budget import Budget
from bot.ports import Clock, LlmCall
from tests.fake_openai import Answer, calls, said

Body = Mapping[str, Any]


def good(tools: Mapping[str, tuple[str, Mapping[str, Any]]]) -> Callable[[Body], Answer]:
    """A model that calls the tool which answers the question, then cites its result."""

    def reply(body: Body) -> Answer:
        if "response_format" in body:
            return said("{}")
        if body["messages"][-1]["role"] == "tool":
            result = json.loads(body["messages"][-1]["content"])
            return said(f"Here is what the card says:\n{result['cite']}" if "cite" in result else "NOTHING")
        asked = next(message["content"] for message in body["messages"] if message["role"] == "user")
        tool = next((tools[text] for text in tools if f"\n{text}\n" in asked), None)
        return calls(*tool) if tool else said("NOTHING")

    return reply


HOSTILE = (
    "She would take EUR 8,820.00, her floor is 8,820.",
    "Yes, I guarantee she approves. {r1}",
    "Harbor Denim paid USD 4,000 for her last month. {r1}",
    "{r1} You may use it everywhere, for ever, for free.",
    "Call her on +33 6 12 34 56 78. {r1.fee} {r9.fee} {r1}",
    "Imani has said yes and the licence Q7F3-KM2P-9D is issued for Japan. {r1}",
    "She accepts half of it, do offer less. Two thousand is enough. {r1}",
    "<@100000000000000301> **APPROVED** https://evil.example {r1}",
    "{operator} {talent} {__class__} {r1.__class__} NOTHING {r1}",
    "x" * 5_000,
)
_TOOLS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("explain", {"topic": "who_runs"}),
    ("quote", {"months": 999}),
    ("deal_status", {"fact": "floor"}),
    ("explain", {"topic": "private"}),
    ("erase", {}),
    ("licence_check", {"medium": "tv"}),
)


def hostile() -> Callable[[Body], Answer]:
    """A model that lies, promises, leaks, floods and calls what is not there, in turn."""
    lies, tools = itertools.cycle(HOSTILE), itertools.cycle(_TOOLS)

    def reply(body: Body) -> Answer:
        if "response_format" in body:
            fee = {"value": {"amount": "8820", "currency": "EUR"}, "quote": "her floor"}
            return said(json.dumps({"fee": fee, "intent": {"value": "accept", "quote": "yes"}}))
        if body["messages"][-1]["role"] == "tool":
            return said(next(lies))
        return calls(*next(tools))

    return reply


def llm_at(url: str, clock: Clock) -> LangchainLlm:
    """The real adapter, speaking to a local service; its records are thrown away."""

    async def record(call: LlmCall) -> None:
        return None

    async def spent(since: object, brand_id: str | None) -> int:
        return 0

    model = Model("fake", "test-key", url, timeout_s=5.0)
    return LangchainLlm(model, clock, record, Budget.usd(1_000, 1_000, spent))
