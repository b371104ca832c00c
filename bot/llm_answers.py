"""The language model as an answerer: a langchain agent with read-only tools, few steps and no memory of its own.

What it returns is only a proposal: `flows.answer_guard` keeps of it what the tools bore out.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from bot.ports import Tool

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.tools import StructuredTool

STEPS_MOST = 4
"""Calls of the model for one question; with each it may use tools."""
TOOL_CALLS_MOST = 6
TOKENS_MOST = 400
TOOL_BYTES_MOST = 16_000
RESULT_CHARACTERS_MOST = 2_000
TIMEOUTS = 2
"""The whole answer may take so many times as long as one call."""


class NoAnswer(Exception):
    """The agent ended without a text: out of steps, or an empty message."""


def asked(question: str, earlier: Sequence[str], role: str) -> str:
    """Question and earlier messages between markers that no message can close, since they come from its own hash."""
    code = hashlib.sha256("\n".join((*earlier, question)).encode()).hexdigest()[:16]
    before = "\n".join(earlier)
    return (
        f"The asker is a {'talent' if role == 'talent' else 'brand'}.\n<<<EARLIER {code}\n{before}\nEARLIER {code}>>>\n"
        f"<<<QUESTION {code}\n{question}\nQUESTION {code}>>>"
    )


async def run(chat: BaseChatModel, prompt: str, asked_words: str, tools: Sequence[Tool]) -> tuple[str, int, int]:
    """The agent's last words, and the tokens read and written in all its steps. Raises NoAnswer for none."""
    from langchain.agents import create_agent
    from langchain.agents.middleware import ModelCallLimitMiddleware
    from langsmith import tracing_context

    limit: Any = ModelCallLimitMiddleware(run_limit=STEPS_MOST, exit_behavior="end")
    agent: Any = create_agent(chat, _bounded(tools), system_prompt=prompt, middleware=[limit])
    with tracing_context(enabled=False):
        result = await agent.ainvoke(
            {"messages": [("human", asked_words)]}, config={"recursion_limit": 4 * STEPS_MOST + 4}
        )
    replies = [message for message in result["messages"] if message.type == "ai"]
    tokens = [message.usage_metadata or {} for message in replies]
    text = replies[-1].content if replies and not replies[-1].tool_calls else ""
    if not isinstance(text, str) or not text.strip():
        raise NoAnswer
    return text, _sum(tokens, "input_tokens"), _sum(tokens, "output_tokens")


def _sum(tokens: Sequence[Mapping[str, Any]], key: str) -> int:
    counts = (each.get(key) for each in tokens)
    return min(sum(count for count in counts if isinstance(count, int) and count > 0), 1_000_000)


def _bounded(tools: Sequence[Tool]) -> list[StructuredTool]:
    """The tools as langchain has them; all together answer TOOL_CALLS_MOST times, then say that it is enough."""
    left = [TOOL_CALLS_MOST]
    return [_structured(tool, left) for tool in tools]


def _structured(tool: Tool, left: list[int]) -> StructuredTool:
    from langchain_core.tools import StructuredTool

    schema = {"type": "object", "title": tool.name, "properties": dict(tool.fields), "additionalProperties": False}
    return StructuredTool(
        name=tool.name, description=tool.about, args_schema=schema, coroutine=_caller(tool, left), func=None
    )


def _caller(tool: Tool, left: list[int]) -> Callable[..., Any]:
    async def call(**arguments: Any) -> str:
        if left[0] <= 0:
            return json.dumps({"error": "No more look-ups; answer now."})
        left[0] -= 1
        found = await tool.run(arguments)
        return json.dumps(found, ensure_ascii=False, default=str)[:RESULT_CHARACTERS_MOST]

    return call
