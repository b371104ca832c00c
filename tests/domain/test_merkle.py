"""The Merkle tree of the ledger is the one of RFC 9162, and its proofs prove no more than they should."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import merkle, merkle_tree
from bot.domain.merkle_tree import MerkleTree

VECTORS = Path(__file__).parents[2].parent / "shared" / "corpora" / "rfc9162_vectors.json"


def _bytes(text: str | None) -> bytes:
    return base64.b64decode(text or "")


def _says(path: str, vector: dict[str, Any]) -> bool:
    proof = [_bytes(step) for step in vector["proof"] or ()]
    match path.split("/")[0]:
        case "inclusion":
            leaf, head = _bytes(vector["leafHash"]), _bytes(vector["root"])
            return merkle.verify_inclusion(leaf, vector["leafIdx"], vector["treeSize"], proof, head)
        case "consistency":
            heads = _bytes(vector["root1"]), _bytes(vector["root2"])
            return merkle.verify_consistency(vector["size1"], vector["size2"], *heads, proof)
        case "subtreeinclusion":
            span = vector["leafIdx"], vector["start"], vector["end"]
            return merkle.verify_subtree_inclusion(_bytes(vector["leafHash"]), *span, proof, _bytes(vector["root"]))
        case "subtreeconsistency":
            span = vector["start"], vector["end"], vector["size"]
            return merkle.verify_subtree(*span, _bytes(vector["root1"]), _bytes(vector["root2"]), proof)
    raise AssertionError(f"unknown kind of vector: {path}")


@pytest.mark.skipif(not VECTORS.exists(), reason=f"no vectors at {VECTORS}")
def test_every_published_vector_is_judged_as_it_should_be() -> None:
    vectors = json.loads(VECTORS.read_text())
    wrong = [path for path, vector in vectors.items() if _says(path, vector) == vector["wantErr"]]
    assert len(vectors) == 518
    assert wrong == []


def test_the_tree_of_nothing_and_of_one_leaf_have_the_heads_of_the_standard() -> None:
    assert merkle.root(()).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert merkle.root([merkle.leaf_hash(b"")]).hex() == (
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    )


def _leaves(size: int) -> list[bytes]:
    return [merkle.leaf_hash(str(n).encode()) for n in range(size)]


def _split(size: int) -> int:
    split = 1
    while split * 2 < size:
        split *= 2
    return split


def _recursive_root(leaves: list[bytes]) -> bytes:
    if len(leaves) == 1:
        return leaves[0]
    split = _split(len(leaves))
    return merkle.node_hash(_recursive_root(leaves[:split]), _recursive_root(leaves[split:]))


@given(st.integers(1, 70))
def test_the_head_is_that_of_the_recursive_definition(size: int) -> None:
    assert merkle.root(_leaves(size)) == MerkleTree(_leaves(size)).root() == _recursive_root(_leaves(size))


def _recursive_path(leaves: list[bytes], index: int) -> tuple[bytes, ...]:
    """RFC 9162 § 2.1.3.1, as it is written."""
    if len(leaves) == 1:
        return ()
    split = _split(len(leaves))
    if index < split:
        return (*_recursive_path(leaves[:split], index), _recursive_root(leaves[split:]))
    return (*_recursive_path(leaves[split:], index - split), _recursive_root(leaves[:split]))


def _recursive_subproof(leaves: list[bytes], size: int, *, whole: bool) -> tuple[bytes, ...]:
    """RFC 9162 § 2.1.4.1, as it is written."""
    if size == len(leaves):
        return () if whole else (_recursive_root(leaves),)
    split = _split(len(leaves))
    if size <= split:
        return (*_recursive_subproof(leaves[:split], size, whole=whole), _recursive_root(leaves[split:]))
    return (*_recursive_subproof(leaves[split:], size - split, whole=False), _recursive_root(leaves[:split]))


def test_a_tree_that_grew_answers_as_the_recursive_definitions_do() -> None:
    tree = MerkleTree()
    for size in range(1, 36):
        leaves = _leaves(size)
        tree.append(leaves[-1])
        assert [tree.root(n) for n in range(1, size + 1)] == [_recursive_root(leaves[:n]) for n in range(1, size + 1)]
        assert [tree.inclusion_proof(n) for n in range(size)] == [_recursive_path(leaves, n) for n in range(size)]
        assert [tree.consistency_proof(n) for n in range(1, size + 1)] == [
            _recursive_subproof(leaves, n, whole=True) for n in range(1, size + 1)
        ]


def test_heads_and_proofs_over_a_hundred_thousand_leaves_take_a_handful_of_hashes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tree, hashed = MerkleTree(_leaves(100_000)), []

    def counted(left: bytes, right: bytes) -> bytes:
        hashed.append(left)
        return merkle.node_hash(left, right)

    monkeypatch.setattr(merkle_tree, "node_hash", counted)
    tree.root()
    tree.append(b"x" * 32)
    tree.inclusion_proof(77_777)
    tree.consistency_proof(65_537)
    assert 0 < len(hashed) < 100


@given(st.integers(1, 70), st.data())
def test_every_leaf_can_be_proved_and_no_other_leaf_with_its_proof(size: int, data: st.DataObject) -> None:
    leaves, index = _leaves(size), data.draw(st.integers(0, size - 1))
    path, head = MerkleTree(leaves).inclusion_proof(index), merkle.root(leaves)
    assert merkle.verify_inclusion(leaves[index], index, size, path, head)
    assert not merkle.verify_inclusion(merkle.leaf_hash(b"other"), index, size, path, head)
    assert not merkle.verify_inclusion(leaves[index], index, size, (*path, head), head)


@given(st.integers(1, 70), st.data())
def test_every_earlier_head_can_be_proved_and_no_rewritten_one(size: int, data: st.DataObject) -> None:
    leaves, earlier = _leaves(size), data.draw(st.integers(1, size))
    path, head = MerkleTree(leaves).consistency_proof(earlier), merkle.root(leaves)
    rewritten = merkle.root([*leaves[: earlier - 1], merkle.leaf_hash(b"rewritten")])
    assert merkle.verify_consistency(earlier, size, merkle.root(leaves[:earlier]), head, path)
    assert not merkle.verify_consistency(earlier, size, rewritten, head, path)


@pytest.mark.parametrize("index", [-1, 3])
def test_a_leaf_outside_the_tree_has_no_proof(index: int) -> None:
    with pytest.raises(IndexError):
        MerkleTree(_leaves(3)).inclusion_proof(index)
    assert not merkle.verify_inclusion(_leaves(3)[0], index, 3, (), merkle.root(_leaves(3)))
