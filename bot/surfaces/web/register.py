"""What the pages read: licences by number, and the ledger as a tree whose head is worked out at most every 2 s."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain import merkle
from bot.domain.ledger import Entry
from bot.domain.ledger_tree import entry_leaf
from bot.domain.licence import Licence
from bot.ledger_file import signed_head
from bot.ports import Documents, Signer, Store, Tx
from bot.surfaces.papers.licence_file import check_code, read_licence_file

_HEAD_LIVES_S = 2.0


@dataclass(frozen=True)
class Found:
    """A licence in the register, and the check code that its paper shows.

    There is none once its talent was erased: it stood for her name too, so it cannot be worked out again.
    """

    licence: Licence
    check_code: str | None


@dataclass(frozen=True)
class Tree:
    """The ledger at one moment, with its signed head."""

    entries: Sequence[Entry]
    leaves: Sequence[bytes]
    head: dict[str, Any]
    made_at_s: float

    def issued_at_index(self, number: str) -> int | None:
        """Where the licence's `licence.issued` entry stands, counted from 0."""
        for index, entry in enumerate(self.entries):
            if entry.kind == "licence.issued" and entry.subject == number:
                return index
        return None


class Register:
    """Read-only access for the public pages."""

    def __init__(self, store: Store, documents: Documents, signer: Signer) -> None:
        self._store, self._documents, self._signer = store, documents, signer
        self._tree: Tree | None = None
        self._one_at_a_time = asyncio.Lock()

    @property
    def public_key(self) -> bytes:
        """The house key's public half."""
        return self._signer.public_key

    async def find(self, number: str) -> Found | None:
        """The licence of that number (in its one written form)."""

        def look(tx: Tx) -> tuple[Licence, bytes | None] | None:
            licence = tx.licence(number)
            return None if licence is None else (licence, tx.document(f"{number}.json"))

        seen = await self._store.read(look)
        if seen is None:
            return None
        licence, file = seen
        if file is None and licence.terms.sha256 != licence.terms_sha256:
            return Found(licence, None)
        content = self._documents.licence_json(licence) if file is None else file
        return Found(licence, check_code(read_licence_file(content)))

    async def alive(self) -> None:
        """Raises StoreUnavailable where the database does not answer."""
        await self._store.read(lambda tx: tx.value("healthz"))

    async def tree(self, *, with_number: str | None = None) -> Tree:
        """The ledger's tree, at most 2 s old; newer where `with_number` is not in it yet.

        Working it out reads the whole ledger: it is done once for all who ask at the same time.
        """
        async with self._one_at_a_time:
            tree = self._tree
            fresh = tree is not None and time.monotonic() - tree.made_at_s < _HEAD_LIVES_S
            if tree is None or not fresh or (with_number and tree.issued_at_index(with_number) is None):
                tree = self._tree = await self._store.read(self._grow)
            return tree

    def _grow(self, tx: Tx) -> Tree:
        entries = tuple(tx.ledger())
        leaves = tuple(map(entry_leaf, entries))
        return Tree(entries, leaves, signed_head(entries, self._signer), time.monotonic())


def inclusion(tree: Tree, index: int) -> dict[str, Any]:
    """The proof that the entry at `index` is in the tree of this head; hashes in hex."""
    return {
        "v": 1,
        "entry": tree.entries[index].as_dict(),
        "leaf_hash": tree.leaves[index].hex(),
        "index": index,
        "path": [step.hex() for step in merkle.inclusion_proof(tree.leaves, index)],
        "head": tree.head,
    }


def consistency(tree: Tree, size: int) -> dict[str, Any]:
    """The proof that the ledger of `size` entries is a prefix of this one; hashes in hex."""
    return {
        "v": 1,
        "size": size,
        "root": merkle.root(tree.leaves[:size]).hex(),
        "path": [step.hex() for step in merkle.consistency_proof(tree.leaves, size)],
        "head": tree.head,
    }
