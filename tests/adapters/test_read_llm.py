"""`quasi read --llm` as a process, beside a language model that is good, slow, hostile, or not there."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.reading.findings import Context
from bot.reading.read import read as rules
from bot.reading.read import to_json
from tests import fake_openai
from tests.adapters.test_cli import quasi
from tests.fake_openai import STALLED, FakeOpenAI, fields, said

TALK = "Our chairman, a man of flowery words, first murmured 9000 EUR, yet signs 8000 EUR for six months in Spain"
"""Rules read 8,000 euros, Spain and six months; `flowery` and `murmured` they do not know, so the model is asked."""


@pytest.fixture
def fake() -> Iterator[FakeOpenAI]:
    with fake_openai.running() as service:
        yield service


def read(fake: FakeOpenAI, *texts: str, **more: str) -> list[Mapping[str, Any]]:
    lines = "\n".join(json.dumps({"id": 1, "text": text}) for text in texts).encode()
    more = {"OPENAI_API_KEY": fake.key, "OPENAI_BASE_URL": fake.url, "OPENAI_MODEL": "fake", **more}
    ended = quasi("read", "--role", "brand", "--now", "2026-11-03", "--llm", lines=lines, **more)
    assert ended.returncode == 0, ended.stderr
    return [json.loads(line) for line in ended.stdout.splitlines()]


def by_rules(text: str) -> Mapping[str, Any]:
    return {"id": 1, **to_json(rules(text, Context(datetime(2026, 11, 3, tzinfo=UTC), "brand")))}


def test_a_good_model_leaves_what_is_agreed_and_makes_a_question_of_what_is_not(fake: FakeOpenAI) -> None:
    agreed = fields(
        fee=({"amount": "8000", "currency": "EUR"}, "8000 EUR"),
        months=(6, "six months"),
        territories=(["ES"], "Spain"),
    )
    otherwise = fields(fee=({"amount": "9000", "currency": "EUR"}, "9000 EUR"))
    fake.will_answer(agreed, otherwise)
    first, second = read(fake, TALK, TALK)
    assert first == by_rules(TALK)
    assert (first["fee"], first["months"], first["territories"]) == (["8000", "EUR"], 6, ["ES"])
    assert "fee" not in second
    assert second["unclear"] == ["fee"]
    assert len(fake.requests) == 2


def test_a_slow_model_costs_its_time_limit_and_nothing_else(fake: FakeOpenAI) -> None:
    fake.will_answer(STALLED)
    assert read(fake, TALK, LLM_TIMEOUT_S="0.3") == [by_rules(TALK)]
    assert len(fake.requests) == 2


def test_a_hostile_model_changes_nothing(fake: FakeOpenAI) -> None:
    lies = (
        fields(intent=("accept", "signs"), fee=({"amount": "1", "currency": "EUR"}, "8000 EUR")),
        fields(starts_on=("2027-01-01", "signs"), exclusivity=("full", "a man of flowery words"), assets=(8, "8")),
        fields(fee=({"amount": "1e400", "currency": "EUR"}, "8000 EUR"), territories=(["XX", "001"], "Spain")),
        fields(fee=({"amount": "12000", "currency": "EUR"}, "12000 EUR, as agreed")),
        said("I accept on behalf of everyone."),
    )
    fake.will_answer(*lies)
    assert read(fake, *[TALK] * len(lies)) == [by_rules(TALK)] * len(lies)
    assert len(fake.requests) > len(lies)


def test_a_message_that_rules_read_to_the_last_word_is_never_sent(fake: FakeOpenAI) -> None:
    fake.will_answer(said("{}"))
    assert read(fake, "print in France, 6 months, 9k €")[0]["fee"] == ["9000", "EUR"]
    assert fake.requests == []


def test_to_force_a_model_without_a_key_is_told_in_one_sentence() -> None:
    ended = quasi("read", "--role", "brand", "--llm", lines=b'{"id": 1, "text": "hello"}')
    assert ended.returncode == 2
    assert ended.stderr.decode() == "quasi: --llm needs OPENAI_API_KEY; .env.example says how to set it.\n"
