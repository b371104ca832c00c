"""A licence proves itself, an exported ledger too, and whatever was changed in either is found."""

from __future__ import annotations

import base64
import io
import json
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pypdf
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.terms import canonical_json
from bot.ledger_file import examine_file, export, signed_head
from bot.proof import FileSigner, KeyUnusable, embedded_file, house_public_key, verify_licence_file
from bot.seal import seal, seal_fault, signature_holds
from bot.surfaces.papers import paper
from bot.surfaces.papers.licence_file import LicenceFileUnreadable
from bot.verify_cli import ledger_export, ledger_verify, licence_show, licence_verify, read_public_key
from storage.store import SqlStore
from tests.licences import NUMBER, TestSigner, a_licence, documents, keep, some_entries, some_terms

KEY = TestSigner().public_key
FILE = documents().licence_json(a_licence())
PDF = documents().licence_pdf(a_licence())


def altered(change: Callable[[dict[str, Any]], None]) -> bytes:
    file = json.loads(FILE)
    change(file)
    return json.dumps(file).encode()


def failed(content: bytes, key: bytes | None = KEY) -> set[str]:
    return {check.name for check in verify_licence_file(content, key).checks if check.holds is False}


# ── The house key ────────────────────────────────────────────────────────────────────────────────────────


def test_the_key_is_made_once_and_kept_to_its_owner(tmp_path: Path) -> None:
    first, second = FileSigner(tmp_path / "data"), FileSigner(tmp_path / "data")
    assert first.public_key == second.public_key == house_public_key(tmp_path / "data")
    assert stat.S_IMODE((tmp_path / "data" / "signing.key").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["signing.key"]


def test_processes_that_start_at_once_agree_on_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: FileSigner(tmp_path).public_key, range(16)))
    assert len(keys) == 1


def test_its_signatures_hold_and_no_other_message_has_them(tmp_path: Path) -> None:
    signer = FileSigner(tmp_path)
    assert signature_holds(signer.public_key, signer.sign(b"a"), b"a")
    assert not signature_holds(signer.public_key, signer.sign(b"a"), b"b")


def test_a_damaged_key_is_told_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "signing.key").write_bytes(b"nonsense")
    with pytest.raises(KeyUnusable, match=r"can't be read; put the copy you kept in its place\.$"):
        FileSigner(tmp_path)


def test_a_house_without_a_key_is_given_none_by_looking(tmp_path: Path) -> None:
    assert house_public_key(tmp_path) is None
    assert list(tmp_path.iterdir()) == []


# ── The licence file ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("content", [FILE, PDF], ids=["json", "pdf"])
def test_a_licence_as_issued_is_genuine(content: bytes) -> None:
    result = verify_licence_file(content, KEY)
    assert (result.verdict, result.number) == ("genuine", NUMBER)


def test_without_a_key_it_is_intact_and_the_key_to_compare_is_named() -> None:
    result = verify_licence_file(FILE)
    assert result.verdict == "intact"
    assert result.key_id is not None and result.key_id in result.checks[-1].sentence


def test_a_file_that_was_only_laid_out_anew_is_still_genuine() -> None:
    assert verify_licence_file(json.dumps(json.loads(FILE)).encode(), KEY).verdict == "genuine"


def test_a_changed_fee_breaks_hash_and_signature() -> None:
    assert failed(altered(lambda file: file["terms"]["fee"].update(amount="1.00"))) == {"hash", "signature"}


def test_a_changed_fee_with_a_matching_hash_breaks_the_signature() -> None:
    terms = some_terms(assets_max=9999)
    forged = altered(lambda file: file.update(terms=terms.as_dict(), terms_sha256=terms.sha256))
    assert failed(forged) == {"signature"}


def test_a_changed_number_fails_its_check_character() -> None:
    assert failed(altered(lambda file: file.update(number="Q7F3-KM2P-9R"))) == {"number", "signature"}


def test_a_file_signed_by_another_house_is_found_by_the_key() -> None:
    forged = documents(seed=2).licence_json(a_licence())
    assert failed(forged) == {"key"}
    assert verify_licence_file(forged, TestSigner(2).public_key).verdict == "genuine"


@pytest.mark.parametrize("name", ["alg", "key_id", "public_key", "sig"])
def test_no_part_of_the_signature_can_be_changed_or_left_out(name: str) -> None:
    assert "signature" in failed(altered(lambda file: file["signature"].pop(name)), None)
    assert "signature" in failed(altered(lambda file: file["signature"].update({name: "00"})), None)


