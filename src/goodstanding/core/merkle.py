"""Many digests become one, the root of a tree, so that one entry seals a whole batch.

The tree is that of RFC 6962, section 2.1: a leaf is hashed after a zero byte, a node after a one,
so that no node passes for a leaf.
"""

from collections.abc import Iterable
from hashlib import sha256

LEAF, NODE = b"\x00", b"\x01"


def root_of(digests: Iterable[bytes]) -> str:
    """The root over the digests in sorted order, as 64 hexadecimal digits; of none, `sha256("")`.

    >>> root_of([]) == sha256(b"").hexdigest()
    True
    """
    row = [sha256(LEAF + each).digest() for each in sorted(digests)]
    if not row:
        return sha256(b"").hexdigest()
    while len(row) > 1:
        # An odd one at the end goes up as it is: the split at the greatest power of two below.
        pairs = zip(row[::2], row[1::2], strict=False)
        above = [sha256(NODE + left + right).digest() for left, right in pairs]
        row = above if len(row) % 2 == 0 else [*above, row[-1]]
    return row[0].hex()
