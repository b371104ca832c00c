"""The language model as a reader of messages (DESIGN §9): with `llm_answers` the only importer of langchain and openai,
and that lazily.

It is asked for fields with verbatim quotes, is given a time, a budget and a size to keep, and is believed in nothing:
what comes back is checked here for shape and for its quote, and by the flows for its meaning.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
import warnings
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

import prompts
from bot import llm_schema
from bot.llm_budget import Budget, Purse, Spent
from bot.ports import Clock, LlmCall, LlmUnavailable, Quoted, Tool

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessage
    from langchain_core.runnables import Runnable

    from bot.settings import Settings

MESSAGE_CHARACTERS_MOST = 4_000
REPLY_BYTES_MOST = 64 * 1024
REPLY_TOKENS_MOST = 1_500
TRIES = 2
FAILURES_BEFORE_REST = 3
REST_S = 60.0

Record = Callable[[LlmCall], Awaitable[None]]


@dataclass(frozen=True)
class Model:
    """Which model, where, and what it may take. Prices in US dollars for a million tokens."""

    name: str
    api_key: str
    base_url: str | None = None
    timeout_s: float = 8.0
    price_in_usd: float = 0.40
    price_out_usd: float = 1.60

    def __repr__(self) -> str:
        return f"Model({self.name!r})"

    def cost_micro_usd(self, tokens_in: int, tokens_out: int) -> int:
        """Millionths of a dollar, which is what a token costs at a price for a million of them."""
        return round(tokens_in * self.price_in_usd + tokens_out * self.price_out_usd)


@dataclass(frozen=True)
class _Reply:
    """What one try brought: the parsed object, or None and why."""

    outcome: str
    fields: Mapping[str, Any] | None = None
    tokens_in: int = 0
    tokens_out: int = 0
    again: bool = False


class ReplyTooLong(Exception):
    """The service sent more than any honest answer needs."""


class LangchainLlm:
    """`ports.Llm` over any service that speaks OpenAI's chat API and answers by a JSON schema."""

    def __init__(self, model: Model, clock: Clock, record: Record, budget: Budget) -> None:
        self._model = model
        self._clock = clock
        self._record = record
        self._purse = Purse(budget)
        self._chain: Runnable[Any, Any] | None = None
        self._failures = 0
        self._rests_until = 0.0

    async def extract(
        self, text: str, table: Mapping[str, Any], role: str, *, brand_id: str | None
    ) -> Sequence[Quoted]:
        """The fields of one message, each with words that truly stand in it.

        `table` is `{"terms","ours","theirs","asked","today"}` or less; anything else in it is left out (I4).
        Raises LlmUnavailable on time-out, refusal, nonsense, a spent budget, or while the service rests after failures.
        """
        self._refuse(text)
        prompt = prompts.load("understand")
        asked = [("system", prompt.text), ("human", question(text, table, role))]
        async with self._hold(asked, brand_id):
            fields = await self._ask(asked, prompt.sha256, brand_id)
        return llm_schema.quoted(fields, text)

    async def answer(
        self, question: str, earlier: Sequence[str], tools: Sequence[Tool], role: str, *, brand_id: str | None
    ) -> str:
        """An answer made of what `tools` returned, unchecked; a few steps and tokens, one time limit for the whole.

        Raises LlmUnavailable on time-out, too many steps, refusal, nonsense, a spent budget, or while it rests.
        """
        self._refuse(question)
        from bot import llm_answers

        prompt = prompts.load("answer")
        asked = llm_answers.asked(question, earlier, role)
        worst = llm_answers.STEPS_MOST * self._model.cost_micro_usd(
            len(prompt.text.encode()) + len(asked.encode()) + llm_answers.TOOL_BYTES_MOST, llm_answers.TOKENS_MOST
        )
        async with self._purse.hold(worst, brand_id, self._clock.now()):
            began, at = time.monotonic(), self._clock.now()
            reply = await self._run_agent(prompt.text, asked, tools)
            call = self._call(reply, prompt.sha256, brand_id, at, time.monotonic() - began)
            await self._record(replace(call, purpose="answer"))
        if reply.fields is None:
            raise self._failed(reply)
        self._failures = 0
        return str(reply.fields["text"])

    async def _run_agent(self, prompt: str, asked: str, tools: Sequence[Tool]) -> _Reply:
        from bot import llm_answers

        guess = (len(prompt) + len(asked)) // 4
        try:
            async with asyncio.timeout(self._model.timeout_s * llm_answers.TIMEOUTS):
                chat = await asyncio.to_thread(_chat, self._model, llm_answers.TOKENS_MOST)
                text, tokens_in, tokens_out = await llm_answers.run(chat, prompt, asked, tools)
        except llm_answers.NoAnswer:
            return _Reply("unreadable", tokens_in=guess)
        except Exception as error:  # a service that may be hostile is behind this; nothing of it may pass
            return replace(_failure(error), tokens_in=guess)
        return _Reply("ok", {"text": text}, tokens_in or guess, tokens_out)

    def _refuse(self, text: str) -> None:
        if not text.strip() or len(text) > MESSAGE_CHARACTERS_MOST or _has_lone_surrogate(text):
            raise LlmUnavailable("The message is empty, too long or no proper text.")
        if time.monotonic() < self._rests_until:
            raise LlmUnavailable("The language model failed repeatedly and is left alone for a minute.")

    def _failed(self, reply: _Reply) -> LlmUnavailable:
        self._failures += 1
        if self._failures >= FAILURES_BEFORE_REST:
            self._rests_until = time.monotonic() + REST_S
            self._failures = 0
        return LlmUnavailable(f"The language model gave no usable answer ({reply.outcome}).")

    async def warm_up(self) -> None:
        """Load the libraries off the event loop, so that the first message need not wait for them."""
        await self._loaded()

    async def _loaded(self) -> Runnable[Any, Any]:
        if self._chain is None:
            self._chain = await asyncio.to_thread(_chain, self._model)
        return self._chain

    def _hold(self, asked: Sequence[tuple[str, str]], brand_id: str | None) -> AbstractAsyncContextManager[None]:
        # No tokenizer makes more tokens than bytes; so this is what the tries may cost at worst.
        bytes_in = sum(len(words.encode()) for _, words in asked)
        worst = TRIES * self._model.cost_micro_usd(bytes_in, REPLY_TOKENS_MOST)
        return self._purse.hold(worst, brand_id, self._clock.now())

    async def _ask(
        self, asked: Sequence[tuple[str, str]], prompt_sha256: str, brand_id: str | None
    ) -> Mapping[str, Any]:
        reply = _Reply("never_asked")
        for _ in range(TRIES):
            began, at = time.monotonic(), self._clock.now()
            reply = _with_guessed_use(await self._try(asked), asked)
            await self._record(self._call(reply, prompt_sha256, brand_id, at, time.monotonic() - began))
            if reply.fields is not None:
                self._failures = 0
                return reply.fields
            if not reply.again:
                break
        raise self._failed(reply)

    async def _try(self, asked: Sequence[tuple[str, str]]) -> _Reply:
        try:
            async with asyncio.timeout(self._model.timeout_s):
                return _read(await _untraced(await self._loaded(), list(asked)))
        except Exception as error:  # a service that may be hostile is behind this; nothing of it may pass
            return _failure(error)

    def _call(self, reply: _Reply, prompt_sha256: str, brand_id: str | None, at: datetime, seconds: float) -> LlmCall:
        return LlmCall(
            purpose="understand",
            prompt_sha256=prompt_sha256,
            model=self._model.name,
            outcome=reply.outcome,
            tokens_in=reply.tokens_in,
            tokens_out=reply.tokens_out,
            cost_micro_usd=self._model.cost_micro_usd(reply.tokens_in, reply.tokens_out),
            millis=round(seconds * 1000),
            brand_id=brand_id,
            at=at,
        )


