"""The public pages tell anyone what is public of a licence, and nobody anything else."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar, cast

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import CheckFunction
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import positive_data_acceptance
from starlette.testclient import TestClient

from bot.domain import merkle
from bot.domain.ledger import Entry
from bot.domain.ledger_tree import entry_bytes, entry_from
from bot.domain.licence import Licence
from bot.ledger_file import signed_head
from bot.ports import StoreUnavailable, Tx
from bot.seal import seal_fault
from bot.surfaces.web import create_app
from bot.surfaces.web.public import state_words
from bot.surfaces.web.register import LedgerTree
from storage.store import SqlStore
from tests.fakes import FakeClock
from tests.licences import (
    ISSUED_AT,
    NUMBER,
    OTHER_NUMBER,
    TestSigner,
    a_licence,
    documents,
    keep,
    some_entries,
    some_terms,
)

T = TypeVar("T")
PAGE = {"accept": "text/html"}
EXAMPLES = 8
DURING = datetime(2027, 2, 1, 12, tzinfo=UTC)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(DURING)


@pytest.fixture
def site(store: SqlStore, clock: FakeClock) -> Iterator[TestClient]:
    store.transact_sync(lambda tx: keep(tx, a_licence()))
    with TestClient(create_app(store, documents(), clock, TestSigner()), follow_redirects=False) as client:
        yield client


def examined(site: TestClient, content: bytes, **headers: str) -> dict[str, Any]:
    answer = site.post("/verify/file", files={"file": ("x", content)}, headers=headers)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


# ── What is public ───────────────────────────────────────────────────────────────────────────────────────


def test_the_page_says_what_a_passer_by_may_know(site: TestClient) -> None:
    shown = site.get(f"/verify/{NUMBER}", headers=PAGE).text
    for words in (
        NUMBER, "In force", "Until the end of Fri 9 Jul 2027, Paris time", "Imani Okafor", "Northwind",
        "website · print", "France · Spain", "exclusive for outerwear", "digital clone of Imani Okafor, licensed",
        "Tue 3 Nov 2026, 18:52 (Paris)", a_licence().terms_sha256, documents().check_code(a_licence()),
    ):  # fmt: skip
        assert words in shown, words


@pytest.mark.parametrize("path", ["/verify/{}", "/verify/{}.json", "/ledger/proof/{}", "/ledger/head", "/key"])
def test_i4_nothing_public_tells_money_codes_or_accounts(site: TestClient, path: str) -> None:
    licence = a_licence()
    secret = [
        "10600", "10,600", "9010", "9,010", "1500", "15 %", "commission", "7F3K", licence.rep_id, licence.talent_id,
        licence.brand_id, "1100000000000000301", licence.terms.purpose,
    ]  # fmt: skip
    answer = site.get(path.format(NUMBER), headers=PAGE)
    assert answer.status_code == 200
    assert [word for word in secret if word in answer.text] == []


def test_the_json_says_the_same_as_the_page(site: TestClient) -> None:
    told = site.get(f"/verify/{NUMBER}.json").json()
    assert (told["state"], told["valid"], told["media"]) == ("active", True, ["print", "website"])
    assert told["terms_sha256"] == a_licence().terms_sha256
    assert told["disclosure"][0]["law"] == "Regulation (EU) 2024/1689, Art. 50(4)"


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (datetime(2027, 1, 9, 22, 59, 59, tzinfo=UTC), "scheduled"),
        (datetime(2027, 1, 9, 23, tzinfo=UTC), "active"),
        (datetime(2027, 7, 9, 21, 59, 59, tzinfo=UTC), "active"),
        (datetime(2027, 7, 9, 22, tzinfo=UTC), "expired"),
    ],
)
def test_i10_the_state_is_that_of_this_very_second(
    site: TestClient, clock: FakeClock, now: datetime, state: str
) -> None:
    clock.at = now
    assert site.get(f"/verify/{NUMBER}.json").json()["state"] == state


def test_every_state_has_words_and_only_an_active_one_looks_good() -> None:
    after, before = datetime(2028, 1, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)
    states: list[tuple[Licence, datetime]] = [
        (a_licence(), before),
        (a_licence(), DURING),
        (a_licence(), after),
        (a_licence(closed_at=DURING), after),
        (a_licence(suspended_at=ISSUED_AT), DURING),
        (a_licence(revoked_at=DURING), DURING + timedelta(seconds=1)),
    ]
    told = [state_words(licence, now) for licence, now in states]
    assert [words.tone for words in told] == ["wait", "good", "over", "over", "bad", "bad"]
    assert all(words.sentence.endswith(".") for words in told)


def test_what_people_typed_cannot_become_markup(store: SqlStore, clock: FakeClock) -> None:
    terms = some_terms(brand="<script>alert(1)</script>", talent='"><img src=x onerror=alert(1)>')
    store.transact_sync(lambda tx: keep(tx, a_licence(terms)))
    with TestClient(create_app(store, documents(), clock, TestSigner())) as client:
        shown = client.get(f"/verify/{NUMBER}", headers=PAGE).text
    assert "<script" not in shown and "<img" not in shown and "&lt;script&gt;" in shown


# ── Numbers ──────────────────────────────────────────────────────────────────────────────────────────────


def test_the_form_leads_to_the_licence_however_its_number_is_typed(site: TestClient) -> None:
    answer = site.get("/verify", params={"number": " q7f3 km2p-9q "})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/verify/{NUMBER}")


@pytest.mark.parametrize(
    ("typed", "says"), [("Q7F3-KM2P-9R", "one of its characters is wrong"), (OTHER_NUMBER, "not ours")]
)
def test_a_wrong_number_is_told_kindly_with_the_form_to_try_again(site: TestClient, typed: str, says: str) -> None:
    answer = site.get(f"/verify/{typed}", headers=PAGE)
    assert answer.status_code == 404
    assert says in answer.text and 'name="number"' in answer.text
    assert says in site.get(f"/verify/{typed}.json").json()["error"]


# ── Files ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("paper", [documents().licence_json(a_licence()), documents().licence_pdf(a_licence())])
def test_a_file_as_issued_is_genuine_known_and_has_its_state_now(site: TestClient, paper: bytes) -> None:
    told = examined(site, paper)
    assert (told["verdict"], told["known"], told["state"]) == ("genuine", True, "active")


def test_a_changed_file_is_found_and_the_register_is_not_asked(site: TestClient) -> None:
    told = examined(site, documents().licence_json(a_licence()).replace(b"10600.00", b"10.00"))
    assert (told["verdict"], told["known"]) == ("altered", False)


def test_a_file_of_another_house_is_not_ours(site: TestClient) -> None:
    assert examined(site, documents(seed=2).licence_json(a_licence()))["verdict"] == "altered"


def test_the_page_for_a_changed_file_says_not_to_rely_on_it(site: TestClient) -> None:
    changed = documents().licence_json(a_licence()).replace(b"10600.00", b"10.00")
    shown = site.post("/verify/file", files={"file": ("x", changed)}, headers=PAGE).text
    assert "Do not rely on this file" in shown and "10.00" not in shown


def test_a_paper_of_an_older_version_is_settled_by_the_one_stored_at_its_issue(
    store: SqlStore, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    from hashlib import sha256

    from bot.surfaces.papers import paper

    pdf = documents().licence_pdf(a_licence())
    store.transact_sync(lambda tx: keep(tx, a_licence(document_sha256=sha256(pdf).hexdigest())))
    monkeypatch.setattr(paper, "this_machine_can_repeat", lambda made_by: False)
    with TestClient(create_app(store, documents(), clock, TestSigner())) as client:
        assert examined(client, pdf)["verdict"] == "genuine"
        assert examined(client, pdf + b" ")["verdict"] == "undecided"


@pytest.mark.parametrize("content", [b"", b"hello", b"{}", b"%PDF-1.7"])
def test_what_is_no_licence_is_told_in_one_sentence(site: TestClient, content: bytes) -> None:
    answer = site.post("/verify/file", files={"file": ("x", content)})
    assert answer.status_code == 422
    assert answer.json()["error"].endswith(".")


def test_a_file_over_two_megabytes_is_stopped(site: TestClient) -> None:
    answer = site.post("/verify/file", files={"file": ("x", b"x" * (3 * 1024 * 1024))})
    assert (answer.status_code, "2 MB" in answer.json()["error"]) == (413, True)


# ── Proof ────────────────────────────────────────────────────────────────────────────────────────────────


def test_i8_the_issue_of_a_licence_can_be_proved_against_the_signed_head(site: TestClient, store: SqlStore) -> None:
    store.transact_sync(lambda tx: [tx.append_ledger("deal.opened", f"d{n}", {"n": n}, DURING) for n in range(6)])
    proof = site.get(f"/ledger/proof/{NUMBER}").json()
    leaf = merkle.leaf_hash(entry_bytes(entry_from(proof["entry"])))
    path = [bytes.fromhex(step) for step in proof["path"]]
    key = bytes.fromhex(site.get("/key").json()["public_key"])
    head = proof["head"]
    assert proof["entry"]["body"]["terms_sha256"] == a_licence().terms_sha256
    assert (head["size"], seal_fault(head, key)) == (7, None)
    assert merkle.verify_inclusion(leaf, proof["index"], head["size"], path, bytes.fromhex(head["root"]))


def test_i8_the_ledger_can_be_shown_to_have_only_grown(store: SqlStore, clock: FakeClock) -> None:
    store.transact_sync(lambda tx: [tx.append_ledger("a.b", f"d{n}", {}, DURING) for n in range(3)])
    with TestClient(create_app(store, documents(), clock, TestSigner())) as client:
        earlier = client.get("/ledger/head").json()
    store.transact_sync(lambda tx: [tx.append_ledger("a.b", f"e{n}", {}, DURING) for n in range(4)])
    with TestClient(create_app(store, documents(), clock, TestSigner())) as client:
        proof = client.get(f"/ledger/consistency/{earlier['size']}").json()
        beyond = client.get("/ledger/consistency/8")
    path = [bytes.fromhex(step) for step in proof["path"]]
    old, new = bytes.fromhex(earlier["root"]), bytes.fromhex(proof["head"]["root"])
    assert merkle.verify_consistency(3, 7, old, new, path)
    assert beyond.status_code == 404


def test_a_licence_issued_a_moment_ago_can_be_proved_at_once(site: TestClient, store: SqlStore) -> None:
    site.get("/ledger/head")
    later = a_licence(number=OTHER_NUMBER, deal_id="deal000002", consent_id="consent002")
    store.transact_sync(lambda tx: keep(tx, later))
    assert site.get(f"/ledger/proof/{OTHER_NUMBER}").json()["entry"]["subject"] == OTHER_NUMBER


class CountingStore:
    """The store, counting the ledger's rows that leave it."""

    def __init__(self, store: SqlStore) -> None:
        self._store, self.rows = store, 0

    async def read(self, fn: Callable[[Tx], T]) -> T:
        return await self._store.read(lambda tx: fn(cast(Tx, CountingTx(tx, self))))

    async def transact(self, fn: Callable[[Tx], T]) -> T:
        return await self._store.transact(fn)


