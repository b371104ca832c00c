"""The ledger as a Merkle tree (RFC 9162): one leaf an entry, over the entry's canonical bytes as exported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain import merkle
from bot.domain.errors import RuleBroken
from bot.domain.ledger import Entry
from bot.domain.terms import canonical_json

HEAD_KIND = "quasi.ledger.head"


def entry_bytes(entry: Entry) -> bytes:
    """The RFC 8785 bytes of an entry, its hash included: one line of an export, without its newline."""
    return canonical_json(entry.as_dict())


def entry_leaf(entry: Entry) -> bytes:
    """The entry's leaf hash."""
    return merkle.leaf_hash(entry_bytes(entry))


def tree_head(entries: Sequence[Entry]) -> dict[str, Any]:
    """What is signed of a whole ledger: its size, the root over it, and the time of its last entry."""
    root = merkle.root([entry_leaf(entry) for entry in entries])
    return head_of(len(entries), root, entries[-1] if entries else None)


def head_of(size: int, root: bytes, last: Entry | None) -> dict[str, Any]:
    """The same, where the root is known."""
    return {
        "v": 1,
        "kind": HEAD_KIND,
        "size": size,
        "root": root.hex(),
        "as_of": last.at if last else "",
    }


def entry_from(raw: Mapping[str, Any]) -> Entry:
    """An entry back from `Entry.as_dict`. Raises RuleBroken `entry_unreadable` when it is no such object."""
    texts = ("at", "kind", "subject", "prev", "hash")
    sound = (
        set(raw) == {"v", "seq", "body", *texts}
        and raw["v"] == 1
        and type(raw["seq"]) is int
        and isinstance(raw["body"], dict)
        and all(isinstance(raw[name], str) for name in texts)
    )
    if not sound:
        raise RuleBroken("entry_unreadable")
    return Entry(raw["seq"], raw["at"], raw["kind"], raw["subject"], raw["body"], raw["prev"], raw["hash"])