def _has_lone_surrogate(text: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in text)


def open_llm(settings: Settings, clock: Clock, record: Record, spent: Spent) -> LangchainLlm | None:
    """The language model that the settings ask for, or None where they ask for none; loads nothing yet."""
    if settings.openai_api_key is None:
        return None
    model = Model(
        name=settings.openai_model,
        api_key=settings.openai_api_key.get_secret_value(),
        base_url=settings.openai_base_url,
        timeout_s=settings.llm_timeout_s,
        price_in_usd=settings.llm_price_in_usd,
        price_out_usd=settings.llm_price_out_usd,
    )
    budget = Budget.usd(settings.llm_budget_day_usd, settings.llm_budget_brand_usd, spent)
    return LangchainLlm(model, clock, record, budget)


def question(text: str, table: Mapping[str, Any], role: str) -> str:
    """What the model is asked about one message: who speaks, what is on the table, and the message between markers.

    The code in the markers comes from the message's own hash, so that no message can hold its own closing marker.
    """
    code = hashlib.sha256(text.encode()).hexdigest()[:16]
    shown = json.dumps(llm_schema.shown(table), ensure_ascii=False, sort_keys=True, default=str)
    speaker = "talent" if role == "talent" else "brand"
    return f"The writer is a {speaker}.\nTABLE: {shown}\n<<<MESSAGE {code}\n{text}\nMESSAGE {code}>>>"