class CountingTx:
    """A transaction that counts for it."""

    def __init__(self, tx: Tx, counts: CountingStore) -> None:
        self._tx, self._counts = tx, counts

    def __getattr__(self, name: str) -> Any:
        return getattr(self._tx, name)

    def ledger(self, **which: Any) -> Any:
        entries = self._tx.ledger(**which)
        self._counts.rows += len(entries)
        return entries


@pytest.mark.parametrize("size", [20, 2_000])
def test_a_head_and_a_proof_read_no_more_of_a_long_ledger_than_of_a_short_one(
    store: SqlStore, clock: FakeClock, size: int
) -> None:
    store.transact_sync(lambda tx: keep(tx, a_licence()))
    store.transact_sync(lambda tx: [tx.append_ledger("a.b", f"d{n}", {}, DURING) for n in range(size)])
    counting, rows = CountingStore(store), {}
    with TestClient(create_app(counting, documents(), clock, TestSigner())) as client:
        client.get("/ledger/head")
        for name in ("head", "head", f"proof/{NUMBER}", "consistency/7"):
            counting.rows = 0
            assert client.get(f"/ledger/{name}").status_code == 200
            rows[name] = counting.rows
        store.transact_sync(lambda tx: [tx.append_ledger("a.b", f"e{n}", {}, DURING) for n in range(3)])
        counting.rows = 0
        head = client.get("/ledger/head").json()
    assert rows == {"head": 1, f"proof/{NUMBER}": 2, "consistency/7": 1}
    assert counting.rows == 4
    signed = signed_head(store.read_sync(lambda tx: tx.ledger()), TestSigner())
    assert head == signed


