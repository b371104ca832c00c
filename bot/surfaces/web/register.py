"""What the pages read: licences by number, and the ledger as a tree that is read on from where it was left."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.ledger import Entry
from bot.domain.ledger_tree import entry_leaf, head_of
from bot.domain.licence import Licence
from bot.domain.merkle import leaf_hash
from bot.domain.merkle_tree import MerkleTree
from bot.ports import Documents, Signer, Store, Tx
from bot.seal import seal
from bot.surfaces.papers.licence_file import check_code, read_licence_file


@dataclass(frozen=True)
class Found:
    """A licence in the register, and the check code that its paper shows.

    There is none once its talent was erased: it stood for her name too, so it cannot be worked out again.
    """

    licence: Licence
    check_code: str | None


class LedgerTree:
    """The ledger as a tree that grows with it: each entry is read and hashed once in the life of the process."""

    def __init__(self, entries: Sequence[Entry] = ()) -> None:
        self.hashes = MerkleTree()
        self.last: Entry | None = None
        self.add(entries)

    def add(self, entries: Sequence[Entry]) -> None:
        """Takes the next entries in."""
        for entry in entries:
            self.hashes.append(entry_leaf(entry))
            self.last = entry

    @classmethod
    def read(cls, tx: Tx) -> LedgerTree:
        """The tree over all there is."""
        tree = cls()
        for line in tx.ledger_lines():
            tree.hashes.append(leaf_hash(line))
        tree.last = next(reversed(tx.ledger(after=len(tree.hashes) - 1)), None)
        return tree

    def continued(self, tx: Tx) -> tuple[LedgerTree, Sequence[Entry]]:
        """The tree to go on with and what to add to it: this one, unless another ledger was put in the old one's place.

        Changes nothing, for the caller may be gone when the database answers.
        """
        if self.last is not None:
            again, *new = tx.ledger(after=self.last.seq - 1) or (None,)
            if again == self.last:
                return self, [entry for entry in new if entry is not None]
        return LedgerTree.read(tx), ()


class Register:
    """Read-only access for the public pages."""

    def __init__(self, store: Store, documents: Documents, signer: Signer) -> None:
        self._store, self._documents, self._signer = store, documents, signer
        self._tree = LedgerTree()
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

    async def head(self) -> dict[str, Any]:
        """The signed tree head over all entries."""
        return self._signed(await self._now())

    async def inclusion(self, number: str) -> dict[str, Any] | None:
        """The proof that the issue of that licence is in the tree of this head; None where it is not. Hashes in hex."""
        entry = await self._store.read(lambda tx: _issue_of(tx, number))
        tree = await self._now()
        if entry is None or entry.seq > len(tree.hashes):
            return None
        index = entry.seq - 1
        return {
            "v": 1,
            "entry": entry.as_dict(),
            "leaf_hash": tree.hashes.leaf(index).hex(),
            "index": index,
            "path": [step.hex() for step in tree.hashes.inclusion_proof(index)],
            "head": self._signed(tree),
        }

    async def consistency(self, size: int) -> dict[str, Any] | None:
        """The proof that the ledger of `size` entries is a prefix of this one; None where it has not that many."""
        tree = await self._now()
        if size > len(tree.hashes):
            return None
        return {
            "v": 1,
            "size": size,
            "root": tree.hashes.root(size).hex(),
            "path": [step.hex() for step in tree.hashes.consistency_proof(size)],
            "head": self._signed(tree),
        }

    async def _now(self) -> LedgerTree:
        """The tree with all entries there are. It stays as it is until the caller awaits something."""
        async with self._one_at_a_time:
            self._tree, new = await self._store.read(self._tree.continued)
            self._tree.add(new)
            return self._tree

    def _signed(self, tree: LedgerTree) -> dict[str, Any]:
        return seal(head_of(len(tree.hashes), tree.hashes.root(), tree.last), self._signer)


def _issue_of(tx: Tx, number: str) -> Entry | None:
    return next((entry for entry in tx.ledger(subject=number) if entry.kind == "licence.issued"), None)
