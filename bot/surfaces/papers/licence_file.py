"""The licence file: signed JSON that holds every term of a licence and verifies without us.

How it is signed: `bot.seal`. Everything else of a licence's papers is derived from this file alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.domain.errors import RuleBroken
from bot.domain.licence import Licence
from bot.domain.terms import Terms, canonical_json
from bot.ports import Signer
from bot.seal import seal, sealed_bytes

VERSION = 1
AGENT = "Quasi"
MAX_FILE_BYTES = 2 * 1024 * 1024
_CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class LicenceFileUnreadable(Exception):
    """The bytes are not a licence file; the message is one sentence for people."""


@dataclass(frozen=True)
class Issuer:
    """Who issues licences, and where they can be checked; `public_url` has no slash at its end."""

    name: str
    public_url: str

    def verify_at(self, number: str) -> str:
        """The public address of one licence."""
        return f"{self.public_url}/verify/{number}"


def licence_file(licence: Licence, issuer: Issuer, signer: Signer) -> bytes:
    """The signed file: pretty, stable UTF-8 JSON that ends with a newline."""
    body = {
        "v": VERSION,
        "number": licence.number,
        "terms": licence.terms.as_dict(),
        "terms_sha256": licence.terms_sha256,
        "consent": {"id": licence.consent_id, "approved_at": utc_text(licence.approved_at)},
        "issued_at": utc_text(licence.issued_at),
        "issuer": {"name": issuer.name, "agent": AGENT},
        "verify_at": issuer.verify_at(licence.number),
    }
    whole = seal(body, signer)
    return (json.dumps(whole, indent=2, ensure_ascii=False) + "\n").encode("utf-8")


def read_licence_file(content: bytes) -> dict[str, Any]:
    """The JSON object in `content`, nothing of it trusted yet. Raises LicenceFileUnreadable."""
    if len(content) > MAX_FILE_BYTES:
        raise LicenceFileUnreadable("The file is larger than 2 MB, so it is no licence file.")
    try:
        found = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_without_repeats)
    except (ValueError, RecursionError):
        raise LicenceFileUnreadable("The file is not readable JSON.") from None
    if not isinstance(found, dict) or not isinstance(found.get("terms"), dict) or "number" not in found:
        raise LicenceFileUnreadable("The file is JSON, but not a licence.")
    return found


def terms_of(file: Mapping[str, Any]) -> Terms:
    """The terms in a file. Raises LicenceFileUnreadable where they are not whole, canonical terms."""
    try:
        terms = Terms.from_dict(file["terms"])
        if terms.canonical_bytes() == canonical_json(file["terms"]):
            return terms
    except RuleBroken:
        pass
    raise LicenceFileUnreadable("The terms in the file are not the terms of a licence.")


def check_code(file: Mapping[str, Any]) -> str:
    """A code of eight characters that stands for the whole sealed content: paper and page must show the same.

    Raises RuleBroken `not_canonical` for what is no licence file.
    """
    value = int.from_bytes(hashlib.sha256(sealed_bytes(file)).digest()[:5], "big")
    chars = "".join(_CODE_ALPHABET[(value >> shift) & 31] for shift in range(35, -1, -5))
    return f"{chars[:4]}-{chars[4:]}"


def utc_text(instant: datetime) -> str:
    """RFC 3339 in UTC with milliseconds, as the ledger writes it: `2026-11-03T17:52:00.000Z`."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuses a name given twice: two readers could take two different values for signed."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found
