"""Many digests become one: it tells any change, and nothing of the order in which they came."""

from hashlib import sha256
from itertools import permutations

import pytest

from goodstanding.core.merkle import root_of

A, B, C = (sha256(text).digest() for text in (b"a", b"b", b"c"))


def leaf(digest: bytes) -> bytes:
    return sha256(b"\x00" + digest).digest()


def node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def test_the_root_of_nothing_is_the_digest_of_nothing() -> None:
    assert root_of([]) == sha256(b"").hexdigest()


def test_one_digest_is_a_leaf_and_not_itself() -> None:
    assert root_of([A]) == leaf(A).hex()


def test_an_odd_one_goes_up_as_it_is() -> None:
    first, second, third = sorted((A, B, C))

    assert root_of([A, B]) == node(*map(leaf, sorted((A, B)))).hex()
    assert root_of([A, B, C]) == node(node(leaf(first), leaf(second)), leaf(third)).hex()


def test_the_order_in_which_they_came_changes_nothing() -> None:
    assert len({root_of(order) for order in permutations((A, B, C))}) == 1


@pytest.mark.parametrize("other", [[A, B], [A, B, B], [A, B, sha256(b"d").digest()], [A, B, C, C]])
def test_any_other_digests_have_another_root(other: list[bytes]) -> None:
    assert root_of(other) != root_of([A, B, C])


def test_a_node_does_not_pass_for_a_leaf() -> None:
    assert root_of([leaf(A) + leaf(B)]) != root_of([A, B])
