"""An event becomes a digest of what it told, and a leaf of the tree that seals its batch."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

import msgspec

from goodstanding.core.ledger import canonical
from goodstanding.core.words import told_instant

WRITER = msgspec.json.Encoder(order="sorted")


def digest_of_event(
    source: str, event_id: str, kind: str, *, happened_at: datetime, body: bytes
) -> bytes:
    """The digest of what the marketplace told; `body` is JSON as WRITER writes it, without words.

    When it was received is not in it, so that the same event sent again has the same digest.
    """
    head = f"{source}\n{event_id}\n{kind}\n{told_instant(happened_at)}\n"
    return sha256(head.encode() + body).digest()


def leaf_of(
    digest: bytes, *, about: str, received_at: datetime, words: Iterable[tuple[str, str]]
) -> bytes:
    """What the tree seals of one event: all of its row, and of its words (name, digest) no more."""
    told = [digest.hex(), about, received_at, dict(words)]
    return sha256(canonical(told)).digest()
