"""Entries that were written get their place in the chain, and the chain's head is signed.

Who enters something never waits for the chain: one at a time, a moment later, seals all that is
there. Entries commit out of order, so one that was entered earlier may be sealed after one entered
later; `entered_at` of a seal never goes backwards: it is the later of the entry's own and that of
the seal before it. The entry keeps its own.
"""

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from goodstanding.core.ledger import GENESIS, Entry, PersonalWords, sealed
from goodstanding.server.store.signing import Signer

# Any number that nobody else uses: who holds it seals.
SEALING = 7_365_616_001
BATCH = 5000
# An entry may commit late, with an id below ones sealed long ago. Each round looks among the ids of
# the last so many seals; a sweep, now and then, among all.
LOOK_BACK = 5000
SIGN_EVERY = 1000
SIGN_AFTER = timedelta(minutes=1)

LAST = "SELECT sequence, entered_at, digest FROM ledger_seal ORDER BY sequence DESC LIMIT 1"
FLOOR = """
SELECT coalesce(min(entry_id), 1) - 1
FROM (SELECT entry_id FROM ledger_seal ORDER BY sequence DESC LIMIT %(few)s) AS lately
HAVING count(*) = %(few)s
"""
UNSEALED = """
SELECT entry.id, entry.entered_at, entry.kind, entry.body,
       (SELECT jsonb_object_agg(name, digest)::text FROM ledger_words
        WHERE ledger_words.entry_id = entry.id)
FROM ledger_entry entry
WHERE entry.id > %s
  AND NOT EXISTS (SELECT 1 FROM ledger_seal WHERE ledger_seal.entry_id = entry.id)
ORDER BY entry.id LIMIT %s
"""
SEAL = """
INSERT INTO ledger_seal (sequence, entry_id, entered_at, previous, digest)
SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::timestamptz[], %s::text[], %s::text[])
"""
SIGNED = "SELECT seal_id, signed_at FROM ledger_checkpoint ORDER BY seal_id DESC LIMIT 1"
SIGN = """
INSERT INTO ledger_checkpoint (seal_id, head, signed_at, key_id, signature)
VALUES (%s, %s, %s, %s, %s)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealing:
    """How many entries were sealed; `is_busy` if another one was at it, and nothing was done."""

    sealed: int = 0
    is_busy: bool = False
    is_signed: bool = False


def seal_ledger(
    *, now_at: datetime, signer: Signer, sweep: bool = False, sign: bool = False
) -> Sealing:
    """One batch of unsealed entries sealed, in the order of their ids.

    No entry is left out: without a seal it is unsealed, however late it committed. Only a `sweep`
    looks for those below the last 5,000 sealed. The head is signed every thousand entries, or when
    a minute has passed since it was, and something was sealed.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SEALING])
        if not cursor.fetchone()[0]:
            return Sealing(is_busy=True)
        floor = 0 if sweep else _floor(cursor)
        cursor.execute(LAST)
        last = cursor.fetchone() or (0, None, GENESIS)
        cursor.execute(UNSEALED, [floor, BATCH])
        chain = _chained(cursor.fetchall(), last)
        if chain:
            _write(cursor, chain)
        place, head = (chain[-1][1].sequence, chain[-1][1].digest) if chain else (last[0], last[2])
        signed = place > 0 and _is_to_be_signed(
            cursor, place, after=timedelta(0) if sign else SIGN_AFTER, now_at=now_at
        )
        if signed:
            made = signer.sign(place, head, signed_at=now_at)
            cursor.execute(SIGN, [place, head, now_at, made.key_id, made.signature])
    return Sealing(sealed=len(chain), is_signed=signed)


def _floor(cursor: CursorWrapper) -> int:
    cursor.execute(FLOOR, {"few": LOOK_BACK})
    (floor,) = cursor.fetchone() or (0,)
    return floor


def _chained(rows: list[tuple], last: tuple[int, datetime | None, str]) -> list[tuple[int, Entry]]:
    """Each row's id with the entry that it becomes, sealed to the one before."""
    sequence, entered_at, previous = last
    chain = []
    for row, at, kind, body, words in rows:
        sequence += 1
        entered_at = at if entered_at is None else max(at, entered_at)
        entry = Entry(
            sequence=sequence,
            entered_at=entered_at,
            kind=kind,
            body=body,
            words=tuple(
                PersonalWords(name=name, text=None, salt=None, digest=digest)
                for name, digest in json.loads(words or "{}").items()
            ),
            previous=previous,
            digest="",
        )
        previous = sealed(entry)
        chain.append((row, replace(entry, digest=previous)))
    return chain


def _write(cursor: CursorWrapper, chain: list[tuple[int, Entry]]) -> None:
    cursor.execute(
        SEAL,
        [
            [entry.sequence for _, entry in chain],
            [row for row, _ in chain],
            [entry.entered_at for _, entry in chain],
            [entry.previous for _, entry in chain],
            [entry.digest for _, entry in chain],
        ],
    )


def _is_to_be_signed(
    cursor: CursorWrapper, place: int, *, after: timedelta, now_at: datetime
) -> bool:
    cursor.execute(SIGNED)
    signed, signed_at = cursor.fetchone() or (0, None)
    if place == signed:
        return False
    return signed_at is None or place - signed >= SIGN_EVERY or now_at - signed_at >= after
