"""The tables of the ledger become its lines, to be exported or to be checked where they stand.

All is read in one snapshot, in the order of the chain, so that it can go on while it grows.
"""

import json
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from datetime import datetime

from django.db import connection, transaction

from goodstanding.core.ledger import broken, digest_of_words
from goodstanding.server.store.event_digest import WRITER, digest_of_event, leaf_of
from goodstanding.server.store.ledger_check import Whole, check_ledger
from goodstanding.server.store.ledger_lines import (
    AnyLine,
    CheckpointLine,
    EndLine,
    EntryLine,
    KeyLine,
    WordsLine,
    line_of,
)
from goodstanding.server.store.signing import Checkpoint, PublicKeys

ENTRIES = """
SELECT seal.sequence, seal.entered_at, seal.entry_id, entry.kind, entry.body, seal.previous,
       seal.digest,
       (SELECT jsonb_agg(jsonb_build_array(name, digest, text, salt) ORDER BY name)::text
        FROM ledger_words WHERE ledger_words.entry_id = seal.entry_id),
       point.seal_id, point.head, point.signed_at, point.key_id, point.signature
FROM ledger_seal seal
LEFT JOIN ledger_entry entry ON entry.id = seal.entry_id
LEFT JOIN ledger_checkpoint point ON point.seal_id = seal.sequence
ORDER BY seal.sequence
"""
EVENTS = """
SELECT source, event_id, type, about, happened_at, received_at, body::text, digest,
       (SELECT jsonb_agg(jsonb_build_array(name, digest, text, salt) ORDER BY name)::text
        FROM event_words WHERE event_words.event_id = event.id)
FROM event WHERE id BETWEEN %s AND %s AND entry = %s ORDER BY id
"""
# Only what no entry sealed, or ever will; a batch that is not sealed yet has its entry already.
STRAYS = """
SELECT event.event_id, event.source FROM event
LEFT JOIN ledger_entry entry ON entry.id = event.entry AND entry.kind = 'events.received'
WHERE entry.id IS NULL
   OR event.id NOT BETWEEN (entry.body::jsonb->>'first')::bigint
                       AND (entry.body::jsonb->>'last')::bigint
ORDER BY event.id LIMIT 1
"""
LONE_CHECKPOINTS = """
SELECT seal_id, head, signed_at, key_id, signature FROM ledger_checkpoint point
WHERE NOT EXISTS (SELECT FROM ledger_seal WHERE sequence = point.seal_id) ORDER BY seal_id
"""
LATEST_CHECKPOINT = """
SELECT seal_id, head, signed_at, key_id, signature
FROM ledger_checkpoint ORDER BY seal_id DESC LIMIT 1
"""
UNSEALED = """
SELECT count(*) FROM ledger_entry entry
WHERE NOT EXISTS (SELECT FROM ledger_seal WHERE ledger_seal.entry_id = entry.id)
"""


def check_tables(
    keys: PublicKeys, *, published: Checkpoint | None = None, published_head: str | None = None
) -> Whole:
    """What the database's ledger holds, once all of it is whole: words and events too.

    Raises:
        Refusal: as `check_ledger`, and names an event or its words that were changed.
    """
    with closing(lines_of_ledger([], strict=True)) as lines:
        return check_ledger(lines, keys=keys, published=published, published_head=published_head)


def lines_of_ledger(public_keys: Sequence[str], *, strict: bool) -> Generator[AnyLine, None, None]:
    """The sealed entries, line by line; those not sealed yet are left out.

    With `strict`, every event and every word is held against its digest first, and entries come
    with their words; else what is there comes as it stands, broken or not.

    Raises:
        Refusal: names the entry of which an event or a word is not the one sealed (`strict`).
    """
    for key in public_keys:
        yield KeyLine(public_key=key)
    count = 0
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        for row in _rows_of_entries():
            count += 1
            yield _entry_line(row[:8], strict=strict)
            if row[8] is not None:
                yield _checkpoint_line(row[8:])
        yield from _lone_checkpoints()
        if strict:
            _require_no_strays()
    yield EndLine(entries=count)


def _rows_of_entries() -> Iterator[tuple]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(ENTRIES)
        yield from cursor


def _lone_checkpoints() -> Iterator[CheckpointLine]:
    """Those whose entry is gone; who checks the lines finds them where nothing stands."""
    with connection.cursor() as cursor:
        cursor.execute(LONE_CHECKPOINTS)
        yield from [_checkpoint_line(row) for row in cursor.fetchall()]


def _require_no_strays() -> None:
    with connection.cursor() as cursor:
        cursor.execute(STRAYS)
        for event_id, source in cursor.fetchall():
            raise broken(f"event `{event_id}` of `{source}` belongs to no entry")


def latest_checkpoint() -> Checkpoint | None:
    """The head that was signed last; None before anything was."""
    with connection.cursor() as cursor:
        cursor.execute(LATEST_CHECKPOINT)
        row = cursor.fetchone()
    return None if row is None else _checkpoint(row)


def unsealed_entries() -> int:
    """How many entries wait for their seal."""
    with connection.cursor() as cursor:
        cursor.execute(UNSEALED)
        return cursor.fetchone()[0]


def _checkpoint_line(row: tuple) -> CheckpointLine:
    return line_of(_checkpoint(row))


def _checkpoint(row: tuple) -> Checkpoint:
    sequence, head, signed_at, key_id, signature = row
    return Checkpoint(
        sequence=sequence,
        head=head,
        signed_at=signed_at,
        key_id=key_id,
        signature=bytes(signature),
    )


def _entry_line(row: tuple, *, strict: bool) -> EntryLine:
    sequence, entered_at, entry, kind, body, previous, digest, words = row
    if body is None:
        raise broken(f"entry {sequence} is missing: its seal stands, what it said does not")
    leaves = None
    if kind == "events.received":
        leaves = tuple(_leaves(sequence, entry, body, strict=strict))
    return EntryLine(
        sequence=sequence,
        entered_at=entered_at,
        kind=kind,
        body=body,
        words=tuple(
            WordsLine(name=name, digest=told, text=text, salt=salt)
            for name, told, text, salt in json.loads(words or "[]")
        ),
        previous=previous,
        digest=digest,
        leaves=leaves,
    )


def _leaves(sequence: int, entry: int, body: str, *, strict: bool) -> Iterator[str]:
    told = json.loads(body)
    with connection.cursor() as cursor:
        cursor.execute(EVENTS, [told.get("first"), told.get("last"), entry])
        rows = cursor.fetchall()
    for row in rows:
        source, event_id, kind, about, happened_at, received_at, said, digest, words = row
        beside = json.loads(words or "[]")
        if strict:
            where = f"entry {sequence}: event `{event_id}` of `{source}`"
            _require_event(where, (source, event_id, kind, happened_at, said), bytes(digest))
            _require_words(where, beside)
        yield leaf_of(
            bytes(digest),
            about=about,
            received_at=received_at,
            words=[(name, told) for name, told, _, _ in beside],
        ).hex()


def _require_event(where: str, event: tuple[str, str, str, datetime, str], digest: bytes) -> None:
    source, event_id, kind, happened_at, said = event
    body = WRITER.encode(json.loads(said))
    if digest_of_event(source, event_id, kind, happened_at=happened_at, body=body) != digest:
        raise broken(f"{where} was changed: its digest is not that of what it says")


def _require_words(where: str, beside: list[list[str]]) -> None:
    for name, digest, text, salt in beside:
        if text is not None and digest_of_words(name, text, salt) != digest:
            raise broken(f"{where}: the words `{name}` are not those sealed")
