"""What a step did becomes an entry of the ledger, in the step's own transaction."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import sha256
from secrets import token_urlsafe

from goodstanding.core.docket import Recorded, Step, skeleton_of, words_of
from goodstanding.core.ledger import canonical
from goodstanding.core.merkle import root_of
from goodstanding.server.store.models import LedgerEntry, LedgerWords


def enter(
    kind: str, record: object, *, at: datetime, words: Mapping[str, str] | None = None
) -> LedgerEntry:
    """The entry of one record; personal words stand beside it, each with a salt of its own."""
    entry = LedgerEntry.objects.create(
        entered_at=at, kind=kind, body=canonical(record).decode("ascii")
    )
    LedgerWords.objects.bulk_create(
        _beside(entry, name, text) for name, text in sorted((words or {}).items()) if text
    )
    return entry


def enter_record(record: Recorded, *, step: Step, at: datetime) -> LedgerEntry:
    """The entry of a step in a case, as the docket reads it."""
    return enter(step.value, skeleton_of(record), at=at, words=words_of(record))


def enter_digests(kind: str, digests: Iterable[bytes], *, at: datetime) -> LedgerEntry:
    """One entry for many records, by the root over their digests."""
    many = list(digests)
    return enter(kind, {"count": len(many), "root": root_of(many)}, at=at)


def _beside(entry: LedgerEntry, name: str, text: str) -> LedgerWords:
    salt = token_urlsafe(16)
    digest = sha256(canonical((salt, name, text))).hexdigest()
    return LedgerWords(entry=entry, name=name, text=text, salt=salt, digest=digest)
