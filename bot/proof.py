"""The house key, and the examination of a licence file: who signed it, and whether anything in it was changed.

Nothing here needs a network or a database: a licence proves itself.
"""

from __future__ import annotations

import os
import re
import stat
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import structlog

from bot.domain.licence import read_number
from bot.seal import key_id, public_key_in, seal_fault
from bot.surfaces.papers.licence_file import MAX_FILE_BYTES, LicenceFileUnreadable, read_licence_file, terms_of

KEY_FILE = "signing.key"
_log = structlog.get_logger(__name__)


class KeyUnusable(Exception):
    """A key cannot be read; the message is one sentence with a cure."""


class FileSigner:
    """Signs with the Ed25519 key in `data_dir/signing.key`, made on first use, readable by its owner alone."""

    def __init__(self, data_dir: Path) -> None:
        self.path = data_dir / KEY_FILE
        if not self.path.exists():
            _create_key(self.path)
        self._key = _load_key(self.path)

    @property
    def public_key(self) -> bytes:
        """32 raw bytes."""
        return bytes(self._key.public_key().public_bytes_raw())

    def sign(self, message: bytes) -> bytes:
        """64 bytes."""
        return bytes(self._key.sign(message))


def _create_key(path: Path) -> None:
    """Writes a new key, whole or not at all; where two processes start at once, the first one's key stays."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    path.parent.mkdir(parents=True, exist_ok=True)
    pem = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".signing-")  # mkstemp makes files of mode 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(pem)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        os.unlink(draft)


def _load_key(path: Path) -> Any:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        _log.warning("signer.key_readable_by_others", path=str(path))
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyUnusable(f"The signing key {path} can't be read; put the copy you kept in its place.")
    return key


def house_public_key(data_dir: Path) -> bytes | None:
    """The public key of the house that keeps its data there; None where it has no key. Makes nothing."""
    return FileSigner(data_dir).public_key if (data_dir / KEY_FILE).exists() else None


@dataclass(frozen=True)
class Check:
    """One thing looked at: `holds` is None where it cannot be decided here."""

    name: Literal["number", "terms", "hash", "signature", "key", "page"]
    holds: bool | None
    sentence: str


Verdict = Literal["genuine", "intact", "undecided", "altered"]


@dataclass(frozen=True)
class VerificationResult:
    """What was found in a licence file.

    `genuine`: unchanged, and signed with the key asked for. `intact`: unchanged since signed with the key it names,
    which nobody vouched for. `undecided`: the words on the page could not be compared. `altered`: something is wrong.
    """

    kind: Literal["json", "pdf"]
    number: str
    key_id: str | None
    checks: tuple[Check, ...]
    file: dict[str, Any]

    @property
    def verdict(self) -> Verdict:
        """All checks in one word."""
        open_checks = {check.name for check in self.checks if check.holds is None}
        if any(check.holds is False for check in self.checks):
            return "altered"
        if "page" in open_checks:
            return "undecided"
        return "intact" if "key" in open_checks else "genuine"


def verify_licence_file(content: bytes, public_key: bytes | None = None) -> VerificationResult:
    """Examines a licence file, JSON or PDF, against the issuer's `public_key` where it is known.

    Raises LicenceFileUnreadable where `content` holds no licence file at all.
    """
    is_pdf = content.startswith(b"%PDF-")
    inner = embedded_file(content) if is_pdf else content
    if inner is None:
        raise LicenceFileUnreadable("The PDF carries no licence file, so it is not as Quasi issued it.")
    file = read_licence_file(inner)
    checks = [*_content_checks(file), *_seal_checks(file, public_key)]
    if is_pdf:
        checks.append(_page_check(content, inner, sound=all(check.holds is not False for check in checks)))
    key = public_key_in(file)
    kind: Literal["json", "pdf"] = "pdf" if is_pdf else "json"
    return VerificationResult(kind, str(file["number"])[:40], key_id(key) if key else None, tuple(checks), file)


def _content_checks(file: dict[str, Any]) -> Iterator[Check]:
    number = file["number"]
    if isinstance(number, str) and read_number(number) == number:
        yield Check("number", True, "The number is well formed and its check character is right.")
    else:
        yield Check("number", False, "The number is not a licence number: its check character is wrong.")
    try:
        terms = terms_of(file)
    except LicenceFileUnreadable as unreadable:
        yield Check("terms", False, str(unreadable))
        return
    yield Check("terms", True, "The terms are whole and in canonical form.")
    if terms.sha256 == file.get("terms_sha256"):
        yield Check("hash", True, "The terms have the hash that consent was given to.")
    else:
        yield Check("hash", False, "The terms do not have the hash that consent was given to: they were changed.")


def _seal_checks(file: dict[str, Any], trusted: bytes | None) -> Iterator[Check]:
    fault = seal_fault(file, trusted)
    if fault == "malformed":
        yield Check("signature", False, "The file has no usable signature.")
        return
    if fault == "wrong":
        yield Check("signature", False, "The signature does not fit: the file was changed after it was signed.")
        return
    key = public_key_in(file)
    assert key is not None
    yield Check("signature", True, "The signature fits: nothing was changed since it was signed.")
    if trusted is None:
        sentence = f"No key was given to compare with: make sure that {key_id(key)} is the issuer's key."
        yield Check("key", None, sentence)
    elif fault == "other_key":
        sentence = f"It is signed with the key {key_id(key)}, not with the issuer's key {key_id(trusted)}."
        yield Check("key", False, sentence)
    else:
        yield Check("key", True, f"It is signed with the issuer's key {key_id(key)}.")


def _page_check(pdf: bytes, inner: bytes, *, sound: bool) -> Check:
    """Whether the page shows what the file says: the PDF is made again from the file and compared byte by byte."""
    if not sound:
        return Check("page", None, "The page was not compared, because the file inside is not in order.")
    from bot.surfaces.papers.paper import PaperFailed, licence_pdf, renderer_in, this_machine_can_repeat

    made_by = renderer_in(pdf)
    if made_by is not None and not this_machine_can_repeat(made_by):
        sentence = f"The words on the page cannot be compared: they were set by another version of Quasi ({made_by})."
        return Check("page", None, sentence)
    try:
        same = licence_pdf(inner) == pdf
    except LicenceFileUnreadable as unreadable:
        return Check("page", False, str(unreadable))
    except PaperFailed:
        return Check("page", None, "The words on the page cannot be compared: the PDF could not be made again here.")
    if same:
        return Check("page", True, "The PDF is, byte for byte, the one that belongs to the file.")
    return Check("page", False, "The PDF is not the one that belongs to the file inside it: the page was changed.")


def with_known_paper(result: VerificationResult, sha256: str, issued_sha256: str | None) -> VerificationResult:
    """The result for a PDF once it is compared with the one stored at the issue, which settles what is on its page."""
    if result.kind != "pdf" or issued_sha256 is None or sha256 != issued_sha256:
        return result
    stored = Check("page", True, "The PDF is, byte for byte, the one that was issued.")
    return replace(result, checks=tuple(stored if check.name == "page" else check for check in result.checks))


def embedded_file(pdf: bytes) -> bytes | None:
    """The file attached to a PDF of ours; None where there is none.

    It reads only what our own renderer writes; whatever else was done to a PDF shows when it is made again.
    """
    found = re.search(rb"/Type\s*/EmbeddedFile\b.{0,400}?>>\s*stream\r?\n", pdf, re.DOTALL)
    if found is None:
        return None
    try:
        return zlib.decompressobj().decompress(pdf[found.end() :], MAX_FILE_BYTES)
    except zlib.error:
        return None
