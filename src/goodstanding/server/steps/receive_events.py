"""Events become rows, an entry in the ledger and things to do, in one transaction a batch.

One statement with one JSON parameter takes all of a batch; an event that is there already is told
as such. Nothing is folded here, so that intake never waits for judging.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from secrets import token_urlsafe

import msgspec
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from goodstanding.core.ledger import canonical, digest_of_words
from goodstanding.core.merkle import root_of
from goodstanding.core.words import Refusal
from goodstanding.server.steps.reading_events import Taken, taken
from goodstanding.server.store.event_digest import leaf_of

LONGEST_BATCH = 1000
TAKE = """
WITH entry AS (SELECT nextval(pg_get_serial_sequence('ledger_entry', 'id')) AS id),
sent AS (
  SELECT * FROM jsonb_to_recordset(%s::jsonb) AS sent(
    n int, source text, event_id text, type text, about text, happened_at timestamptz,
    received_at timestamptz, body jsonb, digest text)
)
INSERT INTO event (source, event_id, type, about, happened_at, received_at, body, digest, entry)
SELECT source, event_id, type, about, happened_at, received_at, body, decode(digest, 'hex'),
       entry.id
FROM sent, entry ORDER BY n
ON CONFLICT (source, event_id) DO NOTHING
RETURNING id, source, event_id, entry
"""
ENTER = """
WITH entered AS (
  INSERT INTO ledger_entry (id, entered_at, kind, body) VALUES (%s, %s, 'events.received', %s)
)
INSERT INTO due (kind, key, due_at)
SELECT %s, key, %s FROM jsonb_array_elements_text(%s::jsonb) AS key
"""
KEEP_WORDS = """
INSERT INTO event_words (event_id, name, text, salt, digest)
SELECT event_id, name, text, salt, digest
FROM jsonb_to_recordset(%s::jsonb)
  AS kept(event_id bigint, name text, text text, salt text, digest text)
"""
KNOWN = """
SELECT event.source, event.event_id, event.digest,
       coalesce(jsonb_object_agg(words.name, words.text) FILTER (WHERE words.name IS NOT NULL),
                '{}')
FROM event LEFT JOIN event_words words ON words.event_id = event.id
WHERE (event.source, event.event_id) IN (
  SELECT source, event_id FROM jsonb_to_recordset(%s::jsonb) AS x(source text, event_id text))
GROUP BY event.id
"""


@dataclass(slots=True, kw_only=True)
class Received:
    """What came of each item of a batch, in its order: taken, known already, or refused."""

    taken: int = 0
    known: int = 0
    refused: dict[int, Refusal] = field(default_factory=dict)


def receive_events(
    items: Sequence[bytes | msgspec.Raw], *, now_at: datetime, may_date: bool = False
) -> Received:
    """What became of at most 1,000 events, durably: all that could be taken are, in one go.

    History (`may_date`) is folded only once it is said to be complete, by `close_history`.

    Raises:
        Refusal: the batch is too long.
    """
    if len(items) > LONGEST_BATCH:
        raise Refusal(
            "batch-too-long",
            f"the batch has {len(items)} events",
            cure=f"send at most {LONGEST_BATCH} at once",
        )
    received = Received()
    events: dict[int, Taken] = {}
    for number, raw in enumerate(items):
        try:
            events[number] = taken(raw, now_at=now_at, may_date=may_date)
        except Refusal as refusal:
            received.refused[number] = refusal
    if events:
        _take(events, received, now_at=now_at, kind="history" if may_date else "fold")
    return received


def _take(events: dict[int, Taken], received: Received, *, now_at: datetime, kind: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(TAKE, [_written(events)])
        rows = cursor.fetchall()
        ids = {(source, name): (row, entry) for row, source, name, entry in rows}
        first: dict[tuple[str, str], int] = {}
        for number, event in events.items():
            if (event.source, event.event_id) in ids:
                first.setdefault((event.source, event.event_id), number)
        received.taken = len(first)
        if first:
            rows = {ids[key]: events[n] for key, n in first.items()}
            _enter(cursor, rows, now_at=now_at, kind=kind)
        again = {n: each for n, each in events.items() if n not in first.values()}
        if again:
            _compare(cursor, again, received)


def _written(events: dict[int, Taken]) -> str:
    """The batch as one JSON array; each body is JSON already, and goes in as it is."""
    return msgspec.json.encode(
        [
            {
                "n": number,
                "source": event.source,
                "event_id": event.event_id,
                "type": event.type,
                "about": event.about,
                "happened_at": event.happened_at,
                "received_at": event.received_at,
                "body": msgspec.Raw(event.body.encode()),
                "digest": event.digest.hex(),
            }
            for number, event in events.items()
        ]
    ).decode()


def _enter(
    cursor: CursorWrapper,
    rows: dict[tuple[int, int], Taken],
    *,
    now_at: datetime,
    kind: str,
) -> None:
    """The ledger's entry of the batch, the words beside it, and what is to be folded."""
    leaves, kept = [], []
    for (row, _), event in rows.items():
        beside = {}
        for name, text in event.words.items():
            salt = token_urlsafe(16)
            beside[name] = digest = digest_of_words(name, text, salt)
            kept.append(
                {"event_id": row, "name": name, "text": text, "salt": salt, "digest": digest}
            )
        leaf = leaf_of(
            event.digest, about=event.about, received_at=event.received_at, words=beside.items()
        )
        leaves.append(leaf)
    (entry,) = {entry for _, entry in rows}
    ids = [row for row, _ in rows]
    body = canonical(
        {"count": len(rows), "first": min(ids), "last": max(ids), "root": root_of(leaves)}
    ).decode()
    abouts = sorted({event.about for event in rows.values()})
    due = msgspec.json.encode(abouts).decode()
    cursor.execute(ENTER, [entry, now_at, body, kind, now_at, due])
    if kept:
        cursor.execute(KEEP_WORDS, [msgspec.json.encode(kept).decode()])


def _compare(cursor: CursorWrapper, again: dict[int, Taken], received: Received) -> None:
    """What was sent before: the same is known, something else under its name is refused."""
    names = [{"source": event.source, "event_id": event.event_id} for event in again.values()]
    cursor.execute(KNOWN, [msgspec.json.encode(names).decode()])
    known = {
        (source, name): (bytes(digest), words if isinstance(words, dict) else json.loads(words))
        for source, name, digest, words in cursor.fetchall()
    }
    for number, event in again.items():
        digest, words = known[event.source, event.event_id]
        # Words that were erased since cannot be compared; the same event may still be sent again.
        same = all(text in (None, event.words.get(name)) for name, text in words.items())
        if digest == event.digest and same and words.keys() == event.words.keys():
            received.known += 1
            continue
        received.refused[number] = Refusal(
            "another-event-of-that-id",
            f"event `{event.event_id}` of `{event.source}` was sent before and said something else",
            cure="give it an `id` of its own; what was taken in is never changed",
        )
