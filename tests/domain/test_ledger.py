"""The ledger is a chain that shows every change, and canonical JSON has one spelling."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import RuleBroken
from bot.domain.ledger import GENESIS, Break, Entry, entry_hash, first_break, next_entry, sealed_line
from bot.domain.ledger_tree import entry_bytes, entry_from, tree_head
from bot.domain.terms import canonical_json
from tests.licences import some_entries, some_terms

TEXT = st.characters(exclude_categories=["Cs"])
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(TEXT),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(max_codepoint=127)), inner),
    max_leaves=20,
)


@given(PLAIN)
def test_canonical_json_is_that_of_rfc_8785(value: object) -> None:
    assert canonical_json(value) == rfc8785.dumps(value)  # type: ignore[arg-type]


@given(st.text(TEXT), st.text(TEXT), st.dictionaries(st.text(st.characters(max_codepoint=127)), PLAIN))
def test_an_entry_put_together_from_its_text_has_the_bytes_of_the_entry(
    kind: str, subject: str, body: dict[str, object]
) -> None:
    entry = next_entry(some_entries(3)[-1], "2026-11-03T17:52:00.000Z", kind, subject, body)
    assert line_of(entry, canonical_json(body).decode()) == entry_bytes(entry)


@pytest.mark.parametrize("body", ['{"n": 1}', '{"n":2}', '{"n":1},"x":1', "", '{"n":"\ud800"}'])
def test_i8_text_that_is_not_what_the_hash_was_taken_over_makes_no_line(body: str) -> None:
    assert line_of(next_entry(None, "2026-11-03T17:52:00.000Z", "deal.opened", "deal1", {"n": 1}), body) is None


def line_of(entry: Entry, body: str) -> bytes | None:
    return sealed_line(entry.seq, entry.at, entry.kind, entry.subject, body, entry.prev, entry.hash)


@pytest.mark.parametrize("value", [1.5, 2**53, {"é": 1}, {1: 1}, "\ud800", {"a": b"x"}])
def test_what_has_no_one_spelling_is_refused(value: object) -> None:
    with pytest.raises(RuleBroken, match="not_canonical"):
        canonical_json(value)


def test_terms_hash_the_bytes_of_rfc_8785() -> None:
    terms = some_terms(talent="Zoë Ångström 岡本", purpose='A "quoted" \\ purpose with 😀')
    assert terms.canonical_bytes() == rfc8785.dumps(terms.as_dict())


def test_i8_each_entry_names_the_hash_of_the_one_before() -> None:
    entries = some_entries(3)
    assert [entry.prev for entry in entries] == [GENESIS, entries[0].hash, entries[1].hash]
    assert first_break(entries) is None


@given(st.integers(0, 4), st.sampled_from(["at", "kind", "subject", "body", "prev", "hash", "seq"]))
def test_i8_a_changed_entry_is_found(place: int, name: str) -> None:
    entries = some_entries()
    changes: dict[str, Any] = {"body": {"state": "licensed"}, "seq": 99}
    entries[place] = replace(entries[place], **{name: changes.get(name, "2000-01-01T00:00:00.000Z")})
    assert first_break(entries) is not None


@pytest.mark.parametrize("place", range(4))
def test_i8_a_lost_entry_is_found(place: int) -> None:
    entries = some_entries()
    del entries[place]
    assert first_break(entries) == Break(place + 2, "sequence_gap")


def test_i8_an_entry_rewritten_with_a_new_hash_breaks_the_link_after_it() -> None:
    entries = some_entries()
    forged = replace(entries[1], body={"state": "licensed"})
    entries[1] = replace(forged, hash=entry_hash(forged))
    assert first_break(entries) == Break(3, "link_broken")


def test_i8_time_may_not_run_backwards() -> None:
    late = next_entry(None, "2026-11-03T00:00:00.000Z", "a.b", "x", {})
    early = next_entry(late, "2026-11-02T00:00:00.000Z", "a.b", "x", {})
    assert first_break([late, early]) == Break(2, "time_backwards")


def test_an_entry_comes_back_from_its_exported_form() -> None:
    entry = some_entries(1)[0]
    assert entry_from(entry.as_dict()) == entry
    with pytest.raises(RuleBroken, match="entry_unreadable"):
        entry_from({**entry.as_dict(), "more": 1})


def test_the_head_of_a_ledger_changes_with_every_entry() -> None:
    heads = [tree_head(some_entries(count))["root"] for count in range(6)]
    assert len(set(heads)) == 6
    assert entry_bytes(some_entries(1)[0]).startswith(b'{"at":')