def test_a_name_that_stands_twice_is_refused() -> None:
    doubled = FILE.replace(b'"number":', b'"number": "Q000-0000-00", "number":', 1)
    with pytest.raises(LicenceFileUnreadable):
        verify_licence_file(doubled, KEY)


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[]", b"\xff\xfe", b"[" * 100_000, b'{"number":' + b"9" * 10_000 + b"}", b"%PDF-1.7 nothing"],
    ids=["empty", "no licence", "a list", "no text", "deep", "long number", "a bare pdf"],
)  # fmt: skip
def test_what_is_no_licence_file_is_told_in_one_sentence(content: bytes) -> None:
    with pytest.raises(LicenceFileUnreadable, match=r"^The (file|PDF) .*\.$"):
        verify_licence_file(content, KEY)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, len(FILE) * 8 - 1))
def test_no_bit_of_what_a_licence_says_can_change_unseen(bit: int) -> None:
    flipped = bytearray(FILE)
    flipped[bit // 8] ^= 1 << bit % 8
    try:
        verdict = verify_licence_file(bytes(flipped), KEY).verdict
    except LicenceFileUnreadable:
        return
    # White space between values carries no meaning: only there may a bit change and the licence stay what it is.
    assert verdict == "altered" or json.loads(flipped) == json.loads(FILE)


def test_the_terms_must_be_canonical_even_when_signed() -> None:
    file = {name: value for name, value in json.loads(FILE).items() if name != "signature"}
    file["terms"]["media"] = ["website", "print"]
    assert failed(json.dumps(seal(file, TestSigner())).encode()) == {"terms"}


# ── The page ─────────────────────────────────────────────────────────────────────────────────────────────


def test_the_file_in_the_pdf_is_found_without_a_pdf_library() -> None:
    assert embedded_file(PDF) == FILE


def test_a_page_with_other_words_is_found_though_the_file_inside_is_genuine() -> None:
    reader, writer = pypdf.PdfReader(io.BytesIO(PDF)), pypdf.PdfWriter()
    writer.append(reader)
    writer.add_blank_page(100, 100)
    resaved = io.BytesIO()
    writer.write(resaved)
    with_file_kept = PDF[:-6] + resaved.getvalue()
    assert failed(with_file_kept) == {"page"}


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(PDF) * 8 - 1))
def test_no_bit_of_a_pdf_can_change_unseen(bit: int) -> None:
    flipped = bytearray(PDF)
    flipped[bit // 8] ^= 1 << bit % 8
    try:
        verdict = verify_licence_file(bytes(flipped), KEY).verdict
    except LicenceFileUnreadable:
        return
    assert verdict in ("altered", "undecided")


def test_a_page_set_by_another_version_is_not_called_fine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper, "this_machine_can_repeat", lambda made_by: False)
    result = verify_licence_file(PDF, KEY)
    assert result.verdict == "undecided"
    assert "cannot be compared" in result.checks[-1].sentence


def test_a_signed_file_with_senseless_dates_makes_no_paper_and_no_crash() -> None:
    file = {name: value for name, value in json.loads(FILE).items() if name != "signature"}
    odd = json.dumps(seal({**file, "issued_at": "soon"}, TestSigner())).encode()
    with pytest.raises(LicenceFileUnreadable):
        paper.licence_pdf(odd)


# ── The exported ledger ──────────────────────────────────────────────────────────────────────────────────

EXPORT = export(some_entries(2), TestSigner())


def test_an_export_verifies_offline_against_the_key() -> None:
    report = examine_file(EXPORT, KEY)
    assert (report.fault, report.size, report.key_vouched) == (None, 2, True)


def test_an_empty_ledger_can_be_exported_too() -> None:
    assert examine_file(export([], TestSigner()), KEY).fault is None


