"""The bodies of `quasi ledger …` and `quasi licence …`: plain parameters in, an exit code out (DESIGN §6).

0: fine. 1: the thing checked is not fine. 2: it could not be looked at, with one sentence on standard error.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import json
import os
import re
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from bot.cli import console
from bot.domain.licence import Licence, read_number
from bot.ledger_file import LedgerReport, examine, examine_file, export
from bot.ports import Signer, Store, Tx
from bot.proof import KeyUnusable, VerificationResult, house_public_key, verify_licence_file
from bot.surfaces import words
from bot.surfaces.papers.licence_file import LicenceFileUnreadable

FINE, NOT_FINE, UNUSABLE = 0, 1, 2
_LARGEST_KEY_FILE = 64 * 1024

T = TypeVar("T")


class _Unusable(Exception):
    """What was asked cannot be done; the message is one sentence."""


def ledger_verify(
    store: Store | None, *, as_json: bool = False, file: Path | None = None, key: str | None = None
) -> int:
    """Checks the store's ledger, or an exported `file`, against `key` where one is given."""

    def work() -> int:
        if file is not None:
            report = examine_file(_content(file), None if key is None else read_public_key(key))
        elif store is not None:
            report = examine(_read(store, lambda tx: tuple(tx.ledger())))
        else:
            raise _Unusable("There is no ledger to look at.")
        print(json.dumps(report.as_dict()) if as_json else _ledger_sentence(report))
        return FINE if report.fault is None else NOT_FINE

    return _guarded(work)


def _ledger_sentence(report: LedgerReport) -> str:
    if report.fault is not None:
        return report.fault
    entries = f"{report.size:,} {'entry holds' if report.size == 1 else 'entries hold'}"
    sentence = f"The ledger is sound: {entries} together, root {report.root}."
    if report.key_id is None:
        return sentence
    vouched = "" if report.key_vouched else " Nobody vouched for that key: compare it, or name it with --key."
    return f"{sentence} Signed with the key {report.key_id}.{vouched}"


def ledger_export(store: Store, file: Path, signer: Signer) -> int:
    """Writes the ledger and its signed head to `file`, whole or not at all; a broken ledger is not exported."""

    def work() -> int:
        entries = _read(store, lambda tx: tuple(tx.ledger()))
        report = examine(entries)
        if report.fault is not None:
            console.complain(f"{report.fault} Nothing was exported.")
            return NOT_FINE
        _write_whole(file, export(entries, signer))
        print(f"Wrote {words.count_words(report.size, 'line')} and the signed head to {file}.")
        return FINE

    return _guarded(work)


def licence_verify(file: Path, key: str | None = None, *, data_dir: Path | None = None, as_json: bool = False) -> int:
    """Examines a licence file, JSON or PDF, offline.

    `key` is the issuer's public key; without one, the house key in `data_dir` is compared, where there is one.
    """

    def work() -> int:
        trusted = read_public_key(key) if key is not None else _house_key(data_dir)
        content = _content(file)
        try:
            result = verify_licence_file(content, trusted)
        except LicenceFileUnreadable as unreadable:
            if not _looks_like_ours(content):
                raise _Unusable(f"{file}: {unreadable}") from None
            print(f"Not in order. {unreadable}")
            return NOT_FINE
        print(json.dumps(_result_json(result)) if as_json else _result_text(result))
        return FINE if result.verdict in ("genuine", "intact") else NOT_FINE

    return _guarded(work)


def _looks_like_ours(content: bytes) -> bool:
    """Whether unreadable bytes are a damaged licence file rather than something else."""
    return content.startswith(b"%PDF-") or b"terms" in content[:4096]


VERDICTS = {
    "genuine": "Genuine: unchanged, and signed by the issuer.",
    "intact": "Intact: unchanged since it was signed, but nobody vouched for the key.",
    "undecided": "Undecided: the signed file inside is in order, but the page could not be compared with it.",
    "altered": "Not in order: do not rely on this file.",
}
_MARKS = {True: "✓", False: "✗", None: "?"}


def _result_text(result: VerificationResult) -> str:
    lines = [f"{result.number}  {VERDICTS[result.verdict]}"]
    return "\n".join([*lines, *(f"  {_MARKS[check.holds]} {check.sentence}" for check in result.checks)])


def _result_json(result: VerificationResult) -> dict[str, Any]:
    checks = [{"name": check.name, "holds": check.holds, "sentence": check.sentence} for check in result.checks]
    return {"number": result.number, "verdict": result.verdict, "key_id": result.key_id, "checks": checks}