def _chain(model: Model) -> Runnable[Any, Any]:
    chat = _chat(model, REPLY_TOKENS_MOST)
    return chat.with_structured_output(llm_schema.SCHEMA, method="json_schema", strict=True, include_raw=True)


def _chat(model: Model, tokens_most: int) -> BaseChatModel:
    from langchain_openai import ChatOpenAI
    from pydantic import SecretStr

    # These warnings repeat parts of a service's odd reply, and logs hold no texts.
    warnings.filterwarnings("ignore", message="Pydantic serializer warnings", category=UserWarning)

    return ChatOpenAI(
        model=model.name,
        api_key=SecretStr(model.api_key),
        base_url=model.base_url,
        temperature=0,
        timeout=model.timeout_s,
        max_retries=0,
        max_completion_tokens=tokens_most,
        http_async_client=_bounded_client(model.timeout_s),
        use_responses_api=False,
    )


def _bounded_client(timeout_s: float) -> Any:
    """An HTTP client that stops reading a reply at REPLY_BYTES_MOST."""
    from openai import DefaultAsyncHttpxClient

    class Bounded(DefaultAsyncHttpxClient):
        async def send(self, request: Any, **options: Any) -> Any:
            options["stream"] = True
            response = await super().send(request, **options)
            content = b""
            try:
                async for chunk in response.aiter_bytes(8_192):
                    content += chunk
                    if len(content) > REPLY_BYTES_MOST:
                        raise ReplyTooLong
            finally:
                await response.aclose()
            headers = [(name, value) for name, value in response.headers.items() if name in ("content-type", "date")]
            return type(response)(response.status_code, headers=headers, content=content, request=request)

    # A reply is a few kilobytes; without compression no small reply can unfold into a huge one.
    return Bounded(timeout=timeout_s, follow_redirects=False, headers={"Accept-Encoding": "identity"})


async def _untraced(chain: Runnable[Any, Any], asked: list[tuple[str, str]]) -> Any:
    """One call that no tracing service hears of, whatever the environment says: messages are private."""
    from langsmith import tracing_context

    with tracing_context(enabled=False):
        return await chain.ainvoke(asked)


def _read(result: Any) -> _Reply:
    raw: AIMessage = result["raw"]
    usage: Mapping[str, Any] = raw.usage_metadata or {}
    tokens_in, tokens_out = _count(usage.get("input_tokens")), _count(usage.get("output_tokens"))
    parsed = result["parsed"]
    if isinstance(parsed, Mapping):
        return _Reply("ok", parsed, tokens_in, tokens_out)
    return _Reply("unreadable", None, tokens_in, tokens_out, again=True)


def _with_guessed_use(reply: _Reply, asked: Sequence[tuple[str, str]]) -> _Reply:
    """The same with a guess of the tokens read, where the service took the question but told no count."""
    if reply.tokens_in or reply.outcome not in ("ok", "unreadable", "timeout", "too_long"):
        return reply
    return replace(reply, tokens_in=sum(len(words) for _, words in asked) // 4)


def _count(value: object) -> int:
    # What a service says of itself: a lie may not make a bill that nobody could have run up, nor a negative one.
    return min(max(value, 0), 1_000_000) if isinstance(value, int) else 0


def _failure(error: Exception) -> _Reply:
    import openai

    if isinstance(error, TimeoutError | openai.APITimeoutError):
        return _Reply("timeout", again=True)
    if isinstance(error, openai.APIStatusError):
        status = error.status_code
        return _Reply(f"http_{status}", again=status in (408, 409, 429) or status >= 500)
    chain: BaseException | None = error
    while chain is not None:
        if isinstance(chain, ReplyTooLong):
            return _Reply("too_long")
        chain = chain.__cause__ or chain.__context__
    if isinstance(error, openai.APIConnectionError):
        return _Reply("unreachable", again=True)
    return _Reply("unreadable", again=True)
