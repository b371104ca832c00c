"""Rules and model together: what each adds, what a clash becomes, and that the same is never asked twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.flows.base import Deps
from bot.flows.extract import merge_quoted, understand_text
from bot.ports import LlmUnavailable, Quoted, Tool
from bot.reading.findings import Context, OnTable
from bot.reading.read import read
from tests.fakes import fresh_store
from tests.licences import documents

NOW = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
TABLE = OnTable({"media": ["print"], "territories": ["FR"]}, None, None)
CONTEXT = Context(now=NOW, role="brand", currency="EUR", on_table=TABLE, talking=True)


@dataclass
class Model:
    """Answers with what it was given, or fails."""

    answer_with: Sequence[Quoted] = ()
    fails: bool = False
    tables: list[Mapping[str, Any]] = field(default_factory=list)

    async def extract(
        self, text: str, table: Mapping[str, Any], role: str, *, brand_id: str | None
    ) -> Sequence[Quoted]:
        self.tables.append(table)
        if self.fails:
            raise LlmUnavailable("no")
        return self.answer_with

    async def answer(
        self, question: str, earlier: Sequence[str], tools: Sequence[Tool], role: str, *, brand_id: str | None
    ) -> str:
        raise LlmUnavailable("not asked here")


def merged(text: str, *quoted: Quoted) -> Any:
    return merge_quoted(read(text, CONTEXT), quoted, text, CONTEXT)


def test_what_only_the_model_saw_counts_where_its_quote_bears_it_out() -> None:
    text = "we were thinking of, hm, print in Spain for whatever it takes"
    found = merged(text, Quoted("territories", ["ES"], "Spain"))
    assert found.territories == ("ES",)


def test_a_value_that_its_quote_does_not_bear_out_is_dropped() -> None:
    text = "print in Spain"
    found = merged(text, Quoted("fee", ["9000", "EUR"], "Spain"))
    assert found.fee is None


def test_a_quote_that_is_not_in_the_message_is_dropped() -> None:
    assert merged("print in Spain", Quoted("months", 6, "six months")).months is None


def test_a_clash_is_asked_about() -> None:
    text = "the fee was 9000 EUR, then 8000 EUR came up"
    rules = read(text, CONTEXT)
    other = "8000" if rules.fee and rules.fee[0] == Decimal(9000) else "9000"
    found = merged(text, Quoted("fee", [other, "EUR"], f"{other} EUR"))
    if rules.fee is None:
        pytest.skip("the rules read no figure here, so there is no clash")
    assert found.fee is None
    assert "fee" in found.unclear


def test_what_the_rules_saw_refused_is_not_brought_back() -> None:
    text = "print, but drop TV please"
    found = merged(text, Quoted("media", ["tv"], "TV"))
    assert "tv" not in found.media


async def test_the_same_message_is_asked_for_once(tmp_path: Path) -> None:
    model = Model([Quoted("months", 6, "six months")])
    text = "something wholly flibberty about six months of glorp"
    with fresh_store(tmp_path) as store:
        deps = Deps(store, documents(), lambda bits: 1, llm=model)
        first = await understand_text(deps, text, CONTEXT, None)
        second = await understand_text(deps, text, CONTEXT, None)
    assert first == second
    assert len(model.tables) == 1


async def test_the_model_sees_the_table_and_no_more(tmp_path: Path) -> None:
    model = Model()
    with fresh_store(tmp_path) as store:
        deps = Deps(store, documents(), lambda bits: 1, llm=model)
        await understand_text(deps, "flibberty glorp", CONTEXT, None)
    assert model.tables == [{"today": "2026-11-03", "terms": {"media": ["print"], "territories": ["FR"]}}]


async def test_a_message_that_rules_read_whole_is_not_sent(tmp_path: Path) -> None:
    model = Model()
    with fresh_store(tmp_path) as store:
        deps = Deps(store, documents(), lambda bits: 1, llm=model)
        found = await understand_text(deps, "9000 EUR", CONTEXT, None)
    assert found.fee == (Decimal(9000), "EUR")
    assert model.tables == []


async def test_a_model_that_fails_leaves_the_rules(tmp_path: Path) -> None:
    with fresh_store(tmp_path) as store:
        deps = Deps(store, documents(), lambda bits: 1, llm=Model(fails=True))
        found = await understand_text(deps, "flibberty glorp 9000 EUR", CONTEXT, None)
    assert found == read("flibberty glorp 9000 EUR", CONTEXT)