def test_i8_every_single_bit_of_an_export_counts() -> None:
    for bit in range(len(EXPORT) * 8):
        flipped = bytearray(EXPORT)
        flipped[bit // 8] ^= 1 << bit % 8
        assert examine_file(bytes(flipped), None).fault is not None, bit


@pytest.mark.parametrize("cut", [1, 10, len(EXPORT) - 3, len(EXPORT)])
def test_i8_an_export_cut_short_is_found(cut: int) -> None:
    assert examine_file(EXPORT[:-cut], None).fault is not None


def test_i8_a_line_laid_out_otherwise_is_no_line_of_a_ledger() -> None:
    for line in EXPORT.splitlines():
        loose = json.dumps(json.loads(line)).encode()
        assert examine_file(EXPORT.replace(line, loose), KEY).fault is not None


def test_i8_a_ledger_with_its_last_entries_cut_off_does_not_fit_its_head() -> None:
    lines = export(some_entries(3), TestSigner()).splitlines(keepends=True)
    fault = examine_file(b"".join([*lines[:2], lines[3]]), KEY).fault
    assert fault == "The signed head is not the head of these entries."


def test_i8_a_ledger_written_anew_by_another_is_found_by_the_key() -> None:
    assert examine_file(export(some_entries(2), TestSigner(2)), KEY).fault is not None


def test_a_sealed_head_cannot_pass_for_another_size() -> None:
    head = signed_head(some_entries(2), TestSigner())
    assert seal_fault(head, KEY) is None
    assert seal_fault({**head, "size": 3}, KEY) == "wrong"
    assert canonical_json(head) == EXPORT.splitlines()[-1]


# ── The commands ─────────────────────────────────────────────────────────────────────────────────────────


def _fill(store: SqlStore) -> None:
    now = datetime(2026, 11, 3, 17, 52, tzinfo=UTC)
    store.transact_sync(lambda tx: [tx.append_ledger("deal.opened", f"d{n}", {"n": n}, now) for n in range(3)])
    store.transact_sync(lambda tx: keep(tx, a_licence()))


def test_ledger_verify_and_export_agree(store: SqlStore, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _fill(store)
    assert ledger_verify(store, as_json=True) == 0
    in_store = json.loads(capsys.readouterr().out)
    out = tmp_path / "ledger.jsonl"
    assert ledger_export(store, out, TestSigner()) == 0
    capsys.readouterr()
    assert ledger_verify(None, file=out, as_json=True, key=KEY.hex()) == 0
    in_file = json.loads(capsys.readouterr().out)
    assert in_store["entries"] == in_file["entries"] == 4
    assert in_store["root"] == in_file["root"]


def test_ledger_verify_says_where_a_ledger_breaks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = tmp_path / "broken.jsonl"
    lines = EXPORT.splitlines(keepends=True)
    broken.write_bytes(lines[0].replace(b'"draft"', b'"taken"') + b"".join(lines[1:]))
    assert ledger_verify(None, file=broken) == 1
    assert capsys.readouterr().out.startswith("The ledger does not hold at entry 1: the entry was changed")


def test_licence_verify_answers_by_exit_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad, other = tmp_path / "a.json", tmp_path / "b.json", tmp_path / "c.txt"
    good.write_bytes(FILE)
    bad.write_bytes(FILE.replace(b"10600.00", b"10.00"))
    other.write_bytes(b"a shopping list")
    assert [licence_verify(path, KEY.hex()) for path in (good, bad, other)] == [0, 1, 2]
    assert licence_verify(tmp_path / "missing", None) == 2
    assert licence_verify(good, "no key") == 2
    assert licence_verify(good, TestSigner(2).public_key.hex()) == 1
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 3 and all(line.endswith(".") for line in lines)


def test_licence_verify_takes_the_key_of_the_house_it_runs_in(tmp_path: Path) -> None:
    FileSigner(tmp_path)
    good = tmp_path / "a.json"
    good.write_bytes(FILE)
    assert licence_verify(good, data_dir=tmp_path) == 1
    assert licence_verify(good, data_dir=tmp_path / "elsewhere") == 0


def test_licence_show_gives_terms_and_state(store: SqlStore, capsys: pytest.CaptureFixture[str]) -> None:
    _fill(store)
    now = datetime(2027, 2, 1, tzinfo=UTC)
    assert licence_show(store, " q7f3 km2p 9q", as_json=True, now=now) == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["state"], shown["valid"], shown["terms"]) == ("active", True, some_terms().as_dict())
    assert licence_show(store, NUMBER, now=now) == 0
    assert "EUR 10,600.00" in capsys.readouterr().out
    assert licence_show(store, "Q7F3-KM2P-9R") == 2


@pytest.mark.parametrize("form", ["hex", "HEX", "base64", "base64url", "raw", "pem", "json"])
def test_a_public_key_is_taken_as_people_have_it(form: str, tmp_path: Path) -> None:
    pem = Ed25519PublicKey.from_public_bytes(KEY).public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    forms: dict[str, bytes] = {
        "hex": KEY.hex().encode(),
        "HEX": KEY.hex().upper().encode(),
        "base64": base64.b64encode(KEY),
        "base64url": base64.urlsafe_b64encode(KEY).rstrip(b"="),
        "raw": KEY,
        "pem": pem,
        "json": json.dumps({"alg": "Ed25519", "public_key": KEY.hex()}).encode(),
    }
    file = tmp_path / "key"
    file.write_bytes(forms[form])
    assert read_public_key(str(file)) == KEY
    if form in ("hex", "HEX", "base64", "base64url"):
        assert read_public_key(forms[form].decode()) == KEY