def test_a_ledger_put_in_the_place_of_another_is_read_anew() -> None:
    """As after a backup was restored behind a page that goes on running."""
    old, new = LedgerTree(some_entries(5)), some_entries(3)
    shorter, rest = old.continued(cast(Tx, Restored(new)))
    assert (shorter.last, len(shorter.hashes), rest) == (new[-1], 3, ())
    empty, _ = old.continued(cast(Tx, Restored([])))
    assert empty.last is None


class Restored:
    """A transaction on these entries."""

    def __init__(self, entries: list[Entry]) -> None:
        self._entries = entries

    def ledger(self, after: int = 0) -> list[Entry]:
        return self._entries[max(after, 0) :]

    def ledger_lines(self) -> Iterator[bytes]:
        return map(entry_bytes, self._entries)


# ── Around every page ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", ["/verify", f"/verify/{NUMBER}", "/nowhere", "/key", "/healthz"])
def test_every_answer_carries_the_security_headers(site: TestClient, path: str) -> None:
    headers = site.get(path, headers=PAGE).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe-inline" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"


def test_no_page_has_a_script_a_style_of_its_own_or_anything_from_elsewhere(site: TestClient) -> None:
    for path in ("/verify", f"/verify/{NUMBER}", "/nowhere"):
        shown = site.get(path, headers=PAGE).text
        assert not any(part in shown for part in ("<script", "<style", "style=", "http://", "https://", "onclick"))


