"""Merkle trees over a log, as RFC 9162 section 2.1 defines them: roots, and the checking of proofs.

Hashes are 32 raw bytes of SHA-256. Leaves and inner nodes are hashed under different prefixes, so that neither can
pass for the other. Verifying never raises on a bad proof: it says False.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

HASH_BYTES = 32
_LEAF, _NODE = b"\x00", b"\x01"


def leaf_hash(content: bytes) -> bytes:
    """The hash of one log entry's bytes."""
    return hashlib.sha256(_LEAF + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of the node above two others."""
    return hashlib.sha256(_NODE + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The tree head over leaf hashes, oldest first (RFC 9162 § 2.1.1); for none, the hash of nothing."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    level = list(leaves)
    while len(level) > 1:
        # A last node without a partner rises unchanged: the same tree as the recursive definition, in one pass.
        odd = [level[-1]] if len(level) % 2 else []
        level = [node_hash(left, right) for left, right in zip(level[::2], level[1::2], strict=False)] + odd
    return level[0]


def verify_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], head: bytes) -> bool:
    """Whether `path` proves that the leaf hash stands at `index` of the tree of `size` and `head` (§ 2.1.3.2)."""
    if not 0 <= index < size or not _are_hashes((leaf, head, *path)):
        return False
    first, second, result = index, size - 1, leaf
    for sibling in path:
        if second == 0:
            return False
        if first & 1 or first == second:
            result = node_hash(sibling, result)
            while not first & 1 and first:
                first, second = first >> 1, second >> 1
        else:
            result = node_hash(result, sibling)
        first, second = first >> 1, second >> 1
    return second == 0 and result == head


def verify_consistency(size: int, larger: int, head: bytes, larger_head: bytes, path: Sequence[bytes]) -> bool:
    """Whether `path` proves that the tree of `size` and `head` is a prefix of the larger one (§ 2.1.4.2)."""
    return size > 0 and verify_subtree(0, size, larger, head, larger_head, path)


def verify_subtree_inclusion(leaf: bytes, index: int, start: int, end: int, path: Sequence[bytes], head: bytes) -> bool:
    """`verify_inclusion` in the subtree over leaves `start` to `end`, whose own head is `head`."""
    return _is_subtree(start, end) and verify_inclusion(leaf, index - start, end - start, path, head)


def verify_subtree(start: int, end: int, size: int, subtree_head: bytes, head: bytes, path: Sequence[bytes]) -> bool:
    """Whether `path` proves that leaves `start` to `end` of the tree of `size` and `head` have `subtree_head`.

    Consistency is the case of a subtree that starts at 0 (IETF draft-ietf-plants-merkle-tree-certs § 4).
    """
    if not _is_subtree(start, end) or end > size:
        return False
    # Without a path nothing is hashed: the heads are only compared, so their length needs no guard.
    if path and not _are_hashes((subtree_head, *path)):
        return False
    if start == end:
        return not path and subtree_head == root(())
    return _joins(start, end - 1, size - 1, subtree_head, head, path)


def _joins(first: int, last: int, top: int, subtree_head: bytes, head: bytes, path: Sequence[bytes]) -> bool:
    """Both heads rebuilt from `path`; `first`, `last` and `top` are node numbers on the level the walk has reached."""
    at_edge = last == top
    while first != last and (at_edge or last & 1):
        first, last, top = first >> 1, last >> 1, top >> 1
    nodes = [subtree_head, *path] if first == last else list(path)
    if not nodes:
        return False
    small = large = nodes[0]
    for sibling in nodes[1:]:
        if top == 0:
            return False
        if last & 1 or last == top:
            small = node_hash(sibling, small) if first < last else small
            large = node_hash(sibling, large)
            while not last & 1 and last:
                first, last, top = first >> 1, last >> 1, top >> 1
        else:
            large = node_hash(large, sibling)
        first, last, top = first >> 1, last >> 1, top >> 1
    return top == 0 and small == subtree_head and large == head


def _is_subtree(start: int, end: int) -> bool:
    """Whether leaves `start` to `end` hang under one node of every tree that holds them."""
    return 0 <= start <= end and (start == end or start % (1 << (end - start - 1).bit_length()) == 0)


def _are_hashes(values: Sequence[bytes]) -> bool:
    return all(len(value) == HASH_BYTES for value in values)
