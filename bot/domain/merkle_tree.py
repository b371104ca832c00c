"""A Merkle tree that grows (RFC 9162 § 2.1): nodes above full pairs are kept, so heads and proofs cost log n hashes."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from bot.domain.merkle import node_hash


class MerkleTree:
    """Leaf hashes, oldest first, and every node that can never change again."""

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        self._levels: list[list[bytes]] = [[]]
        for leaf in leaves:
            self.append(leaf)

    def __len__(self) -> int:
        return len(self._levels[0])

    def append(self, leaf: bytes) -> None:
        """Adds a leaf hash at the end."""
        level, node = 0, leaf
        self._levels[0].append(node)
        while len(self._levels[level]) % 2 == 0:
            node = node_hash(*self._levels[level][-2:])
            level += 1
            if level == len(self._levels):
                self._levels.append([])
            self._levels[level].append(node)

    def leaf(self, index: int) -> bytes:
        """The leaf hash at `index`."""
        return self._levels[0][index]

    def root(self, size: int | None = None) -> bytes:
        """The head over the first `size` leaves, or over all (§ 2.1.1); for none, the hash of nothing."""
        size = len(self) if size is None else size
        return self._span(0, size) if size else sha256(b"").digest()

    def inclusion_proof(self, index: int) -> tuple[bytes, ...]:
        """The audit path of the leaf at `index`, from the leaf up (§ 2.1.3.1). Raises IndexError outside."""
        if not 0 <= index < len(self):
            raise IndexError("no such leaf")
        start, end, path = 0, len(self), []
        while end - start > 1:
            middle = _middle(start, end)
            if index < middle:
                path.append(self._span(middle, end))
                end = middle
            else:
                path.append(self._span(start, middle))
                start = middle
        return tuple(reversed(path))

    def consistency_proof(self, size: int) -> tuple[bytes, ...]:
        """That the first `size` leaves are a prefix of all (§ 2.1.4.1). Raises IndexError for a size outside."""
        if not 0 < size <= len(self):
            raise IndexError("no such size")
        start, end, path = 0, len(self), []
        while end != size:
            middle = _middle(start, end)
            if size <= middle:
                path.append(self._span(middle, end))
                end = middle
            else:
                path.append(self._span(start, middle))
                start = middle
        # A subtree that is the whole old tree is known to whoever holds the old head.
        own = () if start == 0 else (self._span(start, end),)
        return (*own, *reversed(path))

    def _span(self, start: int, end: int) -> bytes:
        """The node above leaves `start` to `end`; `start` is where halving the tree may begin a half."""
        size = end - start
        if size & (size - 1) == 0:
            level = size.bit_length() - 1
            return self._levels[level][start >> level]
        middle = _middle(start, end)
        return node_hash(self._span(start, middle), self._span(middle, end))


def _middle(start: int, end: int) -> int:
    """`start` and the largest power of two smaller than the size."""
    return start + (1 << (end - start - 1).bit_length() - 1)