class DeadStore:
    """A database that is gone."""

    async def read(self, fn: Callable[[Tx], T]) -> T:
        raise StoreUnavailable("gone")

    async def transact(self, fn: Callable[[Tx], T]) -> T:
        raise StoreUnavailable("gone")


@pytest.mark.parametrize("path", [f"/verify/{NUMBER}", "/healthz", "/ledger/head"])
def test_i13_a_lost_database_costs_a_clear_sentence(clock: FakeClock, path: str) -> None:
    with TestClient(create_app(DeadStore(), documents(), clock, TestSigner())) as client:
        answer = client.get(path)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "60")
    assert "try again in a minute" in answer.json()["error"]


def test_the_site_works_under_a_path_of_its_own(store: SqlStore, clock: FakeClock) -> None:
    store.transact_sync(lambda tx: keep(tx, a_licence()))
    app = create_app(store, documents(), clock, TestSigner())
    with TestClient(app, root_path="/quasi", follow_redirects=False) as client:
        assert client.get("/quasi/verify", params={"number": NUMBER}).headers["location"] == f"/quasi/verify/{NUMBER}"
        assert 'href="/quasi/verify/assets/style.css"' in client.get("/quasi/verify").text


def test_the_site_keeps_to_its_own_description(site: TestClient) -> None:
    schema = schemathesis.openapi.from_asgi("/openapi.json", site.app)
    checked: set[str] = set()
    for operation in schema.get_all_operations():
        assert isinstance(operation, Ok)
        _hold_to_its_description(operation.ok(), checked)
    assert len(checked) == 9


def _hold_to_its_description(operation: Any, checked: set[str]) -> None:
    # A description cannot say which bytes are a licence file, so most files it allows are refused, as they should be.
    left_out: list[CheckFunction] = [positive_data_acceptance] if operation.label == "POST /verify/file" else []

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(case=operation.as_strategy())
    def keeps(case: schemathesis.Case[Any]) -> None:
        case.call_and_validate(excluded_checks=left_out)
        checked.add(operation.label)

    keeps()


def test_the_description_is_complete(site: TestClient) -> None:
    described = json.loads(site.get("/openapi.json").text)["paths"]
    assert set(described) == {
        "/verify", "/verify/{number}", "/verify/{number}.json", "/verify/file", "/ledger/head",
        "/ledger/proof/{number}", "/ledger/consistency/{size}", "/key", "/healthz",
    }  # fmt: skip