def licence_show(store: Store, number: str, *, as_json: bool = False, now: datetime | None = None) -> int:
    """Shows one licence and whether it is valid at `now` (this moment by default). For the operator: with money."""
    now = now or datetime.now(UTC)

    def work() -> int:
        found = read_number(number)
        if found is None:
            raise _Unusable(f"{number} is not a licence number: check each character, as in Q7F3-KM2P-9Q.")
        licence = _read(store, lambda tx: tx.licence(found))
        if licence is None:
            console.complain(f"There is no licence {found}.")
            return NOT_FINE
        print(json.dumps(_licence_json(licence, now), ensure_ascii=False) if as_json else _licence_text(licence, now))
        return FINE

    return _guarded(work)


def _licence_text(licence: Licence, now: datetime) -> str:
    tz = licence.terms.tz
    rows = [("Licence", licence.number), ("State", licence.state(now).value)]
    rows += [(row.label, row.value) for row in words.term_rows(licence.terms, full=True)]
    rows += [
        ("Approved", words.datetime_words(licence.approved_at, tz)),
        ("Issued", words.datetime_words(licence.issued_at, tz)),
        ("Terms, SHA-256", licence.terms_sha256),
    ]
    width = max(len(label) for label, _ in rows) + 2
    return "\n".join(f"{label:<{width}}{value}" for label, value in rows)


def _licence_json(licence: Licence, now: datetime) -> dict[str, Any]:
    return {
        "number": licence.number,
        "state": licence.state(now).value,
        "valid": licence.why_not(None, None, now) is None,
        "terms": licence.terms.as_dict(),
        "terms_sha256": licence.terms_sha256,
        "approved_at": licence.approved_at.isoformat(),
        "issued_at": licence.issued_at.isoformat(),
        "starts_at": licence.starts_at.isoformat(),
        "over_at": licence.over_at.isoformat(),
        "renewed_by": licence.renewed_by,
        "document_sha256": licence.document_sha256,
        "open_places": list(licence.open_places),
    }


def read_public_key(text: str) -> bytes:
    """A public key as people have it: hex, base64, or the name of a file with either, raw bytes, PEM, or `/key`'s JSON.

    Raises KeyUnusable.
    """
    named = Path(text)
    try:
        content = named.read_bytes() if len(text) < 4096 and named.is_file() else text.encode()
    except (OSError, ValueError):
        content = text.encode("utf-8", "replace")
    key = _key_in(content[:_LARGEST_KEY_FILE])
    if key is None:
        raise KeyUnusable("The key is not an Ed25519 public key in hex, base64 or a file.")
    return key


def _key_in(content: bytes) -> bytes | None:
    if len(content) == 32:
        return content
    if b"BEGIN PUBLIC KEY" in content:
        return _pem_key(content)
    text = content.decode("ascii", "replace").strip()
    if text.startswith("{"):
        try:
            text = str(json.loads(text)["public_key"])
        except (ValueError, KeyError, RecursionError):
            return None
    if re.fullmatch(r"[0-9a-fA-F]{64}", text):
        return bytes.fromhex(text)
    try:
        decoded = base64.b64decode(text.translate(str.maketrans("-_", "+/")).rstrip("=") + "=", validate=True)
    except (binascii.Error, ValueError):
        return None
    return decoded if len(decoded) == 32 else None


def _pem_key(content: bytes) -> bytes | None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        key = load_pem_public_key(content)
    except ValueError:
        return None
    return bytes(key.public_bytes_raw()) if isinstance(key, Ed25519PublicKey) else None


def _house_key(data_dir: Path | None) -> bytes | None:
    try:
        return None if data_dir is None else house_public_key(data_dir)
    except (KeyUnusable, OSError):
        return None


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise _Unusable(f"{file} can't be read: {error.strerror or 'it is not a file'}.") from None


def _write_whole(file: Path, content: bytes) -> None:
    try:
        handle, draft = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}-")
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        os.chmod(draft, 0o644)
        os.replace(draft, file)
    except OSError as error:
        raise _Unusable(f"{file} can't be written: {error.strerror}.") from None


def _read(store: Store, fn: Callable[[Tx], T]) -> T:
    return asyncio.run(store.read(fn))


def _guarded(work: Callable[[], int]) -> int:
    try:
        return work()
    except (_Unusable, KeyUnusable) as unusable:
        console.complain(str(unusable))
        return UNUSABLE
