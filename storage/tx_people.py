"""Seals on JSON objects: an Ed25519 signature (RFC 8032) over the RFC 8785 bytes of everything but `signature`.

Keys and signatures are lower-case hex, which has one spelling only, so that no bit of a sealed object can change
unseen.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any, Literal

from bot.domain.errors import RuleBroken
from bot.domain.terms import canonical_json
from bot.ports import Signer

ALGORITHM = "Ed25519"
_KEY = re.compile(r"[0-9a-f]{64}")
_SIGNATURE = re.compile(r"[0-9a-f]{128}")

SealFault = Literal["malformed", "wrong", "other_key"]


def seal(body: Mapping[str, Any], signer: Signer) -> dict[str, Any]:
    """`body` with its `signature` member last."""
    signature = {
        "alg": ALGORITHM,
        "key_id": key_id(signer.public_key),
        "public_key": signer.public_key.hex(),
        "sig": signer.sign(canonical_json(dict(body))).hex(),
    }
    return {**body, "signature": signature}


def sealed_bytes(sealed: Mapping[str, Any]) -> bytes:
    """The bytes the signature is over. Raises RuleBroken `not_canonical` where there are none."""
    try:
        return canonical_json({name: value for name, value in sealed.items() if name != "signature"})
    except RecursionError:
        raise RuleBroken("not_canonical") from None


def seal_fault(sealed: Mapping[str, Any], trusted: bytes | None) -> SealFault | None:
    """What is wrong with a seal, or None. `trusted` is the key it must be made with; None takes the key it names."""
    key = public_key_in(sealed)
    signature = sealed.get("signature")
    if key is None or not isinstance(signature, dict) or set(signature) != {"alg", "key_id", "public_key", "sig"}:
        return "malformed"
    if signature["alg"] != ALGORITHM or signature["key_id"] != key_id(key):
        return "malformed"
    if not isinstance(signature["sig"], str) or not _SIGNATURE.fullmatch(signature["sig"]):
        return "malformed"
    try:
        if not signature_holds(key, bytes.fromhex(signature["sig"]), sealed_bytes(sealed)):
            return "wrong"
    except RuleBroken:
        return "malformed"
    return "other_key" if trusted is not None and trusted != key else None


def public_key_in(sealed: Mapping[str, Any]) -> bytes | None:
    """The public key (32 bytes) that a sealed object names, or None."""
    signature = sealed.get("signature")
    named = signature.get("public_key") if isinstance(signature, dict) else None
    return bytes.fromhex(named) if isinstance(named, str) and _KEY.fullmatch(named) else None


def signature_holds(public_key: bytes, signature: bytes, message: bytes) -> bool:
    """Whether `signature` over `message` was made with the key behind `public_key`."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def key_id(public_key: bytes) -> str:
    """A short name for a public key: the first 16 hex digits of its SHA-256."""
    return hashlib.sha256(public_key).hexdigest()[:16]
